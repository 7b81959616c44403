"""The records of a register as a table, piece by piece, so that it is as large as it wants to be.

After the columns of the register come those of the record (`rulebook.of_record`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.db.models import QuerySet

from bridgehead import published
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.claims import DECLARED, claims
from bridgehead.instruments.register.facts import VERIFIED
from bridgehead.ledger import durable, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.types import Column
from bridgehead.primitives.words import Phrase
from bridgehead.queries.listing import known_stage, visible
from bridgehead.rulebook.of_record import OF_THE_RECORD, PROVISIONAL
from bridgehead.tables import arrow_schema
from bridgehead.tables.copies import COUNTS, GIVEN, RECORD, VERSION

ROWS = 2_000
"""Records read at a time."""

Headings = Literal["names", "zh", "en"]
Opener = Callable[[Sequence[models.Record]], list[Mapping[str, Any]]]

SIDES: Mapping[str, Phrase] = {
    DECLARED: Phrase("（申报）", " (declared)"),
    f" {VERIFIED}": Phrase("（核实）", " (verified)"),
}


def register_table(
    matter: str,
    name: str,
    actor: Actor,
    *,
    stage: str | None = None,
    opened: Opener | None = None,
    headings: Headings = "names",
) -> pa.RecordBatchReader:
    """The records that an actor may see, oldest first; with what is personal where something opens it.

    Raises BridgeheadError with RG001 and RG002 for a matter or register that is not known, AC114 for a stage that is
    none.
    """
    _, rulebook = published.current(matter)
    register = published.register_in(rulebook, name)
    all_of_it = models.Record.objects.filter(matter=matter, register=name)
    found = visible(all_of_it, matter, name, actor)
    if stage is not None:
        known_stage(register, all_of_it, stage)
        found = found.filter(stage=stage)
    records = found.select_related("unit").order_by("pk").iterator(chunk_size=ROWS)
    zone = rulebook.about.zone
    empty = _piece(register, [], opened, zone)
    named = pa.schema(
        [field.with_name(head) for field, head in zip(empty.schema, _heads(register, empty, headings), strict=True)]
    )

    def pieces() -> Iterator[pa.RecordBatch]:
        while some := list(islice(records, ROWS)):
            yield from _piece(register, some, opened, zone).cast(empty.schema).rename_columns(named.names).to_batches()

    return pa.RecordBatchReader.from_batches(named, pieces())


def versions(register: Register, records: QuerySet[models.Record], zone: ZoneInfo) -> pa.RecordBatchReader:
    """The same of some records, without what is personal, each row with the marks by which a copy of it is kept. Its
    end is reached when all of it is on the disk of the ledger as well.
    """
    empty = _marked(register, [], zone)

    def pieces() -> Iterator[pa.RecordBatch]:
        last = 0
        while some := list(records.filter(pk__gt=last).select_related("unit").order_by("pk")[:ROWS]):
            yield from _marked(register, some, zone).cast(empty.schema).to_batches()
            last = some[-1].pk
        durable.flush()

    return pa.RecordBatchReader.from_batches(empty.schema, pieces())


def _marked(register: Register, records: Sequence[models.Record], zone: ZoneInfo) -> pa.Table:
    counting = {name for name, stage in register.stages.items() if stage.counts}
    marks = {
        RECORD: [each.pk for each in records],
        VERSION: [each.version for each in records],
        COUNTS: [each.stage in counting and not each.state.get("merged into") for each in records],
    }
    found = _piece(register, records, None, zone)
    given = [pa.array(marks[field.name], field.type) for field in GIVEN]
    return pa.Table.from_arrays([*given, *found.columns], schema=pa.schema([*GIVEN, *found.schema]))


def _piece(register: Register, records: Sequence[models.Record], opened: Opener | None, zone: ZoneInfo) -> pa.Table:
    personal = opened(records) if opened else [{} for _ in records]
    fields = [{**each.state["fields"], **more} for each, more in zip(records, personal, strict=True)]
    found = claims(register, fields, personal=opened is not None)
    kept = [_of_the_record(each, zone) for each in records]
    for name, (kind, _) in OF_THE_RECORD.items():
        if name not in found.column_names:
            of_kind = arrow_schema([Column(name, kind)]).types[0]
            found = found.append_column(name, pa.array([each[name] for each in kept], of_kind))
    return found


def _of_the_record(record: models.Record, zone: ZoneInfo) -> dict[str, object]:
    closed = record.state.get("closed")
    return {
        "stage": record.stage or None,
        "received on": _local(record.submitted_at, zone),
        "channel": record.state.get("channel"),
        "due on": _local(record.due_at, zone),
        PROVISIONAL: bool(record.state.get("provisional")) if record.due_at else None,
        "closed on": _local(datetime.fromisoformat(closed), zone) if closed else None,
        "unit of record": record.unit.slug if record.unit else None,
        "deadlines missed": record.state.get("missed", None if "source" in record.state else 0),
    }


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone).replace(tzinfo=None) if moment else None


def _heads(register: Register, empty: pa.Table, headings: Headings) -> list[str]:
    """What the columns are called: names, or labels where no two are the same."""
    names: list[str] = empty.column_names
    if headings == "names":
        return names
    said = [getattr(_label(register, name), headings) for name in names]
    return [name if said.count(label) > 1 else label for name, label in zip(names, said, strict=True)]


def _label(register: Register, name: str) -> Phrase:
    labels = register.table.labels
    for side, words in SIDES.items():
        field = name.removesuffix(side)
        if name not in labels and field in labels:
            return Phrase(labels[field].zh + words.zh, labels[field].en + words.en)
    label = labels.get(name)
    return Phrase(label.zh, label.en) if label else OF_THE_RECORD[name].label
