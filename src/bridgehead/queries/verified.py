"""All that can be recomputed of a ledger: its events, what stands beside them, the files that they name, and, where the
events fit, the decisions of its settlements.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bridgehead.instruments.award.ledgered import AWARDS, TABLES
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import chain
from bridgehead.ledger.beside import AtHand
from bridgehead.ledger.findings import NOTES, OF_EVENTS, WAITS, finding
from bridgehead.ledger.source import Source
from bridgehead.ledger.verify import NOTHING, Tally, Workers, verify
from bridgehead.primitives.errors import Mistake
from bridgehead.queries import kept_files
from bridgehead.queries.replay import Replayed, replay


@dataclass
class Verified:
    """How much was looked at, how much does not fit, of which events the files are not known, and what was decided
    again: None where nothing was, since events do not fit or there are no settlements.
    """

    tally: Tally = field(default_factory=Tally)
    misfits: int = 0
    events_fit: bool = True
    unread: kept_files.Unread = field(default_factory=kept_files.Unread)
    replayed: Replayed | None = None


def verified(
    source: Source,
    tables: Path,
    found: Verified,
    printed: Sequence[chain.Printed] = (),
    at_hand: AtHand = NOTHING,
    workers: Workers | None = None,
) -> Iterator[Mistake]:
    """What does not fit, and notes; `tables` is the folder that has those of settlements in it. Nothing is decided from
    events that do not fit.
    """
    for each in _parts(source, tables, found, printed, at_hand, workers):
        found.misfits += each.code not in NOTES
        found.events_fit = found.events_fit and each.code not in OF_EVENTS
        yield each


def _parts(
    source: Source,
    tables: Path,
    found: Verified,
    printed: Sequence[chain.Printed],
    at_hand: AtHand,
    workers: Workers | None,
) -> Iterator[Mistake]:
    yield from verify(source, fold, found.tally, printed, workers, at_hand)
    if not found.events_fit or kept_files.KEEPING & found.tally.registers:
        of = kept_files.KEEPING if found.events_fit else frozenset[str]()
        yield from kept_files.misfits(source, tables, found.unread, is_export=at_hand.home is None, of=of)
    if AWARDS not in found.tally.registers:
        return
    if not found.events_fit:
        waits = "settlements are not decided again before all events fit; their files were held against their events"
        yield finding(WAITS, waits)
    else:
        found.replayed = Replayed()
        yield from replay(source, tables / TABLES, found.replayed)
