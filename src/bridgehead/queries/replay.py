"""Decide every settlement of a ledger again, from its events alone, and name those that come out otherwise.

1. The settlements, in the chains of the awards: each with the rulebook by its hash, which had come into force by then,
   the places that were confirmed before, and the files of its claims and decisions by their hashes.
2. The claims as they were: the fold of each record's events, up to the one that the settlement read.
3. The same decision again. One that differs was made by this engine or by another one, which is told apart.

Codes: LG101 a file is gone, LG102 it or a claim was changed, LG103 its rulebook was not in force yet, LG106 a decision
differs, LG107 it differs under this engine, which is another than the one that made it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bridgehead import __version__, catalog
from bridgehead.instruments.award.ledgered import AWARDS, RECORD, STANDS, VERSION, Standing, stay
from bridgehead.instruments.award.settlement import award_terms, settle
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.claims import claims
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import events
from bridgehead.ledger.source import NO_MOMENT, Source
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook import packed
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook

SETTLED = "settled/1"


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement as its event tells it; `before` is how the award stood: by its places, as `ledgered.Standing`."""

    matter: str
    award: str
    at: datetime
    on: date
    rulebook: str
    engine: str
    claims: str
    decisions: str
    before: Standing

    @property
    def what(self) -> str:
        return f"the settlement of {self.award} on {self.on}"


@dataclass
class Replayed:
    """How many settlements were decided again, and how many claims in them."""

    settlements: int = 0
    claims: int = 0
    by_engines: set[str] = field(default_factory=set)


def replay(source: Source, files: Path, replayed: Replayed) -> Iterator[Mistake]:
    """All that does not come out as it was; `files` is the folder of the tables that settlements keep."""
    read = [(each, _table(files, each.claims, each)) for each in _settlements(source)]  # 1
    yield from (table for _, table in read if isinstance(table, Mistake))
    yield from _too_early(source, [each for each, _ in read])
    known = [(each, table) for each, table in read if isinstance(table, pa.Table)]
    fields = _fields(source, [table for _, table in known])  # 2
    with TemporaryDirectory(prefix="bridgehead-replay-") as beneath:
        rulebooks = _rulebooks(source, Path(beneath))
        for each, table in known:
            replayed.settlements, replayed.claims = replayed.settlements + 1, replayed.claims + len(table)
            replayed.by_engines.add(each.engine)
            yield from _again(each, table, files, fields, rulebooks)  # 3


def _settlements(source: Source) -> list[Settled]:
    """Step 1: the fold of each award's events, up to each settlement."""
    found = []
    for _, group in groupby(source.events([AWARDS]), attrgetter("record")):
        state: Mapping[str, Any] | None = None
        of = ("", "", "")
        for stored in group:
            event = events.read(stored.body)
            of = event.of or of
            if event.kind == SETTLED:
                found.append(_settled(of, event, state or {}))
            state = fold(state, event.kind, event.data)
    return found


def _settled(of: tuple[str, str, str], event: events.Event, before: Mapping[str, Any]) -> Settled:
    told, (matter, _, award) = event.data["preview"], of
    names = told["rulebook"], event.engine, told["claims"], told["decisions"]
    stood = {name: before[name] for name in STANDS if name in before}
    return Settled(matter, award, event.at, date.fromisoformat(told["on"]), *names, stood)


def _too_early(source: Source, settlements: Iterable[Settled]) -> Iterator[Mistake]:
    """Settlements by a rulebook that came into force after them. Of a matter the first holds before it came, too."""
    since: dict[tuple[str, str], datetime] = {}
    for each in source.enactments():
        since.setdefault((each.matter, each.rulebook), NO_MOMENT if each.n == 1 else each.since)
    for one in settlements:
        began = since.get((one.matter, one.rulebook))
        if began is not None and began > one.at:
            found = f"{one.what}, decided at {one.at}, went by a rulebook that is in force since {began}"
            yield _finding("LG103", f"{found}: {one.rulebook}")


def _table(files: Path, name: str, of: Settled) -> pa.Table | Mistake:
    """A table that a settlement kept, by its hash."""
    file = files / f"{name}.parquet"
    if not file.is_file():
        return _finding("LG101", f"{file.name}, which {of.what} read or decided, is gone")
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != name:
        return _finding("LG102", f"{file.name}, which {of.what} read or decided, was changed")
    return pq.read_table(pa.BufferReader(content))


