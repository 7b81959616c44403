"""Rows written one at a time and often, without what the ORM takes to make each of their statements anew."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import AutoField, Model

if TYPE_CHECKING:
    from django.db.models import Field

    Fields = tuple[Field[Any, Any], ...]


def insert(row: Model) -> None:
    """Write a new row, which gets the key that the database gives. Raises django.db.IntegrityError as `save` does."""
    made, fields, given = _insert(type(row), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(made, _values(row, fields))
        if given is not None:
            setattr(row, given, cursor.fetchone()[0])
    row._state.adding, row._state.db = False, connection.alias


def insert_once(row: Model) -> bool:
    """Write a new row with its key, unless one with that key is there; whether it was written."""
    made, fields, _ = _insert(type(row), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"{made} ON CONFLICT DO NOTHING", _values(row, fields))
        return bool(cursor.rowcount)


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that is there."""
    made, fields = _update(type(row), names, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(made, [*_values(row, fields), row.pk])


@cache
def _insert(model: type[Model], vendor: str) -> "tuple[str, Fields, str | None]":
    """The statement for a vendor's database, the fields whose values it takes, and the field whose value it gives."""
    key, fields = model._meta.pk, tuple(model._meta.concrete_fields)
    given = key.attname if isinstance(key, AutoField) else None
    fields = tuple(field for field in fields if field.attname != given)
    columns, places = ", ".join(map(_column, fields)), ", ".join(map(_place, fields))
    returning = f" RETURNING {_column(key)}" if given else ""
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places}){returning}", fields, given


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
