"""What follows the dot after a date, a time, a date and time or a duration (DMN 1.5, table 65)."""

from collections.abc import Callable

import ibis.expr.types as ir

from bridgehead.feel.columns import clock, numbers, temporal
from bridgehead.feel.columns.terms import Refusal, Term, strict
from bridgehead.feel.temporal import DAY, SECOND
from bridgehead.feel.types import DATE, DATE_TIME, DAYS_TIME, TIME, YEARS_MONTHS, NumberType

Part = tuple[int, Callable[[ir.Value], ir.IntegerValue]]

_DATE: dict[str, Part] = {
    "year": (5, lambda moment: moment.year()),
    "month": (2, lambda moment: moment.month()),
    "day": (2, lambda moment: moment.day()),
    "weekday": (1, lambda moment: moment.day_of_week.index() + 1),
}
_CLOCK: dict[str, Part] = {
    "hour": (2, lambda moment: moment.hour()),
    "minute": (2, lambda moment: moment.minute()),
    "second": (2, lambda moment: moment.second()),
}
_MOMENTS: dict[str, dict[str, Part]] = {DATE.name: _DATE, DATE_TIME.name: {**_DATE, **_CLOCK}}
# Of a duration: how long one is, and the longer one that is taken away first (None: none is).
_DURATIONS: dict[str, dict[str, tuple[int, int | None]]] = {
    YEARS_MONTHS.name: {"years": (12, None), "months": (1, 12)},
    DAYS_TIME.name: {"days": (DAY, None), "hours": (3600 * SECOND, DAY), "minutes": (60 * SECOND, 3600 * SECOND)},
}


def part(whole: Term, name: str) -> Term:
    if name in _MOMENTS.get(whole.type.name, {}):
        digits, take = _MOMENTS[whole.type.name][name]
        return strict(take(whole.value).cast("int64"), NumberType(precision=digits, scale=0), whole)
    if whole.type == TIME and name in clock.LENGTHS:
        return clock.part(whole, name)
    if name in _DURATIONS.get(whole.type.name, {}):
        return _units(whole, *_DURATIONS[whole.type.name][name])
    raise Refusal("FE304", f"«{name}» of a {whole.type} has no columnar form")


def _units(duration: Term, length: int, within: int | None) -> Term:
    """How many whole units of that length a duration has, cut towards zero, after as many as can be of `within`."""
    count = temporal.in_unit_of(duration, length)
    assert isinstance(count.type, temporal.DurationType)
    unit = count.type.unit
    number = numbers.exact(temporal.count(count))
    if within is not None:
        number = number % max(within // unit, 1)
    per = length // unit
    if per > 1:
        number = ((number - number % per) / per).round().cast("int64")
    return strict(number, temporal.WHOLE, duration)
