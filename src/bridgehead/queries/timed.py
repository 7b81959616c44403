"""Moments, times of day and lengths of time of Parquet, in the types that no field of a table has, as FEEL has them.

A moment of a zone is an instant. It gets the offset of its zone at that instant, since a wall clock that is turned back
shows one time twice, and the name of the zone does not tell which is meant.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead.feel import temporal, temporal_text
from bridgehead.feel.temporal import DAY, SECOND, DateTime, DaysTime
from bridgehead.feel.types import DATE_TIME, DAYS_TIME, TIME, Type

TICKS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}  # nanoseconds


def type_of(kind: pa.DataType) -> Type | None:
    """The FEEL type that all values of a type of Arrow have; None where that is not one of time, or has no value."""
    if pa.types.is_timestamp(kind):
        return DATE_TIME if kind.tz is None or _zone(kind.tz) is not None else None
    if pa.types.is_time(kind):
        return TIME
    return DAYS_TIME if pa.types.is_duration(kind) else None


def of_column(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column whose type has a FEEL type."""
    kind = column.type
    make = _maker(kind)
    ticks = column.cast(pa.int32() if pa.types.is_time32(kind) else pa.int64()).to_pylist()
    return [None if tick is None else make(tick * TICKS[kind.unit]) for tick in ticks]


def _maker(kind: pa.DataType) -> Callable[[int], object]:
    """What makes a value of so many nanoseconds."""
    if pa.types.is_time(kind):
        return temporal.time_of
    if pa.types.is_duration(kind):
        return DaysTime
    zone = None if kind.tz is None else _zone(kind.tz)
    return lambda since: _moment(since, zone)


def _moment(since: int, zone: dt.tzinfo | None) -> DateTime | None:
    offset = None if zone is None else temporal.fixed_offset(_away(since, zone))
    begins = dt.datetime(1970, 1, 1, tzinfo=offset)
    return temporal.add_to_moment(begins, since + (temporal.offset(begins) or 0) * SECOND)


def _away(since: int, zone: dt.tzinfo) -> int:
    """Seconds from Greenwich at an instant."""
    if not isinstance(zone, ZoneInfo):
        return temporal.offset(dt.time(0, tzinfo=zone)) or 0
    there = temporal.in_zone(since, zone)
    if there is None:  # beyond the years of FEEL, where no moment is
        return 0
    return (temporal.day_number(there) * DAY + temporal.nanosecond_of_day(there) - since) // SECOND


def _zone(name: str) -> dt.tzinfo | None:
    """A zone as Arrow names it: one of the IANA database, or an offset."""
    offset = temporal_text.read_time(f"00:00:00{name}")
    return temporal.zone(name) if offset is None else offset.tzinfo
