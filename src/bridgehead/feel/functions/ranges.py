"""How points and ranges lie to one another (DMN 1.5, 10.3.4.7; Allen's interval algebra)."""

from collections.abc import Callable
from typing import Any

from bridgehead.feel.operations import at_most, equal, every, includes, less, negate_truth, some
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
    "coincides(point1: Any, point2: Any) -> boolean": coincides,
}
