"""Values of one kind on a line, each at a key that orders it: what lies between two of them, and beyond.

Numbers lie densely; texts have a next one; all other kinds are counted in whole steps: days, seconds, months,
nanoseconds, as FEEL compares them.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from bridgehead.feel import temporal
from bridgehead.feel.operations import kind
from bridgehead.feel.temporal import DAY, SECOND, DaysTime, YearsMonths
from bridgehead.feel.values import DECIMAL

Kind = tuple[str, bool]
"""The name of a type, and whether its values have a zone: those that do and those that do not never compare."""

_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Line:
    """`key` of a value and `value` of a key; `steps` from the roundest to the least; `ends` the first and last key."""

    key: Callable[[Any], Any]
    value: Callable[[Any], Any]
    steps: Sequence[int] = ()
    ends: tuple[int, int] | None = None

    def between(self, low: Any, high: Any) -> Any:
        """A key beyond `low` and before `high` (None for no bound), as round as may be; None where there is none."""
        for step in self.steps:
            first = 0 if high is None else (high - 1) // step * step
            found = first if low is None else (low // step + 1) * step
            if (high is None or found < high) and (self.ends is None or self.ends[0] <= found <= self.ends[1]):
                return found
        return None


class Numbers(Line):
    """`steps` are those of whole numbers where nothing else may stand."""

    def between(self, low: Any, high: Any) -> Any:
        if low is None or high is None:
            return self._beyond(low, high)
        places = 0 if self.steps else 30
        for place in range(places + 1):
            unit = Decimal(1).scaleb(-place)
            found = DECIMAL.add(low.quantize(unit, ROUND_FLOOR, DECIMAL), unit) if _fits(low, unit) else low
            if low < found < high:
                return found
        if self.steps:
            return None
        middle = DECIMAL.divide(DECIMAL.add(low, high), Decimal(2))
        return middle if low < middle < high else None

    def _beyond(self, low: Any, high: Any) -> Decimal:
        """One more or less than a bound, and whole where it must be."""
        if low is None and high is None:
            return Decimal(0)
        if high is None:
            return DECIMAL.add(low.to_integral_value(ROUND_FLOOR) if self.steps else low, Decimal(1))
        return DECIMAL.subtract(high.to_integral_value(ROUND_CEILING) if self.steps else high, Decimal(1))


def _fits(number: Decimal, unit: Decimal) -> bool:
    return number.adjusted() - unit.adjusted() < DECIMAL.prec - 1


class Texts(Line):
    """Texts by code point: after each there is another one, and before all the empty one."""

    def between(self, low: Any, high: Any) -> Any:
        candidates = ("", *(chr(code) for code in (48, 65, 97))) if low is None else (f"{low}a", f"{low} ", f"{low}\0")
        return next((one for one in candidates if (low is None or low < one) and (high is None or one < high)), None)


def _clock_time(key: int) -> Any:
    return temporal.time_of(key * SECOND)


def _moment(key: int) -> Any:
    day, seconds = divmod(key, DAY // SECOND)
    date = temporal.date_of(day)
    return None if date is None else temporal.combine(date, temporal.time_of(seconds * SECOND))


def _at_greenwich(make: Callable[[int], Any]) -> Callable[[int], Any]:
    def zoned(key: int) -> Any:
        value = make(key)
        return None if value is None else value.replace(tzinfo=dt.UTC)

    return zoned


def _seconds_of_day(value: Any) -> int:
    return temporal.nanosecond_of_day(value) // SECOND - (temporal.offset(value) or 0)


_DATES = -719_162, 2_932_896  # the years 1 to 9999
_SECONDS = (86_400, _HOUR, _MINUTE, 1)
LINES: dict[Kind, Line] = {
    ("number", False): Numbers(lambda value: value, lambda key: key),
    ("string", False): Texts(lambda value: value, lambda key: key),
    ("boolean", False): Line(int, bool),
    ("date", False): Line(temporal.day_number, temporal.date_of, (1,), _DATES),
    ("time", False): Line(_seconds_of_day, _clock_time, _SECONDS[1:], (0, 86_399)),
    ("time", True): Line(_seconds_of_day, _at_greenwich(_clock_time), _SECONDS[1:], (0, 86_399)),
    ("date and time", False): Line(
        lambda value: temporal.instant(value) // SECOND, _moment, _SECONDS, (_DATES[0] * 86_400, _DATES[1] * 86_400)
    ),
    ("date and time", True): Line(
        lambda value: temporal.instant(value) // SECOND,
        _at_greenwich(_moment),
        _SECONDS,
        (_DATES[0] * 86_400, _DATES[1] * 86_400),
    ),
    ("years and months duration", False): Line(lambda value: value.months, YearsMonths, (12, 1)),
    ("days and time duration", False): Line(
        lambda value: value.nanoseconds, DaysTime, (DAY, _HOUR * SECOND, _MINUTE * SECOND, SECOND, 1)
    ),
}
WHOLE_NUMBERS = Numbers(lambda value: value, lambda key: key, (1,))


def kind_of(value: Any) -> Kind:
    """The kind of a constant."""
    name = kind(value)
    return name, name in ("time", "date and time") and value.tzinfo is not None
