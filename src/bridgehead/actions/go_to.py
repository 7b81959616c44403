"""Move the clock of a demonstration: deadlines fall due and messages leave as if the days had gone by.

Only a service whose records are made up has a clock of its own. It is set once, before there are records, and goes
forward alone; each move is an event of the record that marks the service as made up.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from bridgehead.access import require
from bridgehead.documents.replacing import replacing
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.primitives import moment
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake

MADE_UP = "made-up"
"""The register, of no matter, whose record says that the records of a service are made up."""


def begin_at(at: datetime, actor: Actor) -> None:
    """Give a service without records a clock; raises BridgeheadError with AC001 and, where it has records, AC081."""
    require(actor, "make up records")
    if models.Record.objects.exists():
        raise BridgeheadError([Mistake("AC081", "a service that has records already", None, "a home without records")])
    _set(at)


def go_to(at: datetime, actor: Actor) -> None:
    """Move the clock forward; raises BridgeheadError as `movable` does."""
    with append.unit():
        held = append.hold(movable(at, actor))
        append.append(held, "clock/1", {"to": at.isoformat()}, append.Author(actor, at, ""), fold)
    _set(at)


def movable(at: datetime, actor: Actor) -> int:
    """The record that marks a service as made up, whose clock can be moved to a moment. Raises BridgeheadError with
    AC001, with AC080 where the service is not marked so or goes by the machine's clock, with AC081 for a moment that is
    over.
    """
    require(actor, "make up records")
    mark = models.Record.objects.filter(matter="", register=MADE_UP).first()
    if mark is None or moment.moved() is None:
        found = "a service that has no clock of its own"
        raise BridgeheadError([Mistake("AC080", found, None, "one that «demo --on DATE» made")])
    if at <= moment.now():
        found = f"{at.isoformat()}, while the clock is at {moment.now().isoformat(timespec='seconds')}"
        raise BridgeheadError([Mistake("AC081", found, None, "a later day: the clock goes forward alone")])
    return mark.pk


def _set(at: datetime) -> None:
    with replacing(Path(settings.HOME) / moment.FILE) as unfinished:
        unfinished.write(f"{(at - moment.by_machine()).total_seconds()}\n".encode())
