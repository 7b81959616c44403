"""What FEEL in a rulebook may name: fields of registers and `values`, with their types."""

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
    Type,
    Variable,
)
from bridgehead.primitives.types import LISTS, TEXTS, Column, FieldType
from bridgehead.rulebook.values import Value

PLAIN: Mapping[FieldType, Type] = {
    **dict.fromkeys(TEXTS, STRING),
    **dict.fromkeys(LISTS, ListType(item=STRING)),
    FieldType.BOOLEAN: BOOLEAN,
    FieldType.DATE: DATE,
    FieldType.DATE_TIME: DATE_TIME,
}


def field_type(column: Column) -> Type:
    return PLAIN.get(column.type) or NumberType(precision=column.digits, scale=column.scale)


def values_of(values: Mapping[str, Value]) -> Variable:
    """What `values` is: every value by its name."""
    return Variable(ContextType(fields={name: Variable(value_type(value)) for name, value in values.items()}))


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
