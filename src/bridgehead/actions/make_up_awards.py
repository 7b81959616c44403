"""Settle the awards of a demonstration as its made-up clerk: previews, which wait for a second person."""

from datetime import datetime

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions.award_record import Step
from bridgehead.actions.settle import settle
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Register
from bridgehead.primitives.actor import Actor, ActorKind

CLERK = Actor(ActorKind.STAFF, "made-up clerk", frozenset({"clerk"}))


def preview_awards(matter: str, actor: Actor, at: datetime) -> list[Award]:
    """The awards of a matter that were settled, as on the day of a moment in its zone: all whose claims are records
    that count. Raises BridgeheadError with AC001 and whatever a settlement says.
    """
    require(actor, "make up records")
    _, rulebook = published.in_force(matter, at)
    settled = []
    for kind, name in rulebook.instruments:
        if kind != "award":
            continue
        award = award_terms(rulebook, name).award
        register = rulebook.instruments["register", award.claims]
        if isinstance(register, Register) and any(stage.counts for stage in register.stages.values()):
            settle(Step(matter, name, CLERK, at), at.astimezone(rulebook.about.zone).date())
            settled.append(award)
    return settled
