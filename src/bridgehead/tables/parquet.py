"""Read Parquet: its types are checked, not guessed; whole as a table, or lazily as a plan for many millions of rows.
The folder of a copy (`tables.copies`) is read as a file is, of the claims that count.

A type fits a column where every value that it can hold fits: an integer of 32 bits a whole number, decimal(9, 2) an
amount of decimal(18, 2). A point in time never fits wall-clock time, nor floating point an exact number: 0.1 + 0.2 is
0.30000000000000004 there, and once such a sum is stored nothing tells it from a figure. To take the shortest decimal of
a double would guess what was meant, or lose a row for what arithmetic did; so the error says how the author, who can
look, makes the column exact. Only a column that is `floating`, as a number of a decision's cases, takes that decimal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.types import LISTS, TEXTS, Column, FieldType
from bridgehead.tables import bounds
from bridgehead.tables.convert import floating, lists, texts
from bridgehead.tables.copies import COUNTS, Copy, is_copy
from bridgehead.tables.headings import positions
from bridgehead.tables.rows import (
    NO_LABELS,
    REJECTS,
    Labels,
    arrow_schema,
    arrow_type,
    is_floating,
    is_wall_clock,
    unnamed,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

INTEGER_DIGITS = {pa.int8(): 3, pa.int16(): 5, pa.int32(): 10, pa.int64(): 19}
INTEGER_DIGITS |= {pa.uint8(): 3, pa.uint16(): 5, pa.uint32(): 10, pa.uint64(): 20}
WORDS = TEXTS | LISTS
ROWS_A_BATCH = 122_880
NUMBERS = {FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT}


def read(path: Path, columns: Sequence[Column], labels: Labels) -> tuple[pa.Table, pa.Table, tuple[Mistake, ...]]:
    """All rows, the rejects (a choice can be wrong, a text not of its form, a figure beyond its bounds, a unique cell
    blank; the first row is row 1), and the warnings. Texts are read as those of CSV.

    Raises BridgeheadError for a file that is not Parquet, and with every column whose type does not fit.
    """
    found, notes = _positions(path, columns, labels)
    whole = table_of(path)
    numbers = pa.array(range(1, whole.num_rows + 1), pa.int64())
    absent = pa.chunked_array([pa.nulls(whole.num_rows)])
    typed, rejects = [], []
    for column in columns:
        values = whole.column(found[column.name]) if column.name in found else absent
        if pa.types.is_floating(values.type):
            values, unread = floating(values.combine_chunks(), numbers, column)
            rejects.append(unread)
        elif column.type in WORDS:
            values, unread = _as_read(values.combine_chunks(), numbers, column, labels)
            rejects.append(unread)
        typed.append(values.cast(arrow_type(column)))
    table = pa.Table.from_arrays(typed, schema=arrow_schema(columns)) if columns else whole.select([])
    for column in bounds.bounded(columns):
        values = table[column.name].combine_chunks()
        rejects.append(bounds.rejects(values, numbers, bounds.outside(values, column), column))
    blanks = [unnamed(numbers.filter(table[column.name].is_null()), column) for column in columns if column.unique]
    return table, pa.concat_tables([REJECTS.empty_table(), *rejects, *blanks]), notes


def table_of(path: Path) -> pa.Table:
    """All that a file holds, or the claims of a copy, with its marks."""
    return Copy.read(path).rows(counting=True, marked=True).read_all() if is_copy(path) else parquet.read_table(path)


def stands_as_read(path: Path, columns: Sequence[Column], labels: Labels = NO_LABELS) -> bool:
    """Whether `scan` gives what `read` does: no row is refused, and every text stands as it is read. Figures are not
    read, since the statistics of the file tell of their bounds.

    Raises BridgeheadError as `read` does.
    """
    places, files = _positions(path, columns, labels)[0], Copy.read(path).files if is_copy(path) else [path]
    names = _schema(path).names
    words = [(column, names[places[column.name]]) for column in columns if column.name in places and _worded(column)]
    return all(
        bounds.all_within(file, columns, places)
        and all(_plain(batch, words, labels) for batch in _batches(file, words))
        for file in files
    )


def _worded(column: Column) -> bool:
    return column.unique or column.type in WORDS


def _batches(file: Path, words: Sequence[tuple[Column, str]]) -> Iterator[pa.RecordBatch]:
    """These columns of a file; of a copy's, of the claims alone."""
    often = [name for column, name in words if column.type in TEXTS and not column.unique]
    with parquet.ParquetFile(file, read_dictionary=often) as opened:
        marks = [COUNTS] if COUNTS in opened.schema_arrow.names else []
        for batch in opened.iter_batches(ROWS_A_BATCH, columns=[*marks, *(name for _, name in words)]):
            yield batch.filter(batch[COUNTS]) if marks else batch


