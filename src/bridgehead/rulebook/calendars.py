"""`calendars/YEAR.yaml`: the holidays of a year and the weekends that are worked for them, as they were arranged."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bridgehead.documents.document import Document, Step
from bridgehead.documents.read import read
from bridgehead.primitives.calendar import SATURDAY, Calendar, Holiday, Year
from bridgehead.primitives.errors import Mistake
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.schema import Day, Label, Part
from bridgehead.rulebook.validation import validate

FOLDER = "calendars"

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Arranged(Part):
    """A holiday: its days off from `first` to `last` (one day without it), and the weekend days worked instead."""

    name: Label
    first: Day
    last: Day | None = None
    worked: tuple[Day, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        count = ((self.last or self.first) - self.first).days + 1
        return tuple(self.first + timedelta(days=number) for number in range(count))


class Arrangement(Part):
    """The arrangement of a year, who published it and when."""

    year: Annotated[int, Field(alias="calendar", ge=1900, le=9998)]
    source: Label
    published_on: Day
    holidays: tuple[Arranged, ...]

    def as_year(self) -> Year:
        """The year as the calendar takes it."""
        return Year(
            self.year,
            tuple(Holiday(Phrase(each.name.zh, each.name.en), each.days, each.worked) for each in self.holidays),
        )


def read_calendar(folder: Path) -> tuple[Calendar | None, tuple[Mistake, ...]]:
    """The calendar of a rulebook's folder, None where it has none or has mistakes, and all its mistakes.

    Each file is read by itself (CA101 to CA104), then the years together (CA105, CA106).
    """
    documents = [read(file, str(file)) for file in sorted((folder / FOLDER).glob("*.y*ml"))]
    arranged: dict[str, tuple[Arrangement, Document]] = {}
    mistakes: list[Mistake] = []
    for document in documents:
        part, wrong = validate(Arrangement, document)
        name = Path(document.file).name
        mistakes += [*document.mistakes, *wrong]
        if name.endswith(".yml"):
            expected = name.replace(".yml", ".yaml")
            mistakes.append(document.mistake("RB002", f"the file name {name}", expected=expected))
        if part is not None:
            arranged[name] = part, document
            mistakes += [] if document.mistakes else _of_year(part, document)
    if len(arranged) == len(documents):
        mistakes += _of_years(arranged)
    if mistakes or not documents:
        return None, tuple(mistakes)
    years = sorted((part.as_year() for part, _ in arranged.values()), key=lambda year: year.year)
    return Calendar(tuple(years)), ()


def _of_year(year: Arrangement, document: Document) -> Iterator[Mistake]:
    """What is wrong with the days of a year."""
    seen: Counter[date] = Counter()
    for path, day in _written(year):
        if day.year != year.year:
            expected = f"a day of {year.year}; a day of {day.year} stands in the calendar of that year"
            yield document.mistake("CA101", f"the day {day}", *path, expected=expected)
    for number, each in enumerate(year.holidays):
        if not each.days:
            message, expected = f"the last day {each.last}", f"a day from the first one, {each.first}, on"
            yield document.mistake("CA102", message, "holidays", number, "last", expected=expected)
        twice = next((day for day in each.days if seen[day]), None)
        if twice is not None:
            yield _again(twice, document, "holidays", number, "first" if twice == each.first else "last")
        seen.update(each.days)
    for number, each in enumerate(year.holidays):
        for at, day in enumerate(each.worked):
            path = ("holidays", number, "worked", at)
            if seen[day]:
                yield _again(day, document, *path)
            elif day.isoweekday() < SATURDAY:
                found = f"{day}, a {WEEKDAYS[day.weekday()]}, as worked instead"
                yield document.mistake("CA104", found, *path, expected="a Saturday or Sunday: other days are worked")
            seen[day] += 1


def _written(year: Arrangement) -> Iterator[tuple[tuple[Step, ...], date]]:
    """The days of a file by their path, in its order."""
    for number, each in enumerate(year.holidays):
        yield ("holidays", number, "first"), each.first
        if each.last is not None:
            yield ("holidays", number, "last"), each.last
        yield from ((("holidays", number, "worked", at), day) for at, day in enumerate(each.worked))


def _again(day: date, document: Document, *path: Step) -> Mistake:
    expected = "each day once: a day off, or one that is worked instead"
    return document.mistake("CA103", f"the day {day} again", *path, expected=expected)


def _of_years(arranged: Mapping[str, tuple[Arrangement, Document]]) -> Iterator[Mistake]:
    """Years that stand twice, and years that are absent between others."""
    files: dict[int, str] = {}
    for name, (part, document) in sorted(arranged.items(), key=lambda each: each[1][0].year):
        if part.year in files:
            expected = f"a year of its own; {files[part.year]} has it"
            yield document.mistake("CA105", f"the year {part.year} again", "calendar", expected=expected)
        elif files and part.year - 1 not in files:
            found, expected = f"the year {part.year} after {max(files)}", f"a calendar of {max(files) + 1} too"
            yield document.mistake("CA106", found, "calendar", expected=expected)
        files.setdefault(part.year, name)
