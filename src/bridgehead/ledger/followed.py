"""Records as their events give them, step by step, held against what is shown of them: pure, so that any process can.

Each event's bytes give its hash behind the event before it, steps have no gap, and the fold of the events is what the
record shows, in its state and in its columns; `beside` holds the rest against it. Nearly all fit: for them nothing is
worded, and as little as can be is made.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from typing import Any

from pydantic_core import from_json

from bridgehead.ledger import chain, events
from bridgehead.ledger.beside import AtHand, Looked, There, Told, event_of
from bridgehead.ledger.findings import finding, numbered
from bridgehead.ledger.source import Beside, Head, Stored
from bridgehead.primitives.errors import Mistake

AT_ONCE = 200
"""Events that are read at a time."""
CODE_BYTES = 32
SUBMITTED, TAKEN_OVER = "submitted/1", "taken over/1"
COUNTED = frozenset((SUBMITTED, "begun/1"))
"""The kinds of first events for whose records a counter gave the number, each time."""

Fold = Callable[[Mapping[str, Any] | None, str, Mapping[str, Any]], Mapping[str, Any]]


@dataclass
class Followed:
    """What came of some records: what does not fit, how much was looked at, and the rulebooks that were named.

    `named` has each pair of a rulebook's hash and the matter that an event says beside it (None where it says none),
    with the first event that does. `counted` are the records of each matter and register that a counter gave numbers.
    Of records that fit, `earlier` counts the events of moments before the step before them, of which one is `first`.
    """

    mistakes: list[Mistake] = field(default_factory=list)
    events: int = 0
    records: int = 0
    registers: set[str] = field(default_factory=set)
    named: dict[tuple[str, str | None], str] = field(default_factory=dict)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    earlier: int = 0
    first: str = ""
    looked: Looked = field(default_factory=Looked)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of some records: their rows, and the lists of what stands beside, as `source.Beside` has them; none
    where a source holds nothing of that.
    """

    heads: list[Head]
    beside: list[list[Any]]

    def plain(self) -> "Shown":
        """The same in plain tuples."""
        return Shown([*map(tuple, self.heads)], [[*map(tuple, each)] for each in self.beside])  # type: ignore[list-item]

    def named(self) -> "Shown":
        """The same again with the names of their parts."""
        return Shown([*map(Head._make, self.heads)], self.beside)


def follow(fold: Fold, at_hand: AtHand, stored: Iterable[Stored], shown: Shown) -> Followed:
    """Whole records by their events, one after the other, and what is shown of them: all of one step, and then all of
    the next, since what a processor does again it does twice as fast.
    """
    there = There(Beside._make(shown.beside), at_hand) if shown.beside else None
    found, records = Followed(), []
    for record, steps in groupby(_read(stored), lambda read: read[0].record):
        one = _Record(record, found, there.moments(record) if there else set())
        one.follow(steps, fold)
        records.append(one)
    heads = {head.record: (head, _parsed(head.state)) for head in shown.heads}
    for one in records:
        one.against(*heads.get(one.record, (None, None)))
    for one in records:
        if there is not None:
            one.beside(there)
        found.mistakes += one.mistakes
    found.records = len(records)
    return found


def follow_rows(fold: Fold, at_hand: AtHand, stored: Iterable[tuple[Any, ...]], shown: Shown) -> Followed:
    """The same of plain tuples, which go to another process in a fifth of the time."""
    return follow(fold, at_hand, map(Stored._make, stored), shown.named())


Read = tuple[Stored, bytes, dict[str, Any] | None]
"""An event, the hash that its bytes give behind the event before it, and its facts, if it has any."""


def _read(stored: Iterable[Stored]) -> Iterator[Read]:
    """Events some at a time."""
    rows, before = iter(stored), (0, b"")
    while some := [*islice(rows, AT_ONCE)]:
        behind = [before, *((each.record, each.hash) for each in some)]
        links = [
            chain.link(own if record == each.record else chain.START, each.body)
            for (record, own), each in zip(behind, some, strict=False)
        ]
        yield from zip(some, links, [_facts(each.body) for each in some], strict=True)
        before = behind[-1]


def _facts(body: bytes) -> dict[str, Any] | None:
    try:
        return events.facts(body)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


