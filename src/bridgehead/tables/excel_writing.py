"""Write an Excel workbook of one sheet: texts are never formulas, and what Excel would round is a text."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import BinaryIO
from unicodedata import east_asian_width

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.tables.rows import BETWEEN_CHOICES

MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
MOST_DIGITS = 15
"""Excel keeps no more digits of a number."""

FIRST_DAY = date(1900, 3, 1)
"""Before it, Excel's calendar has a day that never was."""

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook says when it was made; the same rows make the same bytes
NARROWEST, WIDEST, SAMPLE = 8, 60, 500
"""The width of a column, in characters, is found from its first rows."""


def write(file: BinaryIO, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
    """Raises BridgeheadError for more rows, or longer texts, than a sheet holds."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    title = book.add_format({"bold": True, "bottom": 1})
    formats = [book.add_format({"num_format": _number_format(field.type)}) for field in schema]
    first = next(batches, pa.RecordBatch.from_pylist([], schema=schema))
    for column, name in enumerate(schema.names):
        sample = first.column(column).slice(0, SAMPLE).to_pylist()
        sheet.set_column(column, column, _width([name, *sample]))
    for column, name in enumerate(schema.names):
        sheet.write_string(0, column, name, title)
    row = 0
    for batch in chain([first], batches):
        for values in zip(*(column.to_pylist() for column in batch), strict=True):
            row += 1
            if row == MOST_ROWS:
                expected = f"at most {MOST_ROWS - 1:,}; csv and parquet hold more"
                raise BridgeheadError([Mistake("TB052", "more rows than a sheet holds", expected=expected)])
            for column, value in enumerate(values):
                _write_cell(sheet, row, column, value, formats[column])
    book.close()


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | Decimal() if len(Decimal(value).as_tuple().digits) <= MOST_DIGITS:
            sheet.write_number(row, column, value, style)
        case datetime() if value.date() >= FIRST_DAY and value.microsecond == 0:
            sheet.write_datetime(row, column, value, style)
        case date() if not isinstance(value, datetime) and value >= FIRST_DAY:
            sheet.write_datetime(row, column, value, style)
        case _:
            text = _text(value)
            if len(text) > LONGEST_TEXT:
                found = f"a text of {len(text):,} characters in row {row + 1}"
                expected = f"at most {LONGEST_TEXT:,}; csv and parquet hold more"
                raise BridgeheadError([Mistake("TB053", found, expected=expected)])
            sheet.write_string(row, column, text)


def _text(value: object) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat(" ")
        case list():
            return BETWEEN_CHOICES.join(map(str, value))
        case _:
            return str(value)


def _number_format(kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        return "yyyy-mm-dd hh:mm:ss"
    if pa.types.is_date(kind):
        return "yyyy-mm-dd"
    if pa.types.is_decimal(kind) and kind.scale:
        return "#,##0." + "0" * min(int(kind.scale), 2) + "#" * max(int(kind.scale) - 2, 0)
    return "#,##0" if pa.types.is_integer(kind) or pa.types.is_decimal(kind) else "General"


def _width(values: list[object]) -> int:
    lines = [line for value in values if value is not None for line in _text(value).splitlines()]
    widest = max((sum(1 + (east_asian_width(sign) in "WF") for sign in line) for line in lines), default=0)
    return min(max(widest + 2, NARROWEST), WIDEST)
