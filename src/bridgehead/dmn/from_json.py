"""Values of JSON, with every digit of their numbers, within the bounds of those of FEEL."""

import json
import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bridgehead.feel.mistakes import NESTED, mistake, place
from bridgehead.feel.values import bounded, feel_value
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

_WORD: Final = re.compile(r'"(?:[^"\\]|\\.)*"|-?[0-9][-+.0-9eE]*')


def from_json(text: str, file: str) -> Any:
    """The value that a text of JSON says; `file` is that which it stands in, for the places of mistakes.

    Raises json.JSONDecodeError, or BridgeheadError: FE408, a number is too large, FE404, lists stand too deep in one
    another, FE410, a text has half of a character, FE403, NaN or Infinity, which JSON does not have either.
    """
    try:
        return feel_value(json.loads(text, parse_float=_number, parse_int=_number))
    except RecursionError:
        raise BridgeheadError([mistake("FE404", Place(file), found=NESTED)]) from None
    except BridgeheadError as error:
        raise BridgeheadError([replace(one, place=_place(one, text, file)) for one in error.mistakes]) from error


def _number(word: str) -> Decimal:
    try:
        return bounded(Decimal(word))
    except InvalidOperation:  # its exponent is more than any Decimal has
        return bounded(word)


def _place(found: Mistake, text: str, file: str) -> Place:
    """The place of the number that is too large, or of the text with half of a character; else the file."""
    if found.code in ("FE408", "FE410"):
        for word in _WORD.finditer(text):
            try:
                feel_value(json.loads(word[0]) if word[0].startswith('"') else _number(word[0]))
            except BridgeheadError as error:
                if error.mistakes[0].code == found.code:
                    return replace(place(text, word.start()), file=file)
    return Place(file)
