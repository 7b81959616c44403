"""The rates of made-up cases are those of the SQL by hand, or the time of either would mean nothing."""

from pathlib import Path

from benchmarks.measures import counted


def test_the_measure_goes_through_on_few_cases_with_the_sums_of_the_sql_by_hand(tmp_path: Path) -> None:
    lines = counted.measure(tmp_path, 3_000, 1)
    assert [each.measure.partition(":")[0] for each in lines] == ["SQL by hand", *["ours"] * 4]
