"""How much is left of a deadline, in the unit in which its term counts: working days, working time, or plain time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from bridgehead.instruments.register import Register, Stage
from bridgehead.instruments.register.clock import Clock
from bridgehead.ledger import models
from bridgehead.primitives import words
from bridgehead.primitives.calendar import UnknownYear
from bridgehead.primitives.deadline import BY_CALENDAR, Office, Unit, working_time
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook

Light = Literal["red", "yellow", "green"]
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Red from the deadline on; yellow on its last day, and from the share on at which the register warns; green
    before. `said` is how much is left, or by how much it is late; `used` how much of the term is, in percent.
    """

    light: Light
    said: Phrase
    used: int
    provisional: bool = False
    """Whether the deadline reaches into a year of which no calendar is known, and may still be moved by one."""


def time_left(record: models.Record, rulebook: Rulebook, register: Register, at: datetime) -> TimeLeft | None:
    """None where a record has no deadline."""
    due = record.due_at
    if due is None:
        return None
    kept = record.state.get("clock")
    clock = Clock.read(kept) if kept else None
    late = due < at
    office = _office(rulebook)
    try:
        said = _said(clock.within.unit if clock else None, office, at, due)
        used = Decimal(clock.share_used(at, office)) if clock and office else Decimal(late)
    except UnknownYear:  # far beyond what is published
        said, used = words.span(max(abs(due - at), MINUTE)), Decimal(late)
    light: Light = "red" if late else "yellow" if _is_near(record, register, used, rulebook, at) else "green"
    whole = _late(said) if late else Phrase(f"还剩 {said.zh}", f"{said.en} left")
    return TimeLeft(light, whole, min(100, max(0, int(used * 100))), bool(record.state.get("provisional")))


def late_by(due: datetime, rulebook: Rulebook, stage: Stage | None, at: datetime) -> Phrase:
    """By how much what was due in a stage is late, in the unit of the stage's term."""
    unit = stage.due.within.unit if stage and stage.due else None
    try:
        return _late(_said(unit, _office(rulebook), at, due))
    except UnknownYear:
        return _late(words.span(max(at - due, MINUTE)))


def _late(said: Phrase) -> Phrase:
    return Phrase(f"超期 {said.zh}", f"late by {said.en}")


def _is_near(record: models.Record, register: Register, used: Decimal, rulebook: Rulebook, at: datetime) -> bool:
    stage = register.stages.get(record.stage)
    share = stage.due.warn_at if stage and stage.due else None
    assert record.due_at is not None
    zone = rulebook.about.zone
    return record.due_at.astimezone(zone).date() == at.astimezone(zone).date() or (share is not None and used >= share)


def _said(unit: Unit | None, office: Office | None, at: datetime, due: datetime) -> Phrase:
    first, last = min(at, due), max(at, due)
    if office is None or unit not in BY_CALENDAR:
        return words.span(max(_whole(last - first), MINUTE))
    if unit is Unit.WORKING_DAYS:
        days = office.calendar.rank(office.local(last).date()) - office.calendar.rank(office.local(first).date())
        if days:
            return Phrase(f"{days:,} 个工作日", words.counted(days, "working days"))
        return words.span(max(_whole(last - first), MINUTE))
    minutes = max(working_time(first, last, office) // MINUTE, 1)
    hours, rest = divmod(minutes, 60)
    if hours:
        return Phrase(f"{hours:,} 个工作小时", words.counted(hours, "working hours"))
    return Phrase(f"{rest} 个工作分钟", words.counted(rest, "working minutes"))


def _whole(time: timedelta) -> timedelta:
    """In whole minutes."""
    return time // MINUTE * MINUTE


def _office(rulebook: Rulebook) -> Office | None:
    """The calendar by which deadlines run, which goes on by plain weekdays where no year is known; None without one."""
    if rulebook.calendar is None:
        return None
    found = rulebook.office()
    return Office(found.calendar.provisional, found.zone, found.hours)