_PLACE = itemgetter("record", "n", "kind", "at")


class _Record:
    """A record as its events give it; `whole` while none is gone or cannot be read. What does not fit is told in
    `found`.
    """

    def __init__(self, record: int, found: Followed, moments: set[str]) -> None:
        self.record, self.found, self.unmet = record, found, moments
        self.mistakes: list[Mistake] = []
        self.state: Mapping[str, Any] | None = None
        self.of: tuple[str, str, str] | None = None
        self.whole = True
        self.first: Stored | None = None
        self.last: Stored | None = None
        self.by: dict[str, Stored] = {}
        self.attached: dict[str, Stored] = {}

    def follow(self, steps: Iterable[Read], fold: Fold) -> None:
        """Its events, one after the other."""
        before, state, count, moment, earlier = 0, None, 0, "", list[Stored]()
        for count, (each, link, facts) in enumerate(steps, start=1):  # noqa: B007 - how many there were
            _, record, n, kind, at, _, own = each
            if n > before + 1:
                self._tell("LG101", f"{numbered('step', before + 1, n - 1)} of record {record}")
                self.whole = False
            elif link != own:
                self._tell("LG102", f"{event_of(each)}, was changed: its bytes do not give its hash")
            before, self.last = n, each
            self.unmet.discard(at)
            try:
                if facts is None:
                    raise TypeError("an event without facts")
                data = facts["data"]
                state = fold(state, facts["kind"], data)
                self.by.update(dict.fromkeys(data, each))
                if "files" in data:
                    self.attached |= dict.fromkeys(data["files"].keys() - self.attached.keys(), each)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.whole = False
                self._tell("LG102", f"{event_of(each)}, cannot be read")
                continue
            if _PLACE(facts) != (record, n, kind, at):
                self.mistakes.append(_misplaced(each, facts))
            if at < moment:  # texts of one form, in UTC
                earlier.append(each)
            moment = at
            self._name(each, facts)
        self.state = state
        self.found.events += count
        if earlier and not self.mistakes:
            self.found.earlier += len(earlier)
            self.found.first = self.found.first or event_of(earlier[0])

    def _name(self, each: Stored, facts: Mapping[str, Any]) -> None:
        """What an event says of its rulebook, and the first one of whose record it is."""
        of, found = facts.get("of"), self.found
        if each.n == 1:
            self.of, self.first = of, each
            if of:
                found.registers.add(of[1])
            if of and facts["kind"] in COUNTED:
                found.counted[of[0], of[1]] += 1
        name = facts["rulebook"], of and of[0]
        if name not in found.named and name[0]:
            found.named[name] = event_of(each)

    def _tell(self, code: str, found: str) -> None:
        self.mistakes.append(finding(code, found))

    def against(self, shown: Head | None, told: Any) -> None:
        """What a record shows that its events do not give; `told` is its state."""
        assert self.last is not None
        last = self.last
        if shown is None:
            self._tell("LG101", f"record {self.record} is gone, its events are there")
        elif shown.version > last.n and shown.head != last.hash:
            gone = f"end at {last.n} where {shown.version} were done"
            self._tell("LG101", f"the steps of {_what(shown)} {gone}")
            self.whole = False
        elif (shown.version, shown.head) != (last.n, last.hash):
            self._tell("LG102", f"{_what(shown)} does not show its last event")
        elif self.whole and self.of != shown[1:4]:
            self._tell("LG102", f"{_what(shown)} is not the one that its first event began: {self.of}")
        elif self.whole:
            self._columns(shown, told)

    def beside(self, there: There) -> None:
        """What stands beside a record that its events do not give."""
        if not self.whole or self.first is None or self.of is None:
            return
        state = self.state or {}
        forgotten = self.by["forgotten"] if "forgotten" in state else None
        told = Told(self.record, self.of[2], state, self.by, self.first, forgotten, self.attached, self.unmet)
        try:
            self.mistakes += there.against(told, self.found.looked)
        except (ValueError, KeyError, TypeError, AttributeError):
            self._tell("LG112", f"{told.what} says of what stands beside it what cannot be read")

    def _columns(self, shown: Head, told: Any) -> None:
        """What the row of a record shows, sign by sign: its state, what lists sort and filter by, and its code."""
        state = self.state or {}
        try:
            given = self._given(state, shown)
            if told is UNREADABLE:
                raise TypeError("a state that is none")
            if given == shown[-len(_COLUMNS) :] and told == state and _alike(told, state):
                return
            wrong = [name for name, value in zip(_COLUMNS, given, strict=True) if value != getattr(shown, name)]
            wrong += _unlike(told, state)
        except (ValueError, TypeError, AttributeError, RecursionError):
            wrong = ["state"]
        what = _what(shown)
        if "code" in wrong and not shown.code:
            wrong.remove("code")
            self._tell("LG101", f"the code of {what} which {event_of(self._by('code'))}, gave, is gone")
        if wrong:
            by = min(map(self._by, wrong), key=attrgetter("n"))
            found = f"{what} shows a state that its events do not give: {', '.join(wrong)}; see {event_of(by)}"
            self._tell("LG102", found)

    def _given(self, state: Mapping[str, Any], shown: Head) -> tuple[Any, ...]:
        """What the columns should show. What the events do not say, or a source does not hold, is as it is shown."""
        assert self.first is not None
        assert self.last is not None
        columns = (
            state.get("stage") or "",
            state.get("unit"),
            _moment(state.get("due")),
            _moment(state.get("move")),
            _moment(state.get("warn")),
        )
        if shown.code is None:
            return *columns, None, None, None
        code = bytes.fromhex(state["code"]) if "code" in state else _code_of_before(self.first.kind, shown.code)
        came = state["came"] if "came" in state else _came_of_before(self.first, shown.submitted)
        return *columns, came, self.last.at, code

    def _by(self, name: str) -> Stored:
        """The event that gave what stands in a column, or under this name in the state."""
        assert self.first is not None
        assert self.last is not None
        return self.last if name == "updated" else self.by.get({"submitted": "came"}.get(name, name), self.first)


