"""Settle the awards of a demonstration as its made-up clerk; what is not provisional any more a made-up supervisor
confirms and shows, so that there are places, reasons and a time to object.
"""

from collections.abc import Iterator
from datetime import datetime

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.publish import publish
from bridgehead.actions.settle import settle
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.rulebook.rulebook import Rulebook

CLERK = Actor(ActorKind.STAFF, "made-up clerk", frozenset({"clerk"}))
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
SHOWN_FOR = Term.read("5 working days")


def settle_awards(matter: str, actor: Actor, at: datetime) -> Iterator[tuple[Award, bool]]:
    """Each award of a matter that was settled as on the day of a moment in its zone, and whether its places are shown
    from then on: all of which there are claims and that nobody has confirmed. Raises BridgeheadError with AC001 and
    whatever a settlement says.
    """
    require(actor, "make up records")
    _, rulebook = published.in_force(matter, at)
    for award in _open(matter, rulebook):
        held = settle(Step(matter, award.name, CLERK, at), at.astimezone(rulebook.about.zone).date())
        preview = held.state["preview"]
        final = bool(preview["places"]) and not preview["provisional"]
        if final:
            step = Step(matter, award.name, SUPERVISOR, at)
            confirm(step, held.version)
            publish(step, SHOWN_FOR)
        yield award, final


def _open(matter: str, rulebook: Rulebook) -> Iterator[Award]:
    """Those whose claims are records that count, some of which are there, and that wait for their confirmation."""
    for kind, name in rulebook.instruments:
        if kind != "award":
            continue
        award = award_terms(rulebook, name).award
        register = rulebook.instruments["register", award.claims]
        counts = isinstance(register, Register) and any(stage.counts for stage in register.stages.values())
        held = award_record.seen(matter, name)
        waits = held is None or held.state["stage"] == "previewed"
        if counts and waits and models.Record.objects.filter(matter=matter, register=award.claims).exists():
            yield award
