"""The files of a home that events of awards and runs name by their hashes, beside the attachments of records: payment
files, and the closed segments of recordings. What is gone and what was changed, as `ledger.findings` has it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from bridgehead.instruments.award.ledgered import AWARDS, payment_files
from bridgehead.instruments.operation.ledgered import OPERATIONS, folder_of
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import events
from bridgehead.ledger.beside import event_of
from bridgehead.ledger.findings import finding
from bridgehead.ledger.source import Source
from bridgehead.primitives.errors import Mistake

PAID, RECORDED = "paid/1", "recorded/1"


class Named(NamedTuple):
    """A file that an event names: what it is, where it may stand, and its hash."""

    what: str
    places: tuple[Path, ...]
    hash: str


def misfits(source: Source, home: Path) -> Iterator[Mistake]:
    for _, steps in groupby(source.events([AWARDS, OPERATIONS]), attrgetter("record")):
        of, state = ("", "", ""), dict[str, Any]()
        for stored in steps:
            event = events.read(stored.body)
            of, state = event.of or of, fold(state, event.kind, event.data)
            for each in _named(of, event, state, home):
                yield from _against(each, event_of(stored))


def _named(of: tuple[str, str, str], event: events.Event, state: Mapping[str, Any], home: Path) -> Iterator[Named]:
    matter, _, number = of
    if event.kind == PAID:
        run = state["run"]
        files = payment_files(home, matter, number, run)
        yield Named(f"the payment file of run {run} of {number}", files, event.data["payment"]["file"])
    elif event.kind == RECORDED:
        for name, about in event.data["segments"].items():
            yield Named(f"{name} of the run {number}", (folder_of(home, matter, number) / name,), about["hash"])


def _against(each: Named, by: str) -> Iterator[Mistake]:
    there = [place for place in each.places if place.is_file()]
    if not there:
        yield finding("LG114", f"{each.what}, named by {by}, is gone")
    elif each.hash not in map(_hash, there):
        yield finding("LG115", f"{each.what}, named by {by}, was changed: its bytes do not give its hash")


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
