"""Dates, times, date-times and durations (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8).

Held as `datetime.date`, `time` and `datetime` wherever these can hold the value. FEEL also knows years up to nine
digits and nanoseconds: those are held by `FarDate`, `FineTime` and `FarDateTime`, which have the same attributes.
Every calculation here works on either, through day numbers and nanoseconds.

Where the clocks of a zone show an hour twice, `fold` is 1 in its second turn, as in Python; no text can say it.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bridgehead.feel.types import DATE, DATE_TIME, DAYS_TIME, NULL, TIME, YEARS_MONTHS, Type

MAX_YEAR = 999_999_999
SECOND = 10**9
DAY = 86_400 * SECOND
MAX_OFFSET = 18 * 3600
MAX_COUNT = 10**120  # of months or nanoseconds in a duration: more than any text of one can say


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    months: int


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    nanoseconds: int


@dataclass(frozen=True, slots=True)
class FarDate:
    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FineTime:
    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: dt.tzinfo | None = None
    fold: int = 0


@dataclass(frozen=True, slots=True)
class FarDateTime:
    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: dt.tzinfo | None = None
    fold: int = 0


Date = dt.date | FarDate
Time = dt.time | FineTime
DateTime = dt.datetime | FarDateTime
Duration = YearsMonths | DaysTime
Temporal = Date | Time | DateTime | Duration

# The calendar: days are counted from 1970-01-01 in the proleptic Gregorian calendar.


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(date: Date | DateTime) -> int:
    if isinstance(date, dt.date):
        return date.toordinal() - 719_163
    # Years begin in March here, so that the leap day is the last of its year.
    year = date.year - (date.month <= 2)
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((date.month + 9) % 12) + 2) // 5 + date.day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def date_of(day: int) -> Date | None:
    """The date of a day number; None beyond the years of FEEL."""
    if -719_162 <= day <= 2_932_896:
        return dt.date.fromordinal(day + 719_163)
    era, day_of_era = divmod(day + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month = (5 * day_of_year + 2) // 153
    return make_date(
        era * 400 + year_of_era + (month >= 10), (month + 2) % 12 + 1, day_of_year - (153 * month + 2) // 5 + 1
    )


def make_date(year: int, month: int, day: int) -> Date | None:
    """The date, or None where there is no such day."""
    if not (abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    return dt.date(year, month, day) if 1 <= year <= 9999 else FarDate(year, month, day)


def make_time(
    hour: int, minute: int, second: int, nanosecond: int = 0, zone: dt.tzinfo | None = None, fold: int = 0
) -> Time | None:
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    if nanosecond % 1000:
        return FineTime(hour, minute, second, nanosecond, zone, fold)
    return dt.time(hour, minute, second, nanosecond // 1000, zone, fold=fold)


def combine(date: Date | DateTime, time: Time) -> DateTime:
    """A date at a time of day, in the second turn of an hour only where the clocks show that hour twice on that day."""
    if not time.fold:
        return _at(date, time, 0)
    first, second = _at(date, time, 0), _at(date, time, 1)
    return second if (offset(first) or 0) > (offset(second) or 0) else first


def _at(date: Date | DateTime, time: Time, fold: int) -> DateTime:
    if isinstance(date, dt.date) and isinstance(time, dt.time):
        day = dt.date(date.year, date.month, date.day)
        return dt.datetime.combine(day, time.replace(fold=fold))
    return FarDateTime(
        date.year, date.month, date.day, time.hour, time.minute, time.second, nanosecond(time), time.tzinfo, fold
    )


def fixed_offset(seconds: int) -> dt.timezone | None:
    """The zone that many seconds east of Greenwich; None beyond eighteen hours."""
    if abs(seconds) > MAX_OFFSET:
        return None
    return dt.timezone(dt.timedelta(seconds=seconds)) if seconds else dt.UTC


OF_THE_MACHINE = frozenset(("localtime", "posixrules"))


def zone(name: str) -> ZoneInfo | None:
    """The zone of that name in the IANA database; None where there is none. What a machine calls its own is none."""
    try:
        return None if name in OF_THE_MACHINE else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


# Parts and measures


def nanosecond(value: Time | DateTime) -> int:
    return value.microsecond * 1000 if isinstance(value, (dt.time, dt.datetime)) else value.nanosecond


def nanosecond_of_day(value: Time | DateTime) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + nanosecond(value)


def offset(value: Time | DateTime) -> int | None:
    """Seconds east of Greenwich; None without a zone. A time in a named zone has the zone's offset at the epoch."""
    if value.tzinfo is None:
        return None
    if isinstance(value, dt.datetime):
        moment = value
    else:
        year = min(max(getattr(value, "year", 1970), 2), 9998)
        month, day = getattr(value, "month", 1), getattr(value, "day", 1)
        day = min(day, days_in_month(year, month))
        fold = value.fold if isinstance(value, FarDateTime) else 0  # a time of day alone has one turn
        moment = dt.datetime(year, month, day, value.hour, value.minute, value.second, tzinfo=value.tzinfo, fold=fold)
    away = moment.utcoffset()
    return None if away is None else away.days * 86_400 + away.seconds


