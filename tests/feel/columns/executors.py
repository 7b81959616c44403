"""The two executors side by side: what each makes of the same expressions over the same claims."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from bridgehead import feel
from bridgehead.feel import temporal, tree
from bridgehead.feel.columns import Columnar, translate
from bridgehead.feel.columns.moments import BEYOND
from bridgehead.feel.columns.terms import Engine
from tests.feel.columns.claims import SCOPE, Row

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (the clock on the wall)


@dataclass(frozen=True)
class Difference:
    text: str
    row: Row
    scalar: object
    columnar: object

    def __str__(self) -> str:
        return f"{self.text}\n  scalar   {self.scalar!r}\n  columnar {self.columnar!r}\n  over     {dict(self.row)!r}"


def fields(claims: ir.Table) -> dict[str, ir.Value]:
    return {name: claims[name] for name in SCOPE}


def unequal(texts: Sequence[str], rows: Sequence[Row], connection: Any, engine: Engine = "any") -> list[Difference]:
    """Where columns over the engine's table «claims», which holds these rows, differ from the scalar executor."""
    if not texts:
        return []
    claims = connection.table("claims")
    trees = [feel.parse(text, SCOPE) for text in texts]
    columns = [translate(parsed, fields(claims), SCOPE, engine=engine) for parsed in trees]
    return differences(texts, trees, found(columns, claims, connection), rows)


def found(columns: Sequence[Columnar], claims: ir.Table, connection: Any) -> list[list[object]]:
    """What `run` gives; a query that fails is split until the column is found that makes it fail."""
    try:
        return run(columns, claims, connection)
    except duckdb.Error as error:
        if len(columns) == 1:
            return [[error]]
        half = len(columns) // 2
        return found(columns[:half], claims, connection) + found(columns[half:], claims, connection)


def run(columns: Sequence[Columnar], claims: ir.Table, connection: Any) -> list[list[object]]:
    """The values of each column, as the scalar executor gives them."""
    wanted = {f"value {place}": column.value for place, column in enumerate(columns)}
    wanted |= {f"unknown {place}": column.unknown for place, column in enumerate(columns) if column.unknown is not None}
    result = connection.to_pyarrow(claims.select(claims.place, **wanted).order_by("place"))
    return [
        _values(result[f"value {place}"], result[f"unknown {place}"] if f"unknown {place}" in wanted else None)
        for place in range(len(columns))
    ]


def _values(value: pa.ChunkedArray, unknown: pa.ChunkedArray | None) -> list[object]:
    values = outside(value)
    marks = unknown.to_pylist() if unknown is not None else [False] * len(values)
    assert None not in marks, "the mark of the unknown is NULL"
    assert not any(mark and value is not None for mark, value in zip(marks, values, strict=True)), (
        "unknown with a value"
    )
    return [feel.UNKNOWN if mark else value for mark, value in zip(marks, values, strict=True)]


def outside(value: pa.ChunkedArray) -> list[object]:
    """The values of a column as FEEL has them."""
    counted = _counted(value.type)
    plain = value if counted == value.type else pc.cast(value, counted)  # Arrow shortens a list of nulls that it casts
    return [_outside(one, value.type) for one in plain.to_pylist()]


def _counted(kind: pa.DataType) -> pa.DataType:
    """The type with dates as days and moments as microseconds, since those may lie beyond Python's own."""
    if pa.types.is_list(kind):
        return pa.list_(_counted(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(part.name, _counted(part.type)) for part in kind])
    return pa.int32() if pa.types.is_date32(kind) else pa.int64() if pa.types.is_timestamp(kind) else kind


def _outside(value: Any, kind: pa.DataType) -> object:
    """A value of a counted type as FEEL has it."""
    if value is None:
        return None
    if pa.types.is_list(kind):
        return [_outside(item, kind.value_type) for item in value]
    if pa.types.is_struct(kind):
        return {part.name: _outside(value[part.name], part.type) for part in kind}
    if pa.types.is_date32(kind):
        return temporal.date_of(value)
    return temporal.add_to_moment(EPOCH, value * 1000) if pa.types.is_timestamp(kind) else value


def differences(
    texts: Sequence[str], trees: Sequence[tree.Expression], found: Sequence[Sequence[object]], claims: Sequence[Row]
) -> list[Difference]:
    """Where the values of columns are not those of the scalar executor; the first row of each expression."""
    result = []
    for text, expression, values in zip(texts, trees, found, strict=True):
        scalar = feel.compile(expression, SCOPE)
        for row, value in zip(claims, values, strict=False):
            expected = scalar(row)
            if isinstance(value, duckdb.Error) and BEYOND in str(value):
                break  # the query ends, and the claims go row by row
            if not same(expected, value):
                result.append(Difference(text, row, expected, value))
                break
    return result


def same(scalar: object, columnar: object) -> bool:
    """Equal as FEEL values; 1 and 1.00 are one number, true is none."""
    if scalar is feel.UNKNOWN or columnar is feel.UNKNOWN or scalar is None or columnar is None:
        return scalar is columnar
    if isinstance(scalar, list) and isinstance(columnar, list):
        return len(scalar) == len(columnar) and all(map(same, scalar, columnar))
    if isinstance(scalar, dict) and isinstance(columnar, dict):
        return scalar.keys() == columnar.keys() and all(same(scalar[key], columnar[key]) for key in scalar)
    if isinstance(scalar, bool) or isinstance(columnar, bool):
        return scalar is columnar
    return scalar == columnar
