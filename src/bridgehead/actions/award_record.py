"""The record of an award: one chain for all its settlements, so that no two of them pay the same money.

Its state: `stage` (previewed, confirmed, published, paid), `run` (counted from 1), `preview` (what the last settlement
found), `places` (all that are confirmed and stand), `until` (the end of the publicity), `objections`, `revoked` and
`paid` (numbers).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bridgehead.instruments.award import ledgered
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, chain, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with an award, by whom and when."""

    matter: str
    award: str
    actor: Actor
    at: datetime


def held(step: Step) -> models.Record:
    """The record of an award, made where it is not there yet, which nobody else can change until the unit ends."""
    first = {
        "version": 0,
        "head": chain.START,
        "state": {},
        "code": b"",
        "submitted_at": step.at,
        "updated_at": step.at,
    }
    found, _ = models.Record.objects.get_or_create(
        matter=step.matter, register=AWARDS, number=step.award, defaults=first
    )
    return append.hold(found.pk)


def seen(matter: str, award: str) -> models.Record | None:
    """The same to look at; None where nothing was settled yet."""
    return models.Record.objects.filter(matter=matter, register=AWARDS, number=award).first()


def note(record: models.Record, kind: str, data: Mapping[str, Any], step: Step, rulebook: str) -> None:
    append.append(record, kind, data, append.Author(step.actor, step.at, rulebook), fold)


def places(record: models.Record | None) -> tuple[Confirmed, ...]:
    """The places that are confirmed and stand."""
    return ledgered.places(record.state.get("places", ()) if record else ())


def kept(confirmed: Confirmed) -> dict[str, Any]:
    """A place as an event carries it."""
    on = confirmed.on.isoformat() if confirmed.on else None
    return {**asdict(confirmed), "amount": format(confirmed.amount, "f"), "on": on}


def require_stage(record: models.Record, *stages: str) -> None:
    """Raise BridgeheadError with AC020 where an award does not stand where it should."""
    stage = record.state.get("stage")
    if stage not in stages:
        found = f"the award {record.number} is {stage}" if stage else f"the award {record.number} was never settled"
        raise BridgeheadError([Mistake("AC020", found, None, f"one that is {' or '.join(stages)}")])
