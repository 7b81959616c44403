"""What stands beside the events of a record, in other tables and in the store, held against what its events say of it:
pure, so that any process can.

1. Its text, by which a part of it is found: what its fields say.
2. Its key: there from the event that began it until the one that forgot it, and the one that the first of them names.
3. The entries by which it is found, by their count, and by their digest under the record's key where that opens.
4. Its files: a row for each that an event attached, and the stored bytes, each file read once.
5. Its messages: each of the moment of an event, none to whoever filed it once it was forgotten; what was not sent yet
   opens under its key. Which event of an award put one there is not asked.

The events of an earlier version say nothing of entries; of such records they are counted as unsaid.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from bridgehead.ledger import attachments, keys
from bridgehead.ledger.findings import finding
from bridgehead.ledger.outbox import OF_AWARDS, TO_STAFF
from bridgehead.ledger.source import Attached, Beside, Message, Stored
from bridgehead.ledger.texts import said
from bridgehead.primitives.errors import BridgeheadError, Mistake

FOUND_BY, LISTED = "found by", "listed"
"""What events call the entries by which a record is found, and those of who stands in its list."""
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class AtHand:
    """What can be looked at besides the database: the home with the stored files, and the master key."""

    home: Path | None = None
    master: bytes | None = None


@dataclass
class Looked:
    """How much was looked at; and what is not said before the service was asked: `gone` and `left` are stored files of
    records that may have been forgotten meanwhile or are being so, `shut` the keys that the master key does not open.
    """

    files: int = 0
    keys: int = 0
    entries: int = 0
    unsaid: int = 0
    gone: list[tuple[int, Mistake]] = field(default_factory=list)
    left: list[tuple[int, Mistake]] = field(default_factory=list)
    shut: list[Mistake] = field(default_factory=list)
    opened: int = 0

    def add(self, other: "Looked") -> None:
        """Count what another looked at, without what is in doubt."""
        self.files, self.keys, self.entries = (
            self.files + other.files,
            self.keys + other.keys,
            self.entries + other.entries,
        )
        self.unsaid, self.opened = self.unsaid + other.unsaid, self.opened + other.opened


class Told(NamedTuple):
    """A record as its events give it: its number, its state, the event by which each part of the state came, the first
    of them, the event that forgot it, if one did, and the event that attached each file; and the moments of its
    messages at which there was no event.
    """

    record: int
    number: str
    state: Mapping[str, Any]
    by: Mapping[str, Stored]
    first: Stored
    forgotten: Stored | None
    attached: Mapping[str, Stored]
    unmet: Set[str]

    @property
    def what(self) -> str:
        return f"record {self.record}, number {self.number},"


def event_of(each: Stored) -> str:
    return f"event {each.event}, step {each.n} of record {each.record}"


class There:
    """What stands beside the events of some records."""

    def __init__(self, rows: Beside, at_hand: AtHand) -> None:
        self._texts, self._keys = dict(rows.texts), dict(rows.keys)
        self._entries = {
            record: [(field, digest) for _, field, digest in entries]
            for record, entries in groupby(rows.entries, itemgetter(0))
        }
        self._files = {record: [*files] for record, files in groupby(map(Attached._make, rows.files), itemgetter(0))}
        self._messages = {
            record: [*messages] for record, messages in groupby(map(Message._make, rows.messages), itemgetter(0))
        }
        self._home, self._master = at_hand.home, at_hand.master
        self._opened = {} if at_hand.master is None else _opened(at_hand.master, self._keys)
        self._digests = {
            record: keys.index_digest(key, self._entries[record])
            for record, key in self._opened.items()
            if key is not None and record in self._entries
        }

    def moments(self, record: int) -> set[str]:
        """Those of the messages about a record."""
        return {each.at for each in self._messages.get(record, ())}

    def against(self, told: Told, looked: Looked) -> Iterator[Mistake]:
        """What does not fit of what stands beside a record."""
        record, state = told.record, told.state
        text, fields = self._texts.get(record), state.get("fields")
        if text != (said(told.number, fields) if fields else None):
            yield _text(told, text)  # 1
        key = yield from self._key(told, self._keys.get(record), looked)  # 2
        entries = self._entries.get(record, [])
        looked.keys, looked.entries = looked.keys + ("key" in state), looked.entries + len(entries)
        digest = self._digests.get(record) if key is not None else None
        if digest is None or not _is_said(told, len(entries), digest):
            yield from _entries(told, entries, key, looked)  # 3
        files = self._files.get(record, [])
        if files or told.attached:
            yield from _files(told, files, self._home, looked)  # 4
        for each in self._messages.get(record, ()):
            yield from _message(told, each, key, self._master)  # 5

    def _key(self, told: Told, wrapped: bytes | None, looked: Looked) -> Generator[Mistake, None, bytes | None]:
        """Step 2. The key in the clear, where it should be there and can be opened."""
        if told.forgotten or "key" not in told.state:
            if wrapped is not None:
                yield _key_too_many(told)
            return None
        if wrapped is None:
            by = event_of(told.by["key"])
            yield finding("LG111", f"the key of {told.what} begun by {by}, is gone, and no event forgot it")
        if wrapped is None or self._master is None:
            return None
        key = self._opened[told.record]
        if key is None:
            by = event_of(told.by["key"])
            found = f"the key of {told.what} begun by {by}, does not open under the master key"
            looked.shut.append(finding("LG112", found))
            return None
        looked.opened += 1
        if keys.commitment(key) != told.state["key"]:
            yield finding("LG112", f"the key of {told.what} is not the one that {event_of(told.by['key'])}, began")
        return key


def _opened(master: bytes, wrapped: Mapping[int, bytes]) -> Mapping[int, bytes | None]:
    """The keys of records in the clear; None of one that does not open."""
    unwrap, found = keys.unwrapper(master), dict[int, bytes | None]()
    for record, each in wrapped.items():
        try:
            found[record] = unwrap(each, record)
        except (BridgeheadError, ValueError):
            found[record] = None
    return found


def _text(told: Told, text: str | None) -> Mistake:
    """Step 1. What has no fields, such as an award, is found otherwise."""
    by = event_of(told.by.get("fields", told.first))
    if not told.state.get("fields"):
        return finding("LG113", f"a text of {told.what} stands, though no event fills anything in")
    if text is None:
        return finding("LG111", f"the text of {told.what} by which it is found, is gone; {by}, gives it")
    return finding("LG112", f"the text of {told.what} by which it is found, was changed; {by}, gives another")


def _key_too_many(told: Told) -> Mistake:
    by = f"though {event_of(told.forgotten)}, forgot it" if told.forgotten else "though no event began it"
    return finding("LG113", f"the key of {told.what} is there, {by}")


def _entries(told: Told, entries: Sequence[tuple[str, bytes]], key: bytes | None, looked: Looked) -> list[Mistake]:
    """Step 3."""
    if not entries and (told.forgotten or FOUND_BY not in told.state):
        return []
    if told.forgotten:
        by = event_of(told.forgotten)
        found = f"{told.what} is still found by {len(entries)} entries, though {by}, forgot it"
        return [finding("LG113", found)]
    if FOUND_BY not in told.state:
        looked.unsaid += 1
        return []
    listed = [each for each in entries if each[0] == keys.LISTED]
    named = [each for each in entries if each[0] != keys.LISTED] if listed else entries
    return _as_said(told, FOUND_BY, named, key) + _as_said(told, LISTED, listed, key)


def _is_said(told: Told, count: int, digest: str) -> bool:
    """Whether the event that filled the record in, and began its key, told of all entries."""
    said = told.state.get(FOUND_BY)
    return (
        said == {"entries": count, "digest": digest}
        and LISTED not in told.state
        and told.by["key"].n <= told.by[FOUND_BY].n
    )


def _as_said(told: Told, name: str, entries: Sequence[tuple[str, bytes]], key: bytes | None) -> list[Mistake]:
    """Entries against the event that told of them last."""
    kept = told.state.get(name)
    if kept is None and not entries:
        return []
    if kept is None:
        found = f"{told.what} is {name.split()[0]} by {len(entries)} entries of which no event tells"
        return [finding("LG113", found)]
    by, count = told.by[name], kept["entries"]
    if len(entries) == count:
        is_under_key = "key" in told.by and told.by["key"].n <= by.n
        under = key if is_under_key else b""
        if under is None or keys.index_digest(under, entries) == kept["digest"]:
            return []
    which = f"the {count} entries by which {told.what} is {name.split()[0]} since {event_of(by)},"
    if len(entries) < count:
        return [finding("LG111", f"of {which} {count - len(entries)} are gone")]
    if len(entries) > count:
        return [finding("LG113", f"beside {which} {len(entries) - count} others stand")]
    return [finding("LG112", f"{which} were changed")]


def _files(told: Told, rows: Sequence[Attached], home: Path | None, looked: Looked) -> Iterator[Mistake]:
    """Step 4."""
    kept = Counter(each.hash for each in rows)
    if told.forgotten:
        for name in kept:
            found = f"the file {name} of {told.what} is shown, though {event_of(told.forgotten)}, forgot it"
            yield finding("LG113", found)
        if home is not None:
            looked.left += ((told.record, _left(told, name)) for name in told.attached if _is_there(name, home))
        return
    for name, count in kept.items():
        if name not in told.attached:
            yield finding("LG113", f"a file {name} of {told.what} is shown, which no event attached")
        elif count > 1:
            yield finding("LG113", f"the file {name} of {told.what} is shown {count} times")
    shown = {each.hash: each for each in rows}
    for name, by in told.attached.items():
        if name not in shown:
            yield finding("LG111", f"the file {name} of {told.what} attached by {event_of(by)}, is shown no more")
        elif different := _different(shown[name], told.state["files"][name], by):
            yield finding(
                "LG112", f"the file {name} of {told.what} is shown with another {different} than {event_of(by)}, says"
            )
        if home is not None:
            looked.files += 1
            yield from _stored(told, name, by, home, looked)


def _different(shown: Attached, about: Mapping[str, Any], by: Stored) -> str:
    """The columns of a file's row that its event does not give."""
    found = {"field": about["field"], "type": about["type"], "size": about["size"], "at": by.at}
    return ", ".join(name for name, value in found.items() if getattr(shown, name) != value)


