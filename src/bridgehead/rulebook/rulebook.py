"""A rulebook: a folder with all that a city has published about one matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from bridgehead.documents.document import Document, Step
from bridgehead.primitives.calendar import Calendar
from bridgehead.primitives.deadline import Office
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.hours import WHOLE_DAY, Hours
from bridgehead.primitives.types import Column
from bridgehead.rulebook.calendars import FOLDER
from bridgehead.rulebook.schema import Label, Part

P = TypeVar("P", bound=Part)

Key = tuple[str, str]
"""The kind and the name of an instrument: `("award", "special-train")`."""


@dataclass(frozen=True, slots=True)
class Table:
    """What rules may know of the fields of a register.

    `deciding` gives, for each field that rules may name, the column whose value decides: the verified one where the
    register says so. `unique` are the fields in which no two rows agree. `personal` fields are never read by rules.
    """

    columns: tuple[Column, ...]
    deciding: Mapping[str, str]
    unique: frozenset[str]
    personal: frozenset[str]
    labels: Mapping[str, Label]
    choices: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    units: Mapping[str, Label] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The field by which a row is called: the first unique one."""
        return next(name for name in self.deciding if name in self.unique)

    def column(self, field_name: str) -> Column:
        """The column that decides for a field; KeyError where the register has no such field."""
        name = self.deciding[field_name]
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A rulebook as it was read; it is sound where `load` gives it, and without what is wrong where `inspect` does.

    `instruments` holds each part by kind and name, `tables` the fields of each register by name, `documents` each file
    by name, for the place of a mistake, and `files` the name of each instrument's file. `models` are the
    `dmn.Decisions` of the files of decisions beside them, `calendar` has the years of the folder `calendars`, and is
    None where there are none. `declared` also has the
    instruments whose own file has mistakes, so that a reference to one is not called unknown; while there are
    `unplaced` files, of which it is not known what they declare, no reference is. `warnings` are what `load` let pass.
    """

    path: Path
    about: Any
    notice: Any
    values: Any
    instruments: Mapping[Key, Part]
    tables: Mapping[str, Table]
    examples: Any
    documents: Mapping[str, Document]
    files: Mapping[Key, str]
    declared: frozenset[Key]
    unplaced: frozenset[str] = frozenset()
    models: Mapping[str, Any] = field(default_factory=dict)
    calendar: Calendar | None = None
    warnings: tuple[Mistake, ...] = ()

    def office(self, hours: Hours = WHOLE_DAY) -> Office:
        """Who works by the rulebook's calendar and clock. Raises BridgeheadError with CA107 where it has none."""
        if self.calendar is None:
            place = Place.whole(str(self.path / FOLDER))
            expected = f"the holidays of each year, in {FOLDER}/{self.about.published_on.year}.yaml and so on"
            raise BridgeheadError([Mistake("CA107", "the rulebook has no calendar", place, expected)])
        return Office(self.calendar, self.about.zone, hours)

    @property
    def has_unnamed_values(self) -> bool:
        """Whether there are values of which not even the names could be read."""
        document = self.documents.get("values.yaml")
        return document is not None and () in document.holes

    @property
    def has_incomplete_values(self) -> bool:
        """Whether values, or versions of them, could not be read."""
        document = self.documents.get("values.yaml")
        return document is not None and document.incomplete

    def of(self, schema: type[P]) -> dict[str, P]:
        """Its instruments of one kind, by name, in the order of their files."""
        return {name: part for (_, name), part in self.instruments.items() if isinstance(part, schema)}

    def values_on(self, day: date) -> dict[str, object]:
        """The values that hold on a day, by name."""
        return {name: value.on(day) for name, value in self.values.items()}

    def unknown(self, kind: str, name: str, document: Document, *path: Step) -> Mistake | None:
        """The mistake of naming an instrument that the rulebook does not have, or None where it may have it."""
        if (kind, name) in self.declared or self.unplaced:
            return None
        known = sorted(known for (declared, known) in self.declared if declared == kind)
        expected = (
            f"one of {', '.join(known)}" if known else f"the name of a part of this rulebook, which has no {kind}"
        )
        return document.mistake(
            "RB301", f"unknown {kind} «{name}»", *path, expected=expected, nearest=nearest(name, known)
        )
