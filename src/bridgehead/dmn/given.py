"""Values from files, by the type that they are given for: JSON has no dates, and the cells of a CSV file no types."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.refused import refused
from bridgehead.feel import temporal_text
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.operations import kind
from bridgehead.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    TIME,
    YEARS_MONTHS,
    ContextType,
    ListType,
    NumberType,
    Type,
)
from bridgehead.feel.values import feel_value
from bridgehead.primitives.errors import Mistake, nearest

_TEMPORAL: Final = frozenset(type.name for type in (DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS))
_TRUTHS: Final = {"true": True, "false": False}


class Untyped(str):
    """A text whose type the file does not say: a number, a truth value, a date or indeed a text."""

    __slots__ = ()


def given_for(inputs: Mapping[str, Type], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values for the inputs of a decision, each as `given` reads it; what is for none of them stays as it is."""
    return {name: given(value, inputs.get(name, ANY)) for name, value in values.items()}


def given(value: Any, to: Type) -> Any:
    """A value of JSON as one of type `to`: texts become dates, times and durations where those are wanted, and blanks
    round these do not count.

    What does not fit is given back as it is, and so is found not to conform.
    """
    match value:
        case Untyped():
            return from_text(value, to)
        case str() if to.name in _TEMPORAL:
            moment = temporal_text.read(value.strip())
            return moment if kind(moment) == to.name or to == DATE_TIME else value
        case list():
            item = to.item if isinstance(to, ListType) else to
            return [given(one, item) for one in value]
        case Mapping() if isinstance(to, ContextType) and to.fields is not None:
            return {name: given(one, to.fields[name].type) if name in to.fields else one for name, one in value.items()}
    return value


def strange(inputs: Mapping[str, Type], values: Mapping[str, Any]) -> tuple[Mistake, ...]:
    """Warnings of what is given in vain: a value for no input (DM201), or one that is not of its type (DM202)."""
    found: list[Mistake] = []
    for name, value in values.items():
        to = inputs.get(name)
        if to is None and not any(one.startswith((f"{name}.", "{")) for one in inputs):
            imported = next((one for one in inputs if one.endswith(f".{name}")), None)
            found.append(mistake("DM201", None, imported or nearest(name, inputs), found=name))
        elif to is not None and coerce(feel_value(value), to) is REFUSED:
            part, expected = refused(feel_value(value), to, name)
            found.append(mistake("DM202", None, found=name, part=part, expected=expected))
    return tuple(found)


def from_text(text: str, to: Type) -> Any:
    """A text of a cell as a value of type `to`; the text itself where it is none."""
    plain = text.strip()
    if isinstance(to, NumberType):
        try:
            number = Decimal(plain)
        except InvalidOperation:
            return text
        return number if number.is_finite() else text
    if to == BOOLEAN:
        return _TRUTHS.get(plain.lower(), text)
    if to.name in _TEMPORAL:
        return given(plain, to)
    return str(text)
