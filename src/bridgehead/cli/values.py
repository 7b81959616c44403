"""Values by name, from JSON, with every digit of their numbers."""

import json
from pathlib import Path

from bridgehead.dmn.from_json import from_json
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

NAMED_VALUES = """JSON: names and texts in double quotes, as in {"passengers": 412, "kind": "train"}"""


def read(given: str) -> dict[str, object]:
    """The values of JSON itself, or of a file of it. Raises BridgeheadError as `read_file` does."""
    return _parsed(given, "") if given.lstrip().startswith(("{", "[")) else read_file(Path(given))


def read_file(path: Path) -> dict[str, object]:
    """The values of a JSON file.

    Raises BridgeheadError: CL001 where it cannot be opened, CL002 where it is not UTF-8, CL004 where it is not an
    object of JSON, FE4xx where a value in it is none of FEEL's.
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
    if not isinstance(values, dict):
        raise BridgeheadError([Mistake("CL004", "the values have no names", Place(file), NAMED_VALUES)])
    return values
