"""Read CSV: UTF-8 with or without a mark, UTF-16 with one, or GB18030; commas, tabs or semicolons.

Arrow splits the file, a block at a time; this part finds out how it is written, and keeps count of the rows.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.types import Column
from bridgehead.primitives.words import Phrase
from bridgehead.tables.cells import folded
from bridgehead.tables.headings import known_words, positions
from bridgehead.tables.open_quotes import Line, is_broken, split
from bridgehead.tables.rows import REJECTS, TEXTS, Labels, Rows, refused

CHUNK = 1 << 20
BLOCK = 8 << 20
"""Bytes that Arrow splits at once; no row may be longer."""

DELIMITERS = ",\t;"
END = "\x1a"
"""Stands in a row that is added at the end of a file. A quotation mark in it closes one that was left open, and it has
too many cells, so that neither it nor what an open mark has taken with it is ever a row of the table."""

LOST = "\ufffd"
LOST_AT_MOST = 0.5
"""The share of characters beyond ASCII that may be damaged in a file that is still taken for the encoding."""

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
OTHER_FORMATS = {b"PK\x03\x04": "an Excel workbook", b"PAR1": "Parquet", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}
NEUTRALISED = "^'('*[=+\\-@\\t\\r])"
"""A text that `writing` kept from being a formula: it has one apostrophe too many."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written. Where `damaged`, some bytes are no text in the encoding and are read as LOST.

    `header` is the first row that is not blank, and `skipped` the number of rows up to it and with it.
    """

    encoding: str
    damaged: bool
    delimiter: str
    header: Sequence[str]
    skipped: int


def read(path: Path, columns: Sequence[Column], labels: Labels) -> tuple[Iterator[Rows], tuple[Mistake, ...]]:
    """The rows in blocks, and the warnings; raises BridgeheadError for a file that is no table of these columns."""
    layout = _layout(path, known_words(columns, labels))
    found, notes = positions(layout.header, columns, labels, str(path))
    if not layout.encoding.startswith("utf-8"):
        said = f"the file is not in UTF-8; it was read as {layout.encoding.upper()}"
        expected = "UTF-8; in Excel: save as «CSV UTF-8»"
        notes = (Mistake("TB009", said, Place.whole(str(path)), expected, warning=True), *notes)
    return _rows(path, layout, [(column, found[column.name]) for column in columns if column.name in found]), notes


def headings(path: Path) -> list[str]:
    """What stands in the header; raises BridgeheadError for a file that is no table."""
    return list(_layout(path, {}).header)


def _layout(path: Path, words: Mapping[str, str]) -> Layout:
    with path.open("rb") as file:
        head = file.read(CHUNK)
    if not head.strip():
        raise BridgeheadError([Mistake("TB003", "the file is empty", Place(str(path)), "a header and rows")])
    for magic, name in OTHER_FORMATS.items():
        if head.startswith(magic):
            raise BridgeheadError([Mistake("TB005", f"the file is {name} by its content", Place(str(path)), "CSV")])
    encoding, damaged = _encoding(path, head)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    return max(
        (_split_header(text, delimiter, encoding, damaged, path) for delimiter in DELIMITERS),
        key=lambda layout: (sum(folded(heading) in words for heading in layout.header), len(layout.header)),
    )


def _split_header(text: str, delimiter: str, encoding: str, damaged: bool, path: Path) -> Layout:
    try:
        for skipped, header in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(heading.strip() for heading in header):
                return Layout(encoding, damaged, delimiter, header, skipped)
    except csv.Error:
        found = "the header cannot be split into columns"
        expected = f"headings of at most {csv.field_size_limit():,} characters, with quotation marks in pairs"
        raise BridgeheadError([Mistake("TB005", found, Place(str(path)), expected)]) from None
    raise BridgeheadError([Mistake("TB003", "the file has only blanks", Place(str(path)), "a header and rows")])


def _encoding(path: Path, head: bytes) -> tuple[str, bool]:
    """The encoding, and whether some bytes are damaged. A file that is nearly UTF-8 is not taken for GB18030, in which
    almost any bytes are some text."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding, _lost(path, encoding) > 0
    for encoding in ("utf-8", "gb18030"):
        lost = _lost(path, encoding)
        if lost <= LOST_AT_MOST:
            return encoding, lost > 0
    expected = "CSV in UTF-8 or GB18030; in Excel: save as «CSV UTF-8»"
    raise BridgeheadError([Mistake("TB002", "the file is neither UTF-8 nor GB18030", Place(str(path)), expected)])


