"""From a tree to a column: the door of this part."""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.datatypes as sql
import ibis.expr.operations as ops
import ibis.expr.types as ir

from bridgehead.feel import tree
from bridgehead.feel.columns import clock, leaves, numbers, temporal
from bridgehead.feel.columns.terms import Engine, Refusal, Term
from bridgehead.feel.columns.walk import NotColumnar, Walk
from bridgehead.feel.types import TIME, ContextType, ListType, NumberType, Scope, Type

__all__ = ["Columnar", "NotColumnar", "translate"]
MOST_WRITTEN = 3000
MOST_DEEP = 900  # DuckDB reads no more than 1,000 levels, those of the question around among them
_JOINED = (ops.And, ops.Or, ops.StringConcat)  # Ibis writes many of these in a row, and each is a level to DuckDB


@dataclass(frozen=True, slots=True)
class Columnar:
    """A FEEL expression as a column.

    `value` is SQL NULL where the FEEL value is null or unknown. `unknown` tells where it is unknown and is never NULL
    itself; None means nowhere. Where `nullable` is False the value is never null, so that NULL means unknown.

    Ask `unknown` and not `value.isnull()`: Ibis writes `NOT (x)`, `x IN (y)` and comparisons beside `IS NULL` and `=`
    without brackets, where they mean something else.
    """

    value: ir.Value
    unknown: ir.BooleanValue | None
    nullable: bool


def translate(
    expression: tree.Expression,
    columns: Mapping[str, ir.Value],
    scope: Scope,
    text: str | None = None,
    definitions: Mapping[str, tree.Expression] | None = None,
    engine: Engine = "any",
) -> Columnar:
    """The column that holds the value of `expression` in each row.

    `columns` gives the value of each name, that of a member by its dotted key (`values.minimum nights`); `scope` is
    the one that the expression was parsed with: NULL in a column is null where its variable is optional, else unknown.
    `definitions` are names that stand for other expressions of the same scope, functions among them. On DuckDB alone a
    value may be a time, and a text that holds what no column does ends the query.
    Raises NotColumnar, whose place has a line where `text` is given, that which the tree was read from.
    """
    names = {name: (value, leaves.variable(name, scope)) for name, value in columns.items()}
    term = Walk(names, text, definitions or {}, engine=engine).whole(expression)
    if leaves.is_wide(term.type):
        raise NotColumnar(expression.span, Refusal("FE307", "its value has too many parts", "fewer"), text)
    if not _can_be_given(term.value.type(), term.type, engine):
        refusal = Refusal("FE306", f"a {term.type} has no type that both engines can give back")
        raise NotColumnar(expression.span, refusal, text)
    value = _given(term)
    size = written(value)
    if size > MOST_WRITTEN:
        refusal = Refusal("FE307", f"its SQL would take {size} operations", f"at most {MOST_WRITTEN}: a shorter one")
        raise NotColumnar(expression.span, refusal, text)
    levels = deep(value)
    if levels > MOST_DEEP:
        refusal = Refusal("FE307", f"its SQL would be {levels} levels deep", f"at most {MOST_DEEP}: a shorter one")
        raise NotColumnar(expression.span, refusal, text)
    return Columnar(value, term.unknown, term.nullable)


def _given(term: Term) -> ir.Value:
    if term.type == TIME:
        return clock.written(term)
    return numbers.exact(term) if isinstance(term.type, NumberType) else term.value


def _can_be_given(held: sql.DataType, kind: Type, engine: Engine) -> bool:
    """Whether an engine has a type for a value: none for a duration, and for a time DuckDB alone, which has it in a
    context only where it came so."""
    match kind:
        case ListType(item=item):
            return _can_be_given(held.value_type, item, engine) and item != TIME
        case ContextType(fields=fields):
            return all(
                _can_be_given(held[name], one.type, engine) and (one.type != TIME or held[name].is_time())
                for name, one in (fields or {}).items()
            )
    return not isinstance(kind, temporal.DurationType) and (kind != TIME or engine == "duckdb")


def written(value: ir.Value, sizes: Mapping[str, int] | None = None) -> int:
    """How many operations the SQL of a value has: each is written out as often as it is used, its table once.

    A column counts as one, or as much as `sizes` has for it.
    """

    def size(one: ops.Node, known: dict[ops.Node, int], **_: object) -> int:
        if isinstance(one, ops.Field):
            return (sizes or {}).get(one.name, 1)
        return 0 if isinstance(one, ops.Relation) else 1 + sum(known[part] for part in one.__children__)

    node = value.op()
    found: dict[ops.Node, int] = node.map(size)
    return found[node]


def deep(value: ir.Value) -> int:
    """How many operations stand inside one another in the SQL of a value, as DuckDB reads it."""

    def levels(one: ops.Node, known: dict[ops.Node, tuple[int, int]], **_: object) -> tuple[int, int]:
        """Of a row of one operation its length, and how deep that is which it joins."""
        if isinstance(one, ops.Relation):
            return 0, 0
        inner = [
            known[part] if isinstance(one, _JOINED) and type(part) is type(one) else (1, sum(known[part]))
            for part in one.__children__
        ]
        length = sum(length for length, _ in inner) if isinstance(one, _JOINED) else 1
        return length, max((depth for _, depth in inner), default=0)

    node = value.op()
    found: dict[ops.Node, tuple[int, int]] = node.map(levels)
    return sum(found[node])
