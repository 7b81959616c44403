"""An event: a fact that is never changed, and the bytes by which it is stored and hashed.

The bytes are JSON with sorted keys, no blanks and UTF-8 as it is. They are made once, when the event is appended, and
are read back as they stand: no reader has to make the same bytes again.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from pydantic_core import from_json

Data = Mapping[str, Any]
"""What JSON can hold; a number that is exact is a text, a time is text of ISO 8601."""


class Event(NamedTuple):
    """The nth event of a record, from 1. `kind` carries its version: `submitted/1`. `actor` says who did it.

    `rulebook` is the hash of the rulebook by whose rules it was done, and `engine` the version of the program. The
    first event of a record says whose it is: `of` is its matter, register and number.
    """

    record: int
    n: int
    kind: str
    at: datetime
    actor: str
    rulebook: str
    engine: str
    data: Data
    of: tuple[str, str, str] | None = None


def body(event: Event) -> bytes:
    """The bytes of an event."""
    facts: dict[str, Any] = {
        "record": event.record,
        "n": event.n,
        "kind": event.kind,
        "at": written(event.at),
        "actor": event.actor,
        "rulebook": event.rulebook,
        "engine": event.engine,
        "data": event.data,
    }
    if event.of:
        facts["of"] = event.of
    return json.dumps(facts, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


_KINDS_OF_FACTS = {
    "record": int,
    "n": int,
    "kind": str,
    "at": str,
    "actor": str,
    "rulebook": str,
    "engine": str,
    "data": dict,
}
_FACTS, _KINDS = itemgetter(*_KINDS_OF_FACTS), (*_KINDS_OF_FACTS.values(),)


def read(stored: bytes) -> Event:
    """An event from its bytes; raises ValueError, KeyError or TypeError where they are none."""
    found = facts(stored)
    return Event(**{**found, "at": datetime.fromisoformat(found["at"])})


def facts(stored: bytes) -> dict[str, Any]:
    """The facts of an event by their names, as `read` has them, but `at`, which is a text; it raises the same."""
    found: dict[str, Any] = from_json(stored, allow_inf_nan=False, cache_strings="keys")  # a third of json.loads
    if (*map(type, _FACTS(found)),) != _KINDS or len(found) != len(_KINDS) + ("of" in found):
        raise TypeError("a fact of another kind")
    datetime.fromisoformat(found["at"])
    if "of" in found:
        matter, register, number = map(str, found["of"])
        found["of"] = matter, register, number
    return found


def written(at: datetime) -> str:
    """A moment as events have it: in UTC, to the microsecond."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
