"""What a prize pays, as one FEEL expression, so that one claim and many are paid by the same words."""

from itertools import zip_longest

from bridgehead.instruments.award.schema import Payment, Prize, Rounding

CENT_DIGITS = 2
NOTHING = "0"


def amount(prize: Prize, rounding: Rounding) -> str:
    """The amount of a prize in FEEL, rounded; 0 for a prize that only gives."""
    return payment(prize.pay, rounding) if prize.pay else NOTHING


def payment(pay: Payment, rounding: Rounding) -> str:
    text = _tiers(pay) if pay.by else _bands(pay) if pay.bands else str(pay.of)
    if pay.at_most is not None:
        text = f"if {bracketed(text)} > {pay.at_most} then {pay.at_most} else {bracketed(text)}"
    return text if text.isdigit() else f"round {rounding.way}({bracketed(text)}, {rounding.digits})"


def bracketed(text: str) -> str:
    """A text as one operand; the line break ends a comment that it may end with."""
    return text if text.isdigit() else f"({text}\n)"


def _tiers(pay: Payment) -> str:
    """What the highest tier reached pays; below the first the condition of that name has failed."""
    figure = bracketed(str(pay.by))
    tiers = [f"if {figure} >= {bracketed(tier.from_)} then {bracketed(tier.pay)}" for tier in reversed(pay.tiers)]
    return f"{' else '.join(tiers)} else 0"


def _bands(pay: Payment) -> str:
    """The sum over the bands of what lies in each, times its rate."""
    figure, ends = bracketed(str(pay.of)), [band.above for band in pay.bands[1:]]
    parts = []
    for band, end in zip_longest(pay.bands, ends):
        inside = figure if end is None else f"(if {figure} > {end} then {end} else {figure})"
        parts.append(f"(if {figure} > {band.above} then ({inside} - {band.above}) * {band.rate} else 0)")
    return " + ".join(parts)
