"""What columns hold as values of FEEL: numbers without the zeros that a column adds, structs as contexts, and lists."""

import base64
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.queries import timed
from bridgehead.queries.written import plain
from bridgehead.tables.rows import is_wall_clock


def values(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column; a number inside a list or struct that is none of FEEL's is the text of it, as `nan`."""
    if pa.types.is_nested(column.type):
        return _inside(column.combine_chunks())
    if timed.type_of(column.type) is not None and not is_wall_clock(column.type):
        return timed.of_column(column)
    found = column.to_pylist()
    return [plain(value) if isinstance(value, Decimal) else value for value in found]


def _inside(array: pa.Array) -> list[Any]:
    kind = array.type
    if pa.types.is_struct(kind):
        return _contexts(array)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        items = iter(_inside(pc.list_flatten(array)))
        lengths = pc.list_value_length(array).to_pylist()
        return [None if length is None else [next(items) for _ in range(length)] for length in lengths]
    if timed.type_of(kind) is not None:
        return timed.of_column(array)
    if pa.types.is_floating(kind):
        wide = array.cast(pa.float32()) if pa.types.is_float16(kind) else array
        return [None if word is None else _number(word) for word in wide.cast(pa.string()).to_pylist()]
    return [_plain(value) for value in array.to_pylist()]


def _contexts(array: pa.Array) -> list[Any]:
    names = [field.name for field in array.type]
    columns = [_inside(column) for column in array.flatten()]
    return [
        {name: column[row] for name, column in zip(names, columns, strict=True)} if there else None
        for row, there in enumerate(array.is_valid().to_pylist())
    ]


def _number(word: str) -> Decimal | str:
    """The shortest decimal that reads back the same floating point."""
    number = Decimal(word)
    return plain(number) if number.is_finite() else word


def _plain(value: Any) -> Any:
    match value:
        case bool():
            return value
        case int() | Decimal():
            return plain(Decimal(value))
        case bytes():
            return base64.b64encode(value).decode()
    return value
