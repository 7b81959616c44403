"""Recompute the ledger from its events alone, in two passes of bounded memory, and name all that does not fit.

1. By position: leaves are there one after the other, each with its event; seals close them, chained to one another.
2. By record, as `followed` has it: hashes, steps and states; and as `beside` has it: keys, files, by what records are
   found. Stretches of records may be followed in other processes, which are given what was read of the database, and
   read nothing of it themselves: all of it is of one moment. Stored files they read.
3. What the service is asked about, as it is by then: whether files are gone, or still there, of records that were
   forgotten meanwhile; and files of the store that nothing names.
4. Counters have counted every number that was given.
5. Rulebooks are those of their hashes, what was in force from when has no gap, and those that events name are there.

What is gone is told as gone and not as changed as well: a seal whose leaves are not all there has no root to compare,
and a record whose steps are not all there no state. The codes stand in `findings`.
"""

import hashlib
import math
import os
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import accumulate, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from bridgehead.ledger import attachments, chain
from bridgehead.ledger.beside import AtHand, Looked
from bridgehead.ledger.findings import finding, numbered
from bridgehead.ledger.followed import Fold, Followed, Shown, follow, follow_rows
from bridgehead.ledger.source import Enacted, Head, Leaf, Source, Stored
from bridgehead.primitives.errors import Mistake

EVENTS, FILES, PIECE = 2_000, 500, 1_000
"""Events that are followed at a time, stored files that are looked up, and rows beside events that are read ahead."""
NOTHING = AtHand()
Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass
class Tally:
    """How much was looked at."""

    events: int = 0
    sealed: int = 0
    seals: int = 0
    records: int = 0
    registers: set[str] = field(default_factory=set)
    last: chain.Seal | None = field(default=None)
    looked: Looked = field(default_factory=Looked)


@dataclass(frozen=True)
class Workers:
    """Other processes that follow records: so many stretches wait for them at most, each of some `events`.

    The first `here` stretches are followed here: a small ledger is through before a process has come up.
    """

    pool: Executor
    waiting: int
    events: int = EVENTS
    here: int = 25


def verify(
    source: Source,
    fold: Fold,
    tally: Tally,
    printed: Sequence[chain.Printed] = (),
    workers: Workers | None = None,
    at_hand: AtHand = NOTHING,
) -> Iterator[Mistake]:
    """All that does not fit, as it is found, and notes (`findings.NOTES`); `tally` counts what was looked at."""
    yield from _by_position(source, tally, {each.number: each for each in printed})
    named: dict[tuple[str, str | None], str] = {}
    counted, shut, earlier, first = Counter[tuple[str, str]](), _Shut(), 0, ""
    for found in _by_record(source, fold, workers, at_hand):
        yield from found.mistakes
        tally.events, tally.records = tally.events + found.events, tally.records + found.records
        tally.registers |= found.registers
        tally.looked.add(found.looked)
        named = found.named | named
        counted.update(found.counted)
        earlier, first = earlier + found.earlier, first or found.first
        yield from shut.told(found.looked)
        yield from (each for record, each in found.looked.gone if not source.forgotten(record))  # 3
        yield from (each for record, each in found.looked.left if not source.forgetting(record))
    yield from shut.end()
    if earlier:
        yield finding("LG120", f"{earlier} of the events are of moments before the step before them; see {first}")
    if at_hand.home is not None:
        yield from _unnamed(source, at_hand.home)
    yield from _counters(source, counted)
    yield from _rulebooks(source, named)


class _Shut:
    """The keys that the master key does not open: where it opens none, it is another, and that is told once."""

    MOST = 1_000

    def __init__(self) -> None:
        self._opens, self._waiting, self._count = False, list[Mistake](), 0

    def told(self, looked: Looked) -> Iterator[Mistake]:
        self._opens = self._opens or bool(looked.opened)
        self._count += len(looked.shut)
        if self._opens:
            yield from self._waiting
            yield from looked.shut
            self._waiting = []
        elif len(self._waiting) < self.MOST:
            self._waiting += looked.shut

    def end(self) -> Iterator[Mistake]:
        if len(self._waiting) > 1:
            yield finding("LG118", f"the master key opens none of {self._count} keys of records")
        else:
            yield from self._waiting


def _unnamed(source: Source, home: Path) -> Iterator[Mistake]:
    """Step 3: stored files of no record, some at a time."""
    names = (each.name for each in _listed(home))
    while some := list(islice(names, FILES)):
        known = source.attached(some)
        for name in sorted({*some} - {*known}):
            yield finding("LG117", f"the stored file {name} is there, and no record has it")


def _listed(home: Path) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(attachments.place(home, "")) as found:
            yield from found
    except FileNotFoundError:
        return


