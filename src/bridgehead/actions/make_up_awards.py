"""Settle the awards of a demonstration as its made-up clerk, and bring on what is not provisional any more, as an
office would: a made-up supervisor confirms and shows it, so that there are places, reasons and a time to object, and a
made-up cashier pays when that is over.

Each step has its day: some working days after the last day for claims, the end of the publicity, the day after that.
What would fall on a later day than now waits, and what is not closed yet is a preview of today. Nothing is done earlier
than what was last done to an award: where somebody acted meanwhile, the steps go on from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import OPEN, Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.office import going_on
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish
from bridgehead.actions.settle import settle
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term, deadline
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.rulebook.rulebook import Rulebook

CLERK = Actor(ActorKind.STAFF, "made-up clerk", frozenset({"clerk"}))
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
CASHIER = Actor(ActorKind.STAFF, "made-up cashier", frozenset({"cashier"}))
SETTLED_WITHIN, SHOWN_FOR = Term.read("3 working days"), Term.read("5 working days")
MORNING, AFTERNOON = time(10), time(15)


def settle_awards(matter: str, actor: Actor, at: datetime) -> Iterator[tuple[Award, str | BridgeheadError]]:
    """Each award of a matter that was brought on, and the stage that it has come to by a moment: previewed, published
    or paid; or why a step was refused, which keeps no other award back. All of which there are claims, that are not
    paid yet, and that do not wait for the day to be settled. Raises BridgeheadError with AC001.
    """
    require(actor, "make up records")
    _, rulebook = published.in_force(matter, at)
    for award in _open(matter, rulebook):
        try:
            stage = _Course(matter, award, rulebook, at).run()
        except BridgeheadError as refused:
            yield award, refused
            continue
        if stage is not None:
            yield award, stage


def days_of_settlement(matter: str, since: datetime, until: datetime) -> Iterator[datetime]:
    """When awards of a matter are settled for good between two moments: what is claimed by then is decided first."""
    _, rulebook = published.in_force(matter, until)
    for award in _open(matter, rulebook):
        own = _Course(matter, award, rulebook, until).own()
        if own is not None and since < own < until:
            yield own


@dataclass(frozen=True, slots=True)
class _Course:
    """How an award goes on until now."""

    matter: str
    award: Award
    rulebook: Rulebook
    now: datetime

    def run(self) -> str | None:
        """The stage that it has come to; None where claims are closed and the day to settle them has not come."""
        held = award_record.seen(self.matter, self.award.name)
        if held is None or held.state["stage"] == "previewed":
            held = self._settle(held)
        if held is not None and held.state["stage"] == "published":
            held = self._pay(held)
        return str(held.state["stage"]) if held else None

    def own(self) -> datetime | None:
        """The day on which it is settled for good, where its claims are closed."""
        due, zone = self.award.claims_due, self.rulebook.about.zone
        if due is None or due.by >= self.now.astimezone(zone).date():
            return None
        return self._on_working_day(datetime.combine(due.by, AFTERNOON, zone), SETTLED_WITHIN, MORNING)

    def _settle(self, before: models.Record | None) -> models.Record | None:
        """As on its day where claims are closed by then, else as a preview; shown to everybody where it is final."""
        zone = self.rulebook.about.zone
        own = _not_before(before, self.own() or self.now)
        if own > self.now:
            return None
        held = settle(self._step(CLERK, own), own.astimezone(zone).date())
        if held.state["preview"]["places"] and not held.state["preview"]["provisional"]:
            shown = min(self.now, datetime.combine(own.astimezone(zone), AFTERNOON, zone))
            confirm(self._step(SUPERVISOR, max(own, shown)), held.version)
            held = publish(self._step(SUPERVISOR, max(own, shown)), SHOWN_FOR)
        return held

    def _pay(self, held: models.Record) -> models.Record:
        """Where nobody's objection is open when the publicity has been over for a day."""
        until = datetime.fromisoformat(held.state["until"])
        then = _not_before(held, self._on_working_day(until, Term.read("1 working day"), MORNING))
        if then > self.now or any(each["decided"] == OPEN for each in held.state["objections"]):
            return held
        pay(self._step(CASHIER, then))
        found = award_record.seen(self.matter, self.award.name)
        assert found is not None
        return found

    def _on_working_day(self, since: datetime, after: Term, time_of_day: time) -> datetime:
        day = (deadline(since, after, going_on(self.rulebook)).at - timedelta(microseconds=1)).date()
        return datetime.combine(day, time_of_day, self.rulebook.about.zone)

    def _step(self, actor: Actor, at: datetime) -> Step:
        return Step(self.matter, self.award.name, actor, at)


def _not_before(held: models.Record | None, at: datetime) -> datetime:
    """A moment, or that of the last event of an award where it is later."""
    return max(at, held.updated_at) if held else at


def _open(matter: str, rulebook: Rulebook) -> Iterator[Award]:
    """Those whose claims are records that count, some of which are there, and that are not paid yet."""
    for kind, name in rulebook.instruments:
        if kind != "award":
            continue
        award = award_terms(rulebook, name).award
        register = rulebook.instruments["register", award.claims]
        counts = isinstance(register, Register) and any(stage.counts for stage in register.stages.values())
        held = award_record.seen(matter, name)
        waits = held is None or held.state["stage"] in ("previewed", "published")
        if counts and waits and models.Record.objects.filter(matter=matter, register=award.claims).exists():
            yield award
