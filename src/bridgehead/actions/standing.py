"""Where a record stands: the stage, its clock, the deadline, when whoever must act is warned of it, and when the next
move comes that nobody makes; and how many deadlines it has missed.
"""

from datetime import datetime
from typing import Any

from bridgehead.actions.office import going_on
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.clock import Clock
from bridgehead.ledger import models
from bridgehead.ledger.events import written
from bridgehead.primitives.deadline import deadline
from bridgehead.rulebook.rulebook import Rulebook


def missed(record: models.Record, after: Clock | None, at: datetime) -> dict[str, int]:
    """What an event says of a deadline that ends with it and is over: how many the record has missed by now. One that
    goes on with the same clock has not ended, and one that stands still is not over.
    """
    kept = record.state.get("clock")
    clock = Clock.read(kept) if kept else None
    ends = clock is not None and (after is None or (clock.stage, clock.since) != (after.stage, after.since))
    late = record.due_at is not None and record.due_at < at
    return {"missed": record.state.get("missed", 0) + 1} if ends and late else {}


def standing(register: Register, rulebook: Rulebook, to: str, clock: Clock | None, since: datetime) -> dict[str, Any]:
    """What an event says of it; `since` is the moment from which moves of the stage wait."""
    stage = register.stages[to]
    waits = [move.after for move in stage.moves if move.after is not None]
    office = going_on(rulebook) if clock or waits else None
    end = clock.end(office) if clock and office else None
    next_move = min((deadline(since, term, office).at for term in waits), default=None) if office else None
    share = stage.due.warn_at if stage.due else None
    warning = clock.warning(share, office) if clock and office and share is not None else None
    return {
        "stage": to,
        "clock": clock.kept() if clock else None,
        "due": end.at.isoformat() if end else None,
        "provisional": bool(end and end.provisional),
        "warn": written(warning) if warning else None,
        "move": next_move.isoformat() if next_move else None,
        "closed": since.isoformat() if stage.final else None,
    }
