"""Read Excel workbooks row by row: real dates, numbers kept as text, the stored values of formulas; bounded throughout.

Every cell becomes the text that `cells` reads, so that a sheet and a CSV file are judged alike. What the sheet itself
has lost (a long number that Excel rounded, a text that it took for a date) is a reject.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice, repeat
from operator import is_not
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pyarrow as pa
from openpyxl.cell.read_only import EMPTY_CELL, EmptyCell, ReadOnlyCell
from openpyxl.styles.numbers import is_datetime
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from bridgehead.documents.workbook import DAMAGED, check_archive
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, letters
from bridgehead.primitives.types import Column, FieldType
from bridgehead.primitives.words import Phrase
from bridgehead.tables.cells import UnreadableError
from bridgehead.tables.headings import positions
from bridgehead.tables.rows import REJECTS, TEXTS, Labels, Rows

Cell: TypeAlias = ReadOnlyCell | EmptyCell

LARGEST_UNPACKED = 1 << 30
"""Bytes of a workbook once it is unpacked; the sizes in the archive's list bind, since unpacking stops there."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000
MOST_DIGITS = 15
"""Excel keeps no more digits of a number."""

CHUNK = 1 << 20
BLOCK = 1 << 14
"""Rows that are read before they are typed."""

FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')


def read(path: Path, columns: Sequence[Column], labels: Labels) -> tuple[Iterator[Rows], tuple[Mistake, ...]]:
    """The rows of the first sheet in blocks, and the warnings.

    Raises BridgeheadError for a workbook that cannot be opened, is too large once unpacked, has merged cells, or is
    no table of these columns.
    """
    with path.open("rb") as file:
        check_archive(file, str(path), LARGEST_UNPACKED)
    sheet, others = _sheet(path, stored_values=True)
    formulas = _check_cells(path, sheet)
    header_row, header = _header(path, sheet)
    found, notes = positions(header, columns, labels, str(path))
    if others:
        said = f"only the first sheet, «{sheet.title}», was read; there are also {', '.join(others)}"
        notes = (*notes, Mistake("TB016", said, Place.whole(str(path)), "claims on the first sheet", warning=True))
    wanted = [(column, found[column.name]) for column in columns if column.name in found]
    behind = _sheet(path, stored_values=False)[0] if formulas else None
    return _rows(path, sheet, behind, header_row, len(header), wanted), notes


def headings(path: Path) -> list[str]:
    """What stands in the header of the first sheet; raises BridgeheadError for a workbook that cannot be opened."""
    with path.open("rb") as file:
        check_archive(file, str(path), LARGEST_UNPACKED)
    return _header(path, _sheet(path, stored_values=True)[0])[1]


def _mistake(path: Path, code: str, message: str, expected: str = "") -> BridgeheadError:
    return BridgeheadError([Mistake(code, message, Place(str(path)), expected)])


