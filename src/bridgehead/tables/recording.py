"""Samples of a run as they are taken: Arrow segments while open, which can be read meanwhile, Parquet when closed.

A row is a frame: which sender and frame it is, its moment by the sender and by us, and of each channel the value that
can be, the raw one (`@raw`) and what is wrong with it (`@fault`, a number). A closed segment is known by its hash. An
open one that nobody closed, since its writer died, is closed with all whole batches by whoever goes on.
"""

import hashlib
import os
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

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
    """Writes the frames of a run into a folder, which is made; what was flushed outlives the process and the power."""

    def __init__(self, folder: Path, channels: Sequence[str], frames_a_segment: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._schema, self._size = folder, schema(channels), frames_a_segment
        self._of_frames: list[tuple[int, int, float, float]] = []
        self._values: list[NDArray[np.float64]] = []
        self._raw: list[NDArray[np.float64]] = []
        self._faults: list[NDArray[np.uint8]] = []
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
        self._of_frames.append(frame)
        self._values.append(values)
        self._raw.append(raw)
        self._faults.append(faults)

    def flush(self) -> Segment | None:
        """Bring what was taken to the disk; the segment that this has filled, where it has."""
        if self._of_frames:
            self._writer.write_batch(self._batch())
            self._file.flush()
            os.fdatasync(self._file.fileno())
            self._rows += len(self._of_frames)
            for each in (self._of_frames, self._values, self._raw, self._faults):
                each.clear()
        return self._roll() if self._rows >= self._size else None

    def close(self) -> Segment | None:
        """The last segment, closed; None where nothing was taken since the one before."""
        full = self.flush()
        self._writer.close()
        self._file.close()
        if self._rows:
            return close(self._path)
        self._path.unlink()
        return full

    def _batch(self) -> pa.RecordBatch:
        source, n, at, arrived = zip(*self._of_frames, strict=True)
        moments = [
            pa.array((np.array(each) * MICRO).astype("int64"), pa.int64()).cast(MOMENT) for each in (at, arrived)
        ]
        columns = [pa.array(source, pa.int64()), pa.array(n, pa.int64()), *moments]
        for rows in (self._values, self._raw):
            columns += [pa.array(column, from_pandas=True) for column in np.ascontiguousarray(np.array(rows).T)]
        columns += [pa.array(column) for column in np.ascontiguousarray(np.array(self._faults).T)]
        return pa.record_batch(columns, schema=self._schema)

    def _open(self) -> None:
        known = [int(each.stem) for each in (*self._folder.glob(f"*{OPEN}"), *self._folder.glob(f"*{CLOSED}"))]
        self._path = self._folder / f"{max(known, default=0) + 1:06d}{OPEN}"
        self._file = self._path.open("wb")
        self._writer = pa.ipc.new_stream(self._file, self._schema)
        self._rows = 0

    def _roll(self) -> Segment:
        self._writer.close()
        self._file.close()
        full = close(self._path)
        self._open()
        return full


def close(path: Path) -> Segment:
    """Make an open segment that nobody writes Parquet, with its whole batches; the open one goes when that is there.

    They become one group of rows: a group for each batch, of hundreds of columns, takes a minute to write.
    """
    table, closed = pa.Table.from_batches([*_batches(path)], _schema(path)), path.with_suffix(CLOSED)
    with replacing(closed) as out:
        parquet.write_table(table, out, compression="zstd")
    path.unlink()
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
    closed = {each.stem: each for each in folder.glob(f"*{CLOSED}")}
    opened = {each.stem: each for each in folder.glob(f"*{OPEN}")}
    for name in sorted({*closed, *opened}):
        if name in closed:
            yield parquet.read_table(closed[name], columns=columns)
        elif (found := _schema_or_none(opened[name])) is not None:
            table = pa.Table.from_batches([*_batches(opened[name])], found)
            yield table.select(columns) if columns is not None else table


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
