"""Which days are worked: plain weekdays, without the holidays of each year, with the weekends that make up for them.

A calendar knows the years for which an arrangement was published, and no others. Past the last of them it raises
`UnknownYear`, unless it was made `provisional`: then it goes on by plain weekdays, and says of a day that it did.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from json import dumps

from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase

SATURDAY = 6
"""As `isoweekday` counts."""
YEARS_AHEAD = 10
"""So many years a provisional calendar goes on past the last that is known."""


class UnknownYear(BridgeheadError):
    """A day of a year for which the calendar has no arrangement (CA001)."""

    def __init__(self, year: int, known: str) -> None:
        self.year = year
        super().__init__([Mistake("CA001", f"the calendar does not know the year {year}", None, known)])


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by its name, its days off, and the days on weekends that are worked instead."""

    name: Phrase
    days: tuple[date, ...]
    worked: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """The arrangement of a year; all its days are of that year."""

    year: int
    holidays: tuple[Holiday, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A day on which the calendar differs from plain weeks, or that a holiday covers, and whose holiday it is."""

    day: date
    name: Phrase
    worked: bool


@dataclass(frozen=True)
class Calendar:
    """The working days of some years in a row. Raises BridgeheadError with CA002 where a year between them is absent.

    `guessed` counts the years after the last one that are taken as plain weeks (see `provisional`).
    """

    years: tuple[Year, ...]
    guessed: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        for earlier, later in pairwise(year.year for year in self.years):
            if later != earlier + 1:
                found = f"the year {later} after {earlier}"
                raise BridgeheadError([Mistake("CA002", found, None, f"the year {earlier + 1}: years in a row")])
        if not self.years:
            raise BridgeheadError([Mistake("CA002", "a calendar without years", None, "a year at least")])

    @cached_property
    def first(self) -> date:
        """The first day that is known."""
        return date(self.years[0].year, 1, 1)

    @cached_property
    def last(self) -> date:
        """The last day that is known; what a provisional calendar says of later ones may change."""
        return date(self.years[-1].year, 12, 31)

    @cached_property
    def end(self) -> date:
        """The last day of which the calendar says anything."""
        return date(self.years[-1].year + self.guessed, 12, 31)

    @cached_property
    def version(self) -> str:
        """The SHA-256 of its years: what an answer names, so that it can be worked out again."""
        years = [asdict(year) for year in self.years]
        return hashlib.sha256(dumps(years, default=date.isoformat, sort_keys=True).encode()).hexdigest()

    @cached_property
    def provisional(self) -> "Calendar":
        """The calendar that goes on by plain weekdays where no arrangement is published yet."""
        return Calendar(self.years, YEARS_AHEAD)

    def is_provisional(self, day: date) -> bool:
        """Whether what is said of a day rests on plain weekdays, as no arrangement of its year is known."""
        return day > self.last

    @cached_property
    def working(self) -> tuple[int, ...]:
        """The ordinals of all working days, in order."""
        off = {day for year in self.years for holiday in year.holidays for day in holiday.days}
        on = {day for year in self.years for holiday in year.holidays for day in holiday.worked}
        first, count = self.first, (self.end - self.first).days + 1
        days = (first + timedelta(days=number) for number in range(count))
        return tuple(day.toordinal() for day in days if day in on or (day.isoweekday() < SATURDAY and day not in off))

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """How many days are worked before each day, by its distance from the first; one more for the end."""
        worked = set(self.working)
        days = range(self.first.toordinal(), self.end.toordinal() + 1)
        return tuple(accumulate((day in worked for day in days), initial=0))

    @cached_property
    def marked(self) -> tuple[Marked, ...]:
        """All days of holidays and all weekends that are worked for them, by date."""
        holidays = [holiday for year in self.years for holiday in year.holidays]
        days = [Marked(day, holiday.name, False) for holiday in holidays for day in holiday.days]
        days += [Marked(day, holiday.name, True) for holiday in holidays for day in holiday.worked]
        return tuple(sorted(days, key=lambda marked: marked.day))

    def rank(self, day: date) -> int:
        """How many days are worked from the first known day to this one, both included. Raises UnknownYear."""
        return self.ranks[self._offset(day) + 1]

    def is_working(self, day: date) -> bool:
        """Whether a day is worked. Raises UnknownYear."""
        offset = self._offset(day)
        return self.ranks[offset + 1] > self.ranks[offset]

    def ranked(self, rank: int) -> date:
        """The working day of a rank, from 1. Raises UnknownYear."""
        if rank > len(self.working):
            raise self.unknown(self.end.year + 1)
        if rank < 1:
            raise self.unknown(self.first.year - 1)
        return date.fromordinal(self.working[rank - 1])

    def working_day_after(self, day: date, count: int) -> date:
        """The working day of that number after a day, which does not count itself: notices count from the next day.

        Before the day where the number is below zero. Raises UnknownYear, and ValueError for none.
        """
        if not count:
            raise ValueError("the number of a working day after another begins with 1")
        return self.ranked(self.rank(day) + count if count > 0 else self.rank(day - timedelta(days=1)) + 1 + count)

    def working_day_from(self, day: date, count: int) -> date:
        """The working day of that number from a day on: the day is the first itself where it is worked.

        Raises UnknownYear, and ValueError for a number below 1.
        """
        if count < 1:
            raise ValueError("the number of a working day from another on begins with 1")
        return self.ranked(self.ranks[self._offset(day)] + count)

    def working_days(self, first: date, last: date) -> int:
        """How many days are worked from one to another, both included; 0 where the second is the earlier."""
        return max(0, self.rank(last) - self.ranks[self._offset(first)])

    def marks(self, first: date, last: date) -> Iterator[Marked]:
        """The days of holidays and the worked weekends between two days, both included."""
        begin = bisect_left(self.marked, first, key=lambda marked: marked.day)
        return iter(self.marked[begin : bisect_right(self.marked, last, key=lambda marked: marked.day)])

    def unknown(self, year: int) -> UnknownYear:
        """What is raised for a year that the calendar does not know."""
        first, last = self.first.year, self.end.year
        return UnknownYear(year, f"a year from {first} to {last}" if first < last else f"the year {first}")

    def _offset(self, day: date) -> int:
        offset = day.toordinal() - self.first.toordinal()
        if not 0 <= offset < len(self.ranks) - 1:
            raise self.unknown(day.year)
        return offset
