"""Deadlines of many instants at once, as `deadline.deadline` gives each.

Instants are arrays of `datetime64[us]` in UTC, as columns of Arrow and Parquet hold them.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from bridgehead.primitives.clock import ERA, Integers, to_local, to_utc
from bridgehead.primitives.deadline import Office, Term, Unit
from bridgehead.primitives.hours import DAY

Instants = NDArray[np.datetime64]


def deadlines(starts: Instants, term: Term, office: Office) -> Instants:
    """The instant at which a term ends for each start, in the order of the starts.

    Those later than the last day of the calendar are provisional. Raises UnknownYear where the calendar does not reach
    so far, and ValueError for an instant that is absent (NaT).
    """
    instants = _microseconds(starts)
    if term.unit in (Unit.HOURS, Unit.MINUTES):
        return _instants(instants + term.length)
    local = to_local(instants, office.zone)
    if term.unit is Unit.DAYS:
        ends = _closing(local // DAY + term.length, office)
    elif term.unit is Unit.WORKING_DAYS:
        _, after = _ranks(local // DAY, office)
        ends = _closing(_ranked(after + term.length, office), office)
    else:
        ends = _moment(_position(local, office) + term.length, office)
    return _instants(to_utc(ends, office.zone))


def working_times(starts: Instants, ends: Instants, office: Office) -> NDArray[np.timedelta64]:
    """The office hours between each two instants, as `deadline.working_time` gives them. Raises as `deadlines` does."""
    first, last = (_position(to_local(_microseconds(each), office.zone), office) for each in (starts, ends))
    return (last - first).astype("timedelta64[us]")


def _microseconds(instants: Instants) -> Integers:
    if np.isnat(instants).any():
        raise ValueError("an instant is absent")
    return instants.astype("datetime64[us]").astype(np.int64)


def _instants(microseconds: Integers) -> Instants:
    return microseconds.astype("datetime64[us]")


def _position(local: Integers, office: Office) -> Integers:
    """The working time up to each moment, from the first day of the calendar on."""
    days = local // DAY
    before, after = _ranks(days, office)
    within, worked = local - days * DAY, np.zeros_like(local)
    for opens, closes in office.hours.periods:
        worked += np.clip(within - opens, 0, closes - opens)
    return np.where(after > before, before * office.hours.length + worked, before * office.hours.length)


def _moment(positions: Integers, office: Office) -> Integers:
    """The earliest moment up to which so much was worked."""
    whole_days, within = np.divmod(positions - 1, office.hours.length)
    left, opening = within + 1, np.full_like(positions, office.hours.periods[0][0])
    for (opens, closes), (later, _) in zip(office.hours.periods, office.hours.periods[1:], strict=False):
        over = (opening == opens) & (left > closes - opens)
        left = np.where(over, left - (closes - opens), left)
        opening = np.where(over, later, opening)
    found: Integers = _ranked(whole_days + 1, office) * DAY + opening + left
    return found


def _closing(days: Integers, office: Office) -> Integers:
    last: Integers = days * DAY + min(office.hours.closing, DAY - 1)
    return last


def _ranks(days: Integers, office: Office) -> tuple[Integers, Integers]:
    """How many days are worked before each day, and up to its end."""
    table = np.array(office.calendar.ranks, np.int64)
    offsets = days - (office.calendar.first.toordinal() - ERA)
    strange = (offsets < 0) | (offsets >= len(table) - 1)
    if strange.any():
        raise office.calendar.unknown(date.fromordinal(int(days[strange][0]) + ERA).year)
    return table[offsets], table[offsets + 1]


def _ranked(ranks: Integers, office: Office) -> Integers:
    """The working day of each rank, from 1, in days since 1970."""
    if len(ranks):
        office.calendar.ranked(int(ranks.min()))
        office.calendar.ranked(int(ranks.max()))
    days: Integers = np.array(office.calendar.working, np.int64)[ranks - 1]
    return days - ERA
