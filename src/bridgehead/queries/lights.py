"""What is wrong with a record on a day, by the lights of its register."""

from datetime import datetime

from bridgehead.instruments.register import Light, Register, State, lit
from bridgehead.instruments.register.claims import derived
from bridgehead.instruments.register.filled import read
from bridgehead.ledger import models
from bridgehead.rulebook.rulebook import Rulebook


def lights(record: models.Record, rulebook: Rulebook, register: Register, at: datetime) -> tuple[Light, ...]:
    """The red ones first; days are those of the rulebook's zone."""
    if not register.lights:
        return ()
    kept, zone = record.state, rulebook.about.zone
    filled = {**read(register, kept["fields"], zone=zone).values, **derived(register, kept["fields"])}
    day = at.astimezone(zone).date()
    state = State(record.stage, filled=filled, merged=bool(kept.get("merged into")))
    return lit(register, state, rulebook.values_on(day), day)
