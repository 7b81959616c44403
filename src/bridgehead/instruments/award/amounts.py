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
        text = f"(if {text} > {pay.at_most} then {pay.at_most} else {text})"
    return text if text.isdigit() else f"round {rounding.way}({text}, {rounding.digits})"


def _tiers(pay: Payment) -> str:
    """What the highest tier reached pays; below the first the condition of that name has failed."""
    tiers = [f"if {pay.by} >= {tier.from_} then {tier.pay}" for tier in reversed(pay.tiers)]
    return f"({' else '.join(tiers)} else 0)"


def _bands(pay: Payment) -> str:
    """The sum over the bands of what lies in each, times its rate."""
    ends = [band.above for band in pay.bands[1:]]
    parts = []
    for band, end in zip_longest(pay.bands, ends):
        inside = f"({pay.of})" if end is None else f"(if ({pay.of}) > {end} then {end} else ({pay.of}))"
        parts.append(f"(if ({pay.of}) > {band.above} then ({inside} - {band.above}) * {band.rate} else 0)")
    return f"({' + '.join(parts)})"
