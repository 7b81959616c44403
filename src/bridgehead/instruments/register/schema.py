"""A register: what is taken in, by which ways, and through which stages it goes until it is closed."""

from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import model_validator

from bridgehead.feel.types import Variable
from bridgehead.instruments.register.fields import Field
from bridgehead.instruments.register.lists import scope
from bridgehead.instruments.register.numbering import Numbering
from bridgehead.instruments.register.stages import Channel, Stage
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.rulebook import Table
from bridgehead.rulebook.schema import Assumption, Citation, Expression, Label, Name, Part, Slug, wrong
from bridgehead.rulebook.variable_name import VariableName


class Check(Part):
    """What must hold of what is filled in; where it does not, the form says so beside the field `at`."""

    that: Expression
    at: VariableName
    says: Label


class Derived(Part):
    """A fact made at intake of fields that may be personal, and is not personal any more: rules may read it."""

    type: Literal["text", "integer", "boolean", "date"]
    is_: Expression
    label: Label

    def column(self, name: str) -> Column:
        return Column(name, FieldType(self.type), optional=True)


class Light(Part):
    """What is wrong with a record on a day: `when` is FEEL over its fields and `today`, and tells it until it ends."""

    light: Literal["yellow", "red"]
    when: Expression
    says: Label
    cites: Citation | None = None


class Register(Part):
    """The fields of one matter's claims, cases or reports; one of them is unique and numbers the rows.

    Without `stages` it is a plain table. `filed by` says who may file.
    """

    name: Annotated[Slug, Limit(alias="register")]
    title: Label
    cites: Citation | None = None
    filed_by: Label | None = None
    numbering: Numbering | None = None
    anonymous: Literal["allowed", "refused"] = "refused"
    channels: dict[Name, Channel] = Limit(default_factory=dict)
    fields: Annotated[dict[VariableName, Field], Limit(min_length=1)]
    checks: dict[Name, Check] = Limit(default_factory=dict)
    derives: dict[VariableName, Derived] = Limit(default_factory=dict)
    stages: dict[Name, Stage] = Limit(default_factory=dict)
    lights: dict[Name, Light] = Limit(default_factory=dict)
    starts: Name | None = None
    public: tuple[Name, ...] = ()
    never_shown_to: VariableName | None = None
    same_when: tuple[VariableName, ...] = ()
    assumes: tuple[Assumption, ...] = ()

    @property
    def later(self) -> frozenset[str]:
        """The fields that are filled in when a record has come in: by staff in a stage, or by whoever rates it."""
        return frozenset(name for stage in self.stages.values() for name in (*stage.fills, *stage.rates))

    @property
    def online(self) -> str | None:
        """The channel of what is filed online, where the register has one."""
        return next((name for name, channel in self.channels.items() if channel.online), None)

    @property
    def number(self) -> str:
        """The field by which a record is called: the first unique one."""
        return next(name for name, field in self.fields.items() if field.unique)

    @model_validator(mode="after")
    def _numbers_its_rows(self) -> Self:
        if not any(field.unique for field in self.fields.values()):
            raise wrong(
                "RB234", "no field is unique", "unique: true in the field that numbers the rows", at=("fields",)
            )
        if self.numbering and self.fields[self.number].type != "text":
            found = f"numbers in «{self.number}», which is no text"
            raise wrong("RG107", found, "a unique field of type text", at=("numbering",))
        return self

    @model_validator(mode="after")
    def _starts_somewhere(self) -> Self:
        if self.stages and self.starts is None:
            raise wrong("RG105", "stages of which none is the first", "starts: a stage", at=("stages",))
        if self.starts is not None and not self.stages:
            raise wrong("RG105", "a first stage where there are none", "stages", at=("starts",))
        return self

    @model_validator(mode="after")
    def _is_filed_one_way_online(self) -> Self:
        online = [name for name, channel in self.channels.items() if channel.online]
        if len(online) > 1:
            found = f"«{online[1]}», which is online as «{online[0]}» is"
            raise wrong("RG117", found, "one channel that is online", at=("channels", online[1], "online"))
        return self

    @cached_property
    def in_rows(self) -> dict[str, dict[str, Variable]]:
        """The names in scope of `from rows`, by the field that has it."""
        found = {name: self.fields.get(field.evidence or "") for name, field in self.fields.items() if field.from_rows}
        return {name: scope(listed.rows) for name, listed in found.items() if listed is not None and listed.rows}

    @cached_property
    def table(self) -> Table:
        """The columns: the fields in their order, a verified one twice, declared and verified; then what is derived
        from them at intake, which is not personal. What was declared decides nothing, and can be absent from a file.
        """
        columns: list[Column] = []
        deciding: dict[str, str] = {}
        for name, field in self.fields.items():
            deciding[name] = f"{name} verified" if field.verified else name
            if field.verified:
                columns.append(replace(field.column(f"{name} declared"), beside=True))
            columns.append(field.column(deciding[name]))
        for name, derived in self.derives.items():
            columns.append(derived.column(name))
            deciding[name] = name
        fields = self.fields.items()
        labels = {name: field.label for name, field in fields}
        return Table(
            columns=tuple(columns),
            deciding=deciding,
            unique=frozenset(name for name, field in fields if field.unique),
            personal=frozenset(name for name, field in fields if field.personal),
            labels=labels | {name: derived.label for name, derived in self.derives.items()},
            choices={name: field.choices for name, field in fields if isinstance(field.choices, dict)},
            units={name: field.unit for name, field in fields if field.unit},
        )
