"""What FEEL of counts may name: fields that are not personal, what the record tells of itself, and `counted at`."""

from collections.abc import Mapping

from bridgehead.feel.types import DATE_TIME, Scope, Variable
from bridgehead.instruments.indicator.counts import COUNTED_AT
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.of_record import OF_THE_RECORD
from bridgehead.rulebook.rulebook import Table
from bridgehead.rulebook.scope import field_type

GROUPS = {FieldType.CHOICE, FieldType.BOOLEAN, FieldType.UNIT}
MOMENTS = {FieldType.DATE, FieldType.DATE_TIME}


def columns(table: Table) -> Mapping[str, Column]:
    """The column by each name that FEEL has for one: of a field that which decides."""
    fields = {name: table.column(name) for name in table.deciding if name not in table.personal}
    return fields | {
        name: Column(name, each.type, optional=True)
        for name, each in OF_THE_RECORD.items()
        if name not in table.deciding
    }


def scope(table: Table) -> Scope:
    names = {name: Variable(field_type(each), each.optional) for name, each in columns(table).items()}
    return {**names, COUNTED_AT: Variable(DATE_TIME)}


def groups(table: Table) -> list[str]:
    """The names by which cases can be told apart: what has few values."""
    return [name for name, each in columns(table).items() if each.type in GROUPS or name in ("stage", "unit of record")]


def moments(table: Table) -> list[str]:
    return [name for name, each in columns(table).items() if each.type in MOMENTS]
