"""A table that grows, as a folder of Parquet files: DuckDB and Spark read the same files.

Each round writes what has changed as a segment: a row a record, with the columns of MARKS before those of the table. Of
a record the row of its last round holds. `copy.json` names the segments and is replaced as a whole, so that a reader
sees one round or the next, and whoever dies in the middle leaves behind files that nobody reads.

A segment is merged with those before it that have less than twice its rows: so there are few, and a row is rewritten
few times. What a merge has replaced stays for an hour, for those who read it still.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
from pyarrow import parquet

from bridgehead.documents.replacing import replacing
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.file_lock import locked
from bridgehead.tables.writing import ROW_GROUP, write

if TYPE_CHECKING:
    import ibis.expr.types as ir

FORM = 1
COPIES = "copies"
"""The folder of a service's home in which copies stand: a folder a register, under that of its matter."""
MANIFEST = "copy.json"
STAYS = timedelta(hours=1)
DAMAGED = "TB061"
MEMORY = "1GB"
"""What DuckDB takes before it goes to the disk."""

RECORD, VERSION, COUNTS, ROUND = "@record", "@version", "@counts", "@round"
GIVEN = pa.schema([(RECORD, pa.int64()), (VERSION, pa.int64()), (COUNTS, pa.bool_())])
"""The record, the number of its last event, and whether it is a claim that counts: in front of rows that are given."""
MARKS = GIVEN.append(pa.field(ROUND, pa.int64()))
"""The same with the round that wrote the row."""

Position = Mapping[str, Any]
"""How far the copy goes, in words of whoever writes it, as JSON holds them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of the copy; `until` is set where another took its place: the moment to which it stays."""

    file: str
    rows: int
    bytes: int
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its manifest has it: `of` says of what it is, and how that is laid out."""

    folder: Path
    of: str
    round: int
    at: datetime
    position: Position
    segments: tuple[Segment, ...]
    replaced: tuple[Segment, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises BridgeheadError with TB060 for a folder that is no copy, TB061 where files of it are not as they were
        written.
        """
        try:
            kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            segments, replaced = (tuple(Segment(**each) for each in kept[key]) for key in ("segments", "replaced"))
            at = datetime.fromisoformat(kept["at"])
            found = cls(folder, kept["of"], kept["round"], at, kept["position"], segments, replaced)
            known = kept["form"] == FORM
        except (OSError, ValueError, KeyError, TypeError):
            known = False
        if not known:
            expected = f"a folder with a {MANIFEST} that the service wrote"
            raise BridgeheadError([Mistake("TB060", "this is no copy of a register", _at(folder), expected)])
        for each in found.segments:
            path = folder / each.file
            if not path.is_file() or path.stat().st_size != each.bytes:
                raise _damaged(path)
        return found

    @property
    def files(self) -> list[Path]:
        """The files that hold, the oldest first; all have the same columns."""
        return [self.folder / each.file for each in self.segments]

    @property
    def schema(self) -> pa.Schema:
        """The columns, those of MARKS included. Raises BridgeheadError with TB061."""
        try:
            return parquet.read_schema(self.files[0])
        except (pa.ArrowException, OSError) as why:
            raise _damaged(self.files[0]) from why

    @property
    def count(self) -> int:
        """How many rows the table has. Raises BridgeheadError with TB061."""
        return sum(batch.num_rows for batch in _streamed(self.files, pa.schema([MARKS.field(RECORD)])))

    def rows(self, *, counting: bool = False, marked: bool = False) -> pa.RecordBatchReader:
        """The table in the order of the records, without its marks unless it is `marked`; where it is `counting` the
        claims alone. Raises BridgeheadError with TB061.
        """
        wanted = self.schema
        if not marked:
            wanted = pa.schema([field for field in wanted if field.name not in MARKS.names])
        return _streamed(self.files, wanted, counting=counting)


def is_copy(path: Path) -> bool:
    return (path / MANIFEST).is_file()


def newest(segments: "ir.Table") -> "ir.Table":
    """Of the rows of all segments those that hold, as a plan of the engine that reads them, DuckDB or Spark."""
    last = segments.group_by(RECORD).aggregate(**{ROUND: segments[ROUND].max()})
    return segments.semi_join(last, [RECORD, ROUND])


def writing(folder: Path) -> AbstractContextManager[bool]:
    """Whether nobody else writes the copy until the block ends; the folder is made where it is not there."""
    return locked(folder / ".lock")


def begin(folder: Path, of: str, rows: pa.RecordBatchReader, position: Position, at: datetime) -> Copy:
    """A copy from its first round on. Whatever stood in the folder is gone when this one holds."""
    segment = _segment(folder, 1, rows)
    return _kept(Copy(folder, of, 1, at, position, (segment,)))


