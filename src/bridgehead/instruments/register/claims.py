"""Records as a table of claims, typed as a file of claims is, so that an award reads either."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from bridgehead.instruments.register.schema import Register, table
from bridgehead.primitives.types import NUMBERS, FieldType
from bridgehead.tables.rows import arrow_schema

_READERS: Mapping[FieldType, Callable[[Any], object]] = {
    **dict.fromkeys(NUMBERS, Decimal),
    FieldType.INTEGER: int,
    FieldType.DATE: date.fromisoformat,
    FieldType.DATE_TIME: datetime.fromisoformat,
}


def claims(register: Register, fields: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The columns of a register from what its records keep, a row a record; what is personal is not there."""
    rows, found = list(fields), table(register)
    columns = [column for column in found.columns if column.name not in found.personal]
    values = []
    for column, kind in zip(columns, arrow_schema(columns).types, strict=True):
        kept = (row.get(column.name) for row in rows)
        values.append(pa.array([read_back(column.type, value) for value in kept], kind))
    return pa.Table.from_arrays(values, schema=arrow_schema(columns))


def read_back(kind: FieldType, kept: Any) -> object:
    """A value as the ledger keeps it, as its column holds it."""
    return _READERS[kind](kept) if kept is not None and kind in _READERS else kept
