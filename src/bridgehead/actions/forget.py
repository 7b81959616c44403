"""Forget what is personal in a record: its key, its blind index, the bytes of its files. The chain stays whole."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from bridgehead.access import require
from bridgehead.actions import boxed
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, attachments, durable, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.published import current


def forget(record: int, reason: str, actor: Actor, at: datetime) -> models.Record:
    """The record without what is personal. Raises BridgeheadError with AC001, with AC004 without a reason, and with
    AC006 where it was forgotten before.
    """
    require(actor, "forget")
    if not reason.strip():
        raise BridgeheadError(
            [Mistake("AC004", "to forget without a reason", None, "a reason, such as who asked for it")]
        )
    with append.unit():
        held = append.hold(record)
        boxed.key_of(held)  # what was forgotten is not forgotten twice
        models.Key.objects.filter(record=held).delete()
        models.BlindIndex.objects.filter(record=held).delete()
        held.messages.all().delete()
        files = [attachments.place(settings.HOME, name) for name in held.attachments.values_list("hash", flat=True)]
        held.attachments.all().delete()
        data = {"personal": None, "forgotten": at.isoformat(), "reason": reason.strip()}
        append.append(held, "forgotten/1", data, append.Author(actor, at, current(held.matter)[0]), fold)
        transaction.on_commit(durable.flush)
        transaction.on_commit(lambda: _remove(files))
        transaction.on_commit(_wipe)
    return held


def _remove(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _wipe() -> None:
    """Leave no bytes behind in SQLite's journal, or in rows of PostgreSQL that are dead but not cleared."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ledger_key, ledger_blindindex")
