"""The drill behind `make tamper`: do one random harm to a sealed ledger after the other; `verify` must name each.

    python -m tests.ledger.tamper [N [SEED]]

A ledger of made-up records is made through the actions, in SQLite or, with DATABASE_URL, in PostgreSQL. A harm is
found where a line has its code and its place, where a deletion is not told as a change, and where the same is told when
another process follows the records, a few events at a time. It is undone with its transaction. Prints each harm that
was not found with the seed that does it again, ends with `tampered N, found N`, and fails where these differ.
"""

import os
import random
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bridgehead.ledger.verify import Workers
    from tests.ledger.harms import Harm

COUNT, SEED = 1_000, 1
RECORDS = 100
CHANGES = ("LG102", "LG112", "LG115")
"""The codes by which a change is told."""


def main(count: int, seed: int) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.service"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    line = _ledger()
    _open()
    from bridgehead.ledger.verify import Workers
    from tests.ledger.harms import HARMS
    from tests.ledger.harms_beside import HARMS_BESIDE
    from tests.ledger.oddities import ODDITIES

    harms = [*HARMS.items(), *HARMS_BESIDE.items(), *(ODDITIES.items() if connection.vendor == "sqlite" else ())]
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        shared_out = [Workers(pool, waiting=2, events=events, here=1) for events in (1, 3, 20)]
        if sound := _told(line, shared_out[0]):
            print("the ledger is not sound before any harm:", *sound, sep="\n")
            return 1
        found = 0
        for n in range(count):
            found += _is_found(*harms[n % len(harms)], seed + n, line, shared_out[n % len(shared_out)])
    print(f"tampered {count}, found {found}")
    return 0 if count and count == found else 1


def _ledger() -> str:
    """Claims with files, and reports in all stages, some of both forgotten, under several seals; the last one as it is
    printed.
    """
    from bridgehead.actions.forget import forget
    from bridgehead.actions.handle import Wanted, handle
    from bridgehead.actions.look import look
    from bridgehead.ledger.sealing import seal
    from bridgehead.primitives.actor import Actor, ActorKind
    from tests.cities import CLERK, INSPECTION, MOMENT, found_units, handler, publish, submit_report
    from tests.lists import publish_lists

    publish_lists()
    publish(INSPECTION)
    found_units()
    administrator = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
    printed = None
    for n in range(RECORDS):
        at = MOMENT + timedelta(minutes=n)
        claim = _claim(n, at)
        report = submit_report(at)
        if n % 2:
            handle(report.pk, Wanted("accept"), CLERK, at)
            handle(report.pk, Wanted("assign", unit="made-up-office"), CLERK, at)
        if n % 4 == 3:
            handle(report.pk, Wanted("answer", filled={"answer": "paid"}), handler("made-up-office"), at)
            look(report, "to call back", CLERK, at)
        if n % 8 == 7:
            for each in (claim, report.pk):
                forget(each, "made-up request", administrator, at)
        if n % 12 == 11 or n == RECORDS - 1:
            printed = seal(at)
    assert printed is not None
    return printed.line


def _claim(n: int, at: datetime) -> int:
    """A claim, every other with a list, of which some are counted."""
    from bridgehead.actions.attach import File, attach
    from bridgehead.actions.verify_by_list import verify_by_list
    from bridgehead.ledger import models
    from tests.cities import CLERK, submit_train
    from tests.lists import csv_list, people

    number = submit_train(at, train_number=f"K{n}", contact="made-up person").number
    record = models.Record.objects.get(number=number)
    if n % 2:
        content = csv_list(people(3 * n, 3, bought=2))
        kept = attach(record.pk, File("passenger list", "made-up.csv", BytesIO(content), "made up"), CLERK, at)
        if n % 4 == 1:
            verify_by_list(record.pk, kept.hash, record.version + 1, CLERK, at)
    return record.pk


def _open() -> None:
    """Take away what keeps the tables from being changed: whoever tampers may do all in the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("ledger_event", "ledger_leaf", "ledger_seal", "ledger_rulebook", "ledger_enactment"):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
                cursor.execute(f"DROP TRIGGER {table}_no_replace")
            else:
                cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")


def _told(line: str, workers: "Workers | None" = None) -> list[str]:
    from django.conf import settings

    from bridgehead.instruments.register.state import fold
    from bridgehead.ledger import chain
    from bridgehead.ledger.beside import AtHand
    from bridgehead.ledger.read import Database
    from bridgehead.ledger.verify import Tally, verify

    at_hand = AtHand(Path(settings.HOME), settings.MASTER_KEY)
    return [str(each) for each in verify(Database(), fold, Tally(), [chain.printed(line)], workers, at_hand)]


def _is_found(name: str, harm: "Harm", seed: int, line: str, workers: "Workers") -> bool:
    from django.db import transaction

    with transaction.atomic():
        expected = harm(random.Random(seed))
        try:
            told = _told(line)
            shared = _told(line, workers)
        except Exception:  # noqa: BLE001 - whatever ends verify in a traceback is what this drill looks for
            told = shared = [traceback.format_exc()]
        transaction.set_rollback(True)
        expected.undo()
    named = any(each[:5] in expected.codes and any(word in each for word in expected.words) for each in told)
    if (
        sorted(told) == sorted(shared)
        and named
        and not (expected.deletion and any(each.startswith(CHANGES) for each in told))
    ):
        return True
    print(f"seed {seed}, {name}: expected {expected}; told:", *(f"  {each}" for each in told[:5]), sep="\n")
    print("shared out:", *(f"  {each}" for each in shared[:5]), sep="\n")
    return False


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    sys.exit(main(*given, *(COUNT, SEED)[len(given) :]))
