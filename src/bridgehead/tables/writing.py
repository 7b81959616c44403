"""Write a table by suffix: csv, xlsx, parquet or json; whole or not at all, and the same bytes for the same rows.

What is written to CSV is read back by `read`: a text that a spreadsheet would take for a formula gets an apostrophe in
front, and loses it there. A column of the type JSON goes out in JSON and CSV as it is, so that a number has no more
digits than its own.
"""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from bridgehead.documents.replacing import need_folder, replacing
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.tables.rows import BETWEEN_CHOICES, TAKEN_FOR_A_FORMULA, Progress

FORMULA = f"^({TAKEN_FOR_A_FORMULA})"
ROW_GROUP = 1 << 17
JSON = pa.json_()
LACKING = b"lacking"  # a field of which null is nothing, where JSON is written
MOST_DIGITS = 76  # that a column holds; a number beyond them has an exponent in JSON
UTF8_MARK = b"\xef\xbb\xbf"

Writer = Callable[[BinaryIO, pa.Schema, Iterator[pa.RecordBatch]], None]


def write(path: Path, data: pa.Table | pa.RecordBatchReader, *, progress: Progress | None = None) -> int:
    """Write the rows and return their number.

    The file appears under its name only when all of it is on the disk; until then an older one stays. Raises
    BridgeheadError for a suffix that is not known, a folder that is not there, and what a workbook cannot hold.
    """
    writer = writer_of(path)
    reader = data.to_reader() if isinstance(data, pa.Table) else data
    counted = _Counted(reader, progress)
    with replacing(path) as file:
        writer(file, reader.schema, iter(counted))
    return counted.rows


def as_csv(table: pa.Table) -> bytes:
    """What `write` puts into a file of CSV, of what may stand in none."""
    out = io.BytesIO()
    _write_csv(out, table.schema, iter(table.combine_chunks().to_batches()))
    return out.getvalue()


def writer_of(path: Path) -> Writer:
    """What writes a file of this name; raises BridgeheadError where nothing can, so that a caller asks in time."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        near = nearest(path.suffix.lower(), WRITERS)
        expected = f"a file that ends in {', '.join(WRITERS)}"
        found = f"«{path.name}» cannot be written"
        raise BridgeheadError([Mistake("TB050", found, Place.whole(str(path)), expected, near)])
    need_folder(path)
    return writer


class _Counted:
    """Batches of one size, whatever the size of those that come, and the number of rows so far."""

    def __init__(self, reader: pa.RecordBatchReader, progress: Progress | None) -> None:
        self.rows = 0
        self._reader = reader
        self._progress = progress

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        waiting = self._reader.schema.empty_table()
        for batch in self._reader:
            waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
            while waiting.num_rows >= ROW_GROUP:
                yield self._taken(waiting.slice(0, ROW_GROUP))
                waiting = waiting.slice(ROW_GROUP)
        if waiting.num_rows:
            yield self._taken(waiting)

    def _taken(self, rows: pa.Table) -> pa.RecordBatch:
        self.rows += rows.num_rows
        if self._progress:
            self._progress(self.rows)
        return rows.combine_chunks().to_batches()[0]


def _write_csv(file: BinaryIO, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    """UTF-8 with a mark: without one, Excel on a Chinese system takes a file for GBK and shows nonsense."""
    names = _quoted(pa.array(schema.names, pa.string()))
    file.write(UTF8_MARK + (",".join(names.to_pylist()) + "\n").encode())
    for batch in batches:
        cells = map(_cells, batch)
        rows = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
        lines = pc.binary_join_element_wise(rows, "\n", "")
        file.write(memoryview(lines.buffers()[2])[: pc.sum(pc.binary_length(lines)).as_py()])  # one after another


def _cells(column: pa.Array) -> pa.Array:
    """Texts and lists in quotes, such that no spreadsheet takes one for a formula; all else by itself."""
    if column.type == JSON:
        return column.storage
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, BETWEEN_CHOICES)
    texts = column.cast(pa.string())
    if any(holds(column.type) for holds in (pa.types.is_primitive, pa.types.is_decimal, pa.types.is_null)):
        return texts
    return _quoted(pc.replace_substring_regex(texts, FORMULA, r"'\1"))


def _quoted(texts: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")


def _write_parquet(file: BinaryIO, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch, row_group_size=ROW_GROUP)


def _write_json(file: BinaryIO, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    """A list of objects, one a line. Decimals are numbers with all their digits: read them with an exact parser."""
    before = b"[\n"
    written = [field.name for field in schema if field.type == JSON]
    lacking = {field.name for field in schema if LACKING in (field.metadata or {})}
    for batch in batches:
        for each in batch.to_pylist():
            row = {name: value for name, value in each.items() if value is not None or name not in lacking}
            row |= {name: _Written(row[name]) for name in written if row.get(name) is not None}
            file.write(before + json_text(row).encode())
            before = b",\n"
    file.write(b"\n]\n" if before == b",\n" else b"[]\n")


class _Written(str):
    """JSON already."""

    __slots__ = ()


def json_text(value: object) -> str:
    """A value as JSON, with all digits of its numbers; zeros beyond those that a column holds are an exponent."""
    match value:
        case _Written():
            return value
        case Decimal():
            return f"{value:f}" if abs(value.adjusted()) <= MOST_DIGITS else str(value)
        case date() | datetime():
            return f'"{value.isoformat()}"'
        case dict():
            return "{" + ", ".join(f"{json_text(key)}: {json_text(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(json_text, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _write_excel(file: BinaryIO, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    from bridgehead.tables import excel_writing

    excel_writing.write(file, schema, batches)


WRITERS: dict[str, Writer] = {
    ".csv": _write_csv,
    ".xlsx": _write_excel,
    ".parquet": _write_parquet,
    ".json": _write_json,
}
