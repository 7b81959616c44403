"""Object to a place while it is published, and decide an objection: dismissed, or the place is revoked."""

from datetime import datetime

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import OPEN, Step
from bridgehead.actions.plain import reasoned
from bridgehead.actions.revoke import without
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake

DISMISSED, UPHELD = "dismissed", "upheld"


def object_to(step: Step, number: str, reason: str) -> models.Record:
    """The record of the award after it. Raises BridgeheadError with AC004 without a reason, AC020 where nothing is
    published, AC025 after the publicity, AC026 for a number that has no place, and AC031 for one that was revoked.
    """
    require(step.actor, "object")
    with append.unit():
        held = award_record.held(step)
        award_record.require_stage(held, "published")
        if step.at > datetime.fromisoformat(held.state["until"]):
            found = f"the publicity of {held.number} ended on {held.state['until'][:10]}"
            raise BridgeheadError([Mistake("AC025", found, None, "an objection before its end")])
        award_record.require_place(held, number)
        said = reasoned(reason)
        objection = {"against": number, "reason": said, "at": step.at.isoformat(), "decided": OPEN}
        data = {"objections": [*held.state["objections"], objection]}
        award_record.note(held, "objected/1", data, step, published.in_force(step.matter, step.at)[0])
    return held


def decide_objection(step: Step, index: int, reason: str, *, upheld: bool) -> models.Record:
    """The record of the award after it; `index` counts objections from 0. A claim whose place is revoked counts not,
    and the next in line moves up when the award is settled again.

    Raises BridgeheadError with AC001, AC004, AC020, and AC027 for an objection that is not open.
    """
    require(step.actor, "confirm")
    with append.unit():
        held = award_record.held(step)
        award_record.require_stage(held, "published")
        objections = [dict(each) for each in held.state["objections"]]
        if not 0 <= index < len(objections) or objections[index]["decided"] != OPEN:
            found = f"no open objection {index} to {held.number}"
            raise BridgeheadError([Mistake("AC027", found, None, "one that is open, counted from 0")])
        because = reasoned(reason)
        objections[index] |= {"decided": UPHELD if upheld else DISMISSED, "because": because}
        data: dict[str, object] = {"objections": objections}
        against = objections[index]["against"]
        kind = "upheld/1" if upheld else "dismissed/1"
        if upheld and any(each["number"] == against for each in held.state["places"]):  # else it was revoked before
            data |= without(held, against, because, step)
            kind = "revoked/1"
        award_record.note(held, kind, data, step, published.in_force(step.matter, step.at)[0])
    return held
