"""Lists in columns: arrays of scalars or of structs, and the loops that run over them (DMN 1.5, 10.3.2.14 and tables
42, 43 and 56).

An item of a list may be null and is never unknown; a list that has an unknown item is unknown itself. So the terms of
items carry no mark, and what a turn of a loop takes from outside may make the whole loop unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

import ibis
import ibis.expr.datashape as ds
import ibis.expr.operations as ops
import ibis.expr.types as ir

from bridgehead.feel.columns import clock, logic, numbers
from bridgehead.feel.columns.terms import VARIES, Refusal, Term, is_null, masked, null, strict
from bridgehead.feel.types import BOOLEAN, ContextType, ListType, NumberType, Type


@dataclass(frozen=True, slots=True)
class Turn:
    """What a loop makes of each item: `outcome` in terms of `item`, the parameter of the engine's lambda."""

    items: Term
    item: ops.Argument
    outcome: Term

    def each(self, value: ir.Value) -> ir.ArrayValue:
        """The list of `value`, one an item."""
        return ops.ArrayMap(self.items.value, value, self.item, None).to_expr()

    def where(self, holds: ir.BooleanValue) -> ir.ArrayValue:
        """The items for which it holds; NULL holds not."""
        return ops.ArrayFilter(self.items.value, holds, self.item, None).to_expr()

    def ever(self, holds: ir.BooleanValue) -> ir.BooleanValue:
        """Whether it holds for any item; NULL for a NULL list."""
        return self.where(holds).length() > 0

    def unknown(self) -> ir.BooleanValue | None:
        """Where the list or any outcome is unknown."""
        marks = [] if self.items.unknown is None else [self.items.unknown]
        if self.outcome.unknown is not None:
            marks.append(ibis.coalesce(self.ever(self.outcome.unknown), False))
        return reduce(or_, marks) if marks else None


def item_type(items: Term) -> Type:
    if not isinstance(items.type, ListType):
        raise Refusal("FE305", f"a {items.type} stands where a list belongs", "a list")
    return items.type.item


def turn(items: Term, level: int, body: Callable[[Term], Term]) -> Turn:
    """The body of a loop at a depth of loops, from the term of the item."""
    kind = item_type(items)
    item = ops.Argument(name=f"item{level}", shape=ds.columnar, dtype=items.value.type().value_type)
    return Turn(items, item, body(Term(item.to_expr(), kind, nullable=True)))


def quantified(kind: str, turn: Turn) -> Term:
    """`some` and `every`: the outcome that decides, else unknown, else null, as any of the turns is."""
    if turn.outcome.type != BOOLEAN:
        raise Refusal("FE305", f"«{kind}» asks for a {turn.outcome.type}", "a condition")
    decides = kind == "some"
    found = turn.ever(turn.outcome.value if decides else ~turn.outcome.value)
    if not turn.outcome.absent:
        return strict(found if decides else ~found, BOOLEAN, turn.items)
    doubtful = turn.ever(is_null(turn.outcome.value))
    value = ibis.cases((found, decides), (~found & ~doubtful, not decides))
    unknown = None
    if turn.outcome.unknown is not None:
        unknown = ibis.coalesce(~found & turn.ever(turn.outcome.unknown), False)
    if turn.items.unknown is not None:
        unknown = turn.items.unknown if unknown is None else turn.items.unknown | unknown
    return Term(value, BOOLEAN, unknown, turn.items.nullable or turn.outcome.nullable)


def filtered(turn: Turn) -> Term:
    """The items for which the condition is true; of null, the empty list."""
    if turn.outcome.type != BOOLEAN:
        raise Refusal("FE305", f"a filter asks for a {turn.outcome.type}", "a condition or a place")
    value = turn.where(turn.outcome.value)
    if turn.items.nullable:
        value = ibis.coalesce(value, empty(turn.items))
    return _marked(value, turn.items.type, turn.unknown())


