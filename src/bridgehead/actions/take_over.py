"""Take over cases as they were kept before: each is a record with its number, its day and its stage of then.

Nobody is told, and nobody has a code. A number of the register's own pattern is counted past, so that no new record
gets it again. What was taken over stays if the work is broken off; the rest can be taken over later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import boxed
from bridgehead.actions.begin import NUMBERING
from bridgehead.actions.received import Received, received
from bridgehead.actions.standing import standing
from bridgehead.instruments.register import RECEIVED, Register, derive, numbered
from bridgehead.instruments.register.clock import entered
from bridgehead.instruments.register.numbering import counted
from bridgehead.instruments.register.old_cases import OldCase
from bridgehead.instruments.register.state import fold
from bridgehead.instruments.register.stored import stored
from bridgehead.ledger import append, chain, keys, models
from bridgehead.ledger.events import written
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.rulebook import Rulebook

A_UNIT = 50
"""Cases that are taken over in one unit, so that others need not wait long."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where cases come from: the matter and the register, and the hash of the file, by which events name it."""

    matter: str
    register: Register
    file: str


def take_over(
    cases: Sequence[OldCase], source: Source, actor: Actor, at: datetime, progress: Callable[[int], None]
) -> int:
    """How many were taken over. Raises BridgeheadError with AC001, and with RG020 where a number is taken meanwhile."""
    require(actor, "take over old cases")
    by, rulebook = published.current(source.matter)
    _count_past(cases, source)
    for n, some in enumerate(_slices(cases)):
        with append.unit():
            for case in some:
                record = _record(case, source, rulebook)
                data = _data(case, record, source, rulebook, at)
                append.append(record, "taken over/1", data, append.Author(actor, at, by), fold)
        progress(n * A_UNIT + len(some))
    return len(cases)


def _count_past(cases: Sequence[OldCase], source: Source) -> None:
    """Before any case gets a new number, those of the file are counted past: a later row may have the next one."""
    last: dict[int, int] = {}
    for case in cases:
        if case.number is not None and (found := counted(source.register.numbering or NUMBERING, case.number)):
            last[found[0]] = max(found[1], last.get(found[0], 0))
    with append.unit():
        for year, count in last.items():
            append.count_past(source.matter, source.register.name, f"{year:04}", count)


def _slices(cases: Sequence[OldCase]) -> list[Sequence[OldCase]]:
    return [cases[at : at + A_UNIT] for at in range(0, len(cases), A_UNIT)]


def _record(case: OldCase, source: Source, rulebook: Rulebook) -> models.Record:
    """The row of the record, with its number; no code opens it."""
    named = {"matter": source.matter, "register": source.register.name}
    pattern = source.register.numbering or NUMBERING
    if case.number is None:
        year = case.received.year
        number = numbered(pattern, year, append.count(**named, period=f"{year:04}"))
    else:
        number = case.number
    if models.Record.objects.filter(**named, number=number).exists():
        expected = "a number that no other record has; read the file again"
        raise BridgeheadError([Mistake("RG020", f"the number «{number}» of row {case.row}", None, expected)])
    received = case.received.replace(tzinfo=rulebook.about.zone)
    record = models.Record(**named, number=number, version=0, head=chain.START, state={}, code=b"")
    record.submitted_at = record.updated_at = received
    record.save()
    return record


def _data(case: OldCase, record: models.Record, source: Source, rulebook: Rulebook, at: datetime) -> dict[str, Any]:
    """What the event says: by which channel it came, what was filled in then, where the record stands, and the row of
    the file. Nobody is warned of what was to be done before it was taken over.
    """
    register, came = source.register, record.submitted_at
    moment = {RECEIVED: case.received} if RECEIVED in register.fields else {}
    values = {**case.fields, **derive(register, case.fields), **moment}
    hidden = register.table.personal
    personal = stored({name: value for name, value in values.items() if name in hidden})
    plain = stored({name: value for name, value in values.items() if name not in hidden})
    data: dict[str, Any] = {
        "number": record.number,
        "fields": {**plain, register.number: record.number},
        "source": {"file": source.file, "row": case.row},
        "came": written(came),
    }
    stage = case.stage or register.starts
    runs = stage is not None and register.stages[stage].terms and case.since is None
    counts = received(register, rulebook, case.channel, came) if runs else Received(case.channel, came, False)
    data |= {"received": came.isoformat(), **counts.kept(came)}
    if stage is not None:
        since = case.since.replace(tzinfo=rulebook.about.zone) if case.since else counts.at
        clock = entered(None, stage, register.stages[stage], since)
        data |= {**standing(register, rulebook, stage, clock, since), "entered": since.isoformat()}
        data["provisional"] |= bool(data["due"]) and counts.provisional
        closed = case.closed.replace(tzinfo=rulebook.about.zone) if case.closed else None
        data["warn"] = data["warn"] if data["warn"] and data["warn"] > written(at) else None
        data["closed"] = closed.isoformat() if closed else None
    if case.unit is not None:
        data["unit"] = case.unit
    key = keys.new_key() if personal else None
    if key is not None:
        data |= {**boxed.begin(record, key), "personal": keys.box(key, personal, record.pk)}
    return data | boxed.index(register, {**plain, **personal}, record, key)
