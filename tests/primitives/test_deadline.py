"""When terms end: to the minute, with office hours, suspensions and clocks that are set."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.primitives.calendar import UnknownYear
from bridgehead.primitives.deadline import Office, Suspension, Term, Unit, deadline, reached, used, working_time
from bridgehead.primitives.deadlines import deadlines, working_times
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.hours import Hours
from tests.primitives.calendars import (
    AROUND_THE_CLOCK,
    CHINA,
    EIGHT_TO_SIX,
    OFFICE,
    OFFICE_WITH_LUNCH,
    SHANGHAI,
    WITH_LUNCH,
)
from tests.profiles import costing

BERLIN, ABROAD = ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")
OFFICES = st.sampled_from(
    [
        OFFICE,
        OFFICE_WITH_LUNCH,
        AROUND_THE_CLOCK,
        Office(CHINA, BERLIN, WITH_LUNCH),
        Office(CHINA, ABROAD, EIGHT_TO_SIX),
    ]
)
INSTANTS = st.datetimes(datetime(2020, 3, 1), datetime(2025, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
TERMS = st.builds(Term, st.integers(1, 60), st.sampled_from(list(Unit)))
SPANS = st.timedeltas(timedelta(0), timedelta(days=30))
LENGTHS = {
    Unit.WORKING_HOURS: timedelta(hours=1),
    Unit.WORKING_MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.MINUTES: timedelta(minutes=1),
}


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2023-04-20 15:00", "3 working days", "2023-04-24 18:00"),
        ("2023-04-28 16:00", "5 working days", "2023-05-09 18:00"),
        ("2023-09-28 17:00", "5个工作日", "2023-10-11 18:00"),
        ("2026-09-24 10:00", "7 working days", "2026-10-12 18:00"),
        ("2023-04-22 09:00", "8 working hours", "2023-04-23 16:00"),
        ("2023-04-21 17:30", "45 working minutes", "2023-04-23 08:15"),
        ("2023-04-21 17:30", "30 working minutes", "2023-04-21 18:00"),
        ("2023-04-21 17:30", "2 hours", "2023-04-21 19:30"),
        ("2024-02-28 23:59", "1 calendar day", "2024-02-29 18:00"),
        ("2023-12-31 12:00", "24 hours", "2024-01-01 12:00"),
        ("2023-04-20 15:00", "15 minutes", "2023-04-20 15:15"),
    ],
)
def test_a_term_ends_to_the_minute(start: str, term: str, end: str) -> None:
    found = deadline(at(start), Term.read(term), OFFICE)
    assert found.at == at(end)
    assert found.day == at(end).date()
    assert (found.provisional, found.version) == (False, CHINA.version)


def test_the_clock_stands_still_at_noon() -> None:
    morning = deadline(at("2023-04-20 09:00"), Term.read("3 working hours"), OFFICE_WITH_LUNCH)
    afternoon = deadline(at("2023-04-20 09:00"), Term.read("181 working minutes"), OFFICE_WITH_LUNCH)
    assert (morning.at, afternoon.at) == (at("2023-04-20 12:00"), at("2023-04-20 14:31"))
    assert working_time(at("2023-04-20 11:00"), at("2023-04-20 15:00"), OFFICE_WITH_LUNCH) == timedelta(minutes=90)


def test_without_office_hours_a_day_ends_at_midnight() -> None:
    found = deadline(at("2023-04-20 15:00"), Term.read("3 working days"), AROUND_THE_CLOCK)
    assert found.at == at("2023-04-25 00:00") - timedelta(microseconds=1)
    whole = deadline(at("2023-04-20 00:00"), Term.read("24 working hours"), AROUND_THE_CLOCK)
    assert (whole.at, whole.day) == (at("2023-04-21 00:00"), date(2023, 4, 20))


@pytest.mark.parametrize(
    ("term", "suspended", "end"),
    [
        ("8 working hours", [("2023-04-20 16:00", "2023-04-23 09:00")], "2023-04-23 16:00"),
        ("8 working hours", [("2023-04-22 00:00", "2023-04-22 24:00")], "2023-04-21 13:00"),
        ("8 working hours", [("2023-04-21 13:00", "2023-04-25 13:00")], "2023-04-21 13:00"),
        ("3 working days", [("2023-04-21 09:00", "2023-04-24 15:00")], "2023-04-26 18:00"),
        ("3 working days", [("2023-04-21 09:00", "2023-04-21 15:00")], "2023-04-24 18:00"),
        ("10 hours", [("2023-04-20 16:00", "2023-04-20 17:00"), ("2023-04-20 16:30", "2023-04-20 18:00")], None),
    ],
)
def test_a_term_that_stood_still_ends_later(term: str, suspended: list[tuple[str, str]], end: str | None) -> None:
    pauses = [Suspension(_at_end(since), _at_end(until)) for since, until in suspended]
    found = deadline(at("2023-04-20 15:00"), Term.read(term), OFFICE, pauses)
    assert found.at == at(end or "2023-04-21 03:00")


def _at_end(text: str) -> datetime:
    return at(text.replace("24:00", "00:00")) + timedelta(days="24:00" in text)


def test_how_much_of_a_term_is_used() -> None:
    start, term = at("2023-04-20 15:00"), Term.read("10 working hours")
    pause = Suspension(at("2023-04-20 16:00"), at("2023-04-21 09:00"))
    assert used(start, start, term, OFFICE) == 0
    assert used(start, at("2023-04-21 13:00"), term, OFFICE) == Decimal("0.8")
    assert used(start, at("2023-04-21 13:00"), term, OFFICE, [pause]) == Decimal("0.5")
    assert used(start, at("2023-04-20 17:00"), term, OFFICE, [pause]) == Decimal("0.1")
    assert used(start, at("2023-04-19 17:00"), term, OFFICE) == 0
    assert used(start, at("2023-04-23 15:00"), term, OFFICE) == 2
    assert used(start, at("2023-04-23 00:00"), Term.read("4 working days"), OFFICE) == Decimal("0.5")


def test_past_the_last_year_an_answer_is_provisional_or_refused() -> None:
    start, term = at("2026-12-18 10:00"), Term.read("15 working days")
    with pytest.raises(UnknownYear, match="CA001 the calendar does not know the year 2027"):
        deadline(start, term, OFFICE)
    ahead = Office(CHINA.provisional, SHANGHAI, EIGHT_TO_SIX)
    found = deadline(start, term, ahead)
    assert (found.at, found.provisional) == (at("2027-01-08 18:00"), True)
    assert not deadline(start, Term.read("3 working days"), ahead).provisional
    assert not deadline(start, Term.read("30 calendar days"), OFFICE).provisional


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3 days", "CA004 the term «3 days»; expected a number and a unit: one of working days"),
        ("3 workng days", "did you mean «3 working days»?"),
        ("0 hours", "CA004 a term of 0 hours; expected 1 at least"),
        ("-1 hours", "CA004 the term «-1 hours»"),
    ],
)
def test_a_term_that_says_too_little(text: str, message: str) -> None:
    with pytest.raises(BridgeheadError) as refused:
        Term.read(text)
    assert message in str(refused.value)


@pytest.mark.parametrize("text", ["", "8:00", "18:00-8:00", "8:00-12:00, 11:00-18:00", "8:00-25:00", "8:60-18:00"])
def test_hours_that_cannot_be(text: str) -> None:
    with pytest.raises(BridgeheadError, match="CA003 the office hours"):
        Hours.read(text)


def test_hours_and_terms_say_themselves() -> None:
    assert str(Hours.read("8：00—12：00；14:30～18:00".replace("～", "~"))) == "8:00-12:00, 14:30-18:00"
    assert [str(Term.read(text)) for text in ("1个工作日", "2 working hours")] == ["1 working day", "2 working hours"]


def test_an_instant_needs_its_zone() -> None:
    bare = datetime(2023, 4, 20, 15)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no zone"):
        deadline(bare, Term(1, Unit.HOURS), OFFICE)
    with pytest.raises(ValueError, match="no zone"):
        Suspension(bare, bare)
    with pytest.raises(ValueError, match="earlier"):
        Suspension(at("2023-04-20 15:00"), at("2023-04-20 14:00"))
    with pytest.raises(ValueError, match="absent"):
        deadlines(np.array(["NaT"], "datetime64[us]"), Term(1, Unit.HOURS), OFFICE)


def test_clocks_that_are_set_do_not_matter_to_office_hours() -> None:
    """Berlin set its clock on Sunday 2024-03-31; hours that pass are told from those on the clock."""
    office = Office(CHINA, BERLIN, WITH_LUNCH)
    start = at("2024-03-29 16:00", BERLIN)
    assert deadline(start, Term.read("3 working hours"), office).at == at("2024-04-01 09:00", BERLIN)
    assert deadline(start, Term.read("48 hours"), office).at == at("2024-03-31 17:00", BERLIN)


@given(INSTANTS, TERMS, OFFICES)
def test_adding_then_measuring_gives_back_the_term(start: datetime, term: Term, office: Office) -> None:
    end = deadline(start, term, office).at
    assert end > start
    assert used(start, end, term, office) == 1
    if term.unit in (Unit.WORKING_HOURS, Unit.WORKING_MINUTES):
        assert working_time(start, end, office) == term.amount * LENGTHS[term.unit]
        assert working_time(start, end - timedelta(microseconds=1), office) < term.amount * LENGTHS[term.unit]
    if term.unit in (Unit.HOURS, Unit.MINUTES):
        assert end.astimezone(UTC) - start == term.amount * LENGTHS[term.unit]


@given(INSTANTS, SPANS, TERMS, OFFICES)
def test_what_begins_later_never_ends_earlier(start: datetime, later: timedelta, term: Term, office: Office) -> None:
    ends = [deadline(each, term, office).at.astimezone(UTC) for each in (start, start + later)]
    assert ends == sorted(ends)
    longer = deadline(start, Term(term.amount + 1, term.unit), office).at
    assert longer > deadline(start, term, office).at


@given(INSTANTS, st.floats(0, 1), SPANS, TERMS, OFFICES)
def test_a_suspension_moves_the_end_by_what_it_lasted(
    start: datetime, share: float, lasted: timedelta, term: Term, office: Office
) -> None:
    end = deadline(start, term, office).at.astimezone(UTC)
    since = start + (end - start) * share
    pause = Suspension(since, since + lasted)
    moved = deadline(start, term, office, [pause]).at
    assert used(start, moved, term, office, [pause]) == 1
    if since >= end:
        assert moved == end
    elif term.unit in (Unit.WORKING_HOURS, Unit.WORKING_MINUTES):
        assert working_time(end, moved, office) == working_time(pause.since, pause.until, office)
    elif term.unit in (Unit.HOURS, Unit.MINUTES):
        assert moved.astimezone(UTC) - end == lasted
    else:
        days = [each.astimezone(office.zone).date() for each in (pause.since, pause.until, end, moved)]
        of = CHINA.rank if term.unit is Unit.WORKING_DAYS else date.toordinal
        assert of(days[3]) - of(days[2]) == of(days[1]) - of(days[0])


@costing(3)
@given(st.lists(INSTANTS, max_size=30), TERMS, OFFICES | st.just(Office(CHINA, BERLIN)))
def test_many_deadlines_are_those_of_each(starts: list[datetime], term: Term, office: Office) -> None:
    column = np.array([start.replace(tzinfo=None) for start in starts], "datetime64[us]")
    one_by_one = [deadline(start, term, office).at.astimezone(UTC).replace(tzinfo=None) for start in starts]
    many = deadlines(column, term, office)
    assert many.tolist() == one_by_one
    taken = [
        working_time(start, end.replace(tzinfo=UTC), office) for start, end in zip(starts, one_by_one, strict=True)
    ]
    assert working_times(column, many, office).tolist() == taken


def test_of_many_one_beyond_the_calendar_is_refused() -> None:
    column = np.array(["2026-12-01", "2026-12-28"], "datetime64[us]")
    for unit in ("working days", "working hours"):
        with pytest.raises(UnknownYear, match=r"CA001.*2027"):
            deadlines(column, Term.read(f"50 {unit}"), OFFICE)
    with pytest.raises(UnknownYear, match=r"CA001.*2019"):
        deadlines(np.array(["2019-12-01"], "datetime64[us]"), Term.read("1 working day"), OFFICE)
    ahead = Office(CHINA.provisional, SHANGHAI, EIGHT_TO_SIX)
    ends = deadlines(column, Term.read("5 working days"), ahead)
    assert [ahead.calendar.is_provisional(end.date()) for end in ends.tolist()] == [False, True]


@pytest.mark.parametrize(
    ("start", "term", "warned"),
    [
        ("2023-04-20 15:00", "3 working days", "2023-04-24 00:00"),
        ("2023-04-20 15:00", "1 working day", "2023-04-21 00:00"),
        ("2023-04-28 16:00", "5 working days", "2023-05-08 00:00"),
        ("2023-04-22 09:00", "10 hours", "2023-04-22 17:00"),
    ],
)
def test_a_share_of_a_term_is_used_at_a_moment(start: str, term: str, warned: str) -> None:
    assert reached(at(start), Decimal("0.8"), Term.read(term), OFFICE) == at(warned)


@given(INSTANTS, st.integers(1, 100), TERMS, OFFICES, st.lists(st.tuples(SPANS, SPANS), max_size=3))
def test_it_is_used_then_and_not_before(
    start: datetime, hundredths: int, term: Term, office: Office, pauses: list[tuple[timedelta, timedelta]]
) -> None:
    share = Decimal(hundredths) / 100
    suspended = [Suspension(start + after, start + after + length) for after, length in pauses]
    found = reached(start, share, term, office, suspended)
    assert used(start, found, term, office, suspended) >= share
    assert used(start, found - timedelta(microseconds=1), term, office, suspended) < share
    assert found <= deadline(start, term, office, suspended).at
