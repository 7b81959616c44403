"""What compiled expressions call: reading fields, members, loops, filters and calls."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bridgehead.feel import operations, temporal
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.conform import is_instance as _is_instance
from bridgehead.feel.library import invoke
from bridgehead.feel.mistakes import mistake
from bridgehead.feel.steps import spend
from bridgehead.feel.temporal import DAY, SECOND, DaysTime
from bridgehead.feel.types import Type
from bridgehead.feel.values import DECIMAL, NOW, UNKNOWN, Function, Range, feel_value
from bridgehead.primitives.errors import BridgeheadError

__all__ = [
    "call",
    "collect",
    "context_of",
    "every_of",
    "field",
    "filtered",
    "is_instance",
    "iterate",
    "list_of",
    "member",
    "now",
    "one_sided",
    "pick",
    "read",
    "some_of",
    "through",
    "today",
]

_LEAST_COARSE = Decimal(10) ** DECIMAL.prec

# Reading


def read(context: Mapping[str, object], keys: tuple[str, ...], optional: bool) -> Any:
    """The value at the end of `keys`; an absent or empty one is null where optional, else UNKNOWN."""
    value: Any = context
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
        if value is UNKNOWN:
            return UNKNOWN
    if value is None:
        return None if optional else UNKNOWN
    return feel_value(value)


def member(base: Any, name: str) -> Any:
    """`base.name`; of a list, the members of its items."""
    if base is UNKNOWN:
        return UNKNOWN
    if isinstance(base, dict):
        return base.get(name)
    if isinstance(base, list):
        spend(len(base) // 3 + 1)
        return [member(item, name) for item in base]
    part = _PARTS.get((operations.kind(base), name))
    return None if part is None else part(base)


def field(item: Any, name: str, otherwise: Any) -> Any:
    """What a name inside a filter means: the item's own entry, else what it means outside."""
    return item[name] if isinstance(item, dict) and name in item else otherwise


def now(context: Mapping[str, object]) -> Any:
    """The moment that the caller has passed with the values."""
    if NOW not in context:
        raise BridgeheadError([mistake("FE406", None)])
    moment = context[NOW]
    if not temporal.is_date_time(moment):
        raise BridgeheadError([mistake("FE409", None, found=f"{moment!r}")])
    return moment


def today(context: Mapping[str, object]) -> Any:
    return temporal.date_part(now(context))


def _seconds(value: Any) -> Decimal:
    return Decimal(value.second)


def _offset(value: Any) -> Any:
    away = temporal.offset(value)
    return None if away is None else DaysTime(away * SECOND)


def _zone_name(value: Any) -> Any:
    return getattr(value.tzinfo, "key", None)


