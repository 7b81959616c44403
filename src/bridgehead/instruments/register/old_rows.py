"""A row of old cases, judged as at intake: all that keeps it from being a case. What hangs on a cell that could not be
read is not judged.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bridgehead.instruments.register.filled import REQUIRED, Filled, NotAsked
from bridgehead.instruments.register.record import may_hold
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.deadline import BY_CALENDAR
from bridgehead.primitives.errors import nearest
from bridgehead.primitives.numbers_of_people import Disclosed
from bridgehead.primitives.words import Phrase
from bridgehead.tables.cells import UnreadableError, day, moment

EARLIEST = 1900
"""The first year in which a case can have come in."""
ANYWAY = (REQUIRED,)
"""What is said of a field that is blank and must not be."""


class Around(NamedTuple):
    """What is known beside the file: the slugs of units by all their names; numbers that are taken; the moment; the
    rows of this very file that were taken over before; and the first day of the calendar by which deadlines run.
    """

    units: Mapping[str, str]
    taken: Collection[str]
    now: datetime
    rows: Collection[int] = ()
    first: date = date.min


class Row(NamedTuple):
    """A row: its cells, what they give for the fields, how that is judged, and its columns that are `unread`."""

    n: int
    number: str | None
    cells: Mapping[str, Any]
    given: Mapping[str, Any]
    found: Filled
    unread: Collection[str] = ()


Wrong = tuple[str, object, str, Phrase]
"""What keeps a row from being a case: column, value, code, what was expected."""


def wrong(register: Register, row: Row, zone: ZoneInfo, around: Around, often: int) -> Iterator[Wrong]:
    """What keeps a row from being a case, but what was told when it was read; `often` is how many rows of the file have
    its number.
    """
    found = (*_taken(register, row, around, often), *_misfilled(row), *_misplaced(register, row, zone, around))
    return (each for each in found if each[0] not in row.unread)


def _taken(register: Register, row: Row, around: Around, often: int) -> Iterator[Wrong]:
    if row.n in around.rows:
        yield register.number, row.number, "RG025", Phrase("没有导入过的行", "a row that was not taken over before")
    elif row.number is not None and row.number in around.taken:
        yield register.number, row.number, "RG020", Phrase("没有用过的号码", "a number that no other record has")
    elif row.number is not None and often > 1:
        expected = Phrase(f"文件中只出现一次的号码，这里有 {often} 行", f"a number that one row has, and not {often}")
        yield register.number, row.number, "RG020", expected


def _misfilled(row: Row) -> Iterator[Wrong]:
    for name, told in row.found.mistakes.items():
        if told != ANYWAY:
            for said in told:
                expected = Phrase(said.zh.rstrip("。"), said.en.rstrip("."))
                yield name, row.given.get(name), _code(said), expected


def _code(said: Phrase) -> str:
    match said:
        case Disclosed():
            return "AC090"
        case NotAsked():
            return "RG021"
    return "RG010"


def _misplaced(register: Register, of: Row, zone: ZoneInfo, around: Around) -> Iterator[Wrong]:
    """The same of what is said of the record: its channel, its days and its unit."""
    row = of.cells
    yield from _of_channel(register, row)
    days: dict[str, datetime | None] = {}
    for column in ("received on", "in stage since", "closed on"):
        try:
            days[column] = moment_of(row, column, zone)
        except UnreadableError as error:
            yield column, row.get(column), error.code, error.expected
    now = around.now.astimezone(zone).replace(tzinfo=None)
    received = days.get("received on")
    if "received on" in days and (received is None or received.year < EARLIEST or received > now):
        fits = Phrase("1900年以后、不晚于今天的日期", "a day that is not to come, from 1900 on")
        yield "received on", row.get("received on"), "RG023", fits
        received = None
    since, closed = days.get("in stage since"), days.get("closed on")
    if since is not None and not (received or since) <= since <= now:
        fits = Phrase("不早于收到、不晚于今天的日期", "a day between received and today")
        yield "in stage since", row.get("in stage since"), "RG023", fits
    elif received is not None and "in stage since" in days:
        yield from _runs(register, of, since, received, around.first)
    if closed is not None:
        yield from _ended(register, of, closed, received or closed, now)
    yield from _of_unit(register, of, around)


def _runs(register: Register, of: Row, since: datetime | None, received: datetime, first: date) -> Iterator[Wrong]:
    """The same of the moment from which the terms of its stage run: the calendar knows it. What is closed has none."""
    row, column = of.cells, "received on" if since is None else "in stage since"
    if (since or received).date() < first and "stage" not in of.unread and _runs_by_calendar(register, row):
        yield (
            column,
            row.get(column),
            "RG028",
            Phrase(
                f"{first} 以后的日期，期限所依的日历从那天开始；较早收到而仍在办理的，请写明“进入环节时间”",
                f"a day from {first} on, where the calendar begins by which its deadline runs; of what came in before "
                "and is still in hand, since when it is in its stage, as «in stage since»",
            ),
        )


def _ended(register: Register, of: Row, closed: datetime, received: datetime, now: datetime) -> Iterator[Wrong]:
    """The same of the day on which it was closed, and of the stage in which it was."""
    stage = stage_of(register, of.cells)
    if stage is None and register.stages and "stage" not in of.unread:
        yield "stage", None, "RG032", _final(register)
    elif not ((not stage or register.stages[stage].final) and received <= closed <= now):
        fits = Phrase("在办结环节、不早于收到、不晚于今天的日期", "a day between received and today, in a final stage")
        yield "closed on", of.cells.get("closed on"), "RG023", fits


def _of_unit(register: Register, of: Row, around: Around) -> Iterator[Wrong]:
    unit = of.cells.get("unit of record")
    if unit is not None and unit not in around.units:
        known = ", ".join(sorted({*around.units.values()}))
        yield "unit of record", unit, "RG024", Phrase(f"已登记的单位：{known}", f"a unit that was added: {known}")
    elif unit is not None and not may_hold(register, of.found.values, around.units[unit]):
        expected = Phrase("不是被反映的单位", "a unit that the case does not complain about")
        yield "unit of record", unit, "RG026", expected


def stage_of(register: Register, row: Mapping[str, Any]) -> str | None:
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


def _of_channel(register: Register, row: Mapping[str, Any]) -> Iterator[Wrong]:
    named, known = channel_of(register, row), channels(register)
    if named is not None and named not in known:
        near = nearest(named, known)
        zh, en = "、".join(each.label.zh for each in register.channels.values()), ", ".join(register.channels)
        meant = Phrase(f"；是不是“{near}”", f"; did you mean «{near}»") if near else Phrase("", "")
        yield "channel", named, "RG027", Phrase(f"登记的渠道：{zh}{meant.zh}", f"one of {en}{meant.en}")


def channel_of(register: Register, row: Mapping[str, Any]) -> str | None:
    """What a row calls its channel; a field of that name is another matter."""
    return None if "channel" in register.fields else row.get("channel")


def _runs_by_calendar(register: Register, row: Mapping[str, Any]) -> bool:
    """Whether a term of the stage runs by the calendar, or begins when a channel opens by it."""
    stage = register.stages.get(stage_of(register, row) or "")
    by = register.channels.get(channels(register).get(channel_of(register, row) or "", ""))
    terms = stage.terms if stage else ()
    return any(term.unit in BY_CALENDAR for term in terms) or bool(terms and by and by.by_calendar)


def moment_of(row: Mapping[str, Any], name: str, zone: ZoneInfo) -> datetime | None:
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