def mapped(turn: Turn) -> Term:
    """The list of outcomes."""
    kind = turn.outcome.type
    value = numbers.exact(turn.outcome) if isinstance(kind, NumberType) else turn.outcome.value
    unknown = turn.unknown()
    listed = turn.each(value)
    if turn.outcome.unknown is None:
        return Term(listed, ListType(item=kind), unknown, turn.items.nullable)
    return replace(_marked(listed, ListType(item=kind), unknown), nullable=turn.items.nullable)


def _marked(value: ir.ArrayValue, kind: Type, unknown: ir.BooleanValue | None) -> Term:
    if unknown is not None:
        value = ibis.ifelse(unknown, ibis.null(value.type()), value)
    return Term(value, kind, unknown)


def flat(lists: Term) -> Term:
    """A list of lists without null, as one list."""
    inner = item_type(lists)
    if not isinstance(inner, ListType):
        raise Refusal("FE305", f"a list of {inner} is flattened", "a list of lists")
    return replace(lists, value=lists.value.flatten(), type=inner)


def empty(items: Term) -> ir.ArrayValue:
    """The empty list of the same type."""
    return ibis.literal([], type=items.value.type())


def of_terms(terms: list[Term]) -> Term:
    """A list written out, as an array."""
    if not terms:
        raise Refusal("FE304", "an empty list has no type of its items", "a list with items")
    kind, values = logic.alike(*terms)
    return masked(ibis.array(values), ListType(item=kind), *terms)


def pick(items: Term, place: Term) -> Term:
    """The item at a place, counted from 1 or, where negative, from the end; null beyond the list."""
    if not isinstance(place.type, NumberType) or not numbers.is_whole(place):
        raise Refusal("FE304", f"the place in a list is a {place.type} with digits after the point", "a whole number")
    on, length = place.value.cast("int64"), items.value.length()
    first = on - 1 if _positive(place) else ibis.ifelse(on > 0, on - 1, length + on)
    within = (on >= 1) & (on <= length) if _positive(place) else (on != 0) & (on.abs() <= length)
    return strict(ibis.cases((within, at_place(items, first))), item_type(items), items, place, null=True)


def at_place(items: Term, index: ir.IntegerValue) -> ir.Value:
    """The item at a place from 0 that the list has; Spark asks for an INT."""
    return items.value[index.cast("int32")]


def part(items: Term, start: ir.IntegerValue, end: ir.IntegerValue) -> ir.ArrayValue:
    """The items from one place to before another."""
    return items.value[start.cast("int32") : end.cast("int32")]


def _positive(place: Term) -> bool:
    return place.constant is not VARIES and place.constant > 0  # type: ignore[operator]


def any_null(items: Term) -> ir.BooleanValue:
    """Whether any item is null."""
    return items.value.filter(lambda one: one.isnull()).length() > 0


def member(base: Term, name: str) -> Term:
    """What follows the dot after a context; null where it has no such entry."""
    assert isinstance(base.type, ContextType)
    assert base.type.fields is not None
    if name not in base.type.fields:
        return strict(ibis.null("boolean"), BOOLEAN, base, null())
    return strict(clock.read(base.value[name]), base.type.fields[name].type, base, null=True)


def contains(items: Term, element: Term, level: int) -> Term:
    """Whether any item equals the element; null equals null."""
    return anyone(turn(items, level, lambda item: logic.compare("=", item, element)), element)


def anyone(turn: Turn, *beside: Term) -> Term:
    """Whether any outcome is true; unknown only where the list or what stands beside it is."""
    return masked(turn.ever(turn.outcome.value), BOOLEAN, turn.items, *beside, nullable=turn.items.nullable)


def belongs(value: Term, items: Term, level: int) -> Term:
    """`value in items`, where items is a list; a null one equals null alone."""
    found = contains(items, value, level).value
    if items.nullable:
        found = ibis.ifelse(items.value.isnull(), value.value.isnull(), found)
    return masked(found, BOOLEAN, value, items)
