"""A screen refuses: classes of projects, each with its criterion, and the zones on which criteria look."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field as Required
from pydantic import model_validator

from bridgehead.feel.types import BOOLEAN, NUMBER, STRING, ContextType, Type, Variable
from bridgehead.rulebook.schema import Assumption, Citation, Expression, Label, Name, Number, Part, Slug, wrong
from bridgehead.rulebook.variable_name import VariableName

OVERLAP = "overlap"
TYPES: Mapping[str, Type] = {"boolean": BOOLEAN, "decimal": NUMBER, "text": STRING}


class Zone(Part):
    """A kind of ground that is kept, of which a file of zones has the polygons."""

    title: Label
    cites: Citation | None = None


class Asked(Part):
    """What has to be known of each project, beside where it lies."""

    label: Label
    type: Literal["boolean", "decimal", "text"]
    cites: Citation | None = None


class Slivers(Part):
    """A piece of an overlap is a sliver that is both less than `area`, in square metres, and narrower than `width`, in
    metres, on average: two maps of one border differ by as much.
    """

    area: Annotated[Number, Required(gt=0)]
    width: Annotated[Number, Required(gt=0)]


class Class(Part):
    """A class of projects that are refused. Of one that is not `published` nothing but its number is known."""

    title: Label
    refused_when: Expression | None = None
    published: bool = True
    cites: Citation | None = None

    @model_validator(mode="after")
    def _says_what_is_known(self) -> Self:
        if self.published and self.refused_when is None:
            found = "a class without its criterion"
            raise wrong("SC101", found, "«refused when», or «published: false» where its text is not known")
        if not self.published and self.refused_when is not None:
            found = "a criterion of a class that was not published"
            raise wrong("SC101", found, "no «refused when», or no «published: false»", at=("refused when",))
        return self


class Screen(Part):
    """`in_all` is how many classes there are, as was published: an open one has a slot of its own."""

    name: Annotated[Slug, Required(alias="screen")]
    title: Label
    cites: Citation | None = None
    in_all: Annotated[int, Required(ge=1)] | None = None
    zones: dict[VariableName, Zone] = Required(default_factory=dict)
    fields: dict[VariableName, Asked] = Required(default_factory=dict)
    slivers: Slivers | None = None
    classes: Annotated[dict[Name, Class], Required(min_length=1)]
    assumes: tuple[Assumption, ...] = ()

    @model_validator(mode="after")
    def _has_them_all(self) -> Self:
        if self.in_all is not None and self.in_all != len(self.classes):
            found = f"{self.in_all} classes in all, of which {len(self.classes)} stand here"
            raise wrong("SC102", found, "each in its place, an unknown one with «published: false»", at=("in all",))
        if OVERLAP in self.fields:
            raise wrong("SC103", f"the field «{OVERLAP}»", "another name: it means the ground", at=("fields", OVERLAP))
        return self

    @property
    def names(self) -> Mapping[str, Variable]:
        """The names of its FEEL: the fields, and the overlap with the zones of each kind, in hectares."""
        ground = ContextType(fields={name: Variable(NUMBER) for name in self.zones})
        return {name: Variable(TYPES[each.type]) for name, each in self.fields.items()} | {OVERLAP: Variable(ground)}
