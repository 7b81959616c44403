"""Sets of whole numbers as closed intervals.

Every ordered field is counted in steps (a number in units of its last digit, a date in days, a date and time in
seconds), so that "the values of this field for which the condition holds" is a finite set of intervals, exactly.
An `Intervals` is sorted, and its intervals neither overlap nor touch.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


def join(*sets: Intervals) -> Intervals:
    """What is in any of the sets."""
    merged: list[Interval] = []
    for low, high in sorted(interval for each in sets for interval in each):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def meet(left: Intervals, right: Intervals) -> Intervals:
    """What is in both sets."""
    overlaps = ((max(a, c), min(b, d)) for a, b in left for c, d in right)
    return join(tuple((low, high) for low, high in overlaps if low <= high))


def meet_all(sets: Iterable[Intervals], domain: Intervals) -> Intervals:
    for each in sets:
        domain = meet(domain, each)
    return domain


def without(domain: Intervals, taken: Intervals) -> Intervals:
    """What is in the domain but not in `taken`."""
    for low, high in taken:
        below = tuple((a, min(b, low - 1)) for a, b in domain if a < low)
        above = tuple((max(a, high + 1), b) for a, b in domain if b > high)
        domain = below + above
    return join(domain)


def nearest(intervals: Intervals, to: Fraction) -> int | None:
    """The member nearest to `to`, the smaller of two that are equally near; None where the set is empty."""
    candidates = [_clamp(low, high, to) for low, high in intervals]
    return min(candidates, key=lambda each: (abs(each - to), each), default=None)


def _clamp(low: int, high: int, to: Fraction) -> int:
    if to <= low:
        return low
    if to >= high:
        return high
    return ceil(to - Fraction(1, 2))
