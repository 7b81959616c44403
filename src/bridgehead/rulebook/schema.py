"""What every part of a rulebook is made of: the base of all schemas, and the leaf types that they share.

A schema is a `Part`: frozen, strict, without unknown keys. A field `claims_due` is written `claims due` in YAML.
Leaf types refuse with `PydanticCustomError`; its type is the code of the mistake, its message says what was found and
its context may hold `expected` and `nearest` (see `validation.py`).
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from bridgehead.primitives.errors import nearest
from bridgehead.rulebook import currencies
from bridgehead.rulebook.lexical import signs

DIGITS = 34  # the precision of a number in FEEL (DMN 1.5, 10.3.2.3.1)


def _written(name: str) -> str:
    return name.rstrip("_").replace("_", " ")


class Part(BaseModel):
    """A part of a rulebook, as written in YAML. Lists are read as tuples; nothing is converted or guessed."""

    model_config = ConfigDict(
        defer_build=True,  # most parts are only ever read inside another
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=_written,
        validate_by_alias=True,
        validate_by_name=False,
        allow_inf_nan=False,
    )


def wrong(
    code: str,
    message: str,
    expected: str = "",
    nearest: str | None = None,
    *,
    at: tuple[str | int | date, ...] = (),
    offset: int | None = None,
) -> PydanticCustomError:
    """The error by which a leaf type or a validator of a schema refuses: it becomes a mistake with its place.

    A validator of a whole part says by `at` which of its keys is meant, one of a text by `offset` which sign.
    """
    context = {"found": message, "expected": expected, "nearest": nearest, "at": at, "offset": offset}
    return PydanticCustomError(code, "{found}", context)


def shown(value: object) -> str:
    """How a value that was found is named in a message."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f"«{value if len(value) <= 40 else value[:39] + '…'}»"
        case tuple():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return "a mapping" if value else "an empty mapping"
        case _:
            return f"«{value}»"


def _exact(value: object) -> object:
    """A whole number is a Decimal too; anything else is left to the strict check."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


def _within_digits(value: Decimal) -> Decimal:
    if len(value.as_tuple().digits) > DIGITS:
        raise wrong("RB214", f"a number of {len(value.as_tuple().digits)} digits", f"at most {DIGITS} digits")
    return value


Number = Annotated[Decimal, BeforeValidator(_exact), AfterValidator(_within_digits), WithJsonSchema({"type": "number"})]
"""An exact number, as written."""


def _cents(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2:
        raise wrong("RB215", f"the amount {value} has more than two decimals", "an amount in whole cents")
    return value


Money = Annotated[
    Number, Field(ge=0), AfterValidator(_cents), WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.01})
]
"""An exact amount in units of the currency, not negative, of two decimals at most."""

Share = Annotated[Number, Field(ge=0, le=1), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
"""A part of a whole, from 0 to 1."""


def _currency(value: str) -> str:
    if value not in currencies.CODES:
        near = currencies.MEANT.get(value.upper()[:3]) or nearest(value.upper(), currencies.CODES)
        raise wrong("RB221", f"the currency «{value}»", "a code of ISO 4217, as in CNY", near)
    return value


Currency = Annotated[str, AfterValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]
"""A currency, by its code in ISO 4217."""


def _duration(value: str) -> str:
    if not re.fullmatch(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?", value, re.ASCII):
        raise wrong("RB219", f"the duration {shown(value)}", "years, months and days by ISO 8601, as in P1Y or P90D")
    return value


Duration = Annotated[
    str, AfterValidator(_duration), WithJsonSchema({"type": "string", "pattern": r"^P(?=\d)(\d+Y)?(\d+M)?(\d+D)?$"})
]
"""A time in years, months and days, as ISO 8601 writes it: `P1Y`."""


def _not_blank(value: str) -> str:
    if not value.strip():
        raise wrong("RB216", "a text without a letter", "some text")
    return value.strip()


Text = Annotated[str, AfterValidator(_not_blank), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""A text that says something."""


def _name(value: str) -> str:
    if value != value.strip() or not value.strip() or "\n" in value:
        raise wrong("RB216", f"the name {shown(value)} has blanks around it or is empty", "a name of one line")
    return value


Name = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": r"^\S(.*\S)?$"})]
"""What a field, a condition, a prize or a value is called: one line, blanks and Chinese included."""


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise wrong("RB217", f"the name {shown(value)}", "small letters, digits and hyphens, as in special-train")
    return value


Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]
"""What an award or a register is called in addresses and on the command line."""


def _feel(value: object) -> object:
    """Numbers and truth values are FEEL as they stand; FEEL signs that only look right are refused."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        call = "date and time" if hasattr(value, "hour") else "date"
        raise wrong("RB205", f"{shown(value)} without quotes", f"""FEEL, as in '{call}("{value.isoformat()}")'""")
    if isinstance(value, tuple | dict):
        raise wrong("RB206", f"{shown(value)} where FEEL is wanted", "FEEL in single quotes, as in '[1..5]'")
    if isinstance(value, str):
        if not value.strip():
            raise wrong("RB216", "an empty expression", "a FEEL expression")
        if sign := next((sign for sign in signs(value) if sign.full_width), None):
            raise wrong("RB207", f"the full-width sign «{sign.found}»", f"«{sign.expected}»", offset=sign.offset)
    return value


Expression = Annotated[
    str, BeforeValidator(_feel), WithJsonSchema({"type": ["string", "number", "boolean"], "description": "FEEL"})
]
"""The text of a FEEL expression; the schema of its owner says which names it may use."""


def _citation(value: str) -> str:
    if not re.fullmatch(r"notice\.md#[^\s#]+", value):
        raise wrong("RB218", f"the citation {shown(value)}", "a clause of the notice, as in notice.md#2.1")
    return value


Citation = Annotated[
    str, AfterValidator(_citation), WithJsonSchema({"type": "string", "pattern": r"^notice\.md#[^\s#]+$"})
]
"""A clause of the notice, as in `notice.md#2.1`."""


def clause_number(citation: str) -> str:
    """`2.1` of `notice.md#2.1`."""
    return citation.partition("#")[2]


class Label(Part):
    """A text for readers in both languages."""

    zh: Text
    en: Text


Assumption = Label
"""What the notice does not say and the rulebook takes for granted."""

Day = Annotated[date, Field()]
"""A date, written 2023-05-04."""
