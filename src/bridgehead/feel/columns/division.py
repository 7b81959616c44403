"""Division in columns: engines have no exact quotient, so it is only formed where it need not be held.

Under a comparison it is multiplied out; under a rounding it is a whole number of steps, found by a double and put right
by an exact remainder; by a constant whose inverse ends, it is a product.
"""

from dataclasses import replace
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from bridgehead.feel.columns import numbers
from bridgehead.feel.columns.rounding import quotient_digits, require_nonzero, require_room, require_scale, step
from bridgehead.feel.columns.terms import MIRRORED, ORDERS, VARIES, Operator, Refusal, Term, anywhere, masked, strict
from bridgehead.feel.types import BOOLEAN

DOUBLE_DIGITS = 14  # a quotient of so many digits is off by less than one as a double


def product(dividend: Term, divisor: Term) -> Term | None:
    """The quotient by a constant whose inverse has an end; None for all others."""
    if not isinstance(divisor.constant, Decimal) or divisor.constant == 0:
        return None
    inverse = (1 / divisor.constant).normalize()
    if inverse * divisor.constant != 1 or len(inverse.as_tuple().digits) > numbers.DIGITS // 2:
        return None
    return numbers.combine("*", dividend, numbers.literal(inverse))


def compare(operator: Operator, dividend: Term, divisor: Term, other: Term) -> Term:
    """`dividend / divisor operator other`, multiplied out; a division by zero is null."""
    require_nonzero(divisor)
    require_room(dividend, divisor, *numbers.digits(other))
    multiple = numbers.combine("*", other, divisor)
    first, second = numbers.comparable(dividend, multiple)
    if operator in ("=", "!="):
        return _equal(operator, first == second, dividend, divisor, other)
    positive, negative = ORDERS[operator](first, second), ORDERS[MIRRORED[operator]](first, second)
    if isinstance(divisor.constant, Decimal):
        value = positive if divisor.constant > 0 else negative
        return strict(value, BOOLEAN, dividend, other)
    value = ibis.cases((divisor.value > 0, positive), (divisor.value < 0, negative))
    return strict(value, BOOLEAN, dividend, divisor, other, null=True)


def _equal(operator: str, holds: ir.BooleanValue, dividend: Term, divisor: Term, other: Term) -> Term:
    if other.nullable:
        raise Refusal("FE301", "a division, which is null by zero, is compared with what may be null")
    value = holds if divisor.constant is not VARIES else (divisor.value != 0) & holds
    if dividend.nullable or divisor.nullable or anywhere(dividend, divisor, other) is not None:
        value = ibis.coalesce(value, False)
    return masked(value if operator == "=" else ~value, BOOLEAN, dividend, divisor, other)


def rounded(way: str, dividend: Term, divisor: Term, scale: int) -> Term:
    """`dividend / divisor`, rounded to so many digits after the point; null where the divisor is zero.

    1. The divisor is made positive, the dividend scaled so that the result is a whole number.
    2. The quotient as a double, floored, is off by one at most.
    3. The exact remainder puts it right.
    4. The way of rounding says, by the remainder, whether the next whole number is the one.
    """
    require_scale(scale)
    require_nonzero(divisor)
    require_room(dividend, divisor, quotient_digits(dividend, divisor), scale + 1)
    scaled = numbers.combine("*", dividend, step(-scale)) if scale else dividend
    upper, lower = _positive(scaled, divisor)  # 1
    whole = quotient_digits(upper, lower)
    if whole > DOUBLE_DIGITS:
        raise Refusal("FE302", f"the quotient may have {whole} digits", f"at most {DOUBLE_DIGITS}")
    rough = (upper.value.cast("float64") / lower.value.cast("float64")).floor()  # 2
    floor = Term(rough.cast("int64"), numbers.bounded(whole + 1, 0))
    rest = _rest(upper, floor, lower)  # 3
    over = ibis.cases((_less(rest, numbers.literal(Decimal(0))), -1), (~_less(rest, lower), 1), else_=0)
    floor = replace(floor, value=floor.value + over)
    rest = _rest(upper, floor, lower)
    next_one = _takes_next(way, upper, floor, rest, lower)  # 4
    floor = replace(floor, value=floor.value + ibis.ifelse(next_one, 1, 0))
    result = floor if scale == 0 else numbers.combine("*", floor, step(scale))
    return strict(result.value, result.type, dividend, divisor, null=divisor.constant is VARIES)


def _positive(dividend: Term, divisor: Term) -> tuple[Term, Term]:
    """Both with the divisor's sign turned to plus, and its zero to NULL; without their marks of null and unknown."""
    dividend, divisor = (replace(term, unknown=None, nullable=False) for term in (dividend, divisor))
    if isinstance(divisor.constant, Decimal):
        if divisor.constant > 0:
            return dividend, divisor
        return numbers.negate(dividend), numbers.literal(divisor.constant.copy_negate())
    turned = ibis.ifelse(divisor.value < 0, numbers.negate(dividend).value, numbers.exact(dividend))
    return (
        replace(dividend, value=turned, constant=VARIES),
        replace(divisor, value=numbers.exact(divisor).abs().nullif(0)),
    )


def _rest(dividend: Term, floor: Term, divisor: Term) -> Term:
    return numbers.combine("-", dividend, numbers.combine("*", floor, divisor))


def _less(left: Term, right: Term) -> ir.BooleanValue:
    first, second = numbers.comparable(left, right)
    return first < second


def _takes_next(way: str, dividend: Term, floor: Term, rest: Term, divisor: Term) -> ir.BooleanValue:
    twice = numbers.comparable(numbers.combine("*", rest, numbers.literal(Decimal(2))), divisor)
    above, tie = twice[0] > twice[1], twice[0] == twice[1]
    inexact, positive = rest.value != 0, dividend.value >= 0
    match way:
        case "floor":
            return ibis.literal(False)
        case "ceiling":
            return inexact
        case "round up":
            return inexact & positive
        case "round down":
            return inexact & ~positive
        case "round half up":
            return above | (tie & positive)
        case "round half down":
            return above | (tie & ~positive)
        case _:
            return above | (tie & (floor.value % 2 != 0))
