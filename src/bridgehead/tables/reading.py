"""Read a file of claims into typed columns; what cannot be read becomes a reject, and the good rows go on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.types import Column
from bridgehead.tables.convert import convert
from bridgehead.tables.copies import is_copy
from bridgehead.tables.rows import LOST, NO_LABELS, REJECTS, Labels, Progress, Rows, arrow_schema

Opener = Callable[[Path, Sequence[Column], Labels], tuple[Iterator[Rows], tuple[Mistake, ...]]]

READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    `table` has the columns asked for, in that order, and only the rows that are good in all of them; a blank cell is
    null. `rows` are their numbers in the file. `rejects` has the schema REJECTS, and `lost` names the rows that have
    some (schema LOST); `partly` are the same rows as far as they could be read, a cell that could not null. `notes` are
    warnings about the file as a whole, such as its encoding.
    """

    table: pa.Table
    rejects: pa.Table
    rows: pa.Array
    lost: pa.Table
    partly: pa.Table
    notes: tuple[Mistake, ...] = ()


def read(
    path: Path,
    columns: Sequence[Column],
    *,
    zone: ZoneInfo,
    labels: Labels = NO_LABELS,
    progress: Progress | None = None,
) -> Reading:
    """Read CSV, Excel or Parquet, by suffix; or the claims that count of a copy (`tables.copies`), by its folder.

    Raises BridgeheadError where the file as a whole is no table of these columns: it is absent, empty, damaged or of
    another kind, a required column is missing or one stands twice, or it was changed while it was read.
    """
    suffix = path.suffix.lower()
    if is_copy(path):
        reading = _columnar(path, columns, labels)
    elif suffix not in READABLE:
        raise BridgeheadError([_unknown_suffix(path)])
    else:
        before = _version(path)
        if suffix == ".parquet":
            reading = _columnar(path, columns, labels)
        else:
            blocks, notes = _opener(suffix)(path, columns, labels)
            reading = _converted(blocks, notes, columns, zone, labels, progress)
        if _version(path) != before:
            raise BridgeheadError([_changed(path)])
    if len(reading.rows) or reading.rejects.num_rows:
        return reading
    nothing = Mistake("TB004", "no rows under the header", Place(str(path)), "one claim or case a row", warning=True)
    return replace(reading, notes=(*reading.notes, nothing))


def _columnar(path: Path, columns: Sequence[Column], labels: Labels) -> Reading:
    from bridgehead.tables import parquet

    whole, rejects, notes = parquet.read(path, columns, labels)
    rows = pa.array(range(1, whole.num_rows + 1), pa.int64())
    bad = pc.is_in(rows, value_set=rejects["row"].combine_chunks())
    name = next((whole[column.name] for column in columns if column.unique), pa.nulls(len(rows), pa.string()))
    lost = pa.table([rows, name.cast(pa.string())], schema=LOST).filter(bad)
    good = pc.invert(bad)
    return Reading(whole.filter(good), rejects, rows.filter(good), lost, whole.filter(bad), notes)


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
    tables, rejects, lost = [arrow_schema(columns).empty_table()], [REJECTS.empty_table()], [LOST.empty_table()]
    partly = [arrow_schema(columns).empty_table()]
    rows, done = [pa.array([], pa.int64())], 0
    for block in blocks:
        found = convert(block, columns, zone, labels)
        tables.append(found.table)
        rejects.append(found.rejects)
        lost.append(found.lost)
        partly.append(found.partly)
        rows.append(found.rows)
        done += len(block.numbers)
        if progress:
            progress(done)
    refused = pa.concat_tables(rejects).sort_by("row")
    good, bad = pa.concat_tables(tables), pa.concat_tables(partly)
    return Reading(good, refused, pa.concat_arrays(rows), pa.concat_tables(lost), bad, notes)


def _unknown_suffix(path: Path) -> Mistake:
    expected = f"a file that ends in {', '.join(READABLE)}"
    near = nearest(path.suffix.lower(), READABLE)
    return Mistake("TB001", f"«{path.name}» cannot be read", Place.whole(str(path)), expected, near)


def _changed(path: Path) -> Mistake:
    expected = "a file that no other program writes meanwhile; read it again"
    return Mistake("TB006", "the file was changed while it was read", Place.whole(str(path)), expected)


def _version(path: Path) -> tuple[int, int, int]:
    """What changes when a file is changed."""
    try:
        if path.is_file():
            state = path.stat()
            return state.st_ino, state.st_size, state.st_mtime_ns
    except OSError as why:
        found = f"the file cannot be opened: {why.strerror}"
        place = Place.whole(str(path))
        raise BridgeheadError([Mistake("TB001", found, place, "a file that can be read")]) from why
    siblings = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
    near = nearest(path.name, siblings)
    raise BridgeheadError([Mistake("TB001", "no such file", Place.whole(str(path)), "a file of claims", near)])