def _cut(number: int, by: int) -> Decimal:
    """Whole division towards zero."""
    return Decimal(abs(number) // by if number >= 0 else -(abs(number) // by))


def _rest(number: int, of: int) -> int:
    return abs(number) % of if number >= 0 else -(abs(number) % of)


_PARTS: dict[tuple[str, str], Callable[[Any], Any]] = {
    **{
        (of, part): lambda value, part=part: Decimal(getattr(value, part))  # type: ignore[misc]
        for of in ("date", "date and time")
        for part in ("year", "month", "day")
    },
    **{
        (of, part): lambda value, part=part: Decimal(getattr(value, part))  # type: ignore[misc]
        for of in ("time", "date and time")
        for part in ("hour", "minute")
    },
    **{
        (of, "weekday"): lambda value: Decimal((temporal.day_number(value) + 3) % 7 + 1)
        for of in ("date", "date and time")
    },
    **{(of, "second"): _seconds for of in ("time", "date and time")},
    **{(of, "time offset"): _offset for of in ("time", "date and time")},
    **{(of, "timezone"): _zone_name for of in ("time", "date and time")},
    ("date", "hour"): lambda value: Decimal(0),
    ("date", "minute"): lambda value: Decimal(0),
    ("date", "second"): lambda value: Decimal(0),
    ("date", "time offset"): lambda value: DaysTime(0),
    ("years and months duration", "years"): lambda value: _cut(value.months, 12),
    ("years and months duration", "months"): lambda value: Decimal(_rest(value.months, 12)),
    ("days and time duration", "days"): lambda value: _cut(value.nanoseconds, DAY),
    ("days and time duration", "hours"): lambda value: _cut(_rest(value.nanoseconds, DAY), 3600 * SECOND),
    ("days and time duration", "minutes"): lambda value: _cut(_rest(value.nanoseconds, 3600 * SECOND), 60 * SECOND),
    ("days and time duration", "seconds"): lambda value: DECIMAL.divide(
        Decimal(_rest(value.nanoseconds, 60 * SECOND)), Decimal(SECOND)
    ),
    ("range", "start"): lambda value: value.low,
    ("range", "end"): lambda value: value.high,
    ("range", "start included"): lambda value: value.low_closed,
    ("range", "end included"): lambda value: value.high_closed,
}

# Making


def list_of(*items: Any) -> Any:
    """A list; one unknown item makes it unknown."""
    return UNKNOWN if any(item is UNKNOWN for item in items) else list(items)


def context_of(names: tuple[str, ...], *values: Any) -> Any:
    """A context; one unknown entry makes it unknown."""
    return UNKNOWN if any(value is UNKNOWN for value in values) else dict(zip(names, values, strict=True))


def one_sided(low: Any, high: Any, low_closed: bool, high_closed: bool, point: bool = False) -> Any:
    """`(< 5)` and its kin, whose other bound is absent; null where the bound that it has is null or without order."""
    bound = high if low is None else low
    if bound is UNKNOWN:
        return UNKNOWN
    return Range(low, high, low_closed, high_closed, point) if operations.at_most(bound, bound) else None


def is_instance(value: Any, of: Type) -> Any:
    return UNKNOWN if value is UNKNOWN else _is_instance(value, of)


# Loops: each takes the turn's body as a function.


def iterate(domain: Any, turn: Callable[[Any], Any]) -> Any:
    """Take a turn for each item; True, or null or UNKNOWN where the domain or a turn is."""
    items = _items(domain)
    if items is None or items is UNKNOWN:
        return items
    for item in items:
        outcome = turn(item)
        if outcome is not True:
            return outcome
    return True


def _items(domain: Any) -> Any:
    """What a loop runs over: a list, the steps of a range, or a value alone."""
    if domain is UNKNOWN or domain is None or isinstance(domain, (list, _Walk)):
        return domain
    if isinstance(domain, Range):
        walk = through(domain.low, domain.high)
        return None if walk is None else walk.without_ends(not domain.low_closed, not domain.high_closed)
    return [domain]


class _Walk:
    """The values between two whole numbers, made one by one, since a range may be longer than memory."""

    def __init__(self, numbers: range, make: Callable[[int], Any]) -> None:
        self._numbers = numbers
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        return map(self._make, self._numbers)

    def without_ends(self, first: bool, last: bool) -> "_Walk":
        return _Walk(self._numbers[int(first) : -1 if last else None], self._make)


def through(low: Any, high: Any) -> Any:
    """`low..high` as a loop runs through it, up or down, in whole numbers or days."""
    if low is UNKNOWN or high is UNKNOWN:
        return UNKNOWN
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        if not _can_step(low) or not _can_step(high):
            return None
        return _Walk(_between(int(low), int(high)), Decimal)
    if temporal.is_date(low) and temporal.is_date(high):
        return _Walk(_between(temporal.day_number(low), temporal.day_number(high)), temporal.date_of)
    return None


def _can_step(number: Decimal) -> bool:
    """Whether it is whole, and one more or less can be told from it."""
    return number.copy_abs() < _LEAST_COARSE and operations.is_whole(number)


def _between(low: int, high: int) -> range:
    return range(low, high + 1) if low <= high else range(low, high - 1, -1)


def collect(results: list[Any], status: Any) -> Any:
    """The list that a `for` has made, unless its status is null or unknown."""
    if status is not True:
        return status
    return UNKNOWN if any(result is UNKNOWN for result in results) else results


def some_of(domain: Any, test: Callable[[Any], Any]) -> Any:
    items = _items(domain)
    return items if items is None or items is UNKNOWN else _junction(operations.some, map(test, items))


def every_of(domain: Any, test: Callable[[Any], Any]) -> Any:
    items = _items(domain)
    return items if items is None or items is UNKNOWN else _junction(operations.every, map(test, items))


def _junction(over: Callable[[Any], Any], outcomes: Iterator[Any]) -> Any:
    """`some` or `every` of the outcomes; null as soon as one is no truth value."""
    strange: list[Any] = []

    def told() -> Iterator[Any]:
        for outcome in outcomes:
            if outcome is not None and outcome is not UNKNOWN and not isinstance(outcome, bool):
                strange.append(outcome)
                return
            yield outcome

    result = over(told())
    return None if strange else result


def filtered(base: Any, condition: Callable[[Any], Any]) -> Any:
    """`base[condition]`: the items for which it is true, or the one at its place where it is a number.

    Null where the condition is neither, nor null, for an item.
    """
    if base is UNKNOWN:
        return UNKNOWN
    items = base if isinstance(base, list) else [] if base is None else [base]
    kept: list[Any] = []
    for item in items:
        outcome = condition(item)
        if outcome is UNKNOWN:
            return UNKNOWN
        if isinstance(outcome, Decimal):
            return pick(base, outcome)
        if outcome is True:
            kept.append(item)
        elif outcome is not False and outcome is not None:
            return None
    return kept


def pick(base: Any, place: Any) -> Any:
    """`base[place]`, counted from 1, or from the end where negative; null beyond the list."""
    if base is UNKNOWN or place is UNKNOWN:
        return UNKNOWN
    items = base if isinstance(base, list) else [] if base is None else [base]
    if not isinstance(place, Decimal) or not operations.is_whole(place) or not 1 <= place.copy_abs() <= len(items):
        return None
    return items[int(place) - 1] if place > 0 else items[int(place)]


# Calls


def call(function: Any, arguments: tuple[Any, ...], names: tuple[str, ...] = ()) -> Any:
    """Invoke a function value; null where it is none, or the arguments do not fit its parameters."""
    if function is UNKNOWN or any(argument is UNKNOWN for argument in arguments):
        return UNKNOWN
    if isinstance(function, Function) and function.ways:
        return invoke(function.ways, arguments, names)
    if not isinstance(function, Function) or len(arguments) != len(function.parameters):
        return None
    if names:
        given = dict(zip(names, arguments, strict=True))
        if given.keys() != {name for name, _ in function.parameters}:
            return None
        arguments = tuple(given[name] for name, _ in function.parameters)
    fitted = [
        argument if type is None else coerce(argument, type)
        for argument, (_, type) in zip(arguments, function.parameters, strict=True)
    ]
    return None if REFUSED in fitted else function.call(*fitted)