def go_on(copy: Copy, rows: pa.RecordBatchReader | None, position: Position, at: datetime) -> Copy:
    """The copy with what has changed, with the columns of the rows before; None where nothing has. Raises
    BridgeheadError with TB061.
    """
    stay = tuple(each for each in copy.replaced if each.until and datetime.fromisoformat(each.until) > at)
    after = replace(copy, round=copy.round + 1, at=at, position=position, replaced=stay)
    if rows is not None:
        _sweep(copy)
        segments = (*copy.segments, _segment(copy.folder, after.round, rows))
        kept, merged = _to_merge(segments)
        if merged:
            files = [copy.folder / each.file for each in merged]
            one = _write(copy.folder, after.round, _streamed(files, copy.schema))
            known = {each.file for each in copy.segments}
            gone = [replace(each, until=(at + STAYS).isoformat()) for each in merged if each.file in known]
            segments, after = (*kept, one), replace(after, replaced=(*stay, *gone))
        after = replace(after, segments=segments)
    return _kept(after)


def end(folder: Path) -> None:
    """Nothing is left of a copy."""
    for file in (folder / MANIFEST, *folder.glob("*.parquet")):
        file.unlink(missing_ok=True)


def _to_merge(segments: Sequence[Segment]) -> tuple[Sequence[Segment], Sequence[Segment]]:
    """Those that stay, and those that become one: the last, with each before it that has less than twice the rows of
    all that come after.
    """
    first, rows = len(segments) - 1, segments[-1].rows
    while first and segments[first - 1].rows < 2 * rows:
        first -= 1
        rows += segments[first].rows
    return (segments[:first], segments[first:]) if first < len(segments) - 1 else (segments, ())


def _segment(folder: Path, number: int, rows: pa.RecordBatchReader) -> Segment:
    """The rows of a round, marked with it."""
    schema = rows.schema.insert(len(GIVEN), MARKS.field(ROUND))

    def marked() -> Iterator[pa.RecordBatch]:
        for batch in rows:
            of_round = pa.repeat(pa.scalar(number, pa.int64()), batch.num_rows)
            columns = [*batch.columns[: len(GIVEN)], of_round, *batch.columns[len(GIVEN) :]]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    return _write(folder, number, pa.RecordBatchReader.from_batches(schema, marked()))


def _write(folder: Path, number: int, rows: pa.RecordBatchReader) -> Segment:
    """A name is never given twice: who reads an older manifest finds the file that it means, or none."""
    path = folder / f"{number:08}-{secrets.token_hex(4)}.parquet"
    counted = write(path, rows)
    return Segment(path.name, counted, path.stat().st_size)


def _streamed(files: Sequence[Path], wanted: pa.Schema, *, counting: bool = False) -> pa.RecordBatchReader:
    """The rows that hold, piece by piece; DuckDB goes to the disk where memory is short."""
    import duckdb
    import ibis

    def pieces() -> Iterator[pa.RecordBatch]:
        try:
            database = ibis.duckdb.connect(memory_limit=MEMORY, temp_directory=gettempdir())
            found = newest(database.read_parquet([str(file) for file in files]))
            found = (found.filter(found[COUNTS]) if counting else found).order_by(RECORD).select(*wanted.names)
            for batch in database.con.sql(database.compile(found)).to_arrow_reader(ROW_GROUP):
                yield from pa.Table.from_batches([batch]).cast(wanted).to_batches()
        except (duckdb.Error, pa.ArrowException, OSError) as why:
            raise _damaged(files[0].parent) from why

    return pa.RecordBatchReader.from_batches(wanted, pieces())


def _kept(copy: Copy) -> Copy:
    """The manifest takes the place of the one before; then what it does not name is removed."""
    manifest = {
        "form": FORM,
        "of": copy.of,
        "round": copy.round,
        "at": copy.at.isoformat(),
        "position": dict(copy.position),
        "segments": [asdict(each) for each in copy.segments],
        "replaced": [asdict(each) for each in copy.replaced],
    }
    with replacing(copy.folder / MANIFEST) as file:
        file.write((json.dumps(manifest, indent=1) + "\n").encode())
    _sweep(copy)
    return copy


def _sweep(copy: Copy) -> None:
    """Remove files that no manifest names any more, or that a round left behind which did not come to its end."""
    named = {each.file for each in (*copy.segments, *copy.replaced)}
    for file in (*copy.folder.glob("*.parquet"), *copy.folder.glob(".*.part")):
        if file.name not in named:
            file.unlink(missing_ok=True)


def _damaged(path: Path) -> BridgeheadError:
    expected = f"the files as the service wrote them; it writes them anew where there is no {MANIFEST}"
    return BridgeheadError([Mistake(DAMAGED, "this file of a copy is not as it was written", _at(path), expected)])


def _at(path: Path) -> Place:
    return Place.whole(str(path))