def _sheet(path: Path, stored_values: bool) -> tuple[ReadOnlyWorksheet, list[str]]:
    """The first sheet, with the stored values of its formulas or with the formulas, and the names of the others."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # styles and extensions that are not read
            book = openpyxl.load_workbook(path, read_only=True, data_only=stored_values, keep_links=False)
        sheet, *others = book.worksheets
    except DAMAGED as why:
        raise _mistake(path, "TB014", f"the workbook is damaged: {why}", "one that opens in Excel") from why
    assert isinstance(sheet, ReadOnlyWorksheet)
    sheet.reset_dimensions()  # what a sheet says of its own size binds nobody
    return sheet, [other.title for other in others]


def _check_cells(path: Path, sheet: ReadOnlyWorksheet) -> bool:
    """Whether the sheet has formulas; merged cells are refused, since all but one of them would be read as blank."""
    formulas, tail = False, b""
    merged: list[str] = []
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as part:
        while chunk := part.read(CHUNK):
            text = tail + chunk
            formulas = formulas or FORMULA.search(text) is not None
            merged += [found.decode() for found in MERGED.findall(text) if found.decode() not in merged[-1:]]
            tail = chunk[-100:]
    if merged:
        shown = ", ".join(merged[:3]) + (" and more" if len(merged) > 3 else "")
        raise _mistake(path, "TB013", f"merged cells: {shown}", "one header row, and one cell a value; unmerge them")
    return formulas


def _header(path: Path, sheet: ReadOnlyWorksheet) -> tuple[int, list[str]]:
    """The first row that is not blank, its number, and its headings without the blank ones at the end."""
    try:
        for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True), 1):
            headings = ["" if value is None else str(value).strip() for value in row]
            if any(headings):
                used = max(position for position, heading in enumerate(headings) if heading)
                return number, headings[: used + 1]
    except DAMAGED as why:
        raise _mistake(path, "TB014", f"the workbook is damaged: {why}", "one that opens in Excel") from why
    raise _mistake(path, "TB003", "the first sheet is empty", "a header and rows")


def _rows(
    path: Path,
    sheet: ReadOnlyWorksheet,
    behind: ReadOnlyWorksheet | None,
    header_row: int,
    width: int,
    wanted: Sequence[tuple[Column, int]],
) -> Iterator[Rows]:
    """Blocks of rows as text; `behind` is the same sheet with its formulas, where it has any."""
    limits = {"min_row": header_row + 1, "max_row": MOST_ROWS + 1}
    stored = _cut(sheet.iter_rows(**limits, max_col=MOST_COLUMNS), width)
    formulas = behind.iter_rows(**limits, max_col=width) if behind else repeat(())
    numbered = enumerate(zip(stored, formulas, strict=False), header_row + 1)
    try:
        while block := list(islice(numbered, BLOCK)):
            if block[-1][0] > MOST_ROWS:
                raise _mistake(path, "TB014", "a row lies beyond the end of every sheet", f"at most {MOST_ROWS:,} rows")
            yield _block(block, width, wanted)
    except DAMAGED as why:
        raise _mistake(path, "TB014", f"the workbook is damaged: {why}", "one that opens in Excel") from why


def _cut(rows: Iterator[Sequence[Cell]], width: int) -> Iterator[Sequence[Cell]]:
    """Each row as far as there are headings; a row with something beyond them, as far as its first cell there."""
    for row in rows:
        beyond = row[width:]
        if any(map(is_not, beyond, repeat(EMPTY_CELL))):  # of a thousand cells: the loop over them must be none of ours
            used = next((at for at, cell in enumerate(beyond, width + 1) if _is_used(cell)), width)
            yield row[:used]
        else:
            yield row[:width]


def _is_used(cell: Cell) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _block(
    block: Sequence[tuple[int, tuple[Sequence[Cell], Sequence[Cell]]]],
    width: int,
    wanted: Sequence[tuple[Column, int]],
) -> Rows:
    cells: dict[str, pa.Array] = {}
    rejects: list[dict[str, object]] = [_beyond_headings(number, row) for number, (row, _) in block if len(row) > width]
    for column, place in wanted:
        texts: list[str | None] = []
        for number, (row, behind) in block:
            cell = row[place] if place < len(row) else EmptyCell()
            formula = behind[place] if place < len(behind) else EmptyCell()
            try:
                texts.append(_text(cell, formula, column))
            except UnreadableError as why:
                texts.append(None)
                found = {"row": number, "column": column.name, "value": _shown(cell, formula)}
                said = {"expected zh": why.expected.zh, "expected en": why.expected.en}
                rejects.append({**found, "code": why.code, **said})
        cells[column.name] = pa.array(texts, pa.string())
    numbers = pa.array([number for number, _ in block], pa.int64())
    return Rows(cells, numbers, pa.Table.from_pylist(rejects, schema=REJECTS))


def _beyond_headings(number: int, row: Sequence[Cell]) -> dict[str, object]:
    """The reject of a row whose last cell has no heading."""
    at = letters(len(row))
    said = {
        "expected zh": f"表头以内的格；{at} 列没有表头",
        "expected en": f"cells under a heading; column {at} has none",
    }
    return {"row": number, "column": "", "value": str(row[-1].value), "code": "TB031", **said}


def _shown(cell: Cell, formula: Cell) -> str | None:
    """A cell of any kind as the text that says it: a truth as Excel does, a moment as FEEL; a formula without its
    stored value is itself. None where it is empty."""
    match cell.value:
        case None:
            return None if formula.value is None else str(formula.value)
        case str(text):
            return unescape(text) or None
        case bool(truth):
            return str(truth).upper()
        case int() | float() as number:
            return f"{_exact(number):f}"
        case datetime() as moment:
            is_day = is_datetime(str(cell.number_format)) == "date" and moment.time() == time()
            return moment.date().isoformat() if is_day else moment.isoformat()
        case timedelta() as length:
            seconds = round(length.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case value:
            return str(value)


def _text(cell: Cell, formula: Cell, column: Column) -> str | None:
    """What a cell holds, as it would be typed; None where it is blank."""
    if column.carried:
        shown = _shown(cell, formula)
        return shown if shown is None or column.verbatim else shown.strip() or None
    if cell.data_type == "e":
        raise UnreadableError("TB041", Phrase("一个值；表中此处是错误值", "a value; the sheet has an error here"))
    if column.type in TEXTS and isinstance(cell.value, bool | date | time | timedelta):
        said = Phrase(
            "文字；这一格被改成了别的：请设为文本格式",
            "text; the cell was turned into something else: format it as text",
        )
        raise UnreadableError("TB044", said)
    match cell.value:
        case None if formula.data_type == "f":
            said = Phrase(
                "存有结果的公式：请用 Excel 打开并保存",
                "a formula with its stored value: open and save the file in Excel",
            )
            raise UnreadableError("TB042", said)
        case str(text):
            return (unescape(text) if column.verbatim else unescape(text).strip()) or None
        case bool(value):
            return str(value).lower()
        case int() | float() as value:
            return _digits(value, column, cell)
        case datetime() as value:
            return value.isoformat(" ")
        case value:
            return None if value is None else str(value)


def _exact(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{MOST_DIGITS}g}")


def _digits(value: float, column: Column, cell: Cell) -> str:
    """A number in the digits that Excel keeps, so that 0.1 + 0.2 is 0.3 as Excel shows it."""
    exact = _exact(value)
    if abs(exact) >= 10**MOST_DIGITS:
        en = f"at most {MOST_DIGITS} digits, or text: Excel has rounded this number"
        raise UnreadableError("TB043", Phrase(f"不超过 {MOST_DIGITS} 位数字，或文字：Excel 已把这个数舍入", en))
    if column.type is FieldType.PERCENT and abs(exact) > 1 and "%" in str(cell.number_format):
        return f"{exact.scaleb(2):f}%"
    return f"{exact:f}"
