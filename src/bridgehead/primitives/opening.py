"""When an office is open: from when what comes in counts as received."""

from datetime import date, datetime, time, timedelta, tzinfo

from bridgehead.primitives.calendar import Calendar
from bridgehead.primitives.hours import Hours


def opening(instant: datetime, zone: tzinfo, hours: Hours, calendar: Calendar | None) -> datetime:
    """The instant itself while the office is open, its closing included; else the moment at which it opens next. It is
    open on the working days of a calendar, every day without one. Raises UnknownYear.
    """
    local = instant.astimezone(zone)
    day, since = local.date(), local.replace(tzinfo=None) - datetime.combine(local, time())
    passed = since // timedelta(microseconds=1)
    if calendar is None or calendar.is_working(day):
        opens = hours.open_from(passed)
        if opens is not None:
            return instant if opens == passed else _at(day, opens, zone)
    following = calendar.working_day_after(day, 1) if calendar else day + timedelta(days=1)
    return _at(following, hours.opening, zone)


def _at(day: date, moment: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone) + timedelta(microseconds=moment)
