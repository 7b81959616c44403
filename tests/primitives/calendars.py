"""Calendars of China, filled from the library that reads the arrangements by itself, and offices that work by them."""

from datetime import date
from zoneinfo import ZoneInfo

from chinese_calendar import constants

from bridgehead.primitives.calendar import Calendar, Holiday, Year
from bridgehead.primitives.deadline import Office
from bridgehead.primitives.hours import WHOLE_DAY, Hours
from bridgehead.primitives.words import same

SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT_TO_SIX = Hours.read("8:00-18:00")
WITH_LUNCH = Hours.read("8:00-12:00, 14:30-18:00")


def year_of_china(year: int) -> Year:
    off: dict[str, list[date]] = {}
    on: dict[str, list[date]] = {}
    for days, names in ((constants.holidays, off), (constants.workdays, on)):
        for day, name in days.items():
            if day.year == year:
                names.setdefault(name, []).append(day)
    names = sorted({*off, *on})
    return Year(year, tuple(Holiday(same(name), tuple(off.get(name, ())), tuple(on.get(name, ()))) for name in names))


CHINA = Calendar(tuple(map(year_of_china, range(2020, 2027))))
OFFICE = Office(CHINA, SHANGHAI, EIGHT_TO_SIX)
OFFICE_WITH_LUNCH = Office(CHINA, SHANGHAI, WITH_LUNCH)
AROUND_THE_CLOCK = Office(CHINA, SHANGHAI, WHOLE_DAY)
