"""Verify what a list says that was handed in: people, nights, tickets are counted in its rows, by the register.

1. Who may verify, in the stage where the record stands, as they saw it.
2. The rows, each of which can be read, no row standing for one who stood there before.
3. The figures, by the register's FEEL; each stands as verified, with the file as evidence and who did it.
4. Who stands in the list is known again in the lists of other records, by a blind index.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from django.conf import settings

from bridgehead import tables
from bridgehead.actions import boxed
from bridgehead.actions.case import Case, case_of
from bridgehead.actions.file_of import ENDINGS, file_of
from bridgehead.actions.handle import Wanted, handle, require_offered
from bridgehead.instruments.register.facts import VERIFIED, figures
from bridgehead.instruments.register.lists import ListColumn, columns
from bridgehead.ledger import append, attachments, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MOST_ROWS = 20_000
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Counted:
    """The record after it, and what is to be known of the file, such as sheets that were not read."""

    record: models.Record
    notes: tuple[Mistake, ...]


def verify_by_list(record: int, file: str, version: int, actor: Actor, at: datetime) -> Counted:
    """Raises BridgeheadError with AC002, AC003 and AC006 as `handle` does, with AC068 for a file that the record does
    not have, AC070 for one that is no list, AC071 for rows that cannot be read or stand twice, AC072 for a figure that
    the rows do not give, LG021 where what is stored is not what was attached, and TB0xx for what is no table.
    """
    case = case_of(models.Record.objects.get(pk=record))
    wanted = Wanted("verify", version, evidence=(file,), counted=True)
    require_offered(case, wanted, actor)  # 1
    kept = file_of(case.record, file)
    known = _list(case, kept)
    table, notes = _rows(case, kept, known)  # 2
    found = figures(case.register, kept.field, table.to_pylist())
    if lost := [name for name, value in found.items() if value is None]:
        expected = "rows of which it can be worked out"
        raise BridgeheadError([Mistake("AC072", f"the rows do not give «{name}»", None, expected) for name in lost])
    filled = {f"{name} {VERIFIED}": value for name, value in found.items()}
    unique = [(name, each) for name, each in known.items() if each.unique]
    people = [(each.type, value) for name, each in unique for value in table[name].to_pylist()]
    with append.unit():
        listed = boxed.index_list(people, append.hold(record))  # 4
        done = handle(record, replace(wanted, filled=filled, listed=listed), actor, at)  # 3
    return Counted(done, notes)


def _list(case: Case, kept: models.Attachment) -> Mapping[str, ListColumn]:
    known = case.register.fields[kept.field].rows if kept.field in case.register.fields else None
    if known is None or kept.media_type not in ENDINGS:
        found = f"this file of «{kept.field}» is no list"
        raise BridgeheadError([Mistake("AC070", found, None, "csv or xlsx, in a field of files with «rows»")])
    return known


def _rows(case: Case, kept: models.Attachment, known: Mapping[str, ListColumn]) -> tuple[pa.Table, tuple[Mistake, ...]]:
    labels = tables.Labels({name: (each.label.zh, each.label.en) for name, each in known.items()})
    zone = case.rulebook.about.zone
    with _in_the_clear(case, kept) as path:
        try:
            reading = tables.read(path, columns(known), zone=zone, labels=labels, progress=_bounded)
        except BridgeheadError as error:
            raise BridgeheadError(_of_the_field(each, kept.field) for each in error.mistakes) from None
    if wrong := [*_unreadable(reading, kept.field), *_absent(reading, known, kept.field)]:
        raise BridgeheadError(sorted(wrong, key=lambda each: each.place or Place())[:MOST_TOLD])
    return reading.table, tuple(_of_the_field(each, kept.field) for each in reading.notes)


@contextmanager
def _in_the_clear(case: Case, kept: models.Attachment) -> Iterator[Path]:
    """The file in the folder for what is temporary, as uploads are, and only while it is read."""
    key = boxed.key_of(case.record)
    assert key is not None, "a record with files has a key"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{ENDINGS[kept.media_type]}"
        with path.open("wb") as out:
            out.writelines(attachments.opened(kept.hash, key, case.record.pk, settings.HOME))
        yield path


def _bounded(done: int) -> None:
    if done > MOST_ROWS:
        raise BridgeheadError([Mistake("AC071", f"{done:,} rows", None, f"at most {MOST_ROWS:,}")])


def _of_the_field(mistake: Mistake, field: str) -> Mistake:
    """In the place of the file, which is called by its field."""
    return replace(mistake, place=replace(mistake.place or Place.whole(field), file=field))


def _unreadable(reading: tables.Reading, field: str) -> Iterator[Mistake]:
    """Cells that cannot be read, by row and column: what stands in them may be personal."""
    for row in reading.rejects.to_pylist():
        found = f"«{row['column']}» in row {row['row']} cannot be read"
        yield Mistake(
            "AC071",
            found,
            Place(field, row["row"]),
            row["expected en"],
            values={"expected zh": row["expected zh"]},
        )


def _absent(reading: tables.Reading, known: Mapping[str, ListColumn], field: str) -> Iterator[Mistake]:
    """Rows in which something is blank, or that stand for one who stood in a row before; and a list without rows."""
    rows = reading.rows.to_pylist()
    if not rows and not reading.rejects.num_rows:
        yield Mistake("AC071", "a list without rows", Place.whole(field), "a row a person")
    for name, each in known.items():
        first: dict[Any, int] = {}
        for row, value in zip(rows, reading.table[name].to_pylist(), strict=True):
            if value is None and not each.optional:
                yield Mistake("AC071", f"«{name}» in row {row} is blank", Place(field, row), "a value in every row")
            elif each.unique and first.setdefault(value, row) != row:
                found = f"«{name}» in row {row} stands in row {first[value]} already"
                yield Mistake("AC071", found, Place(field, row), "each once")