def _lost(path: Path, encoding: str) -> float:
    """The share of the characters beyond ASCII that are not text in the encoding."""
    strict = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            strict.decode(chunk, final=not chunk)
    except UnicodeDecodeError:
        lenient = codecs.getincrementaldecoder(encoding)("replace")
        lost = beyond = 0
        for chunk in _chunks(path):
            text = lenient.decode(chunk, final=not chunk)
            lost += text.count(LOST)
            beyond += len(text) - len(text.encode("ascii", "ignore"))
        return lost / beyond
    return 0.0


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and an empty chunk at the end."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
        yield b""


class _Utf8(io.RawIOBase):
    """A file as UTF-8, whatever its encoding, with the END row after it."""

    def __init__(self, path: Path, layout: Layout) -> None:
        decoder = codecs.getincrementaldecoder(layout.encoding)("replace")
        as_it_is = layout.encoding.startswith("utf-8") and not layout.damaged
        self._recode = (lambda chunk: chunk) if as_it_is else (lambda chunk: decoder.decode(chunk, not chunk).encode())
        self._end = (f'{END}"{END}' + layout.delimiter * (len(layout.header) + 1) + "\n").encode()
        self._pieces = self._recoded(_chunks(path))
        self._ready = memoryview(b"")

    def _recoded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        last = b""
        for chunk in chunks:
            piece = self._recode(chunk)
            yield piece
            last = piece or last
        yield self._end if last.endswith((b"\n", b"\r")) else b"\n" + self._end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the buffers here are bytes
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._ready = memoryview(piece)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def _rows(path: Path, layout: Layout, wanted: Sequence[tuple[Column, int]]) -> Iterator[Rows]:
    """Blocks of rows; each cell trimmed, blanks null. A row is numbered as in a spreadsheet that shows the file."""
    unfit: list[arrow_csv.InvalidRow] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        unfit.append(row)
        return "skip"

    last, more = layout.skipped, 0  # `more` rows than Arrow counts: those behind open quotation marks
    for batch in chain(_batches(path, layout, skip), (None,)):
        numbers = _numbers(last + 1, 0 if batch is None else batch.num_rows, [row.number for row in unfit])
        last = int(numbers[-1]) if len(numbers) else last
        passed = [row for row in unfit if batch is None or row.number < last]
        del unfit[: len(passed)]
        start, rejects = 0, [REJECTS.empty_table()]
        for row in passed:
            text, end, _ = row.text.partition(END)
            if (end and text.strip()) or is_broken(text, layout.delimiter):
                at = int(np.searchsorted(numbers, row.number))
                if batch is not None:
                    yield _block(batch.slice(start, at - start), numbers[start:at] + more, layout, wanted)
                lines = list(split(text, row.expected_columns, layout.delimiter))
                yield from _split_again(lines, row.number + more, layout, wanted)
                start, more = at, more + len(lines) - 1
            elif not end:
                rejects.append(_unfit_row(row.number + more, row.text, row.expected_columns, row.actual_columns))
        if batch is not None:
            yield _block(batch.slice(start), numbers[start:] + more, layout, wanted)
        yield _rejected(rejects, wanted)


