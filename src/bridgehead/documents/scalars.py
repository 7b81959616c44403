"""Plain scalars of YAML: what they are, exactly, and those that YAML readers would change without a word."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bridgehead.primitives.errors import Mistake, Place

Scalar = str | int | Decimal | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Trap:
    """A plain scalar that some reader of YAML takes for something else; `write` says how to write what was meant."""

    code: str
    pattern: re.Pattern[str]
    found: str
    write: Callable[[str], str]


def _quoted(text: str) -> str:
    return f"'{text}'"


def _truth(text: str) -> str:
    meant = "true" if text.lower() in ("yes", "on", "true") else "false"
    return f"{meant}, or '{text}' for the word"


def _two_digits(text: str) -> str:
    year, month, day = text.split("-")
    return f"{year}-{month:0>2}-{day:0>2}"


def _in_full(text: str) -> str:
    return f"{format(Decimal(text), 'f')}, or '{text}' for a text"


def _without_underscores(text: str) -> str:
    return f"{text.replace('_', '')}, or '{text}' for a text"


def _decimal_number(text: str) -> str:
    return f"a decimal number, or '{text}' for a text"


TRAPS = (
    Trap("RB107", re.compile(r"(?i:yes|no|on|off)|True|TRUE|False|FALSE"), "YAML may read {} as true or false", _truth),
    Trap("RB108", re.compile(r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?"), "YAML may read {} as a number to base 60", _quoted),
    Trap("RB109", re.compile(r"[-+]?0\d[\d_]*"), "YAML may read {} as an octal number", _decimal_number),
    Trap("RB109", re.compile(r"[-+]?0[xXoObB][\da-fA-F_]+"), "YAML may read {} to another base", _decimal_number),
    Trap("RB110", re.compile(r"[-+]?\d[\d_]*_[\d_]*(\.\d*)?"), "underscores in the number {}", _without_underscores),
    Trap("RB110", re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d{1,3}"), "an exponent in the number {}", _in_full),
    Trap("RB110", re.compile(r"\+\d+(\.\d+)?|[-+]?\.\d+|[-+]?\d+\."), "YAML readers differ over {}", _in_full),
    Trap("RB110", re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "{} is no number", _decimal_number),
    Trap(
        "RB112", re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?<!-\d\d-\d\d)"), "the date {} without leading zeros", _two_digits
    ),
    Trap(
        "RB112",
        re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(\.\d*)?[ \t]*(Z|[-+]\d\d?(:?\d\d)?)"),
        "the zone in the date and time {}",
        lambda text: f"{text[:10]} {text[11:19]}, by the clock of the rulebook's time zone",
    ),
    Trap(
        "RB131", re.compile(r"~|Null|NULL"), "YAML may read {} as nothing", lambda text: f"null, or '{text}' for a text"
    ),
)
"""In the order in which they are tried; each is matched against the whole scalar."""

_WORD = re.compile(r"[^-+.~\dyYnNoOtTfF]")
"""How a text begins that is no number, no date and no trap."""
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9]\d*)\.\d+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", re.ASCII)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}


DATES = ("RB111", "RB112")
"""What is wrong with a date: as a key too it is hardly meant as a text."""


def resolve(text: str, place: Place) -> Scalar | Mistake:
    """The value of a plain scalar: a truth value, nothing, an exact number, a date, a date and time, else its text.

    A trap is a mistake (RB107-RB112), as is a day or an hour that does not exist (RB111).
    """
    if text in _WORDS:
        return _WORDS[text]
    if _WORD.match(text):
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 4000 else Decimal(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text) or _DATE_TIME.fullmatch(text):
        try:
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            expected = f"a day and hour of the calendar, or {_quoted(text)} for a text"
            return Mistake("RB111", f"{text} does not exist", place, expected)
    for trap in TRAPS:
        if trap.pattern.fullmatch(text):
            return Mistake(trap.code, trap.found.format(f"«{text}»"), place, trap.write(text))
    return text
