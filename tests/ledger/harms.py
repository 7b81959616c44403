"""Harms that somebody can do to a ledger who may do everything in its database, each with what `verify` has to say.

A harm takes a source of chance, does one thing, and says by which codes it may be told, which words have to stand in
one of these lines, and whether it is a deletion: that is never told as a change of anything.
"""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from bridgehead.instruments.register.state import fold
from bridgehead.ledger import chain, events, models
from bridgehead.ledger.sealing import as_chain

CHANGED = ("LG102", "LG103", "LG104", "LG105")


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be told: one of the codes, in a line with one of the words; and how what the database does not undo is
    undone.
    """

    words: tuple[str, ...]
    codes: tuple[str, ...] = CHANGED
    deletion: bool = False
    undo: Callable[[], object] = bool


Harm = Callable[[random.Random], Expected]


def gone(*words: str) -> Expected:
    return Expected(words, ("LG101",), deletion=True)


def ask(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def do(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def one(chance: random.Random, query: str) -> tuple[Any, ...]:
    return tuple(bytes(each) if isinstance(each, memoryview) else each for each in chance.choice(ask(query)))


def flipped(stored: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(stored))
    return stored[:at] + bytes([stored[at] ^ (1 << chance.randrange(8))]) + stored[at + 1 :]


EVENTS = (
    "SELECT e.id, e.record_id, e.n, e.body, e.hash, l.position "
    "FROM ledger_event e JOIN ledger_leaf l ON l.event = e.id ORDER BY e.id"
)
RECORDS = "SELECT id, version, head, state, number FROM ledger_record ORDER BY id"
SEALS = "SELECT number, first, count, root, previous FROM ledger_seal ORDER BY number"


def event_body(chance: random.Random) -> Expected:
    event, *_, body, _, _ = one(chance, EVENTS)
    do("UPDATE ledger_event SET body = %s WHERE id = %s", flipped(body, chance), event)
    return Expected((f"event {event},",))


def event_hash(chance: random.Random) -> Expected:
    event, *_, own, position = one(chance, EVENTS)
    do("UPDATE ledger_event SET hash = %s WHERE id = %s", flipped(own, chance), event)
    return Expected((f"event {event} at position {position} ",))


def event_column(chance: random.Random) -> Expected:
    event = one(chance, EVENTS)[0]
    change = chance.choice(("kind = 'accepted/2'", "at = '2020-02-02 02:02:02+00:00'", "n = n + 1000"))
    do(f"UPDATE ledger_event SET {change} WHERE id = %s", event)
    return Expected((f"event {event},",))


def event_of_another_record(chance: random.Random) -> Expected:
    event, record, *_ = one(chance, EVENTS)
    other = one(chance, f"SELECT id, version FROM ledger_record WHERE id <> {record} ORDER BY id")
    do("UPDATE ledger_event SET record_id = %s, n = %s WHERE id = %s", other[0], other[1] + 1, event)
    return Expected((f"event {event},",), ("LG103",))


def event_deleted(chance: random.Random) -> Expected:
    event, *_, position = one(chance, EVENTS)
    do("DELETE FROM ledger_event WHERE id = %s", event)
    return gone(f"event {event} at position {position} is gone")


def events_of_a_record_deleted(chance: random.Random) -> Expected:
    record = one(chance, RECORDS)[0]
    do("DELETE FROM ledger_event WHERE record_id = %s", record)
    return gone(f"record {record}, ")


def events_swapped(chance: random.Random) -> Expected:
    """Two events take one another's place, by their bytes and hashes or by their steps."""
    rows = ask(EVENTS)
    (one_id, one_record, one_n, one_body, one_hash, _), (id_, record, n, body, own, _) = chance.sample(rows, 2)
    if chance.random() < 0.5:
        do("UPDATE ledger_event SET body = %s, hash = %s WHERE id = %s", bytes(body), bytes(own), one_id)
        do("UPDATE ledger_event SET body = %s, hash = %s WHERE id = %s", bytes(one_body), bytes(one_hash), id_)
    else:
        do("UPDATE ledger_event SET n = n + 1000000 WHERE id = %s", one_id)
        do("UPDATE ledger_event SET record_id = %s, n = %s WHERE id = %s", one_record, one_n, id_)
        do("UPDATE ledger_event SET record_id = %s, n = %s WHERE id = %s", record, n, one_id)
    return Expected((f"event {one_id},", f"event {id_},"), ("LG103",))


def head(chance: random.Random) -> Expected:
    record, version, own, *_ = one(chance, RECORDS)
    if chance.random() < 0.5:
        do("UPDATE ledger_record SET head = %s WHERE id = %s", flipped(own, chance), record)
    else:
        do("UPDATE ledger_record SET version = %s WHERE id = %s", version + chance.choice((-1, 1, 7)), record)
    return Expected((f"record {record},",), ("LG102",))


