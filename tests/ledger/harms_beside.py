"""Harms to what stands beside the events: to files, keys, by what records are found, and to columns that no list sorts
by. As in `harms`; a harm to the store is undone by what it says, since no transaction does that.
"""

import json
import os
import random
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from django.conf import settings

from bridgehead.ledger import attachments
from tests.ledger.harms import Expected, Harm, ask, do, flipped, one

FILES = "SELECT id, record_id, hash FROM ledger_attachment ORDER BY id"
KEYS = "SELECT record_id, wrapped FROM ledger_key ORDER BY record_id"
ENTRIES = "SELECT id, record_id, digest FROM ledger_blindindex ORDER BY id"
MESSAGES = "SELECT id, record_id, box FROM ledger_message WHERE sent_at IS NULL ORDER BY id"
COUNTERS = "SELECT id, register FROM ledger_counter ORDER BY id"
TEXTS = "SELECT record_id, text FROM ledger_text ORDER BY record_id"
FORGOTTEN = "SELECT record_id FROM ledger_event WHERE kind = 'forgotten/1' ORDER BY record_id"
FORGOTTEN_FILES = (
    "SELECT record_id FROM ledger_event WHERE kind = 'forgotten/1' AND record_id IN "
    "(SELECT record_id FROM ledger_event WHERE kind = 'attached/1') ORDER BY record_id"
)


def changed(*words: str) -> Expected:
    return Expected(words, ("LG112",))


def added(*words: str) -> Expected:
    return Expected(words, ("LG113",))


def lost(*words: str, undo: Callable[[], object] = bool) -> Expected:
    return Expected(words, ("LG111", "LG114"), deletion=True, undo=undo)


def stored_file_gone(chance: random.Random) -> Expected:
    _, _, name = one(chance, FILES)
    file = attachments.place(Path(settings.HOME), name)
    aside = file.with_name(f"{name}.aside")
    file.rename(aside)
    return lost(f"the stored file {name}", undo=partial(os.rename, aside, file))


def stored_files_gone(chance: random.Random) -> Expected:
    """All of them, with their folder."""
    folder = attachments.place(Path(settings.HOME), "")
    aside = folder.with_name("attachments.aside")
    folder.rename(aside)
    return lost(f"the stored file {one(chance, FILES)[2]}", undo=partial(os.rename, aside, folder))


def stored_file_changed(chance: random.Random) -> Expected:
    """A byte is flipped, some are cut off, or one more stands."""
    _, _, name = one(chance, FILES)
    file = attachments.place(Path(settings.HOME), name)
    before = file.read_bytes()
    file.write_bytes(
        chance.choice((flipped(before, chance), before[: -chance.randint(1, len(before))], before + b"\0"))
    )
    return Expected((f"the stored file {name}",), ("LG115",), undo=partial(file.write_bytes, before))


def stored_file_unnamed(chance: random.Random) -> Expected:
    name = f"{chance.getrandbits(256):064x}"
    file = attachments.place(Path(settings.HOME), name)
    file.write_bytes(b"made up")
    return Expected((name,), ("LG117",), undo=file.unlink)


def stored_file_of_what_was_forgotten(chance: random.Random) -> Expected:
    """A file that was removed is put back."""
    (record,) = one(chance, FORGOTTEN_FILES)
    name = chance.choice(_attached(record))
    file = attachments.place(Path(settings.HOME), name)
    file.write_bytes(b"made up")
    return Expected((f"the stored file {name}",), ("LG116",), undo=file.unlink)


def _attached(record: int) -> list[str]:
    (row,) = ask("SELECT state FROM ledger_record WHERE id = %s", record)
    state = json.loads(row[0]) if isinstance(row[0], str) else row[0]
    return sorted(state["files"])


def file_row_deleted(chance: random.Random) -> Expected:
    row, record, name = one(chance, FILES)
    do("DELETE FROM ledger_attachment WHERE id = %s", row)
    return lost(f"the file {name} of record {record},")


def file_rows_deleted(chance: random.Random) -> Expected:
    _, record, name = one(chance, FILES)
    do("DELETE FROM ledger_attachment")
    return lost(f"the file {name} of record {record},")


