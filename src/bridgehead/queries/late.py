"""What is late: how many records of each register, stage and unit, and since when the first of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.register import Register, Stage
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.deadline import BY_CALENDAR
from bridgehead.queries.listing import visible
from bridgehead.rulebook.rulebook import Rulebook

SOON = timedelta(days=14)
"""How far ahead deadlines are looked for of which a warning was due."""


@dataclass(frozen=True, slots=True)
class Late:
    """Records of one register in one stage that one unit has; `unit` is None for what no unit has. `since` is the first
    deadline among them, which is `provisional` where a calendar may still move it.
    """

    matter: str
    rulebook: Rulebook
    register: Register
    stage: str
    unit: models.Unit | None
    count: int
    since: datetime
    provisional: bool


def near(actor: Actor, at: datetime) -> list[Late]:
    """What is not late yet, and of which a warning was due, the nearest first. Raises BridgeheadError with AC001."""
    require(actor, "see counts")
    return _found(actor, {"due_at__gte": at, "due_at__lt": at + SOON, "state__warned__isnull": False})


def late(actor: Actor, at: datetime) -> list[Late]:
    """The longest late first, without what is kept from the actor. Raises BridgeheadError with AC001."""
    require(actor, "see counts")
    return _found(actor, {"due_at__lt": at})


def _found(actor: Actor, wanted: Mapping[str, object]) -> list[Late]:
    units = {each.pk: each for each in models.Unit.objects.all()}
    found = (each for part in _registers() for each in _of(*part, units, actor, wanted))
    return sorted(found, key=lambda each: each.since)


def _registers() -> Iterator[tuple[str, Rulebook, Register]]:
    for matter in published.matters():
        _, rulebook = published.current(matter)
        for register in rulebook.instruments.values():
            if isinstance(register, Register):
                yield matter, rulebook, register


def _of(
    matter: str,
    rulebook: Rulebook,
    register: Register,
    units: dict[int, models.Unit],
    actor: Actor,
    wanted: Mapping[str, object],
) -> Iterator[Late]:
    records = models.Record.objects.filter(matter=matter, register=register.name, **wanted)
    groups = visible(records, matter, register.name, actor).order_by().values("stage", "unit")
    for each in groups.annotate(count=Count("*"), since=Min("due_at")):
        unit = units.get(each["unit"])
        open_yet = _provisional(rulebook, register.stages.get(each["stage"]), each["since"])
        yield Late(matter, rulebook, register, each["stage"], unit, each["count"], each["since"], open_yet)


def _provisional(rulebook: Rulebook, stage: Stage | None, due: datetime) -> bool:
    """Whether a deadline of a stage lies in a year of which no calendar is known."""
    by_calendar = bool(stage and stage.due and stage.due.within.unit in BY_CALENDAR)
    calendar = rulebook.calendar
    return by_calendar and calendar is not None and calendar.is_provisional(due.astimezone(rulebook.about.zone).date())
