"""Read a file of claims into typed columns; what cannot be read becomes a reject, and the good rows go on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.types import Column
from bridgehead.tables.convert import convert
from bridgehead.tables.rows import NO_LABELS, REJECTS, Labels, Progress, Rows, arrow_schema

Opener = Callable[[Path, Sequence[Column], Labels], tuple[Iterator[Rows], tuple[Mistake, ...]]]

READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    `table` has the columns asked for, in that order, and only the rows that are good in all of them; a blank cell is
    null. `rejects` has the schema REJECTS. `notes` are warnings about the file as a whole, such as its encoding.
    """

    table: pa.Table
    rejects: pa.Table
    notes: tuple[Mistake, ...] = ()


def read(
    path: Path,
    columns: Sequence[Column],
    *,
    zone: ZoneInfo,
    labels: Labels = NO_LABELS,
    progress: Progress | None = None,
) -> Reading:
    """Read CSV, Excel or Parquet, by suffix.

    Raises BridgeheadError where the file as a whole is no table of these columns: it is absent, empty, damaged or of
    another kind, a required column is missing or one stands twice, or it was changed while it was read.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise BridgeheadError([_unknown_suffix(path)])
    before = _version(path)
    if suffix == ".parquet":
        from bridgehead.tables import parquet

        reading = Reading(*parquet.read(path, columns, labels))
    else:
        blocks, notes = _opener(suffix)(path, columns, labels)
        reading = _converted(blocks, notes, columns, zone, labels, progress)
    if _version(path) != before:
        raise BridgeheadError([Mistake("TB006", "the file was changed while it was read", Place(str(path)))])
    if reading.table.num_rows or reading.rejects.num_rows:
        return reading
    nothing = Mistake("TB004", "no rows under the header", Place(str(path)), "one claim a row", warning=True)
    return replace(reading, notes=(*reading.notes, nothing))


def _opener(suffix: str) -> Opener:
    """The reader of a format, loaded when it is needed: that of workbooks takes long."""
    if suffix == ".xlsx":
        from bridgehead.tables import excel_reading

        return excel_reading.read
    from bridgehead.tables import delimited

    return delimited.read


def _converted(
    blocks: Iterator[Rows],
    notes: tuple[Mistake, ...],
    columns: Sequence[Column],
    zone: ZoneInfo,
    labels: Labels,
    progress: Progress | None,
) -> Reading:
    tables, rejects, rows = [arrow_schema(columns).empty_table()], [REJECTS.empty_table()], 0
    for block in blocks:
        good, refused = convert(block, columns, zone, labels)
        tables.append(good)
        rejects.append(refused)
        rows += len(block.numbers)
        if progress:
            progress(rows)
    return Reading(pa.concat_tables(tables), pa.concat_tables(rejects).sort_by("row"), notes)


def _unknown_suffix(path: Path) -> Mistake:
    expected = f"a file that ends in {', '.join(READABLE)}"
    near = nearest(path.suffix.lower(), READABLE)
    return Mistake("TB001", f"«{path.name}» cannot be read", Place(str(path)), expected, near)


def _version(path: Path) -> tuple[int, int, int]:
    """What changes when a file is changed."""
    try:
        if path.is_file():
            state = path.stat()
            return state.st_ino, state.st_size, state.st_mtime_ns
    except OSError as why:
        found = f"the file cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("TB001", found, Place(str(path)))]) from why
    siblings = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
    near = nearest(path.name, siblings)
    raise BridgeheadError([Mistake("TB001", "no such file", Place(str(path)), "a file of claims", near)])
