"""The complaints of pydantic about a document: where each stands, and which of them are meant.

1. The place of a complaint is its path without the tags that pydantic adds for the branches of a union.
2. Of a union only the branch that was meant is judged: one of the value's own shape, and that of fewest complaints.
3. What could not be read is not judged again, and what lacks such a part is not called incomplete.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bridgehead.documents.document import Document, Path, Step

KEYS = "keys and values, each as «key: value»"

WRONG_TYPE = {
    "string_type": "a text, as in 'two words'",
    "int_type": "a whole number, as in 3",
    "int_from_float": "a whole number, as in 3",
    "decimal_type": "a number, as in 0.5",
    "is_instance_of": "a number, as in 0.5",
    "bool_type": "true or false",
    "date_type": "a date, as in 2023-05-04",
    "date_from_datetime_inexact": "a date, as in 2023-05-04",
    "datetime_type": "a date and time, as in 2023-05-04 08:00:00",
    "dict_type": KEYS,
    "model_type": KEYS,
    "model_attributes_type": KEYS,
    "tuple_type": "a list, as in [a, b]",
}
"""The types of complaint about a value of another type, and what they expect."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint of pydantic: its type, its path, the value found, and what else it says.

    `key` is the key that is missing, unknown or wrong itself; `branch` the path and tag of the union it came from.
    """

    type: str
    path: Path
    found: Any
    context: dict[str, Any]
    key: Any = None
    branch: tuple[Path, str] | None = None


def complaints(error: ValidationError, document: Document) -> list[Complaint]:
    """What an error complains of, as far as it is meant."""
    return [one for one in meant(error, document) if not _unreadable(one, document)]


def meant(error: ValidationError, document: Document) -> list[Complaint]:
    """What an error complains of, that of what could not be read included (steps 1 and 2)."""
    return [*_meant([_complaint(details, document) for details in error.errors(include_url=False)])]


def _complaint(details: ErrorDetails, document: Document) -> Complaint:
    """A complaint at its path (step 1)."""
    *steps, last = details["loc"] or ("",)
    key: Step | None = last if details["type"] in ("missing", "extra_forbidden") else None
    if key is None and last != "[key]":
        steps.append(last)
    path: Path = ()
    branch = None
    for step in steps:
        longer = document.reach((*path, _written(step, path, document)))
        if len(longer) > len(path):
            path = longer
        elif branch is None:
            branch = (path, str(step))
    if last == "[key]" and path:
        key = path[-1]
    return Complaint(details["type"], path, details["input"], details.get("ctx", {}), key, branch)


def _written(step: Step, path: Path, document: Document) -> Step:
    """The key that a step stands for: pydantic gives a date as its `repr`."""
    value = document.value(path)
    return next((key for key in value if repr(key) == step), step) if isinstance(value, dict) else step


def _meant(every: list[Complaint]) -> Iterator[Complaint]:
    """Complaints without those of branches that were not meant (step 2)."""
    unions: dict[Path, dict[str, list[Complaint]]] = {}
    for one in every:
        if one.branch is None:
            yield one
        else:
            path, tag = one.branch
            unions.setdefault(path, {}).setdefault(tag, []).append(one)
    for path, branches in unions.items():
        shaped = [branch for branch in branches.values() if not any(_of_other_type(one, path) for one in branch)]
        yield from min(shaped, key=_count) if shaped else (one for branch in branches.values() for one in branch)


def _of_other_type(one: Complaint, union: Path) -> bool:
    return one.path == union and one.type in WRONG_TYPE


def _count(branch: Iterable[Complaint]) -> int:
    return len(list(branch))


def _unreadable(one: Complaint, document: Document) -> bool:
    """Whether a complaint is about what could not be read (step 3)."""
    if one.type in ("missing", "too_short") and one.path in document.holes:
        return True
    if one.type == "too_short" and len(one.found) >= one.context["min_length"]:
        return True  # short only of entries that have complaints of their own
    if "found" in one.context and any(path[: len(one.path)] == one.path for path in document.spoiled):
        return True  # a validator of our own, of something that holds what could not be read
    return any(one.path[:length] in document.spoiled for length in range(1, len(one.path) + 1))
