"""Object to a place while it is published, or to having none, and decide an objection: dismissed or upheld. A place
that is objected to is revoked then; a claim that had none is looked at anew by the next settlement.
"""

from datetime import datetime

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import OPEN, Step
from bridgehead.actions.plain import reasoned
from bridgehead.actions.revoke import without
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake

DISMISSED, UPHELD = "dismissed", "upheld"


def object_to(step: Step, number: str, reason: str, own: models.Record | None = None) -> models.Record:
    """The record of the award after it; `own` is the claim of that number, where whoever
    objects proved that it is theirs: they may object to having no place. The same objection again, as one says
    it who was not sure that it came in, is the one that stands, also once it is decided: nothing is done then.

    Raises BridgeheadError with AC004 without a reason, AC020 where nothing is published, AC025 after the publicity,
    AC026 for a number that has no place, or is that of no claim of the award, and AC031 for a place that was revoked.
    """
    require(step.actor, "object")
    with append.unit():
        held = award_record.held(step)
        award_record.require_stage(held, "published")
        if step.at > datetime.fromisoformat(held.state["until"]):
            found = f"the publicity of {held.number} ended on {held.state['until'][:10]}"
            raise BridgeheadError([Mistake("AC025", found, None, "an objection before its end")])
        by, rulebook = published.in_force(step.matter, step.at)
        has_none = own is not None and _has_none(held, own, award_terms(rulebook, step.award).award.claims)
        if not has_none:
            award_record.require_place(held, number)
        said = {"against": number, "reason": reasoned(reason), "own": has_none}
        if not any(said.items() <= each.items() for each in held.state["objections"]):
            objection = {**said, "at": step.at.isoformat(), "decided": OPEN}
            award_record.note(held, "objected/1", {"objections": [*held.state["objections"], objection]}, step, by)
    return held


def _has_none(held: models.Record, claim: models.Record, register: str) -> bool:
    """Whether a claim is one of an award, and has no place in it."""
    of_award = (claim.matter, claim.register) == (held.matter, register)
    return of_award and all(each["number"] != claim.number for each in held.state["places"])


def decide_objection(step: Step, index: int, reason: str, *, upheld: bool) -> models.Record:
    """The record of the award after it; `index` counts objections from 0. A claim whose place is revoked counts not,
    and the next in line moves up when the award is settled again, which may be at once; so it may where somebody
    objected to having no place.

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
        if upheld and objections[index].get("own"):
            data["reconsidered"] = [*held.state.get("reconsidered", ()), against]
        kind = "upheld/1" if upheld else "dismissed/1"
        if upheld and any(each["number"] == against for each in held.state["places"]):  # else it was revoked before
            data |= without(held, against, because, step)
            kind = "revoked/1"
        award_record.note(held, kind, data, step, published.in_force(step.matter, step.at)[0])
    return held
