"""`values.yaml`: the figures of a notice that change with time, each with the days from which it holds."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bridgehead.rulebook.lexical import number_meant
from bridgehead.rulebook.schema import Citation, Day, Label, Number, Part, Text, shown, wrong
from bridgehead.rulebook.variable_name import VariableName


def _no_number(value: str) -> str:
    number = number_meant(value)
    if number is not None and not value.isdecimal():
        raise wrong("RB210", shown(value), f"digits alone: {number}")
    if value[:1].isdecimal():
        from bridgehead.rulebook.figures import Kind, find  # few texts begin so

        for figure in find(value).figures:
            if figure.written == value and figure.kind is Kind.COUNT and isinstance(figure.value, Fraction):
                amount, unit = float(figure.value), value[figure.numeral[1] - figure.span[0] :].strip()
                raise wrong("RB210", shown(value), f"digits alone, {amount:g}, and «{unit}» as its «unit»")
    return value


Figure = Number | bool | Day | Annotated[Text, AfterValidator(_no_number)]


def _in_order(versions: dict[date, Figure]) -> dict[date, Figure]:
    for earlier, later in pairwise(versions):
        if later < earlier:
            raise wrong("RB401", f"the version of {later} after that of {earlier}", "the earliest first", at=(later,))
    if len({type(figure) for figure in versions.values()}) > 1:
        raise wrong("RB403", "versions of different types", "all numbers, all texts, all dates or all true and false")
    return versions


class Value(Part):
    """A figure: its clause, and its versions by first day; the last one holds until `until` or for good."""

    cites: Citation
    label: Label
    unit: Label | None = None
    from_: Annotated[dict[Day, Figure], Field(min_length=1), AfterValidator(_in_order)]
    until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        last = max(self.from_)
        if self.until and self.until < last:
            message = f"the version from {last} overlaps the end, {self.until}"
            raise wrong("RB402", message, f"a last day from {last} on", at=("until",))
        return self

    @model_validator(mode="after")
    def _with_a_unit_is_a_number(self) -> Self:
        for first, figure in self.from_.items():
            if self.unit and not isinstance(figure, Decimal):
                expected = "a number in digits, as a value with a «unit» is"
                raise wrong("RB210", shown(figure), expected, at=("from", first), offset=0)
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


Values = dict[VariableName, Value]
"""All values of a rulebook by name, for `values.NAME` in FEEL."""
