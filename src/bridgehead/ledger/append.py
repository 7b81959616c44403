"""The one way to write: events are appended, and records follow, in one transaction. Actions alone import this.

On SQLite all writers of a process take one lock before the transaction, since SQLite lets waiting writers starve. On
PostgreSQL a unit shares an advisory lock that the sealer takes for itself: when it has it, no unit is half-way. So does
whoever puts a rulebook in force.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from bridgehead import __version__
from bridgehead.ledger import chain, durable, events, models, rows, search
from bridgehead.primitives.actor import Actor

SEALING = 0x62726964  # the number of the advisory lock

State = Mapping[str, Any]
Fold = Callable[[State | None, str, events.Data], State]
"""The state of a record after an event, from the state before, the event's kind and its data."""

FOLLOWS = ("version", "head", "stage", "unit", "updated_at", "due_at", "move_at", "warn_at", "state")
"""What changes in a record with its events."""

_one_writer = threading.RLock()


@contextmanager
def unit(*, alone: bool = False, apart: bool = True) -> Iterator[None]:
    """One transaction, whole or not at all, and on the disk when it ends. What is done `alone`, such as sealing, waits
    for all others to be done, and is seen by nobody before it is on the disk.

    A unit within another may fail while the other goes on; one that is not `apart` takes the other with it.
    """
    outermost = not connection.in_atomic_block
    early, sqlite = outermost and not alone, connection.vendor == "sqlite"
    with _one_by_one(early) if sqlite else nullcontext(), transaction.atomic(savepoint=apart):
        if outermost and not sqlite:
            _lock(alone, early)
        yield
        if early and not sqlite and not connection.needs_rollback:
            durable.commit()
    if early and sqlite:
        durable.flush()


@contextmanager
def _one_by_one(early: bool) -> Iterator[None]:
    with _one_writer, durable.letting_go() if early else nullcontext():
        yield


def _lock(alone: bool, early: bool) -> None:
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s){durable.LET_GO if early else ''}", [SEALING])


@dataclass(frozen=True, slots=True)
class Author:
    """By whom, when and by which rulebook."""

    actor: Actor
    at: datetime
    rulebook: str


def append(record: models.Record, kind: str, data: events.Data, author: Author, fold: Fold) -> None:
    """Append an event to a record and let the record follow; a new one that has its number by `next_record` is written
    then, as it is after the event.

    Raises django.db.IntegrityError where another has appended the same step; `hold` before keeps that from happening.
    """
    n = record.version + 1
    of = (record.matter, record.register, record.number) if n == 1 else None
    event = events.Event(record.pk, n, kind, author.at, author.actor.name, author.rulebook, __version__, data, of)
    body = events.body(event)
    link = chain.link(bytes(record.head), body)
    stored = models.Event(record_id=record.pk, n=n, kind=kind, at=author.at, body=body, hash=link)
    record.version, record.head, record.updated_at = n, link, author.at
    unit = record.state.get("unit")
    record.state = fold(record.state or None, kind, data)
    _show(record, moved=record.state.get("unit") != unit)
    if record._state.adding:
        said = search.row(record)
        rows.insert(record, stored, said)
        search.index(said)
        return
    rows.insert(stored)
    rows.update(record, *FOLLOWS)
    if data.get("fields"):
        search.keep(record)


def _show(record: models.Record, *, moved: bool) -> None:
    """Put what lists sort and filter by into columns of their own; the unit only where it is another one."""
    state = record.state
    record.stage = state.get("stage") or ""
    record.due_at = datetime.fromisoformat(state["due"]) if state.get("due") else None
    record.move_at = datetime.fromisoformat(state["move"]) if state.get("move") else None
    record.warn_at = datetime.fromisoformat(state["warn"]) if state.get("warn") else None
    if moved:
        slug = state.get("unit")
        record.unit = models.Unit.objects.get(slug=slug) if slug else None


def hold(record: int, *, wait: bool = True) -> models.Record:
    """A record that nobody else can change until the unit ends; raises Record.DoesNotExist, and OperationalError where
    another holds it and this unit does not `wait`.
    """
    return models.Record.objects.select_for_update(of=("self",), nowait=not wait).get(pk=record)


COUNT = """
INSERT INTO ledger_counter (matter, register, period, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (matter, register, period) DO UPDATE SET last = ledger_counter.last + 1 RETURNING last
"""
NEXT_KEY = {
    "sqlite": "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'ledger_record'), 0) + 1",
    "postgresql": "nextval(pg_get_serial_sequence('ledger_record', 'id'))",
}
"""The key that the database would give to the next record; in SQLite nobody else's while the unit lasts."""


def count(matter: str, register: str, period: str) -> int:
    """The next number of a register in a period, from 1, without a gap that a failed unit would leave."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [matter, register, period])
        (last,) = cursor.fetchone()
    return int(last)


def next_record(matter: str, register: str, period: str) -> tuple[int, int]:
    """The same, and before it the key of a record that can be made with it, and is written once.

    Others who count wait until the unit ends, so that little is done after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{COUNT}, {NEXT_KEY[connection.vendor]}", [matter, register, period])
        last, key = cursor.fetchone()
    return int(key), int(last)


def count_past(matter: str, register: str, period: str, last: int) -> None:
    """Let the next number of a register in a period be beyond one that was given elsewhere."""
    counter, _ = models.Counter.objects.get_or_create(
        matter=matter, register=register, period=period, defaults={"last": last}
    )
    models.Counter.objects.filter(pk=counter.pk, last__lt=last).update(last=last)
