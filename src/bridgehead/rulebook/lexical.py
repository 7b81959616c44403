"""Signs that look right to a reader of Chinese and are not those of FEEL or YAML."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bridgehead.feel.scan import look_alike

# Full-width forms that NFKC maps to ASCII, and the quotation marks that it leaves alone.
_QUOTES = {"“": '"', "”": '"', "„": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "、": ",", "。": "."}


@dataclass(frozen=True, slots=True)
class Sign:
    found: str
    expected: str
    offset: int
    full_width: bool


def ascii_form(sign: str) -> str | None:
    """The ASCII sign that `sign` looks like, or None where it is ASCII already or looks like none."""
    if sign.isascii():
        return None
    if sign in _QUOTES:
        return _QUOTES[sign]
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and plain.isascii() and plain.isprintable() else None


def signs(expression: str) -> Iterator[Sign]:
    """The signs outside the quoted strings of a FEEL text that only look like those of FEEL."""
    closing, escaped = "", False
    for offset, sign in enumerate(expression):
        full_width = ascii_form(sign)
        plain = full_width or look_alike(sign)
        quote = (plain or sign) == '"'
        if plain and (quote or not closing) and closing != '"':
            yield Sign(sign, plain, offset, bool(full_width))
        if closing:
            ends = not escaped and (sign == '"' if closing == '"' else quote)
            escaped = sign == "\\" and not escaped
            closing = "" if ends else closing
        elif quote:
            closing = sign


_NUMERALS = {"万": 10_000, "亿": 100_000_000}


def number_meant(text: str) -> str | None:
    """The digits that a text such as `450,000`, `45万`, `50%` or `１００` stands for; None where it is no number."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace(" ", "").removesuffix("元")
    factor = Decimal(1)
    if plain.endswith("%"):
        plain, factor = plain[:-1], Decimal("0.01")
    elif plain[-1:] in _NUMERALS:
        plain, factor = plain[:-1], Decimal(_NUMERALS[plain[-1]])
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain, re.ASCII):
        return None
    number = Decimal(plain) * factor
    return format(number.normalize() if number % 1 else number.to_integral_value(), "f")


def date_meant(text: str) -> str | None:
    """The date that a text such as `2023/5/4` or `2023年5月4日` stands for, in the form of YAML."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain)
    if not found:
        return None
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
