"""Object to a place while it is published, and decide an objection: dismissed, or the place is revoked."""

from datetime import datetime

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest

OPEN, DISMISSED, UPHELD = "open", "dismissed", "upheld"


def object_to(step: Step, number: str, reason: str) -> models.Record:
    """The record of the award after it. Raises BridgeheadError with AC004 without a reason, AC020 where nothing is
    published, AC025 after the publicity, and AC026 for a number that has no place.
    """
    require(step.actor, "object")
    with append.unit():
        held = award_record.held(step)
        award_record.require_stage(held, "published")
        if step.at > datetime.fromisoformat(held.state["until"]):
            found = f"the publicity of {held.number} ended on {held.state['until'][:10]}"
            raise BridgeheadError([Mistake("AC025", found, None, "an objection before its end")])
        _has_a_place(held, number)
        objection = {"against": number, "reason": _given(reason), "at": step.at.isoformat(), "decided": OPEN}
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
        objections[index] |= {"decided": UPHELD if upheld else DISMISSED, "because": _given(reason)}
        data: dict[str, object] = {"objections": objections}
        if upheld:
            against = objections[index]["against"]
            data["revoked"] = [*held.state.get("revoked", []), against]
            data["places"] = [each for each in held.state["places"] if each["number"] != against]
        kind = "revoked/1" if upheld else "dismissed/1"
        award_record.note(held, kind, data, step, published.in_force(step.matter, step.at)[0])
    return held


def _given(reason: str) -> str:
    if not reason.strip():
        raise BridgeheadError(
            [Mistake("AC004", "no reason was given", None, "a reason, which whom it concerns can read")]
        )
    return reason.strip()


def _has_a_place(held: models.Record, number: str) -> None:
    known = [each["number"] for each in held.state["places"]]
    if number not in known:
        found = f"«{number}» has no place in {held.number}"
        raise BridgeheadError(
            [Mistake("AC026", found, None, "the number of a published place", nearest(number, known))]
        )
