"""The least that whoever verifies has to do, in one process: `python -m benchmarks.bare_reading HOME` reads the bytes
of every event, hashes them behind those before, and parses their JSON. It compares nothing but the stored hash.
"""

import hashlib
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

DATABASE = "bridgehead.sqlite3"


def main(home: Path) -> None:
    with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True)) as database:
        before, head, count = 0, b"", 0
        for record, body, own in database.execute(
            "SELECT record_id, body, hash FROM ledger_event ORDER BY record_id, n"
        ):
            head = hashlib.sha256((head if record == before else bytes(32)) + body).digest()
            assert head == own, f"an event of record {record} was changed"
            before, count = record, count + (json.loads(body)["record"] == record)
    print(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
