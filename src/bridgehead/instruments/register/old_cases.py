"""Cases as they were kept before: a file of them, read as a table is and judged as at intake.

1. Every column of the register but files, derived facts and what the service gives itself. What must be filled in now
   may be blank, since nobody asked for it then; but a column of it is there, or is said not to be: a heading that is
   misspelt loses nothing.
2. What the record is: when it was received, its stage and since when it stands there, when it was closed, its unit.
3. What is wrong in a row makes a reject, and stops no other.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead import tables
from bridgehead.instruments.register.claims import DECLARED, field_of
from bridgehead.instruments.register.facts import VERIFIED
from bridgehead.instruments.register.filled import REQUIRED, Filled, NotAsked, read, says_who
from bridgehead.instruments.register.of_all import of_all
from bridgehead.instruments.register.record import RECEIVED, intake, may_hold
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.deadline import BY_CALENDAR
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.numbers_of_people import Disclosed
from bridgehead.primitives.types import Column, FieldType
from bridgehead.primitives.words import Phrase
from bridgehead.tables.cells import UnreadableError, day, moment

EARLIEST = 1900
"""The first year in which a case can have come in."""
MISSING = "TB011"
"""What `tables` says of a column that is asked for and not there."""
ANYWAY = (REQUIRED,)
"""What is said of a field that is blank and must not be."""

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


class Around(NamedTuple):
    """What is known beside the file: the slugs of units by all their names; numbers that are taken; the moment; the
    rows of this very file that were taken over before; and the first day of the calendar by which deadlines run.
    """

    units: Mapping[str, str]
    taken: Collection[str]
    now: datetime
    rows: Collection[int] = ()
    first: date = date.min


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
    rows = [
        _row(register, n, given | {name: cell for name, cell in cells.items() if cell is not None}, fields, judge)
        for n, cells in zip(reading.rows.to_pylist(), reading.table.to_pylist(), strict=True)
    ]
    often = Counter(row.number for row in rows)
    cases: list[OldCase] = []
    rejects: list[Mapping[str, object]] = []
    for row in rows:
        wrong = [*_wrong(register, row, zone, around, often[row.number])]
        rejects += [_reject(row.n, *each) for each in wrong]
        if not wrong:
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


class Row(NamedTuple):
    """A row that could be read: its cells, what they give for the fields, and how that is judged."""

    n: int
    number: str | None
    cells: Mapping[str, Any]
    given: Mapping[str, Any]
    found: Filled


def _row(
    register: Register, n: int, cells: Mapping[str, Any], fields: Mapping[str, str], judge: Callable[..., Filled]
) -> Row:
    """What was declared of a field that staff verify goes by the field's name."""
    given = {field: cells[name] for name, field in fields.items() if cells.get(name) not in (None, [])}
    number = given.pop(register.number, None)
    return Row(n, number, cells, given, judge(given))


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


def _wrong(
    register: Register, row: Row, zone: ZoneInfo, around: Around, often: int
) -> Iterator[tuple[str, object, str, Phrase]]:
    """3. What keeps a row from being a case: column, value, code, what was expected."""
    if row.number is not None and (row.number in around.taken or often > 1):
        yield register.number, row.number, "RG020", Phrase("没有用过的号码", "a number that no other record has")
    elif row.n in around.rows:
        yield register.number, row.number, "RG025", Phrase("没有导入过的行", "a row that was not taken over before")
    for name, said in row.found.mistakes.items():
        if said != ANYWAY:
            yield name, row.given.get(name), _code(said[0]), Phrase(said[0].zh.rstrip("。"), said[0].en.rstrip("."))
    yield from _misplaced(register, row, zone, around)


def _code(said: Phrase) -> str:
    match said:
        case Disclosed():
            return "AC090"
        case NotAsked():
            return "RG021"
    return "RG010"


def _misplaced(
    register: Register, of: Row, zone: ZoneInfo, around: Around
) -> Iterator[tuple[str, object, str, Phrase]]:
    """The same of what is said of the record: its channel, its days and its unit."""
    row = of.cells
    yield from _of_channel(register, row)
    now = around.now.astimezone(zone).replace(tzinfo=None)
    try:
        received = _moment(row, "received on", zone)
        if received is None or received.year < EARLIEST or received > now:
            fits = Phrase("1900年以后、不晚于今天的日期", "a day that is not to come, from 1900 on")
            raise UnreadableError("RG023", fits)
    except UnreadableError as error:
        yield "received on", row.get("received on"), error.code, error.expected
        return
    yield from _runs(register, row, zone, received, around)
    try:
        closed = _moment(row, "closed on", zone)
        stage = _stage(register, row)
        if closed is not None and stage is None and register.stages:
            yield "stage", None, "RG032", _final(register)
        elif closed is not None and not ((not stage or register.stages[stage].final) and received <= closed <= now):
            fits = Phrase(
                "在办结环节、不早于收到、不晚于今天的日期", "a day between received and today, in a final stage"
            )
            raise UnreadableError("RG023", fits)
    except UnreadableError as error:
        yield "closed on", row.get("closed on"), error.code, error.expected
    unit = row.get("unit of record")
    if unit is not None and unit not in around.units:
        known = ", ".join(sorted({*around.units.values()}))
        yield "unit of record", unit, "RG024", Phrase(f"已登记的单位：{known}", f"a unit that was added: {known}")
    elif unit is not None and not may_hold(register, of.found.values, around.units[unit]):
        expected = Phrase("不是被反映的单位", "a unit that the case does not complain about")
        yield "unit of record", unit, "RG026", expected


