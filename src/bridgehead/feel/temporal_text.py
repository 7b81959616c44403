"""Temporal values from text and to text, in the forms of XML Schema with IANA zones added (DMN 1.5, 10.3.2.3)."""

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bridgehead.feel import temporal
from bridgehead.feel.temporal import (
    SECOND,
    Date,
    DateTime,
    DaysTime,
    Duration,
    Temporal,
    Time,
    YearsMonths,
    nanosecond,
)

_DATE = r"(?P<year>-?(?:[1-9]\d{3,8}|0\d{3}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?:(?P<utc>Z)|(?P<sign>[+-])(?P<away_hours>\d\d):(?P<away_minutes>\d\d)(?::(?P<away_seconds>\d\d))?"
    r"|@(?P<zone>[A-Za-z][A-Za-z0-9_+/-]*))?"
)
_DATE_ONLY = re.compile(_DATE, re.ASCII)
_TIME_ONLY = re.compile(_TIME, re.ASCII)
_DATE_TIME = re.compile(f"{_DATE}T{_TIME}", re.ASCII)
_YEARS_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_DAYS_TIME = re.compile(
    r"(-?)P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?", re.ASCII
)
MAX_TEXT = 100


def read(text: str) -> Temporal | None:
    """The value of `@"text"`, or None where the text is no temporal value."""
    return read_date(text) or read_time(text) or read_date_time(text) or read_duration(text)


def read_date(text: str) -> Date | None:
    found = _DATE_ONLY.fullmatch(text)
    return _date(found) if found else None


def _date(found: re.Match[str]) -> Date | None:
    return temporal.make_date(int(found["year"]), int(found["month"]), int(found["day"]))


def read_time(text: str) -> Time | None:
    found = _TIME_ONLY.fullmatch(text)
    return _time(found) if found else None


def _time(found: re.Match[str]) -> Time | None:
    zone = _zone(found)
    if zone is None and (found["utc"] or found["sign"] or found["zone"]):
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    return temporal.make_time(hour, minute, second, _nanoseconds(found["fraction"]), zone)


def _zone(found: re.Match[str]) -> dt.tzinfo | None:
    if found["utc"]:
        return dt.UTC
    if found["zone"]:
        return temporal.zone(found["zone"])
    if not found["sign"] or int(found["away_minutes"]) > 59 or int(found["away_seconds"] or 0) > 59:
        return None
    seconds = int(found["away_hours"]) * 3600 + int(found["away_minutes"]) * 60 + int(found["away_seconds"] or 0)
    return temporal.fixed_offset(-seconds if found["sign"] == "-" else seconds)


def _nanoseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:9].ljust(9, "0"))


def read_date_time(text: str) -> DateTime | None:
    """A date and time; 24:00:00 is the midnight that begins the next day."""
    found = _DATE_TIME.fullmatch(text)
    if not found:
        return None
    date = _date(found)
    if found["hour"] == "24" and date and (found["minute"], found["second"]) == ("00", "00"):
        zone = _zone(found)
        next_day = temporal.date_of(temporal.day_number(date) + 1)
        return temporal.combine(next_day, temporal.time_of(0, zone)) if next_day else None
    time = _time(found)
    return temporal.combine(date, time) if date and time else None


def parts(text: str) -> Mapping[str, str | None] | None:
    """The parts of a text in the form of a date, a time or both, as they are written; None where it has none."""
    found = _DATE_TIME.fullmatch(text) or _DATE_ONLY.fullmatch(text) or _TIME_ONLY.fullmatch(text)
    return found and found.groupdict()


def read_duration(text: str) -> Duration | None:
    if len(text) > MAX_TEXT:
        return None
    if found := _YEARS_MONTHS.fullmatch(text):
        sign, years, months = found.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return YearsMonths(-total if sign else total)
    if found := _DAYS_TIME.fullmatch(text):
        sign, days, hours, minutes, seconds, fraction = found.groups()
        whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
        total = whole * SECOND + _nanoseconds(fraction)
        return DaysTime(-total if sign else total)
    return None


def write(value: Temporal) -> str:
    """The text that reads back as `value`."""
    if isinstance(value, YearsMonths):
        return _write_years_months(value.months)
    if isinstance(value, DaysTime):
        return _write_days_time(value.nanoseconds)
    if temporal.is_date_time(value):
        return f"{_write_date(value)}T{_write_time(value)}"  # type: ignore[arg-type]
    return _write_time(value) if temporal.is_time(value) else _write_date(value)  # type: ignore[arg-type]


def _write_date(value: Date | DateTime) -> str:
    return f"{'-' if value.year < 0 else ''}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def _write_time(value: Time | DateTime) -> str:
    fraction = f".{nanosecond(value):09}".rstrip("0").rstrip(".")
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction}{_write_zone(value)}"


def _write_zone(value: Time | DateTime) -> str:
    if value.tzinfo is None:
        return ""
    if isinstance(value.tzinfo, ZoneInfo):
        return f"@{value.tzinfo.key}"
    away = temporal.offset(value) or 0
    if away == 0:
        return "Z"
    minutes, seconds = divmod(abs(away), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{'-' if away < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{tail}"


def _write_years_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return f"{'-' if months < 0 else ''}P{text or '0M'}"


def _write_days_time(nanoseconds: int) -> str:
    seconds, fraction = divmod(abs(nanoseconds), SECOND)
    days, seconds = divmod(seconds, 86_400)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    second_text = f"{seconds}{f'.{fraction:09}'.rstrip('0') if fraction else ''}"
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    time += f"{second_text}S" if seconds or fraction else ""
    text = (f"{days}D" if days else "") + (f"T{time}" if time else "")
    return f"{'-' if nanoseconds < 0 else ''}P{text or 'T0S'}"
