"""The leaves of an expression in columns: constants, and columns with the FEEL type that they hold."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import TypeGuard

import ibis
import ibis.expr.datatypes as sql
import ibis.expr.types as ir

from bridgehead.feel import library, tree
from bridgehead.feel.columns import clock, lists, numbers, temporal
from bridgehead.feel.columns.meanings import Meaning, Record
from bridgehead.feel.columns.meanings import term as as_term
from bridgehead.feel.columns.terms import Refusal, Term, leaf, null, require_apart
from bridgehead.feel.temporal import DaysTime, FineTime, YearsMonths
from bridgehead.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    NULL,
    STRING,
    TIME,
    ContextType,
    ListType,
    NumberType,
    Scope,
    Type,
    Variable,
)

MOST_PIECES = 10_000  # that a type of a column is written of


def is_constant(node: tree.Expression) -> bool:
    """Whether the value hangs on no name but those of functions that always give the same."""
    names = (part for part in tree.walk(node) if isinstance(part, tree.Name))
    return all(library.is_built_in(name) and name.name not in ("now", "today") for name in names)


def constant(value: object) -> Meaning:
    """A term of the same value in every row."""
    match value:
        case None:
            return null()
        case bool():
            return Term(ibis.literal(value), BOOLEAN, constant=value)
        case Decimal():
            return numbers.literal(value)
        case str():
            return Term(ibis.literal(value), STRING, constant=value)
        case dt.time() | FineTime():
            return clock.constant(value)
        case dt.date() | DaysTime() | YearsMonths():
            return temporal.constant(value)
        case list():
            return lists.of_terms([as_term(constant(item)) for item in value])
        case dict():
            return Record({name: constant(entry) for name, entry in value.items()})
    raise Refusal("FE304", f"a constant like {value!r} has no columnar form")


def whole(number: int) -> Term:
    return numbers.literal(Decimal(number))


def column(value: ir.Value, variable: Variable | None) -> Term:
    """The term of a column."""
    kind = column_type(value.type(), variable.type if variable else None)
    return leaf(clock.read(value), kind, optional=variable is not None and variable.optional)


def column_type(kind: sql.DataType, declared: Type | None) -> Type:
    """The FEEL type of what an SQL type holds, with the digits that are declared."""
    for holds, meant in (
        (kind.is_boolean(), BOOLEAN),
        (kind.is_string(), STRING),
        (kind.is_date(), DATE),
        (kind.is_timestamp() and kind.timezone is None, DATE_TIME),
        (kind.is_time(), TIME),
    ):
        if holds:
            return meant
    if kind.is_numeric():
        return numbers.column_type(kind, declared)
    if kind.is_array() and not kind.value_type.is_time():
        return ListType(item=column_type(kind.value_type, declared.item if isinstance(declared, ListType) else None))
    if kind.is_struct():
        require_apart(kind.names)
        known = (declared.fields if isinstance(declared, ContextType) else None) or {}
        types = {name: column_type(part, known[name].type if name in known else None) for name, part in kind.items()}
        return ContextType(fields={name: Variable(type, optional=True) for name, type in types.items()})
    expected = "text, a boolean, an exact number, a date, a time, a date and time, or a list or struct of them"
    raise Refusal("FE305", f"the column holds {kind}", expected)


def variable(name: str, scope: Scope) -> Variable | None:
    """The variable of a dotted name; one inside an optional context is optional."""
    if name in scope:
        return scope[name]
    for dot in (at for at, letter in enumerate(name) if letter == "."):
        outer = scope.get(name[:dot])
        if outer and isinstance(outer.type, ContextType) and outer.type.fields:
            found = variable(name[dot + 1 :], outer.type.fields)
            return found and replace(found, optional=found.optional or outer.optional)
    return None


def dotted(node: tree.Expression) -> str | None:
    match node:
        case tree.Name(name):
            return name
        case tree.Path(base, member):
            outer = dotted(base)
            return None if outer is None else f"{outer}.{member}"
    return None


def root(node: tree.Expression) -> str | None:
    """The name that a path begins with."""
    while isinstance(node, tree.Path):
        node = node.base
    return node.name if isinstance(node, tree.Name) else None


def is_mean(node: tree.Expression) -> TypeGuard[tree.Call]:
    """Whether it is a mean, which is a quotient."""
    match node:
        case tree.Call(tree.Name("mean") as function, (_, *_), ()):
            return library.is_built_in(function)
    return False


def placed(
    parameters: Sequence[tree.Parameter], arguments: Sequence[tree.Expression], names: Sequence[str]
) -> Sequence[tree.Expression]:
    """The arguments in the order of the parameters of a function that is written out."""
    if len(arguments) != len(parameters):
        raise Refusal("FE304", f"{len(arguments)} arguments are given for {len(parameters)} parameters")
    if not names:
        return arguments
    given = dict(zip(names, arguments, strict=True))
    if set(given) != {parameter.name for parameter in parameters}:
        raise Refusal("FE304", "an argument has the name of no parameter")
    return [given[parameter.name] for parameter in parameters]


def conforms(given: Type, to: Type) -> bool:
    """Whether every value of a type is one of another as it stands, so that nothing is converted or made null."""
    if to.allowed is not None:
        return False
    if to == ANY or given == NULL:
        return True
    match given, to:
        case ListType(item=one), ListType(item=other):
            return conforms(one, other)
        case ContextType(fields=fields), ContextType(fields=needed):
            known = fields or {}
            return all(name in known and conforms(known[name].type, one.type) for name, one in (needed or {}).items())
    return given.name == to.name and not isinstance(to, (ListType, ContextType))


def is_wide(of: Type) -> bool:
    """Whether a type has more parts than a column should: types that hold one another soon have."""
    return next(islice(of.pieces(), MOST_PIECES, None), None) is not None


def sql_type(of: Type, digits: str) -> sql.DataType | None:
    """The SQL type that holds a type, numbers with so many digits; None where there is none, or it is too wide."""
    return None if is_wide(of) else _sql_type(of, digits)


def _sql_type(of: Type, digits: str) -> sql.DataType | None:
    match of:
        case NumberType():
            return sql.dtype(digits)
        case ListType(item=item):
            inner = _sql_type(item, digits)
            return None if inner is None else sql.Array(inner)
        case ContextType(fields=fields) if fields:
            parts = {name: _sql_type(variable.type, digits) for name, variable in fields.items()}
            return None if None in parts.values() else sql.Struct(parts)
    return {
        STRING.name: sql.string,
        BOOLEAN.name: sql.boolean,
        DATE.name: sql.date,
        TIME.name: sql.time,
        DATE_TIME.name: sql.Timestamp(scale=6),
    }.get(of.name)