def _by_position(source: Source, tally: Tally, printed: dict[int, chain.Printed]) -> Iterator[Mistake]:
    """Step 1."""
    leaves, previous, expected = _Ahead(source.leaves()), chain.START, 1
    for seal in source.seals():
        if seal.number < expected:
            yield finding("LG103", f"a seal has the number {seal.number} where {expected} is next")
            continue
        if seal.number > expected:
            yield finding("LG101", numbered("seal", expected, seal.number - 1))
        elif seal.previous != previous:
            before = f"seal {seal.number - 1}: one of them was changed" if expected > 1 else "the start"
            yield finding("LG104", f"seal {seal.number} does not follow {before}")
        if seal.first != tally.sealed and seal.number == expected:
            yield finding("LG104", f"seal {seal.number} begins at position {seal.first}, where {tally.sealed} is next")
        yield from _sealed(seal, leaves)
        yield from _printed_mistake(seal, printed.pop(seal.number, None))
        previous, expected = seal.hash, seal.number + 1
        tally.seals, tally.sealed, tally.last = tally.seals + 1, seal.first + seal.count, seal
    beyond = next(filter(None, leaves.up_to(math.inf)), None)
    if beyond:
        yield finding("LG101", f"the seal is gone that closed position {beyond[0].position}")
    for each in printed.values():
        gone = f"the printed seal {each.number} over {each.events} events is gone"
        yield finding("LG105", f"{gone}: the ledger's seals end at {tally.sealed}")


def _sealed(seal: chain.Seal, leaves: "_Ahead[Leaf]") -> Iterator[Mistake]:
    """The leaves of a seal, and its root where all are there."""
    for _ in leaves.up_to(seal.first):
        pass  # no seal closes them, though a later one is there: their seal is gone, and is told
    tree, next_position, end = chain.Tree(), seal.first, seal.first + seal.count
    for some in leaves.up_to(end):
        tree.add([leaf.hash for leaf in some])
        for leaf in some:
            if leaf.position > next_position:
                yield finding("LG101", numbered("position", next_position, leaf.position - 1))
            next_position = leaf.position + 1
            if leaf.found != leaf.hash:
                yield _leaf_mistake(leaf)
    if next_position < end:
        yield finding("LG101", numbered("position", next_position, end - 1))
    if tree.count == seal.count and tree.root != seal.root:
        yield finding("LG104", f"seal {seal.number} over positions {seal.first} to {end - 1} has another root")


def _leaf_mistake(leaf: Leaf) -> Mistake:
    if leaf.found is None:
        return finding("LG101", f"event {leaf.event} at position {leaf.position} is gone")
    return finding("LG102", f"event {leaf.event} at position {leaf.position} has another hash than was sealed")


def _printed_mistake(seal: chain.Seal, printed: chain.Printed | None) -> Iterable[Mistake]:
    if printed is None or (printed.hash == seal.hash and printed.events == seal.first + seal.count):
        return ()
    return (finding("LG105", f"seal {seal.number} is not the one that was printed"),)


def _by_record(source: Source, fold: Fold, workers: Workers | None, at_hand: AtHand) -> Iterator[Followed]:
    """Step 2, in order; records of which no event is left are told as they are met."""
    heads, waiting = _Ahead(source.heads()), deque[Future[Followed]]()
    there = [*map(_Ahead, source.beside() or ())]
    for count, (stored, records) in enumerate(_stretches(source.events(), workers.events if workers else EVENTS)):
        end = max(records) + 1
        shown = Shown([], [[] for _ in there])
        yield from _split(heads, there, end, records, shown)
        apart = workers if isinstance(stored, list) and workers and count >= workers.here else None
        if apart:
            waiting.append(apart.pool.submit(follow_rows, fold, at_hand, [*map(tuple, stored)], shown.plain()))
        while len(waiting) > (apart.waiting if apart else 0):
            yield waiting.popleft().result()
        if not apart:
            yield follow(fold, at_hand, stored, shown)
    yield from (each.result() for each in waiting)
    yield from _split(heads, there, math.inf, frozenset(), Shown([], [[] for _ in there]))


def _split(
    heads: "_Ahead[Head]", there: "Sequence[_Ahead[Any]]", end: float, records: Set[int], shown: Shown
) -> Iterator[Followed]:
    """What is shown of records before the end goes to them; what is shown of others has no event, and is told once."""
    told = set()
    for head in _others(heads, end, records, shown.heads):
        told.add(head.record)
        yield Followed([finding("LG101", f"record {head.record}, number {head.number}, has no event")])
    others = {each[0] for rows, to in zip(there, shown.beside, strict=True) for each in _others(rows, end, records, to)}
    for record in sorted(others - told):
        found = f"a text, a key, a file or an entry stands of record {record}, which has no event"
        yield Followed([finding("LG113", found)])


