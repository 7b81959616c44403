"""Records as a table of claims, typed as a file of claims is, so that an award reads either."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from bridgehead.instruments.register.facts import VERIFIED
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.types import NUMBERS, FieldType
from bridgehead.tables.rows import arrow_schema

DECLARED = " declared"

_READERS: Mapping[FieldType, Callable[[Any], object]] = {
    **dict.fromkeys(NUMBERS, Decimal),
    FieldType.INTEGER: int,
    FieldType.DATE: date.fromisoformat,
    FieldType.DATE_TIME: datetime.fromisoformat,
}


def claims(register: Register, fields: Iterable[Mapping[str, Any]], *, personal: bool = False) -> pa.Table:
    """The columns of a register from what its records keep, a row a record; what is personal is there if that is asked
    for. What was declared of a field that staff verify is kept under the field's name.
    """
    rows, found = list(fields), register.table
    columns = [column for column in found.columns if personal or field_of(column.name) not in found.personal]
    values = []
    for column, kind in zip(columns, arrow_schema(columns).types, strict=True):
        name = field_of(column.name) if column.name.endswith(DECLARED) else column.name
        values.append(pa.array([read_back(column.type, row.get(column.name, row.get(name))) for row in rows], kind))
    return pa.Table.from_arrays(values, schema=arrow_schema(columns))


def field_of(column: str) -> str:
    """The field that a column holds, as it was declared or verified."""
    return column.removesuffix(DECLARED).removesuffix(f" {VERIFIED}")


def derived(register: Register, kept: Mapping[str, Any]) -> dict[str, object]:
    """The facts that were derived at intake, of what a record keeps."""
    facts = register.derives.items()
    return {name: read_back(FieldType(fact.type), kept[name]) for name, fact in facts if name in kept}


def read_back(kind: FieldType, kept: Any) -> object:
    """A value as the ledger keeps it, as its column holds it."""
    return _READERS[kind](kept) if kept is not None and kind in _READERS else kept
