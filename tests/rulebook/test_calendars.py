"""The calendars of rulebooks: what is in them, and what a loaded rulebook offers."""

from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from bridgehead.catalog import KINDS
from bridgehead.primitives.calendar import Calendar
from bridgehead.primitives.deadline import Term, deadline
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.hours import Hours
from bridgehead.rulebook.calendars import read_calendar
from bridgehead.rulebook.load import load
from tests.cli.calling import FIRMS, ROOT, TOURISM

FOLDERS = sorted({file.parent.parent for file in ROOT.glob("rulebooks/*/*/calendars/*.yaml")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_day_is_as_another_reading_of_the_arrangements_says(folder: Path) -> None:
    calendar, mistakes = read_calendar(folder)
    assert mistakes == ()
    assert calendar is not None
    days = [calendar.first + timedelta(days=number) for number in range((calendar.last - calendar.first).days + 1)]
    assert len(days) == sum(366 if year.year % 4 == 0 else 365 for year in calendar.years)
    assert [day for day in days if calendar.is_working(day) is not chinese_calendar.is_workday(day)] == []


def test_a_loaded_rulebook_has_its_calendar_and_its_clock() -> None:
    rulebook = load(ROOT / TOURISM, KINDS)
    assert isinstance(rulebook.calendar, Calendar)
    assert [year.year for year in rulebook.calendar.years] == [2023, 2024]
    assert rulebook.calendar.is_working(date(2023, 4, 23))
    office = rulebook.office(Hours.read("8:00-18:00"))
    end = deadline(datetime.fromisoformat("2023-04-20T07:00:00+00:00"), Term.read("3 working days"), office)
    assert end.at.isoformat() == "2023-04-24T18:00:00+08:00"


def test_a_rulebook_without_a_calendar_says_so_where_one_is_needed() -> None:
    rulebook = load(ROOT / FIRMS, KINDS)
    assert rulebook.calendar is None
    with pytest.raises(
        BridgeheadError, match="calendars: CA107 the rulebook has no calendar; expected the holidays of"
    ):
        rulebook.office()