def instant(value: DateTime) -> int:
    """Nanoseconds since 1970 at Greenwich; without a zone, on the clock on the wall."""
    return day_number(value) * DAY + nanosecond_of_day(value) - (offset(value) or 0) * SECOND


def date_part(value: Date | DateTime) -> Date:
    return (
        FarDate(value.year, value.month, value.day)
        if not isinstance(value, dt.date)
        else (value.date() if isinstance(value, dt.datetime) else value)
    )


def time_part(value: DateTime) -> Time:
    if isinstance(value, dt.datetime):
        return value.timetz()
    made = make_time(value.hour, value.minute, value.second, value.nanosecond, value.tzinfo, value.fold)
    assert made is not None
    return made


def is_date(value: object) -> bool:
    return isinstance(value, (dt.date, FarDate)) and not isinstance(value, dt.datetime)


def is_time(value: object) -> bool:
    return isinstance(value, (dt.time, FineTime))


def is_date_time(value: object) -> bool:
    return isinstance(value, (dt.datetime, FarDateTime))


def type_of(value: object) -> Type:
    """The FEEL type of a temporal value; that of null for anything else."""
    if is_date_time(value):
        return DATE_TIME
    if is_date(value):
        return DATE
    if is_time(value):
        return TIME
    if isinstance(value, YearsMonths):
        return YEARS_MONTHS
    return DAYS_TIME if isinstance(value, DaysTime) else NULL


# Moving in time


def add_months(date: Date | DateTime, months: int) -> Date | DateTime | None:
    """The same day of another month, or that month's last day where it is shorter."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    moved = make_date(year, month + 1, min(date.day, days_in_month(year, month + 1)))
    if moved is None or is_date(date):
        return moved
    return combine(moved, time_part(date))  # type: ignore[arg-type]


def add_to_moment(moment: DateTime, nanoseconds: int) -> DateTime | None:
    """That much later; across a change of clocks, by elapsed time."""
    if isinstance(moment.tzinfo, ZoneInfo):
        return in_zone(instant(moment) + nanoseconds, moment.tzinfo)
    day, rest = divmod(day_number(moment) * DAY + nanosecond_of_day(moment) + nanoseconds, DAY)
    return _on_day(day, rest, moment.tzinfo)


def in_zone(at: int, named: ZoneInfo) -> DateTime | None:
    """The instant `at` (as of `instant`) on the clocks of a zone."""
    day, rest = divmod(at, DAY)
    moment = _on_day(day, rest, dt.UTC)
    if moment is None:
        return None
    year = min(max(moment.year, 2), 9998)
    near = dt.datetime(
        year, moment.month, min(moment.day, 28), moment.hour, moment.minute, moment.second, tzinfo=dt.UTC
    )
    if isinstance(moment, dt.datetime) and year == moment.year:
        near = moment
    there = near.astimezone(named)
    away = there.utcoffset()
    assert away is not None
    day, rest = divmod(at + (away.days * 86_400 + away.seconds) * SECOND, DAY)
    return _on_day(day, rest, named, there.fold)


def _on_day(day: int, nanoseconds: int, tzinfo: dt.tzinfo | None, fold: int = 0) -> DateTime | None:
    date, time = date_of(day), time_of(nanoseconds, tzinfo, fold)
    return None if date is None else combine(date, time)


def time_of(nanoseconds: int, tzinfo: dt.tzinfo | None = None, fold: int = 0) -> Time:
    """The time that long after midnight, around the clock."""
    seconds, fraction = divmod(nanoseconds % DAY, SECOND)
    made = make_time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction, tzinfo, fold)
    assert made is not None
    return made
