"""Which days are worked, and which working day is the nth."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.primitives.calendar import Calendar, UnknownYear, Year
from bridgehead.primitives.errors import BridgeheadError
from tests.primitives.calendars import CHINA, year_of_china

DAYS = st.dates(date(2020, 3, 1), date(2026, 9, 30))


def test_every_day_is_worked_as_another_reading_of_the_arrangements_says() -> None:
    days = [CHINA.first + timedelta(days=number) for number in range((CHINA.last - CHINA.first).days + 1)]
    assert [day for day in days if CHINA.is_working(day) is not chinese_calendar.is_workday(day)] == []
    counted = [CHINA.working_days(date(year, 1, 1), date(year, 12, 31)) for year in range(2020, 2027)]
    assert counted == [249, 250, 249, 249, 251, 248, 248]


@pytest.mark.parametrize("day", [date(2023, 4, 23), date(2023, 5, 6), date(2024, 2, 4), date(2024, 2, 29)])
def test_weekends_that_make_up_for_a_holiday_are_worked(day: date) -> None:
    assert CHINA.is_working(day)


@pytest.mark.parametrize(
    ("day", "count", "after", "from_it"),
    [
        (date(2023, 4, 20), 3, date(2023, 4, 24), date(2023, 4, 23)),
        (date(2023, 4, 28), 5, date(2023, 5, 9), date(2023, 5, 8)),
        (date(2023, 4, 29), 1, date(2023, 5, 4), date(2023, 5, 4)),
        (date(2023, 12, 29), 1, date(2024, 1, 2), date(2023, 12, 29)),
        (date(2024, 2, 28), 1, date(2024, 2, 29), date(2024, 2, 28)),
        (date(2026, 9, 24), 7, date(2026, 10, 12), date(2026, 10, 10)),
    ],
)
def test_notices_count_from_the_next_day_or_from_the_day_itself(
    day: date, count: int, after: date, from_it: date
) -> None:
    assert CHINA.working_day_after(day, count) == after
    assert CHINA.working_day_from(day, count) == from_it


@given(DAYS, st.integers(1, 40))
def test_the_nth_working_day_is_the_nth(day: date, count: int) -> None:
    last = CHINA.working_day_after(day, count)
    assert CHINA.is_working(last)
    assert CHINA.working_days(day + timedelta(days=1), last) == count
    assert CHINA.working_days(day, CHINA.working_day_from(day, count)) == count
    if CHINA.is_working(day):
        assert CHINA.working_day_after(last, -count) == day


@given(DAYS, st.integers(0, 30), st.integers(1, 20))
def test_a_later_day_never_ends_earlier(day: date, later: int, count: int) -> None:
    assert CHINA.working_day_after(day, count) <= CHINA.working_day_after(day + timedelta(days=later), count)


def test_what_counted_on_the_way_is_told() -> None:
    told = [(each.day.isoformat(), each.worked) for each in CHINA.marks(date(2023, 4, 28), date(2023, 5, 9))]
    holidays = [(f"2023-{day}", False) for day in ("04-29", "04-30", "05-01", "05-02", "05-03")]
    assert told == [*holidays, ("2023-05-06", True)]


def test_a_year_that_is_not_known_is_refused_and_never_guessed() -> None:
    with pytest.raises(UnknownYear) as refused:
        CHINA.working_day_after(date(2026, 12, 20), 15)
    assert refused.value.year == 2027
    assert str(refused.value) == "CA001 the calendar does not know the year 2027; expected a year from 2020 to 2026"
    for day in (date(2027, 1, 1), date(2019, 12, 31)):
        with pytest.raises(UnknownYear, match=f"CA001.*{day.year}"):
            CHINA.is_working(day)
    with pytest.raises(UnknownYear, match=r"CA001.*2019"):
        CHINA.working_day_after(date(2020, 1, 2), -2)


def test_a_provisional_calendar_goes_on_by_plain_weeks_and_says_so() -> None:
    ahead = CHINA.provisional
    assert ahead.working_day_after(date(2026, 12, 30), 2) == date(2027, 1, 1)
    assert ahead.is_provisional(date(2027, 1, 1))
    assert not ahead.is_provisional(date(2026, 12, 31))
    assert ahead.working_day_after(date(2026, 9, 24), 7) == date(2026, 10, 12)
    assert ahead.version == CHINA.version
    with pytest.raises(UnknownYear, match=r"CA001.*2019"):
        ahead.is_working(date(2019, 12, 31))


def test_years_stand_in_a_row() -> None:
    with pytest.raises(BridgeheadError, match="CA002 the year 2025 after 2023; expected the year 2024"):
        Calendar((year_of_china(2023), year_of_china(2025)))
    with pytest.raises(BridgeheadError, match="CA002 a calendar without years"):
        Calendar(())


def test_the_version_is_that_of_the_data() -> None:
    again = Calendar(tuple(map(year_of_china, range(2020, 2027))))
    assert again == CHINA
    assert again.version == CHINA.version
    assert Calendar((Year(2023),)).version != Calendar((year_of_china(2023),)).version