def _plain(batch: pa.RecordBatch, words: Sequence[tuple[Column, str]], labels: Labels) -> bool:
    """Whether all texts of a batch stand as they are read; a text that stands often is looked at once."""
    for column, name in words:
        values = batch.column(name)
        if column.unique and values.null_count:
            return False
        if column.type in WORDS:
            values = values.dictionary if pa.types.is_dictionary(values.type) else values
            values = values.cast(arrow_type(column))
            read, refused = _as_read(values, pa.array(range(len(values)), pa.int64()), column, labels)
            if refused.num_rows or not read.equals(values):
                return False
    return True


def _as_read(values: pa.Array, numbers: pa.Array, column: Column, labels: Labels) -> tuple[pa.Array, pa.Table]:
    """Texts, or lists of them, as they are read, and the rejects."""
    values = values.cast(arrow_type(column))
    if column.verbatim:
        return values, REJECTS.empty_table()
    return (lists if column.type in LISTS else texts)(values, numbers, column, labels)


def scan(
    path: Path,
    columns: Sequence[Column],
    source: "ir.Table",
    *,
    labels: Labels = NO_LABELS,
    beside: Sequence[str] = (),
) -> "ir.Table":
    """The same as a plan over `source`, the file as an engine has opened it, which reads what it needs when it runs.

    `beside` are columns of `source` to keep that are no claim's, such as the number of the row. The types are checked
    at once; what stands in the rows is not, and texts are taken as they are: see `stands_as_read`. No number is
    `floating` in a plan.
    Raises BridgeheadError as `read` does.
    """
    import ibis

    found, _ = _positions(path, [replace(column, floating=False) for column in columns], labels)
    names = _schema(path).names
    target = ibis.schema(arrow_schema(columns))
    typed = {}
    for column in columns:
        wanted = target[column.name]
        value = source[names[found[column.name]]] if column.name in found else ibis.null()
        typed[column.name] = value if value.type() == wanted else value.cast(wanted)
    if set(source.columns) == {*beside, *typed} and all(typed[name].equals(source[name]) for name in typed):
        return source
    return source.select(*beside, **typed)


def _positions(path: Path, columns: Sequence[Column], labels: Labels) -> tuple[Mapping[str, int], tuple[Mistake, ...]]:
    schema = _schema(path)
    if is_copy(path):
        labels = replace(labels, beside=schema.names)
    places, notes = positions(schema.names, columns, labels, str(path))
    mistakes = []
    for column in columns:
        if column.name in places:
            kind = schema.types[places[column.name]]
            if not _fits(kind, column):
                place = Place(str(path), 1, places[column.name] + 1)
                message = f"the column «{column.name}» is {kind}"
                mistakes.append(Mistake("TB017", message, place, _expected(column, kind)))
    if mistakes:
        raise BridgeheadError(mistakes)
    return places, notes


def _schema(path: Path) -> pa.Schema:
    if is_copy(path):
        return Copy.read(path).schema
    try:
        return parquet.read_schema(path)
    except (pa.ArrowInvalid, OSError) as why:
        expected = "a Parquet file, whole"
        raise BridgeheadError(
            [Mistake("TB018", "the file is not Parquet by its content", Place(str(path)), expected)]
        ) from why


def _fits(kind: pa.DataType, column: Column) -> bool:
    """Whether every value of the type is a value of the column; a column that is empty whole may have no type."""
    if pa.types.is_null(kind):
        return True
    match column.type:
        case FieldType.CHOICES | FieldType.FILES:
            return (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and _is_text(kind.value_type)
        case FieldType.INTEGER:
            return kind in INTEGER_DIGITS and kind != pa.uint64()
        case FieldType.DECIMAL | FieldType.MONEY | FieldType.PERCENT:
            before = column.digits - column.scale
            if pa.types.is_decimal(kind):
                return bool(0 <= kind.scale <= column.scale and kind.precision - kind.scale <= before)
            if is_floating(kind):
                return column.floating
            return kind in INTEGER_DIGITS and INTEGER_DIGITS[kind] <= before
        case FieldType.BOOLEAN:
            return bool(pa.types.is_boolean(kind))
        case FieldType.DATE:
            return bool(pa.types.is_date32(kind))
        case FieldType.DATE_TIME:
            return is_wall_clock(kind)
        case _:  # one of TEXTS
            return _is_text(kind)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _expected(column: Column, found: pa.DataType) -> str:
    """What would fit; of floating point, how it is made exact where the file is written."""
    if column.type in (*NUMBERS, FieldType.INTEGER) and pa.types.is_floating(found):
        whole = column.type is FieldType.INTEGER
        kind = "BIGINT" if whole else f"DECIMAL({column.digits}, {column.scale})"
        return f'an exact number, as CAST("{column.name}" AS {kind}) makes it in SQL'
    match column.type:
        case FieldType.DATE_TIME:
            return "timestamp of at most microseconds, without a zone: wall-clock time where the rules hold"
        case kind if kind in NUMBERS:
            return f"decimal({column.digits}, {column.scale}) or narrower"
        case _:
            return str(arrow_type(column))
