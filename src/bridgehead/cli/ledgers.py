"""The ledger that a command reads: that of a service's home, or of an export."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bridgehead.cli.service import enter
from bridgehead.ledger.beside import AtHand
from bridgehead.ledger.findings import NOTES
from bridgehead.ledger.source import Source
from bridgehead.primitives.errors import Mistake

FOUND = 1
"""The exit code where something does not fit."""


def told(mistake: Mistake) -> str:
    """A finding in one line; a note is called one."""
    return f"note: {mistake}" if mistake.code in NOTES else str(mistake)


def is_export(folder: Path) -> bool:
    return any(folder.glob("*.parquet"))


def at_hand_in(home: Path, *, with_key: bool) -> AtHand:
    """What stands beside the database of a home that was entered; the master key where it was there before."""
    from django.conf import settings

    return AtHand(home, settings.MASTER_KEY if with_key else None)


def ledger_of(folder: Path) -> AbstractContextManager[Source]:
    """The ledger of an export, for which Django is not loaded, or that of a home as it is at this moment."""
    if is_export(folder):
        from bridgehead.ledger import exported

        return nullcontext(exported.Folder(folder))
    enter(folder)
    from bridgehead.ledger.read import snapshot

    return snapshot()
