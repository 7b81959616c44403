"""What is answered is on the disk. A unit lets its locks go when it is committed, and ends when it is on the disk, so
that those who wait for one another, as all of one register do for its counter, wait for the disk together.

The disk keeps the order of commits: what comes later is never kept without what came before. Who only reads may see for
some milliseconds what a failure of the machine would still undo; whoever takes it elsewhere, into a copy or an export,
or removes a file because of it, calls `flush` before that is done.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection

LET_GO = ", set_config('synchronous_commit', 'off', true)"
"""What a transaction in PostgreSQL selects first, beside its lock, so that its commit does not wait for the disk."""
FLUSH = """
SELECT pg_logical_emit_message(true, 'bridgehead', '')
WHERE pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn() OR current_setting('synchronous_standby_names') <> ''
"""
"""A transaction of its own, which waits for the disk, and for a standby where one is asked for, as commits do; none
where all is there already.
"""


@contextmanager
def letting_go() -> Iterator[None]:
    """Let a transaction in SQLite, around which it stands, not wait for the disk; `flush` does."""
    connection.ensure_connection()
    connection.connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.connection.execute("PRAGMA synchronous = FULL")


def commit() -> None:
    """Commit the transaction that has let go in PostgreSQL, and flush, in one message to the server; what Django does
    at the end of its block then finds nothing to commit.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"COMMIT; {FLUSH}")


def flush() -> None:
    """Return when all that was committed is on the disk. Outside of transactions."""
    if connection.vendor == "sqlite":
        _journal.flush(f"{connection.settings_dict['NAME']}-wal")
        return
    with connection.cursor() as cursor:
        cursor.execute(FLUSH)


class _Journal:
    """SQLite's journal: of those who wait for the disk one writes for all who came before it began."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._begun = self._done = 0

    def flush(self, journal: str) -> None:
        mine = self._begun + 1  # the next to begin, which has all that is committed by now
        with self._turn:
            if self._done >= mine:
                return
            self._begun += 1
            with suppress(FileNotFoundError):  # it has been written into the database, which is on the disk
                held = os.open(journal, os.O_RDONLY)
                try:
                    os.fdatasync(held)
                finally:
                    os.close(held)
            self._done = self._begun


_journal = _Journal()
