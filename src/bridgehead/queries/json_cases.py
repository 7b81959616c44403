"""Cases that are written as a list of objects in JSON, and what of them is a reject, as it is in any other file."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from bridgehead import feel, tables
from bridgehead.dmn.from_json import from_json
from bridgehead.feel import types
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.mistakes import place
from bridgehead.feel.operations import kind
from bridgehead.feel.types import Type
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.words import Phrase

_BLANK = re.compile(r"\s*")
_EXPECTED: Mapping[str, tuple[str, Phrase]] = {
    types.NUMBER.name: ("TB034", Phrase("数字，如 1234.5", "a number, as in 1234.5")),
    types.BOOLEAN.name: ("TB037", Phrase("true 或 false", "true or false")),
}
"""The types whose columns hold nothing else, with the code of what is none of them."""


def objects(path: Path) -> list[dict[str, Any]]:
    """The objects of a file.

    Raises BridgeheadError: CL001 where it cannot be opened, CL002 where it is not UTF-8, CL004 where it is no list of
    objects, FE4xx where a value in it is none of FEEL's.
    """
    file = str(path)
    try:
        text = path.read_text("utf-8-sig")
        rows = from_json(text, file)
    except OSError as why:
        found = f"the cases cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("CL001", found, Place.whole(file), "a file of cases")]) from why
    except UnicodeDecodeError as why:
        raise BridgeheadError([Mistake("CL002", "the text is not UTF-8", Place.whole(file), "UTF-8")]) from why
    except json.JSONDecodeError as why:
        at = Place(file, why.lineno, why.colno)
        raise BridgeheadError([Mistake("CL004", f"the cases are not JSON: {why.msg}", at, "JSON")]) from why
    if not isinstance(rows, list):
        found = "the cases are no list of objects"
        raise BridgeheadError([Mistake("CL004", found, Place(file), 'JSON, as in [{"age": 17}]')])
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            at = replace(_place(text, number), file=file)
            found = f"item {number:,} of the cases is no object"
            raise BridgeheadError([Mistake("CL004", found, at, 'an object, as in {"age": 17}')])
    return rows


def _place(text: str, number: int) -> Place:
    """Where an item of the list stands, counted from 1."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    start = end = text.index("[")
    for _ in range(number):
        start = _after_blanks(text, end + 1)
        end = _after_blanks(text, decoder.raw_decode(text, start)[1])
    return place(text, start)


def _after_blanks(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def rejects(rows: Sequence[Mapping[str, Any]], inputs: Mapping[str, Type]) -> pa.Table:
    """What stands where a number or a truth value does, and is none (schema REJECTS); the first object is row 1."""
    return pa.Table.from_pylist(list(_rejects(rows, inputs)), schema=tables.REJECTS)


def _rejects(rows: Sequence[Mapping[str, Any]], inputs: Mapping[str, Type]) -> Iterator[Mapping[str, object]]:
    wanted = {name: type for name, type in inputs.items() if type.name in _EXPECTED}
    for number, row in enumerate(rows, 1):
        for name, type in wanted.items():
            value = row.get(name)
            if kind(value) != type.name and coerce(value, type) is REFUSED:
                code, said = _EXPECTED[type.name]
                words = {"expected zh": said.zh, "expected en": said.en}
                yield {"row": number, "column": name, "value": _json(value), "code": code, **words}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else feel.text_of(value)
