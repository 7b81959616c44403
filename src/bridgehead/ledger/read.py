"""The ledger as it is stored, for `verify`: every value as it stands, whatever somebody has made of it.

SQLite keeps in any column what it is given, and a text that is no UTF-8 cannot even be fetched. So texts and moments
are fetched as bytes there, and what is not of its column's kind is fetched as a value that fits nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from bridgehead.ledger import chain
from bridgehead.ledger.source import NO_MOMENT, NO_NUMBER, Attached, Beside, Enacted, Head, Leaf, Message, Stored

ROWS = 5_000
"""Rows fetched at a time."""
WHOLE_SECONDS = ".000000Z"


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
        columns = "number number, number first, number count, moment at, bytes root, bytes previous"
        for number, first, count, at, root, previous in self._rows(columns, "ledger_seal", order="number"):
            yield chain.Seal(number, first, count, at or NO_MOMENT, root, previous)

    def leaves(self) -> Iterator[Leaf]:
        columns = "number l.position, number l.event, bytes l.hash, number e.id, bytes e.hash"
        joined = "ledger_leaf l LEFT JOIN ledger_event e ON e.id = l.event"
        for position, event, kept, found, own in self._rows(columns, joined, order="l.position"):
            yield Leaf(position, event, kept, own if found == event else None)

    def events(self, of: Collection[str] = ()) -> Iterator[Stored]:
        columns = "number id, number record_id, number n, text kind, written at, bytes body, bytes hash"
        places = ", ".join(["%s"] * len(of))
        where = f"WHERE record_id IN (SELECT id FROM ledger_record WHERE register IN ({places}))" if of else ""
        return map(Stored._make, self._rows(columns, f"ledger_event {where}", of, order="record_id, n"))

    def heads(self) -> Iterator[Head]:
        columns = (
            "number r.id, text r.matter, text r.register, text r.number, number r.version, bytes r.head, json r.state, "
            "text r.stage, name u.slug, moment r.due_at, moment r.move_at, moment r.warn_at, written r.submitted_at, "
            "written r.updated_at, bytes r.code"
        )
        joined = "ledger_record r LEFT JOIN ledger_unit u ON u.id = r.unit_id"
        return map(Head._make, self._rows(columns, joined, order="r.id"))

    def beside(self) -> Beside:
        files = "number record_id, text hash, text field, text media_type, number size, written at"
        messages = "number record_id, number id, text kind, written at, text box, written sent_at"
        return Beside(
            self._rows("number record_id, text text", "ledger_text", order="record_id"),
            self._rows("number record_id, bytes wrapped", "ledger_key", order="record_id"),
            self._rows("number record_id, text field, bytes digest", "ledger_blindindex", order="record_id"),
            map(Attached._make, self._rows(files, "ledger_attachment", order="record_id, id")),
            map(Message._make, self._rows(messages, "ledger_message", order="record_id, id")),
        )

    def counters(self) -> Iterator[tuple[str, str, int]]:
        return self._rows("text matter, text register, number last", "ledger_counter", order="id")

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
        return self._rows("text hash, text matter, bytes files", "ledger_rulebook", order="hash")

    def enactments(self) -> Iterator[Enacted]:
        columns = "text matter, number n, moment since, text rulebook_id"
        for matter, n, since, rulebook in self._rows(columns, "ledger_enactment", order="matter, n"):
            yield Enacted(matter, n, since or NO_MOMENT, rulebook)

    def _rows(self, columns: str, table: str, values: Collection[str] = (), *, order: str) -> Iterator[Any]:
        """Rows of a table, of these columns, each behind its kind; a few are read at a time, on PostgreSQL by a cursor
        of the server.
        """
        is_sqlite = self._database.vendor == "sqlite"
        parts = [each.split() for each in columns.split(", ")]
        fetched = ", ".join(
            (KINDS[kind].in_sqlite if is_sqlite else KINDS[kind].in_postgres).format(name) for kind, name in parts
        )
        reads = [KINDS[kind].read if is_sqlite else None for kind, _ in parts]
        with self._database.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {fetched} FROM {table} ORDER BY {order}", [*values] or None)
            while found := cursor.fetchmany(ROWS):
                columns_of = zip(*found, strict=True)
                yield from zip(
                    *(read(each) if read else each for read, each in zip(reads, columns_of, strict=True)), strict=True
                )


def _texts(column: Iterable[bytes | None]) -> list[str]:
    return [each.decode(errors="backslashreplace") if each else "" for each in column]


def _names(column: Iterable[bytes | None]) -> list[str | None]:
    return [each or None for each in _texts(column)]


def _written(column: Iterable[bytes | None]) -> list[str]:
    """Moments, as Django has them in SQLite, in the way of `events.written`; anything else as it stands.

    They are compared as texts, so that none is made a moment and back.
    """
    return [
        f"{at.replace(' ', 'T', 1)}{WHOLE_SECONDS if len(at) == 19 else 'Z'}" if len(at) in (19, 26) else at
        for at in _texts(column)
    ]


def _moments(column: Iterable[bytes | None]) -> list[datetime | None]:
    """Moments in UTC; None where nothing stands, NO_MOMENT for what is none."""
    return [None if each is None else _moment(each) for each in column]


def _moment(stored: bytes) -> datetime:
    try:
        return datetime.fromisoformat(stored.decode()).replace(tzinfo=UTC)
    except ValueError:
        return NO_MOMENT


class Kind(NamedTuple):
    """How a column is fetched; on SQLite none of another kind is fetched but as bytes, of which `read` makes values."""

    in_sqlite: str
    in_postgres: str = "{}"
    read: Callable[[Iterable[Any]], Iterable[Any]] | None = None


_RAW = "CAST({} AS BLOB)"
KINDS: Mapping[str, Kind] = {
    "number": Kind(f"CASE typeof({{0}}) WHEN 'integer' THEN {{0}} ELSE {NO_NUMBER} END"),
    "bytes": Kind("CASE typeof({0}) WHEN 'blob' THEN {0} ELSE x'' END"),
    "text": Kind(_RAW, read=_texts),
    "json": Kind(_RAW, "{}::text", _texts),
    "name": Kind(_RAW, "nullif({}, '')", _names),
    "written": Kind(
        _RAW, """coalesce(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '')""", _written
    ),
    "moment": Kind(_RAW, read=_moments),
}
