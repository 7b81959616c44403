"""What can still be checked of a document with mistakes: the same document without what is wrong in it.

1. An unknown key or choice that looks like a known one is read as that one.
2. A label or citation that is missing is stood in for: no rule reads it.
3. What else is wrong is cut out, and what cannot be without it; names that were cut out count as known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from bridgehead.documents.document import Document, Path, Spot, Step
from bridgehead.documents.source import HIDDEN_SIGNS
from bridgehead.rulebook.complaints import Complaint, meant
from bridgehead.rulebook.validation import adapter
from bridgehead.rulebook.wording import nearest_choice, nearest_key

MOST_ROUNDS = 20
_TEXT = "…"
_LABEL = {"zh": _TEXT, "en": _TEXT}
STAND_INS: Mapping[str, Any] = {"title": _LABEL, "label": _LABEL, "cites": "notice.md#0", "zh": _TEXT, "en": _TEXT}
"""The keys of what only readers read."""
_LINE_KEY = re.compile(r"^[ ]*(?:- )?([^\s:：#'\"{\[\-][^:：]*?)[ ]*[:：]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is done to a document, by the paths that it has now."""

    cut: set[Path] = field(default_factory=set)
    renamed: dict[Path, Step] = field(default_factory=dict)
    meant: dict[Path, str] = field(default_factory=dict)
    added: dict[Path, dict[Step, Any]] = field(default_factory=dict)
    holes: set[Path] = field(default_factory=set)


def mend(schema: Any, document: Document) -> tuple[Any, Document]:
    """What a document holds beside its mistakes, and that document; None where nothing can be told without them.

    The document is `incomplete` where anything was cut out or could not be read, and `lost` are the names in it.
    """
    lost = frozenset(_LINE_KEY.findall(document.source)) if () in document.holes else frozenset()
    misread = () in document.holes or any(mistake.code not in HIDDEN_SIGNS for mistake in document.mistakes)
    mended = replace(document, incomplete=misread, lost=lost)
    unread = {*document.spoiled, *_without_value(document)}
    mended = _changed(mended, _Changes(cut={_whole(path, document) for path in unread}))
    for _ in range(MOST_ROUNDS):
        try:
            return adapter(schema).validate_python(mended.data, strict=True), mended
        except ValidationError as error:
            changes = _changes(meant(error, mended), schema, mended)
        if () in changes.cut:
            break
        mended = _changed(mended, changes)
    return None, replace(document, incomplete=True, holes=document.holes | {()})


def _without_value(document: Document) -> Iterator[Path]:
    return (path for path, value in document.walk() if value is None)


def _changes(complaints: Iterable[Complaint], schema: Any, document: Document) -> _Changes:
    changes = _Changes()
    for one in complaints:
        if one.type == "extra_forbidden":
            near, path = nearest_key(one, schema), (*one.path, one.key)
            taken = {*document.value(one.path), *(to for at, to in changes.renamed.items() if at[:-1] == one.path)}
            if near is None or near in taken:
                changes.cut.add(path)
            else:
                changes.renamed[path] = near
        elif one.type == "literal_error" and one.key is None and (choice := nearest_choice(one)):
            changes.meant[one.path] = choice
        elif one.type == "missing" and one.key in STAND_INS:
            changes.added.setdefault(one.path, {})[one.key] = STAND_INS[one.key]
        else:
            changes.cut.add(_whole((*one.path, *one.context.get("at", ())), document))
            if one.key is not None and one.type != "missing":
                changes.holes.add(one.path[:-1])
    return changes


def _whole(path: Path, document: Document) -> Path:
    """An order without one of its keys is another order: a list of scalars is cut out whole."""
    around = document.value(path[:-1]) if path[-1:] and isinstance(path[-1], int) else ()
    scalars = isinstance(around, tuple) and any(not isinstance(each, dict | tuple) for each in around)
    return path[:-1] if scalars else path


def _changed(document: Document, changes: _Changes) -> Document:
    """The document with the changes made; what is kept has the place that it had."""
    spots: dict[Path, Spot] = {}
    lost: set[str] = set()

    def kept(value: Any, old: Path, new: Path) -> Any:
        if old in document.spots:
            spots[new] = document.spots[old]
        if old in changes.meant:
            return changes.meant[old]
        if isinstance(value, tuple):
            left = [at for at in range(len(value)) if not cut((*old, at), value[at])]
            return tuple(kept(value[at], (*old, at), (*new, to)) for to, at in enumerate(left))
        if not isinstance(value, dict):
            return value
        entries: dict[Step, Any] = {}
        for key, inner in value.items():
            if not cut((*old, key), inner):
                name: Step = changes.renamed.get((*old, key)) or key
                entries[name] = kept(inner, (*old, key), (*new, name))
        return {**entries, **changes.added.get(old, {})}

    def cut(path: Path, value: Any) -> bool:
        if path not in changes.cut:
            return False
        lost.update(step for step in path[-1:] if isinstance(step, str))
        lost.update(_names(value))
        return True

    data = kept(document.data, (), ())
    incomplete = document.incomplete or bool(changes.cut)
    holes = document.holes | changes.holes
    return replace(document, data=data, spots=spots, holes=holes, incomplete=incomplete, lost=document.lost | lost)


def _names(value: Any) -> Iterator[str]:
    """Every key in a value."""
    if isinstance(value, dict):
        yield from (key for key in value if isinstance(key, str))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
        yield from _names(inner)
