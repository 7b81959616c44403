"""A ledger as it is read to be verified or exported: its parts in order, whatever they are read from."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from bridgehead.ledger import chain

NO_NUMBER = -1
"""What a source gives where a number should stand and something else does."""


NO_MOMENT = datetime.min.replace(tzinfo=UTC)


class Leaf(NamedTuple):
    """A position, the hash that it keeps of its event, and the event's own hash; None where the event is gone."""

    position: int
    event: int
    hash: bytes
    found: bytes | None


class Stored(NamedTuple):
    """An event as it is stored; `at` is a text as `events.written` has it, or whatever else stands there."""

    event: int
    record: int
    n: int
    kind: str
    at: str
    body: bytes
    hash: bytes


class Head(NamedTuple):
    """A record as it is shown: `state` is a text of JSON, and what follows up to `warn` stands in it too.

    `submitted` and `updated` are texts as `events.written` has them. They and `code` may be held by no source: None.
    """

    record: int
    matter: str
    register: str
    number: str
    version: int
    head: bytes
    state: str
    stage: str
    unit: str | None
    due: datetime | None
    move: datetime | None
    warn: datetime | None
    submitted: str | None
    updated: str | None
    code: bytes | None


class Attached(NamedTuple):
    """A file of a record as it is shown; `at` is a text as `events.written` has it."""

    record: int
    hash: str
    field: str
    type: str
    size: int
    at: str


class Message(NamedTuple):
    """A message about a record; `at` and `sent` are texts as `events.written` has them, `sent` an empty one before."""

    record: int
    message: int
    kind: str
    at: str
    box: str
    sent: str


class Beside(NamedTuple):
    """What stands beside the events, in other tables, each by its record: texts, keys as they are wrapped, the fields
    and digests by which records are found, files, messages.
    """

    texts: Iterable[tuple[int, str]]
    keys: Iterable[tuple[int, bytes]]
    entries: Iterable[tuple[int, str, bytes]]
    files: Iterable[Attached]
    messages: Iterable[Message]


class Enacted(NamedTuple):
    """The nth rulebook that was in force for a matter, by its hash, and since when."""

    matter: str
    n: int
    since: datetime
    rulebook: str


class Source(Protocol):
    """Where a ledger is read from, each part in order: seals by number, leaves by position, events and heads by record;
    events may be asked `of` some registers alone.

    What stands beside the events, and counters, each with its matter, its register and the last number that it gave,
    are None where a source holds nothing of them. Of the service as it is now, whatever was
    read before, `forgotten` tells whether a record was, `forgetting` whether something of it is still to be removed,
    and `attached` which of some stored files are of a record.

    Rulebooks come by their hash, with their matter and the bytes of their files; enactments by matter and number. What
    is not of its kind comes as one that fits nothing: NO_NUMBER, NO_MOMENT, no bytes, the text as far as it is one.
    """

    def seals(self) -> Iterator[chain.Seal]: ...
    def leaves(self) -> Iterator[Leaf]: ...
    def events(self, of: Collection[str] = ()) -> Iterator[Stored]: ...
    def heads(self) -> Iterator[Head]: ...
    def beside(self) -> Beside | None: ...
    def counters(self) -> Iterator[tuple[str, str, int]] | None: ...
    def forgotten(self, record: int) -> bool: ...
    def forgetting(self, record: int) -> bool: ...
    def attached(self, files: Collection[str]) -> Collection[str]: ...
    def rulebooks(self) -> Iterator[tuple[str, str, bytes]]: ...
    def enactments(self) -> Iterator[Enacted]: ...


def whole(stored: int | None) -> int:
    return NO_NUMBER if stored is None else stored


def raw(stored: bytes | memoryview | None) -> bytes:
    return b"" if stored is None else bytes(stored)


def text(stored: bytes | str | None) -> str:
    return stored.decode(errors="backslashreplace") if isinstance(stored, bytes) else stored or ""
