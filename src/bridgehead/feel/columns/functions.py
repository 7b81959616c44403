"""The built-in functions that have a columnar form: one row each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from typing import Literal as OneOf

import ibis
import ibis.expr.types as ir

from bridgehead.feel import library, tree
from bridgehead.feel.columns import clock, logic, numbers, rounding, temporal, text
from bridgehead.feel.columns.terms import Refusal, Term, anywhere, is_null, masked, paired, strict
from bridgehead.feel.functions import calendar
from bridgehead.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    NumberType,
    Type,
)

Columnar = Callable[..., Term]


@dataclass(frozen=True, slots=True)
class Row:
    """How a function is made, and the types that its arguments must have; `least` of them must be given."""

    make: Columnar
    types: tuple[tuple[Type, ...], ...]
    least: int


def row(make: Columnar, *types: Type | tuple[Type, ...], least: int | None = None) -> Row:
    kinds = tuple(kind if isinstance(kind, tuple) else (kind,) for kind in types)
    return Row(make, kinds, len(kinds) if least is None else least)


def _rounding(way: str) -> Columnar:
    def rounded(number: Term, scale: Term | None = None) -> Term:
        return rounding.to_scale(way, number, 0 if scale is None else text.whole_constant(scale))

    return rounded


def absolute(term: Term) -> Term:
    if isinstance(term.type, temporal.DurationType):
        return replace(temporal.measured(absolute(temporal.count(term)), term.type, term.type.unit))
    return strict(numbers.exact(term).abs(), term.type, term)


def to_date(moment: Term) -> Term:
    return moment if moment.type == DATE else strict(moment.value.date(), DATE, moment)


def to_moment(moment: Term) -> Term:
    if moment.type == DATE:
        raise Refusal(
            "FE304", "the date and time of a date has a zone, which no column holds", "a time beside the date"
        )
    return moment


def to_string(term: Term) -> Term:
    """The canonical text; that of a number with digits after the point depends on how it was written."""
    if isinstance(term.type, NumberType) and not numbers.is_whole(term):
        raise Refusal("FE304", "the text of a decimal number depends on how it was written")
    if term.type == BOOLEAN:
        return strict(ibis.cases((term.value, "true"), (~term.value, "false")), STRING, term)
    return strict(term.value.cast("string"), STRING, term)


def months_between(start: Term, end: Term) -> Term:
    """Whole months from one day to another, cut towards zero."""
    first, last = start.value, end.value
    months = (last.year() - first.year()).cast("int64") * 12 + (last.month() - first.month()).cast("int64")
    short = ibis.cases(
        ((months > 0) & (last.day() < first.day()), -1), ((months < 0) & (last.day() > first.day()), 1), else_=0
    )
    return temporal.measured(strict(months + short, NumberType(precision=6, scale=0), start, end), YEARS_MONTHS, 1)


def even(number: Term) -> Term:
    if not numbers.is_whole(number):
        raise Refusal("FE305", "«even» and «odd» of a number with digits after the point")
    return strict(number.value % 2 == 0, BOOLEAN, number)


def odd(number: Term) -> Term:
    return logic.negate(even(number))


def day_of_year(moment: Term) -> Term:
    return strict(moment.value.day_of_year().cast("int64"), NumberType(precision=3, scale=0), moment)


def week_of_year(moment: Term) -> Term:
    return strict(moment.value.week_of_year().cast("int64"), NumberType(precision=2, scale=0), moment)


def day_of_week(moment: Term) -> Term:
    return _named(moment, moment.value.day_of_week.index(), calendar.DAYS)


def month_of_year(moment: Term) -> Term:
    return _named(moment, moment.value.month() - 1, calendar.MONTHS)


def _named(moment: Term, place: ir.IntegerValue, names: Sequence[str]) -> Term:
    """The English name at a place; an engine's own would be in the language of its machine."""
    return strict(ibis.cases(*((place == at, name) for at, name in enumerate(names))), STRING, moment)


ANY_DATE = (DATE, DATE_TIME)

