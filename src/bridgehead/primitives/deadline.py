"""Terms in working and in plain time: when they end, what of them is used, and how they stand still.

Each unit numbers the moments in its own way: `working days` by the days worked so far, `working hours` by the working
time so far, `hours` by the time that has passed. A deadline is then a sum of such numbers, and so is what is used:

1. the number of the start, and the length of the term;
2. for each time in which the term stood still, the difference between the numbers of its two ends;
3. the earliest moment that has this number; of a unit of days, the end of the office hours of that day.

So a term of days begins with the next day, and one that was stood still on one day and went on another lacks the days
after the first up to the second. Instants have a zone; they are taken and given in that of the office.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from math import ceil

from bridgehead.primitives.calendar import Calendar
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.hours import DAY, MINUTE, WHOLE_DAY, Hours

_LONGEST = 36_525
"""Days in a hundred years."""
_MICROSECOND = timedelta(microseconds=1)
_ERA = datetime(1970, 1, 1, tzinfo=UTC)
_TERM = re.compile(r"([0-9]+)\s*(?:个\s*)?(\D+)")


class Unit(StrEnum):
    """In what a term is counted."""

    WORKING_DAYS = "working days"
    WORKING_HOURS = "working hours"
    WORKING_MINUTES = "working minutes"
    DAYS = "calendar days"
    HOURS = "hours"
    MINUTES = "minutes"


_CHINESE = {
    "工作日": Unit.WORKING_DAYS,
    "工作小时": Unit.WORKING_HOURS,
    "工作分钟": Unit.WORKING_MINUTES,
    "自然日": Unit.DAYS,
    "日历日": Unit.DAYS,
    "小时": Unit.HOURS,
    "分钟": Unit.MINUTES,
}
_SPELLINGS: Mapping[str, Unit] = {
    **_CHINESE,
    **{str(unit): unit for unit in Unit},
    **{unit.removesuffix("s"): unit for unit in Unit},
}


@dataclass(frozen=True, slots=True)
class Term:
    """So many of a unit, one at least and a hundred years at most; raises BridgeheadError with CA004 for another."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise BridgeheadError([Mistake("CA004", f"a term of {self.amount} {self.unit}", None, "1 at least")])
        longest = _LONGEST * DAY if SIZES[self.unit] > 1 else _LONGEST
        if self.length > longest:
            found = f"a term of more than {longest // SIZES[self.unit]:,} {self.unit}"
            raise BridgeheadError([Mistake("CA004", found, None, "a hundred years at most")])

    @classmethod
    def read(cls, text: str) -> "Term":
        """A term as it is written: `3 working days`, `1 hour`, `5个工作日`. Raises BridgeheadError with CA004.

        Days without a word more are refused: a notice that does not say which it means is read by its author.
        """
        found = _TERM.fullmatch(text.strip())
        unit = _SPELLINGS.get(" ".join(found[2].split())) if found else None
        if found is None or unit is None:
            expected = f"a number and a unit: one of {', '.join(Unit)}; as in 3 working days"
            near = nearest(found[2].strip(), _SPELLINGS) if found else None
            near = f"{found[1]} {near}" if found and near else None
            raise BridgeheadError([Mistake("CA004", f"the term «{text}»", None, expected, near)])
        return cls(int(found[1]), unit)

    @property
    def length(self) -> int:
        """In days for units of days, else in microseconds."""
        return self.amount * SIZES[self.unit]

    @property
    def in_days(self) -> bool:
        return self.unit in (Unit.WORKING_DAYS, Unit.DAYS)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"