def _what(shown: Head) -> str:
    return f"record {shown.record}, number {shown.number},"


UNREADABLE = object()
"""The state of a record that shows none."""


def _parsed(state: str) -> Any:
    try:
        return from_json(state, cache_strings="keys")
    except (ValueError, TypeError, RecursionError):
        return UNREADABLE


def _came_of_before(first: Stored, shown: str | None) -> str | None:
    """When a record came in: with its first event; of one that was taken over by an earlier version nothing tells."""
    return shown if first.kind == TAKEN_OVER else first.at


def _code_of_before(kind: str, shown: bytes) -> bytes:
    """Of what an earlier version took in no event tells the code, and it has one; nothing else has."""
    if kind != SUBMITTED:
        return b""
    return shown if len(shown) == CODE_BYTES else bytes(CODE_BYTES)


def _misplaced(each: Stored, facts: Mapping[str, Any]) -> Mistake:
    if (facts["record"], facts["n"]) != (each.record, each.n):
        said = f"step {facts['n']} of record {facts['record']}"
        return finding("LG103", f"{event_of(each)}, says that it is {said}")
    shown = f"«{each.kind}» at {each.at}"
    said = f"«{facts['kind']}» at {facts['at']}"
    return finding("LG102", f"{event_of(each)}, is shown as {shown}; its bytes say {said}")


_COLUMNS = ("stage", "unit", "due", "move", "warn", "submitted", "updated", "code")
"""The last of what a record shows."""


def _unlike(told: Any, state: Mapping[str, Any]) -> list[str]:
    """The parts of a state that are not as they should be, by their names."""
    if type(told) is not dict:
        return ["state"]
    known = [name for name in (*state, *told) if name not in told or name not in state]
    both = [name for name in state if name in told]
    return sorted({*known, *(name for name in both if not _same(told[name], state[name]))})


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and _alike([one], [other])


def _alike(one: Any, other: Any) -> bool:
    """Whether two equal objects or lists are written alike, too: `true` and 1, or 0.0 and -0.0, are not."""
    for key, value in one.items() if type(one) is dict else enumerate(one):
        if type(value) is str or value is None:
            continue
        kind, against = type(value), other[key]
        if kind is dict or kind is list:
            if not _alike(value, against):
                return False
        elif kind is not type(against) or (kind is float and repr(value) != repr(against)):
            return False
    return True


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