def _stored(told: Told, name: str, by: Stored, home: Path, looked: Looked) -> Iterator[Mistake]:
    """The bytes of a file in the store."""
    what = f"the stored file {name} of {told.what} attached by {event_of(by)},"
    if not _NAME.fullmatch(name):
        yield finding("LG115", f"{what} has no name of a stored file")
        return
    try:
        with attachments.place(home, name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != name:
                yield finding("LG115", f"{what} was changed: its bytes do not give its hash")
    except FileNotFoundError:
        looked.gone.append((told.record, finding("LG114", f"{what} is gone")))
    except OSError as error:
        yield finding("LG115", f"{what} cannot be read: {error.strerror}")


def _is_there(name: str, home: Path) -> bool:
    return bool(_NAME.fullmatch(name)) and attachments.place(home, name).exists()


def _left(told: Told, name: str) -> Mistake:
    assert told.forgotten is not None
    return finding(
        "LG116", f"the stored file {name} of {told.what} is there, though {event_of(told.forgotten)}, forgot it"
    )


def _message(told: Told, message: Message, key: bytes | None, master: bytes | None) -> Iterator[Mistake]:
    """Step 5. A message that was sent has an empty box; whether one opens is asked where the record's key does."""
    what, to_staff = f"message {message.message} of {told.what}", message.kind == TO_STAFF
    if told.forgotten and not to_staff:
        yield finding("LG113", f"{what} stands, though {event_of(told.forgotten)}, forgot it")
    elif message.at in told.unmet and message.kind not in OF_AWARDS:
        yield finding("LG113", f"{what} stands, and no event is of its moment, {message.at}")
    elif not to_staff and "key" not in told.state:
        yield finding("LG113", f"{what} stands, though no event began a key that would open it")
    elif key is not None and master is not None and not message.sent:
        try:
            if to_staff:
                keys.open_secret(master, message.box)
            else:
                keys.unbox(key, message.box, told.record)
        except (BridgeheadError, ValueError):
            yield finding("LG112", f"{what} which was not sent, does not open")
