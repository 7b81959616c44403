"""`values.yaml`: the figures of a notice that change with time, each with the days from which it holds."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from bridgehead.rulebook.schema import Citation, Day, Label, Name, Number, Part, Text, wrong

Figure = Number | bool | Day | Text


class Value(Part):
    """A figure: its clause, and its versions by first day; the last one holds until `until` or for good."""

    cites: Citation
    label: Label
    unit: Label | None = None
    from_: Annotated[dict[Day, Figure], Field(min_length=1)]
    until: Day | None = None

    @model_validator(mode="after")
    def _one_version_a_day(self) -> Self:
        days = list(self.from_)
        for earlier, later in pairwise(days):
            if later < earlier:
                raise wrong(
                    "RB401", f"the version of {later} after that of {earlier}", "versions in the order of their days"
                )
        if self.until and self.until < days[-1]:
            raise wrong(
                "RB402", f"a version from {days[-1]}, after the last day {self.until}", "versions that do not overlap"
            )
        if len({type(figure) for figure in self.from_.values()}) > 1:
            raise wrong(
                "RB403", "versions of different types", "all numbers, all texts, all dates or all true and false"
            )
        return self

    def on(self, day: date) -> object | None:
        """The figure in force on a day, or None where no version is."""
        if self.until and day > self.until:
            return None
        return next((figure for first, figure in reversed(self.from_.items()) if first <= day), None)

    def gap(self, first: date, last: date) -> date | None:
        """The first day between two, both included, on which no version is in force; None where there is none."""
        start = next(iter(self.from_))
        if first < start:
            return first
        if self.until and last > self.until:
            return max(first, self.until + timedelta(days=1))
        return None


Values = dict[Name, Value]
"""All values of a rulebook by name, for `values.NAME` in FEEL."""


def in_force(values: Mapping[str, Value], day: date) -> dict[str, object | None]:
    """Every value as it holds on a day; None where no version is in force."""
    return {name: value.on(day) for name, value in values.items()}
