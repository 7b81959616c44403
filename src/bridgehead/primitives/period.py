"""Periods of a calendar: a year, half-year, quarter or month, as statistics write them (SDMX 2.1, part 2)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MONTHS = {None: 12, "H": 6, "Q": 3}
"""How long each kind of period is; a year has no letter."""
_WRITTEN = re.compile(r"(?P<year>[12]\d{3})(?:-(?:(?P<kind>[HQ])(?P<part>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII)


class NotAPeriod(ValueError):
    """A text that is none of `2023`, `2023-H1`, `2023-Q1`, `2023-03`."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """So many `months` of a `year` from the month `first` on; `str` writes it as it is read."""

    year: int
    first: int
    months: int

    @classmethod
    def read(cls, text: str) -> "Period":
        """Raises NotAPeriod."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise NotAPeriod(text)
        year = int(found["year"])
        if found["month"]:
            return cls(year, int(found["month"]), 1)
        months = MONTHS[found["kind"]]
        part = int(found["part"] or 1)
        if part * months > 12:
            raise NotAPeriod(text)
        return cls(year, (part - 1) * months + 1, months)

    def __str__(self) -> str:
        if self.months == 12:
            return f"{self.year}"
        if self.months == 1:
            return f"{self.year}-{self.first:02}"
        kind = "H" if self.months == 6 else "Q"
        return f"{self.year}-{kind}{(self.first - 1) // self.months + 1}"

    @property
    def begins(self) -> date:
        return date(self.year, self.first, 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        month = self.first + self.months - 1
        return date(self.year, month, monthrange(self.year, month)[1])

    def gone(self, day: date) -> Fraction:
        """The part of it that is gone when a day is over: by months, all alike, and within a month by days."""
        whole = (day.year - self.year) * 12 + day.month - self.first
        months = whole + Fraction(day.day, monthrange(day.year, day.month)[1])
        return min(max(months / self.months, Fraction(0)), Fraction(1))
