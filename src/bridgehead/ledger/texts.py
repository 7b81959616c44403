"""What a record says, in the one spelling in which it is found: NFKC, without case. What is personal stands in none."""

import unicodedata
from collections.abc import Mapping
from typing import Any


def spelled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def said(number: str, fields: Mapping[str, Any]) -> str:
    """What a record says by its number and its fields, the number first, each word once."""
    return spelled("\n".join(dict.fromkeys((number, *filter(None, _words(fields))))))


def _words(fields: Mapping[str, Any]) -> list[str]:
    """What fields say in words, in the order of their names: databases keep those of JSON in orders of their own."""
    words: list[str] = []
    for name in sorted(fields):
        value = fields[name]
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, list):
            words += [each for each in value if isinstance(each, str)]
    return words
