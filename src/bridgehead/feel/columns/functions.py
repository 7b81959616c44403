"""The built-in functions that have a columnar form: one row each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce

import ibis
import ibis.expr.types as ir

from bridgehead.feel import library, tree
from bridgehead.feel.columns import logic, numbers, rounding, temporal, text
from bridgehead.feel.columns.terms import Refusal, Term, anywhere, is_null, strict
from bridgehead.feel.types import BOOLEAN, DATE, DATE_TIME, DAYS_TIME, NUMBER, STRING, YEARS_MONTHS, NumberType, Type

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
        return rounding.to_scale(way, number, whole_constant(scale))

    return rounded


def whole_constant(term: Term | None) -> int:
    """A scale given as a constant; 0 where it is left out."""
    if term is None:
        return 0
    if not isinstance(term.constant, Decimal) or term.constant != int(term.constant):
        raise Refusal("FE304", "the scale of a rounding varies", "a whole number")
    return int(term.constant)


def absolute(term: Term) -> Term:
    if isinstance(term.type, temporal.DurationType):
        return replace(temporal.measured(absolute(temporal.count(term)), term.type, term.type.unit))
    return strict(numbers.exact(term).abs(), term.type, term)


def to_date(moment: Term) -> Term:
    return moment if moment.type == DATE else strict(moment.value.date(), DATE, moment)


def to_string(term: Term) -> Term:
    """The canonical text; that of a number with digits after the point depends on how it was written."""
    if isinstance(term.type, NumberType) and not numbers.is_whole(term):
        raise Refusal("FE304", "the text of a decimal number depends on how it was written")
    if term.type == BOOLEAN:
        return strict(ibis.cases((term.value, "true"), (~term.value, "false")), STRING, term)
    return strict(term.value.cast("string"), STRING, term)


def months_between(start: Term, end: Term) -> Term:
    """Whole months from one date to another, cut towards zero."""
    first, last = start.value, end.value
    months = (last.year() - first.year()).cast("int64") * 12 + (last.month() - first.month()).cast("int64")
    short = ibis.cases(
        ((months > 0) & (last.day() < first.day()), -1), ((months < 0) & (last.day() > first.day()), 1), else_=0
    )
    return temporal.measured(strict(months + short, NumberType(precision=6, scale=0), start, end), YEARS_MONTHS, 1)


ANY_DATE = (DATE, DATE_TIME)

FUNCTIONS: dict[str, Row] = {
    "not": row(logic.negate, BOOLEAN),
    "abs": row(absolute, (NUMBER, DAYS_TIME, YEARS_MONTHS)),
    **{way: row(_rounding(way), NUMBER, NUMBER, least=1) for way in rounding.CORRECTIONS},
    "modulo": row(rounding.modulo, NUMBER, NUMBER),
    "string": row(to_string, (STRING, NUMBER, BOOLEAN, DATE)),
    "string length": row(text.length, STRING),
    "contains": row(text.contains, STRING, STRING),
    "starts with": row(text.starts_with, STRING, STRING),
    "ends with": row(text.ends_with, STRING, STRING),
    "substring": row(text.substring, STRING, NUMBER, NUMBER, least=2),
    "date": row(to_date, ANY_DATE),
    "years and months duration": row(months_between, DATE, DATE),
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


def total(items: Sequence[Term]) -> Term:
    return reduce(lambda left, right: numbers.combine("+", left, right), items)


def extreme(items: Sequence[Term], pick: Callable[..., ir.Value]) -> Term:
    """The least or greatest; null or unknown where an item is, which engines would pass over."""
    kind, values = logic.alike(*items)
    if kind.name not in logic.ORDERED:
        raise Refusal("FE305", f"values of type {kind} have no order")
    value = pick(*values)
    empty = [is_null(item.value) for item in items if item.absent]
    if empty:
        value = ibis.ifelse(reduce(lambda one, other: one | other, empty), ibis.null(value.type()), value)
    return Term(value, kind, anywhere(*items), any(item.nullable for item in items))


LISTS: dict[str, Callable[[Sequence[Term]], Term]] = {
    "sum": total,
    "min": lambda items: extreme(items, ibis.least),
    "max": lambda items: extreme(items, ibis.greatest),
}


def in_order(name: str, arguments: Sequence[tree.Expression], names: Sequence[str]) -> Sequence[tree.Expression]:
    """The arguments in the order of the parameters."""
    if not names:
        return arguments
    given = dict(zip(names, arguments, strict=True))
    for signature in library.rows().get(name, ()):
        labels = [parameter.name for parameter in signature.parameters][: len(given)]
        if set(labels) == set(given):
            return [given[label] for label in labels]
    raise Refusal("FE304", f"«{name}» with these names of arguments has no columnar form")
