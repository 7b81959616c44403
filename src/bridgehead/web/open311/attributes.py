"""The fields of a register as attributes, and what is given for them as fields.

Fields for which the standard has an argument of its own (description, email, phone, names, lat and long) are filled by
it and are no attributes: the first of each type. What staff fill in later, and files, nobody is asked for.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bridgehead.instruments.register import Field, Register, intake
from bridgehead.instruments.register.filled import says_who
from bridgehead.primitives.words import truth
from bridgehead.rulebook.schema import Label

Said = Callable[[Label], str]
"""A label in the language of the request."""

DATATYPES: Mapping[str, str] = {
    "long text": "text",
    **dict.fromkeys(("integer", "decimal", "money", "percent"), "number"),
    **dict.fromkeys(("date", "date and time"), "datetime"),
    **dict.fromkeys(("boolean", "choice"), "singlevaluelist"),
    "choices": "multivaluelist",
}
"""The standard's type of each of ours; all others are `string`."""

ARGUMENTS: Mapping[str, str] = {
    "long text": "description",
    "e-mail": "email",
    "telephone": "phone",
    "person": "first_name",
    "place": "lat",
}
"""Types of which the first field is filled by an argument of the standard: names and coordinates by two."""


def asked_for(register: Register) -> dict[str, Field]:
    """The fields that whoever files fills in."""
    asked = intake(register)
    return {
        name: field
        for name, field in register.fields.items()
        if name in asked and field.type not in ("files", "reference")
    }


def by_argument(register: Register) -> dict[str, str]:
    """The fields that arguments of the standard fill, by the argument."""
    found: dict[str, str] = {}
    for name, field in asked_for(register).items():
        if field.type in ARGUMENTS:
            found.setdefault(ARGUMENTS[field.type], name)
    return found


def attributes(register: Register, said: Said) -> list[dict[str, Any]]:
    own = {*by_argument(register).values()}
    shown = [(name, field) for name, field in asked_for(register).items() if name not in own]
    return [
        {
            "variable": True,
            "code": name,
            "datatype": DATATYPES.get(field.type, "string"),
            "required": is_required(register, field),
            "datatype_description": said(field.unit) if field.unit else None,
            "order": order,
            "description": said(field.label),
            **({"values": options} if (options := _options(field, said)) else {}),
        }
        for order, (name, field) in enumerate(shown, 1)
    ]


def is_required(register: Register, field: Field) -> bool:
    return not field.can_be_blank and not says_who(register, field)


def _options(field: Field, said: Said) -> list[dict[str, str]]:
    if field.type == "boolean":
        words = {value: truth(value) for value in (True, False)}
        return [
            {"key": str(value).lower(), "name": said(Label(zh=word.zh, en=word.en))} for value, word in words.items()
        ]
    if isinstance(field.choices, Mapping):
        return [{"key": name, "name": said(label)} for name, label in field.choices.items()]
    return [{"key": name, "name": name} for name in field.choices or ()]


def as_filled(field: Field, given: str, zone: ZoneInfo) -> str:
    """What is given for an attribute, as a form has it: of a date that has a time, the day in the zone."""
    if field.type != "date" or "T" not in given:
        return given
    try:
        moment = datetime.fromisoformat(given)
        return (moment.astimezone(zone) if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):
        return given
