"""What has no columnar form is worked out claim by claim, and gives what columns would: made-up claims."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.instruments.award.settling import claim, settle, shown


@pytest.mark.parametrize(
    ("pay", "amount"),
    [
        ("invoice / 7", "142.86"),
        ("round half up(invoice / 3, 2)", "333.33"),
        ("people ** 2", "10000.00"),
        ("median([people, nights])", "50.50"),
    ],
)
def test_pay_without_a_columnar_form_is_paid(pay: str, amount: str) -> None:
    claims = [claim("a"), claim("b", invoice=None, people=None)]
    found = shown(settle(f"prizes: {{all: {{pay: '{pay}'}}}}", claims), "outcome", "amount")
    assert found == {"a": ("granted", Decimal(amount)), "b": ("undetermined", 0)}


def test_pay_that_no_column_of_money_holds_is_undetermined() -> None:
    found = settle("prizes: {all: {pay: people ** 9}}", [claim("a"), claim("b", people=2)])
    assert shown(found, "outcome", "amount") == {"a": ("undetermined", 0), "b": ("granted", 512)}


@pytest.mark.parametrize(
    "key", ["median([people, nights])", "people / 7", "upper case(kind)", "date(filed at) - done on"]
)
def test_an_order_without_a_columnar_form_gives_places_as_one_with_it(key: str) -> None:
    days = {"a": (300, "bus", 3), "b": (200, "bus", 2), "c": (100, "bus", 1), "d": (300, "train", 4)}
    claims = [
        claim(name, people=people, kind=kind, filed_at=datetime(2023, 6, day, 9))  # noqa: DTZ001 (wall-clock time)
        for name, (people, kind, day) in days.items()
    ]
    words = f"order: ['{key} desc', number]\nprizes: {{all: {{first: 2, pay: 100}}}}"
    found = shown(settle(words, claims), "place")
    alone = {
        "upper case(kind)": {"d": 1, "a": 2, "b": 3, "c": 4},
        "date(filed at) - done on": {"d": 1, "a": 2, "b": 3, "c": 4},
    }
    assert found == alone.get(key, {"a": 1, "d": 2, "b": 3, "c": 4})


def test_a_bonus_without_a_columnar_form_is_paid() -> None:
    words = """
    prizes: {all: {pay: 100}}
    bonuses: {large: {per: organiser, reach: sum(people) >= 200, pay: 'median([people, nights]) * 2'}}
    order: [number]
    """
    assert shown(settle(words, [claim("a"), claim("b")]), "amount") == {"a": 100, "b": 201}
