"""Times of day in columns: whole microseconds since midnight, on a clock without a zone (DMN 1.5, 10.3.2.3.5).

Spark has no type for them, so that they are such whole numbers on their way, and times only where DuckDB has them.
"""

import datetime as dt
from typing import Literal as OneOf

import ibis
import ibis.expr.types as ir

from bridgehead.feel.columns import numbers, temporal
from bridgehead.feel.columns.temporal import MICROSECOND, MICROSECONDS_BETWEEN, DurationType
from bridgehead.feel.columns.terms import Refusal, Term, strict
from bridgehead.feel.temporal import FineTime, Time, nanosecond_of_day
from bridgehead.feel.types import DATE, DATE_TIME, DAYS_TIME, TIME, NumberType

SECOND = 1_000_000
DAY = 86_400 * SECOND
LENGTHS = {"hour": 3600 * SECOND, "minute": 60 * SECOND, "second": SECOND}
AROUND = {"hour": DAY, "minute": 3600 * SECOND, "second": 60 * SECOND}
_TICKS = NumberType(precision=11, scale=0)


def constant(value: Time) -> Term:
    if value.tzinfo is not None:
        raise Refusal("FE304", "a time with a zone has no columnar form", "wall-clock time")
    if isinstance(value, FineTime):
        raise Refusal("FE304", "a time has parts of a microsecond", "whole microseconds")
    return Term(ibis.literal(_ticks(value), "int64"), TIME, constant=value)


def _ticks(value: Time) -> int:
    return nanosecond_of_day(value) // MICROSECOND


def read(column: ir.Value) -> ir.Value:
    """A column that an engine gives: its times as whole numbers, all else as it is.

    Each part is cast: DuckDB gives those of a time that it works out beforehand as floating point.
    """
    if not column.type().is_time():
        return column
    parts = (column.hour(), column.minute(), column.second(), column.microsecond())
    hour, minute, second, microsecond = (part.cast("int64") for part in parts)
    return ((hour * 60 + minute) * 60 + second) * SECOND + microsecond


def written(term: Term) -> ir.TimeValue:
    """A time as DuckDB has it."""
    return ibis.time(0, 0, 0) + term.value.as_interval("us")


def of_moment(moment: Term) -> Term:
    """The time of a date and time. That of a date is midnight at Greenwich, which no column holds."""
    if moment.type == TIME:
        return moment
    if moment.type != DATE_TIME:
        raise Refusal("FE304", "the time of a date has a zone, which no column holds", "of a date and time")
    since = moment.value.delta(moment.value.truncate("D"), unit="microsecond")
    return strict(since, TIME, moment)


def made(hour: Term, minute: Term, second: Term) -> Term:
    """The time of three whole numbers; null where there is none."""
    parts = (hour, minute, second)
    if not all(isinstance(part.type, NumberType) and numbers.is_whole(part) for part in parts):
        raise Refusal("FE304", "a time of numbers with digits after the point has no columnar form", "whole numbers")
    on, minutes, seconds = (numbers.exact(part).cast("int64") for part in parts)
    there = on.between(0, 23) & minutes.between(0, 59) & seconds.between(0, 59)
    ticks = ((on * 60 + minutes) * 60 + seconds) * SECOND
    return strict(ibis.cases((there, ticks)), TIME, *parts, null=True)


def at(day: Term, time: Term, *, duckdb: bool) -> Term:
    """The date and time of a day and a time. Only DuckDB is known to add a time that varies."""
    if day.type not in (DATE, DATE_TIME):
        raise Refusal("FE305", f"a {day.type} stands where a date belongs", "a date, or a date and time")
    if time.type != TIME:
        raise Refusal("FE305", f"a {time.type} stands where a time belongs", "a time")
    midnight = (day.value if day.type == DATE else day.value.date()).cast("timestamp")
    if isinstance(time.constant, dt.time):
        return strict(midnight - ibis.interval(microseconds=-_ticks(time.constant)), DATE_TIME, day, time)
    if not duckdb:
        raise Refusal("FE304", "a time that varies is put to a date", "a constant time")
    return strict(midnight + time.value.as_interval("us"), DATE_TIME, day, time)


def move(time: Term, duration: Term, sign: int) -> Term:
    """A time some duration later or earlier, around the clock."""
    if duration.type.name != DAYS_TIME.name:
        raise Refusal("FE305", f"a time moved by a {duration.type} is null")
    by = temporal.in_unit_of(duration, MICROSECOND)
    assert isinstance(by.type, DurationType)
    if by.type.unit != MICROSECOND:
        raise Refusal("FE304", "a duration has parts of a microsecond", "whole microseconds")
    moved = time.value + sign * (numbers.exact(temporal.count(by)) % DAY).cast("int64")
    return strict((moved + DAY) % DAY, TIME, time, duration)


def apart(left: Term, right: Term) -> Term:
    """The duration between two times of one day."""
    between = strict(left.value - right.value, MICROSECONDS_BETWEEN, left, right)
    return temporal.measured(between, DAYS_TIME, MICROSECOND)


def combine(operator: OneOf["+", "-"], left: Term, right: Term) -> Term:
    """The sum or difference of a time and a duration, or of two times."""
    if isinstance(right.type, DurationType):
        return move(left, right, -1 if operator == "-" else 1)
    if isinstance(left.type, DurationType) and operator == "+":
        return move(right, left, 1)
    if operator == "-" and left.type == right.type == TIME:
        return apart(left, right)
    raise Refusal("FE305", f"{left.type} {operator} {right.type} has no columnar form")


def second(time: Term) -> ir.IntegerValue:
    """A time cut to its second, by which FEEL compares them."""
    if isinstance(time.constant, dt.time):
        ticks = _ticks(time.constant)
        return ibis.literal(ticks - ticks % SECOND, "int64")
    return time.value - time.value % SECOND


def part(time: Term, name: str) -> Term:
    """The hour, the minute or the second."""
    within = time.value % AROUND[name]
    length = LENGTHS[name]
    whole = ((within - within % length) / length).round().cast("int64")
    return strict(whole, NumberType(precision=2, scale=0), time)
