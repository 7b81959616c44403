"""Lists that are handed in as files, a row a person or a thing: their columns, as forms, tables and rules need them."""

from collections.abc import Mapping
from typing import Literal

from bridgehead.feel.types import ContextType, ListType, Variable
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.schema import Label, Part
from bridgehead.rulebook.scope import field_type

OF_A_PERSON = frozenset(("identity number", "person"))
"""The types that tell who somebody is, so that they are always personal."""

ROWS = "rows"
"""What FEEL calls the rows of a list."""


class ListColumn(Part):
    """A column of a list. A `unique` one tells who or what a row is: nobody stands in a list twice, and whoever stands
    in the lists of two records is told of beside both.
    """

    type: Literal["text", "integer", "decimal", "money", "boolean", "date", "identity number", "person"]
    label: Label
    optional: bool = False
    unique: bool = False

    def column(self, name: str) -> Column:
        scale = {"money": 2, "decimal": 6}.get(self.type, 0)
        return Column(name, FieldType(self.type), self.optional, scale=scale, unique=self.unique)


def columns(rows: Mapping[str, ListColumn]) -> tuple[Column, ...]:
    return tuple(each.column(name) for name, each in rows.items())


def told(rows: Mapping[str, ListColumn]) -> tuple[str, ...]:
    """The columns that do not tell who somebody is."""
    return tuple(name for name, each in rows.items() if each.type not in OF_A_PERSON)


def scope(rows: Mapping[str, ListColumn]) -> dict[str, Variable]:
    """What a figure may name: the rows, without who they are."""
    fields = {name: Variable(field_type(rows[name].column(name)), rows[name].optional) for name in told(rows)}
    return {ROWS: Variable(ListType(item=ContextType(fields=fields)))}
