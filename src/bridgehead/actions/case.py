"""A record with the rules that it is handled by."""

from dataclasses import dataclass

from bridgehead import published
from bridgehead.instruments.register import Register, State, Verb, verbs_in
from bridgehead.instruments.register.claims import derived
from bridgehead.instruments.register.filled import read
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook

NO_STAGES = Phrase("没有环节", "without stages")


@dataclass(frozen=True, slots=True)
class Case:
    """A record, its register, the rulebook in force with its hash, and where the record stands."""

    record: models.Record
    register: Register
    rulebook: Rulebook
    by: str
    state: State


def case_of(record: models.Record) -> Case:
    """A record as it stands; its fields are read as the register in force has them, with the facts derived of them."""
    by, rulebook = published.current(record.matter)
    register = rulebook.instruments["register", record.register]
    assert isinstance(register, Register)
    kept = record.state
    fields = {
        **read(register, kept["fields"], zone=rulebook.about.zone).values,
        **derived(register, kept["fields"]),
    }
    clock = kept.get("clock") or {}
    state = State(
        kept.get("stage", ""),
        kept.get("unit"),
        fields,
        clock.get("extended", 0),
        kept.get("returned", 0),
        merged=bool(kept.get("merged into")),
    )
    return Case(record, register, rulebook, by, state)


def stands(case: Case) -> Phrase:
    """What the stage of a record is called."""
    stage = case.register.stages.get(case.state.stage)
    return Phrase(stage.label.zh, stage.label.en) if stage else NO_STAGES


def not_here(case: Case, verb: str, found: str, expected: str, near: str | None = None) -> BridgeheadError:
    """AC003: what cannot be done to a record where it stands."""
    stage = stands(case)
    found = f"{found}, which is «{stage.en}»"
    said = Mistake("AC003", found, None, expected, near, values={"verb": verb, "stage": stage.en, "stage zh": stage.zh})
    return BridgeheadError([said])


def offered(case: Case, actor: Actor) -> tuple[Verb, ...]:
    """What the actor can do to it here. Raises Record.DoesNotExist where not even its being there is told to them."""
    if published.kept_from(case.record, actor):
        raise models.Record.DoesNotExist
    return verbs_in(case.register, case.state, actor.roles, actor.units)