def file_row_changed(chance: random.Random) -> Expected:
    row, _, name = one(chance, FILES)
    change = chance.choice(
        (
            "size = size + 1",
            "field = 'another field'",
            "media_type = 'text/html'",
            "at = '2020-02-02 02:02:02+00:00'",
        )
    )
    do(f"UPDATE ledger_attachment SET {change} WHERE id = %s", row)
    return changed(f"the file {name}")


def file_row_added(chance: random.Random) -> Expected:
    """Once more, or one of another record."""
    row, record, name = one(chance, FILES)
    other = record if chance.random() < 0.5 else one(chance, FORGOTTEN)[0]
    do(
        "INSERT INTO ledger_attachment (record_id, field, media_type, size, hash, at) "
        "SELECT %s, field, media_type, size, hash, at FROM ledger_attachment WHERE id = %s",
        *(other, row),
    )
    return added(f"file {name} of record {other},")


def key_deleted(chance: random.Random) -> Expected:
    record, _ = one(chance, KEYS)
    do("DELETE FROM ledger_key WHERE record_id = %s", record)
    return lost(f"the key of record {record},")


def keys_deleted(chance: random.Random) -> Expected:
    record, _ = one(chance, KEYS)
    do("DELETE FROM ledger_key")
    return lost(f"the key of record {record},")


def key_changed(chance: random.Random) -> Expected:
    """A bit of it, or all of it."""
    record, wrapped = one(chance, KEYS)
    other = chance.choice((flipped(wrapped, chance), one(chance, KEYS)[1], b""))
    do("UPDATE ledger_key SET wrapped = %s WHERE record_id = %s", other if other != wrapped else b"\0", record)
    return changed(f"the key of record {record},")


def key_of_what_was_forgotten(chance: random.Random) -> Expected:
    (record,) = one(chance, FORGOTTEN)
    do("INSERT INTO ledger_key (record_id, wrapped) VALUES (%s, %s)", record, one(chance, KEYS)[1])
    return added(f"the key of record {record},")


def entry_deleted(chance: random.Random) -> Expected:
    row, record, _ = one(chance, ENTRIES)
    do("DELETE FROM ledger_blindindex WHERE id = %s", row)
    return lost(f"by which record {record},")


def entries_deleted(chance: random.Random) -> Expected:
    _, record, _ = one(chance, ENTRIES)
    do("DELETE FROM ledger_blindindex")
    return lost(f"by which record {record},")


def entry_changed(chance: random.Random) -> Expected:
    row, record, digest = one(chance, ENTRIES)
    if chance.random() < 0.7:
        do("UPDATE ledger_blindindex SET digest = %s WHERE id = %s", flipped(digest, chance), row)
    else:
        do("UPDATE ledger_blindindex SET field = 'another' WHERE id = %s AND field <> 'listed'", row)
        do("UPDATE ledger_blindindex SET digest = %s WHERE id = %s AND field = 'listed'", flipped(digest, chance), row)
    return changed(f"by which record {record},")


def entry_moved(chance: random.Random) -> Expected:
    """A record is found by what is another's."""
    row, record, _ = one(chance, ENTRIES)
    (other,) = one(chance, f"SELECT id FROM ledger_record WHERE id <> {record} ORDER BY id")
    do("UPDATE ledger_blindindex SET record_id = %s WHERE id = %s", other, row)
    return Expected((f"by which record {record},", f"record {other},"), ("LG111", "LG113"))


def entry_of_what_was_forgotten(chance: random.Random) -> Expected:
    (record,) = one(chance, FORGOTTEN)
    digest = one(chance, ENTRIES)[2]
    do("INSERT INTO ledger_blindindex (record_id, field, digest) VALUES (%s, 'telephone', %s)", record, digest)
    return added(f"record {record},")


def text_deleted(chance: random.Random) -> Expected:
    record, _ = one(chance, TEXTS)
    do("DELETE FROM ledger_text WHERE record_id = %s", record)
    return lost(f"the text of record {record},")


def texts_deleted(chance: random.Random) -> Expected:
    record, _ = one(chance, TEXTS)
    do("DELETE FROM ledger_text")
    return lost(f"the text of record {record},")


