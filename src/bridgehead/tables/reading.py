"""Read a file of claims into typed columns; what cannot be read becomes a reject, and the good rows go on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from os import stat_result
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.types import Column
from bridgehead.tables import delimited, excel_reading
from bridgehead.tables.convert import convert
from bridgehead.tables.rows import NO_LABELS, REJECTS, Labels, Progress, Rows, arrow_schema

Opener = Callable[[Path, Sequence[Column], Labels], tuple[Iterator[Rows], tuple[Mistake, ...]]]

READERS: dict[str, Opener] = {
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".txt": delimited.read,
    ".xlsx": excel_reading.read,
}


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
    opener = READERS.get(path.suffix.lower())
    if opener is None:
        raise BridgeheadError([_unknown_suffix(path)])
    before = _state(path)
    blocks, notes = opener(path, columns, labels)
    tables, rejects, rows = [arrow_schema(columns).empty_table()], [REJECTS.empty_table()], 0
    for block in blocks:
        good, refused = convert(block, columns, zone, labels)
        tables.append(good)
        rejects.append(refused)
        rows += len(block.numbers)
        if progress:
            progress(rows)
    if _version(before) != _version(_state(path)):
        raise BridgeheadError([Mistake("TB006", "the file was changed while it was read", Place(str(path)))])
    table, refused = pa.concat_tables(tables), pa.concat_tables(rejects).sort_by([("row", "ascending")])
    if not table.num_rows and not refused.num_rows:
        notes += (Mistake("TB004", "no rows under the header", Place(str(path)), "one claim a row", warning=True),)
    return Reading(table, refused, notes)


def _unknown_suffix(path: Path) -> Mistake:
    expected = f"a file that ends in {', '.join(READERS)}"
    near = nearest(path.suffix.lower(), READERS)
    return Mistake("TB001", f"«{path.name}» cannot be read", Place(str(path)), expected, near)


def _state(path: Path) -> stat_result:
    try:
        if path.is_file():
            return path.stat()
    except OSError as why:
        raise BridgeheadError(
            [Mistake("TB001", f"the file cannot be opened: {why.strerror}", Place(str(path)))]
        ) from why
    siblings = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
    raise BridgeheadError(
        [Mistake("TB001", "no such file", Place(str(path)), "a file of claims", nearest(path.name, siblings))]
    )


def _version(state: stat_result) -> tuple[int, int, int]:
    return state.st_ino, state.st_size, state.st_mtime_ns
