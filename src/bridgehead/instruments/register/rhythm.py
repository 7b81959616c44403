"""When records that are made up come in: by the day of the week, the season, holidays and the hour, by chance.

A rhythm is weights. An hour of a day comes as often as its own weight, that of the weekday and that of the month say
together; a holiday has a weight of its own, and a weekend that is worked for one counts as a Monday.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Annotated

from pydantic import Field as Limit

from bridgehead.primitives.deadline import Office
from bridgehead.rulebook.schema import Part

Weight = Annotated[int, Limit(ge=0, le=10_000)]
MONDAY, SATURDAY = 0, 5
HOUR = timedelta(hours=1)


class Rhythm(Part):
    """How often something comes in: from Monday to Sunday, on a holiday, in some months, where 100 is as ever, and in
    some hours of the day. Without a word more, evenly while offices are open.
    """

    week: Annotated[tuple[Weight, ...], Limit(min_length=7, max_length=7)] = (1, 1, 1, 1, 1, 1, 1)
    holiday: Weight | None = None
    months: dict[Annotated[int, Limit(ge=1, le=12)], Weight] = Limit(default_factory=dict)
    hours: dict[Annotated[int, Limit(ge=0, le=23)], Weight] = Limit(
        default_factory=lambda: dict.fromkeys(range(8, 18), 1)
    )


@dataclass(frozen=True, slots=True)
class Comings:
    """Some records that come in between two moments, by a rhythm and the calendar and clock of an office."""

    rhythm: Rhythm
    office: Office
    since: datetime
    until: datetime

    @property
    def weight(self) -> int:
        """How often something comes in, beside another time of the same rhythm."""
        return sum(self._weights())

    def each_day(self, count: int, chance: Random) -> Counter[date]:
        """How many come in on each day; none at all where no day has any weight."""
        weights = self._weights()
        return Counter(chance.choices([*self._days()], weights, k=count)) if any(weights) else Counter()

    def moments(self, day: date, count: int, chance: Random) -> list[datetime]:
        """When so many come in on a day that has some weight, in order."""
        hours = self._hours(day)
        begins = chance.choices([*hours], [*hours.values()], k=count)
        return sorted(self._at(day, hour) + chance.random() * HOUR for hour in begins)

    def _days(self) -> Iterator[date]:
        first, last = self.office.local(self.since).date(), self.office.local(self.until).date()
        return (first + timedelta(days=n) for n in range((last - first).days + 1))

    def _weights(self) -> list[int]:
        return [self._weight(day) * sum(self._hours(day).values()) for day in self._days()]

    def _weight(self, day: date) -> int:
        calendar, weekday = self.office.calendar, day.weekday()
        worked, weekend = calendar.is_working(day), weekday >= SATURDAY
        holiday = self.rhythm.holiday if not worked and not weekend else None
        usual = self.rhythm.week[MONDAY if worked and weekend else weekday]
        return (usual if holiday is None else holiday) * self.rhythm.months.get(day.month, 100)

    def _hours(self, day: date) -> Mapping[int, int]:
        """The weights of the hours of a day that lie whole between the two moments."""
        begins = {hour: self._at(day, hour) for hour in self.rhythm.hours}
        return {
            hour: weight
            for hour, weight in self.rhythm.hours.items()
            if self.since <= begins[hour] and begins[hour] + HOUR <= self.until
        }

    def _at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.office.zone)
