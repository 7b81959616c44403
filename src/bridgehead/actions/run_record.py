"""The record of a run: one chain for all that is commanded, signed, told and acknowledged in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from bridgehead import published
from bridgehead.instruments.operation import Operation
from bridgehead.instruments.operation.ledgered import CLOSED, OPERATIONS, folder_of
from bridgehead.instruments.operation.live import Live
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, chain, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is to be acted on, by whom and when."""

    matter: str
    number: str
    actor: Actor
    at: datetime

    @property
    def folder(self) -> Path:
        return folder_of(Path(settings.HOME), self.matter, self.number)


def made(run: Run) -> models.Record:
    """The record of a new run, which nobody else can change until the unit ends."""
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", "submitted_at": run.at, "updated_at": run.at}
    found = models.Record.objects.create(matter=run.matter, register=OPERATIONS, number=run.number, **first)
    return append.hold(found.pk)


def held(run: Run, *, closed_too: bool = False) -> models.Record:
    """The record of a run that is open, for this action alone. Raises Record.DoesNotExist, and BridgeheadError with
    AC100 where it is closed, unless that does not matter.
    """
    of_runs = models.Record.objects.filter(matter=run.matter, register=OPERATIONS)
    found = append.hold(of_runs.values_list("pk", flat=True).get(number=run.number))
    if found.state["stage"] == CLOSED and not closed_too:
        raise BridgeheadError([Mistake("AC100", f"the run {run.number} is over", None, "one that is open")])
    return found


def note(record: models.Record, kind: str, data: Mapping[str, Any], run: Run) -> None:
    """Append to a run, by the rulebook by which it was begun."""
    append.append(record, kind, data, append.Author(run.actor, run.at, record.state["rulebook"]), fold)


def operation_of(record: models.Record) -> tuple[Operation, Live]:
    """The operation of a run, by the rulebook by which it was begun."""
    part = published.by_hash(record.state["rulebook"]).instruments["operation", record.state["operation"]]
    assert isinstance(part, Operation)
    assert part.live is not None
    return part, part.live


def require_role(run: Run, roles: tuple[str, ...], what: str) -> None:
    """Raise BridgeheadError with AC104 where what is signed or acknowledged is for others."""
    if not run.actor.roles & {*roles}:
        found = f"«{run.actor.name}» may not {what}"
        raise BridgeheadError([Mistake("AC104", found, None, f"one of the roles {', '.join(roles)}")])


def unknown(code: str, found: str, name: str, known: list[str]) -> BridgeheadError:
    expected = f"one of {', '.join(known)}" if known else "none is left"
    return BridgeheadError([Mistake(code, found, None, expected, nearest(name, known))])
