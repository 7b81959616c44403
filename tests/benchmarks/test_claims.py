"""Made-up claims: the same on every run, a smaller file the start of a larger."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks import claims, reference


def test_a_small_file_is_the_start_of_a_large_one(tmp_path: Path) -> None:
    small = pq.read_table(claims.write(tmp_path / "small.parquet", 1_000))
    large = pq.read_table(claims.write(tmp_path / "large.parquet", claims.SLICE + 1_000))
    assert (small.num_rows, large.num_rows) == (1_000, claims.SLICE + 1_000)
    assert small.equals(large.slice(0, 1_000))


def test_about_one_in_a_hundred_is_eligible_and_some_lack_a_field() -> None:
    table = claims.draw(0)
    assert 0.005 < np.mean(reference.eligible(reference.columns(table)) > 0) < 0.02
    complete = np.logical_and.reduce([column.is_valid().to_numpy() for column in table.columns])
    assert 0.005 < np.mean(~complete) < 0.05


def test_a_train_is_sometimes_claimed_twice() -> None:
    trains = claims.draw(0)["train number"]
    assert 0 < len(trains) - len(trains.unique()) < len(trains) / 100
