"""Recompute the ledger from its events alone, in two passes of bounded memory, and name all that does not fit.

1. By position: leaves are there one after the other, each with its event; seals close them, chained to one another.
2. Rulebooks are those of their hashes.
3. By record: each event's bytes give its hash behind the event before it, steps have no gap, and the fold of the events
   is the state that the record shows.

Codes: LG101 a thing is gone, LG102 it was changed, LG103 it stands where it does not belong, LG104 a seal does not fit,
LG105 a printed seal is not that of this ledger.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from bridgehead.ledger import chain, events
from bridgehead.primitives.errors import Mistake

SOUND = {
    "LG101": "every event, leaf and seal that was ever appended",
    "LG102": "what was appended, unchanged",
    "LG103": "each event in its own place",
    "LG104": "the root and the chain that the events give",
    "LG105": "the seal that was printed",
}
"""What a sound ledger has, by the code of what does not fit."""


class Leaf(NamedTuple):
    """A position, the hash that it keeps of its event, and the event's own hash; None where the event is gone."""

    position: int
    event: int
    hash: bytes
    found: bytes | None


class Stored(NamedTuple):
    """An event as it is stored, with its position; None where it is not sealed yet."""

    event: int
    record: int
    n: int
    kind: str
    body: bytes
    hash: bytes
    position: int | None


class Head(NamedTuple):
    """A record as it is shown."""

    record: int
    number: str
    version: int
    head: bytes
    state: Mapping[str, Any]


class Source(Protocol):
    """Where a ledger is read from, each part in order: seals by number, leaves by position, events and heads by record.

    Rulebooks come by their hash, with the bytes of their files.
    """

    def seals(self) -> Iterator[chain.Seal]: ...
    def leaves(self) -> Iterator[Leaf]: ...
    def events(self) -> Iterator[Stored]: ...
    def heads(self) -> Iterator[Head]: ...
    def rulebooks(self) -> Iterator[tuple[str, bytes]]: ...


Fold = Callable[[Mapping[str, Any] | None, str, Mapping[str, Any]], Mapping[str, Any]]


@dataclass
class Tally:
    """How much was looked at."""

    events: int = 0
    sealed: int = 0
    seals: int = 0
    records: int = 0
    printed: int = 0
    last: chain.Seal | None = field(default=None)


def verify(source: Source, fold: Fold, tally: Tally, printed: Sequence[chain.Printed] = ()) -> Iterator[Mistake]:
    """All that does not fit, as it is found; `tally` counts what was looked at."""
    yield from _by_position(source, tally, {each.number: each for each in printed})
    rulebooks = {name for name, _ in source.rulebooks()}
    for name, files in source.rulebooks():
        if hashlib.sha256(files).hexdigest() != name:
            yield _finding("LG102", f"the files of rulebook {name} were changed: they do not give its hash")
    yield from _by_record(source, fold, tally, rulebooks)


def _finding(code: str, found: str) -> Mistake:
    return Mistake(code, found, None, SOUND[code])


def _by_position(source: Source, tally: Tally, printed: dict[int, chain.Printed]) -> Iterator[Mistake]:
    """Step 1."""
    leaves, previous, expected = _Leaves(source.leaves()), chain.START, 1
    for seal in source.seals():
        for number in range(expected, seal.number):
            yield _finding("LG101", f"seal {number} is gone")
        if seal.previous != previous and seal.number == expected:
            yield _finding("LG104", f"seal {seal.number} does not follow the seal before it")
        if seal.first != tally.sealed and seal.number == expected:
            yield _finding("LG104", f"seal {seal.number} begins at position {seal.first}, where {tally.sealed} is next")
        yield from leaves.gone_before(seal.first)
        hashes = []
        for leaf in leaves.up_to(seal.first + seal.count):
            hashes.append(leaf.hash)
            yield from _leaf_mistakes(leaf)
        yield from leaves.gaps(seal.first, seal.count)
        if len(hashes) != seal.count or chain.root(hashes) != seal.root:
            yield _finding(
                "LG104",
                f"seal {seal.number} over positions {seal.first} to {seal.first + seal.count - 1} has another root",
            )
        yield from _printed_mistake(seal, printed.pop(seal.number, None))
        previous, expected = seal.hash, seal.number + 1
        tally.seals, tally.sealed, tally.last = tally.seals + 1, seal.first + seal.count, seal
    beyond = leaves.rest()
    if beyond:
        yield _finding("LG101", f"the seal is gone that closed position {beyond.position}")
    for each in printed.values():
        gone = f"the printed seal {each.number} over {each.events} events is gone"
        yield _finding("LG105", f"{gone}: the ledger's seals end at {tally.sealed}")


