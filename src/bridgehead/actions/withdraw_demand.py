"""Withdraw a demand that was made by mistake: a second person says so, and nothing more of it is to come back."""

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.plain import reasoned
from bridgehead.actions.recover import demands, reckoned
from bridgehead.instruments.award.ledgered import asked_back, came_back
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake


def withdraw_demand(step: Step, index: int, reason: str, version: int) -> models.Record:
    """The record of the award after it; `index` counts demands from 0, `version` is the one that was seen. What has
    come back stays with the city, and what is withdrawn may be asked back anew.

    Raises BridgeheadError with AC001, AC002 for another version, AC004 without a reason, AC020 where nothing was ever
    confirmed, AC022 for whoever made the demand, AC034 for a demand that there is not, and AC046 for one of which
    nothing is to come back any more.
    """
    require(step.actor, "withdraw a demand")
    by, rulebook = published.in_force(step.matter, step.at)
    with append.unit():
        held = award_record.held_as_seen(step, version)
        recoveries = demands(held, index)
        because = reasoned(reason)
        award_record.require_another(held, "demanded/1", "recoveries", held.state["recoveries"][index], step)
        if came_back(recoveries[index]) == asked_back(recoveries[index]):
            found = f"nothing of the demand {index} of {held.number} is to come back any more"
            raise BridgeheadError([Mistake("AC046", found, None, "a demand of which something is still to come")])
        recoveries[index]["withdrawn"] = {"reason": because, "at": step.at.isoformat()}
        award_record.note(held, "demand withdrawn/1", reckoned(recoveries, rulebook), step, by)
    return held
