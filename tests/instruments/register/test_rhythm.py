"""Made-up records come in as they do in life: by weekday, holiday, month and hour, none after now, the same by seed."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bridgehead.instruments.register.diligence import Diligence
from bridgehead.instruments.register.rhythm import Comings, Rhythm
from bridgehead.primitives.calendar import Calendar, Holiday, Year
from bridgehead.primitives.deadline import Office, Term, deadline
from bridgehead.primitives.hours import Hours
from bridgehead.primitives.words import Phrase

ZONE = ZoneInfo("Asia/Shanghai")
DAY_OFF, WORKED_SUNDAY = date(2023, 6, 14), date(2023, 6, 18)
HOLIDAY = Holiday(Phrase("虚构节", "Made-up Day"), (DAY_OFF,), (WORKED_SUNDAY,))
OFFICE = Office(Calendar((Year(2023, (HOLIDAY,)),)), ZONE, Hours.read("8:00-12:00, 14:30-18:00"))
RHYTHM = Rhythm.model_validate(
    {"week": (20, 10, 10, 10, 10, 2, 2), "holiday": 0, "months": {6: 200}, "hours": {9: 3, 15: 1}}
)
NEVER, ALWAYS = Decimal(0), Decimal(1)
END = datetime(2023, 6, 30, 8, tzinfo=UTC)


def comings(until: datetime = END, rhythm: Rhythm = RHYTHM) -> Comings:
    return Comings(rhythm, OFFICE, datetime(2023, 5, 1, tzinfo=ZONE), until)


def test_weekdays_holidays_and_months_say_how_many_come_in_on_a_day() -> None:
    days = comings().each_day(20_000, Random(1))
    assert days.total() == 20_000
    assert days[DAY_OFF] == 0
    assert days[WORKED_SUNDAY] > 5 * days[date(2023, 6, 11)], "a Sunday that is worked is no day off"
    assert days[date(2023, 6, 5)] > 1.5 * days[date(2023, 6, 6)], "more on a Monday"
    assert days[date(2023, 6, 5)] > 1.5 * days[date(2023, 5, 8)], "more in June"
    some = [days[day] for day in days if day.isoweekday() == 3]
    assert len({*some}) > 3, "no two days are the same"


def test_hours_say_when_and_nothing_comes_in_after_now() -> None:
    day = date(2023, 6, 30)
    found = comings().moments(day, 400, Random(1))
    assert found == sorted(found)
    hours = Counter(at.hour for at in found)
    assert {*hours} == {9, 15}
    assert hours[9] > 2 * hours[15]
    assert max(found) <= END
    earlier = comings(datetime(2023, 6, 30, 4, tzinfo=UTC)).moments(day, 400, Random(1))
    assert {at.hour for at in earlier} == {9}


def test_nothing_comes_in_before_the_first_moment_and_two_times_are_as_much_as_the_whole() -> None:
    noon = datetime(2023, 6, 12, 12, tzinfo=ZONE)
    later = Comings(RHYTHM, OFFICE, noon, END)
    assert {at.hour for at in later.moments(noon.date(), 50, Random(1))} == {15}
    assert min(later.each_day(2_000, Random(1))) == noon.date()
    assert comings(noon).weight + later.weight == comings().weight


def test_where_no_day_has_weight_nothing_comes_in() -> None:
    assert comings(datetime(2023, 4, 30, tzinfo=UTC)).each_day(5, Random(1)) == Counter()


FEBRUARY = datetime(2023, 2, 1, tzinfo=ZONE)
moments = st.integers(0, 270 * 24 * 60).map(lambda minutes: FEBRUARY + timedelta(minutes=minutes))


@given(at=moments, most=st.integers(0, 60), within=st.integers(1, 20), seed=st.integers())
def test_who_is_never_late_acts_in_time_and_in_office_hours(at: datetime, most: int, within: int, seed: int) -> None:
    due = deadline(at, Term.read(f"{within} working days"), OFFICE).at
    found = Diligence(NEVER, NEVER, OFFICE, Random(seed)).next(at, (0, most), due)
    assert at < found <= due
    assert OFFICE.calendar.is_working(found.date())
    assert any(opens <= found.time() <= closes for opens, closes in ((time(8), time(12)), (time(14, 30), time(18))))


@given(at=moments, seed=st.integers())
def test_who_is_late_acts_days_after_and_who_forgets_weeks_after(at: datetime, seed: int) -> None:
    due = deadline(at, Term.read("3 working days"), OFFICE).at
    late = Diligence(ALWAYS, NEVER, OFFICE, Random(seed)).next(at, (0, 3), due)
    forgotten = Diligence(NEVER, ALWAYS, OFFICE, Random(seed)).next(at, (0, 3), due)
    assert due < late < forgotten
    assert OFFICE.calendar.working_days(due.date(), late.date()) <= 7
