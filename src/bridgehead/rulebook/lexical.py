"""Signs that look right to a reader of Chinese and are not those of FEEL or YAML."""

import unicodedata
from dataclasses import dataclass

# Full-width forms that NFKC maps to ASCII, and the quotation marks that it leaves alone.
_QUOTES = {"“": '"', "”": '"', "„": '"', "‘": '"', "’": '"', "「": '"', "」": '"', "、": ",", "。": "."}


@dataclass(frozen=True, slots=True)
class Sign:
    found: str
    expected: str
    offset: int


def ascii_form(sign: str) -> str | None:
    """The ASCII sign that `sign` looks like, or None where it is ASCII already or looks like none."""
    if sign.isascii():
        return None
    if sign in _QUOTES:
        return _QUOTES[sign]
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and plain.isascii() and plain.isprintable() else None


def full_width_sign(expression: str) -> Sign | None:
    """The first sign outside the quoted strings of a FEEL text that only looks like ASCII."""
    quoted = escaped = False
    for offset, sign in enumerate(expression):
        if quoted:
            quoted = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            quoted = True
        elif plain := ascii_form(sign):
            return Sign(sign, plain, offset)
    return None
