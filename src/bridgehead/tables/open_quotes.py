"""Quotation marks of CSV that open a cell and do not close it, or close it before its end.

Such a mark takes what follows it, up to the next one, for one cell, and claims of other lines with it. Whoever wrote
the file meant it to end with the line. So a note is put before it: behind a note a quotation mark is a sign like any
other, and the note's cells are too many for a row, which gives up this line and no other.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache

NOTE = "\x1a\x1b"


def noted(pieces: Iterator[bytes], delimiter: str, width: int, most: int) -> Iterator[bytes]:
    """The pieces of a file, whose rows have `width` cells, with a note before each mark that is not closed as it should
    be, and a line end at the end. No cell is waited for over more than `most` bytes."""
    rest = b"\n"  # what is not passed on yet, with the byte before it
    for piece in pieces:
        if len(rest) == 1 and b'"' not in piece:
            yield piece
            rest = piece[-1:] or rest
            continue
        done, rest = _noted(rest + piece, delimiter, width, most)
        yield done[1:]
    done, _ = _noted(rest if rest.endswith((b"\n", b"\r")) else rest + b"\n", delimiter, width, 0)
    yield done[1:]


def _noted(text: bytes, delimiter: str, width: int, most: int) -> tuple[bytes, bytes]:
    """The text up to a cell that may yet be closed, and the rest with the byte before it; the first byte is such a one.

    A cell that is open for more than `most` bytes is not closed.
    """
    sound, cell = _patterns(delimiter)
    parts, done, at = [], 0, 1
    while (at := _end(sound, text, at)) < len(text):
        found = cell.match(text, at)
        if (found is None or found.end() == len(text)) and len(text) - at <= most:
            break
        parts += [text[done:at], f"{NOTE}{delimiter * width}{NOTE}".encode()]
        done, at = at, at + 1
    return b"".join([*parts, text[done:at]]), text[at - 1 :]


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """All that is sound from a place on, and a quoted cell."""
    cell, ends = rb'"[^"]*+(?:""[^"]*+)*+"', b"[" + re.escape(delimiter.encode()) + rb"\r\n]"
    sound = rb'(?:[^"]++|(?<!%b)"|%b(?=%b))*+' % (ends, cell, ends)
    return re.compile(sound), re.compile(cell)


def _end(sound: re.Pattern[bytes], text: bytes, start: int) -> int:
    found = sound.match(text, start)
    return found.end() if found else start


def open_cell(row: str, delimiter: str) -> tuple[str, int] | None:
    """A row without its notes, and in which of its cells the first stands; None where it has none."""
    before, note, _ = row.partition(NOTE)
    if not note:
        return None
    plain = re.sub(f"{NOTE}{re.escape(delimiter)}*{NOTE}", "", row)
    return plain, len(next(csv.reader([before], delimiter=delimiter), [""])) - 1
