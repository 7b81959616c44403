"""Rounding and remainders in columns (DMN 1.5, 10.3.4.5).

An engine that casts to fewer digits rounds halves away from zero, exactly. Every other way of rounding is that one and
a correction by one step.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from bridgehead.feel.columns import numbers
from bridgehead.feel.columns.terms import VARIES, Refusal, Term, strict
from bridgehead.feel.types import NumberType


def to_scale(way: str, number: Term, scale: int) -> Term:
    """`number` rounded to so many digits after the point, in one of the ways of `CORRECTIONS`."""
    require_scale(scale)
    whole, before = numbers.digits(number)
    if scale >= before:
        return number
    kind = numbers.bounded(whole + 1, scale)
    nearest = strict(numbers.exact(number).cast(dt.Decimal(whole + 1 + scale, scale)), kind, number)
    correction = CORRECTIONS[way](number, nearest, scale)
    return nearest if correction is None else _corrected(nearest, *correction)


def require_scale(scale: int) -> None:
    if not 0 <= scale <= numbers.DIGITS:
        raise Refusal("FE304", f"a number is rounded to {scale} digits after the point", "a scale of 0 or more")


def step(scale: int) -> Term:
    """One unit of the last digit."""
    return numbers.literal(Decimal(1).scaleb(-scale))


Correction = tuple[ir.BooleanValue, ir.BooleanValue | bool]


def _corrected(nearest: Term, wrong: ir.BooleanValue, downwards: ir.BooleanValue | bool) -> Term:
    """One step down or up where the nearest number is not the one wanted."""
    kind = nearest.type
    assert isinstance(kind, NumberType)
    assert kind.scale is not None
    bare = replace(nearest, unknown=None, nullable=False)
    lower, upper = (numbers.exact(numbers.combine(sign, bare, step(kind.scale)), kind) for sign in ("-", "+"))
    moved = lower if downwards is True else upper if downwards is False else ibis.ifelse(downwards, lower, upper)
    return replace(nearest, value=ibis.ifelse(wrong, moved, nearest.value), constant=VARIES)


def _floor(number: Term, nearest: Term, scale: int) -> Correction:
    return nearest.value > number.value, True


def _ceiling(number: Term, nearest: Term, scale: int) -> Correction:
    return nearest.value < number.value, False


def _down(number: Term, nearest: Term, scale: int) -> Correction:
    return nearest.value.abs() > number.value.abs(), number.value > 0


def _up(number: Term, nearest: Term, scale: int) -> Correction:
    return nearest.value.abs() < number.value.abs(), number.value < 0


def _half_down(number: Term, nearest: Term, scale: int) -> Correction:
    return _tie(number, nearest, scale), number.value > 0


def _half_even(number: Term, nearest: Term, scale: int) -> Correction:
    two = numbers.literal(Decimal(2).scaleb(-scale))
    odd = remainder(nearest, two).value != 0
    return _tie(number, nearest, scale) & odd, number.value > 0


def _tie(number: Term, nearest: Term, scale: int) -> ir.BooleanValue:
    distance = numbers.combine("-", nearest, number)
    half = numbers.literal(Decimal(5).scaleb(-scale - 1))
    return distance.value.abs() == numbers.exact(half)


CORRECTIONS: dict[str, Callable[[Term, Term, int], Correction | None]] = {
    "floor": _floor,
    "ceiling": _ceiling,
    "round up": _up,
    "round down": _down,
    "round half up": lambda number, nearest, scale: None,
    "round half down": _half_down,
    "decimal": _half_even,
}


def remainder(dividend: Term, divisor: Term) -> Term:
    """The remainder with the sign of the dividend, as engines have it; null where the divisor is zero."""
    whole, _ = numbers.digits(divisor)
    kind = numbers.common(dividend, divisor)
    first, second = numbers.exact(dividend, kind), numbers.exact(divisor, kind)
    zero = divisor.constant is VARIES
    value: Any = first % (second.nullif(0) if zero else second)
    result = numbers.bounded(whole, numbers.digits(replace(dividend, type=kind))[1])
    if not value.type().is_integer():
        value = value.cast(dt.Decimal(result.precision, result.scale))
    return strict(value, result, dividend, divisor, null=zero)


def modulo(dividend: Term, divisor: Term) -> Term:
    """The remainder with the sign of the divisor: FEEL's, whose quotient is floored."""
    require_nonzero(divisor)
    left = remainder(dividend, divisor)
    second = numbers.exact(divisor)
    bare = [replace(term, unknown=None, nullable=False) for term in (left, divisor)]
    assert isinstance(left.type, NumberType)
    other = (left.value != 0) & ((left.value < 0) != (second < 0))
    return replace(left, value=ibis.ifelse(other, numbers.exact(numbers.combine("+", *bare), left.type), left.value))


def require_nonzero(divisor: Term) -> None:
    if divisor.constant == 0:
        raise Refusal("FE301", "a division by zero is always null", "another divisor")


def require_room(dividend: Term, divisor: Term, whole: int, scale: int) -> None:
    """Refuse a division whose quotient, rounded to 34 digits as the scalar executor does, might meet a number of so
    many digits before and after the point that the exact quotient does not meet."""
    _, before = numbers.digits(dividend)
    divisor_whole, divisor_scale = numbers.digits(divisor)
    needed = max(before, divisor_scale + scale) + divisor_whole + whole
    if needed >= numbers.DIGITS:
        raise Refusal("FE302", f"the division needs {needed} digits", f"fewer than {numbers.DIGITS}")


def quotient_digits(dividend: Term, divisor: Term) -> int:
    """How many digits a quotient has before the point, at most."""
    return numbers.digits(dividend)[0] + numbers.digits(divisor)[1]
