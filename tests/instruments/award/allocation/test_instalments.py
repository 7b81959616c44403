"""Payment in instalments: what is due now, what is planned for later and on which condition."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.instruments.award.allocation.instalments import later, schedule, split
from tests.instruments.award.settling import terms

HALVES = """
prizes: {entry: {pay: 50000}}
instalments:
  - {share: 0.5}
  - {share: 0.5, after: P1Y, from: yearly-report, when: turnover >= 20000000, otherwise: lost}
"""


def granted(prize: str, amount: str) -> pa.Table:
    row = {"number": "a", "prize": prize, "amount": Decimal(amount)}
    schema = pa.schema([("number", "string"), ("prize", "string"), ("amount", pa.decimal128(18, 2))])
    return pa.Table.from_pylist([row], schema=schema)


def test_a_later_instalment_is_a_plan_with_its_condition() -> None:
    found = schedule(terms(HALVES).award, granted("entry", "50000.01"), date(2024, 2, 29)).to_pylist()
    assert [(row["instalment"], row["due"], row["amount"]) for row in found] == [
        (1, date(2024, 2, 29), Decimal("25000.00")),
        (2, date(2025, 2, 28), Decimal("25000.01")),
    ]
    assert [(row["from"], row["when"], row["otherwise"]) for row in found] == [
        (None, None, None),
        ("yearly-report", "turnover >= 20000000", "lost"),
    ]


def test_without_instalments_all_is_due_at_once() -> None:
    award = terms("prizes: {entry: {pay: 50000}}").award
    (row,) = schedule(award, granted("entry", "50000"), date(2024, 6, 1)).to_pylist()
    assert (row["due"], row["amount"]) == (date(2024, 6, 1), Decimal(50000))


@given(st.decimals(0, 10**9, places=2), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_the_parts_add_up_to_the_amount(amount: Decimal, weights: list[int]) -> None:
    shares = [Decimal(weight) / sum(weights) for weight in weights]
    assert sum(split(amount, shares)) == amount


@pytest.mark.parametrize(
    ("day", "duration", "due"),
    [
        (date(2024, 1, 31), "P1M", date(2024, 2, 29)),
        (date(2023, 12, 15), "P2Y3M", date(2026, 3, 15)),
        (date(2024, 2, 28), "P2D", date(2024, 3, 1)),
    ],
)
def test_a_day_after_a_duration(day: date, duration: str, due: date) -> None:
    assert later(day, duration) == due
