"""Texts of records and the index by which a part of one is found: of every two neighbouring characters, so that words
of two characters are found in a language that does not set words apart.

What is personal stands in no text. SQLite finds by FTS5, PostgreSQL by an inverted index of arrays; both find what
LIKE finds. A text is kept in one spelling: NFKC, without case.
"""

import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from bridgehead.ledger import models, rows

NEWEST = 5_000
"""Where a text is frequent, among so many records there is a page of it; where not, it has few hits in the index."""


def spelled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def keep(record: models.Record) -> None:
    """Let what a record says now be found. For the unit of work that changes it."""
    text = spelled("\n".join((record.number, *_words(record.state.get("fields", {})))))
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
                old = (record.pk, _bigrams(kept))
                cursor.execute("INSERT INTO ledger_bigrams(ledger_bigrams, rowid, text) VALUES ('delete', %s, %s)", old)
            cursor.execute("INSERT INTO ledger_bigrams(rowid, text) VALUES (%s, %s)", [record.pk, _bigrams(text)])


def _kept(record: models.Record) -> str | None:
    """The text as it was before; a record with its first event has none."""
    if record.version == 1:
        return None
    return models.Text.objects.filter(record=record).values_list("text", flat=True).first()


def containing(records: QuerySet[models.Record], wanted: str) -> QuerySet[models.Record]:
    """Those whose text has a part, by reading every text: for few records."""
    return records.filter(text__text__contains=spelled(wanted))


def found(records: QuerySet[models.Record], wanted: str) -> QuerySet[models.Record]:
    """Those whose text has a part, by the index: for many records, of which few have it."""
    text = spelled(wanted)
    if connection.vendor == "sqlite":
        hits = RawSQL("SELECT rowid FROM ledger_bigrams WHERE ledger_bigrams MATCH %s", [_phrase(text)])
        return records.filter(pk__in=hits)
    parts = sorted({text[at : at + 2] for at in range(max(len(text) - 1, 1))})
    indexed = "SELECT record_id FROM ledger_text WHERE ledger_bigrams(text) @> %s::text[]"
    return containing(records.filter(pk__in=RawSQL(indexed, [parts])), wanted)


def _words(fields: Mapping[str, Any]) -> list[str]:
    """What fields say in words, in the order of their names: databases keep those of JSON in orders of their own."""
    said = (value if isinstance(value, list) else [value] for _, value in sorted(fields.items()))
    return [word for words in said for word in words if _said(word)]


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _bigrams(text: str) -> str:
    """Each character with its next, as a word of its own: a phrase of them is a part of the text."""
    letters = [f"{ord(letter):x}x" for letter in text]
    return " ".join(map("".join, zip(letters, [*letters[1:], ""], strict=True)))


def _phrase(text: str) -> str:
    letters = [f"{ord(letter):x}x" for letter in text]
    if len(letters) == 1:
        return f'"{letters[0]}" *'
    return f'"{" ".join(map("".join, pairwise(letters)))}"'
