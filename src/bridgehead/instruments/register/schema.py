"""A register: what is taken in. Here its fields, as forms, tables and rules need them."""

from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import model_validator

from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.rulebook import Table
from bridgehead.rulebook.schema import Assumption, Citation, Label, Name, Part, Slug, wrong

NUMERIC = {"integer", "decimal", "money", "percent"}
SCALE = {FieldType.INTEGER: 0, FieldType.MONEY: 2, FieldType.PERCENT: 4, FieldType.DECIMAL: 6}
"""Digits after the point where a field does not say."""

TypeName = Literal[
    "text",
    "long text",
    "integer",
    "decimal",
    "money",
    "percent",
    "boolean",
    "date",
    "date and time",
    "choice",
    "choices",
]


class Field(Part):
    """One question of a form, one column of a table.

    A `verified` field is asked for twice: as declared by the claimant and as verified by staff; only the verified
    value decides. A percent is written as a share, 0.5 for 50 %. `digits` counts all digits, `scale` those after the
    point.
    """

    type: TypeName
    label: Label
    optional: bool = False
    unique: bool = False
    personal: bool = False
    sortable: bool = False
    verified: bool = False
    choices: dict[Name, Label] | tuple[Name, ...] | None = None
    digits: Annotated[int, Limit(ge=1, le=34)] | None = None
    scale: Annotated[int, Limit(ge=0, le=18)] | None = None
    unit: Label | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type in ("choice", "choices") and not self.choices:
            raise wrong("RB230", f"a field of type {self.type} without choices", "choices: {train: {zh: ..., en: ...}}")
        if self.choices and self.type not in ("choice", "choices"):
            raise wrong("RB231", f"choices in a field of type {self.type}", "type: choice or type: choices")
        if self.type not in NUMERIC and (self.digits is not None or self.scale is not None):
            raise wrong("RB232", f"digits or scale in a field of type {self.type}", "a type that is a number")
        if self.type == "integer" and self.scale:
            raise wrong("RB232", f"a scale of {self.scale} in a whole number", "type: decimal")
        if self.unique and self.optional:
            raise wrong("RB233", "a unique field that is optional", "unique without optional")
        if self.unique and self.verified:
            raise wrong("RB233", "a unique field that is verified", "unique without verified")
        return self

    def column(self, name: str) -> Column:
        kind = FieldType(self.type)
        scale = self.scale if self.scale is not None else SCALE.get(kind, 0)
        return Column(name, kind, self.optional, tuple(self.choices or ()), self.digits or 18, scale)


class Register(Part):
    """The fields of one matter's claims, cases or reports; one of them is unique and numbers the rows."""

    name: Annotated[Slug, Limit(alias="register")]
    title: Label
    cites: Citation | None = None
    fields: Annotated[dict[Name, Field], Limit(min_length=1)]
    assumes: tuple[Assumption, ...] = ()

    @model_validator(mode="after")
    def _numbers_its_rows(self) -> Self:
        if not any(field.unique for field in self.fields.values()):
            raise wrong("RB234", "no field is unique", "one field with unique: true, as in number")
        return self


def table(register: Register) -> Table:
    """The columns of a register in the order of its fields; a verified field has two, declared and verified."""
    columns: list[Column] = []
    deciding: dict[str, str] = {}
    for name, field in register.fields.items():
        names = [f"{name} declared", f"{name} verified"] if field.verified else [name]
        columns += [field.column(column) for column in names]
        deciding[name] = names[-1]
    fields = register.fields.items()
    return Table(
        columns=tuple(columns),
        deciding=deciding,
        unique=frozenset(name for name, field in fields if field.unique),
        personal=frozenset(name for name, field in fields if field.personal),
        labels={name: field.label for name, field in fields},
        choices={name: field.choices for name, field in fields if isinstance(field.choices, dict)},
        units={name: field.unit for name, field in fields if field.unit},
    )