def _others(rows: "_Ahead[Row]", end: float, records: Set[int], to: list[Row]) -> Iterator[Row]:
    """Rows before the end go to those of their records; those of other records."""
    for some in rows.up_to(end):
        known = [each for each in some if each[0] in records]
        to += known
        if len(known) < len(some):
            yield from (each for each in some if each[0] not in records)


def _stretches(stored: Iterator[Stored], size: int) -> Iterator[tuple[Iterable[Stored], set[int]]]:
    """Events of whole records, and these records, in lists of twice the size at most; a longer record by itself, as it
    is read.
    """
    kept: list[Stored] = []
    while more := list(islice(stored, size)):
        kept += more
        end = len(kept)
        while end and kept[end - 1].record == kept[-1].record:
            end -= 1
        if end:
            yield kept[:end], {*map(itemgetter(1), kept[:end])}
            del kept[:end]
        if len(kept) > size:
            beyond: list[Stored] = []
            yield _long(kept, stored, beyond), {kept[0].record}
            kept = beyond
    if kept:
        yield kept, {kept[0].record}


def _long(kept: list[Stored], stored: Iterator[Stored], beyond: list[Stored]) -> Iterator[Stored]:
    """The events of one record, of which some are read; `beyond` gets the first that is of another one."""
    yield from kept
    for each in stored:
        if each.record != kept[0].record:
            beyond.append(each)
            return
        yield each


def _counters(source: Source, counted: Mapping[tuple[str, str], int]) -> Iterator[Mistake]:
    """Step 4: the counters of a register, one a period, stand together at the numbers that were given, or beyond where
    some were given elsewhere.
    """
    counters = source.counters()
    if counters is None:
        return
    last = Counter[tuple[str, str]]()
    for matter, register, count in counters:
        last[matter, register] += count
    for (matter, register), count in counted.items():
        if last[matter, register] < count:
            stand = f"stand at {last[matter, register]} together, where {count} numbers were given"
            yield finding("LG119", f"the counters of «{register}» of «{matter}» {stand}")


def _rulebooks(source: Source, named: dict[tuple[str, str | None], str]) -> Iterator[Mistake]:
    """Step 5."""
    matters: dict[str, str] = {}
    for name, matter, files in source.rulebooks():
        matters[name] = matter
        if hashlib.sha256(files).hexdigest() != name:
            yield finding("LG102", f"the files of rulebook {name} were changed: they do not give its hash")
    yield from _in_force(source, matters)
    for (name, said), where in named.items():
        if name not in matters:
            yield finding("LG101", f"the rulebook of {where}, is gone: {name}")
            matters[name] = said or ""  # told once
        elif said not in (None, matters[name]):
            shown = f"«{matters[name]}», by its events of «{said}»"
            yield finding("LG102", f"rulebook {name} is shown as one of {shown}")


def _in_force(source: Source, rulebooks: Mapping[str, str]) -> Iterator[Mistake]:
    """Step 5: every rulebook came into force, and each enactment follows the one before it."""
    never = dict(rulebooks)
    last: Enacted | None = None
    for each in source.enactments():
        what = f"enactment {each.n} of «{each.matter}»"
        before = last if last is not None and last.matter == each.matter else None
        expected = before.n + 1 if before else 1
        if each.n > expected:
            gone = numbered("enactment", expected, each.n - 1)
            yield finding("LG101", f"{gone}, before {what}")
        elif each.n < expected:
            yield finding("LG103", f"{what} does not follow the one before")
        elif before and each.since <= before.since:
            yield finding("LG102", f"{what} is shown as of {each.since}, which is not after the one before")
        if each.rulebook not in rulebooks:
            yield finding("LG101", f"the rulebook {each.rulebook} is gone, by {what}")
        elif rulebooks[each.rulebook] != each.matter:
            yield finding("LG102", f"rulebook {each.rulebook} is shown as one of «{each.matter}», by {what}")
        never.pop(each.rulebook, None)
        last = each
    for name, matter in never.items():
        yield finding("LG101", f"no enactment of rulebook {name} of «{matter}» is there")


class _Ahead(Generic[Row]):
    """Rows in order of the number that stands first in them, taken piece by piece. One whose number is less than that
    of a row before is taken with that row.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._read()

    def _read(self) -> None:
        self._piece = [*islice(self._rows, PIECE)]
        self._numbers = [*accumulate(map(itemgetter(0), self._piece), max)]
        self._at = 0

    def up_to(self, number: float) -> Iterator[list[Row]]:
        while self._piece:
            start, self._at = self._at, bisect_left(self._numbers, number, self._at)
            yield self._piece[start : self._at]
            if self._at < len(self._piece):
                return
            self._read()
