"""Cases as they were kept before: a file of them, read as a table is and judged as at intake.

1. Every column of the register but files, derived facts and what the service gives itself. What must be filled in now
   may be blank, since nobody asked for it then; but a column of it is there, or is said not to be: a heading that is
   misspelt loses nothing.
2. What the record is: when it was received, its stage and since when it stands there, when it was closed, its unit.
3. What is wrong in a row makes a reject, each of its mistakes one, and stops no other.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead import tables
from bridgehead.instruments.register.claims import DECLARED, field_of
from bridgehead.instruments.register.facts import VERIFIED
from bridgehead.instruments.register.filled import Filled, read, says_who
from bridgehead.instruments.register.of_all import of_all
from bridgehead.instruments.register.old_rows import Around, Row, channel_of, channels, moment_of, stage_of, wrong
from bridgehead.instruments.register.record import RECEIVED, intake
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.types import Column, FieldType
from bridgehead.primitives.words import Phrase

MISSING = "TB011"
"""What `tables` says of a column that is asked for and not there."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "received on": ("收到时间", "收到日期", "申报时间", "received at", "submitted at"),
    "stage": ("环节", "状态", "status"),
    "in stage since": ("进入环节时间", "转入时间"),
    "closed on": ("办结时间", "办结日期", "closed at"),
    "unit of record": ("承办单位", "unit"),
    "channel": ("渠道", "受理方式", "受理渠道"),
}
"""What the columns of a record may be called, beside their names."""


@dataclass(frozen=True, slots=True)
class OldCase:
    """A case of a file: `number` is None where it gets a new one; moments are of the city's clock."""

    row: int
    number: str | None
    fields: Mapping[str, object]
    received: datetime
    stage: str | None
    closed: datetime | None
    unit: str | None
    channel: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class OldCases:
    """The good cases of a file, the rejects (schema tables.REJECTS), and warnings about the file."""

    cases: tuple[OldCase, ...]
    rejects: pa.Table
    notes: tuple[Mistake, ...]


class Said(NamedTuple):
    """What somebody says of a file: which column a heading is, which columns it is `without`, and by column what `all`
    cases have where a row does not say it.
    """

    mapped: Mapping[str, str] = MappingProxyType({})
    without: Collection[str] = ()
    all: Mapping[str, str] = MappingProxyType({})


def read_old_cases(
    register: Register, path: Path, zone: ZoneInfo, labels: tables.Labels, around: Around, said: Said
) -> OldCases:
    """The cases of a file. `labels` are other words for the register's columns.

    Raises BridgeheadError with RG022 for a column that there is not, TB019 for a heading that the file does not have,
    TB011 for each column that is asked for, not there and not said to be away, RG029 and RG033 for what not all cases
    can have, and what `tables.read` raises.
    """
    columns = [*_of_register(register, {*said.without, *said.all}), *_of_record(register)]
    labels = _labels(register, columns, labels, said)
    fields = {column.name: column.name.removesuffix(DECLARED) for column in _of_register(register)}
    judge = partial(read, register, zone=zone, anonymous=None, units=around.units, at=around.now)
    given = of_all(register, said.all, fields, labels.choices, judge)
    if said.mapped:
        tables.require_headings(path, said.mapped)
    reading = tables.read(path, columns, zone=zone, labels=labels)
    notes = tuple(note for note in reading.notes if note.code != MISSING)
    if missing := _missing(reading.notes):
        raise BridgeheadError([*notes, *missing])
    unread = _unread(reading.rejects)
    read_rows = zip(reading.rows.to_pylist(), reading.table.to_pylist(), strict=True)
    partly = zip(reading.lost["row"].to_pylist(), reading.partly.to_pylist(), strict=True)
    rows = [
        _row(register, n, given | {name: cell for name, cell in cells.items() if cell is not None}, fields, judge, told)
        for n, cells in (*read_rows, *partly)
        if "" not in (told := unread.get(n, {}))
    ]
    often = Counter(row.number for row in rows)
    cases: list[OldCase] = []
    rejects: list[Mapping[str, object]] = []
    for row in rows:
        mistakes = [*wrong(register, row, zone, around, often[row.number])]
        rejects += [_reject(row.n, *each) for each in mistakes]
        if not (mistakes or row.unread):
            cases.append(_case(register, row, zone, around))
    refused = pa.Table.from_pylist(rejects, schema=tables.REJECTS)
    return OldCases(tuple(cases), pa.concat_tables([reading.rejects, refused]).sort_by("row"), notes)


def columns_of(register: Register) -> list[str]:
    """What the columns of a file may be."""
    return [column.name for column in (*_of_register(register), *_of_record(register))]


def asked_for(register: Register) -> list[str]:
    """The columns that a file has or is said to be without: what whoever files a record must fill in."""
    columns = (column.name for column in _of_register(register) if column.optional and not column.beside)
    return [name for name in columns if not name.endswith(f" {VERIFIED}")]


