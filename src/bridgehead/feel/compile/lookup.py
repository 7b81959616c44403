"""Decision tables of constants alone: the one rule that matches is looked up by the index, without a call for a rule.

What is seldom goes the general way (`hits.py`): a trace that is asked for, a value that is unknown or of another kind,
several rules that match.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bridgehead.feel import tree
from bridgehead.feel.cells import constants
from bridgehead.feel.compile.index import Column, Index
from bridgehead.feel.hits import TRACE, Plan, decide_by_index, made

CLASSES: Final = {"number": Decimal, "string": str, "boolean": bool}
"""The kinds of which a value is its own measure, with the class of each."""
_ONE = frozenset("UAFP")  # the policies under which one rule that matches gives its value, and no list

Seek = tuple[int, type, "Callable[[Any, int], int] | None", list[Any], list[int], list[int], int]
"""Of one input: its place and class; of texts what gives the rules at a point; bounds, the rules at each and in the
gaps between, and those for null."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """`values` has what each rule gives, `default` what there is without one; `general` decides the general way."""

    seeks: tuple[Seek, ...]
    every: int
    first: bool
    values: tuple[Any, ...]
    default: Any
    general: Callable[[Mapping[str, Any], tuple[Any, ...]], Any]


def lookup(node: tree.Table, index: Index, plan: Plan) -> Lookup | None:
    """What a table is looked up by; None where it has formulas, several outputs or a policy that gives lists, or where
    an input is of a kind with a measure of its own.
    """
    asked = [(place, column) for place, column in index.columns if column.kind is not None]
    if index.formulas or plan.policy not in _ONE or plan.names or any(one.kind not in CLASSES for _, one in asked):
        return None
    rows = [constants(rule.outputs) for rule in node.rules]
    orders, default = [constants(values) for values in node.priorities], constants(node.defaults)
    if default is None or None in rows or None in orders:
        return None

    def general(context: Mapping[str, Any], inputs: tuple[Any, ...]) -> Any:
        ways = tuple(lambda order=order: order for order in orders)
        return decide_by_index(context, plan, index, inputs, {}, rows, {}, ways, (lambda: default) if default else None)

    return Lookup(
        seeks=tuple(_seek(place, column) for place, column in asked),
        every=index.every,
        first=plan.policy == "F",
        values=tuple(made(plan, row) for row in rows if row is not None),
        default=made(plan, default) if default else None,
        general=general,
    )


def _seek(place: int, column: Column) -> Seek:
    at = [column.points[bound] for bound in column.bounds]
    same = len(column.gaps) == 1  # nothing lies between the points: they are texts or truth values
    gaps = column.gaps * (len(at) + 1) if same else column.gaps
    return place, CLASSES[str(column.kind)], column.points.get if same else None, column.bounds, at, gaps, column.null


def look_up(context: Mapping[str, Any], table: Lookup, inputs: Sequence[Any]) -> Any:
    """The value of a table by its index."""
    left = table.every
    for place, kind, at_point, bounds, at, gaps, null in table.seeks:
        value = inputs[place]
        if value.__class__ is kind:
            if at_point is not None:
                left &= at_point(value, gaps[0])
            else:
                found = bisect_left(bounds, value)
                left &= at[found] if found < len(bounds) and bounds[found] == value else gaps[found]
        elif value is None:
            left &= null
        else:
            return table.general(context, tuple(inputs))
    if TRACE in context:
        return table.general(context, tuple(inputs))
    if not left:
        return table.default
    if table.first:
        left &= -left
    elif left & (left - 1):
        return table.general(context, tuple(inputs))
    return table.values[left.bit_length() - 1]
