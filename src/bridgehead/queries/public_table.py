"""The records of a register as a table for everybody: what is public of those that came in within a year, day by day.

Within a day they stand by their aliases, so that the order tells no more than the day does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa

from bridgehead.instruments.register import Register
from bridgehead.primitives.types import Column, FieldType
from bridgehead.primitives.words import Phrase
from bridgehead.queries.public_records import LISTED, Public, between, open_registers
from bridgehead.rulebook.of_record import OF_THE_RECORD, PROVISIONAL
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import arrow_schema

ALIAS = "alias"
MOST_A_DAY = 1_000_000


def tabled(rulebook: Rulebook) -> list[Register]:
    """The registers of which everybody may see a list."""
    return [each for each in open_registers(rulebook).values() if {*each.public} >= LISTED]


def headings(register: Register) -> dict[str, Phrase]:
    """What stands in the table, by the names of its columns: what the register makes public, in its order."""
    labels = register.table.labels
    said = {name: Phrase(labels[name].zh, labels[name].en) for name in register.public if name in labels}
    of_record = {name: OF_THE_RECORD[name].label for name in _of_record(register)}
    return {ALIAS: Phrase("公开编号", "Public alias"), **said, **of_record}


def _of_record(register: Register) -> Iterator[str]:
    """Beside a deadline stands whether a calendar may still move it."""
    for name in register.public:
        if name in OF_THE_RECORD and name not in register.table.labels:
            yield from (name, PROVISIONAL) if name == "due on" else (name,)


def public_table(matter: str, rulebook: Rulebook, register: Register, year: int) -> pa.RecordBatchReader:
    """Columns by their names; a stage and a unit are told by their Chinese titles."""
    names = [*headings(register)]
    columns = [_column(register, name) for name in names]
    schema = arrow_schema(columns)

    def pieces() -> Iterator[pa.RecordBatch]:
        day = date(year, 1, 1)
        while day.year == year:
            found = between(matter, rulebook, [register.name], (day, day), None, MOST_A_DAY)
            if found:
                yield _piece(found, names, schema)
            day += timedelta(days=1)

    return pa.RecordBatchReader.from_batches(schema, pieces())


def _column(register: Register, name: str) -> Column:
    if name == ALIAS:
        return Column(name, FieldType.TEXT)
    if name == PROVISIONAL:
        return Column(name, FieldType.BOOLEAN, optional=True)
    if name in OF_THE_RECORD and name not in register.table.deciding:
        return Column(name, FieldType.TEXT if name in ("stage", "unit of record") else FieldType.DATE, optional=True)
    return replace(register.table.column(name), name=name)


def _piece(found: Sequence[Public], names: Sequence[str], schema: pa.Schema) -> pa.RecordBatch:
    rows = [_row(each) for each in found]
    return pa.RecordBatch.from_arrays(
        [pa.array([row.get(name) for row in rows], field.type) for name, field in zip(names, schema, strict=True)],
        schema=schema,
    )


def _row(each: Public) -> dict[str, object]:
    return {
        ALIAS: each.alias,
        "stage": each.stage.label.zh if each.stage else None,
        "received on": each.received_on,
        "due on": each.due_on,
        PROVISIONAL: each.provisional if each.due_on else None,
        "closed on": each.closed_on,
        "unit of record": each.unit["zh"] if each.unit else None,
        **each.fields,
    }
