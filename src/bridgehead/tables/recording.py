"""Samples of a run as they are taken: Arrow segments while open, which can be read meanwhile, Parquet when closed.

A row is a frame: which sender and frame it is, its moment by the sender and by us, and of each channel the value that
can be, the raw one (`@raw`) and what is wrong with it (`@fault`, a number). A closed segment is known by its hash. A
full one stays as it is, and is read so, until it is closed, which takes seconds: whoever records does that aside. One
that nobody closed, since its writer died, is closed with all whole batches by whoever goes on.
"""

import hashlib
import io
import os
from collections import deque
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import parquet

from bridgehead.documents.replacing import replacing

RAW, FAULT = "@raw", "@fault"
OPEN, CLOSED = ".arrows", ".parquet"
MOMENT = pa.timestamp("us", tz="UTC")
OF_THE_FRAME = [
    pa.field("source", pa.int64()),
    pa.field("n", pa.int64()),
    pa.field("at", MOMENT),
    pa.field("arrived", MOMENT),
]
MICRO = 1_000_000
AT_ONCE = 1 << 21
"""Bytes that go to the disk together when a segment is closed."""


Taken = tuple[tuple[int, int, float, float], NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A closed file of a recording, by its hash (SHA-256)."""

    file: str
    rows: int
    hash: str


def schema(channels: Sequence[str]) -> pa.Schema:
    values = [pa.field(name, pa.float64()) for name in channels]
    raw = [pa.field(f"{name}{RAW}", pa.float64()) for name in channels]
    return pa.schema([*OF_THE_FRAME, *values, *raw, *(pa.field(f"{name}{FAULT}", pa.uint8()) for name in channels)])


class Recorder:
    """Writes the frames of a run into a folder, which is made; what was flushed outlives the process and the power.

    One thread may take frames while another flushes.
    """

    def __init__(self, folder: Path, channels: Sequence[str], frames_a_segment: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._schema, self._size = folder, schema(channels), frames_a_segment
        self._taken: deque[Taken] = deque()
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *of: object) -> None:
        self._writer.close()
        self._file.close()

    def take(
        self,
        frame: tuple[int, int, float, float],
        values: NDArray[np.float64],
        raw: NDArray[np.float64],
        faults: NDArray[np.uint8],
    ) -> None:
        """A frame: its source, number and two moments in s since 1970; what it measured stands in the other three."""
        self._taken.append((frame, values, raw, faults))

    def flush(self) -> Path | None:
        """Bring what was taken to the disk; the segment that this has filled, where it has, which is to be closed."""
        taken = [self._taken.popleft() for _ in range(len(self._taken))]
        if taken:
            self._writer.write_batch(self._batch(taken))
            self._file.flush()
            os.fdatasync(self._file.fileno())
            self._rows += len(taken)
        return self._roll() if self._rows >= self._size else None

    def end(self) -> list[Path]:
        """Bring the last to the disk; the segments that are to be closed now."""
        full = self.flush()
        self._writer.close()
        self._file.close()
        if not self._rows:
            self._path.unlink()
        return [each for each in (full, self._path if self._rows else None) if each is not None]

    def _batch(self, taken: Sequence[Taken]) -> pa.RecordBatch:
        frames, values, raw, faults = zip(*taken, strict=True)
        source, n, at, arrived = zip(*frames, strict=True)
        numbers = (_column(np.array(each, np.int64)) for each in (source, n))
        moments = (_column((np.array(each) * MICRO).astype(np.int64)).cast(MOMENT) for each in (at, arrived))
        columns = [*numbers, *moments, *_columns(values), *_columns(raw), *_columns(faults)]
        return pa.record_batch(columns, schema=self._schema)

    def _open(self) -> None:
        known = [int(each.stem) for each in (*self._folder.glob(f"*{OPEN}"), *self._folder.glob(f"*{CLOSED}"))]
        self._path = self._folder / f"{max(known, default=0) + 1:06d}{OPEN}"
        self._file = self._path.open("wb")
        self._writer = pa.ipc.new_stream(self._file, self._schema)
        self._rows = 0

    def _roll(self) -> Path:
        self._writer.close()
        self._file.close()
        full = self._path
        self._open()
        return full


def _columns(rows: Sequence[NDArray[Any]]) -> Iterator[pa.Array]:
    """The columns of rows of float64, whose NaN is null, or of uint8.

    Made of their buffers: `pa.array` of hundreds of columns takes many times as long, and loads pandas.
    """
    columns = np.ascontiguousarray(np.array(rows).T)
    if columns.dtype == np.uint8:
        yield from (_column(each) for each in columns)
        return
    known = np.packbits(~np.isnan(columns), axis=1, bitorder="little")
    yield from (_column(each, pa.py_buffer(bits)) for each, bits in zip(columns, known, strict=True))


def _column(values: NDArray[Any], known: pa.Buffer | None = None) -> pa.Array:
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [known, pa.py_buffer(values)])


class Steady(io.RawIOBase):
    """A file that is written, and goes to the disk by and by: all of it at once would keep an alarm waiting there."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self._waiting = file, 0

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self._waiting += len(some)
        self._file.write(some)
        if self._waiting > AT_ONCE:
            self._file.flush()
            os.fdatasync(self._file.fileno())
            self._waiting = 0
        return len(some)


def close(path: Path) -> Segment:
    """Make an open segment that nobody writes Parquet, with its whole batches; the open one goes when that is there.

    They become one group of rows: a group for each batch, of hundreds of columns, takes a minute to write. One that is
    closed already, by somebody who died before the open one went, stays: its hash may be known.
    """
    closed = path.with_suffix(CLOSED)
    if not closed.exists():
        table = pa.Table.from_batches([*_batches(path)], _schema(path))
        with replacing(closed) as out:
            parquet.write_table(table, Steady(out), compression="zstd")
    path.unlink(missing_ok=True)
    return segment(closed)


def segment(path: Path) -> Segment:
    """A closed segment as it stands."""
    return Segment(path.name, parquet.read_metadata(path).num_rows, hashlib.sha256(path.read_bytes()).hexdigest())


def closed(folder: Path, but: Container[str] = ()) -> list[Segment]:
    """The closed segments of a folder in order, but for some files."""
    return [segment(each) for each in sorted(folder.glob(f"*{CLOSED}")) if each.name not in but]


def left_open(folder: Path) -> list[Path]:
    """The open segments of a folder, which no other process may be writing."""
    return sorted(each for each in folder.glob(f"*{OPEN}") if _schema_or_none(each) is not None)


def rows(folder: Path, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """A recording, segment by segment in order, the open one up to its last whole batch."""
    for name in sorted({each.stem for kind in (OPEN, CLOSED) for each in folder.glob(f"*{kind}")}):
        table = rows_of(folder / name, columns)
        if table is not None:
            yield table


def rows_of(path: Path, columns: Sequence[str] | None = None) -> pa.Table | None:
    """A segment, whatever its ending, open or closed; None where nothing was written."""
    opened, closed = path.with_suffix(OPEN), path.with_suffix(CLOSED)
    table = None if closed.exists() else _open_rows(opened, columns)
    if table is None and closed.exists():  # perhaps only now
        table = parquet.read_table(closed, columns=columns)
    return table


def named(path: Path) -> list[str]:
    """The columns of a recording, of the last segment of a folder or of one; none where it is no recording."""
    segments = [*path.glob(f"*{OPEN}"), *path.glob(f"*{CLOSED}")] if path.is_dir() else [path]
    for each in sorted(segments, reverse=True):
        found = parquet.read_schema(each) if each.suffix == CLOSED else _schema_or_none(each)
        if found is not None:
            return [*found.names] if "arrived" in found.names else []
    return []


def _open_rows(path: Path, columns: Sequence[str] | None) -> pa.Table | None:
    """None where not even the schema was written, or where it was closed meanwhile."""
    found = _schema_or_none(path)
    if found is None:
        return None
    try:
        table = pa.Table.from_batches([*_batches(path)], found)
    except FileNotFoundError:
        return None
    return table.select(columns) if columns is not None else table


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The whole batches of a segment that may end in the middle of one."""
    with path.open("rb") as file, pa.ipc.open_stream(file) as stream:
        while True:
            try:
                yield stream.read_next_batch()
            except (StopIteration, pa.ArrowInvalid, OSError):
                return


def _schema(path: Path) -> pa.Schema:
    with path.open("rb") as file, pa.ipc.open_stream(file) as stream:
        return stream.schema


def _schema_or_none(path: Path) -> Any:
    """None where not even that was written before the writer died."""
    try:
        return _schema(path)
    except (pa.ArrowInvalid, OSError):
        return None
