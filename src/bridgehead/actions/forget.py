"""Forget what is personal in a record: its key, its blind index, its files and messages. The chain stays whole.

What somebody reads meanwhile, and what a process that dies leaves undone, is removed by `finish`, which the background
repeats.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from bridgehead.access import require
from bridgehead.actions import boxed
from bridgehead.actions.plain import reasoned
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, attachments, durable, models, outbox
from bridgehead.primitives.actor import Actor
from bridgehead.published import current, kept_from

PATIENCE = 500
"""Milliseconds for which readers of SQLite are waited for, since writers wait meanwhile."""
DEAD = """
SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname IN ('ledger_key', 'ledger_blindindex')
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The numbers of the records whose personal fields are gone, and of those that were split from them or they from,
    which still keep the same person's fields. Not `finished` is what somebody still reads, until they are done.
    """

    numbers: tuple[str, ...]
    still_kept: tuple[str, ...]
    finished: bool


def forget(record: int, reason: str, actor: Actor, at: datetime, *, also_split: bool = False) -> Forgotten:
    """What was forgotten: a record, and where asked for those that were split from it or it from, too. Raises
    BridgeheadError with AC001, with AC004 without a reason, with AC006 where it was forgotten before, and with AC090
    for numbers of somebody in the reason;
    Record.DoesNotExist, also where it is kept from the actor.
    """
    require(actor, "forget")
    with append.unit():
        held = append.hold(record)
        if kept_from(held, actor):
            raise models.Record.DoesNotExist
        because = reasoned(reason, "to forget")
        others = split_kin(held, actor)
        gone = [held, *(append.hold(each.pk) for each in others if also_split)]
        for each in gone:
            _forget(each, because, actor, at)
        transaction.on_commit(finish)
    left = () if also_split else tuple(each.number for each in others)
    return Forgotten(tuple(each.number for each in gone), left, finished=not is_forgetting([each.pk for each in gone]))


def split_kin(record: models.Record, actor: Actor) -> list[models.Record]:
    """The records that were split from one or it from, over any number of steps, that keep personal fields and that an
    actor may see.
    """
    of_register = models.Record.objects.filter(matter=record.matter, register=record.register)
    found, ahead = {record.number: record}, [record]
    while ahead:
        state = ahead.pop().state
        numbers = {*state.get("split", ()), *filter(None, [state.get("split from")])} - {*found}
        for each in of_register.filter(number__in=numbers).order_by("pk"):
            found[each.number] = each
            ahead.append(each)
    keeping = models.Key.objects.filter(record__in=[each.pk for each in found.values()])
    keys = {*keeping.values_list("record", flat=True)} - {record.pk}
    return sorted(
        (each for each in found.values() if each.pk in keys and not kept_from(each, actor)), key=lambda each: each.pk
    )


def is_forgetting(records: list[int]) -> bool:
    """Whether something of records that were forgotten is still to be removed."""
    return models.Forgetting.objects.filter(record__in=records).exists()


def finish() -> bool:
    """Remove what is left of what was forgotten, and say whether nothing is left."""
    waiting = list(models.Forgetting.objects.all())
    if not waiting:
        return True
    durable.flush()
    for each in waiting:
        for name in each.files:
            (Path(settings.HOME) / name).unlink(missing_ok=True)
    if not _wiped():
        return False
    with append.unit():
        models.Forgetting.objects.filter(pk__in=[each.pk for each in waiting]).delete()
    return True


def _forget(held: models.Record, reason: str, actor: Actor, at: datetime) -> None:
    boxed.key_of(held)  # what was forgotten is not forgotten twice
    models.Key.objects.filter(record=held).delete()
    models.BlindIndex.objects.filter(record=held).delete()
    files = [f"{attachments.FOLDER}/{name}" for name in held.attachments.values_list("hash", flat=True)]
    for message in held.messages.values_list("pk", flat=True):
        files += outbox.files(outbox.called(held.number, message))
    held.messages.all().delete()
    held.attachments.all().delete()
    models.Forgetting.objects.create(record=held, files=files)
    data = {"personal": None, "forgotten": at.isoformat(), "reason": reason}
    append.append(held, "forgotten/1", data, append.Author(actor, at, current(held.matter)[0]), fold)


def _wiped() -> bool:
    """Whether no bytes are left behind in SQLite's journal, or in rows of PostgreSQL that are dead but not cleared:
    they stay while somebody reads what was there before. Within a transaction they do.
    """
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            try:
                (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")
            return not busy
        cursor.execute("VACUUM ledger_key, ledger_blindindex")
        cursor.execute(DEAD)
        (dead,) = cursor.fetchone()
        return not dead
