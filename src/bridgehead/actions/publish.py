"""Publish confirmed places for some working days, in which anybody can object, and tell whoever filed a claim."""

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.office import going_on
from bridgehead.actions.tell_results import tell_results
from bridgehead.ledger import append, models
from bridgehead.primitives.deadline import Term, deadline
from bridgehead.primitives.errors import BridgeheadError, Mistake


def publish(step: Step, term: Term) -> models.Record:
    """The record of the award after it. Raises BridgeheadError with AC001, AC020, AC084 for a term of no days, and
    AC088 where a table of decisions is gone.
    """
    require(step.actor, "confirm")
    if not term.in_days:
        found = f"places published for {term}"
        raise BridgeheadError([Mistake("AC084", found, None, "working days or calendar days, as in 5 working days")])
    by, rulebook = published.in_force(step.matter, step.at)
    with append.unit():
        held = award_record.held(step)
        award_record.require_stage(held, "confirmed")
        until = deadline(step.at, term, going_on(rulebook)).at
        shown = [each["number"] for each in held.state["places"]]
        told = tell_results(held, rulebook, until, step)
        data = {"stage": "published", "until": until.isoformat(), "published": shown, "objections": [], "told": told}
        award_record.note(held, "published/1", data, step, by)
    return held
