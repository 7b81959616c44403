"""What comes out of a decision table in columns: the outputs of its rules, and the hit policy that takes from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from bridgehead.feel import infer, operations, tree
from bridgehead.feel.cells import constants
from bridgehead.feel.columns import numbers
from bridgehead.feel.columns.terms import Refusal, require_apart
from bridgehead.feel.types import NumberType

_CARRY = 2  # digits that a sum of as many numbers as there may be joins has more than these


@dataclass(frozen=True, slots=True)
class Outputs:
    """The values of each output by rule, their Arrow types, and the code of each rule, by which the policy chooses.

    A code is a key times the number of rules, plus the place of the rule: the key is the rank of the outputs where the
    policy goes by priority, and names equal outputs where it asks for them.
    """

    names: tuple[str, ...]
    types: tuple[pa.DataType, ...]
    values: tuple[tuple[Any, ...], ...]
    codes: tuple[int, ...]
    defaults: tuple[Any, ...] | None


def of_table(table: tree.Table) -> Outputs:
    """The outputs, which must be constants."""
    require_apart(table.names)
    rows = [constants_of(rule.outputs) for rule in table.rules]
    defaults = constants_of(table.defaults) if table.defaults else None
    columns = list(zip(*rows, strict=True))
    everything = [[*column, *([] if defaults is None else [defaults[at]])] for at, column in enumerate(columns)]
    types = tuple(_arrow_type(values) for values in everything)
    by_rule = keys(table, rows)
    return Outputs(
        table.names or ("value",),
        types,
        tuple(tuple(_inside(value, kind) for value in column) for column, kind in zip(columns, types, strict=True)),
        tuple(key * len(rows) + place for place, key in enumerate(by_rule)),
        None if defaults is None else tuple(_inside(one, kind) for one, kind in zip(defaults, types, strict=True)),
    )


def constants_of(nodes: Sequence[tree.Expression]) -> list[Any]:
    found = constants(nodes)
    if found is None:
        raise Refusal("FE304", "an output is a formula", "constants")
    return found


def _arrow_type(values: Sequence[Any]) -> pa.DataType:
    kinds = {operations.kind(value) for value in values} - {"Null"}
    if len(kinds) > 1:
        raise Refusal("FE305", f"an output is of types {' and '.join(sorted(kinds))}", "values of one type")
    match next(iter(kinds), "Null"):
        case "number":
            joined = infer.join(infer.number(value) for value in values if value is not None)
            assert isinstance(joined, NumberType)
            if joined.precision is None or joined.scale is None:
                raise Refusal("FE302", "the outputs may need more than 34 digits", "shorter numbers")
            whole = joined.scale == 0 and joined.precision <= numbers.WHOLE_DIGITS
            return pa.int64() if whole else pa.decimal128(joined.precision, joined.scale)
        case "string":
            return pa.string()
        case "boolean" | "Null":
            return pa.bool_()
        case "date":
            return pa.date32()
        case other:
            raise Refusal("FE305", f"an output is a {other}", "numbers, texts, truth values or dates")


def _inside(value: Any, kind: pa.DataType) -> Any:
    return int(value) if pa.types.is_integer(kind) and value is not None else value


def keys(table: tree.Table, rows: Sequence[Sequence[Any]]) -> list[int]:
    """The key of each rule: see `Outputs`."""
    if table.policy == "A":
        seen: list[Sequence[Any]] = []
        return [_place(row, seen) for row in rows]
    if table.policy in ("P", "O") and table.priorities:
        orders = [constants_of(values) for values in table.priorities]
        ranks = [[_rank(value, order) for value, order in zip(row, orders, strict=False)] for row in rows]
        places = {tuple(rank): place for place, rank in enumerate(sorted({tuple(rank) for rank in ranks}, key=list))}
        return [places[tuple(rank)] for rank in ranks]
    return [0] * len(rows)


def _place(row: Sequence[Any], seen: list[Sequence[Any]]) -> int:
    for place, one in enumerate(seen):
        if operations.equal(list(one), list(row)) is True:
            return place
    seen.append(row)
    return len(seen) - 1


def _rank(value: Any, order: Sequence[Any]) -> int:
    return next((place for place, one in enumerate(order) if operations.equal(one, value) is True), len(order))


@dataclass(frozen=True, slots=True)
class Found:
    """What one join has found for each case: the code of a rule and its outputs, NULL where there is none."""

    code: ir.IntegerValue
    outputs: tuple[ir.Value, ...]


def value(policy: str, made: Outputs, found: Sequence[Found], *, several: bool) -> ir.Value:
    """The value of the table in each row; a context where it has `several` outputs."""
    matched = reduce(or_, (one.code.notnull() for one in found)) if found else ibis.literal(False)
    result = _by_policy(policy, made, found, several)
    if made.defaults is None:
        return ibis.cases((matched, result)) if policy in ("R", "O", "C", "C#") else result
    literals = tuple(_literal(one, kind) for one, kind in zip(made.defaults, made.types, strict=True))
    default = _one(made, literals, several)
    if policy == "C#" or policy in ("R", "O", "C"):
        raise Refusal("FE304", "a table that collects has a default")
    return ibis.ifelse(matched, result, default)


def _by_policy(policy: str, made: Outputs, found: Sequence[Found], several: bool) -> ir.Value:
    codes = [one.code for one in found]
    match policy:
        case "U" | "A" | "F" | "P":
            return _row(made, found, _chosen(policy, made, codes), several)
        case "R" | "O" | "C":
            return _listed(made, found, several)
        case "C#":
            return _count(codes)
    if several:
        raise Refusal("FE304", "several outputs are collected into one value: null in every row")
    return _aggregated(policy, made, found)


def _chosen(policy: str, made: Outputs, codes: Sequence[ir.IntegerValue]) -> ir.IntegerValue:
    """The code of the rule that the table answers with; NULL where its policy is broken."""
    if len(codes) == 1:
        return codes[0]
    least = ibis.least(*codes)
    if policy == "U":
        return ibis.cases((_count(codes) == 1, least))
    if policy == "A":
        rules = len(made.codes)
        most = ibis.greatest(*codes)
        return ibis.cases(((least - least % rules) == (most - most % rules), least))
    return least


def _count(codes: Sequence[ir.IntegerValue]) -> ir.IntegerValue:
    return reduce(add, (code.notnull().cast("int64") for code in codes))


def _row(made: Outputs, found: Sequence[Found], code: ir.IntegerValue, several: bool) -> ir.Value:
    """The outputs of the rule of that code."""
    if len(found) == 1:
        values = found[0].outputs
    else:
        values = tuple(
            ibis.cases(*((one.code == code, one.outputs[at]) for one in found)) for at in range(len(made.types))
        )
    one = _one(made, values, several)
    return ibis.cases((code.notnull(), one)) if several else one


def _one(made: Outputs, values: Sequence[ir.Value], several: bool) -> ir.Value:
    return ibis.struct(dict(zip(made.names, values, strict=True))) if several else values[0]


def _listed(made: Outputs, found: Sequence[Found], several: bool) -> ir.ArrayValue:
    """The outputs of all rules that matched, in the order of their codes."""
    parts = [
        ibis.struct({"code": one.code, **{f"output{at}": output for at, output in enumerate(one.outputs)}})
        for one in found
    ]
    rows = ibis.array(parts).filter(lambda row: row["code"].notnull()).sort()
    return rows.map(lambda row: _one(made, [row[f"output{at}"] for at in range(len(made.types))], several))


def places(policy: str, made: Outputs, found: Sequence[Found]) -> ir.ArrayValue:
    """The numbers, from 1, of the rules that matched, in the order of the table; of a first table the first alone."""
    rules = len(made.codes)
    places = [one.code % rules + 1 for one in found]
    codes = ibis.array([ibis.least(*places)] if policy == "F" and len(places) > 1 else places)
    return codes.filter(lambda code: code.notnull()).sort()


def _aggregated(policy: str, made: Outputs, found: Sequence[Found]) -> ir.Value:
    """Null where any output is, as `sum`, `min` and `max` are, and where no rule matched."""
    values = [one.outputs[0] for one in found]
    kind = made.types[0]
    if pa.types.is_boolean(kind) or (policy == "C+" and not (pa.types.is_integer(kind) or pa.types.is_decimal(kind))):
        raise Refusal("FE305", f"outputs of type {kind} are aggregated", "numbers")
    if policy == "C+":
        whole, scale = (numbers.WHOLE_DIGITS, 0) if pa.types.is_integer(kind) else (kind.precision, kind.scale)
        wide = f"decimal({min(numbers.DIGITS, whole + _CARRY)}, {scale})"
        total = reduce(add, (ibis.coalesce(value, 0).cast(wide) for value in values))
    else:
        total = (ibis.least if policy == "C<" else ibis.greatest)(*values) if len(values) > 1 else values[0]
    lacking = reduce(or_, (one.code.notnull() & one.outputs[0].isnull() for one in found))
    matched = reduce(or_, (one.code.notnull() for one in found))
    return ibis.cases((matched & ~lacking, total))


def _literal(value: Any, kind: pa.DataType) -> ir.Value:
    return (
        ibis.literal(value, type=ibis.DataType.from_pyarrow(kind))
        if value is not None
        else ibis.null(ibis.DataType.from_pyarrow(kind))
    )
