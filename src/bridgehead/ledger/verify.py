"""Recompute the ledger from its events alone, in two passes of bounded memory, and name all that does not fit.

1. By position: leaves are there one after the other, each with its event; seals close them, chained to one another.
2. Rulebooks are those of their hashes, and what was in force from when has no gap.
3. By record: each event's bytes give its hash behind the event before it, steps have no gap, and the fold of the events
   is what the record shows.

What is gone is told as gone and not as changed as well: a seal whose leaves are not all there has no root to compare,
and a record whose steps are not all there no state.

Codes: LG101 a thing is gone, LG102 it was changed, LG103 it stands where it does not belong, LG104 a seal does not fit,
LG105 a printed seal is not that of this ledger.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from types import NoneType
from typing import Any

from pydantic_core import from_json

from bridgehead.ledger import chain, events
from bridgehead.ledger.source import Enacted, Head, Leaf, Source, Stored
from bridgehead.primitives.errors import Mistake

SOUND = {
    "LG101": "every event, leaf and seal that was ever appended",
    "LG102": "what was appended, unchanged",
    "LG103": "each event in its own place",
    "LG104": "the root and the chain that the events give",
    "LG105": "the seal that was printed",
}
"""What a sound ledger has, by the code of what does not fit."""

Fold = Callable[[Mapping[str, Any] | None, str, Mapping[str, Any]], Mapping[str, Any]]


@dataclass
class Tally:
    """How much was looked at."""

    events: int = 0
    sealed: int = 0
    seals: int = 0
    records: int = 0
    registers: set[str] = field(default_factory=set)
    last: chain.Seal | None = field(default=None)


def verify(source: Source, fold: Fold, tally: Tally, printed: Sequence[chain.Printed] = ()) -> Iterator[Mistake]:
    """All that does not fit, as it is found; `tally` counts what was looked at."""
    yield from _by_position(source, tally, {each.number: each for each in printed})
    rulebooks: dict[str, str] = {}
    for name, matter, files in source.rulebooks():
        rulebooks[name] = matter
        if hashlib.sha256(files).hexdigest() != name:
            yield _finding("LG102", f"the files of rulebook {name} were changed: they do not give its hash")
    yield from _in_force(source, rulebooks)
    yield from _by_record(source, fold, tally, rulebooks)


def _finding(code: str, found: str) -> Mistake:
    """What is quoted may hold any sign; those that no screen shows are told by their numbers."""
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in found)
    return Mistake(code, shown, None, SOUND[code])


def _numbered(what: str, first: int, last: int) -> str:
    """`step 3 is gone`, or of several `steps 3 to 5 are gone`."""
    return f"{what} {first} is gone" if first == last else f"{what}s {first} to {last} are gone"


def _by_position(source: Source, tally: Tally, printed: dict[int, chain.Printed]) -> Iterator[Mistake]:
    """Step 1."""
    leaves, previous, expected = _Leaves(source.leaves()), chain.START, 1
    for seal in source.seals():
        if seal.number < expected:
            yield _finding("LG103", f"a seal has the number {seal.number} where {expected} is next")
            continue
        if seal.number > expected:
            yield _finding("LG101", _numbered("seal", expected, seal.number - 1))
        elif seal.previous != previous:
            before = f"seal {seal.number - 1}: one of them was changed" if expected > 1 else "the start"
            yield _finding("LG104", f"seal {seal.number} does not follow {before}")
        if seal.first != tally.sealed and seal.number == expected:
            yield _finding("LG104", f"seal {seal.number} begins at position {seal.first}, where {tally.sealed} is next")
        yield from _sealed(seal, leaves)
        yield from _printed_mistake(seal, printed.pop(seal.number, None))
        previous, expected = seal.hash, seal.number + 1
        tally.seals, tally.sealed, tally.last = tally.seals + 1, seal.first + seal.count, seal
    beyond = leaves.next
    if beyond:
        yield _finding("LG101", f"the seal is gone that closed position {beyond.position}")
    for each in printed.values():
        gone = f"the printed seal {each.number} over {each.events} events is gone"
        yield _finding("LG105", f"{gone}: the ledger's seals end at {tally.sealed}")


def _sealed(seal: chain.Seal, leaves: "_Leaves") -> Iterator[Mistake]:
    """The leaves of a seal, and its root where all are there."""
    leaves.skip_to(seal.first)
    tree, next_position, end = chain.Tree(), seal.first, seal.first + seal.count
    for leaf in leaves.up_to(end):
        if leaf.position > next_position:
            yield _finding("LG101", _numbered("position", next_position, leaf.position - 1))
        next_position = leaf.position + 1
        tree.add(leaf.hash)
        if leaf.found != leaf.hash:
            yield _leaf_mistake(leaf)
    if next_position < end:
        yield _finding("LG101", _numbered("position", next_position, end - 1))
    if tree.count == seal.count and tree.root != seal.root:
        yield _finding("LG104", f"seal {seal.number} over positions {seal.first} to {end - 1} has another root")


class _Leaves:
    """Leaves in order of position, taken piece by piece; `next` is the one that comes."""

    def __init__(self, leaves: Iterator[Leaf]) -> None:
        self._leaves, self.next = leaves, next(leaves, None)

    def skip_to(self, position: int) -> None:
        """Past leaves that no seal closes, though a later seal is there: their seal is gone, and is told."""
        for _ in self.up_to(position):
            pass

    def up_to(self, position: int) -> Iterator[Leaf]:
        while self.next is not None and self.next.position < position:
            taken = self.next
            self.next = next(self._leaves, None)
            yield taken


def _leaf_mistake(leaf: Leaf) -> Mistake:
    if leaf.found is None:
        return _finding("LG101", f"event {leaf.event} at position {leaf.position} is gone")
    return _finding("LG102", f"event {leaf.event} at position {leaf.position} has another hash than was sealed")


def _printed_mistake(seal: chain.Seal, printed: chain.Printed | None) -> Iterable[Mistake]:
    if printed is None or (printed.hash == seal.hash and printed.events == seal.first + seal.count):
        return ()
    return (_finding("LG105", f"seal {seal.number} is not the one that was printed"),)


def _in_force(source: Source, rulebooks: Mapping[str, str]) -> Iterator[Mistake]:
    """Step 2: every rulebook came into force, and each enactment follows the one before it."""
    never = dict(rulebooks)
    last: Enacted | None = None
    for each in source.enactments():
        what = f"enactment {each.n} of «{each.matter}»"
        before = last if last is not None and last.matter == each.matter else None
        expected = before.n + 1 if before else 1
        if each.n > expected:
            gone = _numbered("enactment", expected, each.n - 1)
            yield _finding("LG101", f"{gone}, before {what}")
        elif each.n < expected:
            yield _finding("LG103", f"{what} does not follow the one before")
        elif before and each.since <= before.since:
            yield _finding("LG102", f"{what} is shown as of {each.since}, which is not after the one before")
        if each.rulebook not in rulebooks:
            yield _finding("LG101", f"the rulebook {each.rulebook} is gone, by {what}")
        elif rulebooks[each.rulebook] != each.matter:
            yield _finding("LG102", f"rulebook {each.rulebook} is shown as one of «{each.matter}», by {what}")
        never.pop(each.rulebook, None)
        last = each
    for name, matter in never.items():
        yield _finding("LG101", f"no enactment of rulebook {name} of «{matter}» is there")


def _by_record(source: Source, fold: Fold, tally: Tally, rulebooks: dict[str, str]) -> Iterator[Mistake]:
    """Step 3."""
    heads = source.heads()
    head = next(heads, None)
    for record, group in groupby(source.events(), attrgetter("record")):
        while head is not None and head.record < record:
            yield _finding("LG101", f"record {head.record}, number {head.number}, has no event")
            head = next(heads, None)
        shown = head if head is not None and head.record == record else None
        followed = _Followed(record, fold, rulebooks)
        for stored in group:
            yield from followed.step(stored)
        tally.events, tally.records = tally.events + followed.count, tally.records + 1
        tally.registers |= {followed.of[1]} if followed.of else set()
        yield from followed.against(shown)
        head = next(heads, None) if shown else head
    while head is not None:
        yield _finding("LG101", f"record {head.record}, number {head.number}, has no event")
        head = next(heads, None)


class _Followed:
    """A record as its events give it, step by step; `whole` while none is gone or cannot be read."""

    def __init__(self, record: int, fold: Fold, rulebooks: dict[str, str]) -> None:
        self.record, self.fold, self.rulebooks = record, fold, rulebooks
        self.count = self.n = 0
        self.head = chain.START
        self.state: Mapping[str, Any] | None = None
        self.of: tuple[str, str, str] | None = None
        self.whole = True

    def step(self, each: Stored) -> Sequence[Mistake]:
        """What does not fit of the next event. Nearly all fit: for them nothing is worded."""
        told = []
        if each.n > self.n + 1:
            told.append(_finding("LG101", f"{_numbered('step', self.n + 1, each.n - 1)} of record {self.record}"))
            self.whole = False
        elif chain.link(self.head, each.body) != each.hash:
            told.append(_finding("LG102", f"{self._at(each)}, was changed: its bytes do not give its hash"))
        self.head, self.n, self.count = each.hash, each.n, self.count + 1
        try:
            event = events.read(each.body)
            self.state = self.fold(self.state, event.kind, event.data)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.whole = False
            return [*told, _finding("LG102", f"{self._at(each)}, cannot be read")]
        if each.n == 1:
            self.of = event.of
        if event.n != each.n or event.record != self.record or event.kind != each.kind or event.at != each.at:
            told.append(self._misplaced(each, event))
        if event.rulebook and (event.of or event.rulebook not in self.rulebooks):
            told += self._rulebook_mistakes(each, event)
        return told

    def _at(self, each: Stored) -> str:
        return f"event {each.event}, step {each.n} of record {self.record}"

    def _misplaced(self, each: Stored, event: events.Event) -> Mistake:
        if (event.record, event.n) != (self.record, each.n):
            return _finding("LG103", f"{self._at(each)}, says that it is step {event.n} of record {event.record}")
        shown = f"«{each.kind}» at {each.at}"
        return _finding("LG102", f"{self._at(each)}, is shown as {shown}; its bytes say «{event.kind}» at {event.at}")

    def _rulebook_mistakes(self, each: Stored, event: events.Event) -> Iterator[Mistake]:
        if event.rulebook not in self.rulebooks:
            yield _finding("LG101", f"the rulebook of {self._at(each)}, is gone: {event.rulebook}")
            self.rulebooks[event.rulebook] = event.of[0] if event.of else ""  # told once
        elif event.of and event.of[0] != self.rulebooks[event.rulebook]:
            found = f"«{self.rulebooks[event.rulebook]}», by its events of «{event.of[0]}»"
            yield _finding("LG102", f"rulebook {event.rulebook} is shown as one of {found}")

    def against(self, shown: Head | None) -> Iterator[Mistake]:
        """What a record shows that its events do not give."""
        if shown is None:
            yield _finding("LG101", f"record {self.record} is gone, its events are there")
            return
        what = f"record {self.record}, number {shown.number},"
        if shown.version > self.n and shown.head != self.head:
            gone = f"end at {self.n} where {shown.version} were done"
            yield _finding("LG101", f"the steps of {what} {gone}")
        elif (shown.version, shown.head) != (self.n, self.head):
            yield _finding("LG102", f"{what} does not show its last event")
        elif self.whole and self.of != (shown.matter, shown.register, shown.number):
            yield _finding("LG102", f"{what} is not the one that its first event began: {self.of}")
        elif self.whole and not _same(shown, self.state or {}):
            yield _finding("LG102", f"{what} shows a state that its events do not give")


def _same(shown: Head, state: Mapping[str, Any]) -> bool:
    """Whether a record shows this state, sign by sign."""
    try:
        told = from_json(shown.state)
        if told != state or not _alike(told, state):
            return False
        return (shown.stage, shown.unit, shown.due, shown.move) == (
            state.get("stage") or "",
            state.get("unit"),
            _moment(state.get("due")),
            _moment(state.get("move")),
        )
    except (ValueError, TypeError, RecursionError):
        return False


def _alike(one: Any, other: Any) -> bool:
    """Whether what Python takes for equal is written alike, too: `true` and 1, or 0.0 and -0.0, are not."""
    kind = type(one)
    if kind is not type(other):
        return False
    if kind is dict:
        one, other = one.values(), [other[key] for key in one]
    elif kind is not list:
        return kind is not float or repr(one) == repr(other)
    if (kinds := [*map(type, one)]) != [*map(type, other)]:
        return False
    return _PLAIN.issuperset(kinds) or all(
        _alike(*pair) for kind, *pair in zip(kinds, one, other, strict=True) if kind not in _PLAIN
    )


_PLAIN = frozenset((str, int, bool, NoneType))
"""Kinds of JSON whose equal values are written alike."""


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
