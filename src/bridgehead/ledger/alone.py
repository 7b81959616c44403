"""One process at a time does a piece of work: a lock that ends with whoever holds it, however they end.

Of SQLite, which is on one machine, the kernel keeps it, on a file beside the database. Of PostgreSQL the server keeps
it, for the session of this thread: whoever loses it writes nothing any more either. Nobody's lock runs out while they
live, and nobody waits for one who was killed; a machine that has gone silent is given up by the server after
SECONDS_OF_SILENCE.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bridgehead.ledger.append import SEALING
from bridgehead.primitives.file_lock import locked

FOLDER = "work"
"""The folder of the locks, beside a database of SQLite."""
SECONDS_OF_SILENCE = 40
TRY = """
SELECT pg_try_advisory_lock(%s, %s), set_config('tcp_keepalives_idle', '10', false),
       set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)
"""


@contextmanager
def alone(work: str) -> Iterator[bool]:
    """Whether this thread alone does the work until the block ends. On PostgreSQL its connection ends then too."""
    if connection.vendor == "sqlite":
        held = locked(Path(connection.settings_dict["NAME"]).parent / FOLDER / f"{work}.lock")
    else:
        held = _by_the_server(work)
    with held as mine:
        yield mine


@contextmanager
def _by_the_server(work: str) -> Iterator[bool]:
    number = int.from_bytes(hashlib.sha256(work.encode()).digest()[:4], signed=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute(TRY, [SEALING, number])
            (mine, *_) = cursor.fetchone()
        yield mine
    finally:
        connection.close()
