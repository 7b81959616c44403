"""What a simulation varies: `minimum passengers=300..500 step 20`, several of which make a grid.

What is a share today may be written in percent: `ticket rate=40%..60% step 5%`; the step is one percent if not said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import product
from math import prod

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

Value = Decimal | date
Scenario = Mapping[str, Value]
"""The value of each varied name; what is not named keeps its value of today."""

MOST_SCENARIOS = 1000
EXAMPLE = "a value and its range, as in «minimum passengers=300..500 step 20», or its list, as in «minimum nights=1, 2»"

PERCENT = ("%", "％")

_RANGE = re.compile(r"(?P<low>\S+?)\s*\.\.\s*(?P<high>\S+)(\s+(step|步长)\s+(?P<step>\S+))?")


@dataclass(frozen=True, slots=True)
class Variation:
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Which numbers are possible: from `least` on, in whole multiples of `unit`; `said` names them in a mistake."""

    least: Decimal
    unit: Decimal
    said: str


MONEY = Limits(Decimal(0), Decimal("0.01"), "an amount in whole cents, zero or more")
PLACES = Limits(Decimal(1), Decimal(1), "a whole number of places, one or more")


def parse(
    texts: Sequence[str], known: Mapping[str, Value], limits: Mapping[str, Limits] | None = None
) -> tuple[Variation, ...]:
    """The variations that the texts ask for; `known` holds each value that may vary, as it is today, and `limits` the
    numbers that are possible where not all are.

    Raises BridgeheadError with AW501 (not of that form), AW502 (unknown value), AW503 (not a number or date), AW504
    (a step that leads nowhere), AW505 (an end before its start), AW506 (varied twice), AW507 (too many scenarios),
    AW508 (outside its limits).
    """
    variations: list[Variation] = []
    mistakes: list[Mistake] = []
    for text in texts:
        try:
            variations.append(_within(_variation(text, known), limits or {}, Place.whole(text)))
        except BridgeheadError as error:
            mistakes.extend(error.mistakes)
    names = [variation.name for variation in variations]
    mistakes.extend(
        Mistake("AW506", f"«{name}» is varied twice", Place.whole(text), "each value once")
        for name, text in dict(zip(names, texts, strict=False)).items()
        if names.count(name) > 1
    )
    size = prod(len(variation.values) for variation in variations)
    if size > MOST_SCENARIOS:
        mistakes.append(_too_many(size, Place.whole(", ".join(texts))))
    if mistakes:
        raise BridgeheadError(mistakes)
    return tuple(variations)


def grid(variations: Sequence[Variation]) -> tuple[Scenario, ...]:
    """Every combination, the last name changing fastest."""
    names = [variation.name for variation in variations]
    return tuple(
        dict(zip(names, values, strict=True)) for values in product(*(variation.values for variation in variations))
    )


def _variation(text: str, known: Mapping[str, Value]) -> Variation:
    at = Place.whole(text)
    name, equals, wanted = (part.strip() for part in text.partition("="))
    if not (name and equals and wanted):
        raise BridgeheadError([Mistake("AW501", f"«{text}»", at, EXAMPLE)])
    if name not in known:
        among = f"one of {', '.join(sorted(known))}" if known else "a value in values.yaml; there is none that varies"
        raise BridgeheadError([Mistake("AW502", f"unknown value «{name}»", at, among, nearest(name, known))])
    today = known[name]
    if match := _RANGE.fullmatch(wanted):
        return Variation(name, tuple(_steps(match, today, at)))
    return Variation(name, tuple(_value(item.strip(), today, at) for item in wanted.split(",")))


def _within(variation: Variation, limits: Mapping[str, Limits], at: Place) -> Variation:
    within = limits.get(variation.name)
    if within is None:
        return variation
    for value in variation.values:
        if isinstance(value, Decimal) and (value < within.least or value % within.unit):
            raise BridgeheadError([Mistake("AW508", f"{value:f} for «{variation.name}»", at, within.said)])
    return variation


def _steps(match: re.Match[str], today: Value, at: Place) -> tuple[Value, ...]:
    """From the low end up to the high end, which is left out where the steps pass over it; dates step in days."""
    low, high = (_position(_value(match[end], today, at)) for end in ("low", "high"))
    step = _number(match["step"] or ("1%" if match["high"].endswith(PERCENT) else "1"), today, at)
    if step <= 0 or (isinstance(today, date) and step % 1):
        wanted = "whole days, one or more" if isinstance(today, date) else "a step above zero"
        raise BridgeheadError([Mistake("AW504", f"a step of {step}", at, wanted)])
    if high < low:
        raise BridgeheadError([Mistake("AW505", f"«{match[0]}» ends before it starts", at, "the smaller end first")])
    count = int((high - low) // step) + 1
    if count > MOST_SCENARIOS:
        raise BridgeheadError([_too_many(count, at)])
    positions = (low + step * index for index in range(count))
    return tuple(date.fromordinal(int(each)) if isinstance(today, date) else each for each in positions)


def _position(value: Value) -> Decimal:
    return Decimal(value.toordinal()) if isinstance(value, date) else value


def _too_many(count: int, at: Place) -> Mistake:
    return Mistake("AW507", f"{count:,} scenarios", at, f"at most {MOST_SCENARIOS:,}; take wider steps")


def _value(text: str, today: Value, at: Place) -> Value:
    return _day(text, at) if isinstance(today, date) else _number(text, today, at)


def _number(text: str, today: Value, at: Place) -> Decimal:
    percent = text.endswith(PERCENT) and isinstance(today, Decimal)
    if percent and not 0 <= _position(today) <= 1:
        raise BridgeheadError([Mistake("AW503", f"«{text}» is a percent", at, f"a number, as today's {today} is")])
    try:
        number = Decimal(text[:-1]).scaleb(-2) if percent else Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise BridgeheadError([Mistake("AW503", f"«{text}» is not a number", at, EXAMPLE)])
    return number


def _day(text: str, at: Place) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BridgeheadError([Mistake("AW503", f"«{text}» is not a date", at, "a date such as 2023-05-04")]) from None
