"""Values by name, from JSON, with every digit of their numbers."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from bridgehead.dmn.from_json import from_json
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

NAMED_VALUES = """JSON: names and texts in double quotes, as in {"passengers": 412, "kind": "train"}"""
TOKENS = re.compile(r"""("(?:[^"\\]|\\.)*")(\s*:)?|[{}]|NaN|-?Infinity""")
"""Texts, with the colon where one is a name; brackets; and what the library takes for numbers, though JSON has none."""


def read(given: str) -> dict[str, object]:
    """The values of JSON itself, or of a file of it. Raises BridgeheadError as `read_file` does."""
    if not given.strip():
        raise BridgeheadError([Mistake("CL004", "«» is no object of JSON", None, "values, or a JSON file of them")])
    return _parsed(given, "") if given.lstrip().startswith(("{", "[")) else read_file(Path(given))


def read_file(path: Path) -> dict[str, object]:
    """The values of a JSON file.

    Raises BridgeheadError: CL001 where it cannot be opened, CL002 where it is not UTF-8, CL004 where it is not an
    object of JSON or a name stands twice in one, FE4xx where a value in it is none of FEEL's.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as why:
        found = f"the values cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("CL001", found, Place.whole(str(path)), "a JSON file")]) from why
    except UnicodeDecodeError as why:
        raise BridgeheadError([Mistake("CL002", "the text is not UTF-8", Place.whole(str(path)), "UTF-8")]) from why
    return _parsed(text, str(path))


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        values = from_json(text, file)
    except json.JSONDecodeError as why:
        place = Place(file, why.lineno, why.colno)
        rest = why.doc[why.pos :].partition("\n")[0].strip()
        found = f"«{rest}» does not fit" if rest else "a value or bracket is missing"
        raise BridgeheadError([Mistake("CL004", found, place, NAMED_VALUES)]) from why
    except BridgeheadError as error:
        is_read = all(one.code == "FE403" for one in error.mistakes)  # as JSON, but for NaN and Infinity
        raise BridgeheadError(_strange(text, file) if is_read else error.mistakes) from error
    strange = tuple(_strange(text, file))
    if strange:
        raise BridgeheadError(strange)
    if not isinstance(values, dict):
        raise BridgeheadError([Mistake("CL004", "the values have no names", Place(file), NAMED_VALUES)])
    return values


def _strange(text: str, file: str) -> Iterator[Mistake]:
    """What the library lets pass in a text that it has read: a name that stands twice, and a number that is none."""
    names: list[set[str]] = []
    for token in TOKENS.finditer(text):
        if token[0] == "{":
            names.append(set())
        elif token[0] == "}":
            names.pop()
        elif token[2]:
            name = json.loads(token[1])
            if name in names[-1]:
                yield Mistake("CL004", f"«{name}» stands twice", _at(token, file), "each name once")
            names[-1].add(name)
        elif not token[1]:
            found = f"«{token[0]}» is no number of JSON"
            yield Mistake("CL004", found, _at(token, file), "a number in digits, or null")


def _at(token: re.Match[str], file: str) -> Place:
    before = token.string[: token.start()]
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
