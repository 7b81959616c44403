"""Revoke a place that was confirmed: its claim counts no more, and the next in line moves up at the next settlement."""

from typing import Any

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.plain import reasoned
from bridgehead.ledger import append, models


def revoke(step: Step, number: str, reason: str) -> models.Record:
    """The record of the award after it. What was paid already is not asked back by it: see `recover`.

    Raises BridgeheadError with AC001, AC004 without a reason, AC020 where nothing was ever confirmed, AC026 for a
    number that has no place, and AC031 for one that was revoked before.
    """
    require(step.actor, "revoke")
    with append.unit():
        held = award_record.held(step)
        award_record.require_confirmed(held)
        data = without(held, number, reasoned(reason), step)
        award_record.note(held, "revoked/1", data, step, published.in_force(step.matter, step.at)[0])
    return held


def without(held: models.Record, number: str, reason: str, step: Step) -> dict[str, Any]:
    """What an event says of an award that loses a place."""
    state, place = held.state, award_record.require_place(held, number)
    taken = {"reason": reason, "at": step.at.isoformat(), "paid": number in state.get("paid", ())}
    return {
        "places": [each for each in state["places"] if each["number"] != number],
        "revoked": [*state.get("revoked", ()), number],
        "freed": [*state.get("freed", ()), number],
        "revocations": [*state.get("revocations", ()), place | taken],
    }
