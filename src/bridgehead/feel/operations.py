"""What each operator means, once (DMN 1.5, 10.3.2.13 and tables 42 to 62).

Every operation takes any values and is total: where FEEL has no result it gives null, and where an operand is UNKNOWN
the result is UNKNOWN. `compile` writes the same meaning shorter where types are certain.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bridgehead.feel import temporal
from bridgehead.feel.steps import spend
from bridgehead.feel.temporal import DAY, MAX_COUNT, SECOND, DaysTime, FarDate, FarDateTime, FineTime, YearsMonths
from bridgehead.feel.values import DECIMAL, MAX_SIZE, UNKNOWN, Function, Range, too_big

_KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
    dt.date: "date",
    FarDate: "date",
    dt.time: "time",
    FineTime: "time",
    dt.datetime: "date and time",
    FarDateTime: "date and time",
    YearsMonths: "years and months duration",
    DaysTime: "days and time duration",
    type(None): "Null",
}


def kind(value: object) -> str:
    """The name of the FEEL type of a value."""
    return _KINDS.get(type(value), "Any")


_ZONED = 3  # steps, as long as it takes to look a zone up


def measure(value: Any, of: str) -> Any:
    """What orders values of one kind: a comparable key, or None where the kind has no order.

    Times and date-times are compared by whole seconds, as the standard measures them, and by their instant where they
    have a zone; whether they have one is part of the key's first place, so that the two never mix.
    """
    match of:
        case "number" | "string" | "years and months duration" | "days and time duration":
            return value
        case "date":
            return value.year, value.month, value.day
        case "date and time":
            spend(0 if value.tzinfo is None else _ZONED)
            return temporal.instant(value) // SECOND
        case "time":
            return (temporal.nanosecond_of_day(value) // SECOND) - (temporal.offset(value) or 0)
    return None


def _same_clock(left: Any, right: Any, of: str) -> bool:
    """Whether both have a zone or neither has."""
    return of not in ("time", "date and time") or (left.tzinfo is None) == (right.tzinfo is None)


def equal(left: Any, right: Any) -> Any:
    """`left = right`: null equals null alone; values of different kinds give null."""
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if left is None or right is None:
        return left is right
    of = kind(left)
    if of != kind(right):
        return None
    match of:
        case "boolean":
            return left is right
        case "list":
            return _equal_lists(left, right)
        case "context":
            return _equal_contexts(left, right)
        case "range":
            return _equal_ranges(left, right)
        case "function" | "Any":
            return left is right
    return measure(left, of) == measure(right, of) if _same_clock(left, right, of) else None


def _equal_lists(left: list[Any], right: list[Any]) -> Any:
    if left is right or len(left) != len(right):
        return left is right
    spend(len(left) // 3 + 1)
    return every(equal(one, other) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Any], right: dict[str, Any]) -> Any:
    if left is right or left.keys() != right.keys():
        return left is right
    spend(len(left) // 3 + 1)
    return every(equal(value, right[key]) for key, value in left.items())


def _equal_ranges(left: Range, right: Range) -> Any:
    if (left.low_closed, left.high_closed, left.point) != (right.low_closed, right.high_closed, right.point):
        return False
    return every((equal(left.low, right.low), equal(left.high, right.high)))


def unequal(left: Any, right: Any) -> Any:
    return negate_truth(equal(left, right))


def _ordered(holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def compare(left: Any, right: Any) -> Any:
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        of = kind(left)
        if of != kind(right) or not _same_clock(left, right, of):
            return None
        if of == "string":
            spend(len(left) // 10_000)
        one, other = measure(left, of), measure(right, of)
        return None if one is None else holds(one, other)

    return compare


less = _ordered(lambda one, other: one < other)
at_most = _ordered(lambda one, other: one <= other)
greater = _ordered(lambda one, other: one > other)
at_least = _ordered(lambda one, other: one >= other)

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": equal,
    "!=": unequal,
    "<": less,
    "<=": at_most,
    ">": greater,
    ">=": at_least,
}


# Truth: Kleene's, with two values between true and false. Against each other, unknown outweighs null.


def negate_truth(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    return not value if isinstance(value, bool) else None


def every(values: Any) -> Any:
    """True where all are; one false makes it false."""
    result: Any = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            result = doubt(result, value)
    return result


def some(values: Any) -> Any:
    """True where one is; false where all are."""
    result: Any = False
    for value in values:
        if value is True:
            return True
        if value is not False:
            result = doubt(result, value)
    return result


def doubt(result: Any, value: Any) -> Any:
    """A junction so far and an operand that does not decide it."""
    return UNKNOWN if result is UNKNOWN or value is UNKNOWN else None


def between(value: Any, low: Any, high: Any) -> Any:
    if value is UNKNOWN or low is UNKNOWN or high is UNKNOWN:
        return UNKNOWN
    return every((at_least(value, low), at_most(value, high)))


# Ranges and tests


def make_range(low: Any, high: Any, low_closed: bool, high_closed: bool, point: bool = False) -> Any:
    """`[low..high]` in one of its four forms; null where the bounds are not of one kind with an order."""
    if low is UNKNOWN or high is UNKNOWN:
        return UNKNOWN
    if at_most(low, high) is None:
        return None
    return Range(low, high, low_closed, high_closed, point)


def includes(bounds: Any, value: Any) -> Any:
    """Whether a range holds `value`, or is the very same range; null where they cannot be compared, or it is null."""
    if bounds is None or bounds is UNKNOWN:
        return bounds
    if isinstance(value, Range):
        return equal(value, bounds)
    low: Any = True
    high: Any = True
    if bounds.low is not None:
        low = at_least(value, bounds.low) if bounds.low_closed else greater(value, bounds.low)
    if bounds.high is not None:
        high = at_most(value, bounds.high) if bounds.high_closed else less(value, bounds.high)
    return every((low, high))


def holds(value: Any, test: Any) -> Any:
    """Whether `value` meets one test of an `in`: it lies in a range or list, or equals the test."""
    if value is UNKNOWN or test is UNKNOWN:
        return UNKNOWN
    if isinstance(test, Range):
        return includes(test, value)
    if isinstance(test, list):
        spend(len(test) // 3 + 1)
        found = [equal(value, test)] if isinstance(value, list) else []
        found += [holds(value, item) if isinstance(item, (Range, list)) else equal(value, item) for item in test]
        return True if any(one is True for one in found) else (False if not found or False in found else None)
    return equal(value, test)


def is_in(value: Any, *outcomes: Any) -> Any:
    """`value in (...)` from the outcomes of its tests; any unknown among them makes it unknown."""
    if UNKNOWN in outcomes:
        return UNKNOWN
    return some(outcomes)


# Arithmetic


def _number(value: Any) -> bool:
    return type(value) is Decimal


def add(left: Any, right: Any) -> Any:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if _number(left) and _number(right):
        return exact(DECIMAL.add, left, right)
    if isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > MAX_SIZE:
            raise too_big()
        spend((len(left) + len(right)) // 250)
        return left + right
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return _duration(YearsMonths, left.months + right.months)
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return _duration(DaysTime, left.nanoseconds + right.nanoseconds)
    if isinstance(left, (YearsMonths, DaysTime)):
        left, right = right, left
    return _move(left, right, 1)


def subtract(left: Any, right: Any) -> Any:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if _number(left) and _number(right):
        return exact(DECIMAL.subtract, left, right)
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return _duration(YearsMonths, left.months - right.months)
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return _duration(DaysTime, left.nanoseconds - right.nanoseconds)
    if isinstance(right, (YearsMonths, DaysTime)):
        return _move(left, right, -1)
    return _apart(left, right)


def _move(moment: Any, by: Any, sign: int) -> Any:
    """A date, time or date-time moved by a duration; null for anything else."""
    of = kind(moment)
    if isinstance(by, YearsMonths) and of in ("date", "date and time"):
        return temporal.add_months(moment, sign * by.months)
    if not isinstance(by, DaysTime):
        return None
    nanoseconds = sign * by.nanoseconds
    match of:
        case "date":
            return temporal.date_of(temporal.day_number(moment) + nanoseconds // DAY)
        case "date and time":
            return temporal.add_to_moment(moment, nanoseconds)
        case "time":
            return temporal.time_of(temporal.nanosecond_of_day(moment) + nanoseconds, moment.tzinfo)
    return None


def _apart(left: Any, right: Any) -> Any:
    """The time between two values of one kind; a date beside a date-time is its midnight at Greenwich."""
    kinds = kind(left), kind(right)
    if kinds == ("date", "date"):
        return DaysTime((temporal.day_number(left) - temporal.day_number(right)) * DAY)
    if kinds == ("time", "time") and _same_clock(left, right, "time"):
        away = (temporal.offset(left) or 0) - (temporal.offset(right) or 0)
        return DaysTime(temporal.nanosecond_of_day(left) - temporal.nanosecond_of_day(right) - away * SECOND)
    if not set(kinds) <= {"date", "date and time"}:
        return None
    midnight = temporal.time_of(0, dt.UTC)
    left, right = (temporal.combine(one, midnight) if temporal.is_date(one) else one for one in (left, right))
    if not _same_clock(left, right, "date and time"):
        return None
    return DaysTime(temporal.instant(left) - temporal.instant(right))


def multiply(left: Any, right: Any) -> Any:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if _number(left) and _number(right):
        return exact(DECIMAL.multiply, left, right)
    if _number(left):
        left, right = right, left
    return _scale(left, right, DECIMAL.multiply) if _number(right) else None


def divide(left: Any, right: Any) -> Any:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if _number(right):
        return exact(DECIMAL.divide, left, right) if _number(left) else _scale(left, right, DECIMAL.divide)
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return exact(DECIMAL.divide, Decimal(left.months), Decimal(right.months))
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return exact(DECIMAL.divide, Decimal(left.nanoseconds), Decimal(right.nanoseconds))
    return None


def _scale(duration: Any, factor: Decimal, how: Callable[[Decimal, Decimal], Decimal]) -> Any:
    """A duration times or through a number, cut to whole months or nanoseconds."""
    if isinstance(duration, YearsMonths):
        return _duration(YearsMonths, exact(how, Decimal(duration.months), factor))
    if isinstance(duration, DaysTime):
        return _duration(DaysTime, exact(how, Decimal(duration.nanoseconds), factor))
    return None


def _duration(make: Callable[[int], Any], count: Decimal | int | None) -> Any:
    return None if count is None or not -MAX_COUNT <= count <= MAX_COUNT else make(int(count))


def power(left: Any, right: Any) -> Any:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if not _number(left) or not _number(right):
        return None
    if left == 0 and right <= 0:
        return Decimal(1) if right == 0 else None  # Python has 0 ** 0 as no number, and 0 ** -1 as one without end
    return exact(DECIMAL.power, left, right)


def negate(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    if _number(value):
        return DECIMAL.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return DaysTime(-value.nanoseconds) if isinstance(value, DaysTime) else None


def exact(how: Callable[..., Decimal], *operands: Decimal | str) -> Decimal | None:
    """A calculation on numbers; null where it has no result or one too large to hold."""
    try:
        return how(*operands)
    except ArithmeticError:
        return None


def is_whole(number: Decimal) -> bool:
    """Whether a number has no fraction, however many digits it has."""
    return number == number.to_integral_value()


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
