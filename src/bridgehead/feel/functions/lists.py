"""Functions on lists (DMN 1.5, 10.3.4.4), statistics and sorting among them."""

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from bridgehead.feel import operations
from bridgehead.feel.operations import equal, exact
from bridgehead.feel.steps import spend
from bridgehead.feel.values import DECIMAL, MAX_SIZE, UNKNOWN, Function, Range, too_big

Numbers = list[Decimal]


def _in(items: list[Any], element: Any) -> bool:
    return any(equal(item, element) is True for item in items)


def _extreme(better: Callable[[Any, Any], Any]) -> Callable[[list[Any]], Any]:
    def find(items: list[Any]) -> Any:
        if not items:
            return None
        best = items[0]
        for item in items:
            if better(item, item) is None:
                return None
            holds = better(item, best)
            if holds is None:
                return None
            best = item if holds else best
        return best

    return find


def total(numbers: Numbers) -> Decimal | None:
    if not numbers or None in numbers:
        return None
    spend(len(numbers) // 3)
    result: Decimal | None = Decimal(0)
    for number in numbers:
        result = result if result is None else exact(DECIMAL.add, result, number)
    return result


def product(numbers: Numbers) -> Decimal | None:
    if not numbers or None in numbers:
        return None
    spend(len(numbers) // 3)
    result: Decimal | None = Decimal(1)
    for number in numbers:
        result = result if result is None else exact(DECIMAL.multiply, result, number)
    return result


def mean(numbers: Numbers) -> Decimal | None:
    result = total(numbers)
    return None if result is None else exact(DECIMAL.divide, result, Decimal(len(numbers)))


def median(numbers: Numbers) -> Decimal | None:
    if not numbers or None in numbers:
        return None
    spend(len(numbers) // 3)
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else mean(ordered[middle - 1 : middle + 1])


def stddev(numbers: Numbers) -> Decimal | None:
    """The standard deviation of a sample."""
    if len(numbers) < 2 or None in numbers:
        return None
    centre = mean(numbers)
    if centre is None:
        return None
    spend(len(numbers) * 2)
    squares: list[Any] = [exact(DECIMAL.power, operations.subtract(number, centre), Decimal(2)) for number in numbers]
    variance = operations.divide(total(squares), Decimal(len(numbers) - 1))
    return None if variance is None else exact(DECIMAL.sqrt, variance)


def mode(numbers: Numbers) -> Numbers | None:
    """The most frequent numbers, in ascending order."""
    if None in numbers:
        return None
    spend(len(numbers) // 3)
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def sublist(items: list[Any], start: Decimal, length: Decimal | None) -> list[Any] | None:
    place = int(start)
    if place == 0 or abs(place) > len(items):
        return None
    first = place - 1 if place > 0 else len(items) + place
    last = len(items) if length is None else first + int(length)
    return items[first:last] if first <= last <= len(items) else None


def concatenate(lists: list[list[Any]]) -> list[Any] | None:
    if None in lists:
        return None
    if sum(map(len, lists)) > MAX_SIZE:
        raise too_big()
    return [item for items in lists for item in items]


def _index(items: list[Any], position: Decimal) -> int | None:
    """The place in Python of a position of FEEL; None outside of the list."""
    place = int(position)
    if place == 0 or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place


def insert_before(items: list[Any], position: Decimal, new_item: Any) -> list[Any] | None:
    at = _index(items, position)
    return None if at is None else [*items[:at], new_item, *items[at:]]


def remove(items: list[Any], position: Decimal) -> list[Any] | None:
    at = _index(items, position)
    return None if at is None else [*items[:at], *items[at + 1 :]]


def replace_at(items: list[Any], position: Decimal, new_item: Any) -> list[Any] | None:
    at = _index(items, position)
    return None if at is None else [*items[:at], new_item, *items[at + 1 :]]


def replace_where(items: list[Any], match: Function, new_item: Any) -> list[Any] | None:
    if not match.takes(2):
        return None
    outcomes = [match.call(item, new_item) for item in items]
    if not all(isinstance(outcome, bool) for outcome in outcomes):
        return None
    return [new_item if outcome else item for item, outcome in zip(items, outcomes, strict=True)]


def index_of(items: list[Any], match: Any) -> list[Decimal]:
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match) is True]


def distinct(items: list[Any]) -> list[Any]:
    """The items without repetitions."""
    by_key: dict[Any, Any] = {}
    for item in items:
        by_key.setdefault(_key(item), item)
    return list(by_key.values())


def _key(item: Any) -> Any:
    """What two items have in common if and only if they are equal."""
    match item:
        case None | bool():
            return item
        case list():
            spend(len(item) // 3 + 1)
            return "list", *map(_key, item)
        case dict():
            spend(len(item) // 3 + 1)
            return frozenset((name, _key(value)) for name, value in item.items())
        case Range(low, high, low_closed, high_closed, point):
            return "range", _key(low), _key(high), low_closed, high_closed, point
    of = operations.kind(item)
    measure = operations.measure(item, of)
    return (of, id(item)) if measure is None else (of, getattr(item, "tzinfo", None) is None, measure)


def flatten(items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, list):
                spend(1)
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
        if len(flat) > MAX_SIZE:
            raise too_big()
    return flat


def sort(items: list[Any], precedes: Function) -> list[Any] | None:
    """In the order in which `precedes(a, b)` holds; what neither precedes keeps its place."""
    if not precedes.takes(2):
        return None
    failed: list[Any] = []

    def compare(one: Any, other: Any) -> int:
        first = precedes.call(one, other)
        if not isinstance(first, bool):
            failed.append(first)
        return -1 if first is True else 1 if precedes.call(other, one) is True else 0

    ordered = sorted(items, key=cmp_to_key(compare))
    if UNKNOWN in failed:
        return UNKNOWN  # type: ignore[return-value]
    return None if failed else ordered


TABLE: dict[str, Callable[..., Any]] = {
    "list contains(list: list, element: Any) -> boolean": _in,
    "count(list: list) -> number": lambda items: Decimal(len(items)),
    "min(list: list) -> Any": _extreme(operations.less),
    "min(*c: Any) -> Any": _extreme(operations.less),
    "max(list: list) -> Any": _extreme(operations.greater),
    "max(*c: Any) -> Any": _extreme(operations.greater),
    "sum(list: list<number>) -> number": total,
    "sum(*n: number) -> number": total,
    "mean(list: list<number>) -> number": mean,
    "mean(*n: number) -> number": mean,
    "median(list: list<number>) -> number": median,
    "median(*n: number) -> number": median,
    "stddev(list: list<number>) -> number": stddev,
    "stddev(*n: number) -> number": stddev,
    "mode(list: list<number>) -> list<number>": mode,
    "mode(*n: number) -> list<number>": mode,
    "product(list: list<number>) -> number": product,
    "product(*n: number) -> number": product,
    "all(list: list<Any>) -> boolean": operations.every,
    "all(*b: Any) -> boolean": operations.every,
    "any(list: list<Any>) -> boolean": operations.some,
    "any(*b: Any) -> boolean": operations.some,
    "sublist(list: list, start position: number, length?: number) -> list": sublist,
    "append(list: list, *item: Any) -> list": lambda items, more: [*items, *more],
    "concatenate(*list: list) -> list": concatenate,
    "insert before(list: list, position: number, newItem: Any) -> list": insert_before,
    "remove(list: list, position: number) -> list": remove,
    "list replace(list: list, position: number, newItem: Any) -> list": replace_at,
    "list replace(list: list, match: function, newItem: Any) -> list": replace_where,
    "reverse(list: list) -> list": lambda items: items[::-1],
    "index of(list: list, match: Any) -> list<number>": index_of,
    "union(*list: list) -> list": lambda lists: None if None in lists else distinct(concatenate(lists) or []),
    "distinct values(list: list) -> list": distinct,
    "flatten(list: list) -> list": flatten,
    "sort(list: list, precedes: function) -> list": sort,
}
