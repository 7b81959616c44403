"""The type of each construct, from the types of its parts (DMN 1.5, 10.3.2; tables 50 to 58).

A result of NULL says that the value is null whatever the operands; `check` reports it.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from bridgehead.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    NumberType,
    RangeType,
    Type,
    Variable,
)

MAX_DIGITS = 34

_RESULTS: dict[tuple[str, str, str], Type] = {
    (operator, left.name, right.name): result
    for operator, left, right, result in (
        ("+", STRING, STRING, STRING),
        ("+", DATE, YEARS_MONTHS, DATE),
        ("+", DATE, DAYS_TIME, DATE),
        ("+", DATE_TIME, YEARS_MONTHS, DATE_TIME),
        ("+", DATE_TIME, DAYS_TIME, DATE_TIME),
        ("+", TIME, DAYS_TIME, TIME),
        ("+", YEARS_MONTHS, DATE, DATE),
        ("+", DAYS_TIME, DATE, DATE),
        ("+", YEARS_MONTHS, DATE_TIME, DATE_TIME),
        ("+", DAYS_TIME, DATE_TIME, DATE_TIME),
        ("+", DAYS_TIME, TIME, TIME),
        ("+", YEARS_MONTHS, YEARS_MONTHS, YEARS_MONTHS),
        ("+", DAYS_TIME, DAYS_TIME, DAYS_TIME),
        ("-", DATE, YEARS_MONTHS, DATE),
        ("-", DATE, DAYS_TIME, DATE),
        ("-", DATE_TIME, YEARS_MONTHS, DATE_TIME),
        ("-", DATE_TIME, DAYS_TIME, DATE_TIME),
        ("-", TIME, DAYS_TIME, TIME),
        ("-", DATE, DATE, DAYS_TIME),
        ("-", DATE, DATE_TIME, DAYS_TIME),
        ("-", DATE_TIME, DATE, DAYS_TIME),
        ("-", DATE_TIME, DATE_TIME, DAYS_TIME),
        ("-", TIME, TIME, DAYS_TIME),
        ("-", YEARS_MONTHS, YEARS_MONTHS, YEARS_MONTHS),
        ("-", DAYS_TIME, DAYS_TIME, DAYS_TIME),
        ("*", YEARS_MONTHS, NUMBER, YEARS_MONTHS),
        ("*", NUMBER, YEARS_MONTHS, YEARS_MONTHS),
        ("*", DAYS_TIME, NUMBER, DAYS_TIME),
        ("*", NUMBER, DAYS_TIME, DAYS_TIME),
        ("/", YEARS_MONTHS, NUMBER, YEARS_MONTHS),
        ("/", DAYS_TIME, NUMBER, DAYS_TIME),
        ("/", YEARS_MONTHS, YEARS_MONTHS, NUMBER),
        ("/", DAYS_TIME, DAYS_TIME, NUMBER),
    )
}


def arithmetic(operator: str, left: Type, right: Type) -> Type:
    """The type of `left operator right`: ANY where an operand may be anything, NULL where no rule of FEEL fits."""
    if isinstance(left, NumberType) and isinstance(right, NumberType):
        return _number(operator, left, right)
    if ANY in (left, right):
        return ANY
    return _RESULTS.get((operator, left.name, right.name), NULL)


def digits(type: Type) -> tuple[int, int] | None:
    """The digits of a number before and after the point, where its type tells them."""
    if not isinstance(type, NumberType) or type.precision is None or type.scale is None:
        return None
    return type.precision - type.scale, type.scale


@lru_cache(maxsize=10_000)
def exact(whole: int, scale: int) -> NumberType:
    """A number with at most so many digits before and after the point; what may be rounded to 34 has no bound."""
    precision = max(whole + scale, 1)
    return NumberType(precision=precision, scale=scale) if precision <= MAX_DIGITS else NUMBER


def _number(operator: str, left: NumberType, right: NumberType) -> NumberType:
    """Digits and scale that hold every exact result; none where the result may be rounded."""
    one, other = digits(left), digits(right)
    if one is None or other is None:
        return NUMBER
    if operator in ("+", "-"):
        return exact(max(one[0], other[0]) + 1, max(one[1], other[1]))
    return exact(one[0] + other[0], one[1] + other[1]) if operator == "*" else NUMBER


def negation(operand: Type) -> Type:
    return operand if operand in (ANY, DAYS_TIME, YEARS_MONTHS) or isinstance(operand, NumberType) else NULL


def literal(value: object) -> Type:
    """The type of a constant that the scanner reads: number, string, boolean or null."""
    match value:
        case bool():
            return BOOLEAN
        case str():
            return STRING
        case Decimal():
            return number(value)
        case _:
            return NULL


def number(value: Decimal) -> NumberType:
    """The type of one number: its own digits and scale."""
    _, figures, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return NUMBER
    return exact(max(len(figures) + exponent, 0), max(0, -exponent))


def join(types: Iterable[Type]) -> Type:
    """The narrowest type that holds values of all of `types`; null adds nothing."""
    joined: Type = NULL
    for type in types:
        if type is not joined:
            joined = _join(joined, type)
            if joined is ANY:
                break
    return joined


def _join(left: Type, right: Type) -> Type:
    if left in (NULL, right):
        return right
    if right == NULL:
        return left
    if type(left) is not type(right):
        return ANY
    match left, right:
        case NumberType(), NumberType():
            return _join_numbers(left, right)
        case ListType(), ListType():
            return ListType(item=_join(left.item, right.item))
        case RangeType(), RangeType():
            return RangeType(item=_join(left.item, right.item))
        case ContextType(), ContextType():
            return ContextType()
        case FunctionType(), FunctionType():
            return FunctionType()
    return ANY


def _join_numbers(left: NumberType, right: NumberType) -> NumberType:
    one, other = digits(left), digits(right)
    return NUMBER if one is None or other is None else exact(max(one[0], other[0]), max(one[1], other[1]))


_DATE_MEMBERS = dict.fromkeys(("year", "month", "day", "weekday"), NumberType(precision=10, scale=0))
_TIME_MEMBERS: dict[str, Type] = {
    "hour": NumberType(precision=2, scale=0),
    "minute": NumberType(precision=2, scale=0),
    "second": NUMBER,
    "time offset": DAYS_TIME,
    "timezone": STRING,
}
_WHOLE = NumberType(precision=18, scale=0)
_MEMBERS: dict[str, dict[str, Type]] = {
    DATE.name: dict(_DATE_MEMBERS),
    TIME.name: _TIME_MEMBERS,
    DATE_TIME.name: {**_DATE_MEMBERS, **_TIME_MEMBERS},
    YEARS_MONTHS.name: {"years": _WHOLE, "months": _WHOLE},
    DAYS_TIME.name: {"days": _WHOLE, "hours": _WHOLE, "minutes": _WHOLE, "seconds": NUMBER},
}


def is_of_data(base: Type) -> bool:
    """Whether it is a context of values at hand, or a list of such: others of its kind may have other members."""
    return is_of_data(base.item) if isinstance(base, ListType) else isinstance(base, ContextType) and base.of_data


def members(base: Type) -> dict[str, Type] | None:
    """What may follow the dot after a value of this type (table 65); None where that is not known."""
    match base:
        case ContextType(fields=None):
            return None
        case ContextType(fields=fields) if fields is not None:
            return {name: variable.type for name, variable in fields.items()}
        case RangeType(item=item):
            return {"start": item, "end": item, "start included": BOOLEAN, "end included": BOOLEAN}
        case ListType(item=item):
            inner = members(item)
            return None if inner is None else {name: ListType(item=type) for name, type in inner.items()}
    return None if base == ANY else _MEMBERS.get(base.name, {})


def context(entries: Iterable[tuple[str, Type]]) -> ContextType:
    """The type of a context literal; an entry may be null, as any expression may."""
    return ContextType(fields={name: Variable(type, optional=True) for name, type in entries})


def items(base: Type) -> Type:
    """The type of what a `for` or a filter meets in a value of this type; a value alone is a list of one."""
    match base:
        case ListType(item=item):
            return item
        case RangeType(item=item):
            return item
    return base


def filtered(base: Type, condition: Type) -> Type:
    """A number picks one item, any other condition a list of them."""
    if isinstance(condition, NumberType):
        return items(base)
    if condition == ANY:
        return ANY
    return ListType(item=items(base))
