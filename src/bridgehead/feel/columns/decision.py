"""Decision tables over many cases: the rules become a table of bounds, and each case finds its rule by a join.

A rule is a set of boxes: for each input a point, an interval, null, or anything. Boxes that ask for points of the same
inputs are joined together, by equality first and by bounds second. One join may give a case one rule at most, or its
rows would multiply; so boxes that overlap go to different joins, called layers here, and the hit policy chooses
between what the layers have found. No cell is tested twice, and no row is sorted or grouped.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from bridgehead.feel import tree
from bridgehead.feel.columns import boxes, leaves, outputs
from bridgehead.feel.columns.boxes import NULL, Axis, Layer
from bridgehead.feel.columns.outputs import Found, Outputs
from bridgehead.feel.columns.terms import Engine, Refusal
from bridgehead.feel.columns.walk import NotColumnar, Walk
from bridgehead.feel.types import Scope

MOST_LAYERS = 16  # joins that a table may take


def decide(
    cases: ir.Table,
    table: tree.Table,
    columns: Mapping[str, ir.Value],
    scope: Scope,
    *,
    name: str = "value",
    trace: str | None = None,
    definitions: Mapping[str, tree.Expression] | None = None,
    engine: Engine = "any",
) -> ir.Table:
    """`cases` with the value of a decision table in each row, under `name`.

    `columns` gives the value of each name of `scope`, all of them of `cases`. With `trace`, a column of that name has
    the numbers, from 1, of the rules that matched, in the order of the table, as `hits.Fired` has them: under the
    policy FIRST the first alone. The order of the rows is not kept.

    Raises NotColumnar where an input may be unknown, a cell or an output is a formula, too many rules overlap, or
    none takes a value.
    """
    names = {one: (value, leaves.variable(one, scope)) for one, value in columns.items()}
    walk = Walk(names, None, definitions or {}, engine=engine)
    terms = [walk.whole(one) for one in table.inputs]
    try:
        axes = [boxes.axis(term) for term in terms]
        layers = boxes.layers(boxes.of_rules(table.rules, axes), MOST_LAYERS)
        if not layers:
            raise Refusal("FE304", "has no rule that takes a value")
        made = outputs.of_table(table)
        joined, found = _joined(cases, axes, layers, made, name)
        value = outputs.value(table.policy, made, found, several=bool(table.names))
    except Refusal as refusal:
        raise NotColumnar(table.span, refusal, None) from None
    added = {name: value} if trace is None else {name: value, trace: outputs.places(table.policy, made, found)}
    return joined.select(*cases.columns, **added)


def _joined(
    cases: ir.Table, axes: Sequence[Axis], layers: Sequence[Layer], made: Outputs, name: str
) -> tuple[ir.Table, list[Found]]:
    """The cases beside what each layer has found for them."""
    joined = cases.mutate(**{f"{name}: {place}": axis.column for place, axis in enumerate(axes)})
    found: list[tuple[str, list[str]]] = []
    for number, layer in enumerate(layers):
        mark = f"{name}: layer {number} "
        rules = _table(_rules(layer, axes, made, mark))
        on = [_condition(layer, place, joined[f"{name}: {place}"], rules, mark) for place in range(len(axes))]
        conditions = [one for several in on for one in several]
        kept = [f"{mark}code", *(f"{mark}output {at}" for at in range(len(made.types)))]
        both = joined.left_join(rules, conditions or [ibis.literal(True)])
        joined = both.select(*joined.columns, *kept)
        found.append((kept[0], kept[1:]))
    return joined, [Found(joined[code], tuple(joined[one] for one in values)) for code, values in found]


def _rules(layer: Layer, axes: Sequence[Axis], made: Outputs, mark: str) -> dict[str, pa.Array]:
    """The boxes of a layer with their codes and outputs."""
    columns: dict[str, pa.Array] = {}
    for place, (axis, ask) in enumerate(zip(axes, layer.asks, strict=True)):
        sides = [box.sides[place] for box in layer.boxes]
        if ask == "=":
            columns[f"{mark}= {place}"] = pa.array([axis.outside(side[0]) for side in sides], type=axis.type)
        elif ask == "<":
            for end, at in (("from", 0), ("to", 1)):
                bounds = [None if side is None else axis.outside(side[at]) for side in sides]
                columns[f"{mark}{end} {place}"] = pa.array(bounds, type=axis.type)
    columns[f"{mark}code"] = pa.array([made.codes[box.rule] for box in layer.boxes], type=pa.int64())
    for at, (values, kind) in enumerate(zip(made.values, made.types, strict=True)):
        columns[f"{mark}output {at}"] = pa.array([values[box.rule] for box in layer.boxes], type=kind)
    return columns


def _table(columns: Mapping[str, pa.Array]) -> ir.Table:
    """A table held in memory. On its way to Spark a NULL becomes the text NaN, a rounded number or an error; so the
    engine is told beside each column which values are given, and makes the NULL itself."""
    full = {name: column.fill_null(_ANY_VALUE[column.type.id]) for name, column in columns.items()}
    given = {f"{name} given": column.is_valid() for name, column in columns.items() if column.null_count}
    table = ibis.memtable(pa.table({**full, **given}))
    return table.select(
        **{name: ibis.cases((table[f"{name} given"], table[name])) for name in columns if f"{name} given" in given},
        **{name: table[name] for name in columns if f"{name} given" not in given},
    )


_ANY_VALUE = {
    pa.int64().id: 0,
    pa.decimal128(1).id: Decimal(0),
    pa.string().id: "",
    pa.bool_().id: False,
    pa.date32().id: date(1970, 1, 1),
}


def _condition(layer: Layer, place: int, seen: ir.Value, rules: ir.Table, mark: str) -> list[ir.BooleanValue]:
    match layer.asks[place]:
        case "=":
            return [seen == rules[f"{mark}= {place}"]]
        case "<":
            low, high = rules[f"{mark}from {place}"], rules[f"{mark}to {place}"]
            if any(box.sides[place] is None for box in layer.boxes):
                return [low.isnull() | ((seen >= low) & (seen <= high))]
            return [seen >= low, seen <= high]
        case ask if ask == NULL:
            return [seen.isnull()]
    return []
