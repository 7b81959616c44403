"""The state of a record, as the fold of its events. What an event decided stands in it, so that folding needs no rule.

An event carries what it sets: `fields`, `files` and `verified` (some of them), `stage`, `unit`, `due`, and so on. A key
that it does not carry stays. `personal` is a box that only the record's key opens; the newest one is whole.
"""

from collections.abc import Mapping
from typing import Any

MERGED = frozenset(("fields", "files", "verified", "signed", "alarms", "segments"))
"""What an event adds to; all else it sets."""


def fold(state: Mapping[str, Any] | None, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The state after an event. An event of the first version of any kind is read as it stands."""
    before = state or {}
    merged = {key: {**before.get(key, {}), **data[key]} for key in MERGED.intersection(data)}
    return {**before, **data, **merged}
