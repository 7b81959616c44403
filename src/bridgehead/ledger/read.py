"""The ledger as it is stored, for `verify`: every value as it stands, whatever somebody has made of it.

SQLite keeps in any column what it is given, and a text that is no UTF-8 cannot even be fetched. So texts and moments
are fetched as bytes there, and what is not of its column's kind is fetched as a value that fits nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bridgehead.ledger import chain
from bridgehead.ledger.source import NO_MOMENT, NO_NUMBER, Enacted, Head, Leaf, Stored, text

ROWS = 5_000
"""Rows fetched at a time."""
RECORDS = "ledger_record r LEFT JOIN ledger_unit u ON u.id = r.unit_id"


@contextmanager
def snapshot() -> Iterator["Database"]:
    """The ledger as it is at one moment, while others go on writing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django would begin as a writer, and keep all others waiting
            try:
                yield Database()
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Database()


class Database:
    """The ledger in a database, as `source.Source` has it; each part is read row by row."""

    def __init__(self, database: BaseDatabaseWrapper | None = None) -> None:
        self._database = database or connections["default"]

    def seals(self) -> Iterator[chain.Seal]:
        query = self._select(
            "ledger_seal", ints="number first count", texts="at", blobs="root previous", order="number"
        )
        for number, first, count, at, root, previous in self._rows(query):
            yield chain.Seal(number, first, count, moment(at) or NO_MOMENT, root, previous)

    def leaves(self) -> Iterator[Leaf]:
        joined = "ledger_leaf l LEFT JOIN ledger_event e ON e.id = l.event"
        query = self._select(joined, ints="l.position l.event e.id", blobs="l.hash e.hash", order="l.position")
        for position, event, found, kept, own in self._rows(query):
            yield Leaf(position, event, kept, own if found == event else None)

    def events(self) -> Iterator[Stored]:
        columns = {"ints": "id record_id n", "texts": "kind at", "blobs": "body hash"}
        query = self._select("ledger_event", **columns, order="record_id, n")
        for event, record, n, kind, at, body, own in self._rows(query):
            yield Stored(event, record, n, text(kind), _written(text(at)), body, own)

    def heads(self) -> Iterator[Head]:
        texts = "r.matter r.register r.number r.state r.stage u.slug r.due_at r.move_at r.warn_at"
        query = self._select(RECORDS, ints="r.id r.version", texts=texts, blobs="r.head", order="r.id")
        for record, version, *found, due, move, warn, head in self._rows(query):
            matter, register, number, state, stage, unit = map(text, found)
            yield Head(
                *(record, matter, register, number, version, head, state, stage),
                *(unit or None, moment(due), moment(move), moment(warn)),
            )

    def rulebooks(self) -> Iterator[tuple[str, str, bytes]]:
        for name, matter, files in self._rows(
            self._select("ledger_rulebook", texts="hash matter", blobs="files", order="hash")
        ):
            yield text(name), text(matter), files

    def enactments(self) -> Iterator[Enacted]:
        query = self._select("ledger_enactment", ints="n", texts="matter since rulebook_id", order="matter, n")
        for n, matter, since, rulebook in self._rows(query):
            yield Enacted(text(matter), n, moment(since) or NO_MOMENT, text(rulebook))

    def _select(self, table: str, *, ints: str = "", texts: str = "", blobs: str = "", order: str) -> str:
        """A query of columns by their kinds, in this order; on SQLite none of another kind is fetched but as bytes."""
        columns = [*ints.split(), *texts.split(), *blobs.split()]
        if self._database.vendor == "sqlite":
            columns = [
                *(
                    f"CASE typeof({column}) WHEN 'integer' THEN {column} ELSE {NO_NUMBER} END"
                    for column in ints.split()
                ),
                *(f"CAST({column} AS BLOB)" for column in texts.split()),
                *(f"CASE typeof({column}) WHEN 'blob' THEN {column} ELSE x'' END" for column in blobs.split()),
            ]
        else:
            columns = [_IN_POSTGRES.get((table, column), column) for column in columns]
        return f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, a few at a time: on PostgreSQL by a cursor of the server."""
        with self._database.chunked_cursor() as cursor:
            cursor.execute(query)
            while found := cursor.fetchmany(ROWS):
                yield from found


_IN_POSTGRES = {
    ("ledger_event", "at"): """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    (RECORDS, "r.state"): "r.state::text",
}
"""How a column of a table is fetched there, where it is not as it stands."""


def _written(at: str) -> str:
    """The moment of an event, as Django has it in SQLite, in the way of `events.written`; anything else as it stands.

    It is compared as a text, so that none is made a moment and back.
    """
    match len(at):
        case 19:
            return f"{at.replace(' ', 'T', 1)}.000000Z"
        case 26:
            return f"{at.replace(' ', 'T', 1)}Z"
    return at


def moment(stored: datetime | bytes | None) -> datetime | None:
    """A moment in UTC; None where nothing stands, NO_MOMENT for what is none."""
    if stored is None or isinstance(stored, datetime):
        return stored
    try:
        return datetime.fromisoformat(text(stored)).replace(tzinfo=UTC)
    except ValueError:
        return NO_MOMENT
