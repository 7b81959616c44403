"""What a prize pays, as one FEEL expression, so that one claim and many are paid by the same words."""

from collections.abc import Mapping
from itertools import zip_longest
from types import MappingProxyType

from bridgehead.documents.document import Path
from bridgehead.instruments.award.schema import Payment, Prize, Rounding

CENT_DIGITS = 2
NOTHING = "0"
NOWHERE: Mapping[Path, str] = MappingProxyType({})


def amount(prize: Prize, rounding: Rounding) -> str:
    """The amount of a prize in FEEL, rounded; 0 for a prize that only gives."""
    return payment(prize.pay, rounding) if prize.pay else NOTHING


def payment(pay: Payment, rounding: Rounding) -> str:
    text = formula(pay)
    return text if text.isdigit() else f"round {rounding.way}({bracketed(text)}, {rounding.digits})"


def formula(pay: Payment, instead: Mapping[Path, str] = NOWHERE) -> str:
    """The same before it is rounded, with other FEEL `instead` of some of its numbers, by their path in the pay."""
    text = _tiers(pay) if pay.by else _bands(pay, instead) if pay.bands else str(pay.of)
    if pay.at_most is not None:
        most = instead.get(("at most",), str(pay.at_most))
        text = f"if {bracketed(text)} > {most} then {most} else {bracketed(text)}"
    return text


def bracketed(text: str) -> str:
    """A text as one operand; the line break ends a comment that it may end with."""
    return text if text.isdigit() else f"({text}\n)"


def _tiers(pay: Payment) -> str:
    """What the highest tier reached pays; below the first the condition of that name has failed."""
    figure = bracketed(str(pay.by))
    tiers = [f"if {figure} >= {bracketed(tier.from_)} then {bracketed(tier.pay)}" for tier in reversed(pay.tiers)]
    return f"{' else '.join(tiers)} else 0"


def _bands(pay: Payment, instead: Mapping[Path, str]) -> str:
    """The sum over the bands of what lies in each, times its rate."""
    figure = bracketed(str(pay.of))
    marks = [instead.get(("bands", at, "above"), str(band.above)) for at, band in enumerate(pay.bands)]
    rates = [instead.get(("bands", at, "rate"), str(band.rate)) for at, band in enumerate(pay.bands)]
    parts = []
    for mark, rate, end in zip_longest(marks, rates, marks[1:]):
        inside = figure if end is None else f"(if {figure} > {end} then {end} else {figure})"
        parts.append(f"(if {figure} > {mark} then ({inside} - {mark}) * {rate} else 0)")
    return " + ".join(parts)
