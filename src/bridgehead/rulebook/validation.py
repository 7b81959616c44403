"""From a document to its schema, and from pydantic's complaints to ours.

1. The place of a complaint is its path without the tags that pydantic adds for the branches of a union.
2. Of a union, only the branch that was meant is judged: that of the value's shape, then that of fewest complaints.
3. Each complaint is worded by one table, WORDING; those of our own leaf types bring their words with them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bridgehead.primitives.errors import Mistake, nearest
from bridgehead.rulebook.document import Document, Path
from bridgehead.rulebook.lexical import number_meant
from bridgehead.rulebook.schema import Part, shown
from bridgehead.rulebook.syntax import colon_mistake


def validate(schema: Any, document: Document) -> tuple[Any, tuple[Mistake, ...]]:
    """What a document holds, or None with the mistakes; values that could not be read are not judged again."""
    try:
        return TypeAdapter(schema).validate_python(document.data, strict=True), ()
    except ValidationError as error:
        complaints = [_complaint(details, document) for details in error.errors(include_url=False)]
        judged = [one for one in _meant_branches(complaints) if not _spoiled(one, document)]
        return None, tuple(_merged(_mistakes(judged, schema, document)))


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint of pydantic: its type, the path, and the branch (path and tag) of the union that it came from."""

    type: str
    path: Path
    found: Any
    context: dict[str, Any]
    key: Any = None  # of a missing or an unknown key
    branch: tuple[Path, str] | None = None


def _complaint(details: ErrorDetails, document: Document) -> Complaint:
    steps = list(details["loc"])
    of_key = bool(steps) and steps[-1] == "[key]"
    key = None
    if details["type"] in ("missing", "extra_forbidden"):
        key = steps.pop()
    path: Path = ()
    branch = None
    for step in steps:
        longer = next((p for p in ((*path, step), (*path, _as_date(step))) if p in document.spots), None)
        if longer is not None:
            path = longer
        elif branch is None and step != "[key]":
            branch = (path, str(step))
    return Complaint(details["type"], path, details["input"], details.get("ctx", {}), _key(key, of_key, path), branch)


def _key(key: Any, of_key: bool, path: Path) -> Any:
    return path[-1] if of_key and path else key


def _as_date(step: Any) -> Any:
    try:
        return date.fromisoformat(step) if isinstance(step, str) else step
    except ValueError:
        return step


def _spoiled(complaint: Complaint, document: Document) -> bool:
    path = complaint.path
    if complaint.type in ("missing", "too_short") and path in document.holes:
        return True
    if complaint.type == "too_short" and len(complaint.found) >= complaint.context["min_length"]:
        return True  # it is short only of the entries that were refused
    return any(path[:length] in document.spoiled for length in range(1, len(path) + 1))


def _meant_branches(complaints: list[Complaint]) -> list[Complaint]:
    """Complaints without those of branches that were not meant (step 2)."""
    unions = {one.branch[0] for one in complaints if one.branch}
    kept = [one for one in complaints if one.branch is None]
    for union in sorted(unions, key=str):
        branches: dict[str, list[Complaint]] = {}
        for one in complaints:
            if one.branch and one.branch[0] == union:
                branches.setdefault(one.branch[1], []).append(one)
        shaped = [errors for errors in branches.values() if not any(_wrong_shape(one, union) for one in errors)]
        if shaped:
            shaped.sort(key=len)
            kept += shaped[0]
        else:
            kept += [one for errors in branches.values() for one in errors]
    return kept


def _wrong_shape(complaint: Complaint, union: Path) -> bool:
    return complaint.path == union and complaint.type in EXPECTED


def _mistakes(complaints: list[Complaint], schema: Any, document: Document) -> Iterator[Mistake]:
    unknown = {
        (one.path, near)
        for one in complaints
        if one.type == "extra_forbidden" and (near := nearest(str(one.key), known_keys(schema, one.path)))
    }
    for one in complaints:
        if one.type == "missing" and (one.path, one.key) in unknown:
            continue  # the unknown key is said to be meant for it
        wording = WORDING.get(one.type)
        if wording is None and one.type in EXPECTED:
            yield _wrong_type(one, document)
        elif wording is not None:
            yield wording(one, schema, document)
        else:
            yield _own(one, document)


def _own(one: Complaint, document: Document) -> Mistake:
    """A complaint of our own leaf types and validators, whose type is the code."""
    key = one.key is not None
    return document.mistake(
        one.type, str(one.context["found"]), *one.path,
        expected=str(one.context["expected"]), nearest=one.context["nearest"], key=key,
    )  # fmt: skip


def _missing(one: Complaint, schema: Any, document: Document) -> Mistake:
    where = f" in «{one.path[-1]}»" if one.path else ""
    return document.mistake(
        "RB201", f"the key «{one.key}» is missing{where}", *one.path, expected=f"«{one.key}: ...»", key=True
    )


