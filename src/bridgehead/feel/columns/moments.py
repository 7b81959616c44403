"""Dates, times and moments made of texts, of numbers and of one another (DMN 1.5, 10.3.4.1).

A text may hold what no column does: a year beyond 1 to 9999, parts of a microsecond or a zone. Nothing but the value
tells, so that the query ends there, and the caller goes row by row: a value is never another one. DuckDB alone does so.
"""

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from bridgehead.feel.columns import clock, numbers
from bridgehead.feel.columns.terms import Engine, Refusal, Term, strict
from bridgehead.feel.types import DATE, DATE_TIME, STRING, TIME, NumberType, Type

BEYOND = "a text or number stands for a year beyond 1 to 9999, a zone or a part of a microsecond, which no column holds"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# What no column holds, or may not hold; what is no moment there is found so row by row.
_FAR = r"(?:-[0-9]{4,9}|[1-9][0-9]{4,8}|0000)-[0-9]{2}-[0-9]{2}"
_FINE = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{7,}$|(?:\.[0-9]+)?[Z@+-])"


@ibis.udf.scalar.builtin(name="error", signature=(("string",), "null"))
def _end(why):  # type: ignore[no-untyped-def]
    """What ends a query of DuckDB."""


def date(text: Term) -> Term:
    return _read(text, DATE, _DAY, text.value.try_cast("date"), f"^{_FAR}$")


def time(text: Term) -> Term:
    return _read(text, TIME, _CLOCK, clock.read(text.value.try_cast("time")), f"^{_FINE}")


def date_and_time(text: Term) -> Term:
    """A date alone is its midnight; 24:00:00 is that of the next day."""
    held = text.value.try_cast("timestamp(6)")
    return _read(text, DATE_TIME, f"{_DAY}(?:T{_CLOCK})?", held, f"^(?:{_FAR}(?:$|T)|{_DAY}T(?:{_FINE}|24:00:00))")


def _read(text: Term, kind: Type, form: str, held: ir.Value, beyond: str) -> Term:
    """What a text of a form holds; a text that is `beyond` ends the query."""
    known, ends = text.value.re_search(f"^(?:{form})$"), text.value.re_search(beyond)
    return strict(_held(ends, known, held), kind, text, null=True)


def day(year: Term, month: Term, day: Term) -> Term:
    """The date of three numbers; null where the calendar has no such day."""
    parts = (year, month, day)
    if not all(isinstance(part.type, NumberType) for part in parts):
        raise Refusal("FE305", "a date is made of what is no number", "three numbers")
    if any(numbers.digits(part)[0] > numbers.WHOLE_DIGITS for part in parts):
        raise Refusal("FE302", f"a date is made of a number of more than {numbers.WHOLE_DIGITS} digits")
    on, month_, day_ = (numbers.exact(part).cast("int64") for part in parts)
    leap = (on % 4 == 0) & ((on % 100 != 0) | (on % 400 == 0))
    last = ibis.cases((month_ == 2, ibis.ifelse(leap, 29, 28)), (month_.isin([4, 6, 9, 11]), 30), else_=31)
    there = month_.between(1, 12) & (day_ >= 1) & (day_ <= last)
    for part, number in zip(parts, (on, month_, day_), strict=True):
        if not numbers.is_whole(part):
            there = there & (part.value == number)
    value = _held(there & ~on.between(1, 9999), there, ibis.date(on, month_, day_))
    return strict(value, DATE, *parts, null=True)


def _held(ends: ir.BooleanValue, known: ir.BooleanValue, value: ir.Value) -> ir.Value:
    return ibis.cases((ends, _end(ibis.literal(BEYOND))), (known, value), else_=ibis.null(value.type()))


OF_TEXT: dict[str, Callable[[Term], Term]] = {"date": date, "time": time, "date and time": date_and_time}
NAMES = frozenset(OF_TEXT)


def is_made(given: Sequence[Term]) -> bool:
    """Whether the value is made of a text or of several values, and not another form of one."""
    return len(given) > 1 or [one.type for one in given] == [STRING]


def make(name: str, given: Sequence[Term], engine: Engine) -> Term:
    """What the function of that name makes. Refused where that may end the query, and it is not DuckDB's."""
    match name, given:
        case "time", [hour, minute, second]:
            return clock.made(hour, minute, second)
        case "date and time", [day_, time_]:
            return clock.at(day_, time_, duckdb=engine == "duckdb")
        case ("date", [_, _, _]) | (_, [_]) if engine != "duckdb":
            reason = (
                "may lie beyond the years 1 to 9999" if name == "date" else "may have a zone, which no column holds"
            )
            raise Refusal("FE304", f"a {name} that varies as a text or number {reason}", f"a field of type {name}")
        case "date", [year, month, number]:
            return day(year, month, number)
        case _, [text]:
            return OF_TEXT[name](text)
    raise Refusal("FE304", f"«{name}» with {len(given)} arguments has no columnar form")
