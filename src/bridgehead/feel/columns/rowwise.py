"""Row by row: a column for any expression, made by the scalar executor over batches of claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from bridgehead.feel import tree
from bridgehead.feel.compile import compile
from bridgehead.feel.types import Scope
from bridgehead.feel.values import UNKNOWN


@dataclass(frozen=True, slots=True)
class Rows:
    """A FEEL expression as a column: `value` is null where the FEEL value is null or unknown, `unknown` tells which."""

    value: pa.ChunkedArray
    unknown: pa.ChunkedArray


def rowwise(
    expression: tree.Expression,
    batches: Iterable[pa.RecordBatch],
    scope: Scope,
    kind: pa.DataType,
    values: Mapping[str, object] | None = None,
) -> Rows:
    """The value of `expression` in each row, as a column of Arrow type `kind`.

    The columns of the batches are named as the names of `scope`; `values` adds what is the same in every row.
    No number is rounded: pyarrow raises ArrowInvalid where one does not fit `kind` exactly.
    """
    evaluate = compile(expression, scope)
    found: list[pa.Array] = []
    unknown: list[pa.Array] = []
    for batch in batches:
        results = [evaluate({**(values or {}), **row}) for row in batch.to_pylist()]
        absent = [result is UNKNOWN for result in results]
        kept = [None if missing else _outside(result, kind) for result, missing in zip(results, absent, strict=True)]
        found.append(pa.array(kept, type=kind))
        unknown.append(pa.array(absent, type=pa.bool_()))
    return Rows(pa.chunked_array(found, type=kind), pa.chunked_array(unknown, type=pa.bool_()))


def _outside(value: object, kind: pa.DataType) -> object:
    """A FEEL value as pyarrow takes it: whole numbers for a column of integers."""
    if isinstance(value, Decimal) and pa.types.is_integer(kind) and value == value.to_integral_value():
        return int(value)
    return value
