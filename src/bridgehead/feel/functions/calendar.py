"""Functions on dates (DMN 1.5, 10.3.4.8)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bridgehead.feel import temporal
from bridgehead.feel.mistakes import mistake
from bridgehead.feel.operations import kind
from bridgehead.primitives.errors import BridgeheadError

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _of_dates(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda date: function(date) if kind(date) in ("date", "date and time") else None


def weekday(date: Any) -> int:
    """From 1 for Monday."""
    return (temporal.day_number(date) + 3) % 7 + 1


def day_of_year(date: Any) -> int:
    days: int = date.day + sum(temporal.days_in_month(date.year, month) for month in range(1, date.month))
    return days


def week_of_year(date: Any) -> int:
    """The week of ISO 8601: the one that has the year's first Thursday is the first."""
    week = (day_of_year(date) - weekday(date) + 10) // 7
    if week < 1:
        return _weeks(date.year - 1)
    return 1 if week > _weeks(date.year) else week


def _weeks(year: int) -> int:
    first = temporal.make_date(year, 1, 1)
    last = temporal.make_date(year, 12, 31)
    return 53 if first and last and 4 in (weekday(first), weekday(last)) else 52


def _present() -> None:
    """Called only where a function is passed on as a value; a plain call reads the moment that the caller passed."""
    raise BridgeheadError([mistake("FE406", None)])


TABLE: dict[str, Callable[..., Any]] = {
    "now() -> date and time": _present,
    "today() -> date": _present,
    "day of year(date: Any) -> number": _of_dates(lambda date: Decimal(day_of_year(date))),
    "day of week(date: Any) -> string": _of_dates(lambda date: DAYS[weekday(date) - 1]),
    "month of year(date: Any) -> string": _of_dates(lambda date: MONTHS[date.month - 1]),
    "week of year(date: Any) -> number": _of_dates(lambda date: Decimal(week_of_year(date))),
}
