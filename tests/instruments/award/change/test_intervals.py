"""Sets of whole numbers: the operations agree with those on Python's sets."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bridgehead.instruments.award.change.intervals import Intervals, join, meet, nearest, without

whole = st.integers(-12, 12)
intervals = st.lists(st.tuples(whole, whole).map(lambda pair: (min(pair), max(pair))), max_size=5).map(
    lambda pairs: join(tuple(pairs))
)


def members(each: Intervals) -> set[int]:
    return {number for low, high in each for number in range(low, high + 1)}


def is_canonical(each: Intervals) -> bool:
    return all(low <= high for low, high in each) and all(a[1] + 1 < b[0] for a, b in pairwise(each))


@given(intervals, intervals)
def test_operations_are_those_of_sets(left: Intervals, right: Intervals) -> None:
    for made, expected in (
        (join(left, right), members(left) | members(right)),
        (meet(left, right), members(left) & members(right)),
        (without(left, right), members(left) - members(right)),
    ):
        assert members(made) == expected
        assert is_canonical(made)


@given(intervals, st.fractions(-15, 15, max_denominator=4))
def test_nearest_is_nearest_and_the_smaller_of_two(each: Intervals, to: Fraction) -> None:
    assert nearest(each, to) == min(members(each), key=lambda member: (abs(member - to), member), default=None)