def _row(
    register: Register,
    n: int,
    cells: Mapping[str, Any],
    fields: Mapping[str, str],
    judge: Callable[..., Filled],
    unread: Mapping[str, str | None],
) -> Row:
    """What was declared of a field that staff verify goes by the field's name. What could not be read is judged as it
    was written, so that it is unknown and not blank.
    """
    written = {**cells, **unread}
    given = {field: written[name] for name, field in fields.items() if written.get(name) not in (None, [])}
    number = given.pop(register.number, None)
    told = {*unread, *(fields[name] for name in unread if name in fields)}
    return Row(n, number, {name: cell for name, cell in cells.items() if name not in unread}, given, judge(given), told)


def _unread(rejects: pa.Table) -> dict[int, dict[str, str | None]]:
    """What could not be read, by row and column; of a row that could not be read at all the column has no name."""
    found: dict[int, dict[str, str | None]] = {}
    for each in rejects.to_pylist():
        found.setdefault(each["row"], {})[each["column"] or ""] = each["value"]
    return found


def _reject(row: int, column: str, value: object, code: str, expected: Phrase) -> dict[str, object]:
    """A reject, as `tables.REJECTS` has it."""
    written = None if value is None else str(value)
    said = {"expected zh": expected.zh, "expected en": expected.en}
    return {"row": row, "column": column, "value": written, "code": code, **said}


def _of_register(register: Register, without: Collection[str] = ()) -> Iterator[Column]:
    """1."""
    for column in register.table.columns:
        if column.name == register.number:
            numbered = register.numbering is not None
            yield replace(column, optional=numbered, beside=numbered, unique=not numbered)
        elif column.type is not FieldType.FILES and column.name not in {*register.derives, RECEIVED}:
            beside = not _must_be_filled_in(register, column) or column.name in without
            yield replace(column, optional=True, beside=beside, unique=False)


def _must_be_filled_in(register: Register, column: Column) -> bool:
    name = field_of(column.name)
    field = register.fields.get(name)
    return name in intake(register) and field is not None and not field.can_be_blank and not says_who(register, field)


def _missing(notes: Collection[Mistake]) -> list[Mistake]:
    """What is said of the columns that a file must have. Of a figure that staff verify one of both is enough: what was
    declared can be left out where it was verified.
    """
    absent = {note.values["column"]: replace(note, warning=False) for note in notes if note.code == MISSING}
    verified = {name for name in absent if name.endswith(f" {VERIFIED}")}
    declared = {name for name in absent if name.endswith(DECLARED) and f"{field_of(name)} {VERIFIED}" not in verified}
    return [note for name, note in absent.items() if name not in verified | declared]


def _of_record(register: Register) -> Iterator[Column]:
    """2. A field of that name says it where there is one. A workbook has days as dates or as texts, which are judged
    row by row.
    """
    moment = Column("received on", FieldType.TEXT, carried=True)
    wanted = [moment, replace(moment, name="closed on", optional=True, beside=True)]
    wanted.append(Column("unit of record", FieldType.TEXT, optional=True, beside=True))
    if register.channels:
        wanted.append(Column("channel", FieldType.TEXT, optional=True, beside=True))
    if register.stages:
        wanted.append(Column("stage", FieldType.CHOICE, optional=True, choices=tuple(register.stages), beside=True))
        wanted.append(replace(moment, name="in stage since", optional=True, beside=True))
    yield from (column for column in wanted if column.name not in register.fields)


def _labels(register: Register, columns: list[Column], labels: tables.Labels, said: Said) -> tables.Labels:
    names = [column.name for column in columns]
    unknown = [name for name in (*said.mapped.values(), *said.without) if name not in names]
    if unknown:
        expected = f"one of {', '.join(names)}"
        raise BridgeheadError(
            [Mistake("RG022", f"no column «{name}»", None, expected, nearest(name, names)) for name in unknown]
        )
    words: dict[str, list[str]] = {name: [*labels.columns.get(name, ()), *WORDS.get(name, ())] for name in names}
    for heading, name in said.mapped.items():
        words[name].append(heading)
    stages = {name: (stage.label.zh, stage.label.en) for name, stage in register.stages.items()}
    return tables.Labels(words, {**labels.choices, "stage": stages})


def _case(register: Register, row: Row, zone: ZoneInfo, around: Around) -> OldCase:
    received, closed = moment_of(row.cells, "received on", zone), moment_of(row.cells, "closed on", zone)
    assert received is not None
    unit = row.cells.get("unit of record")
    named = around.units[unit] if unit else None
    channel = channel_of(register, row.cells)
    by = channels(register)[channel] if channel else None
    stage, since = stage_of(register, row.cells), moment_of(row.cells, "in stage since", zone)
    return OldCase(row.n, row.number, row.found.values, received, stage, closed, named, by, since)
