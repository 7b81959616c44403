"""What FEEL in an award may name: the fields of its register, `values`, and what it derives from them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bridgehead.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    STRING,
    ContextType,
    ListType,
    NumberType,
    Scope,
    Type,
    Variable,
)
from bridgehead.instruments.award.derived import Models, tree_of
from bridgehead.instruments.award.schema import Award
from bridgehead.primitives.types import LISTS, TEXTS, Column, FieldType
from bridgehead.rulebook.rulebook import Table
from bridgehead.rulebook.values import Value

PLAIN: Mapping[FieldType, Type] = {
    **dict.fromkeys(TEXTS, STRING),
    **dict.fromkeys(LISTS, ListType(item=STRING)),
    FieldType.BOOLEAN: BOOLEAN,
    FieldType.DATE: DATE,
    FieldType.DATE_TIME: DATE_TIME,
}


def fields(table: Table) -> dict[str, Variable]:
    """The fields that rules may name, with the type of the column that decides. Personal ones are not among them."""
    return {
        name: Variable(field_type(table.column(name)), table.column(name).optional)
        for name in table.deciding
        if name not in table.personal
    }


def field_type(column: Column) -> Type:
    return PLAIN.get(column.type) or NumberType(precision=column.digits, scale=column.scale)


def scope(award: Award, table: Table, values: Mapping[str, Value], models: Models) -> Scope:
    """Fields, `values` and derived figures, the latter in the order in which they are written."""
    names = given(table, values)
    for name, figure in award.all_derived.items():
        names[name] = Variable(tree_of(figure, names, models).type)
    return names


def given(table: Table, values: Mapping[str, Value]) -> dict[str, Variable]:
    """Fields and `values`: what there is before anything is derived."""
    known = {name: Variable(value_type(value)) for name, value in values.items()}
    return {**fields(table), "values": Variable(ContextType(fields=known))}


def value_type(value: Value) -> Type:
    """The type of every version of a value; a number has the digits of its longest version."""
    versions = list(value.from_.values())
    match versions[0]:
        case bool():
            return BOOLEAN
        case int() | Decimal():
            return _number(versions)
        case date():
            return DATE
        case _:
            return STRING


def _number(versions: Sequence[object]) -> NumberType:
    exact = [Decimal(str(version)) for version in versions]
    scale = max(max(0, -int(each.as_tuple().exponent)) for each in exact)
    whole = max(len(str(abs(int(each)))) for each in exact)
    return NumberType(precision=whole + scale, scale=scale)
