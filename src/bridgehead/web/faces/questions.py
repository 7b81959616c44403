"""The questions of a register as a form asks them, with what was given and what is wrong beside each."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from bridgehead.feel.names import may_stand_in
from bridgehead.instruments.register import Field, Register, intake
from bridgehead.instruments.register.facts import holds
from bridgehead.instruments.register.filled import NotAsked
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.schema import Label
from bridgehead.web.faces.values import in_words

NAMED = "field:"
"""How the name of an input begins that is a field, so that none is taken for another input of the form."""
EMPTY = "empty:"
"""How that of a box begins that deletes what stands in a field and is not shown."""
EAST, NORTH = "east:", "north:"
"""How those of a place begin, which is asked in degrees."""
POINT = re.compile(r"POINT \((\S*) (\S*)\)")
DEGREES = Phrase(
    "经度和纬度都要填，单位为度：经度如 113.3，纬度如 40.1。",
    "Give both, in degrees: the longitude as in 113.3, the latitude as in 40.1.",
)
WIDGETS = {
    "long text": "lines",
    "date": "date",
    "date and time": "datetime-local",
    "boolean": "either",
    "choice": "choice",
    "choices": "choices",
    "unit": "unit",
    "place": "place",
    "files": "files",
    "telephone": "tel",
    "e-mail": "email",
}
NUMBERS = frozenset(("integer", "decimal", "money", "percent"))
EITHER = (("true", Phrase("是", "Yes")), ("false", Phrase("否", "No")))
SHORT = 5
"""Choices that are shown at once; more of them stand in a list that opens."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `widget` names its template, `given` what was typed, of choices each that was chosen."""

    name: str
    label: Label
    widget: str
    required: bool
    given: tuple[str, ...]
    wrong: tuple[Phrase, ...] = ()
    options: tuple[tuple[str, Phrase | Label], ...] = ()
    unit: Label | None = None
    accept: tuple[str, ...] = ()
    numeric: bool = False
    kept: bool = False
    """Whether something stands there that is not shown, and stays where nothing is filled in."""
    clears: bool = False
    """Whether that can be deleted, by a box of its own, which is `cleared` where it was ticked."""
    cleared: bool = False
    decides: bool = False
    """Whether what else is asked hangs on it."""
    form: str = "field"
    """Of several forms of a page that in which it is asked, so that each has an address of its own."""

    @property
    def id(self) -> str:
        return "-".join((self.form, *self.name.split()))

    @property
    def input(self) -> str:
        return NAMED + self.name

    @property
    def box(self) -> str:
        return EMPTY + self.name

    @property
    def grouped(self) -> bool:
        """Whether it is a group of inputs, which has a legend and no label."""
        return self.widget in ("choice", "choices", "either", "place")

    @property
    def degrees(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Of a place the names of its two inputs, and what was typed into each: east, then north."""
        found = POINT.fullmatch(self.value)
        east, north = found.groups() if found else ("", "")
        return (EAST + self.name, east), (NORTH + self.name, north)

    @property
    def value(self) -> str:
        return self.given[0] if self.given else ""


def given(posted: QueryDict) -> dict[str, object]:
    """What a form says, by field: a text, or of several boxes a list."""
    named = ((name.removeprefix(NAMED), values) for name, values in posted.lists() if name.startswith(NAMED))
    said = {name: [value for value in values if value.strip()] for name, values in named}
    typed = {name: values if len(values) > 1 else values[0] for name, values in said.items() if values}
    return {**typed, **dict(_places(posted))}


def emptied(posted: QueryDict) -> frozenset[str]:
    """The fields in which a form deletes what stands there and is not shown."""
    return frozenset(name.removeprefix(EMPTY) for name in posted if name.startswith(EMPTY))


def _places(posted: QueryDict) -> Iterator[tuple[str, str]]:
    """What was typed as degrees, as a point."""
    for asked in posted:
        if asked.startswith(EAST):
            name = asked.removeprefix(EAST)
            east, north = ("".join(posted.get(axis + name, "").split()) for axis in (EAST, NORTH))
            if east or north:
                yield name, f"POINT ({east} {north})"


def asks_where(register: Register) -> bool:
    """Whether a form of it may ask for a place."""
    return any(field.type == "place" for field in register.fields.values())


def that_decide(register: Register) -> frozenset[str]:
    """The fields on which it hangs whether others are to be seen or must be filled in."""
    texts = [text for field in register.fields.values() for text in (field.visible_when, field.required_when) if text]
    return frozenset(name for name in register.fields if any(may_stand_in(name, text) for text in texts))


def as_typed(register: Register, kept: Mapping[str, object]) -> dict[str, object]:
    """What stands in a record, of fields that are not personal, as a form has it: texts, and lists of texts."""
    known = {name: kept.get(name) for name, field in register.fields.items() if not field.personal}
    return {name: _as_typed(register.fields[name], value) for name, value in known.items() if value is not None}


def _as_typed(field: Field, value: object) -> object:
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return in_words(field, value).en if field.type == "percent" else str(value)


def questions(
    register: Register,
    filled: Mapping[str, object],
    known: Mapping[str, object],
    wrong: Mapping[str, tuple[Phrase, ...]],
    units: Sequence[tuple[str, Label]],
    asked: Collection[str] | None = None,
) -> list[Question]:
    """Those of the fields `asked`, at intake by default, that are to be seen with what is `known` so far, in the order
    of the register; and those in which something stands that is not asked for, to be emptied.
    """
    asked = intake(register) if asked is None else asked
    unasked = {name for name, said in wrong.items() if any(isinstance(each, NotAsked) for each in said)}
    shown = {
        name: field
        for name, field in register.fields.items()
        if name in asked and (name in unasked or _seen(field, register, known))
    }
    return [
        Question(
            name,
            field.label,
            _widget(field),
            name not in unasked and _required(field, register, known),
            () if name in unasked and _is_chosen_once(field) else _texts(filled.get(name)),
            _wrong(field, filled.get(name), tuple(wrong.get(name, ()))),
            _options(field, units),
            field.unit,
            field.accept or (),
            field.type in NUMBERS,
        )
        for name, field in shown.items()
    ]


def _is_chosen_once(field: Field) -> bool:
    """Whether a browser cannot empty it again."""
    return _widget(field) in ("choice", "either")


def _seen(field: Field, register: Register, known: Mapping[str, object]) -> bool:
    """Whether it is asked for; what hangs on a question that is open yet is."""
    return field.visible_when is None or holds(field.visible_when, register, known, {}) not in (False, None)


def _required(field: Field, register: Register, known: Mapping[str, object]) -> bool:
    if field.required_when is not None:
        return holds(field.required_when, register, known, {}) is True
    return not field.optional and (field.visible_when is None or holds(field.visible_when, register, known, {}) is True)


def _widget(field: Field) -> str:
    if field.type == "choice" and len(field.choices or ()) > SHORT:
        return "list"
    return WIDGETS.get(field.type, "text")


def _wrong(field: Field, typed: object, found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """A form asks for a place in two inputs, and says it of them."""
    unreadable = found and typed and field.type == "place" and not isinstance(found[0], NotAsked)
    return (DEGREES,) if unreadable else found


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (() if value is None else (str(value),))


def _options(field: Field, units: Sequence[tuple[str, Label]]) -> tuple[tuple[str, Phrase | Label], ...]:
    if field.type == "boolean":
        return EITHER
    if field.type == "unit":
        return tuple(units)
    choices = field.choices or ()
    if isinstance(choices, dict):
        return tuple(choices.items())
    return tuple((choice, Phrase(choice, choice)) for choice in choices)