@dataclass(frozen=True, slots=True)
class Office:
    """Who works by a calendar, in which hours, and by the clock of which zone."""

    calendar: Calendar
    zone: tzinfo
    hours: Hours = WHOLE_DAY

    def local(self, instant: datetime) -> datetime:
        """An instant by the office's clock. Raises ValueError where it has no zone."""
        if instant.tzinfo is None:
            raise ValueError(f"the instant {instant} has no zone")
        return instant.astimezone(self.zone)

    def at(self, day: date, moment: int) -> datetime:
        """A time of day, in microseconds since midnight, by the office's clock."""
        return datetime.combine(day, time.min, self.zone) + timedelta(microseconds=moment)

    def closing(self, day: date) -> datetime:
        """The last moment of a day on which something is in time."""
        return self.at(day, min(self.hours.closing, DAY - 1))


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which a term stood still; raises ValueError where it ends before it begins, or has no zone."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError(f"a suspension from {self.since} until {self.until} has no zone")
        if self.until.astimezone(UTC) < self.since.astimezone(UTC):
            raise ValueError(f"a suspension from {self.since} until {self.until}, which is earlier")


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a term ends; `day` is the last day of it, also where it ends at 24:00.

    It is `provisional` where it rests on days for which no arrangement was known: those of a later `version` of the
    calendar may move it.
    """

    at: datetime
    day: date
    provisional: bool
    version: str


@dataclass(frozen=True, slots=True)
class _Axis:
    """How a unit numbers moments, and the earliest moment of a number."""

    measure: Callable[[Office, datetime], int]
    moment: Callable[[Office, int], datetime]


def _working_time(office: Office, instant: datetime) -> int:
    local = office.local(instant)
    rank, length = office.calendar.rank(local.date()), office.hours.length
    if not office.calendar.is_working(local.date()):
        return rank * length
    return (rank - 1) * length + office.hours.worked(_time_of_day(local))


def _time_of_day(local: datetime) -> int:
    return ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond


def _working_moment(office: Office, position: int) -> datetime:
    whole_days, within = divmod(position - 1, office.hours.length)
    return office.at(office.calendar.ranked(whole_days + 1), office.hours.reached(within + 1))


def _time(office: Office, instant: datetime) -> int:
    return (office.local(instant) - _ERA) // _MICROSECOND


def _moment(office: Office, position: int) -> datetime:
    return (_ERA + position * _MICROSECOND).astimezone(office.zone)


def _closing_of_working_day(office: Office, position: int) -> datetime:
    return office.closing(office.calendar.ranked(position))


SIZES: Mapping[Unit, int] = {
    Unit.WORKING_DAYS: 1,
    Unit.WORKING_HOURS: 60 * MINUTE,
    Unit.WORKING_MINUTES: MINUTE,
    Unit.DAYS: 1,
    Unit.HOURS: 60 * MINUTE,
    Unit.MINUTES: MINUTE,
}
"""What one of a unit comes to: days in those of days, else microseconds."""

_DAYS = _Axis(
    lambda office, instant: office.local(instant).toordinal(),
    lambda office, position: office.closing(date.fromordinal(position)),
)
_WORKING_DAYS = _Axis(
    lambda office, instant: office.calendar.rank(office.local(instant).date()), _closing_of_working_day
)
_WORKING_TIME = _Axis(_working_time, _working_moment)
_TIME = _Axis(_time, _moment)
_AXES: Mapping[Unit, _Axis] = {
    Unit.WORKING_DAYS: _WORKING_DAYS,
    Unit.WORKING_HOURS: _WORKING_TIME,
    Unit.WORKING_MINUTES: _WORKING_TIME,
    Unit.DAYS: _DAYS,
    Unit.HOURS: _TIME,
    Unit.MINUTES: _TIME,
}
BY_CALENDAR = frozenset((Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.WORKING_MINUTES))
"""The units that need to know which days are worked."""


def deadline(start: datetime, term: Term, office: Office, suspended: Sequence[Suspension] = ()) -> Deadline:
    """When a term ends that began at `start`. What was suspended after its end, or before its start, does not count.

    Raises UnknownYear where the calendar does not reach so far.
    """
    at = _after(start, term.length, term, office, suspended, _AXES[term.unit].moment)
    day = (at - _MICROSECOND).date()
    provisional = term.unit in BY_CALENDAR and office.calendar.is_provisional(day)
    return Deadline(at, day, provisional, office.calendar.version)


def reached(
    start: datetime, share: Decimal, term: Term, office: Office, suspended: Sequence[Suspension] = ()
) -> datetime:
    """The earliest moment at which so much of a term is `used`; of a unit of days the beginning of a day.

    Raises UnknownYear.
    """

    def beginning(office: Office, position: int) -> datetime:
        return office.at(moment(office, position).date(), 0)

    moment = _AXES[term.unit].moment
    return _after(start, ceil(share * term.length), term, office, suspended, beginning if term.in_days else moment)


def _after(
    start: datetime,
    length: int,
    term: Term,
    office: Office,
    suspended: Sequence[Suspension],
    moment: Callable[[Office, int], datetime],
) -> datetime:
    """The moment at which so much of a term is over, but for what was suspended before."""
    axis = _AXES[term.unit]
    end = axis.measure(office, start) + length
    for pause in _apart(start, suspended):
        if pause.since >= moment(office, end):
            break
        end += axis.measure(office, pause.until) - axis.measure(office, pause.since)
    return moment(office, end)


def working_time(start: datetime, end: datetime, office: Office) -> timedelta:
    """The office hours between two instants; below zero where the second is the earlier. Raises UnknownYear."""
    return (_working_time(office, end) - _working_time(office, start)) * _MICROSECOND


def used(start: datetime, now: datetime, term: Term, office: Office, suspended: Sequence[Suspension] = ()) -> Decimal:
    """The share of a term that is used at a moment: 0 at its start, 1 when it ends, more where it is overrun.

    Of a unit of days whole days count, the last one with its beginning. Raises UnknownYear.
    """
    axis = _AXES[term.unit]
    end = max(start.astimezone(UTC), now.astimezone(UTC))
    passed = axis.measure(office, end) - axis.measure(office, start)
    for pause in _apart(start, suspended):
        if pause.since < end:
            passed -= axis.measure(office, min(pause.until, end)) - axis.measure(office, pause.since)
    return Decimal(passed) / Decimal(term.length)


def _apart(start: datetime, suspended: Iterable[Suspension]) -> Iterator[Suspension]:
    """Suspensions in their order from a start on, none reaching into the next; in UTC, where each instant is one."""
    reached = start.astimezone(UTC)
    for pause in sorted(suspended, key=lambda pause: pause.since.astimezone(UTC)):
        since, until = pause.since.astimezone(UTC), pause.until.astimezone(UTC)
        if until > reached:
            yield Suspension(max(since, reached), until)
            reached = until
