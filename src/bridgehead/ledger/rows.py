"""Rows written often, without what the ORM takes to make each of their statements anew."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import AutoField, Model

if TYPE_CHECKING:
    from django.db.models import Field

    Fields = tuple[Field[Any, Any], ...]


def insert(*rows: Model) -> None:
    """Write new rows, in PostgreSQL by one statement. What the database numbers gets a number unless it has one, and is
    not told it. Raises django.db.IntegrityError as `save` does.
    """
    several = [rows] if connection.vendor == "postgresql" else [(row,) for row in rows]
    with connection.cursor() as cursor:
        for each in several:
            made, fields = _insert_all(tuple((type(row), row.pk is not None) for row in each), connection.vendor)
            cursor.execute(made, [value for row, own in zip(each, fields, strict=True) for value in _values(row, own)])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_once(row: Model) -> bool:
    """Write a new row with its key, unless one with that key is there; whether it was written."""
    made, fields = _insert(type(row), connection.vendor, keyed=True)
    with connection.cursor() as cursor:
        cursor.execute(f"{made} ON CONFLICT DO NOTHING", _values(row, fields))
        return bool(cursor.rowcount)


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that is there."""
    made, fields = _update(type(row), names, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(made, [*_values(row, fields), row.pk])


@cache
def _insert_all(models: tuple[tuple[type[Model], bool], ...], vendor: str) -> "tuple[str, tuple[Fields, ...]]":
    """One statement for rows of these models, of each whether they have their keys."""
    made = [_insert(model, vendor, keyed=keyed) for model, keyed in models]
    *first, last = (statement for statement, _ in made)
    before = ", ".join(f"row_{n} AS ({statement})" for n, statement in enumerate(first))
    return f"WITH {before} {last}" if before else last, tuple(fields for _, fields in made)


@cache
def _insert(model: type[Model], vendor: str, *, keyed: bool) -> "tuple[str, Fields]":
    """The statement for a vendor's database, and the fields whose values it takes."""
    fields = tuple(
        field
        for field in model._meta.concrete_fields
        if keyed or not (field.primary_key and isinstance(field, AutoField))
    )
    columns, places = ", ".join(map(_column, fields)), ", ".join(map(_place, fields))
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})", fields


@cache
def _update(model: type[Model], names: tuple[str, ...], vendor: str) -> "tuple[str, Fields]":
    fields = tuple(field for field in model._meta.concrete_fields if field.name in names)
    sets = ", ".join(f"{_column(field)} = {_place(field)}" for field in fields)
    return f"UPDATE {model._meta.db_table} SET {sets} WHERE {_column(model._meta.pk)} = %s", fields


def _column(field: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


def _place(field: "Field[Any, Any]") -> str:
    """How a value of a field stands in a statement; PostgreSQL is told where it is bytes."""
    place = getattr(field, "get_placeholder", None)
    return str(place(None, None, connection)) if place else "%s"


def _values(row: Model, fields: "Fields") -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
