"""The files that events of awards and runs name by their hashes, beside the attachments of records: the tables that
settlements read and decided, payment files, and the closed segments of recordings. `ledger.findings` has the codes of
what is gone and what was changed.

They are held against their events whatever else does not fit: an event that gives its own hash says what they were.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from bridgehead.instruments.award.ledgered import AWARDS, TABLES, payment_files
from bridgehead.instruments.operation.ledgered import OPERATIONS, folder_of
from bridgehead.ledger import chain, events
from bridgehead.ledger.beside import event_of
from bridgehead.ledger.findings import finding
from bridgehead.ledger.source import Source, Stored
from bridgehead.primitives.errors import Mistake

SETTLED, PAID, RECORDED = NAMING = "settled/1", "paid/1", "recorded/1"
KEEPING = frozenset((AWARDS, OPERATIONS))
"""The registers whose records have such events."""


class Named(NamedTuple):
    """A file that an event names: what it is, where it may stand, and its hash."""

    what: str
    places: tuple[Path, ...]
    hash: str


@dataclass
class Unread:
    """How many events that name files do not fit themselves, so that it is not known what their files were."""

    events: int = 0


def misfits(
    source: Source, folder: Path, unread: Unread, *, is_export: bool, of: frozenset[str] = KEEPING
) -> Iterator[Mistake]:
    """Of the home of a service, or of an export, which has the tables alone. Records of all registers are looked
    through where `of` is empty: the row of an award that was changed may not say any more that it is one.
    """
    for _, steps in groupby(source.events(of), attrgetter("record")):
        for each, stored in _of_record(steps, folder, unread):
            if not is_export or folder / TABLES in each.places[0].parents:
                yield from _against(each, event_of(stored))


def _of_record(steps: Iterable[Stored], folder: Path, unread: Unread) -> Iterator[tuple[Named, Stored]]:
    """What the events of a record name; those that do not fit are told elsewhere, and counted here."""
    before, own = 0, chain.START
    of: tuple[str, str, str] | None = None
    run: int | None = None
    for stored in steps:
        fits = (stored.n, stored.hash) == (before + 1, chain.link(own, stored.body))
        before, own = stored.n, stored.hash
        try:
            event = events.read(stored.body) if fits else None
            if event is not None:
                of, run = event.of or of, event.data.get("run", run)
            named = [*_named(event, of, run, folder)]
        except (ValueError, KeyError, TypeError, AttributeError):
            run = None
            unread.events += stored.kind in NAMING
            continue
        if of and of[1] not in KEEPING:
            return
        yield from ((each, stored) for each in named)


def _named(
    event: events.Event | None, of: tuple[str, str, str] | None, run: int | None, folder: Path
) -> Iterator[Named]:
    """Raises what `events.read` does where an event does not fit, or one before it that says whose it is."""
    if event is None or of is None:
        raise ValueError("an event that does not fit")
    (matter, _, number), data = of, event.data
    if event.kind == SETTLED:
        for name in (data["preview"]["claims"], data["preview"]["decisions"]):
            file = folder / TABLES / f"{name}.parquet"
            yield Named(f"the table {file.name} of a settlement of {number}", (file,), name)
    elif event.kind == PAID:
        if run is None:
            raise ValueError("a payment of no run that is known")
        files = payment_files(folder, matter, number, run)
        yield Named(f"the payment file of run {run} of {number}", files, data["payment"]["file"])
    elif event.kind == RECORDED:
        for name, about in data["segments"].items():
            yield Named(f"{name} of the run {number}", (folder_of(folder, matter, number) / name,), about["hash"])


def _against(each: Named, by: str) -> Iterator[Mistake]:
    there = [place for place in each.places if place.is_file()]
    if not there:
        yield finding("LG114", f"{each.what}, named by {by}, is gone")
    elif each.hash not in map(_hash, there):
        yield finding("LG115", f"{each.what}, named by {by}, was changed: its bytes do not give its hash")


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
