"""Rows of CSV in which a quotation mark is opened and not closed: the line is given up, and those after it are read.

Such a mark takes all that follows it, up to the next one, for one cell. Whoever wrote the file meant it to end with the
line; so the lines after it are split again.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 200
"""Lines that one cell may have, where lines are split again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was split, or None in the place of the cells where its quotation marks are not in pairs."""

    text: str
    cells: Sequence[str] | None


def is_broken(text: str, delimiter: str) -> bool:
    """Whether a row of several lines owes them to an open quotation mark, and not to line breaks in its cells."""
    if not _lines(text)[1:]:
        return False
    try:
        return len(list(csv.reader(_lines(text), delimiter=delimiter, strict=True))) != 1
    except csv.Error:
        return True


def split(text: str, width: int, delimiter: str) -> Iterator[Line]:
    """The rows of a text whose first line is broken; `width` is the number of cells of a row."""
    lines = _lines(text)
    yield Line(lines[0].rstrip("\r\n"), None)
    at = 1
    while at < len(lines):
        reader = csv.reader(lines[at : at + MOST_LINES], delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
            used = reader.line_num if len(cells) == width or reader.line_num == 1 else 0
        except csv.Error:
            used = 0
        text = "".join(lines[at : at + (used or 1)]).rstrip("\r\n")
        yield Line(text, cells if used else None)
        at += used or 1


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()