def _runs(
    register: Register, row: Mapping[str, Any], zone: ZoneInfo, received: datetime, around: Around
) -> Iterator[tuple[str, object, str, Phrase]]:
    """The same of the moment from which the terms of its stage run: it came in before, and the calendar knows it. What
    is closed has none.
    """
    now = around.now.astimezone(zone).replace(tzinfo=None)
    try:
        since = _moment(row, "in stage since", zone)
        if since is not None and not received <= since <= now:
            fits = Phrase("不早于收到、不晚于今天的日期", "a day between received and today")
            raise UnreadableError("RG023", fits)
    except UnreadableError as error:
        yield "in stage since", row.get("in stage since"), error.code, error.expected
        return
    if (since or received).date() < around.first and _runs_by_calendar(register, row):
        column = "received on" if since is None else "in stage since"
        yield (
            column,
            row.get(column),
            "RG028",
            Phrase(
                f"{around.first} 以后的日期，期限所依的日历从那天开始；较早收到而仍在办理的，请写明“进入环节时间”",
                f"a day from {around.first} on, where the calendar begins by which its deadline runs; of what came in "
                "before and is still in hand, since when it is in its stage, as «in stage since»",
            ),
        )


def _stage(register: Register, row: Mapping[str, Any]) -> str | None:
    """The stage of a case, the first one where none is named; None where the case was closed in one that is not named,
    and in a register without stages.
    """
    return row.get("stage") or (register.starts if row.get("closed on") is None else None)


def _final(register: Register) -> Phrase:
    labels = [stage.label for stage in register.stages.values() if stage.final]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    return Phrase(f"已办结的环节，{zh}之一", f"the stage in which it was closed, one of {en}")


def channels(register: Register) -> dict[str, str]:
    """The channels of a register by all their names, in either language."""
    labels = {word: name for name, each in register.channels.items() for word in (each.label.zh, each.label.en)}
    return labels | {name: name for name in register.channels}


def _of_channel(register: Register, row: Mapping[str, Any]) -> Iterator[tuple[str, object, str, Phrase]]:
    named, known = _named(register, row), channels(register)
    if named is not None and named not in known:
        near = nearest(named, known)
        zh, en = "、".join(each.label.zh for each in register.channels.values()), ", ".join(register.channels)
        meant = Phrase(f"；是不是“{near}”", f"; did you mean «{near}»") if near else Phrase("", "")
        yield "channel", named, "RG027", Phrase(f"登记的渠道：{zh}{meant.zh}", f"one of {en}{meant.en}")


def _named(register: Register, row: Mapping[str, Any]) -> str | None:
    """What a row calls its channel; a field of that name is another matter."""
    return None if "channel" in register.fields else row.get("channel")


def _runs_by_calendar(register: Register, row: Mapping[str, Any]) -> bool:
    """Whether a term of the stage runs by the calendar, or begins when a channel opens by it."""
    stage = register.stages.get(_stage(register, row) or "")
    by = register.channels.get(channels(register).get(_named(register, row) or "", ""))
    terms = stage.terms if stage else ()
    return any(term.unit in BY_CALENDAR for term in terms) or bool(terms and by and by.by_calendar)


def _case(register: Register, row: Row, zone: ZoneInfo, around: Around) -> OldCase:
    received, closed = _moment(row.cells, "received on", zone), _moment(row.cells, "closed on", zone)
    assert received is not None
    unit = row.cells.get("unit of record")
    named = around.units[unit] if unit else None
    channel = _named(register, row.cells)
    by = channels(register)[channel] if channel else None
    stage, since = _stage(register, row.cells), _moment(row.cells, "in stage since", zone)
    return OldCase(row.n, row.number, row.found.values, received, stage, closed, named, by, since)


def _moment(row: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
    """A moment, or the beginning of a day. Raises UnreadableError."""
    match row.get(name):
        case datetime() | None as found:
            return found
        case date() as found:
            return datetime.combine(found, time())
        case str() as found:
            try:
                return moment(found, zone)
            except UnreadableError:
                return datetime.combine(day(found), time())
        case found:
            raise TypeError(type(found).__name__)
