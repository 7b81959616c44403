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
from bridgehead.tables.headings import compared, known_words, positions
from bridgehead.tables.open_quotes import noted, open_cell
from bridgehead.tables.rows import NO_LABELS, REJECTS, TAKEN_FOR_A_FORMULA, TEXTS, Labels, Rows, refused

CHUNK = 1 << 20
BLOCK = 8 << 20
"""Bytes that Arrow splits at once; no row may be longer."""

DELIMITERS = ",\t;"
LOST = "\ufffd"
LOST_AT_MOST = 0.5
"""The share of characters beyond ASCII that may be damaged in a file that is still taken for the encoding."""

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
OTHER_FORMATS = {b"PK\x03\x04": "an Excel workbook", b"PAR1": "Parquet", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}
NEUTRALISED = f"^'({TAKEN_FOR_A_FORMULA})"
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
    layout = _layout(path, known_words(columns, labels), labels)
    found, notes = positions(layout.header, columns, labels, str(path))
    if not layout.encoding.startswith("utf-8"):
        said = f"the file is not in UTF-8; it was read as {layout.encoding.upper()}"
        expected = "UTF-8; in Excel: save as «CSV UTF-8»"
        notes = (Mistake("TB009", said, Place.whole(str(path)), expected, warning=True), *notes)
    return _rows(path, layout, [(column, found[column.name]) for column in columns if column.name in found]), notes


def headings(path: Path) -> list[str]:
    """What stands in the header; raises BridgeheadError for a file that is no table."""
    return list(_layout(path, {}, NO_LABELS).header)


def _layout(path: Path, words: Mapping[str, str], labels: Labels) -> Layout:
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
        key=lambda layout: (sum(compared(heading, labels) in words for heading in layout.header), len(layout.header)),
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
    """A file as UTF-8, whatever its encoding, with notes at open quotation marks."""

    def __init__(self, path: Path, layout: Layout) -> None:
        decoder = codecs.getincrementaldecoder(layout.encoding)("replace")
        as_it_is = layout.encoding.startswith("utf-8") and not layout.damaged
        self._recode = (lambda chunk: chunk) if as_it_is else (lambda chunk: decoder.decode(chunk, not chunk).encode())
        recoded = map(self._recode, _chunks(path))
        self._pieces = noted(recoded, layout.delimiter, len(layout.header), BLOCK)
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the buffers here are bytes
        filled = 0
        while filled < len(buffer):  # what is read at once is a block, and a row may lie in two at most
            if not self._ready:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._ready = memoryview(piece)
            size = min(len(buffer) - filled, len(self._ready))
            buffer[filled : filled + size] = self._ready[:size]
            self._ready = self._ready[size:]
            filled += size
        return filled


def _rows(path: Path, layout: Layout, wanted: Sequence[tuple[Column, int]]) -> Iterator[Rows]:
    """Blocks of rows; each cell trimmed, but where its column is verbatim; an empty one is null. A row is numbered as
    in a spreadsheet that shows the file.
    """
    unfit: list[arrow_csv.InvalidRow] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        unfit.append(row)
        return "skip"

    last = layout.skipped
    for batch in chain(_batches(path, layout, skip), (None,)):
        numbers = _numbers(last + 1, 0 if batch is None else batch.num_rows, [row.number for row in unfit])
        last = int(numbers[-1]) if len(numbers) else last
        passed = [row for row in unfit if batch is None or row.number < last]
        del unfit[: len(passed)]
        if batch is not None:
            yield _block(batch, numbers, layout, wanted)
        yield _rejected([_unfit_row(row, layout, wanted) for row in passed], wanted)


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
        found, expected = f"a row of more than {BLOCK >> 20} MiB", "shorter rows"
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
        text = batch.column(position)
        text = text if column.verbatim else pc.utf8_trim_whitespace(text)
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
    return Rows(nothing, pa.array([], pa.int64()), pa.concat_tables([REJECTS.empty_table(), *rejects]))


def _unfit_row(row: arrow_csv.InvalidRow, layout: Layout, wanted: Sequence[tuple[Column, int]]) -> pa.Table:
    if opened := open_cell(row.text, layout.delimiter):
        text, at = opened
        named = {**dict(enumerate(layout.header)), **{position: column.name for column, position in wanted}}
        said = Phrase("成对的引号，后一个在单元格末尾", "quotation marks in pairs, the second at the end of its cell")
        return _reject(row.number, text, "TB007", said, named.get(at, ""))
    count, found = row.expected_columns, row.actual_columns
    zh, en = f"格数和表头一样：{count} 格，而不是 {found} 格", f"as many cells as in the header: {count}, not {found}"
    return _reject(row.number, row.text, "TB030" if found < count else "TB031", Phrase(zh, en))


def _reject(number: int, text: str, code: str, expected: Phrase, column: str = "") -> pa.Table:
    return refused(pa.array([number], pa.int64()), column, pa.array([text[:200]], pa.string()), code, expected)
