"""Workbooks of decision tables, made up for a test."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[object]]

REDUCTION: Rows = (
    ("decision", "Reduction"),
    ("hit policy", "F"),
    ("columns", "input", "input", "output"),
    ("name", "age", "card", "reduction"),
    ("type", "number", "string", "string"),
    ("allowed", "[0..150]", "none, student, senior", "full, half, no"),
    ("default", None, None, "no"),
    (1, "< 18", None, "full"),
    (2, "[18..150]", "student, senior", "half"),
)
FEE: Rows = (
    ("decision", "Fee"),
    ("columns", "input", "input", "output", "annotation"),
    ("name", "Reduction", "day", "fee", "why"),
    ("type", None, "date", "number"),
    (),
    (1, "full", "-", 0, "children pay nothing"),
    (2, "half", "-", 4),
    (3, '"no"', date(2026, 1, 1), 5),
    (4, "no", "< 2026-01-01", 8),
    (None, "no", "> 2026-01-01", 9.5),
)


def save(path: Path, sheets: Mapping[str, Rows], *, merged: str | None = None) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    book.save(path)
    return path


def changed(rows: Rows, row: int, *cells: object) -> Rows:
    """The rows with another one in the place of `row`, counted from 1."""
    return (*rows[: row - 1], cells, *rows[row:])
