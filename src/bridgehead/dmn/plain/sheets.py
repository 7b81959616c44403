"""A workbook as sheets of cells: each cell the FEEL that it means, with its place.

A number, a date or a truth value of Excel is the FEEL that it means; a text is FEEL as it stands. Formulas, errors,
merged cells and macros are refused: a rule says what it says, and not what a program makes of it.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeVar

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Text
from bridgehead.dmn.plain.draft import Draft
from bridgehead.documents.workbook import DAMAGED, check_archive
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

LARGEST_UNPACKED = 1 << 28
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 200_000, 500, 1_000
MOST_DIGITS = 15
"""Excel keeps no more digits of a number."""

AnyText = TypeVar("AnyText", bound=Text)
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+)')


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, as FEEL would have it, and its place; empty where the cell is blank."""

    text: str
    place: Place

    def feel(self, of: type[AnyText], type_ref: str | None = None) -> AnyText:
        return of(text=self.text, place=self.place, type_ref=type_ref)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells by their numbers; blank rows are left out."""

    title: str
    place: Place
    rows: dict[int, tuple[Cell, ...]]

    def word(self, row: int) -> str:
        """What stands in the first column, as one of the words of the form."""
        return " ".join(self.rows[row][0].text.lower().split())

    def cell(self, row: int, column: int) -> Cell:
        """The cell in a row that there is; `column` counts from 0."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else Cell("", replace(self.place, line=row, column=column + 1))


def sheets(data: bytes, draft: Draft) -> Iterator[Sheet]:
    """The sheets of a workbook; what is wrong in a cell is added to the draft. Raises as `excel_reading.read` does."""
    parts = check_archive(BytesIO(data), draft.file, LARGEST_UNPACKED)
    if any(part.lower().endswith(("vbaproject.bin", ".xlm")) or "macrosheets/" in part.lower() for part in parts):
        raise BridgeheadError([mistake("DM019", Place.whole(draft.file))])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # styles and extensions that are not read
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise BridgeheadError([mistake("DM004", Place.whole(draft.file), limit=f"{MOST_SHEETS:,} sheets")])
        archive = zipfile.ZipFile(BytesIO(data))
        for sheet in book.worksheets:
            assert isinstance(sheet, ReadOnlyWorksheet)
            sheet.reset_dimensions()  # what a sheet says of its own size binds nobody
            yield _sheet(sheet, archive, draft)
    except DAMAGED as why:
        found = Mistake("TB014", f"the workbook is damaged: {why}", Place(draft.file), "one that opens in Excel")
        raise BridgeheadError([found]) from why


def _sheet(sheet: ReadOnlyWorksheet, archive: zipfile.ZipFile, draft: Draft) -> Sheet:
    title = str(sheet.title)
    place = Place(f"{draft.file}:{title}", 1, 1, cell=True)
    for column, row in _merged(sheet, archive):
        draft.wrong("DM021", replace(place, line=row, column=column))
    rows: dict[int, tuple[Cell, ...]] = {}
    for number, found in enumerate(sheet.iter_rows(), 1):
        if number > MOST_ROWS or len(found) > MOST_COLUMNS:
            limit = f"{MOST_ROWS:,} rows" if number > MOST_ROWS else f"{MOST_COLUMNS:,} columns"
            raise BridgeheadError([mistake("DM004", replace(place, line=number), limit=limit)])
        cells = tuple(_cell(one, replace(place, line=number, column=at), draft) for at, one in enumerate(found, 1))
        if any(one.text for one in cells):
            rows[number] = cells
    return Sheet(title, place, rows)


def _merged(sheet: ReadOnlyWorksheet, archive: zipfile.ZipFile) -> Iterator[tuple[int, int]]:
    """The columns and rows of merged cells, all but the first of which would be read as blank."""
    with archive.open(sheet._worksheet_path) as part:
        found = MERGED.findall(part.read(LARGEST_UNPACKED))
    for column, row in found:
        yield openpyxl.utils.column_index_from_string(column.decode()), int(row)


def _cell(cell: Any, place: Place, draft: Draft) -> Cell:
    value = cell.value
    if value is not None and cell.data_type in ("f", "e"):
        draft.wrong("DM020", place, found=str(value))
        return Cell("", place)
    match value:
        case None:
            text = ""
        case str():
            text = unescape(value).strip()
        case bool():
            text = str(value).lower()
        case int() | float():
            text = f"{Decimal(value) if isinstance(value, int) else Decimal(f'{value:.{MOST_DIGITS}g}'):f}"
        case datetime() if value.time() == time() and not re.search("[hHsS]", str(cell.number_format)):
            text = f'date("{value.date().isoformat()}")'
        case datetime():
            text = f'date and time("{value.isoformat()}")'
        case date() | time():
            text = f'{type(value).__name__}("{value.isoformat()}")'
        case _:
            draft.wrong("DM020", place, found=str(value))
            text = ""
    return Cell(text, place)