def text_changed(chance: random.Random) -> Expected:
    record, text = one(chance, TEXTS)
    at = chance.randrange(len(text))
    other = text[:at] + chance.choice(("大", "", " ")) + text[at + 1 :]
    do("UPDATE ledger_text SET text = %s WHERE record_id = %s", f"{other}x" if other == text else other, record)
    return changed(f"the text of record {record},")


def code_blanked(chance: random.Random) -> Expected:
    (record,) = one(chance, "SELECT id FROM ledger_record WHERE register = 'special-train-claim' ORDER BY id")
    do("UPDATE ledger_record SET code = %s WHERE id = %s", b"", record)
    return Expected((f"the code of record {record},",), ("LG101",), deletion=True)


def code_changed(chance: random.Random) -> Expected:
    record, code = one(chance, "SELECT id, code FROM ledger_record ORDER BY id")
    do("UPDATE ledger_record SET code = %s WHERE id = %s", flipped(code, chance) if code else b"made up", record)
    return Expected((f"record {record},",), ("LG102",))


def moment_changed(chance: random.Random) -> Expected:
    """When a record came in, or when something was done to it last."""
    (record,) = one(chance, "SELECT id FROM ledger_record ORDER BY id")
    column = chance.choice(("submitted_at", "updated_at"))
    moment = chance.choice(
        ("2020-02-02 02:02:02+00:00", "2023-09-20 08:00:00.000001+00:00", "2199-01-01 00:00:00+00:00")
    )
    do(f"UPDATE ledger_record SET {column} = %s WHERE id = %s", moment, record)
    return Expected((f"record {record},",), ("LG102",))


def message_moved(chance: random.Random) -> Expected:
    """To another moment, or to another record."""
    message, record, _ = one(chance, MESSAGES)
    if chance.random() < 0.5:
        do("UPDATE ledger_message SET at = '2020-02-02 02:02:02+00:00' WHERE id = %s", message)
        return added(f"message {message} of record {record},")
    (other,) = one(chance, f"SELECT id FROM ledger_record WHERE id <> {record} ORDER BY id")
    do("UPDATE ledger_message SET record_id = %s WHERE id = %s", other, message)
    return Expected((f"message {message} of record {other},",), ("LG112", "LG113"))


def message_changed(chance: random.Random) -> Expected:
    message, record, box = one(chance, MESSAGES)
    other = chance.choice(("", "made up", one(chance, MESSAGES)[2], box[:-8], box[:40] + box[44:]))
    do("UPDATE ledger_message SET box = %s WHERE id = %s", "" if other == box else other, message)
    return changed(f"message {message} of record {record},")


def message_of_what_was_forgotten(chance: random.Random) -> Expected:
    (record,) = one(chance, FORGOTTEN)
    message, _, _ = one(chance, MESSAGES)
    do("UPDATE ledger_message SET record_id = %s WHERE id = %s", record, message)
    return added(f"message {message} of record {record},")


def counter_set_back(chance: random.Random) -> Expected:
    counter, register = one(chance, COUNTERS)
    do("UPDATE ledger_counter SET last = last - %s WHERE id = %s", chance.randint(1, 3), counter)
    return Expected((f"the counters of «{register}»",), ("LG119",))


def counter_deleted(chance: random.Random) -> Expected:
    counter, register = one(chance, COUNTERS)
    do("DELETE FROM ledger_counter WHERE id = %s", counter)
    return Expected((f"the counters of «{register}»",), ("LG119",))


HARMS_BESIDE: Mapping[str, Harm] = {
    each.__name__.replace("_", " "): each
    for each in (
        *(stored_file_gone, stored_files_gone, stored_file_changed, stored_file_unnamed),
        *(stored_file_of_what_was_forgotten, file_row_deleted, file_rows_deleted, file_row_changed, file_row_added),
        *(key_deleted, keys_deleted, key_changed, key_of_what_was_forgotten),
        *(entry_deleted, entries_deleted, entry_changed, entry_moved, entry_of_what_was_forgotten),
        *(message_moved, message_changed, message_of_what_was_forgotten, counter_set_back, counter_deleted),
        *(text_deleted, texts_deleted, text_changed, code_blanked, code_changed, moment_changed),
    )
}
