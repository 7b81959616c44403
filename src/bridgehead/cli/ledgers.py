"""The ledger that a command reads: that of a service's home, or of an export."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bridgehead.cli.service import enter
from bridgehead.ledger.source import Source

FOUND = 1
"""The exit code where something does not fit."""


def ledger_of(folder: Path) -> AbstractContextManager[Source]:
    """The ledger of an export, for which Django is not loaded, or that of a home as it is at this moment."""
    if any(folder.glob("*.parquet")):
        from bridgehead.ledger import exported

        return nullcontext(exported.Folder(folder))
    enter(folder)
    from bridgehead.ledger.read import snapshot

    return snapshot()
