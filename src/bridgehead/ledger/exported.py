"""The ledger as a folder of Parquet files: written from any source, and a source for `verify`, without a database.

Every part is a file of its own, in the order in which `source.Source` has it. What is personal stands in the bytes of
events as it does in the ledger: sealed. DuckDB sorts and joins, beyond memory where it has to, and trusts no order.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bridgehead.ledger import chain
from bridgehead.ledger.source import NO_MOMENT, Enacted, Head, Leaf, Source, Stored, raw, text, whole
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

ROWS = 10_000
"""Rows written or read at a time."""
MEMORY = "1GB"
"""What DuckDB takes before it goes to the disk."""

_MOMENT = pa.timestamp("us", tz="UTC")
_NUMBER, _BYTES, _TEXT = pa.int64(), pa.binary(), pa.string()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


PARTS: Mapping[str, pa.Schema] = {
    "events": _schema(event=_NUMBER, record=_NUMBER, n=_NUMBER, kind=_TEXT, at=_MOMENT, body=_BYTES, hash=_BYTES),
    "leaves": _schema(position=_NUMBER, event=_NUMBER, hash=_BYTES),
    "seals": _schema(number=_NUMBER, first=_NUMBER, count=_NUMBER, at=_MOMENT, root=_BYTES, previous=_BYTES),
    "records": _schema(
        record=_NUMBER,
        matter=_TEXT,
        register=_TEXT,
        number=_TEXT,
        version=_NUMBER,
        head=_BYTES,
        state=_TEXT,
        stage=_TEXT,
        unit=_TEXT,
        due=_MOMENT,
        move=_MOMENT,
        warn=_MOMENT,
        submitted=_MOMENT,
        updated=_MOMENT,
        code=_BYTES,
    ),
    "rulebooks": _schema(hash=_TEXT, matter=_TEXT, files=_BYTES),
    "enactments": _schema(matter=_TEXT, n=_NUMBER, since=_MOMENT, rulebook=_TEXT),
}
"""The files, each with its columns."""
_BEFORE = pa.schema([*PARTS["records"]][:-3])
"""The columns of records in an export of an earlier version: it does not tell when they came in."""


def write(source: Source, folder: Path) -> int:
    """Write every part of a ledger into a folder, which is there and empty. How many events there are."""
    events = ((*each[:4], _when(each.at), *each[5:]) for each in source.events())
    counted = _write(folder, "events", events)
    _write(folder, "leaves", ((leaf.position, leaf.event, leaf.hash) for leaf in source.leaves()))
    seals = source.seals()
    _write(
        folder, "seals", ((each.number, each.first, each.count, each.at, each.root, each.previous) for each in seals)
    )
    heads = ((*each[:-3], _when(each.submitted or ""), _when(each.updated or ""), each.code) for each in source.heads())
    _write(folder, "records", heads)
    _write(folder, "rulebooks", source.rulebooks(), at_once=1)
    _write(folder, "enactments", source.enactments())
    return counted


def _write(folder: Path, part: str, rows: Iterable[tuple[Any, ...]], at_once: int = ROWS) -> int:
    schema, rows, counted = PARTS[part], iter(rows), 0
    with pq.ParquetWriter(folder / f"{part}.parquet", schema, compression="zstd") as out:
        while some := list(islice(rows, at_once)):
            columns = [
                pa.array(column, kind) for column, kind in zip(zip(*some, strict=True), schema.types, strict=True)
            ]
            out.write_batch(pa.record_batch(columns, schema=schema))
            counted += len(some)
    return counted


DAMAGED = (duckdb.Error, pa.ArrowException, OSError, UnicodeDecodeError)
"""How a file shows that it is not as it was written."""


class Folder:
    """An exported ledger, as `source.Source` has it. Raises BridgeheadError with LG012 for another file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_of_before = False
        for part, schema in PARTS.items():
            file = folder / f"{part}.parquet"
            try:
                found = pq.read_schema(file)
            except (OSError, pa.ArrowException) as error:
                raise _no_export(file, "it cannot be read") from error
            if part == "records" and found.equals(_BEFORE):
                self._is_of_before = True
            elif not found.equals(schema):
                raise _no_export(file, f"it has the columns {', '.join(found.names)}")
        self._database = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": gettempdir()})

    def seals(self) -> Iterator[chain.Seal]:
        query = 'SELECT number, first, count, epoch_us("at"), root, previous FROM {seals} ORDER BY number'
        for number, first, count, at, root, previous in self._rows(query):
            when = _moment(at) or NO_MOMENT
            yield chain.Seal(whole(number), whole(first), whole(count), when, raw(root), raw(previous))

    def leaves(self) -> Iterator[Leaf]:
        query = (
            "SELECT l.position, l.event, l.hash, e.hash, e.event FROM {leaves} l "
            "LEFT JOIN (SELECT event, hash FROM {events}) e ON e.event = l.event ORDER BY l.position"
        )
        for position, event, kept, own, found in self._rows(query):
            yield Leaf(whole(position), whole(event), raw(kept), None if found is None else raw(own))

    def events(self, of: Collection[str] = ()) -> Iterator[Stored]:
        where = "WHERE record IN (SELECT record FROM {records} WHERE list_contains($of, register))" if of else ""
        query = (
            f"SELECT event, record, n, kind, {_written('at')}, body, hash FROM {{events}} {where} ORDER BY record, n"
        )
        for event, record, n, kind, at, body, own in self._rows(query, {"of": [*of]} if of else None):
            yield Stored(whole(event), whole(record), whole(n), text(kind), text(at), raw(body), raw(own))

    def heads(self) -> Iterator[Head]:
        last = "NULL, NULL, NULL" if self._is_of_before else f"{_written('submitted')}, {_written('updated')}, code"
        query = (
            "SELECT record, matter, register, number, version, head, state, stage, unit, epoch_us(due), "
            f"epoch_us(move), epoch_us(warn), {last} FROM {{records}} ORDER BY record"
        )
        for record, matter, register, number, version, head, state, stage, unit, *moments in self._rows(query):
            due, move, warn, submitted, updated, code = moments
            came = (None, None, None) if self._is_of_before else (text(submitted), text(updated), raw(code))
            yield Head(
                *(whole(record), text(matter), text(register), text(number), whole(version), raw(head)),
                *(text(state), text(stage), unit, _moment(due), _moment(move), _moment(warn)),
                *came,
            )

    def beside(self) -> None:
        """Keys, files, messages and by what records are found are no part of an export."""

    def counters(self) -> None:
        """Nor are counters."""

    def forgotten(self, record: int) -> bool:
        return False

    def forgetting(self, record: int) -> bool:
        return False

    def attached(self, files: Collection[str]) -> Collection[str]:
        return ()

    def rulebooks(self) -> Iterator[tuple[str, str, bytes]]:
        for name, matter, files in self._rows("SELECT hash, matter, files FROM {rulebooks} ORDER BY hash"):
            yield text(name), text(matter), raw(files)

    def enactments(self) -> Iterator[Enacted]:
        query = "SELECT matter, n, epoch_us(since), rulebook FROM {enactments} ORDER BY matter, n"
        for matter, n, since, rulebook in self._rows(query):
            yield Enacted(text(matter), whole(n), _moment(since) or NO_MOMENT, text(rulebook))

    def _rows(self, query: str, values: Mapping[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, a few at a time; several queries may be read beside one another."""
        files = {part: f"read_parquet('{self._quoted(part)}')" for part in PARTS}
        try:
            connection = self._database.cursor()
            for batch in connection.sql(query.format_map(files), params=values).to_arrow_reader(ROWS):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
        except DAMAGED as error:
            raise _no_export(self._folder, "a file in it cannot be read to its end") from error

    def _quoted(self, part: str) -> str:
        return str(self._folder / f"{part}.parquet").replace("'", "''")


def _written(column: str) -> str:
    """A moment, as `events.written` has it."""
    return f"""TRY(strftime(make_timestamp(epoch_us("{column}")), '%Y-%m-%dT%H:%M:%S.%fZ'))"""


def _when(at: str) -> datetime:
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return NO_MOMENT


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(microseconds: int | None) -> datetime | None:
    if microseconds is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return NO_MOMENT


def _no_export(file: Path, found: str) -> BridgeheadError:
    expected = "the files that bridgehead export wrote, as they were"
    return BridgeheadError(
        [Mistake("LG012", f"this is no export of a ledger: {found}", Place.whole(str(file)), expected)]
    )
