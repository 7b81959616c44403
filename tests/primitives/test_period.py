"""Periods as statistics write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.primitives.period import NotAPeriod, Period

PERIODS = st.one_of(
    st.integers(1000, 2999).map(str),
    st.builds("{}-H{}".format, st.integers(1000, 2999), st.integers(1, 2)),
    st.builds("{}-Q{}".format, st.integers(1000, 2999), st.integers(1, 4)),
    st.builds("{}-{:02}".format, st.integers(1000, 2999), st.integers(1, 12)),
)


@given(PERIODS)
def test_a_period_is_written_as_it_is_read_and_lies_in_its_year(text: str) -> None:
    period = Period.read(text)
    assert str(period) == text
    assert period.begins.year == period.ends.year == period.year
    assert period.begins.day == 1
    assert period.begins < period.ends


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2023-H1", date(2023, 6, 30)),
        ("2023", date(2023, 12, 31)),
    ],
)
def test_it_ends_with_its_last_day(text: str, ends: date) -> None:
    assert Period.read(text).ends == ends


@pytest.mark.parametrize("text", ["2023-H3", "2023-Q5", "2023-13", "2023-3", "23-Q1", "2023Q1", "", "２０２３"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        Period.read(text)