class _Leaves:
    """Leaves in order of position, taken piece by piece."""

    def __init__(self, leaves: Iterator[Leaf]) -> None:
        self._leaves, self._next, self._taken = leaves, next(leaves, None), set[int]()

    def gone_before(self, position: int) -> Iterator[Mistake]:
        """Leaves that no seal closes, though a later seal is there."""
        while self._next is not None and self._next.position < position:
            self._next = next(self._leaves, None)
        return iter(())

    def up_to(self, position: int) -> Iterator[Leaf]:
        self._taken = set()
        while self._next is not None and self._next.position < position:
            self._taken.add(self._next.position)
            yield self._next
            self._next = next(self._leaves, None)

    def gaps(self, first: int, count: int) -> Iterator[Mistake]:
        if len(self._taken) < count:
            for position in range(first, first + count):
                if position not in self._taken:
                    yield _finding("LG101", f"position {position} is gone")

    def rest(self) -> Leaf | None:
        return self._next


def _leaf_mistakes(leaf: Leaf) -> Iterator[Mistake]:
    if leaf.found is None:
        yield _finding("LG101", f"event {leaf.event} at position {leaf.position} is gone")
    elif leaf.found != leaf.hash:
        yield _finding("LG102", f"event {leaf.event} at position {leaf.position} has another hash than was sealed")


def _printed_mistake(seal: chain.Seal, printed: chain.Printed | None) -> Iterable[Mistake]:
    if printed is None or (printed.hash == seal.hash and printed.events == seal.first + seal.count):
        return ()
    return (_finding("LG105", f"seal {seal.number} is not the one that was printed"),)


def _by_record(source: Source, fold: Fold, tally: Tally, rulebooks: Collection[str]) -> Iterator[Mistake]:
    """Step 3."""
    heads = source.heads()
    head = next(heads, None)
    for record, group in groupby(source.events(), attrgetter("record")):
        while head is not None and head.record < record:
            yield _finding("LG101", f"record {head.record}, number {head.number}, has no event")
            head = next(heads, None)
        shown = head if head is not None and head.record == record else None
        yield from _record_mistakes(record, group, shown, fold, tally, rulebooks)
        head = next(heads, None) if shown else head
    while head is not None:
        yield _finding("LG101", f"record {head.record}, number {head.number}, has no event")
        head = next(heads, None)


def _record_mistakes(
    record: int, stored: Iterable[Stored], head: Head | None, fold: Fold, tally: Tally, rulebooks: Collection[str]
) -> Iterator[Mistake]:
    previous, n, state = chain.START, 0, None
    for each in stored:
        where = f"event {each.event}, step {each.n} of record {record}"
        for step in range(n + 1, each.n):
            yield _finding("LG101", f"step {step} of record {record} is gone")
        whole = each.n == n + 1
        if whole and chain.link(previous, each.body) != each.hash:
            yield _finding("LG102", f"{where}, was changed: its bytes do not give its hash")
        previous, n = each.hash, each.n
        tally.events += 1
        try:
            event = events.read(each.body)
            state = fold(state, event.kind, event.data)
        except (ValueError, KeyError, TypeError, AttributeError):
            yield _finding("LG102", f"{where}, cannot be read")
            continue
        if event.rulebook and event.rulebook not in rulebooks:
            yield _finding("LG101", f"the rulebook of {where}, is gone: {event.rulebook}")
        if (event.record, event.n, event.kind) != (record, each.n, each.kind):
            yield _finding("LG103", f"{where}, says that it is step {event.n} of record {event.record}, «{event.kind}»")
    tally.records += 1
    if head is None:
        yield _finding("LG101", f"record {record} is gone, its events are there")
        return
    if head.version > n:
        yield _finding(
            "LG101", f"the steps of record {record}, number {head.number}, end at {n} where {head.version} were done"
        )
    elif (head.version, head.head) != (n, previous):
        yield _finding("LG102", f"record {record}, number {head.number}, does not show its last event")
    elif head.state != state:
        yield _finding("LG102", f"record {record}, number {head.number}, shows a state that its events do not give")
