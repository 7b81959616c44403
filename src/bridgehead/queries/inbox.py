"""What waits for somebody of the staff: open records in whose stage they may act, the nearest deadline first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Q, QuerySet

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.queries.listing import visible
from bridgehead.rulebook.rulebook import Rulebook

MOST = 50

Light = Literal["red", "yellow", "green"]
Wanted = Literal["late", "today", "all"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record, its register, and how near its deadline is; `left` is below nought where it is late."""

    record: models.Record
    rulebook: Rulebook
    register: Register
    light: Light
    left: timedelta | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """How many are late, due by the end of the day, and open in all; and the first of those that are wanted."""

    late: int
    today: int
    all: int
    waiting: tuple[Waiting, ...]


def inbox(actor: Actor, at: datetime, wanted: Wanted = "all") -> Inbox:
    """Days are those of each rulebook's zone. Raises BridgeheadError with AC001."""
    require(actor, "see records")
    late = today = every = 0
    found: list[Waiting] = []
    for rulebook, register, records in _of_registers(actor):
        night = _midnight(at, rulebook)
        of = {"late": records.filter(due_at__lt=at), "today": records.filter(due_at__gte=at, due_at__lt=night)}
        late += of["late"].count()
        today += of["today"].count()
        every += records.count()
        some = of.get(wanted, records)
        with_deadline = some.filter(due_at__isnull=False).select_related("unit").order_by("due_at", "pk")[:MOST]
        others = some.filter(due_at__isnull=True).select_related("unit").order_by("submitted_at", "pk")[:MOST]
        found += (_waiting(each, rulebook, register, at, night) for part in (with_deadline, others) for each in part)
    found.sort(key=lambda each: (each.record.due_at is None, each.record.due_at or each.record.submitted_at))
    return Inbox(late, today, every, tuple(found[:MOST]))


def light(record: models.Record, at: datetime, night: datetime) -> Light:
    """Red from the deadline on, yellow on its last day, green before."""
    if record.due_at is None or record.due_at >= night:
        return "green"
    return "red" if record.due_at < at else "yellow"


def _of_registers(actor: Actor) -> Iterator[tuple[Rulebook, Register, QuerySet[models.Record]]]:
    for matter in published.matters():
        _, rulebook = published.current(matter)
        for register in rulebook.instruments.values():
            if isinstance(register, Register) and (stages := _stages(register, actor)) is not None:
                of_register = models.Record.objects.filter(matter=matter, register=register.name).filter(stages)
                yield rulebook, register, visible(of_register, matter, register.name, actor)


def _stages(register: Register, actor: Actor) -> Q | None:
    """Where the actor may act: in stages of a role of theirs, and in some only on what is their unit's."""
    acting = {
        name: stage.who.unit
        for name, stage in register.stages.items()
        if stage.who is not None and stage.who.role in actor.roles and not stage.final
    }
    everywhere = [name for name, unit in acting.items() if unit == "any"]
    own = [name for name, unit in acting.items() if unit == "of record"]
    if not acting:
        return None
    return Q(stage__in=everywhere) | Q(stage__in=own, unit__slug__in=sorted(actor.units))


def _midnight(at: datetime, rulebook: Rulebook) -> datetime:
    local = at.astimezone(rulebook.about.zone)
    return datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), rulebook.about.zone)


def _waiting(record: models.Record, rulebook: Rulebook, register: Register, at: datetime, night: datetime) -> Waiting:
    left = record.due_at - at if record.due_at else None
    return Waiting(record, rulebook, register, light(record, at, night), left)
