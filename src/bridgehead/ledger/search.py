"""Texts of records and the index by which a part of one is found: of every two neighbouring characters, so that words
of two characters are found in a language that does not set words apart. In SQLite it is of four where the first is of
ASCII: two figures or letters stand in very many texts, above all in numbers.

What is personal stands in no text. SQLite finds by FTS5, PostgreSQL by an inverted index of arrays; both find what
LIKE finds. A text is kept in one spelling: NFKC, without case.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from bridgehead.ledger import models, rows

NEWEST = 5_000
"""Where a text is frequent, among so many records there is a page of it; where not, it has few hits in the index."""

HITS = """hits AS MATERIALIZED (
    SELECT record_id FROM ledger_text WHERE ledger_bigrams(text) @> %s::text[] AND strpos(text, %s) > 0
)"""
AMONG = """among AS MATERIALIZED (SELECT id, row_number() OVER () AS at FROM ({}) AS those(id))
SELECT id FROM among WHERE id IN (SELECT record_id FROM hits) ORDER BY at"""
"""Two lists of numbers, each read from its index once, are joined. Left to itself PostgreSQL looks up each record of
one list in the other, since it takes hits for fewer than they are.
"""


def spelled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def text_of(record: models.Record) -> str:
    """What a record says now, its number first, each word once."""
    return spelled("\n".join(dict.fromkeys((record.number, *_words(record.state.get("fields", {}))))))


def keep(record: models.Record) -> None:
    """Let what a record says now be found. For the unit of work that changes it."""
    text = text_of(record)
    kept = _kept(record)
    if kept == text:
        return
    if kept is None:
        rows.insert(models.Text(record=record, text=text))
    else:
        models.Text.objects.filter(record=record).update(text=text)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            if kept is not None:
                old = (record.pk, _parts(kept))
                cursor.execute("INSERT INTO ledger_bigrams(ledger_bigrams, rowid, text) VALUES ('delete', %s, %s)", old)
            cursor.execute("INSERT INTO ledger_bigrams(rowid, text) VALUES (%s, %s)", [record.pk, _parts(text)])


def _kept(record: models.Record) -> str | None:
    """The text as it was before; a record with its first event has none."""
    if record.version == 1:
        return None
    return models.Text.objects.filter(record=record).values_list("text", flat=True).first()


def containing(records: QuerySet[models.Record], wanted: str) -> QuerySet[models.Record]:
    """Those whose text has a part, by reading every text: for few records."""
    return records.filter(text__text__contains=spelled(wanted))


def found(records: QuerySet[models.Record], wanted: str, first: int | None = None) -> QuerySet[models.Record]:
    """Those whose text has a part, by the index: for many records, of which few have it. Where only the `first` in the
    order of the records are wanted, not all need be looked for.
    """
    text = spelled(wanted)
    if connection.vendor == "sqlite":
        hits, phrase = "SELECT rowid FROM ledger_bigrams WHERE ledger_bigrams MATCH %s", [_phrase(text)]
        if _are_few(f"{hits} LIMIT {NEWEST + 1}", phrase):
            return records.filter(pk__in=RawSQL(hits, phrase))
        return records.extra(where=[f"+ledger_record.id IN ({hits})"], params=phrase)  # the plus keeps its own order
    parts = sorted({text[at : at + 2] for at in range(max(len(text) - 1, 1))})
    numbers = _asked(f"WITH {HITS} SELECT record_id FROM hits LIMIT {NEWEST + 1}", [parts, text])
    if len(numbers) > NEWEST:
        order, more = records.values_list("pk").query.sql_with_params()
        numbers = _asked(f"WITH {HITS}, {AMONG.format(order)} LIMIT %s", [parts, text, *more, first])
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


def _words(fields: Mapping[str, Any]) -> list[str]:
    """What fields say in words, in the order of their names: databases keep those of JSON in orders of their own."""
    said = (value if isinstance(value, list) else [value] for _, value in sorted(fields.items()))
    return [word for words in said for word in words if _said(word)]


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value)


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
