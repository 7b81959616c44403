"""How points and ranges lie to one another (DMN 1.5, 10.3.4.7; Allen's interval algebra)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bridgehead.feel import temporal_text
from bridgehead.feel.cursor import Cursor
from bridgehead.feel.operations import at_most, equal, every, includes, less, make_range, negate, negate_truth, some
from bridgehead.feel.scan import Is, Token, unescape
from bridgehead.feel.steps import spend
from bridgehead.feel.values import Range

# Points are ranges of one point here, so that one definition serves all four combinations.


def _point(value: Any) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _before(one: Range, other: Range) -> Any:
    """Whether `one` ends before `other` begins."""
    touch = every((not (one.high_closed and other.low_closed), equal(one.high, other.low)))
    return some((less(one.high, other.low), touch))


def _starts_alike(one: Range, other: Range) -> Any:
    return every((equal(one.low, other.low), one.low_closed == other.low_closed))


def _ends_alike(one: Range, other: Range) -> Any:
    return every((equal(one.high, other.high), one.high_closed == other.high_closed))


def _starts_within(inner: Range, outer: Range) -> Any:
    """Whether `inner` begins no earlier than `outer`."""
    touch = every((equal(outer.low, inner.low), outer.low_closed or not inner.low_closed))
    return some((less(outer.low, inner.low), touch))


def _ends_within(inner: Range, outer: Range) -> Any:
    touch = every((equal(inner.high, outer.high), outer.high_closed or not inner.high_closed))
    return some((less(inner.high, outer.high), touch))


def before(one: Any, other: Any) -> Any:
    return _before(_point(one), _point(other))


def meets(one: Range, other: Range) -> Any:
    return every((one.high_closed and other.low_closed, equal(one.high, other.low)))


def overlaps(one: Range, other: Range) -> Any:
    return every((negate_truth(_before(one, other)), negate_truth(_before(other, one))))


def overlaps_before(one: Range, other: Range) -> Any:
    """`one` begins first, ends inside `other`, and they share something."""
    return every(
        (
            negate_truth(_starts_within(one, other)),
            negate_truth(_before(one, other)),
            _ends_within(one, other),
        )
    )


def overlaps_after(one: Range, other: Range) -> Any:
    return every(
        (
            _starts_within(one, other),
            negate_truth(_before(other, one)),
            negate_truth(_ends_within(one, other)),
        )
    )


def finishes(one: Any, other: Range) -> Any:
    if not isinstance(one, Range):
        return every((other.high_closed, equal(one, other.high)))
    return every((_ends_alike(one, other), _starts_within(one, other)))


def starts(one: Any, other: Range) -> Any:
    if not isinstance(one, Range):
        return every((other.low_closed, equal(one, other.low)))
    return every((_starts_alike(one, other), _ends_within(one, other)))


def during(one: Any, other: Range) -> Any:
    if not isinstance(one, Range):
        return includes(other, one)
    return every((_starts_within(one, other), _ends_within(one, other)))


def coincides(one: Any, other: Any) -> Any:
    if not isinstance(one, Range) and not isinstance(other, Range):
        return equal(one, other) if at_most(one, other) is not None else None
    return every((_starts_alike(_point(one), _point(other)), _ends_alike(_point(one), _point(other))))


# A range from text, whose bounds are constants.

_READERS: dict[str, Callable[[str], Any]] = {
    "@": temporal_text.read,
    "date": temporal_text.read_date,
    "time": temporal_text.read_time,
    "date and time": temporal_text.read_date_time,
    "duration": temporal_text.read_duration,
}


def from_text(text: str) -> Range | None:
    """The range that `text` spells; null where it is none, its bounds are no constants, or the first is the greater."""
    spend(len(text))
    cursor = Cursor(text)
    opening = cursor.take().text
    low = _bound(cursor)
    between = cursor.take().text
    high = _bound(cursor)
    closing = cursor.take().text
    well_formed = opening in ("[", "(", "]") and between == ".." and closing in ("]", ")", "[")
    if not well_formed or cursor.token.kind is not Is.END or at_most(low, high) is not True:
        return None
    made: Range | None = make_range(low, high, opening == "[", closing == "]")
    return made


def _bound(cursor: Cursor) -> Any:
    """The constant at the cursor; None where there is none."""
    if cursor.token.kind is Is.NUMBER:
        return Decimal(cursor.take().text)
    if cursor.token.kind is Is.STRING:
        return unescape(cursor.take().text)[0]
    if cursor.accept("-"):
        value = _bound(cursor)
        return negate(value) if isinstance(value, Decimal) else None
    if cursor.accept("@"):
        return _temporal(cursor, "@")
    name = cursor.name_until(lambda token: token.text == "(")
    cursor.take()
    value = _temporal(cursor, name or "")
    return value if cursor.accept(")") else None


def _temporal(cursor: Cursor, reader: str) -> Any:
    token: Token = cursor.take()
    return _READERS[reader](unescape(token.text)[0]) if token.kind is Is.STRING and reader in _READERS else None


def _swapped(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda one, other: function(other, one)


TABLE: dict[str, Callable[..., Any]] = {
    "before(point1: Any, point2: Any) -> boolean": before,
    "after(point1: Any, point2: Any) -> boolean": _swapped(before),
    "meets(range1: range, range2: range) -> boolean": meets,
    "met by(range1: range, range2: range) -> boolean": _swapped(meets),
    "overlaps(range1: range, range2: range) -> boolean": overlaps,
    "overlaps before(range1: range, range2: range) -> boolean": overlaps_before,
    "overlaps after(range1: range, range2: range) -> boolean": overlaps_after,
    "finishes(point: Any, range: range) -> boolean": finishes,
    "finished by(range: range, point: Any) -> boolean": _swapped(finishes),
    "includes(range: range, point: Any) -> boolean": _swapped(during),
    "during(point: Any, range: range) -> boolean": during,
    "starts(point: Any, range: range) -> boolean": starts,
    "started by(range: range, point: Any) -> boolean": _swapped(starts),
    "range(from: string) -> range": from_text,
    "coincides(point1: Any, point2: Any) -> boolean": coincides,
}
