"""Recordings: read while they are written, sealed by their hashes, and whole to the last flush whatever happens."""

import hashlib
import json
import subprocess
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from bridgehead.tables import closing, recording
from bridgehead.tables.recording import Recorder, Segment

CHANNELS = ["angle", "left pull"]


def take(recorder: Recorder, n: int) -> None:
    values = np.array([n / 10, np.nan])
    recorder.take((1, n, 1e9 + n, 1e9 + n + 0.5), values, np.array([n / 10, 7000.0]), np.array([0, 1], np.uint8))


def read(folder: Path) -> pa.Table:
    return pa.concat_tables(recording.rows(folder))


def test_what_was_flushed_is_read_while_more_is_written_and_after(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "run", CHANNELS, frames_a_segment=4)
    for n in (1, 2, 3):
        take(recorder, n)
    assert recorder.flush() is None
    take(recorder, 4)
    assert read(tmp_path / "run")["n"].to_pylist() == [1, 2, 3]
    full = recorder.flush()
    assert full is not None
    take(recorder, 5)
    recorder.flush()
    assert read(tmp_path / "run")["n"].to_pylist() == [1, 2, 3, 4, 5], "a full one is read before it is closed"
    first, last = (recording.close(each) for each in (full, *recorder.end()))
    assert (first.file, first.rows) == ("000001.parquet", 4)
    assert last.hash == hashlib.sha256((tmp_path / "run" / last.file).read_bytes()).hexdigest()
    found = read(tmp_path / "run")
    assert found["n"].to_pylist() == [1, 2, 3, 4, 5]
    assert found["left pull"].null_count == 5
    assert found["left pull@raw"].to_pylist() == [7000.0] * 5
    assert found["left pull@fault"].to_pylist() == [1] * 5
    assert next(each.isoformat() for each in found["arrived"].to_pylist()) == "2001-09-09T01:46:41.500000+00:00"
    assert recording.closed(tmp_path / "run") == [first, last]
    groups = [parquet.read_metadata(each).num_row_groups for each in sorted((tmp_path / "run").glob("*.parquet"))]
    assert groups == [1, 1], "one group a segment, however often it was flushed"


@pytest.mark.parametrize("cut", [1, 40, 300, 1000])
def test_a_segment_that_ends_in_the_middle_gives_its_whole_batches_and_is_closed_with_them(
    tmp_path: Path, cut: int
) -> None:
    recorder = Recorder(tmp_path, CHANNELS, frames_a_segment=1000)
    take(recorder, 1)
    recorder.flush()
    whole = (tmp_path / "000001.arrows").stat().st_size
    take(recorder, 2)
    recorder.flush()
    path = tmp_path / "000001.arrows"
    path.write_bytes(path.read_bytes()[: whole + min(cut, path.stat().st_size - whole - 1)])
    assert read(tmp_path)["n"].to_pylist() == [1]
    assert recording.left_open(tmp_path) == [path]
    assert recording.close(path).rows == 1
    assert read(tmp_path)["n"].to_pylist() == [1]
    with Recorder(tmp_path, CHANNELS, frames_a_segment=1000) as next_one:
        take(next_one, 3)
        next_one.flush()
        assert read(tmp_path)["n"].to_pylist() == [1, 3]


def test_a_segment_is_closed_aside_and_one_that_was_closed_before_its_writer_died_keeps_its_hash(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path, CHANNELS, frames_a_segment=2)
    for n in (1, 2):
        take(recorder, n)
    full = recorder.flush()
    assert full is not None
    kept = full.read_bytes()
    said = subprocess.run(closing.command(full), capture_output=True, check=True).stdout
    closed = recording.segment(full.with_suffix(".parquet"))
    assert Segment(**json.loads(said)) == closed
    assert not full.exists()
    full.write_bytes(kept)  # as it is where the process was killed between the two
    assert read(tmp_path)["n"].to_pylist() == [1, 2], "not twice"
    assert recording.close(full) == closed
    assert not full.exists()
    assert recorder.end() == []


def test_a_process_that_is_killed_while_it_closes_a_segment_loses_nothing_of_it(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, CHANNELS, frames_a_segment=50_000)
    for n in range(1, 50_001):
        take(recorder, n)
    full = recorder.flush()
    assert full is not None
    for wait in (0.0, 0.2, 0.5):
        closes = subprocess.Popen(closing.command(full), stdout=subprocess.DEVNULL)
        time.sleep(wait)
        closes.kill()
        closes.wait()
        assert read(tmp_path)["n"].to_pylist() == [*range(1, 50_001)]
    if full.exists():
        assert recording.close(full).rows == 50_000
    assert read(tmp_path)["n"].to_pylist() == [*range(1, 50_001)]


def test_a_segment_of_which_nothing_was_written_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "000001.arrows").write_bytes(b"")
    assert [*recording.rows(tmp_path)] == []
    assert recording.left_open(tmp_path) == []
