"""A figure: one number, date or time of a text, with its kind, its exact value and its comparison."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

Span = tuple[int, int]
Operators = frozenset[str]

SAID_NOTHING: Operators = frozenset()


class Kind(StrEnum):
    MONEY = "money"
    SHARE = "percentage"  # also fractions, tenths (成) and price cuts (折)
    DATE = "date"
    QUOTA = "quota or place"  # 前3个, 第2至5名
    TIME = "time"
    GRADE = "grade"  # 4A级
    COUNT = "count"
    NUMBER = "number"  # no unit that says what it counts


class Extent(StrEnum):
    """For whom a sum of money is said to be."""

    NOT_SAID = ""
    ALL = "all"  # 共45万元
    EACH = "each"  # 每个奖励5万元


FIRM = frozenset({Kind.MONEY, Kind.SHARE, Kind.DATE, Kind.QUOTA})
"""The kinds that decide who gets what: unless approximate, these may not be listed as not covered."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, a month or a year; what the text leaves open is None. A quarter or a half is given by its last month."""

    year: int | None
    month: int | None = None
    day: int | None = None
    months: int = 1

    def days(self) -> tuple[date, date] | None:
        """The first and the last day, or None where the year is not known."""
        if self.year is None or (self.month is None and self.day is not None):
            return None
        if self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        if self.day is not None:
            day = date(self.year, self.month, self.day)
            return day, day
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date(self.year, self.month - self.months + 1, 1), following - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text; spans are half-open and count characters of the text as given.

    `span` is the figure with its unit and comparison words, `core` without the latter, `numeral` the digits alone.
    `value` is exact: a share of one for a percentage, yuan for money, minutes after midnight for a time.
    `operators` are the FEEL operators with which its comparison words agree; none where nothing is said.
    An approximate figure has the value that it is built on: 100 for 数百 and 百余, 400 for 四五百; its operators say
    on which side of it the truth lies. A number that may `pay` is bare, where the text speaks of money: 每人30.
    """

    kind: Kind
    value: Fraction | When
    unit: str
    operators: Operators
    text: str
    span: Span
    core: Span
    numeral: Span
    comparison: Span | None = None
    extent: Extent = Extent.NOT_SAID
    approximate: bool = False
    pays: bool = False

    @property
    def decides(self) -> bool:
        """Whether it may decide who gets what: an approximate sum or share describes."""
        return (self.kind in FIRM or self.pays) and not self.approximate

    @property
    def written(self) -> str:
        """The figure with its unit, without the words of comparison, as it stands in the text."""
        return self.text[self.core[0] - self.span[0] : self.core[1] - self.span[0]]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A numeral that is no figure, and why."""

    text: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """All numerals of a text: each is a figure or is passed over for a reason."""

    figures: tuple[Figure, ...]
    passed_over: tuple[PassedOver, ...]
