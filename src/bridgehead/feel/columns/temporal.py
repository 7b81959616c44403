"""Dates, dates and times, and durations in columns.

A date is a DATE, a date and time a TIMESTAMP without a zone (the engine's session zone is UTC). A duration is a whole
number of a unit: nanoseconds for those of days and time, months for those of years and months.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import gcd
from typing import Literal as OneOf

import ibis
import ibis.expr.types as ir

from bridgehead.feel.columns import numbers
from bridgehead.feel.columns.terms import MIRRORED, ORDERS, VARIES, Operator, Refusal, Term, strict
from bridgehead.feel.temporal import DAY, DaysTime, YearsMonths
from bridgehead.feel.types import DATE, DATE_TIME, DAYS_TIME, YEARS_MONTHS, NumberType, Type

MICROSECOND = 1000  # nanoseconds
DAYS_BETWEEN = NumberType(precision=7, scale=0)  # between two dates of the years 1 to 9999
MICROSECONDS_BETWEEN = NumberType(precision=18, scale=0)
WHOLE = NumberType(precision=18, scale=0)
FURTHEST = 12 * 1000  # months: a constant that moves dates further would leave the years that engines know


@dataclass(frozen=True, slots=True)
class DurationType(Type):
    """A duration held as a number of so many digits, each of one of which stands for `unit` nanoseconds or months."""

    count: NumberType = WHOLE
    unit: int = 1


def count(term: Term) -> Term:
    """The number of units of a duration."""
    assert isinstance(term.type, DurationType)
    amount = _amount(term.constant)
    constant = term.constant if amount is None else Decimal(amount // term.type.unit)
    return replace(term, type=term.type.count, constant=constant)


def _amount(value: object) -> int | None:
    match value:
        case DaysTime(nanoseconds):
            return nanoseconds
        case YearsMonths(months):
            return months
    return None


def constant(value: dt.date | DaysTime | YearsMonths) -> Term:
    """A constant; a duration is one of its own length, so that what it is compared with keeps its unit."""
    match value:
        case dt.datetime():
            if value.tzinfo is not None:
                raise Refusal("FE304", "a date and time with a zone has no columnar form", "wall-clock time")
            return Term(ibis.timestamp(value.isoformat()), DATE_TIME, constant=value)
        case dt.date():
            return Term(ibis.date(value.year, value.month, value.day), DATE, constant=value)
        case DaysTime(nanoseconds):
            return _duration(DAYS_TIME, nanoseconds, abs(nanoseconds) or DAY, value)
        case YearsMonths(months):
            return _duration(YEARS_MONTHS, months, 1, value)


def _duration(kind: Type, amount: int, unit: int, value: object) -> Term:
    number = numbers.literal(Decimal(amount // unit))
    assert isinstance(number.type, NumberType)
    return Term(number.value, DurationType(kind.name, number.type, unit), constant=value)


def measured(number: Term, kind: Type, unit: int) -> Term:
    """The duration of that many units."""
    assert isinstance(number.type, NumberType)
    return replace(number, type=DurationType(kind.name, number.type, unit), constant=VARIES)


def counts(left: Term, right: Term) -> tuple[Term, Term, int]:
    """The numbers of two durations in one unit, and the unit."""
    assert isinstance(left.type, DurationType)
    assert isinstance(right.type, DurationType)
    unit = gcd(left.type.unit, right.type.unit)
    return _in_unit(left, unit), _in_unit(right, unit), unit


def alike(durations: Sequence[Term]) -> tuple[DurationType, list[ir.Value]]:
    """The numbers of several durations in one unit, and the type that they have then."""
    types = [one.type for one in durations if isinstance(one.type, DurationType)]
    unit = gcd(*(one.unit for one in types))
    counted = [_in_unit(one, unit) for one in durations]
    kind = numbers.common(*counted)
    return DurationType(types[0].name, kind, unit), [numbers.exact(one, kind) for one in counted]


def in_unit_of(term: Term, length: int) -> Term:
    """The duration in a unit of which `length` is a multiple."""
    assert isinstance(term.type, DurationType)
    unit = gcd(term.type.unit, length)
    return measured(_in_unit(term, unit), term.type, unit)


def _in_unit(term: Term, unit: int) -> Term:
    assert isinstance(term.type, DurationType)
    amount = _amount(term.constant)
    if amount is not None:
        return numbers.literal(Decimal(amount // unit))
    factor = term.type.unit // unit
    return count(term) if factor == 1 else numbers.combine("*", count(term), numbers.literal(Decimal(factor)))


def combine(operator: OneOf["+", "-"], left: Term, right: Term) -> Term:
    """The sum or difference of two durations of one kind, of a moment and a duration, or of two moments."""
    if isinstance(left.type, DurationType) and isinstance(right.type, DurationType):
        if left.type.name != right.type.name:
            raise Refusal("FE305", f"{left.type} {operator} {right.type} is null")
        first, second, unit = counts(left, right)
        return measured(numbers.combine(operator, first, second), left.type, unit)
    if isinstance(right.type, DurationType):
        return move(left, right, -1 if operator == "-" else 1)
    if isinstance(left.type, DurationType) and operator == "+":
        return move(right, left, 1)
    if operator == "-" and left.type == right.type == DATE:
        days = strict(left.value.delta(right.value, unit="day"), DAYS_BETWEEN, left, right)
        return measured(days, DAYS_TIME, DAY)
    if operator == "-" and left.type == right.type == DATE_TIME:
        elapsed = left.value.delta(right.value, unit="microsecond")
        return measured(strict(elapsed, MICROSECONDS_BETWEEN, left, right), DAYS_TIME, MICROSECOND)
    raise Refusal("FE305", f"{left.type} {operator} {right.type} has no columnar form")


def move(moment: Term, duration: Term, sign: int) -> Term:
    """A date or date and time, moved by a constant duration."""
    amount = _amount(duration.constant)
    if amount is None:
        raise Refusal("FE304", "a date is moved by a duration that varies", "a constant duration")
    if moment.type not in (DATE, DATE_TIME):
        raise Refusal("FE305", f"a {moment.type} cannot be moved in time")
    if duration.type.name == YEARS_MONTHS.name:
        _near(amount)
        return _later(moment, ibis.interval(months=sign * amount))
    days, rest = divmod(sign * amount, DAY)
    _near(days // 30)
    if moment.type == DATE:
        return _earlier(moment, ibis.interval(days=-days))
    if rest % MICROSECOND:
        raise Refusal("FE304", "a duration has parts of a microsecond", "whole microseconds")
    later = _earlier(moment, ibis.interval(days=-days)) if days else moment
    return _earlier(later, ibis.interval(microseconds=-(rest // MICROSECOND))) if rest else later


def _near(months: int) -> None:
    if abs(months) > FURTHEST:
        raise Refusal("FE304", "a date is moved by more than a thousand years", "a shorter duration")


def _later(moment: Term, interval: ir.IntervalScalar) -> Term:
    return _retyped(moment, moment.value + interval)


def _earlier(moment: Term, interval: ir.IntervalScalar) -> Term:
    """Days and time are always taken away, months always added: in one query DuckDB takes `x + 30 days` for the same
    as `x + 1 month`, since it holds the two intervals equal."""
    return _retyped(moment, moment.value - interval)


def _retyped(moment: Term, value: ir.Value) -> Term:
    if moment.type == DATE:
        # DuckDB makes it a TIMESTAMP while Ibis calls it a date: the way through TIMESTAMP makes it one again.
        value = value.cast("timestamp").cast("date")
    return strict(value, moment.type, moment)


def negate(term: Term) -> Term:
    assert isinstance(term.type, DurationType)
    return measured(numbers.negate(count(term)), term.type, term.type.unit)


def scale(left: Term, right: Term) -> Term:
    """A duration times a whole number."""
    if isinstance(right.type, DurationType):
        left, right = right, left
    if not isinstance(left.type, DurationType) or not isinstance(right.type, NumberType):
        raise Refusal("FE305", f"{left.type} * {right.type} has no columnar form")
    if not numbers.is_whole(right):
        raise Refusal("FE304", "a duration times a fraction has no columnar form", "a whole number")
    return measured(numbers.combine("*", count(left), right), left.type, left.type.unit)


def second(moment: Term) -> ir.TimestampValue:
    """A date and time cut to its second, by which FEEL compares them."""
    value = moment.constant
    return moment.value if isinstance(value, dt.datetime) and not value.microsecond else moment.value.truncate("s")


def compare(operator: Operator, left: Term, right: Term) -> ir.BooleanValue:
    """The order of two dates and times by their seconds; beside a constant the column stays as it is."""
    if isinstance(left.constant, dt.datetime):
        left, right, operator = right, left, MIRRORED[operator]
    limit = right.constant
    if not isinstance(limit, dt.datetime):
        return ORDERS[operator](second(left), second(right))
    limit = limit.replace(microsecond=0)
    if operator in ("<=", ">"):
        if limit.year == dt.MAXYEAR:
            return ORDERS[operator](second(left), ibis.timestamp(limit.isoformat()))
        limit, operator = limit + dt.timedelta(seconds=1), "<" if operator == "<=" else ">="
    return ORDERS[operator](left.value, ibis.timestamp(limit.isoformat()))
