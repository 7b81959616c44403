"""What passes between the readers of files: cells before and after they are typed, and rejects."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from bridgehead.primitives import types
from bridgehead.primitives.types import Column, FieldType
from bridgehead.primitives.words import Phrase

Progress = Callable[[int], None]
"""Told the number of rows done so far."""

TEXTS = types.TEXTS | types.LISTS
TAKEN_FOR_A_FORMULA = r"'*[=+\-@＝＋－＠\x01-\x1f\x7f]"
"""How a text begins that a spreadsheet may take for a formula: a sign, full-width too, or a control character."""
BETWEEN_CHOICES = "; "
MOST_DIGITS = 38
"""Of a number in a column of 128 bits."""

REJECTS = pa.schema(
    [
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("code", pa.string()),
        ("expected zh", pa.string()),
        ("expected en", pa.string()),
    ]
)
"""A reject: row (the header is row 1, as in a spreadsheet), column, the value found, and what was expected."""


LOST = pa.schema([("row", pa.int64()), ("name", pa.string())])
"""A row that has rejects, and what stands in its first unique column, as far as that can be read."""


def refused(rows: pa.Array, column: str, values: pa.Array, code: str, expected: Phrase) -> pa.Table:
    """The rejects of these rows, all for one reason."""
    name, *why = (pa.repeat(pa.scalar(word), len(rows)) for word in (column, code, expected.zh, expected.en))
    return pa.table([rows, name, values, *why], schema=REJECTS)


def unnamed(rows: pa.Array, column: Column) -> pa.Table:
    """The rejects of rows that are blank in a unique column."""
    expected = Phrase("每行都要有值，用来称呼这一行", "a value in every row, by which the row is called")
    return refused(rows, column.name, pa.nulls(len(rows), pa.string()), "TB045", expected)


def in_words(rejects: pa.Table, language: str) -> pa.Table:
    """Rejects as they are written: what was expected in one language, zh or en."""
    return rejects.select([*REJECTS.names[:-2], f"expected {language}"]).rename_columns(
        [*REJECTS.names[:-2], "expected"]
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """Other words that a file may use: for a column in its header, and for a choice in its cells.

    Where headings are `exact`, capitals, width and blanks count in them: «N» is not the column «n». Those that stand
    `beside` are nobody's columns, and are not told as unknown.
    """

    columns: Mapping[str, Collection[str]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Collection[str]]] = field(default_factory=dict)
    exact: bool = False
    beside: Collection[str] = ()


NO_LABELS = Labels()


@dataclass(frozen=True, slots=True)
class Rows:
    """A part of a file before it is typed: cells as text by column (null where empty), and the row numbers.

    `rejects` (schema REJECTS) are those that show before typing: rows too short or too long, damaged cells.
    """

    cells: Mapping[str, pa.Array]
    numbers: pa.Array
    rejects: pa.Table


def arrow_type(column: Column) -> pa.DataType:
    """The type in which a column is held."""
    match column.type:
        case FieldType.CHOICES | FieldType.FILES:
            return pa.list_(pa.string())
        case FieldType.INTEGER:
            return pa.int64()
        case FieldType.DECIMAL | FieldType.MONEY | FieldType.PERCENT:
            wide = column.digits > MOST_DIGITS
            return (pa.decimal256 if wide else pa.decimal128)(column.digits, column.scale)
        case FieldType.BOOLEAN:
            return pa.bool_()
        case FieldType.DATE:
            return pa.date32()
        case FieldType.DATE_TIME:
            return pa.timestamp("us")
        case _:  # one of TEXTS
            return pa.string()


def is_wall_clock(kind: pa.DataType) -> bool:
    """Whether every value of the type is a date and time without a zone, of at most microseconds."""
    return bool(pa.types.is_timestamp(kind) and kind.tz is None and kind.unit != "ns")


def is_floating(kind: pa.DataType) -> bool:
    """Whether the type is floating point of 32 or 64 bits; that of 16 bits has no text."""
    return bool(pa.types.is_float32(kind) or pa.types.is_float64(kind))


def arrow_schema(columns: Sequence[Column]) -> pa.Schema:
    return pa.schema([(column.name, arrow_type(column)) for column in columns])
