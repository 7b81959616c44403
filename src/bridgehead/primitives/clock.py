"""The clock of a zone over whole columns: the instants at which it is set, and by how much it is ahead of UTC.

Moments are arrays of microseconds since 1970.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bridgehead.primitives.hours import DAY

Integers = NDArray[np.int64]

ERA = date(1970, 1, 1).toordinal()


def to_local(instants: Integers, zone: tzinfo) -> Integers:
    """Instants by the zone's clock."""
    at, ahead = _settings(zone, *_years(instants))
    found: Integers = instants + ahead[np.searchsorted(at, instants, side="right")]
    return found


def to_utc(local: Integers, zone: tzinfo) -> Integers:
    """The instants of times of a zone's clock: of two the earlier, and of none as if the clock had not been set yet."""
    at, ahead = _settings(zone, *_years(local))
    set_at = at + np.maximum(ahead[:-1], ahead[1:])
    found: Integers = local - ahead[np.searchsorted(set_at, local, side="right")]
    return found


def _years(moments: Integers) -> tuple[int, int]:
    """The years around moments, with one more on both sides, so that they hold in every zone."""
    if not len(moments):
        return 1970, 1971
    first, last = (date.fromordinal(int(moment) // DAY + ERA).year for moment in (moments.min(), moments.max()))
    return first - 1, last + 1


@lru_cache(maxsize=64)
def _settings(zone: tzinfo, first: int, last: int) -> tuple[Integers, Integers]:
    """When a zone's clock is set in some years, both included, and by how much it is ahead before, between and after.

    Both in microseconds; a clock is taken to be set once a day at most.
    """
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    at, ahead = [], [_ahead(zone, begin)]
    for day in (begin + timedelta(days=number) for number in range(1, (end - begin).days + 1)):
        if _ahead(zone, day) != ahead[-1]:
            at.append((_when_set(zone, day) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1))
            ahead.append(_ahead(zone, day))
    return np.array(at, np.int64), np.array(ahead, np.int64)


def _when_set(zone: tzinfo, day: datetime) -> datetime:
    """The second in the day before at which the clock is set; by halves."""
    low, high, later = -86_400, 0, _ahead(zone, day)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _ahead(zone, day + timedelta(seconds=middle)) == later else (middle, high)
    return day + timedelta(seconds=high)


def _ahead(zone: tzinfo, instant: datetime) -> int:
    """In microseconds."""
    offset = instant.astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)
