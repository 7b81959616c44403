"""What is kept of the cases beside their decisions: as it was written, as far as the file that goes out can say it.

Parquet has a type for all that Parquet holds; JSON says of each value what it is; CSV and Excel have texts.
"""

import base64
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead import feel, tables
from bridgehead.feel.temporal import DAY
from bridgehead.queries import timed
from bridgehead.queries.written import json_of, of_column, of_values, simple

_WHOLE_MINUTES = 3 * 366 * DAY  # since 1973 every zone is some minutes off


def of_json(name: str, rows: Collection[Mapping[str, Any]]) -> pa.Array:
    """The values of one name in a file of JSON: a column of their kind where they have one, else one of JSON. In a
    column of which some objects have null and others nothing, the null is one of JSON.
    """
    items = [row.get(name) for row in rows]
    if lacks(name, rows) and any(row.get(name, ...) is None for row in rows):
        return pa.array([json_of(row[name]) if name in row else None for row in rows], tables.JSON)
    if simple(items):
        return of_values(items)
    return pa.array([None if item is None else tables.json_text(item) for item in items], tables.JSON)


def lacks(name: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether some object of JSON has nothing of that name, and so gets nothing."""
    return any(name not in row for row in rows)


def of_file(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """A column of the cases, its moments as FEEL writes them and its numbers without the zeros that it adds."""
    wall_clock = pa.types.is_timestamp(column.type) and column.type.tz is None and column.type.unit != "ns"
    return of_column(column) if wall_clock or pa.types.is_decimal(column.type) else column


def as_written(rows: pa.Table, suffix: str, lacking: Collection[str] = ()) -> pa.Table:
    """The rows for a file of that suffix: numbers short where it has no type for them, and texts for what it cannot
    say otherwise. In JSON a null of the columns that are `lacking` is nothing.
    """
    columns = [_for_suffix(column, suffix) for column in rows.columns]
    told = {name: {tables.LACKING: b""} for name in lacking}
    fields = [
        pa.field(name, column.type, metadata=told.get(name))
        for name, column in zip(rows.column_names, columns, strict=True)
    ]
    return pa.table(columns, schema=pa.schema(fields))


def _for_suffix(column: pa.ChunkedArray, suffix: str) -> pa.ChunkedArray:
    kind = column.type
    if kind == tables.JSON:
        return column if suffix == ".json" else _plain(column)
    if suffix in (".csv", ".json") and pa.types.is_decimal(kind) and kind.scale > 0:
        return _short(column)
    if suffix != ".parquet" and pa.types.is_floating(kind):
        return _for_suffix(_shortest(column), suffix)
    if suffix == ".parquet" or any(holds(kind) for holds in _SAID_EVERYWHERE):
        return column
    if pa.types.is_nested(kind):
        texts = _each(lambda one: tables.json_text(_inside(one)), column)
        return texts.cast(tables.JSON) if suffix == ".json" else texts
    return _text(column)


_SAID_EVERYWHERE = (
    pa.types.is_decimal,
    pa.types.is_integer,
    pa.types.is_string,
    pa.types.is_boolean,
    pa.types.is_date32,
)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Values of JSON as texts, which need no quotes of JSON where they are texts themselves."""
    return _each(lambda one: json.loads(one) if one == "null" or one.startswith('"') else one, column)


def _short(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers as JSON writes them, each without the zeros that its column adds."""
    texts = pc.cast(column, pa.string())
    small = pc.match_substring(texts, "E")  # 1E-7, as Arrow writes what is near zero
    if pc.any(small).as_py():
        digits = pa.array([f"{one:f}" for one in column.filter(small).to_pylist()], pa.string())
        texts = pa.chunked_array([pc.replace_with_mask(texts.combine_chunks(), small.combine_chunks(), digits)])
    short = pc.replace_substring_regex(texts, r"^(-?\d+)(?:\.0+|(\.\d*[1-9])0*)$", r"\1\2")
    return short.cast(tables.JSON)


def _shortest(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Floating point as the shortest decimals that read back the same; NaN and infinity are words."""
    wide = column.cast(pa.float32()) if pa.types.is_float16(column.type) else column
    words = (None if word is None else Decimal(word) for word in wide.cast(pa.string()).to_pylist())
    return pa.chunked_array([of_values(str(one) if one is not None and not one.is_finite() else one for one in words)])


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Moments and lengths of time as FEEL writes them; bytes in base 64."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.cast(kind.value_type))
    if pa.types.is_duration(kind) or (pa.types.is_timestamp(kind) and kind.tz is not None and _is_early(column)):
        texts = [None if one is None else feel.text_of(one) for one in timed.of_column(column)]
        return pa.chunked_array([pa.array(texts, pa.string())])
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        return _moments(column)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _each(lambda some: base64.b64encode(some).decode(), column)
    return column.cast(pa.string())


def _each(text: Callable[[Any], str], column: pa.ChunkedArray) -> pa.ChunkedArray:
    texts = [None if one is None else text(one) for one in column.to_pylist()]
    return pa.chunked_array([pa.array(texts, pa.string())])


def _inside(value: object) -> object:
    """A value in a list or context as JSON has it."""
    match value:
        case dict():
            return {name: _inside(item) for name, item in value.items()}
        case list() | tuple():
            return [_inside(item) for item in value]
        case bytes():
            return base64.b64encode(value).decode()
        case time() | timedelta():
            return str(value)
    return value


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """`2026-01-01T08:30:00+08:00`: to the digit of a second that is not zero."""
    texts = pc.replace_substring(column.cast(pa.string()), " ", "T", max_replacements=1)
    texts = pc.replace_substring_regex(texts, r"([+-]\d\d)(\d\d)$", r"\1:\2")
    return pc.replace_substring_regex(texts, r"(?:\.0+|(\.\d*[1-9])0*)(Z|[+-]\d\d:\d\d|)$", r"\1\2")


def _is_early(column: pa.ChunkedArray) -> bool:
    """Whether a moment lies where zones are some seconds off a whole minute, which Arrow does not write."""
    least = pc.min(column.cast(pa.int64())).as_py()
    return least is not None and least * timed.TICKS[column.type.unit] < _WHOLE_MINUTES
