"""The built-in functions of a list (DMN 1.5, 10.3.4.4) that have a columnar form: one row each.

A null list gives null. Items are found by their places where engines have no function that keeps their order.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.annotations import attribute

from bridgehead.feel.columns import lists, logic, numbers, text
from bridgehead.feel.columns.lists import item_type
from bridgehead.feel.columns.terms import Refusal, Term, masked, strict
from bridgehead.feel.types import BOOLEAN, DATE, NUMBER, STRING, ListType, NumberType

LENGTH = NumberType(precision=10, scale=0)
LENGTH_DIGITS = 6  # of the most items that a list may have; a sum beyond is an error of the engine, not a wrong number
PLACES = ListType(item=LENGTH)


def _sum_type(operation: ops.ArraySum) -> dt.Decimal:
    """As wide as an engine has; Spark takes one digit more for each step."""
    item = operation.arg.dtype.value_type
    return dt.Decimal(numbers.ENGINE_DIGITS - 1, item.scale if item.is_decimal() else 0)


class ArraySum(ops.ArraySum):  # type: ignore[misc]
    """A sum as engines type it; Ibis finds its SQL by the name of the class."""

    dtype = attribute(_sum_type)


def steps(low: Term, high: Term, most: int) -> list[Term]:
    """The whole numbers from one constant to another, up or down."""
    first, last = text.whole_constant(low), text.whole_constant(high)
    if abs(last - first) >= most:
        raise Refusal("FE304", f"a loop takes {abs(last - first) + 1} turns", f"at most {most}")
    by = 1 if first <= last else -1
    return [numbers.literal(Decimal(number)) for number in range(first, last + by, by)]


def count(items: Term) -> Term:
    return strict(items.value.length(), LENGTH, items)


def total(items: Term) -> Term:
    """Null where the list is empty or an item is null."""
    item = item_type(items)
    if not isinstance(item, NumberType):
        raise Refusal("FE305", f"the sum of a list of {item}", "a list of numbers")
    whole, scale = numbers.digits(replace(items, type=item))
    kind = numbers.bounded(whole + LENGTH_DIGITS, scale)
    value = ArraySum(items.value).to_expr().cast(numbers.sql_type(kind, whole=False))
    return _complete(items, value, kind)


def _complete(items: Term, value: ir.Value, kind: NumberType) -> Term:
    """NULL where the list is empty or has a null, over which engines would pass."""
    full = (items.value.length() > 0) & ~lists.any_null(items)
    return strict(ibis.cases((full, value)), kind, items, null=True)


def _extreme(pick: str) -> Callable[[Term], Term]:
    def find(items: Term) -> Term:
        kind = item_type(items)
        if kind.name not in (NUMBER.name, STRING.name, DATE.name):
            raise Refusal("FE305", f"the least or greatest of a list of {kind} has no columnar form")
        return _complete(items, getattr(items.value, pick)(), kind)  # type: ignore[arg-type]

    return find


def junction(kind: str) -> Callable[[Term], Term]:
    """`all` and `any`."""

    def joined(items: Term) -> Term:
        if item_type(items) != BOOLEAN:
            raise Refusal("FE305", f"a list of {item_type(items)}", "a list of truth values")
        return lists.quantified(kind, lists.turn(items, 0, lambda item: item))

    return joined


def append(items: Term, *more: Term) -> Term:
    return concatenate(items, lists.of_terms(list(more)))


def concatenate(*several: Term) -> Term:
    kind, values = numbers.alike_lists(*several)
    joined = values[0].concat(*values[1:]) if len(values) > 1 else values[0]
    return strict(joined, ListType(item=kind), *several)


def reverse(items: Term) -> Term:
    length = items.value.length()
    return _by_places(items, places(items).map(lambda at: lists.at_place(items, length - 1 - at)))


def places(items: Term) -> ir.ArrayValue:
    """The places from 0 on."""
    return ibis.range(ibis.literal(0, "int64"), items.value.length())


def _by_places(items: Term, value: ir.ArrayValue) -> Term:
    """A list made by places; an engine makes the places of NULL to none."""
    if items.absent:
        value = ibis.ifelse(items.value.isnull(), ibis.null(items.value.type()), value)
    return strict(value.cast(items.value.type()), items.type, items)


def sublist(items: Term, start: Term, length: Term | None = None) -> Term:
    """From a constant place; null where the part reaches beyond the list."""
    place, most = text.whole_constant(start), None if length is None else text.whole_constant(length)
    if place == 0 or (most is not None and most < 0):
        raise Refusal("FE304", "the part of a list is always null")
    size = items.value.length()
    first = ibis.literal(place - 1, "int64") if place > 0 else ibis.greatest(size + place, 0)
    last = size if most is None else first + most
    within = (size >= abs(place)) & (last <= size)
    return strict(ibis.cases((within, lists.part(items, first, last))), items.type, items, null=True)


def remove(items: Term, position: Term) -> Term:
    """Without the item at a constant place; null where there is none."""
    place = text.whole_constant(position)
    if place == 0:
        raise Refusal("FE304", "the place 0 of a list is always null")
    size = items.value.length()
    gone = ibis.literal(place - 1, "int64") if place > 0 else ibis.greatest(size + place, 0)
    kept = lists.part(items, ibis.literal(0), gone).concat(lists.part(items, gone + 1, size))
    return strict(ibis.cases((size >= abs(place), kept)), items.type, items, null=True)


def insert_before(items: Term, position: Term, new: Term) -> Term:
    """With one item more before a constant place; null where there is none."""
    return _put(items, position, new, instead_of=0)


def replace_at(items: Term, position: Term, new: Term) -> Term:
    """With another item at a constant place; null where there is none."""
    return _put(items, position, new, instead_of=1)


def _put(items: Term, position: Term, new: Term, *, instead_of: int) -> Term:
    place = text.whole_constant(position)
    if place == 0:
        raise Refusal("FE304", "the place 0 of a list is always null")
    one = lists.of_terms([new])
    kind, (old, added) = numbers.alike_lists(items, one)
    whole = replace(items, value=old)
    size = old.length()
    at = ibis.literal(place - 1, "int64") if place > 0 else ibis.greatest(size + place, 0)
    put = lists.part(whole, ibis.literal(0), at).concat(added, lists.part(whole, at + instead_of, size))
    return masked(ibis.cases((size >= abs(place), put)), ListType(item=kind), items, one, nullable=True)


def flatten(items: Term) -> Term:
    """The items of a list of lists; a null among these stays."""
    kind = item_type(items)
    if not isinstance(kind, ListType):
        return items
    if isinstance(kind.item, ListType):
        raise Refusal("FE304", "a list of lists of lists is flattened", "a list of lists")
    return strict(items.value.map(_null_as_item).flatten(), kind, items)


def flatten_written(items: Sequence[Term]) -> Term:
    """The same of a list written out, some of whose items are lists."""
    parts = [flatten(item) if isinstance(item.type, ListType) else lists.of_terms([item]) for item in items]
    kind, values = numbers.alike_lists(*parts)
    filled = [_null_as_item(value) if part.nullable else value for part, value in zip(parts, values, strict=True)]
    joined = filled[0].concat(*filled[1:]) if len(filled) > 1 else filled[0]
    return masked(joined, ListType(item=kind), *parts)


def _null_as_item(inner: ir.ArrayValue) -> ir.ArrayValue:
    return ibis.ifelse(inner.isnull(), ibis.array([ibis.null(inner.type().value_type)]), inner)


def index_of(items: Term, match: Term) -> Term:
    """The places, from 1, of the items that equal the match."""

    def found(at: ir.IntegerValue) -> ir.BooleanValue:
        item = Term(lists.at_place(items, at), item_type(items), nullable=True)
        return ibis.coalesce(logic.compare("=", item, replace(match, unknown=None)).value, False)

    value = places(items).filter(found).map(lambda at: at + 1).cast("array<int64>")
    if items.absent:
        value = ibis.ifelse(items.value.isnull(), ibis.null(value.type()), value)
    return masked(value, PLACES, items, match, nullable=items.nullable)


def distinct(items: Term) -> Term:
    """The first of all that are equal, in the order of the list."""
    kind = item_type(items)
    if kind.name not in (NUMBER.name, STRING.name, DATE.name, BOOLEAN.name):
        raise Refusal("FE305", f"the distinct values of a list of {kind} have no columnar form")

    def first(at: ir.IntegerValue) -> ir.BooleanValue:
        before = places(items).filter(
            lambda on: (on < at) & lists.at_place(items, on).identical_to(lists.at_place(items, at))
        )
        return before.length() == 0

    return _by_places(items, places(items).filter(first).map(lambda at: lists.at_place(items, at)))


def union(*several: Term) -> Term:
    return distinct(concatenate(*several))


def string_join(items: Term, delimiter: Term | None = None) -> Term:
    """The texts that are not null, one after another."""
    if item_type(items) != STRING:
        raise Refusal("FE305", f"a list of {item_type(items)} is joined", "a list of texts")
    if delimiter is not None and not isinstance(delimiter.constant, str):
        raise Refusal("FE304", "the text between the parts of a list varies", "a constant")
    between = "" if delimiter is None else str(delimiter.constant)
    kept = items.value.filter(lambda one: one.notnull())
    value = ibis.cases((kept.length() == 0, ""), (kept.length() > 0, kept.join(between)))
    return strict(value, STRING, items)


def ordered(items: Term, *, descending: bool) -> Term:
    """In ascending or descending order; null where a null would have to be compared."""
    kind = item_type(items)
    if kind.name not in (NUMBER.name, STRING.name, DATE.name):
        raise Refusal("FE305", f"a list of {kind} is sorted", "a list of numbers, texts or dates")
    ascending = replace(items, value=items.value.sort())
    value = reverse(ascending).value if descending else ascending.value
    fine = ~(lists.any_null(items) & (items.value.length() > 1))
    return strict(ibis.cases((fine, value)), items.type, items, null=True)


FUNCTIONS: dict[str, Callable[..., Term]] = {
    "count": count,
    "sum": total,
    "min": _extreme("mins"),
    "max": _extreme("maxs"),
    "all": junction("every"),
    "any": junction("some"),
    "append": append,
    "concatenate": concatenate,
    "reverse": reverse,
    "sublist": sublist,
    "remove": remove,
    "insert before": insert_before,
    "list replace": replace_at,
    "flatten": flatten,
    "index of": index_of,
    "distinct values": distinct,
    "union": union,
    "string join": string_join,
}
MOST = {
    **dict.fromkeys(("count", "sum", "min", "max", "all", "any", "reverse", "distinct values", "flatten"), 1),
    "remove": 2,
    "insert before": 3,
    "list replace": 3,
}
LEAST = {"remove": 2, "index of": 2, "append": 2, "insert before": 3, "list replace": 3}


def call(name: str, arguments: Sequence[Term]) -> Term:
    """The function of that name, whose first argument is a list."""
    if name not in FUNCTIONS:
        raise Refusal("FE304", f"the function «{name}» of a list has no columnar form")
    if not LEAST.get(name, 1) <= len(arguments) <= MOST.get(name, len(arguments)):
        raise Refusal("FE304", f"«{name}» with {len(arguments)} arguments has no columnar form")
    for argument in arguments:
        if argument.constant is None or (isinstance(argument.constant, Decimal) and name == "string join"):
            raise Refusal("FE304", f"«{name}» of null has no columnar form")
    return FUNCTIONS[name](*arguments)