FUNCTIONS: dict[str, Row] = {
    "not": row(logic.negate, BOOLEAN),
    "abs": row(absolute, (NUMBER, DAYS_TIME, YEARS_MONTHS)),
    **{way: row(_rounding(way), NUMBER, NUMBER, least=1) for way in rounding.CORRECTIONS},
    "modulo": row(rounding.modulo, NUMBER, NUMBER),
    "string": row(to_string, (STRING, NUMBER, BOOLEAN)),  # years before 1 have another text in each engine
    "string length": row(text.length, STRING),
    "contains": row(text.contains, STRING, STRING),
    "starts with": row(text.starts_with, STRING, STRING),
    "ends with": row(text.ends_with, STRING, STRING),
    "substring before": row(text.before, STRING, STRING),
    "substring after": row(text.after, STRING, STRING),
    "matches": row(text.matches, STRING, STRING),
    "replace": row(text.replace, STRING, STRING, STRING),
    "split": row(text.split, STRING, STRING),
    "even": row(even, NUMBER),
    "odd": row(odd, NUMBER),
    "day of year": row(day_of_year, ANY_DATE),
    "week of year": row(week_of_year, ANY_DATE),
    "day of week": row(day_of_week, ANY_DATE),
    "month of year": row(month_of_year, ANY_DATE),
    "substring": row(text.substring, STRING, NUMBER, NUMBER, least=2),
    "date": row(to_date, ANY_DATE),
    "date and time": row(to_moment, ANY_DATE),
    "time": row(clock.of_moment, (DATE, TIME, DATE_TIME)),
    "years and months duration": row(months_between, ANY_DATE, ANY_DATE),
}


def call(name: str, arguments: Sequence[Term]) -> Term:
    """The function of that name, called."""
    found = FUNCTIONS[name]
    if not found.least <= len(arguments) <= len(found.types):
        raise Refusal("FE304", f"«{name}» with {len(arguments)} arguments has no columnar form")
    for argument, kinds in zip(arguments, found.types, strict=False):
        if argument.type.name not in {kind.name for kind in kinds}:
            raise Refusal("FE305", f"«{name}» meets a {argument.type}", " or ".join(map(str, kinds)))
    return found.make(*arguments)


# Functions of a list written out: its items are columns.


def combined(operator: OneOf["+", "*"]) -> Callable[[Sequence[Term]], Term]:
    def total(items: Sequence[Term]) -> Term:
        if not all(isinstance(item.type, NumberType) for item in items):
            raise Refusal("FE305", "not all items are numbers", "numbers")
        return paired(partial(numbers.combine, operator), items)

    return total


def junction(join: Callable[[Sequence[Term]], Term]) -> Callable[[Sequence[Term]], Term]:
    """`all` and `any`: unknown where an item is, unlike `and` and `or`."""

    def joined(items: Sequence[Term]) -> Term:
        result = join(items)
        return masked(result.value, BOOLEAN, *items, nullable=result.nullable)

    return joined


def extreme(items: Sequence[Term], pick: Callable[..., ir.Value]) -> Term:
    """The least or greatest; null or unknown where an item is, which engines would pass over."""
    kind, values = logic.alike(*items)
    if kind.name not in (NUMBER.name, STRING.name, DATE.name):
        raise Refusal("FE305", f"the least or greatest {kind} has no columnar form")
    value = pick(*values)
    empty = [is_null(item.value) for item in items if item.absent]
    if empty:
        value = ibis.ifelse(reduce(lambda one, other: one | other, empty), ibis.null(value.type()), value)
    return Term(value, kind, anywhere(*items), any(item.nullable for item in items))


LISTS: dict[str, Callable[[Sequence[Term]], Term]] = {
    "sum": combined("+"),
    "product": combined("*"),
    "all": junction(logic.both),
    "any": junction(logic.either),
    "min": lambda items: extreme(items, ibis.least),
    "max": lambda items: extreme(items, ibis.greatest),
}


def in_order(name: str, arguments: Sequence[tree.Expression], names: Sequence[str]) -> Sequence[tree.Expression]:
    """The arguments in the order of the parameters."""
    placed = library.in_order(name, arguments, names)
    if placed is None:
        raise Refusal("FE304", f"«{name}» with these names of arguments has no columnar form")
    return placed
