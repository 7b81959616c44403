"""Functions that make one value from others (DMN 1.5, 10.3.4.1)."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from bridgehead.feel import temporal, temporal_text
from bridgehead.feel.mistakes import NESTED, mistake
from bridgehead.feel.operations import equal, is_whole, kind
from bridgehead.feel.steps import counted, spend
from bridgehead.feel.temporal import SECOND, Date, DateTime, DaysTime, Time, YearsMonths
from bridgehead.feel.values import DECIMAL, MAX_SIZE, UNKNOWN, Range, bounded, feel_value, too_big
from bridgehead.primitives.errors import BridgeheadError

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def date_from(value: Any) -> Date | None:
    if isinstance(value, str):
        return temporal_text.read_date(value)
    if kind(value) in ("date", "date and time"):
        return temporal.date_part(value)
    return None


def date(year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    return temporal.make_date(int(year), int(month), int(day)) if _whole(year, month, day) else None


def _whole(*numbers: Decimal) -> bool:
    return all(map(is_whole, numbers))


def time_from(value: Any) -> Time | None:
    if isinstance(value, str):
        return temporal_text.read_time(value)
    match kind(value):
        case "time":
            return value  # type: ignore[no-any-return]
        case "date and time":
            return temporal.time_part(value)
        case "date":
            return temporal.time_of(0, temporal.fixed_offset(0))
    return None


def time(hour: Decimal, minute: Decimal, second: Decimal, offset: Any) -> Time | None:
    zone = None
    if offset is not None:
        if not isinstance(offset, DaysTime):
            return None
        zone = temporal.fixed_offset(offset.nanoseconds // SECOND)
        if zone is None:
            return None
    if not _whole(hour, minute) or second < 0:
        return None
    whole = int(second)
    return temporal.make_time(
        int(hour), int(minute), whole, int(DECIMAL.multiply(DECIMAL.subtract(second, whole), SECOND)), zone
    )


def date_time_from(value: Any) -> DateTime | None:
    """Of text; a date alone is its midnight."""
    if isinstance(value, str):
        day = temporal_text.read_date(value)
        return temporal.combine(day, temporal.time_of(0)) if day else temporal_text.read_date_time(value)
    if kind(value) == "date":
        return temporal.combine(value, temporal.time_of(0, temporal.fixed_offset(0)))
    return value if kind(value) == "date and time" else None


def date_and_time(date: Any, time: Time) -> DateTime | None:
    return temporal.combine(temporal.date_part(date), time) if kind(date) in ("date", "date and time") else None


def number(text: str, grouping: str | None, decimal: str | None) -> Decimal | None:
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ",", ".") or (grouping and grouping == decimal):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if decimal:
        text = text.replace(decimal, ".")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return DECIMAL.create_decimal(text)
    except ArithmeticError:
        return None


def string(value: Any) -> str | None:
    """The text that a value reads back from; a string is itself."""
    return value if value is None or isinstance(value, str) else text_of(value)


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are of one kind and the very same; times with the same zone, not only the same instant, and
    in the same turn of an hour that clocks show twice."""
    if kind(one) != kind(other):
        return False
    if kind(one) in ("time", "date and time"):
        return (temporal_text.write(one), temporal.offset(one)) == (temporal_text.write(other), temporal.offset(other))
    return equal(one, other) is True


def text_of(value: Any) -> str:
    """A value as FEEL text, strings in quotes; what is unknown, and a function, by that word.

    Raises BridgeheadError: FE401, FE402, FE404 or FE408, where it is too large or too deep; FE403 and FE410 for what
    FEEL has no value for.
    """
    with counted():
        try:
            return _text(value)
        except RecursionError:
            raise BridgeheadError([mistake("FE404", None, found=NESTED)]) from None


def _text(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number_text(value)
        case str():
            return literal(value)
        case list():
            return f"[{_joined(map(_text, value), len(value))}]"
        case dict():
            entries = (f"{_key(key)}: {_text(item)}" for key, item in value.items())
            return "{" + _joined(entries, len(value)) + "}"
        case Range():
            return _range_text(value)
    match kind(value):
        case "function":
            return "function"
        case "Any":
            return "unknown" if value is UNKNOWN else _text(feel_value(value))
    return temporal_text.write(value)


def _joined(texts: Iterable[str], count: int) -> str:
    spend(count // 3 + 1)
    text = ", ".join(texts)
    if len(text) > MAX_SIZE:
        raise too_big()
    return text


def _key(key: str) -> str:
    return key if key and not set(key) & set("{}:,") and not _ESCAPED.search(key) else literal(key)


_SIGNS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029]')  # signs that end a line or cannot be seen, too


def literal(text: str) -> str:
    """A text as FEEL writes it in an expression: in quotes, on one line."""
    return '"' + _ESCAPED.sub(lambda found: _SIGNS.get(found[0], f"\\u{ord(found[0]):04x}"), text) + '"'


def number_text(value: Decimal) -> str:
    """Plain digits, without an exponent and without zeros at the end of a fraction."""
    text = f"{bounded(value):f}"  # more digits than these bounds have would fill the memory
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _range_text(value: Range) -> str:
    if value.low is None:
        return f"{'<=' if value.high_closed else '<'} {_text(value.high)}"
    if value.high is None:
        return f"{'>=' if value.low_closed else '>'} {_text(value.low)}"
    opening, closing = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
    return f"{opening}{_text(value.low)}..{_text(value.high)}{closing}"


def years_and_months(start: Any, end: Any) -> YearsMonths | None:
    """Whole months between two days, cut towards zero."""
    if kind(start) not in ("date", "date and time") or kind(end) not in ("date", "date and time"):
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonths(months)


TABLE: dict[str, Callable[..., Any]] = {
    "date(from: Any) -> date": date_from,
    "date(year: number, month: number, day: number) -> date": date,
    "date and time(from: Any) -> date and time": date_time_from,
    "date and time(date: Any, time: time) -> date and time": date_and_time,
    "time(from: Any) -> time": time_from,
    "time(hour: number, minute: number, second: number, offset?: Any) -> time": time,
    "number(from: string, grouping separator?: Any, decimal separator?: Any) -> number": number,
    "string(from: Any) -> string": string,
    "duration(from: string) -> Any": temporal_text.read_duration,
    "years and months duration(from: Any, to: Any) -> years and months duration": years_and_months,
    "is(value1??: Any, value2??: Any) -> boolean": is_same,
    "not(negand: boolean) -> boolean": lambda negand: not negand,
}
