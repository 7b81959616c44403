"""What was done to a record, for the staff: every step with who did it and what changed by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridgehead.access import require
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import Actor
from bridgehead.published import kept_from

QUIET = frozenset(("waited",))
"""Steps that say only that nothing has happened."""


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` without its version; `fields` are those that are not personal, as they stood after it; `stopped` says at
    what line, in both languages.
    """

    kind: str
    at: datetime
    actor: str
    reason: str
    stage: str | None
    unit: str | None
    fields: Mapping[str, Any]
    stopped: Mapping[str, str] | None


def history(record: models.Record, actor: Actor) -> list[Step]:
    """In order. Raises BridgeheadError with AC001, and Record.DoesNotExist where it is kept from the actor."""
    require(actor, "see records")
    if kept_from(record, actor):
        raise models.Record.DoesNotExist
    told = (events.read(bytes(body)) for body in record.events.order_by("n").values_list("body", flat=True))
    steps = ((each, each.kind.partition("/")[0]) for each in told)
    return [
        Step(
            kind,
            each.at,
            each.actor,
            each.data.get("reason", ""),
            each.data.get("stage"),
            each.data.get("unit"),
            {} if kind in ("submitted", "taken over") else each.data.get("fields", {}),
            each.data.get("stopped"),
        )
        for each, kind in steps
        if kind not in QUIET
    ]
