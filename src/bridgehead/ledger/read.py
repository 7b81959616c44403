"""The ledger as it is stored, for `verify`: every value as it stands, whatever somebody has made of it.

SQLite keeps in any column what it is given, and a text that is no UTF-8 cannot even be fetched. So texts and moments
are fetched as bytes there, and what is not of its column's kind is fetched as a value that fits nothing.
"""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from bridgehead.ledger import chain
from bridgehead.ledger.source import NO_MOMENT, NO_NUMBER, Attached, Beside, Enacted, Head, Leaf, Stored, text

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
                yield Database(live=connection.alias)
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Database(live=connection.alias)


class Database:
    """The ledger in a database, as `source.Source` has it; each part is read row by row. `live` is the alias of the
    database that goes on meanwhile, where what is read does not.
    """

    def __init__(self, database: BaseDatabaseWrapper | None = None, live: str | None = None) -> None:
        self._database, self._live = database or connections["default"], live

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

    def events(self, of: Collection[str] = ()) -> Iterator[Stored]:
        columns = {"ints": "id record_id n", "texts": "kind at", "blobs": "body hash"}
        places = ", ".join(["%s"] * len(of))
        where = f"WHERE record_id IN (SELECT id FROM ledger_record WHERE register IN ({places}))" if of else ""
        query = self._select("ledger_event", **columns, where=where, order="record_id, n")
        for event, record, n, kind, at, body, own in self._rows(query, of):
            yield Stored(event, record, n, text(kind), _written(text(at)), body, own)

    def heads(self) -> Iterator[Head]:
        texts = (
            "r.matter r.register r.number r.state r.stage u.slug r.submitted_at r.updated_at "
            "r.due_at r.move_at r.warn_at"
        )
        query = self._select(RECORDS, ints="r.id r.version", texts=texts, blobs="r.head r.code", order="r.id")
        for record, version, *found, due, move, warn, head, code in self._rows(query):
            matter, register, number, state, stage, unit, submitted, updated = map(text, found)
            yield Head(
                *(record, matter, register, number, version, head, state, stage),
                *(unit or None, moment(due), moment(move), moment(warn)),
                *(_written(submitted), _written(updated), code),
            )

    def beside(self) -> Iterator[Beside]:
        """One pass over each of the tables, side by side."""
        texts = _Side(self._rows(self._select("ledger_text", ints="record_id", texts="text", order="record_id")))
        keys = _Side(self._rows(self._select("ledger_key", ints="record_id", blobs="wrapped", order="record_id")))
        columns = {"ints": "record_id", "texts": "field", "blobs": "digest"}
        entries = _Side(self._rows(self._select("ledger_blindindex", **columns, order="record_id")))
        columns = {"ints": "record_id size", "texts": "hash field media_type at"}
        files = _Side(self._rows(self._select("ledger_attachment", **columns, order="record_id, id")))
        sides = (texts, keys, entries, files)
        while (record := min(side.record for side in sides)) != NO_MORE:
            yield Beside(
                record,
                next((text(said) for _, said in texts.of(record)), None),
                next((wrapped for _, wrapped in keys.of(record)), None),
                tuple((text(field), digest) for _, field, digest in entries.of(record)),
                tuple(
                    Attached(text(name), text(field), text(kind), size, _written(text(at)))
                    for _, size, name, field, kind, at in files.of(record)
                ),
            )

    def forgotten(self, record: int) -> bool:
        return self._is_there_now("ledger_event WHERE kind = 'forgotten/1' AND record_id", record)

    def forgetting(self, record: int) -> bool:
        return self._is_there_now("ledger_forgetting WHERE record_id", record)

    def attached(self, files: Collection[str]) -> Collection[str]:
        places = ", ".join(["%s"] * len(files))
        with self._now() as cursor:
            cursor.execute(f"SELECT hash FROM ledger_attachment WHERE hash IN ({places})", [*files])
            return {name for (name,) in cursor.fetchall()}

    def _is_there_now(self, which: str, record: int) -> bool:
        with self._now() as cursor:
            cursor.execute(f"SELECT 1 FROM {which} = %s LIMIT 1", [record])
            return cursor.fetchone() is not None

    @contextmanager
    def _now(self) -> Iterator[CursorWrapper]:
        """What has been committed since the moment that is read, which another connection alone sees."""
        if self._live is None:
            with self._database.cursor() as cursor:
                yield cursor
            return
        with closing(connections.create_connection(self._live)) as apart, apart.cursor() as cursor:
            yield cursor

    def rulebooks(self) -> Iterator[tuple[str, str, bytes]]:
        for name, matter, files in self._rows(
            self._select("ledger_rulebook", texts="hash matter", blobs="files", order="hash")
        ):
            yield text(name), text(matter), files

    def enactments(self) -> Iterator[Enacted]:
        query = self._select("ledger_enactment", ints="n", texts="matter since rulebook_id", order="matter, n")
        for n, matter, since, rulebook in self._rows(query):
            yield Enacted(text(matter), n, moment(since) or NO_MOMENT, text(rulebook))

    def _select(
        self, table: str, *, ints: str = "", texts: str = "", blobs: str = "", where: str = "", order: str
    ) -> str:
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
        return f"SELECT {', '.join(columns)} FROM {table} {where} ORDER BY {order}"

    def _rows(self, query: str, values: Collection[str] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, a few at a time: on PostgreSQL by a cursor of the server."""
        with self._database.chunked_cursor() as cursor:
            cursor.execute(query, [*values] or None)
            while found := cursor.fetchmany(ROWS):
                yield from found


NO_MORE = 2**63
"""Beyond the number of every record."""


class _Side:
    """Rows by their record, which stands first in each, taken record by record."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows, self._next = rows, next(rows, None)

    @property
    def record(self) -> int:
        """The record of the row that comes."""
        return NO_MORE if self._next is None else int(self._next[0])

    def of(self, record: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a record that come now; all of them have to be taken."""
        while self._next is not None and self._next[0] == record:
            taken, self._next = self._next, next(self._rows, None)
            yield taken


def _as_written(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


_IN_POSTGRES = {
    ("ledger_event", "at"): _as_written("at"),
    ("ledger_attachment", "at"): _as_written("at"),
    (RECORDS, "r.submitted_at"): _as_written("r.submitted_at"),
    (RECORDS, "r.updated_at"): _as_written("r.updated_at"),
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
