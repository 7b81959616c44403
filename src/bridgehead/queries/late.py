"""What is late: how many records of each register, stage and unit, and since when the first of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.queries.listing import visible
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Late:
    """Records of one register in one stage that one unit has; `unit` is None for what no unit has. `since` is the first
    deadline that was not kept.
    """

    matter: str
    rulebook: Rulebook
    register: Register
    stage: str
    unit: models.Unit | None
    count: int
    since: datetime


def late(actor: Actor, at: datetime) -> list[Late]:
    """The longest late first, without what is kept from the actor. Raises BridgeheadError with AC001."""
    require(actor, "see counts")
    units = {each.pk: each for each in models.Unit.objects.all()}
    return sorted((each for part in _registers() for each in _of(*part, units, actor, at)), key=lambda each: each.since)


def _registers() -> Iterator[tuple[str, Rulebook, Register]]:
    for matter in published.matters():
        _, rulebook = published.current(matter)
        for register in rulebook.instruments.values():
            if isinstance(register, Register):
                yield matter, rulebook, register


def _of(
    matter: str, rulebook: Rulebook, register: Register, units: dict[int, models.Unit], actor: Actor, at: datetime
) -> Iterator[Late]:
    records = models.Record.objects.filter(matter=matter, register=register.name, due_at__lt=at)
    groups = visible(records, matter, register.name, actor).order_by().values("stage", "unit")
    for each in groups.annotate(count=Count("pk"), since=Min("due_at")):
        unit = units.get(each["unit"])
        yield Late(matter, rulebook, register, each["stage"], unit, each["count"], each["since"])