Fields = Mapping[tuple[int, int], Mapping[str, Any]]
"""What stood in the fields of a record after one of its events."""


def _fields(source: Source, tables: Iterable[pa.Table]) -> Fields:
    """Step 2, for those records and events alone that a settlement read."""
    wanted: dict[int, set[int]] = {}
    for table in tables:
        for record, version in zip(table[RECORD].to_pylist(), table[VERSION].to_pylist(), strict=True):
            wanted.setdefault(record, set()).add(version)
    found: dict[tuple[int, int], Mapping[str, Any]] = {}
    for record, group in groupby(source.events(), attrgetter("record")):
        versions = wanted.get(record, set())
        last, state = max(versions, default=0), None
        for stored in group:
            if stored.n > last:
                break
            event = events.read(stored.body)
            state = fold(state, event.kind, event.data)
            if stored.n in versions:
                found[record, stored.n] = state["fields"]
    return found


def _rulebooks(source: Source, beneath: Path) -> Callable[[str], Rulebook]:
    """Rulebooks by their hashes, each read once."""
    files = {name: content for name, _, content in source.rulebooks()}

    @cache
    def read(name: str) -> Rulebook:
        if name not in files:
            raise BridgeheadError([_finding("LG101", f"the rulebook {name} is gone")])
        return load(packed.unpack(files[name], beneath), catalog.KINDS)

    return read


def _again(
    each: Settled, table: pa.Table, files: Path, fields: Fields, rulebook_of: Callable[[str], Rulebook]
) -> Iterator[Mistake]:
    """Step 3."""
    kept = _table(files, each.decisions, each)
    if isinstance(kept, Mistake):
        yield kept
        return
    keys = list(zip(table[RECORD].to_pylist(), table[VERSION].to_pylist(), strict=True))
    gone = [key for key in keys if key not in fields]
    for record, version in gone:
        yield _finding("LG101", f"step {version} of record {record}, which {each.what} read, is gone")
    if gone:
        return
    try:
        read, decided = _decided(each, [fields[key] for key in keys], rulebook_of(each.rulebook))
    except BridgeheadError as error:
        yield _differs(each, f"{each.what} cannot be decided again: {error.mistakes[0]}")
        return
    if not read.equals(table.drop_columns([RECORD, VERSION])):
        yield _finding("LG102", f"the claims that {each.what} read are not those of their events")
    yield from _compared(each, kept, decided)


def _decided(each: Settled, fields: list[Mapping[str, Any]], rulebook: Rulebook) -> tuple[pa.Table, pa.Table]:
    award = award_terms(rulebook, each.award).award
    register = rulebook.instruments["register", award.claims]
    assert isinstance(register, Register)
    read = claims(register, fields)
    return read, settle(rulebook, each.award, read, on=each.on, paid=stay(award, each.before)).table()


def _compared(each: Settled, kept: pa.Table, decided: pa.Table) -> Iterator[Mistake]:
    """The claims whose decision is another: the first is named."""
    shared = [name for name in kept.column_names if name in decided.column_names]
    one, other = kept.select(shared), decided.select(shared)
    if one.equals(other):
        return
    pairs = zip(one.to_pylist(), other.to_pylist(), strict=False)
    differing = [(before, after) for before, after in pairs if before != after]
    if not differing:
        yield _differs(each, f"{each.what}: {len(one)} claims were decided, {len(other)} are now")
        return
    was, is_now = differing[0]
    more = f", and {len(differing) - 1} others" if len(differing) > 1 else ""
    yield _differs(each, f"{each.what}: {was['number']} was {_told(was)}, and is {_told(is_now)} now{more}")


def _told(decision: Mapping[str, Any]) -> str:
    return f"{decision['outcome']}, {decision['amount'] or 0}"


def _differs(each: Settled, found: str) -> Mistake:
    if each.engine == __version__:
        return _finding("LG106", found)
    return _finding("LG107", f"{found} (decided by version {each.engine}, this is {__version__})")


SOUND = {
    "LG101": "what it read and decided, as it was kept",
    "LG102": "what it read and decided, unchanged",
    "LG103": "a rulebook that was in force by then",
    "LG106": "the same decision",
    "LG107": "the same decision; look at the changes between the two versions",
}


def _finding(code: str, found: str) -> Mistake:
    return Mistake(code, found, None, SOUND[code])
