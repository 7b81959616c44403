"""Payment in instalments: what of a granted amount is due now, and what is planned for later, on which condition."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

import pyarrow as pa

from bridgehead.instruments.award.schema import Award, Instalment

SCHEDULE = pa.schema(
    [
        ("number", pa.string()),
        ("prize", pa.string()),
        ("instalment", pa.int32()),
        ("due", pa.date32()),
        ("share", pa.decimal128(28, 12)),
        ("amount", pa.decimal128(18, 2)),
        ("from", pa.string()),
        ("when", pa.string()),
        ("otherwise", pa.string()),
    ]
)
"""One row an instalment: its position from 1, the day it is due, its share and amount, and the condition on it."""

CENT = Decimal("0.01")
AT_ONCE = (Instalment.model_validate({"share": 1}),)


def schedule(award: Award, granted: pa.Table, on: date, since: Mapping[str, date] | None = None) -> pa.Table:
    """The instalments of granted claims (number, prize, amount), decided on a day; one that has none is due whole.

    A claim that was confirmed before counts `since` then.
    """
    rows: list[dict[str, object]] = []
    for claim in granted.to_pylist():
        plan = award.prizes[claim["prize"]].instalments or award.instalments or AT_ONCE
        first = (since or {}).get(claim["number"], on)
        amounts = split(claim["amount"], [each.share for each in plan])
        for position, (each, amount) in enumerate(zip(plan, amounts, strict=True), start=1):
            due = later(first, each.after) if each.after else first
            later_on = {"from": each.from_, "when": each.when, "otherwise": each.otherwise}
            rows.append(
                {
                    "number": claim["number"],
                    "prize": claim["prize"],
                    "instalment": position,
                    "due": due,
                    "share": each.share,
                    "amount": amount,
                }
                | later_on
            )
    return pa.Table.from_pylist(rows, schema=SCHEDULE)


def split(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """The parts of an amount, each rounded down to the cent but the last, so that they add up to it."""
    parts = [(amount * share).quantize(CENT, ROUND_DOWN) for share in shares[:-1]]
    return [*parts, amount - sum(parts, Decimal(0))]


def later(day: date, duration: str) -> date:
    """A day after years, months and days; the last day of a month where the month has none of that number."""
    parts = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", duration)
    if parts is None:
        raise ValueError(f"«{duration}» is no duration of years, months and days")
    years, months, days = (int(part or 0) for part in parts.groups())
    year, month = divmod(day.year * 12 + day.month - 1 + years * 12 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1])) + timedelta(days)
