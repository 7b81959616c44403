"""A document against its schema: the part that it holds, or every mistake, in the order of the file."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bridgehead.documents.document import Document, Path
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.complaints import Complaint, complaints
from bridgehead.rulebook.known_keys import known_keys
from bridgehead.rulebook.wording import nearest_key, worded


@cache
def adapter(schema: Any) -> TypeAdapter[Any]:
    """What pydantic makes of a schema: a part, or a mapping of parts."""
    return TypeAdapter(schema)


def validate(schema: Any, document: Document) -> tuple[Any, tuple[Mistake, ...]]:
    """What a document holds, or None with the mistakes; values that could not be read are not judged again."""
    part, judged = None, []
    try:
        part = adapter(schema).validate_python(document.data, strict=True)
    except ValidationError as error:
        judged = complaints(error, document)
    mistakes = [told for one in _without_twins(judged, schema) for told in worded(one, schema, document)]
    mistakes += _without_value(schema, document, {one.path for one in judged})
    return (None if mistakes else part), _merged(mistakes)


def _without_value(schema: Any, document: Document, judged: set[Path]) -> Iterator[Mistake]:
    """Optional keys that stand without a value: pydantic takes them for keys that were left out, a reader may not."""
    for path, value in document.walk():
        if value is not None or path in judged or path in document.spoiled:
            continue
        if path and path[-1] in known_keys(schema, path[:-1]):
            yield document.mistake("RB204", "no value", *path, expected=f"a value, or no key «{path[-1]}»")


def _without_twins(judged: list[Complaint], schema: Any) -> Iterator[Complaint]:
    """Complaints without that of a missing key for which an unknown one was meant."""
    meant = {(one.path, nearest_key(one, schema)) for one in judged if one.type == "extra_forbidden"}
    return (one for one in judged if one.type != "missing" or (one.path, one.key) not in meant)


def _merged(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """Mistakes by place; those that differ only in what they expect, as the branches of a union do, become one."""
    merged: dict[tuple[object, ...], list[Mistake]] = {}
    for mistake in mistakes:
        merged.setdefault((mistake.place, mistake.code, mistake.message), []).append(mistake)
    joined = [
        replace(same[0], expected=" or ".join(dict.fromkeys(one.expected for one in same if one.expected)))
        for same in merged.values()
    ]
    return tuple(sorted(joined, key=lambda mistake: (mistake.place is not None, mistake.place)))
