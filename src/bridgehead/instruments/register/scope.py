"""What FEEL in a register may name: its fields, what is derived from them, `values`, and of a light `today`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bridgehead.documents.document import Path
from bridgehead.feel.types import Variable
from bridgehead.instruments.register.schema import Register
from bridgehead.rulebook.scope import field_type, values_of
from bridgehead.rulebook.values import Value


@dataclass(frozen=True, slots=True)
class Formula:
    """The FEEL `text` at `path`; it `gives` truth or, of what is derived, its own type, and may be of a `person`. One
    over the rows of a list has a `scope` of its own.
    """

    path: Path
    text: str
    gives: str = "boolean"
    personal: bool = True
    scope: Mapping[str, Variable] | None = None


def formulas(register: Register) -> Iterator[Formula]:
    """Every expression, in the order of the file's words. What moves a record is seen by all: no person is in it."""
    for name, field in register.fields.items():
        for word, text in (("required when", field.required_when), ("visible when", field.visible_when)):
            if text is not None:
                yield Formula(("fields", name, word), text)
        if field.from_rows is not None and name in register.in_rows:
            yield Formula(("fields", name, "from rows"), field.from_rows, "number", scope=register.in_rows[name])
    for name, check in register.checks.items():
        yield Formula(("checks", name, "that"), check.that)
    for name, derived in register.derives.items():
        gives = {"text": "string", "integer": "number"}.get(derived.type, derived.type)
        yield Formula(("derives", name, "is"), derived.is_, gives)
    for name, stage in register.stages.items():
        for at, move in enumerate(stage.moves):
            if move.when is not None:
                yield Formula(("stages", name, "moves", at, "when"), move.when, personal=False)
    for name, light in register.lights.items():
        yield Formula(("lights", name, "when"), light.when, personal=False)


TODAY = "today"
"""The day on which a light is looked at, which is given: no rule asks the clock."""


def names(register: Register, values: Mapping[str, Value], *, personal: bool, derived: bool) -> dict[str, Variable]:
    """The names in scope with their types; personal fields and derived facts only where they are asked for."""
    known = register.table
    return {
        **{
            name: Variable(field_type(known.column(name)), known.column(name).optional)
            for name in known.deciding
            if (personal or name not in known.personal) and (derived or name not in register.derives)
        },
        "values": values_of(values),
    }
