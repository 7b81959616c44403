"""Recordings: read while they are written, sealed by their hashes, and whole to the last flush whatever happens."""

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from bridgehead.tables import recording
from bridgehead.tables.recording import Recorder

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
    assert (full.file, full.rows) == ("000001.parquet", 4)
    take(recorder, 5)
    last = recorder.close()
    assert last is not None
    assert last.hash == hashlib.sha256((tmp_path / "run" / last.file).read_bytes()).hexdigest()
    found = read(tmp_path / "run")
    assert found["n"].to_pylist() == [1, 2, 3, 4, 5]
    assert found["left pull"].null_count == 5
    assert found["left pull@raw"].to_pylist() == [7000.0] * 5
    assert found["left pull@fault"].to_pylist() == [1] * 5
    assert next(each.isoformat() for each in found["arrived"].to_pylist()) == "2001-09-09T01:46:41.500000+00:00"
    assert recording.closed(tmp_path / "run") == [full, last]
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


def test_a_segment_of_which_nothing_was_written_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "000001.arrows").write_bytes(b"")
    assert [*recording.rows(tmp_path)] == []
    assert recording.left_open(tmp_path) == []
