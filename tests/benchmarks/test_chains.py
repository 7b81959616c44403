"""Gaps and lights are those of the same by hand, or the time of either would mean nothing."""

from benchmarks.measures import chains


def test_the_measure_goes_through_on_few_firms_and_projects() -> None:
    assert len(chains.measure(300, 1)) == 4
