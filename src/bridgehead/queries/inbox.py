"""What waits for somebody of the staff: open records in whose stage they may act, the nearest deadline first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.db.models import Count, Q, QuerySet

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.queries.listing import visible
from bridgehead.queries.time_left import TimeLeft, time_left
from bridgehead.rulebook.rulebook import Rulebook

MOST = 50
EVER = datetime(1900, 1, 1, tzinfo=UTC)
"""Before any deadline: SQLite takes the index of deadlines for a range alone, not for what is merely there."""

Wanted = Literal["late", "today", "all"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record, its register, and what is left of its deadline; None where it has none."""

    record: models.Record
    rulebook: Rulebook
    register: Register
    time: TimeLeft | None


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
    found: list[tuple[models.Record, Rulebook, Register]] = []
    for rulebook, register, records in _of_registers(actor):
        night = _midnight(at, rulebook)
        counts = _counts(records, at, night, hides=register.never_shown_to is not None and bool(actor.units))
        late, today, every = late + counts["late"], today + counts["today"], every + counts["all"]
        bounds = {"late": Q(due_at__lt=at), "today": Q(due_at__gte=at, due_at__lt=night)}
        found += ((each, rulebook, register) for each in _first(records, bounds.get(wanted)))
    found.sort(key=lambda each: (each[0].due_at is None, each[0].due_at or each[0].submitted_at, each[0].pk))
    return Inbox(late, today, every, tuple(Waiting(*each, time_left(*each, at)) for each in found[:MOST]))


def _counts(records: QuerySet[models.Record], at: datetime, night: datetime, *, hides: bool) -> Mapping[str, int]:
    """How many are late, due by the end of the day, and there in all. Where some are hidden, each row is read for that,
    and once for all; else no row is, and two indexes are counted, neither of which has more than it needs.
    """
    sums = {
        "late": Count("due_at", filter=Q(due_at__lt=at)),
        "today": Count("due_at", filter=Q(due_at__gte=at, due_at__lt=night)),
    }
    if hides:
        return records.aggregate(all=Count("*"), **sums)
    return {**_with_deadline(records).aggregate(**sums), "all": records.count()}


def _with_deadline(records: QuerySet[models.Record]) -> QuerySet[models.Record]:
    return records.filter(due_at__gt=EVER)


def _first(records: QuerySet[models.Record], bounds: Q | None) -> list[models.Record]:
    """Those with the nearest deadlines, and last the oldest that have none, which have to be looked for one by one.

    Numbers first: they are sorted within the index, and few rows are read.
    """
    nearest = _with_deadline(records if bounds is None else records.filter(bounds)).order_by("due_at", "pk")
    numbers = [*nearest.values_list("pk", flat=True)[:MOST]]
    if bounds is None and len(numbers) < MOST:
        without = records.filter(due_at__isnull=True).order_by("submitted_at", "pk")
        numbers += without.values_list("pk", flat=True)[: MOST - len(numbers)]
    return [*models.Record.objects.filter(pk__in=numbers).select_related("unit")]


def _of_registers(actor: Actor) -> Iterator[tuple[Rulebook, Register, QuerySet[models.Record]]]:
    units = [*models.Unit.objects.filter(slug__in=sorted(actor.units)).values_list("pk", flat=True)]
    for matter in published.matters():
        _, rulebook = published.current(matter)
        for register in rulebook.instruments.values():
            if isinstance(register, Register) and (stages := _stages(register, actor, units)) is not None:
                of_register = models.Record.objects.filter(stages, matter=matter, register=register.name)
                yield rulebook, register, visible(of_register, matter, register.name, actor)


def _stages(register: Register, actor: Actor, units: Collection[int]) -> Q | None:
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
    return Q(stage__in=everywhere) | Q(stage__in=own, unit__in=units)


def _midnight(at: datetime, rulebook: Rulebook) -> datetime:
    local = at.astimezone(rulebook.about.zone)
    return datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), rulebook.about.zone)
