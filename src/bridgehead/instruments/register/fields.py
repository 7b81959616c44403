"""The fields of a register, as forms, tables and rules need them."""

from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import model_validator

from bridgehead.instruments.register.lists import OF_A_PERSON, ListColumn
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.schema import Expression, Label, Name, Number, Part, Slug, wrong
from bridgehead.rulebook.variable_name import VariableName

NUMERIC = {"integer", "decimal", "money", "percent"}
DAYS = {"date", "date and time"}
SCALE = {FieldType.INTEGER: 0, FieldType.MONEY: 2, FieldType.PERCENT: 4, FieldType.DECIMAL: 6}
"""Digits after the point where a field does not say."""

DIGITS = {FieldType.INTEGER: 12}
"""Digits in all where a field does not say, if not 18: so few that products of counts stay exact in columns."""

WORDS_OF = {"files": ("accept", "at_most", "rows"), "reference": ("to",)}
"""The words that fields of one type alone have."""

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
    "telephone",
    "identity number",
    "credit code",
    "e-mail",
    "unit",
    "person",
    "organisation",
    "place",
    "area",
    "files",
    "reference",
]


class Field(Part):
    """One question of a form, one column of a table.

    A `verified` field is asked for twice: as declared by the claimant and as verified by staff; only the verified
    value decides. A percent is written as a share, 0.5 for 50 %. `digits` counts all digits, `scale` those after the
    point; `minimum` and `maximum` are the least and the greatest figure that there can be. Of `files`, `accept` are the
    endings of names and `at most` how many there can be; a reference is `to` the number of another register. `evidence`
    is the field of the files by which a figure is verified. Files may be lists, which have `rows` of these columns;
    a figure is worked out `from rows`, by FEEL. A day that is `past` is not to come when it is filled in.
    """

    type: TypeName
    label: Label
    optional: bool = False
    unique: bool = False
    personal: bool = False
    sortable: bool = False
    past: bool = False
    verified: bool = False
    choices: dict[Name, Label] | tuple[Name, ...] | None = None
    digits: Annotated[int, Limit(ge=1, le=34)] | None = None
    scale: Annotated[int, Limit(ge=0, le=18)] | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    unit: Label | None = None
    required_when: Expression | None = None
    visible_when: Expression | None = None
    evidence: VariableName | None = None
    from_rows: Expression | None = None
    accept: Annotated[tuple[Slug, ...], Limit(min_length=1)] | None = None
    at_most: Annotated[int, Limit(ge=1, le=100)] | None = None
    rows: Annotated[dict[VariableName, ListColumn], Limit(min_length=1)] | None = None
    to: Slug | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        chosen = self.type in ("choice", "choices")
        if chosen and not self.choices:
            raise wrong("RB230", f"a {self.type} without choices", "choices: [first, second]", at=("type",))
        if self.choices and not chosen:
            raise wrong("RB231", f"choices in a field of type {self.type}", "type: choice", at=("choices",))
        for name in ("digits", "scale", "minimum", "maximum"):
            if getattr(self, name) is not None and self.type not in NUMERIC:
                raise wrong("RB232", f"{name} in a field of type {self.type}", "a type that is a number", at=(name,))
        if self.past and self.type not in DAYS:
            raise wrong("RG118", f"past in a field of type {self.type}", "type: date", at=("past",))
        if self.type == "integer" and self.scale:
            raise wrong("RB232", f"a scale of {self.scale} in a whole number", "type: decimal", at=("scale",))
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            found = f"a minimum of {self.minimum} above the maximum of {self.maximum}"
            raise wrong("RB237", found, "the smaller one first", at=("minimum",))
        for name in ("optional", "verified"):
            if self.unique and getattr(self, name):
                raise wrong("RB233", f"a unique field that is {name}", f"unique without {name}", at=(name,))
        return self

    @property
    def can_be_blank(self) -> bool:
        """Whether there are records in which nothing stands here."""
        return self.optional or self.required_when is not None or self.visible_when is not None

    @model_validator(mode="after")
    def _is_asked_or_not(self) -> Self:
        if self.optional and self.required_when is not None:
            raise wrong("RG104", "an optional field that is required when", "one of the two", at=("optional",))
        if self.unique and self.can_be_blank:
            raise wrong("RB233", "a unique field that is not always asked for", "unique alone", at=("unique",))
        if self.evidence is not None and not self.verified:
            raise wrong("RG104", "evidence of a field that nobody verifies", "verified: true", at=("evidence",))
        if self.from_rows is not None and (self.evidence is None or self.type not in NUMERIC):
            expected = "a number with «verified: true» and «evidence: the field of the list»"
            found = "without evidence" if self.evidence is None else f"in a field of type {self.type}"
            raise wrong("RG116", f"from rows {found}", expected, at=("from rows",))
        return self

    @model_validator(mode="after")
    def _has_the_words_of_its_type(self) -> Self:
        for kind, words in WORDS_OF.items():
            for word in words:
                if getattr(self, word) is not None and self.type != kind:
                    written = word.replace("_", " ")
                    found = f"«{written}» in a field of type {self.type}"
                    raise wrong("RG102", found, f"type: {kind}", at=(written,))
        if self.type == "reference" and self.to is None:
            raise wrong("RG103", "a reference to no register", "to: the name of a register", at=("type",))
        people = OF_A_PERSON & {self.type, *(each.type for each in (self.rows or {}).values())}
        if people and not self.personal:
            raise wrong("RG101", f"a field of type {self.type} that is not personal", "personal: true", at=("type",))
        return self

    def column(self, name: str) -> Column:
        kind = FieldType(self.type)
        scale = self.scale if self.scale is not None else SCALE.get(kind, 0)
        digits = self.digits or DIGITS.get(kind, 18)
        bounds = self.minimum, self.maximum
        beside = self.can_be_blank and (self.personal or kind is FieldType.FILES)
        return Column(
            name, kind, self.can_be_blank, tuple(self.choices or ()), digits, scale, self.unique, *bounds, beside=beside
        )
