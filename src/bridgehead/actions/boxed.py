"""What is personal in a record, as actions keep it: one key a record, boxes that it opens, and the blind index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from bridgehead.instruments.register import Register
from bridgehead.instruments.register.found_by import found_by
from bridgehead.ledger import keys, models
from bridgehead.ledger.beside import FOUND_BY, LISTED
from bridgehead.primitives.errors import BridgeheadError, Mistake


def key_of(record: models.Record) -> bytes | None:
    """The key of a record, None where it has nothing personal yet. Raises BridgeheadError with AC006 where it was
    forgotten.
    """
    if "forgotten" in record.state:
        expected = "a record whose personal fields are still kept"
        raise BridgeheadError([Mistake("AC006", f"what is personal in {record.number} was forgotten", None, expected)])
    kept = models.Key.objects.filter(record=record).first()
    return keys.unwrap(settings.MASTER_KEY, bytes(kept.wrapped), record.pk) if kept else None


def begin(record: models.Record, key: bytes) -> dict[str, str]:
    """Keep the first key of a record; what its event says of it."""
    models.Key.objects.create(record=record, wrapped=keys.wrap(settings.MASTER_KEY, key, record.pk))
    return {"key": keys.commitment(key)}


def open_box(record: models.Record) -> dict[str, Any]:
    """Personal fields in the clear; nothing where there are none. Raises BridgeheadError with AC006, and with LG020
    where they do not open.
    """
    key, boxed = key_of(record), record.state.get("personal")
    if boxed is None:
        return {}
    if key is None:
        expected = "the key under which its fields were boxed; see the backup of the database"
        raise BridgeheadError([Mistake("LG020", f"the key of {record.number} is gone", None, expected)])
    return keys.unbox(key, boxed, record.pk)


def open_boxes(records: Sequence[models.Record]) -> list[Mapping[str, Any]]:
    """The same of several at once; nothing of those whose fields were forgotten."""
    wrapped = models.Key.objects.in_bulk([record.pk for record in records if record.state.get("personal")])
    return [
        keys.unbox(
            keys.unwrap(settings.MASTER_KEY, bytes(wrapped[record.pk].wrapped), record.pk),
            record.state["personal"],
            record.pk,
        )
        if record.pk in wrapped
        else {}
        for record in records
    ]


def index(register: Register, values: Mapping[str, Any], record: models.Record, key: bytes | None) -> dict[str, Any]:
    """Let a record be found by what is known of it now, and by nothing that was known before; `values` are as the
    ledger keeps them, those in the box too. What its event says of it, under the key that the record has by then.
    """
    entries = [(kind, keys.digest(settings.MASTER_KEY, kind, value)) for kind, value in found_by(register, values)]
    if record.version:
        models.BlindIndex.objects.filter(record=record).exclude(field=keys.LISTED).delete()
    _keep(entries, record)
    return {FOUND_BY: _told(entries, key)}


def index_list(listed: Iterable[tuple[str, object]], record: models.Record) -> dict[str, Any]:
    """Let whoever stands in the list of a record, by type and value, be known again in those of others. What its event
    says of it.
    """
    digests = {keys.digest(settings.MASTER_KEY, kind, str(value)) for kind, value in listed}
    entries = [(keys.LISTED, digest) for digest in sorted(digests)]
    models.BlindIndex.objects.filter(record=record, field=keys.LISTED).delete()
    _keep(entries, record)
    return {LISTED: _told(entries, key_of(record))}


def _keep(entries: Iterable[tuple[str, bytes]], record: models.Record) -> None:
    models.BlindIndex.objects.bulk_create(
        (models.BlindIndex(record=record, field=field, digest=digest) for field, digest in entries), batch_size=500
    )


def _told(entries: Sequence[tuple[str, bytes]], key: bytes | None) -> dict[str, Any]:
    return {"entries": len(entries), "digest": keys.index_digest(key or b"", entries)}
