"""Texts of records and the index by which a part of one is found: of every two neighbouring characters, so that words
of two characters are found in a language that does not set words apart. In SQLite it is of four where the first is of
ASCII: two figures or letters stand in very many texts, above all in numbers.

What is personal stands in no text. SQLite finds by FTS5, PostgreSQL by an inverted index of arrays; both find what
LIKE finds. A text is kept in one spelling: NFKC, without case.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from bridgehead.ledger import models, rows
from bridgehead.ledger.texts import said, spelled

NEWEST = 5_000
"""Where a text is frequent, among so many records there is a page of it; where not, it has few hits in the index."""

HITS = """hits AS MATERIALIZED (
    SELECT record_id FROM ledger_text WHERE ledger_bigrams(text) @> %s::text[] AND strpos(text, %s) > 0
)"""
AMONG = "(SELECT id, row_number() OVER () AS at FROM ({}) AS those(id)) AS among"
NEAR = """SELECT id FROM {} CROSS JOIN LATERAL (SELECT text FROM ledger_text WHERE record_id = id OFFSET 0) AS said
WHERE strpos(text, %s) > 0 ORDER BY at LIMIT %s"""
FAR = "SELECT id FROM {} JOIN hits ON record_id = id ORDER BY at LIMIT %s"
"""How PostgreSQL is to go about it, which takes a text for rarer or more frequent than it is: some records are looked
up one by one, and of many two lists of numbers are joined, each read from its index once.
"""


def row(record: models.Record) -> models.Text:
    """What a record says now, as it is kept; whoever writes it lets `index` know."""
    return models.Text(record_id=record.pk, text=said(record.number, record.state.get("fields", {})))


def keep(record: models.Record) -> None:
    """Let what a record says now be found. For the unit of work that changes it."""
    now, kept = row(record), _kept(record)
    if kept == now.text:
        return
    if kept is None:
        rows.insert(now)
    else:
        rows.update(now, "text")
    index(now, kept)


def index(now: models.Text, before: str | None = None) -> None:
    """Let a text be found that was written, and no more what was kept before; PostgreSQL sees to it by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        if before is not None:
            old = (now.pk, _parts(before))
            cursor.execute("INSERT INTO ledger_bigrams(ledger_bigrams, rowid, text) VALUES ('delete', %s, %s)", old)
        cursor.execute("INSERT INTO ledger_bigrams(rowid, text) VALUES (%s, %s)", [now.pk, _parts(now.text)])


def _kept(record: models.Record) -> str | None:
    """The text as it was before; a record with its first event has none."""
    if record.version == 1:
        return None
    return models.Text.objects.filter(record=record).values_list("text", flat=True).first()


def first(records: QuerySet[models.Record], wanted: str, count: int) -> tuple[models.Record, ...]:
    """The first of those whose text has a part, in the order of the records: the nearest are read where the text may be
    frequent, and the index is asked where it is not.
    """
    if connection.vendor == "sqlite":
        near = containing(records.filter(pk__in=records.values("pk")[:NEWEST]), wanted)
        some = tuple(near[:count])
        return some if len(some) == count else tuple(found(records, wanted)[:count])
    return tuple(_numbered(records, _numbers(records, spelled(wanted), count))[:count])


def containing(records: QuerySet[models.Record], wanted: str) -> QuerySet[models.Record]:
    """Those whose text has a part, by reading every text: for few records."""
    return records.filter(text__text__contains=spelled(wanted))


def found(records: QuerySet[models.Record], wanted: str) -> QuerySet[models.Record]:
    """Those whose text has a part, by the index: for many records, of which few have it."""
    text = spelled(wanted)
    if connection.vendor == "sqlite":
        hits, phrase = "SELECT rowid FROM ledger_bigrams WHERE ledger_bigrams MATCH %s", [_phrase(text)]
        if _are_few(f"{hits} LIMIT {NEWEST + 1}", phrase):
            return records.filter(pk__in=RawSQL(hits, phrase))
        return records.extra(where=[f"+ledger_record.id IN ({hits})"], params=phrase)  # the plus keeps its own order
    return _numbered(records, _numbers(records, text, None))


def _numbers(records: QuerySet[models.Record], text: str, count: int | None) -> list[int]:
    """The numbers of records that have a text, by PostgreSQL: the first so many of these, or all; where the text has
    few hits, also those of other records.
    """
    if records.query.is_empty():
        return []
    if count is not None:
        order, values = records.values_list("pk")[:NEWEST].query.sql_with_params()
        near = _asked(NEAR.format(AMONG.format(order)), [*values, text, count])
        if len(near) == count:
            return near
    parts = sorted({text[at : at + 2] for at in range(max(len(text) - 1, 1))})
    few = _asked(f"WITH {HITS} SELECT record_id FROM hits LIMIT {NEWEST + 1}", [parts, text])
    if len(few) <= NEWEST:
        return few
    order, values = records.values_list("pk").query.sql_with_params()
    return _asked(f"WITH {HITS} {FAR.format(AMONG.format(order))}", [parts, text, *values, count])


def _numbered(records: QuerySet[models.Record], numbers: list[int]) -> QuerySet[models.Record]:
    return records.extra(where=["ledger_record.id = ANY(%s)"], params=[numbers])


def _asked(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [number for (number,) in cursor]


def _are_few(hits: str, phrase: list[str]) -> bool:
    """Whether each hit had better be looked up; else records are gone through as their index has them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({hits})", phrase)
        (count,) = cursor.fetchone()
    return int(count) <= NEWEST


def _parts(text: str) -> str:
    """What begins at each character, as a word of its own: a phrase of them is a part of the text."""
    letters = [f"{ord(letter):x}x" for letter in text]
    return " ".join("".join(letters[at : at + _width(letter)]) for at, letter in enumerate(text))


def _phrase(text: str) -> str:
    """The words up to the one that reaches the end of a text; what stands behind that end is left open."""
    at = next(at for at, letter in enumerate(text) if at + _width(letter) >= len(text))
    words = _parts(text).split(" ")[: at + 1]
    return f'"{" ".join(words)}"' + (" *" if at + _width(text[at]) > len(text) else "")


def _width(letter: str) -> int:
    """Two characters are few texts' where there are thousands of them; of figures and Latin letters it takes more."""
    return 4 if letter.isascii() else 2
