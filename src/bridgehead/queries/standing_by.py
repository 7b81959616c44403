"""How the records of a register stand, by the choices of one of its fields: in which stage, and with which light."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.queries.lights import lights
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label

LIGHTS = ("green", "yellow", "red")


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one choice, or of all of them where `choice` is None: how many stand in each stage, and of those that have
    not ended how many have each light, the worst of each.
    """

    choice: Label | None
    stages: Mapping[str, int]
    lights: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.stages.values())


def fields_by(register: Register) -> list[str]:
    """The fields by which everybody may see how records stand: public choices."""
    return [name for name in register.public if name in register.table.choices]


def standing_by(matter: str, rulebook: Rulebook, register: Register, field: str, at: datetime) -> list[Standing]:
    """A line for each choice in the order of the register, and one for all. What was joined counts once."""
    stages: Counter[tuple[str, str]] = Counter()
    lit: Counter[tuple[str, str]] = Counter()
    for record in models.Record.objects.filter(matter=matter, register=register.name).iterator(chunk_size=2_000):
        stage = register.stages.get(record.stage)
        if stage is None or record.state.get("merged into"):
            continue
        choice = str(record.state["fields"].get(field))
        stages[choice, record.stage] += 1
        if not stage.final:
            found = lights(record, rulebook, register, at)
            lit[choice, found[0].light if found else "green"] += 1
    choices = register.table.choices[field]
    lines = [_line(label, stages, lit, register, {name}) for name, label in choices.items()]
    return [*lines, _line(None, stages, lit, register, {*choices, "None"})]


def _line(
    label: Label | None,
    stages: Counter[tuple[str, str]],
    lit: Counter[tuple[str, str]],
    register: Register,
    choices: set[str],
) -> Standing:
    return Standing(
        label,
        {stage: sum(stages[choice, stage] for choice in choices) for stage in register.stages},
        {light: sum(lit[choice, light] for choice in choices) for light in LIGHTS} if register.lights else {},
    )
