"""The words for each complaint about a document: one table, WORDING, by the type of the complaint."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bridgehead.documents.document import Document, Path
from bridgehead.documents.syntax import colon_mistake
from bridgehead.feel.mistakes import mistake
from bridgehead.primitives.errors import Mistake, nearest
from bridgehead.rulebook.complaints import KEYS, WRONG_TYPE, Complaint
from bridgehead.rulebook.known_keys import known_keys, needed_keys
from bridgehead.rulebook.lexical import date_meant, number_meant, signs
from bridgehead.rulebook.schema import shown

FULL_WIDTH = "RB207"

Wording = Callable[[Complaint, Any, Document], Mistake]


def worded(one: Complaint, schema: Any, document: Document) -> Iterator[Mistake]:
    """The mistakes behind a complaint about a document of a schema: more than one for signs that only look right."""
    if one.type in WRONG_TYPE:
        yield _wrong_type(one, schema, document)
    elif one.type == FULL_WIDTH and isinstance(one.found, str):
        yield from _signs(one, document)
    else:
        yield WORDING.get(one.type, _own)(one, schema, document)


def _signs(one: Complaint, document: Document) -> Iterator[Mistake]:
    """Every sign of an expression that only looks like one of FEEL."""
    for sign in signs(one.found):
        place = document.inside(one.path, sign.offset)
        if sign.full_width:
            yield Mistake(FULL_WIDTH, f"the full-width sign «{sign.found}»", place, f"«{sign.expected}»")
        else:
            yield mistake("FE001", place, sign.expected, found=sign.found)


def nearest_key(one: Complaint, schema: Any) -> str | None:
    """The key that was probably meant by an unknown one."""
    return nearest(str(one.key), known_keys(schema, one.path))


def nearest_choice(one: Complaint) -> str | None:
    """The choice that was probably meant by one that is none."""
    return nearest(one.found, _choices(one)) if isinstance(one.found, str) else None


def _choices(one: Complaint) -> list[str]:
    return [word.strip("'") for word in str(one.context["expected"]).replace(" or ", ", ").split(", ")]


def _own(one: Complaint, schema: Any, document: Document) -> Mistake:
    """A complaint of our own leaf types and validators: its type is the code, its context the words."""
    at, offset = one.context["at"], one.context["offset"]
    expected, near = one.context["expected"], one.context["nearest"]
    path, key = (*one.path, *at), one.key is not None or bool(at)
    told = document.mistake(one.type, one.context["found"], *path, expected=expected, nearest=near, key=key)
    return told if offset is None else told.at(document.inside(path, offset))


def _missing(one: Complaint, schema: Any, document: Document) -> Mistake:
    where = f" in «{one.path[-1]}»" if one.path else ""
    message = f"the key «{one.key}» is missing{where}"
    return document.mistake("RB201", message, *one.path, expected=f"«{one.key}: ...»", key=True)


def _unknown(one: Complaint, schema: Any, document: Document) -> Mistake:
    near = nearest_key(one, schema)
    expected = "" if near else f"one of {', '.join(known_keys(schema, one.path))}"
    message = f"unknown key «{one.key}»"
    return document.mistake("RB202", message, *one.path, one.key, expected=expected, nearest=near, key=True)


def _not_listed(one: Complaint, schema: Any, document: Document) -> Mistake:
    expected = f"one of {', '.join(_choices(one))}"
    return document.mistake("RB208", shown(one.found), *one.path, expected=expected, nearest=nearest_choice(one))


def _bound(words: str, name: str) -> Wording:
    def wording(one: Complaint, schema: Any, document: Document) -> Mistake:
        return document.mistake("RB209", f"the number {one.found}", *one.path, expected=f"{words} {one.context[name]}")

    return wording


def _length(words: str, name: str) -> Wording:
    def wording(one: Complaint, schema: Any, document: Document) -> Mistake:
        count = one.context[name]
        entries = "entry" if count == 1 else "entries"
        return document.mistake("RB211", shown(one.found), *one.path, expected=f"{words} {count} {entries}")

    return wording


WORDING: dict[str, Wording] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _not_listed,
    "greater_than": _bound("more than", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("less than", "lt"),
    "less_than_equal": _bound("at most", "le"),
    "too_short": _length("at least", "min_length"),
    "too_long": _length("at most", "max_length"),
}


def _wrong_type(one: Complaint, schema: Any, document: Document) -> Mistake:
    """A value of another type, with the way to write what was probably meant."""
    expected, found, key = WRONG_TYPE[one.type], one.found, one.key is not None
    if expected == KEYS:
        expected = _keys(schema, one.path)
    if found is None:
        return document.mistake("RB204", "no value", *one.path, expected=expected)
    if isinstance(found, str) and expected.startswith("keys and values"):
        colon = colon_mistake(found, document.place(*one.path))
        if colon and colon.place:
            return colon.at(document.inside(one.path, colon.place.column - 2))
    if isinstance(found, date) and expected.startswith("a text"):
        kind = "date and time" if isinstance(found, datetime) else "date"
        text = found.isoformat() if key else document.text(one.path)
        message = f"the {kind} {text} without quotes"
        return document.mistake("RB205", message, *one.path, expected=f"a text: '{text}'", key=key)
    code, meant = _meant(found, expected)
    return document.mistake(code, shown(found), *one.path, expected=meant or expected, key=key)


def _keys(schema: Any, path: Path) -> str:
    """Keys and values, with the keys that must be there; those of a mapping by names stand under each name."""
    if needed := needed_keys(schema, path):
        return f"keys and values: «{': ..., '.join(needed)}: ...»"
    if needed := needed_keys(schema, (*path, "NAME")):
        return f"keys and values, under each name: «NAME: {{{': ..., '.join(needed)}: ...}}»"
    return KEYS


def _meant(found: Any, expected: str) -> tuple[str, str]:
    """The code of a wrong type, and how to write what was probably meant (empty where that is not known)."""
    if expected.startswith("a text") and isinstance(found, bool | int | Decimal):
        return "RB203", f"a text: '{shown(found).strip('«»')}'"
    if not isinstance(found, str):
        return "RB203", ""
    if expected == "true or false" and found in ("true", "false"):
        return "RB210", f"{found} without quotes"
    if "number" in expected and (number := number_meant(found)):
        return "RB210", f"{number} without quotes" if number == found else f"digits alone: {number}"
    if "a date, " in expected and (day := date_meant(found)):
        return "RB210", f"{day} without quotes" if day == found else day
    return "RB203", ""