def _split_again(
    lines: Sequence[Line], first: int, layout: Layout, wanted: Sequence[tuple[Column, int]]
) -> Iterator[Rows]:
    """The rows of lines behind an open quotation mark, and the rejects among them."""
    width = len(layout.header)
    numbered = list(enumerate(lines, first))
    good = [(number, line.cells) for number, line in numbered if line.cells is not None and len(line.cells) == width]
    columns = [pa.array([cells[at] for _, cells in good], pa.string()) for at in range(width)]
    batch = pa.RecordBatch.from_arrays(columns, names=[str(at) for at in range(width)])
    yield _block(batch, np.array([number for number, _ in good], np.int64), layout, wanted)
    rejects = [REJECTS.empty_table()]
    for number, line in numbered:
        if line.cells is None:
            said = ("TB007", Phrase("成对的引号", "quotation marks in pairs"))
            rejects.append(_reject(number, line.text, *said))
        elif len(line.cells) != width:
            rejects.append(_unfit_row(number, line.text, width, len(line.cells)))
    yield _rejected(rejects, wanted)


def _batches(path: Path, layout: Layout, skip: Callable[[arrow_csv.InvalidRow], str]) -> Iterator[pa.RecordBatch]:
    names = [str(position) for position in range(len(layout.header))]
    try:
        reader = arrow_csv.open_csv(
            _Utf8(path, layout),
            arrow_csv.ReadOptions(
                use_threads=False,  # else rows that do not fit have no numbers
                block_size=BLOCK,
                column_names=names,
                skip_rows_after_names=layout.skipped,
            ),
            arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False, check_utf8=False
            ),
        )
        yield from (batch for batch in reader if batch.num_rows)
    except pa.ArrowInvalid as why:  # the one thing that its parser does not bear: a row over two blocks
        found, expected = f"a row of more than {BLOCK >> 20} MiB", "shorter rows; a quotation mark may be open"
        raise BridgeheadError([Mistake("TB008", found, Place(str(path)), expected)]) from why


def _numbers(start: int, count: int, taken: Sequence[int]) -> np.ndarray:
    """The next `count` row numbers from `start`, without those of rows that did not fit."""
    return np.setdiff1d(np.arange(start, start + count + len(taken)), taken, assume_unique=True)[:count]


def _block(
    batch: pa.RecordBatch,
    places: np.ndarray,
    layout: Layout,
    wanted: Sequence[tuple[Column, int]],
) -> Rows:
    cells, rejects, numbers = {}, [REJECTS.empty_table()], pa.array(places, pa.int64())
    for column, position in wanted:
        text = pc.utf8_trim_whitespace(batch.column(position))
        for sign, code, said in _damages(layout):
            damaged = pc.match_substring(text, sign)
            if pc.any(damaged).as_py():
                rejects.append(refused(numbers.filter(damaged), column.name, text.filter(damaged), code, said))
        if column.type in TEXTS:
            text = pc.replace_substring_regex(text, NEUTRALISED, r"\1")
        cells[column.name] = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return Rows(cells, numbers, pa.concat_tables(rejects))


def _damages(layout: Layout) -> Iterator[tuple[str, str, Phrase]]:
    yield "\0", "TB032", Phrase("不含 NUL 字符的文字", "text without a NUL character")
    if layout.damaged:
        encoding = layout.encoding.upper()
        yield LOST, "TB033", Phrase(f"{encoding} 编码的文字", f"text in {encoding}")


def _rejected(rejects: Sequence[pa.Table], wanted: Sequence[tuple[Column, int]]) -> Rows:
    """Rejects alone."""
    nothing = {column.name: pa.array([], pa.string()) for column, _ in wanted}
    return Rows(nothing, pa.array([], pa.int64()), pa.concat_tables(rejects))


def _unfit_row(number: int, text: str, wanted: int, found: int) -> pa.Table:
    code = "TB030" if found < wanted else "TB031"
    zh, en = f"格数和表头一样：{wanted} 格，而不是 {found} 格", f"as many cells as in the header: {wanted}, not {found}"
    return _reject(number, text, code, Phrase(zh, en))


def _reject(number: int, text: str, code: str, expected: Phrase) -> pa.Table:
    return refused(pa.array([number], pa.int64()), "", pa.array([text[:200]], pa.string()), code, expected)
