"""Give a place back that was revoked by mistake: as it was, by a second person, as long as it was not given on.

A place is given on by the next settlement that is confirmed. From then on somebody else may count on it or on its
money, and nothing is undone: what is owed to a claim then is a new decision of the authority beside the award.
"""

from decimal import Decimal
from typing import Any

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.placed import require_counting
from bridgehead.actions.plain import reasoned
from bridgehead.instruments.award.ledgered import asked_back
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest

OF_THE_REVOCATION = ("reason", "at", "paid")
"""What stands beside a place that was revoked, and not beside one that stands."""


def reinstate(step: Step, number: str, reason: str, version: int) -> models.Record:
    """The record of the award after it; `version` is the one that was seen. A settlement that was previewed meanwhile
    is made anew.

    Raises BridgeheadError with AC001, AC002 for another version, AC004 without a reason, AC020 where nothing was ever
    confirmed, AC022 for whoever revoked the place, AC039 for a number of no place that is revoked, AC044 where a
    settlement was confirmed since, AC045 while what was paid for it is asked back or has come back, and AC083 where the
    claim counts no more.
    """
    require(step.actor, "reinstate")
    by, rulebook = published.in_force(step.matter, step.at)
    with append.unit():
        held = award_record.held_as_seen(step, version)
        revocation = _revocation(held, number)
        because = reasoned(reason)
        award_record.require_another(held, "revoked/1", "revocations", revocation, step)
        _is_not_given_on(held, number)
        _is_not_asked_back(held, number)
        require_counting([number], step, rulebook)
        state = held.state
        place = {name: value for name, value in revocation.items() if name not in OF_THE_REVOCATION}
        given_back = {"number": number, "reason": because, "at": step.at.isoformat()}
        data = {
            "places": [*state["places"], place],
            "revoked": [each for each in state["revoked"] if each != number],
            "freed": [each for each in state["freed"] if each != number],
            "revocations": [each for each in state["revocations"] if each["number"] != number],
            "reinstatements": [*state.get("reinstatements", ()), given_back],
        }
        award_record.note(held, "reinstated/1", data, step, by)
    return held


def _revocation(held: models.Record, number: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {each["number"]: each for each in held.state.get("revocations", ())}
    if number not in known:
        found = f"no place of «{number}» in {held.number} is revoked"
        expected = "the number of a place that was revoked"
        raise BridgeheadError([Mistake("AC039", found, None, expected, nearest(number, known))])
    return known[number]


def _is_not_given_on(held: models.Record, number: str) -> None:
    if number not in held.state["freed"]:
        found = f"a settlement of {held.number} was confirmed since the place of «{number}» was revoked"
        expected = "a new decision beside the award: a place that was given on is not taken back"
        raise BridgeheadError([Mistake("AC044", found, None, expected)])


def _is_not_asked_back(held: models.Record, number: str) -> None:
    asked = [asked_back(each) for each in held.state.get("recoveries", ()) if each["number"] == number]
    if total := sum(asked, Decimal(0)):
        found = f"{total:,.2f} that was paid for «{number}» is asked back or has come back"
        expected = "each demand withdrawn before; where money has come back, a new decision beside the award"
        raise BridgeheadError([Mistake("AC045", found, None, expected)])
