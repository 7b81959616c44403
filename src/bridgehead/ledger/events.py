"""An event: a fact that is never changed, and the bytes by which it is stored and hashed.

The bytes are JSON with sorted keys, no blanks and UTF-8 as it is. They are made once, when the event is appended, and
are read back as they stand: no reader has to make the same bytes again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Data = Mapping[str, Any]
"""What JSON can hold; a number that is exact is a text, a time is text of ISO 8601."""


@dataclass(frozen=True, slots=True)
class Event:
    """The nth event of a record, from 1. `kind` carries its version: `submitted/1`. `actor` says who did it.

    `rulebook` is the hash of the rulebook by whose rules it was done, and `engine` the version of the program.
    """

    record: int
    n: int
    kind: str
    at: datetime
    actor: str
    rulebook: str
    engine: str
    data: Data


def body(event: Event) -> bytes:
    """The bytes of an event."""
    facts = {
        "record": event.record,
        "n": event.n,
        "kind": event.kind,
        "at": written(event.at),
        "actor": event.actor,
        "rulebook": event.rulebook,
        "engine": event.engine,
        "data": event.data,
    }
    return json.dumps(facts, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def read(stored: bytes) -> Event:
    """An event from its bytes; raises ValueError, KeyError or TypeError where they are none."""
    facts = json.loads(stored)
    return Event(**{**facts, "at": datetime.fromisoformat(facts["at"])})


def written(at: datetime) -> str:
    """A moment as events have it: in UTC, to the microsecond."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
