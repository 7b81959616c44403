"""Which argument is at fault where a built-in function has no value for arguments of the right types.

One function for each kind of slip; it gets the name that was called, and the arguments in the order of the parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bridgehead.feel import library, temporal_slips, tree
from bridgehead.feel.functions.conversions import text_of
from bridgehead.feel.functions.numbers import LEAST_SCALE, MOST_SCALE
from bridgehead.feel.functions.patterns import pattern
from bridgehead.feel.operations import is_whole, kind, less
from bridgehead.feel.temporal import MAX_OFFSET, MAX_YEAR, SECOND, DaysTime, YearsMonths
from bridgehead.feel.values import Function
from bridgehead.feel.wording import Cause, Words, listed, said
from bridgehead.primitives.errors import nearest


class Given(NamedTuple):
    """An argument, or an item of a list that is one, and its value; `place` is what it is called."""

    node: tree.Expression
    value: Any
    place: str = ""


Fault = Callable[[str, Sequence[Given]], Cause | None]


def at_fault(node: tree.Call, name: str, values: Sequence[Any]) -> Cause | None:
    """The cause of a null of a built-in function; None where it is no error."""
    by_node = {id(argument): value for argument, value in zip(node.arguments, values, strict=True)}
    placed = library.in_order(name, node.arguments, node.names) or node.arguments
    given = [Given(argument, by_node[id(argument)]) for argument in placed]
    if name == "get value" and given[1].value in given[0].value:
        return None
    if name == "modulo" and is_nothing(given[1].value):
        return "FE502", node, None, {"found": said(given[0].value)}
    special = _FAULTS.get(name)
    cause = special(name, given) if special else None
    whole = given[0].node if len(given) == 1 else node
    return cause or no_value(whole, name, [one.value for one in given])


def is_nothing(value: Any) -> bool:
    """Whether it is zero, or a duration of no length."""
    match value:
        case Decimal():
            return value == 0
        case YearsMonths(count) | DaysTime(count):
            return count == 0
    return False


def no_value(node: tree.Expression, name: str, values: Sequence[Any], expected: str = "") -> Cause:
    return "FE512", node, None, {"function": name, "found": listed(values), "expected": expected}


def not_taken(one: Given, name: str, expected: str) -> Cause:
    words: Words = {"function": name, "found": said(one.value), "argument": one.place, "expected": expected}
    return "FE511", one.node, None, words


def items_of(argument: tree.Expression, values: Sequence[Any], label: str) -> list[Given]:
    """The items of a list: each with its own text where the list is written out, else with that of the list."""
    written = argument.items if isinstance(argument, tree.List) and len(argument.items) == len(values) else ()
    nodes = written or [argument] * len(values)
    places = (f"item {at} of «{label}»" for at in range(1, len(values) + 1))
    return [Given(*each) for each in zip(nodes, values, places, strict=True)]


def _each(given: Sequence[Given], label: str, alone: str) -> list[Given]:
    """What a function takes as one list or as arguments of any number."""
    if len(given) == 1 and isinstance(given[0].value, list):
        return items_of(given[0].node, given[0].value, label)
    return [one._replace(place=f"«{alone}»") for one in given]


def _unusable(one: Given, found: str, expected: str) -> Cause:
    return "FE517", one.node, None, {"found": found, "expected": expected}


# Lists and statistics


def _statistic(name: str, given: Sequence[Given]) -> Cause | None:
    numbers = _each(given, "list", "n")
    least = 2 if name == "stddev" else 1
    for one in numbers:
        if one.value is None:
            return not_taken(one, name, "number")
    if len(numbers) < least and len(given) == 1:
        return no_value(given[0].node, name, [given[0].value], f"{least} numbers or more" if least > 1 else "a number")
    return None


def _extreme(name: str, given: Sequence[Given]) -> Cause | None:
    """The first item that has no order, or none with the first of all."""
    items = _each(given, "list", "c")
    for one in items:
        if less(one.value, one.value) is None:
            return not_taken(one, name, "a number, string, date, time, date and time, or duration")
        if less(one.value, items[0].value) is None:
            of, first = kind(one.value), kind(items[0].value)
            return not_taken(one, name, f"{first}, as the first is" if of != first else "a zone in all, or in none")
    return None


def _truths(name: str, given: Sequence[Given]) -> Cause | None:
    for one in _each(given, "list", "b"):
        if one.value is not None and not isinstance(one.value, bool):
            return _unusable(one, f"{said(one.value)} as {one.place}", "true, false or null in each place")
    return None


def _lists(name: str, given: Sequence[Given]) -> Cause | None:
    null = next((one for one in given if one.value is None), None)
    return None if null is None else _unusable(null, said(None), "a list in each place")


def _two_by_two(name: str, given: Sequence[Given]) -> Cause | None:
    """Of functions that take another one, which is asked of two items, or of an item and the new one."""
    function = next((one for one in given if isinstance(one.value, Function)), None)
    if function is None:
        return _position(name, given) if name == "list replace" else None
    count = len(function.value.parameters)
    if not function.value.takes(2):
        return _unusable(
            function, f"a function of {count} parameter{'' if count == 1 else 's'}", "one of two parameters"
        )
    return _unusable(function, "a function that gives something else", "one that gives true or false")


def _position(name: str, given: Sequence[Given]) -> Cause | None:
    items, at = given[0].value, given[1]
    count = len(items) if isinstance(items, (list, str)) else 1
    place = int(at.value)
    if name in ("substring", "sublist") and len(given) > 2 and 1 <= abs(place) <= count:
        left = count - place + 1 if place > 0 else -place
        expected = f"a length from {int(name == 'substring')} to {left}"
        return _unusable(given[2], said(given[2].value), expected)
    return "FE509", at.node, None, {"at": text_of(at.value), "count": count}


# Contexts


def _entries(name: str, given: Sequence[Given]) -> Cause | None:
    """An entry that is none, or the key that stands twice."""
    keys: set[str] = set()
    for one in _each(given, "entries", "entries"):
        entry = one.value
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return _unusable(one, f"{said(entry)} as {one.place}", 'entries like {key: "a", value: 1}')
        key = entry["key"]
        if not isinstance(key, str):
            return _unusable(one, f"{said(key)} as the key of {one.place}", 'a string, as in {key: "a", value: 1}')
        if key in keys:
            return _unusable(one, f'the key "{key}" twice', "each key once")
        keys.add(key)
    return None


def _merged(name: str, given: Sequence[Given]) -> Cause | None:
    wrong = next((one for one in _each(given, "contexts", "contexts") if not isinstance(one.value, dict)), None)
    return None if wrong is None else not_taken(wrong, name, "context")


def _put(name: str, given: Sequence[Given]) -> Cause | None:
    keys = given[1]
    if not isinstance(keys.value, list):
        return None if isinstance(keys.value, str) else not_taken(keys._replace(place="«key»"), name, "string")
    if not keys.value:
        return no_value(keys.node, name, [keys.value], "a key")
    wrong = [one for one in items_of(keys.node, keys.value, "keys") if not isinstance(one.value, str)]
    return not_taken(wrong[0], name, "string") if wrong else None


def _entry(name: str, given: Sequence[Given]) -> Cause | None:
    held, key = given
    return "FE508", key.node, nearest(key.value, held.value), {"member": key.value, "found": said(held.value)}


# Texts


def _pattern(name: str, given: Sequence[Given]) -> Cause | None:
    flags = given[3 if name == "replace" else 2 :]
    for one in flags:
        if one.value is not None and (not isinstance(one.value, str) or set(one.value) - set("smixq")):
            return _unusable(one, said(one.value), 'flags out of "smixq"')
    if pattern(given[1].value, flags[0].value or "" if flags else "") is None:
        return _unusable(given[1], said(given[1].value), "a regular expression of XPath")
    if name == "replace":
        return _unusable(given[2], said(given[2].value), "a digit after each «$», and «\\» before «\\» or «$» alone")
    return None


def _joined(name: str, given: Sequence[Given]) -> Cause | None:
    return not_taken(given[1]._replace(place="«delimiter»"), name, "string") if len(given) > 1 else None


# Numbers


def _scale(name: str, given: Sequence[Given]) -> Cause | None:
    if len(given) < 2 or LEAST_SCALE <= int(given[1].value) <= MOST_SCALE:
        return None
    return no_value(given[1].node, name, [given[1].value], f"a scale from {LEAST_SCALE} to {MOST_SCALE}")


def _only(expected: str) -> Fault:
    return lambda name, given: no_value(given[0].node, name, [given[0].value], expected)


def _number(name: str, given: Sequence[Given]) -> Cause | None:
    grouping, decimal = (*given[1:], None, None)[:2]
    if grouping and grouping.value not in (None, " ", ",", "."):
        return _unusable(grouping, said(grouping.value), 'a blank, "," or "."')
    if decimal and decimal.value not in (None, ",", "."):
        return _unusable(decimal, said(decimal.value), '"," or "."')
    if grouping and decimal and grouping.value is not None and grouping.value == decimal.value:
        return _unusable(decimal, said(decimal.value), "another sign than the one between groups")
    return _unread(given[0], 'a number like "1.5"')


# Dates and times


def _unread(one: Given, expected: str, near: str | None = None) -> Cause:
    return "FE514", one.node, near, {"found": said(one.value), "expected": expected}


def _read(what: str) -> Fault:
    def cause(name: str, given: Sequence[Given]) -> Cause | None:
        if not isinstance(given[0].value, str):
            return no_value(given[0].node, name, [given[0].value], what)
        slip = temporal_slips.slip(given[0].value)
        return _unread(given[0], *slip) if slip else _unread(given[0], what)

    return cause


def _day(name: str, given: Sequence[Given]) -> Cause | None:
    """Of three numbers."""
    if len(given) < 3:
        return _read('a date like "2023-05-04"')(name, given)
    for one in given:
        if not is_whole(one.value):
            return no_value(one.node, name, [one.value], "a whole number")
    if abs(given[0].value) > MAX_YEAR:
        return no_value(given[0].node, name, [given[0].value], f"a year from -{MAX_YEAR} to {MAX_YEAR}")
    wrong = given[2] if 1 <= given[1].value <= 12 else given[1]
    expected = temporal_slips.day(*(int(one.value) for one in given))
    return None if expected is None else no_value(wrong.node, name, [wrong.value], expected)


def _clock(name: str, given: Sequence[Given]) -> Cause | None:
    """Of three numbers and perhaps an offset."""
    if len(given) < 3:
        return _read('a time like "08:00:00"')(name, given)
    for one in given[:2]:
        if not is_whole(one.value):
            return no_value(one.node, name, [one.value], "a whole number")
    for at, (one, bound) in enumerate(zip(given[:3], (24, 60, 60), strict=True)):
        if not 0 <= one.value < bound:
            expected = temporal_slips.clock(*(bound if place == at else 0 for place in range(3)))
            return no_value(one.node, name, [one.value], expected or "")
    for one in given[3:]:
        if not isinstance(one.value, DaysTime) or abs(one.value.nanoseconds) > MAX_OFFSET * SECOND:
            return no_value(one.node, name, [one.value], "an offset of at most 18 hours")
    return None


def _moment(name: str, given: Sequence[Given]) -> Cause | None:
    if len(given) == 1:
        return _read('a date and time like "2023-05-04T08:00:00"')(name, given)
    return not_taken(given[0]._replace(place="«date»"), name, _DATES)


def _dates(*labels: str) -> Fault:
    def cause(name: str, given: Sequence[Given]) -> Cause | None:
        for one, label in zip(given, labels, strict=True):
            if kind(one.value) not in ("date", "date and time"):
                return not_taken(one._replace(place=f"«{label}»"), name, _DATES)
        return None

    return cause


_DATES = "date, or date and time"
_ROUNDINGS = ("decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down")
_FAULTS: Mapping[str, Fault] = {
    "date": _day,
    "time": _clock,
    "date and time": _moment,
    "duration": _read('a duration like "P1D" or "P1M"'),
    "number": _number,
    "range": _read('a range of constants like "[1..5]"'),
    "years and months duration": _dates("from", "to"),
    **dict.fromkeys(("day of year", "day of week", "month of year", "week of year"), _dates("date")),
    **dict.fromkeys(("matches", "replace", "split"), _pattern),
    "string join": _joined,
    **dict.fromkeys(("substring", "sublist", "insert before", "remove"), _position),
    **dict.fromkeys(("sort", "list replace"), _two_by_two),
    **dict.fromkeys(("sum", "product", "mean", "median", "stddev", "mode"), _statistic),
    **dict.fromkeys(("min", "max"), _extreme),
    **dict.fromkeys(("all", "any"), _truths),
    **dict.fromkeys(("concatenate", "union"), _lists),
    "context": _entries,
    "context merge": _merged,
    "context put": _put,
    "get value": _entry,
    **dict.fromkeys(_ROUNDINGS, _scale),
    **dict.fromkeys(("even", "odd"), _only("a whole number")),
    "sqrt": _only("a number not below zero"),
    "log": _only("a number above zero"),
    "exp": _only("a smaller number"),
}
