"""Functions on numbers (DMN 1.5, 10.3.4.5)."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from typing import Any

from bridgehead.feel.operations import exact, is_whole
from bridgehead.feel.temporal import DaysTime, YearsMonths
from bridgehead.feel.values import DECIMAL

LEAST_SCALE, MOST_SCALE = -6111, 6176
# Wide enough for any number of 34 digits at any scale that is cut from it.
_WIDE = Context(prec=13_000, Emin=-999_999, Emax=999_999)


def _rounded(n: Decimal, scale: Decimal | None, mode: str) -> Decimal | None:
    """`n` with `scale` digits after the point (before it, where negative)."""
    digits = int(scale or 0)
    if not LEAST_SCALE <= digits <= MOST_SCALE:
        return None
    exponent = n.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= digits:
        return n
    return exact(DECIMAL.plus, n.quantize(Decimal((0, (1,), -digits)), rounding=mode, context=_WIDE))


def _rounding(mode: str) -> Callable[..., Decimal | None]:
    return lambda n, scale=None: _rounded(n, scale, mode)


def absolute(n: Any) -> Any:
    match n:
        case Decimal():
            return n.copy_abs()
        case YearsMonths(months):
            return YearsMonths(abs(months))
        case DaysTime(nanoseconds):
            return DaysTime(abs(nanoseconds))
    return None


def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The rest that has the sign of the divisor: dividend - divisor * floor(dividend / divisor)."""
    if divisor == 0:
        return None
    rest = exact(_WIDE.remainder, dividend, divisor)
    if rest is None:
        return None
    return exact(DECIMAL.add, rest, divisor if rest and (rest < 0) != (divisor < 0) else Decimal(0))


def _even(n: Decimal) -> bool | None:
    return modulo(n, Decimal(2)) == 0 if is_whole(n) else None


def _odd(n: Decimal) -> bool | None:
    return modulo(n, Decimal(2)) != 0 if is_whole(n) else None


TABLE: dict[str, Callable[..., Any]] = {
    "decimal(n: number, scale: number) -> number": _rounding(ROUND_HALF_EVEN),
    "floor(n: number, scale?: number) -> number": _rounding(ROUND_FLOOR),
    "ceiling(n: number, scale?: number) -> number": _rounding(ROUND_CEILING),
    "round up(n: number, scale: number) -> number": _rounding(ROUND_UP),
    "round down(n: number, scale: number) -> number": _rounding(ROUND_DOWN),
    "round half up(n: number, scale: number) -> number": _rounding(ROUND_HALF_UP),
    "round half down(n: number, scale: number) -> number": _rounding(ROUND_HALF_DOWN),
    "abs(n: number) -> number": absolute,
    "abs(n: years and months duration) -> years and months duration": absolute,
    "abs(n: days and time duration) -> days and time duration": absolute,
    "modulo(dividend: number, divisor: number) -> number": modulo,
    "sqrt(number: number) -> number": lambda number: exact(DECIMAL.sqrt, number),
    "log(number: number) -> number": lambda number: exact(DECIMAL.ln, number) if number > 0 else None,
    "exp(number: number) -> number": lambda number: exact(DECIMAL.exp, number),
    "even(number: number) -> boolean": _even,
    "odd(number: number) -> boolean": _odd,
}