def _unknown(one: Complaint, schema: Any, document: Document) -> Mistake:
    known = known_keys(schema, one.path)
    near = nearest(str(one.key), known)
    expected = "" if near else f"one of {', '.join(known)}"
    return document.mistake(
        "RB202", f"unknown key «{one.key}»", *one.path, one.key, expected=expected, nearest=near, key=True
    )


def _not_listed(one: Complaint, schema: Any, document: Document) -> Mistake:
    words = [word.strip("'") for word in str(one.context["expected"]).replace(" or ", ", ").split(", ")]
    near = nearest(one.found, words) if isinstance(one.found, str) else None
    return document.mistake("RB208", shown(one.found), *one.path, expected=f"one of {', '.join(words)}", nearest=near)


def _bound(words: str, name: str) -> Callable[[Complaint, Any, Document], Mistake]:
    def worded(one: Complaint, schema: Any, document: Document) -> Mistake:
        return document.mistake("RB209", f"the number {one.found}", *one.path, expected=f"{words} {one.context[name]}")

    return worded


def _length(words: str, name: str) -> Callable[[Complaint, Any, Document], Mistake]:
    def worded(one: Complaint, schema: Any, document: Document) -> Mistake:
        return document.mistake("RB211", shown(one.found), *one.path, expected=f"{words} {one.context[name]} entries")

    return worded


WORDING: dict[str, Callable[[Complaint, Any, Document], Mistake]] = {
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

EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "decimal_type": "a number",
    "is_instance_of": "a number",
    "bool_type": "true or false",
    "date_type": "a date, as in 2023-05-04",
    "date_from_datetime_inexact": "a date, as in 2023-05-04",
    "datetime_type": "a date and time, as in 2023-05-04 08:00:00",
    "dict_type": "keys and values, each as «key: value»",
    "model_type": "keys and values, each as «key: value»",
    "model_attributes_type": "keys and values, each as «key: value»",
    "tuple_type": "a list, as in [a, b]",
    "none_required": "nothing",
}
"""What pydantic's types of complaint about a wrong type expect."""


def _wrong_type(one: Complaint, document: Document) -> Mistake:
    """A value of another type, with the way to write what was probably meant."""
    expected, found, key = EXPECTED[one.type], one.found, one.key is not None
    if found is None:
        return document.mistake("RB204", "no value", *one.path, expected=expected)
    if expected == "a text" and isinstance(found, date):
        text = document.text(one.path) if not key else found.isoformat()
        kind = "date and time" if isinstance(found, datetime) else "date"
        return document.mistake(
            "RB205", f"the {kind} {text} without quotes", *one.path, expected=f"a text: '{text}'", key=key
        )
    if expected == "a text" and isinstance(found, bool | int | Decimal):
        written = shown(found).strip("«»")
        return document.mistake("RB203", shown(found), *one.path, expected=f"a text: '{written}'", key=key)
    if isinstance(found, str) and "number" in expected and (number := number_meant(found)):
        return document.mistake("RB210", f"the number {shown(found)}", *one.path, expected=f"digits alone: {number}")
    if (
        isinstance(found, str)
        and "key: value" in expected
        and (colon := colon_mistake(found, document.place(*one.path)))
    ):
        return colon.at(document.inside(one.path, 1, colon.place.column - 1 if colon.place else 1))
    return document.mistake("RB203", shown(found), *one.path, expected=expected, key=key)


def _merged(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Mistakes in the order of the file; those that differ only in what was expected become one."""
    merged: dict[tuple[object, ...], list[Mistake]] = {}
    for mistake in mistakes:
        merged.setdefault((mistake.place, mistake.code, mistake.message), []).append(mistake)
    result = []
    for same in merged.values():
        expected = " or ".join(dict.fromkeys(one.expected for one in same if one.expected))
        result.append(Mistake(same[0].code, same[0].message, same[0].place, expected, same[0].nearest))
    return sorted(result, key=lambda mistake: (mistake.place is not None, mistake.place))


def known_keys(schema: Any, path: Path) -> list[str]:
    """The keys that a schema knows at a path, those of all branches of a union together."""
    annotations: list[Any] = [schema]
    for step in path:
        annotations = [inner for annotation in annotations for inner in _inside(annotation, step)]
    parts = [part for annotation in annotations for part in _parts(annotation)]
    return list(dict.fromkeys(str(field.alias) for part in parts for field in part.model_fields.values()))


def _inside(annotation: Any, step: object) -> Iterator[Any]:
    for part in _parts(annotation):
        yield from (field.annotation for field in part.model_fields.values() if field.alias == step)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        yield arguments[0]
    elif isinstance(origin, type) and issubclass(origin, dict):
        yield arguments[1]
    elif origin is not None:
        for argument in arguments:
            yield from _inside(argument, step)


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    elif get_origin(annotation) not in (tuple, dict, None):
        for argument in get_args(annotation):
            yield from _parts(argument)