def state(chance: random.Random) -> Expected:
    record, *_, stored, _ = one(chance, RECORDS)
    found: dict[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
    inner = found["fields"] if chance.random() < 0.5 and found.get("fields") else found
    name = chance.choice(sorted(inner))
    before = json.dumps(inner)
    inner[name] = chance.choice(("", None, True, 1, [], {"a": 1}, "x" * 40, "大"))
    if before == json.dumps(inner):
        inner["more"] = name
    do("UPDATE ledger_record SET state = %s WHERE id = %s", json.dumps(found), record)
    return Expected((f"record {record},",), ("LG102",))


def shown(chance: random.Random) -> Expected:
    """What lists sort and filter by no longer says what the state says."""
    record = one(chance, RECORDS)[0]
    change = chance.choice(
        (
            "stage = 'paid out'",
            "due_at = '2020-02-02 02:02:02+00:00'",
            "move_at = '2020-02-02 02:02:02+00:00'",
            "warn_at = '2020-02-02 02:02:02+00:00'",
            "number = 'TJ-1999-00001'",
            "matter = 'made-up/matter'",
            "register = 'made-up-register'",
            "unit_id = (SELECT MAX(id) FROM ledger_unit WHERE id <> COALESCE(ledger_record.unit_id, 0))",
        )
    )
    do(f"UPDATE ledger_record SET {change} WHERE id = %s", record)
    return Expected((f"record {record},",), ("LG102",))


def record_deleted(chance: random.Random) -> Expected:
    record = one(chance, RECORDS)[0]
    do("DELETE FROM ledger_record WHERE id = %s", record)
    return gone(f"record {record} is gone")


def leaf_hash(chance: random.Random) -> Expected:
    position, own = one(chance, "SELECT position, hash FROM ledger_leaf ORDER BY position")
    do("UPDATE ledger_leaf SET hash = %s WHERE position = %s", flipped(own, chance), position)
    return Expected((f"at position {position} has another hash",), ("LG102",))


def leaf_event(chance: random.Random) -> Expected:
    (position,) = one(chance, "SELECT position FROM ledger_leaf ORDER BY position")
    do("UPDATE ledger_leaf SET event = event + 1000000 WHERE position = %s", position)
    return Expected((f"at position {position} is gone",), ("LG101",))


def leaf_deleted(chance: random.Random) -> Expected:
    (position,) = one(chance, "SELECT position FROM ledger_leaf ORDER BY position")
    do("DELETE FROM ledger_leaf WHERE position = %s", position)
    return gone(f"position {position} is gone")


def leaf_moved(chance: random.Random) -> Expected:
    (position,) = one(chance, "SELECT position FROM ledger_leaf ORDER BY position")
    do("UPDATE ledger_leaf SET position = position + 1000000 WHERE position = %s", position)
    return Expected((f"position {position} is gone",), ("LG101",))


def seal_changed(chance: random.Random) -> Expected:
    number, first, count, root, previous = one(chance, SEALS)
    column, value = chance.choice(
        (
            ("root", flipped(root, chance)),
            ("previous", flipped(previous, chance)),
            ("at", "2020-02-02 02:02:02+00:00"),
            ("count", count + chance.choice((-1, 1, 2**31 - 1 - count))),
            ("first", first + chance.choice((1, 2**40))),
            ("number", number + 10**9),
        )
    )
    do(f"UPDATE ledger_seal SET {column} = %s WHERE number = %s", value, number)
    return Expected((f"seal {number} ", f"seal {number}:", f"seal {number}, "), ("LG101", *CHANGED))


def seal_deleted(chance: random.Random) -> Expected:
    number, first, *_ = one(chance, SEALS)
    do("DELETE FROM ledger_seal WHERE number = %s", number)
    return gone(f"seal {number} is gone", f"the seal is gone that closed position {first}")


def rulebook(chance: random.Random) -> Expected:
    name, files = one(chance, "SELECT hash, files FROM ledger_rulebook ORDER BY hash")
    match chance.randrange(3):
        case 0:
            do("UPDATE ledger_rulebook SET files = %s WHERE hash = %s", flipped(files, chance), name)
        case 1:
            do("UPDATE ledger_rulebook SET matter = 'made-up/matter' WHERE hash = %s", name)
        case _:
            do("DELETE FROM ledger_rulebook WHERE hash = %s", name)
            return gone(name)
    return Expected((name,), ("LG102",))


def enactment(chance: random.Random) -> Expected:
    """What was in force from when: gone, of another matter, out of its turn, or of a rulebook that is not there."""
    found, rulebook = one(chance, "SELECT id, rulebook_id FROM ledger_enactment ORDER BY id")
    match chance.randrange(4):
        case 0:
            do("DELETE FROM ledger_enactment WHERE id = %s", found)
            return gone(rulebook)
        case 1:
            do("UPDATE ledger_enactment SET matter = 'made-up/matter' WHERE id = %s", found)
        case 2:
            do("UPDATE ledger_enactment SET n = n + %s WHERE id = %s", chance.randint(1, 9), found)
            return gone("enactment")
        case _:
            do("UPDATE ledger_enactment SET rulebook_id = %s WHERE id = %s", "0" * 64, found)
            return gone(rulebook, "0" * 64)
    return Expected((rulebook,), ("LG102",))


def tail_cut(chance: random.Random) -> Expected:
    """The last seals with all that they closed are taken away, and the records are made to fit again."""
    seals = ask(SEALS)
    number, first, *_ = seals[-chance.randint(1, len(seals) - 1)]
    do("DELETE FROM ledger_event WHERE id IN (SELECT event FROM ledger_leaf WHERE position >= %s)", first)
    do("DELETE FROM ledger_leaf WHERE position >= %s", first)
    do("DELETE FROM ledger_seal WHERE number >= %s", number)
    do("DELETE FROM ledger_record WHERE id NOT IN (SELECT record_id FROM ledger_event)")
    for (record,) in ask("SELECT id FROM ledger_record ORDER BY id"):
        remade(record)
    return Expected((f"the ledger's seals end at {first}",), ("LG105",))


def event_forged(chance: random.Random) -> Expected:
    """Another event that is sound by itself, with all that follows from it remade, as deep as chance has it."""
    event, record, _, body, _, position = one(chance, EVENTS)
    facts = json.loads(body)
    fields = {**facts["data"].get("fields", {}), "passengers": chance.randrange(10**9)}
    facts["data"] = {**facts["data"], "fields": fields}
    do("UPDATE ledger_event SET body = %s WHERE id = %s", json.dumps(facts).encode(), event)
    remade(record)
    match chance.randrange(3):
        case 0:
            return Expected((f"event {event} at position {position} ",), ("LG102",))
        case 1:
            relinked(record)
            (number,) = ask("SELECT MAX(number) FROM ledger_seal WHERE first <= %s", position)[0]
            return Expected((f"seal {number} over",), ("LG104",))
        case _:
            relinked(record)
            resealed(0)
            (last,) = ask("SELECT MAX(number) FROM ledger_seal")[0]
            return Expected((f"seal {last} is not the one that was printed",), ("LG105",))


def seal_remade(chance: random.Random) -> Expected:
    """A seal at another moment, and those after it chained to it or not."""
    number, first, *_ = one(chance, SEALS)
    do("UPDATE ledger_seal SET at = '2020-02-02 02:02:02+00:00' WHERE number = %s", number)
    (last,) = ask("SELECT MAX(number) FROM ledger_seal")[0]
    if number == last or chance.random() < 0.5:
        resealed(first)
        return Expected((f"seal {last} is not the one that was printed",), ("LG105",))
    return Expected((f"does not follow seal {number}:",), ("LG104",))


def remade(record: int) -> None:
    """Make the hashes, head and state of a record from the bytes of its events."""
    previous, found = chain.START, None
    steps = ask("SELECT id, body FROM ledger_event WHERE record_id = %s ORDER BY n", record)
    for event, body in steps:
        previous = chain.link(previous, bytes(body))
        do("UPDATE ledger_event SET hash = %s WHERE id = %s", previous, event)
        read = events.read(bytes(body))
        found = fold(found, read.kind, read.data)
    shows: Mapping[str, Any] = found or {}
    do(
        "UPDATE ledger_record SET version = %s, head = %s, state = %s, stage = %s, due_at = %s, move_at = %s, "
        "warn_at = %s, unit_id = (SELECT id FROM ledger_unit WHERE slug = %s) WHERE id = %s",
        *(len(steps), previous, json.dumps(shows), shows.get("stage") or "", _moment(shows.get("due"))),
        *(_moment(shows.get("move")), _moment(shows.get("warn")), shows.get("unit"), record),
    )


def _moment(text: str | None) -> str | None:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if text else None


def relinked(record: int) -> None:
    """Make the leaves of a record's events say their hashes."""
    do(
        "UPDATE ledger_leaf SET hash = (SELECT hash FROM ledger_event WHERE id = ledger_leaf.event) "
        "WHERE event IN (SELECT id FROM ledger_event WHERE record_id = %s)",
        record,
    )


def resealed(first: int) -> None:
    """Make the roots and the chain of the seals from a position on."""
    for seal in models.Seal.objects.filter(first__gte=first).order_by("number"):
        before = models.Seal.objects.filter(number=seal.number - 1).first()
        within = models.Leaf.objects.filter(position__gte=seal.first, position__lt=seal.first + seal.count)
        root = chain.root([bytes(each) for each in within.order_by("position").values_list("hash", flat=True)])
        previous = as_chain(before).hash if before else chain.START
        models.Seal.objects.filter(pk=seal.pk).update(root=root, previous=previous)


HARMS: Mapping[str, Harm] = {
    each.__name__.replace("_", " "): each
    for each in (
        *(event_body, event_hash, event_column, event_of_another_record, event_deleted, events_of_a_record_deleted),
        *(events_swapped, event_forged, head, state, shown, record_deleted, leaf_hash, leaf_event, leaf_deleted),
        *(leaf_moved, seal_changed, seal_deleted, seal_remade, rulebook, enactment, tail_cut),
    )
}
"""Those that every database lets be done; `oddities` has what SQLite alone does."""
