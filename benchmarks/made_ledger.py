"""Fill the home of a service with a made-up ledger: `python -m benchmarks.made_ledger HOME EVENTS`.

Claims of two events each, with the bytes that the actions would write and what they put beside them: a text, and a key
under which a telephone stands, by which the claim is found. They are under the seals of the sealer.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bridgehead.cli.service import make

MOMENT = datetime(2023, 5, 20, 8, tzinfo=UTC)
AT_ONCE = 25_000
"""Records, whose events are sealed together."""
MATTER, REGISTER = "made-up/matter", "made-up-claims"
RULEBOOK = b"{}"
EVENT = "INSERT INTO ledger_event (id, record_id, n, kind, at, body, hash) VALUES (%s, %s, %s, %s, %s, %s, %s)"
RECORD = (
    "INSERT INTO ledger_record (id, matter, register, number, version, head, stage, submitted_at, updated_at, code, "
    "state) VALUES (%s, %s, %s, %s, 2, %s, 'accepted', %s, %s, %s, %s)"
)
BESIDE = (
    "INSERT INTO ledger_text (record_id, text) VALUES (%s, %s)",
    "INSERT INTO ledger_key (record_id, wrapped) VALUES (%s, %s)",
    "INSERT INTO ledger_blindindex (record_id, field, digest) VALUES (%s, 'telephone', %s)",
)
Row = tuple[Any, ...]


def main(home: Path, count: int) -> None:
    make(home)
    from django.core.management import call_command
    from django.db import transaction

    from bridgehead.ledger import models
    from bridgehead.ledger.sealing import seal
    from bridgehead.rulebook import packed

    call_command("migrate", verbosity=0)
    name = packed.name(RULEBOOK)
    models.Rulebook.objects.create(hash=name, matter=MATTER, files=RULEBOOK)
    models.Enactment.objects.create(matter=MATTER, n=1, since=MOMENT, rulebook_id=name)
    models.Counter.objects.create(matter=MATTER, register=REGISTER, period="2023", last=count // 2)
    rows = _rows(count // 2, name)
    while some := list(islice(rows, AT_ONCE)):
        with transaction.atomic():
            _insert(some)
        seal(MOMENT)


def _rows(records: int, rulebook: str) -> Iterator[tuple[list[Row], Row, list[Row]]]:
    """Of each record its events, its row, and what stands beside."""
    from django.conf import settings
    from django.db import connection

    from bridgehead.ledger import chain, events, keys
    from bridgehead.ledger.texts import said

    master = settings.MASTER_KEY

    for record in range(1, records + 1):
        number = f"TJ-2023-{record:07}"
        fields = {
            "number": number,
            "organiser": f"made-up agency {record % 500}",
            "kind": "train",
            "train number": f"K{record}",
            "stop": "大同站",
            "passengers": 300 + record % 300,
            "nights": 1 + record % 3,
            "ticket rate": "0.6",
            "completed on": "2023-05-20",
        }
        telephone, key, code = f"138{record:08}", keys.new_key(), keys.code_digest(master, number)
        digest = keys.digest(master, "telephone", telephone)
        first = {"number": number, "fields": fields, "stage": "received", "unit": None, "due": None, "move": None}
        first |= {"key": keys.commitment(key), "personal": keys.box(key, {"telephone": telephone}, record)}
        first |= {"code": code.hex()}
        first |= {"found by": {"entries": 1, "digest": keys.index_digest(key, [("telephone", digest)])}}
        second = {"fields": {"checked": True}, "stage": "accepted", "reason": "complete"}
        at, stored, head = MOMENT + timedelta(seconds=record), [], chain.START
        kept = connection.ops.adapt_datetimefield_value(at)
        for n, (kind, data) in enumerate((("submitted/1", first), ("accepted/1", second)), start=1):
            of = (MATTER, REGISTER, number) if n == 1 else None
            body = events.body(events.Event(record, n, kind, at, "public", rulebook, "0.1.0", data, of))
            head = chain.link(head, body)
            stored.append((2 * record - 2 + n, record, n, kind, kept, body, head))
        state = {**first, **second, "fields": {**fields, **second["fields"]}}  # type: ignore[dict-item]
        shown = (record, MATTER, REGISTER, number, head, kept, kept, code, json.dumps(state))
        beside = [(record, said(number, state["fields"])), (record, keys.wrap(master, key, record)), (record, digest)]
        yield stored, shown, beside


def _insert(some: list[tuple[list[Row], Row, list[Row]]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.executemany(RECORD, [shown for _, shown, _ in some])
        cursor.executemany(EVENT, [each for stored, _, _ in some for each in stored])
        for n, statement in enumerate(BESIDE):
            cursor.executemany(statement, [beside[n] for _, _, beside in some])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
