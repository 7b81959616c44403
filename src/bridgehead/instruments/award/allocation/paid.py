"""Places that were confirmed before: they stay, and use up their place and their money."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from bridgehead.instruments.award.allocation.spellings import one_spelling
from bridgehead.instruments.award.schema import Award
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.types import Column, FieldType

COLUMNS = (
    Column("number", FieldType.TEXT),
    Column("prize", FieldType.TEXT),
    Column("place", FieldType.INTEGER, optional=True),
    Column("amount", FieldType.MONEY, scale=2),
    Column("confirmed on", FieldType.DATE, optional=True),
)
"""The columns of a file of confirmed places."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    number: str
    prize: str
    place: int | None
    amount: Decimal
    on: date | None = None
    """The day of the confirmation, from which instalments count."""


def absent(paid: Sequence[Confirmed], found: Iterable[str]) -> tuple[Confirmed, ...]:
    """The places confirmed before for claims that are not among those `found`, however their numbers are typed."""
    here, plain = set(one_spelling(found)), one_spelling(each.number for each in paid)
    return tuple(each for each, number in zip(paid, plain, strict=True) if number not in here)


def confirmed(table: pa.Table, award: Award, file: str, rows: Sequence[int]) -> tuple[Confirmed, ...]:
    """The confirmed places of a table with these columns, read from these `rows` of a `file`.

    Raises BridgeheadError with AW050 (no such prize), AW051 (no such place), AW052 (a number or place confirmed twice,
    however the number is typed), AW053 (more money than there is) and AW054 (an amount below zero).
    """
    places = tuple(Confirmed(*(row[column.name] for column in COLUMNS)) for row in table.to_pylist())
    if mistakes := [*_mistakes(places, award, file, rows)]:
        raise BridgeheadError(mistakes)
    return places


def _mistakes(places: Sequence[Confirmed], award: Award, file: str, rows: Sequence[int]) -> Iterator[Mistake]:
    seen: set[object] = set()
    ranked = any(prize.rank for prize in award.prizes.values())
    plain = one_spelling(each.number for each in places)
    for each, number, row in zip(places, plain, rows, strict=True):
        at = Place(file, row)
        prize = award.prizes.get(each.prize)
        if prize is None:
            expected = f"one of {', '.join(award.prizes)}"
            named = each.prize or ""  # a cell that is blank
            message = f"the confirmed claim {each.number} has the unknown prize «{named}»"
            yield Mistake("AW050", message, at, expected, nearest(named, award.prizes))
            continue
        first, last = (prize.rank.first, prize.rank.last) if prize.rank else (1, prize.first)
        if each.place is not None and (each.place < first or (last is not None and each.place > last)):
            message = f"the confirmed claim {each.number} has place {each.place} of «{each.prize}»"
            yield Mistake("AW051", message, at, f"a place from {first}" + (f" to {last}" if last else ""))
        if each.amount < 0:
            message = f"the confirmed claim {each.number} has the amount {each.amount:,f}"
            yield Mistake("AW054", message, at, "at least 0")
        keys: list[object] = [("number", number)]
        if each.place is not None and award.ties is None:
            keys.append(("place", None if ranked else each.prize, each.place))
        for key in keys:
            if key in seen:
                message = f"the confirmed claim {each.number} has the same {key[0]} as one before"  # type: ignore[index]
                yield Mistake("AW052", message, at, "each claim and each place once")
            seen.add(key)
    total = sum((each.amount for each in places), Decimal(0))
    if award.budget and total > award.budget.total:
        message = f"confirmed before were {total:,f}, more than the budget of {award.budget.total:,f}"
        yield Mistake("AW053", message, Place.whole(file), "confirmed places within the budget")
