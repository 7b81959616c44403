"""Records as their events give them, step by step, held against what is shown of them: pure, so that any process can.

Each event's bytes give its hash behind the event before it, steps have no gap, and the fold of the events is what the
record shows. Nearly all fit: for them nothing is worded, and as little as can be is made.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from pydantic_core import from_json

from bridgehead.ledger import chain, events
from bridgehead.ledger.findings import finding, numbered
from bridgehead.ledger.source import Head, Stored
from bridgehead.primitives.errors import Mistake

Fold = Callable[[Mapping[str, Any] | None, str, Mapping[str, Any]], Mapping[str, Any]]


@dataclass
class Followed:
    """What came of some records: what does not fit, how much was looked at, and the rulebooks that were named.

    `named` has each pair of a rulebook's hash and the matter that an event says beside it (None where it says none),
    with the first event that does.
    """

    mistakes: list[Mistake] = field(default_factory=list)
    events: int = 0
    records: int = 0
    registers: set[str] = field(default_factory=set)
    named: dict[tuple[str, str | None], str] = field(default_factory=dict)


def follow(fold: Fold, stored: Iterable[Stored], shown: Iterable[Head]) -> Followed:
    """Whole records by their events, one after the other, and what is shown of them."""
    found, heads = Followed(), {head.record: head for head in shown}
    for record, steps in groupby(stored, itemgetter(1)):
        one = _Record(record, fold, found.named)
        for each in steps:
            found.mistakes += one.step(each)
        found.events, found.records = found.events + one.count, found.records + 1
        if one.of:
            found.registers.add(one.of[1])
        found.mistakes += one.against(heads.get(record))
    return found


def follow_rows(fold: Fold, stored: Iterable[tuple[Any, ...]], shown: Iterable[tuple[Any, ...]]) -> Followed:
    """The same of plain tuples, which go to another process in a fifth of the time."""
    return follow(fold, map(Stored._make, stored), map(Head._make, shown))


_PLACE = itemgetter("record", "n", "kind", "at")


class _Record:
    """A record as its events give it; `whole` while none is gone or cannot be read."""

    def __init__(self, record: int, fold: Fold, named: dict[tuple[str, str | None], str]) -> None:
        self.record, self.fold, self.named = record, fold, named
        self.count = self.n = 0
        self.head = chain.START
        self.state: Mapping[str, Any] | None = None
        self.of: tuple[str, str, str] | None = None
        self.whole = True

    def step(self, each: Stored) -> Iterable[Mistake]:
        """What does not fit of the next event."""
        _, record, n, kind, at, body, own = each
        told: list[Mistake] = []
        if n > self.n + 1:
            told.append(finding("LG101", f"{numbered('step', self.n + 1, n - 1)} of record {record}"))
            self.whole = False
        elif chain.link(self.head, body) != own:
            told.append(finding("LG102", f"{_at(each)}, was changed: its bytes do not give its hash"))
        self.head, self.n, self.count = own, n, self.count + 1
        try:
            facts = events.facts(body)
            self.state = self.fold(self.state, facts["kind"], facts["data"])
        except (ValueError, KeyError, TypeError, AttributeError):
            self.whole = False
            return [*told, finding("LG102", f"{_at(each)}, cannot be read")]
        of = facts.get("of")
        if n == 1:
            self.of = of
        if _PLACE(facts) != (record, n, kind, at):
            told.append(_misplaced(each, facts))
        name = facts["rulebook"], of and of[0]
        if name not in self.named and name[0]:
            self.named[name] = _at(each)
        return told

    def against(self, shown: Head | None) -> Iterator[Mistake]:
        """What a record shows that its events do not give."""
        if shown is None:
            yield finding("LG101", f"record {self.record} is gone, its events are there")
            return
        what = f"record {self.record}, number {shown.number},"
        if shown.version > self.n and shown.head != self.head:
            gone = f"end at {self.n} where {shown.version} were done"
            yield finding("LG101", f"the steps of {what} {gone}")
        elif (shown.version, shown.head) != (self.n, self.head):
            yield finding("LG102", f"{what} does not show its last event")
        elif self.whole and self.of != (shown.matter, shown.register, shown.number):
            yield finding("LG102", f"{what} is not the one that its first event began: {self.of}")
        elif self.whole and not _same(shown, self.state or {}):
            yield finding("LG102", f"{what} shows a state that its events do not give")


def _at(each: Stored) -> str:
    return f"event {each.event}, step {each.n} of record {each.record}"


def _misplaced(each: Stored, facts: Mapping[str, Any]) -> Mistake:
    if (facts["record"], facts["n"]) != (each.record, each.n):
        said = f"step {facts['n']} of record {facts['record']}"
        return finding("LG103", f"{_at(each)}, says that it is {said}")
    shown = f"«{each.kind}» at {each.at}"
    said = f"«{facts['kind']}» at {facts['at']}"
    return finding("LG102", f"{_at(each)}, is shown as {shown}; its bytes say {said}")


def _same(shown: Head, state: Mapping[str, Any]) -> bool:
    """Whether a record shows this state, sign by sign."""
    try:
        told = from_json(shown.state)
        if told != state or not _alike(told, state):
            return False
        return (shown.stage, shown.unit, shown.due, shown.move, shown.warn) == (
            state.get("stage") or "",
            state.get("unit"),
            _moment(state.get("due")),
            _moment(state.get("move")),
            _moment(state.get("warn")),
        )
    except (ValueError, TypeError, RecursionError):
        return False


def _alike(one: Any, other: Any) -> bool:
    """Whether two equal objects or lists are written alike, too: `true` and 1, or 0.0 and -0.0, are not."""
    for key, value in one.items() if type(one) is dict else enumerate(one):
        kind = type(value)
        if kind is str or value is None:
            continue
        against = other[key]
        if kind is dict or kind is list:
            if not _alike(value, against):
                return False
        elif kind is not type(against) or (kind is float and repr(value) != repr(against)):
            return False
    return True


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
