"""The ledger as it is stored, for queries and for `verify`."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from bridgehead.ledger import chain, models
from bridgehead.ledger.sealing import as_chain
from bridgehead.ledger.verify import Head, Leaf, Stored

ROWS = 5_000
"""Rows fetched at a time."""


class Database:
    """The ledger in the database, as `verify.Source` wants it; each part is read row by row."""

    def seals(self) -> Iterator[chain.Seal]:
        return map(as_chain, models.Seal.objects.order_by("number").iterator(ROWS))

    def leaves(self) -> Iterator[Leaf]:
        found = _rows(
            "SELECT l.position, l.event, l.hash, e.hash FROM ledger_leaf l LEFT JOIN ledger_event e ON e.id = l.event "
            "ORDER BY l.position"
        )
        return (
            Leaf(position, event, _bytes(kept), None if own is None else _bytes(own))
            for position, event, kept, own in found
        )

    def events(self) -> Iterator[Stored]:
        found = _rows(
            "SELECT e.id, e.record_id, e.n, e.kind, e.body, e.hash, l.position FROM ledger_event e "
            "LEFT JOIN ledger_leaf l ON l.event = e.id ORDER BY e.record_id, e.n"
        )
        return (
            Stored(event, record, n, kind, _bytes(body), _bytes(own), at)
            for event, record, n, kind, body, own, at in found
        )

    def heads(self) -> Iterator[Head]:
        found = models.Record.objects.order_by("pk").values_list("pk", "number", "version", "head", "state")
        return (
            Head(pk, number, version, _bytes(head), state) for pk, number, version, head, state in found.iterator(ROWS)
        )

    def rulebooks(self) -> Iterator[tuple[str, bytes]]:
        found = models.Rulebook.objects.order_by("hash").values_list("hash", "files")
        return ((name, _bytes(files)) for name, files in found.iterator(1))


def _bytes(stored: bytes | memoryview | str) -> bytes:
    """SQLite gives back text where somebody has put text into a column of bytes."""
    return stored.encode() if isinstance(stored, str) else bytes(stored)


def _rows(query: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a query, a few at a time: on PostgreSQL by a cursor of the server."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while found := cursor.fetchmany(ROWS):
            yield from found
