"""Count how many deadlines were kept: each event under a seal is looked at once, in the order of its position.

A deadline ends with the event by which its record comes out of the stage that has it, whoever makes that event. It was
kept where that is no later than it was due, or while its clock stood still. One that still runs is not counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F

from bridgehead import published
from bridgehead.ledger import events, models
from bridgehead.ledger.append import unit

EVENTS = 2_000
"""Counted in one unit."""

Key = tuple[str, str, date, bool]
"""Of which matter and register a deadline was, on which day it ended, and whether it was kept."""


def tally(at: datetime) -> int:
    """How many events were counted; all that are under seal, and were not before."""
    counted = 0
    while some := _some(at):
        counted += some
    return counted


def _some(at: datetime) -> int:
    with unit():
        kept, _ = models.Tallied.objects.select_for_update().get_or_create(pk=1, defaults={"position": 0, "at": at})
        leaves = models.Leaf.objects.filter(position__gte=kept.position).order_by("position")
        found = [*leaves.values_list("event", flat=True)[:EVENTS]]
        for (matter, register, day, in_time), count in Counter(_ended({*found})).items():
            row, _ = models.Kept.objects.get_or_create(matter=matter, register=register, day=day)
            of_day = models.Kept.objects.filter(pk=row.pk)
            of_day.update(ended=F("ended") + count, in_time=F("in_time") + (count if in_time else 0))
        kept.position, kept.at = kept.position + len(found), at
        kept.save()
    return len(found)


def _ended(new: set[int]) -> Iterator[Key]:
    """The deadlines that ended with one of the events, told from all events of their records."""
    zones = {matter: published.current(matter)[1].about.zone for matter in published.matters()}
    records = models.Event.objects.filter(pk__in=new).values("record")
    steps = models.Event.objects.filter(record__in=records, pk__lte=max(new, default=0)).order_by("record", "n")
    record, clock, due = 0, None, None
    columns = steps.values_list("pk", "record", "record__matter", "record__register", "at", "body")
    for pk, of, matter, register, at, body in columns:
        data = events.read(bytes(body)).data
        if of != record:
            record, clock, due = of, None, None
        after = data.get("clock", clock)
        if pk in new and matter in zones and clock and not _same(clock, after):
            yield matter, register, at.astimezone(zones[matter]).date(), due is None or at <= due
        clock = after
        due = _moment(data["due"]) if "due" in data else due


def _same(clock: Mapping[str, Any], after: Mapping[str, Any] | None) -> bool:
    return after is not None and (clock["stage"], clock["since"]) == (after["stage"], after["since"])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
