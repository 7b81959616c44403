"""A unit ends when it is on the disk, and lets others go on before."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from bridgehead.ledger import append, durable
from tests.apart import alone, apart, at_once
from tests.cities import publish, submit_train

LONG = 30  # seconds, which nobody waits who is let go


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), apart(tmp_path):
        alone(publish)
        yield


def test_what_was_taken_in_is_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_in() -> list[bool]:
        on_disk = _in_postgresql if connection.vendor == "postgresql" else _in_sqlite(monkeypatch)
        return [on_disk() for _ in range(3)]

    assert alone(taken_in) == [True] * 3


def _in_postgresql() -> bool:
    """Whether the log is on the disk beyond what was written of a record, once that is taken in."""
    with append.unit():
        submit_train()
        (written,) = _asked("SELECT pg_current_wal_insert_lsn()")
    (on_disk,) = _asked(f"SELECT pg_current_wal_flush_lsn() > '{written}'::pg_lsn")
    return bool(on_disk)


def _in_sqlite(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Whether the journal went to the disk since a record stood in it."""
    file = connection.settings_dict["NAME"]
    write, seen = os.fdatasync, [0]

    def look(held: int) -> None:
        if os.path.samestat(os.fstat(held), Path(f"{file}-wal").stat()):
            with closing(sqlite3.connect(file)) as another:
                seen.extend(another.execute("SELECT count(*) FROM ledger_record").fetchone())
        write(held)

    def taken_in() -> bool:
        before = seen[-1]
        submit_train()
        return seen[-1] == before + 1

    monkeypatch.setattr(os, "fdatasync", look)
    return taken_in


def test_two_of_one_register_wait_for_the_disk_together(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Barrier(2)
    monkeypatch.setattr(durable, "flush", lambda: both.wait(LONG))
    taken_in = at_once(submit_train, submit_train)
    assert sorted(getattr(each, "number", repr(each))[-2:] for each in taken_in) == ["01", "02"]


def test_what_is_done_alone_is_on_the_disk_before_it_is_seen_and_so_is_what_is_no_unit() -> None:
    def waits() -> list[bool]:
        found = [_commit_waits()]
        for more in (False, True):
            with append.unit(alone=more):
                found.append(_commit_waits())
        return [*found, _commit_waits()]

    assert alone(waits) == [True, False, True, True]


def _commit_waits() -> bool:
    sqlite = connection.vendor == "sqlite"
    (found,) = _asked("PRAGMA synchronous" if sqlite else "SELECT current_setting('synchronous_commit')")
    return bool(found == 2) if sqlite else bool(found == "on")


def _asked(query: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found: tuple[object, ...] = cursor.fetchone()
    return found
