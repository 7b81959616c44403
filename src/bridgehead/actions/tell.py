"""Put a message to whoever filed a record into the outbox, in the unit that did what it tells of."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from bridgehead.instruments.register import Register
from bridgehead.instruments.register.messages import Told, told
from bridgehead.ledger import keys, models
from bridgehead.primitives.words import NOTHING, Phrase


def tell(
    record: models.Record,
    verb: Told,
    register: Register,
    personal: Mapping[str, Any],
    facts: Mapping[str, object],
    at: datetime,
) -> bool:
    """Write the message, if there is one and somebody to reach, and say so; the record's key seals it."""
    language = record.state.get("language", "zh")
    message = told(verb, register, personal, {"number": record.number, "reason": "", **facts}, language)
    if message is None or (row := models.Key.objects.filter(record=record).first()) is None:
        return False
    key = keys.unwrap(settings.MASTER_KEY, bytes(row.wrapped), record.pk)
    boxed = keys.box(key, asdict(message), record.pk)
    models.Message.objects.create(record=record, kind=verb, channel=message.channel, box=boxed, at=at)
    return True


def facts(record: models.Record, register: Register, reason: str, zone: ZoneInfo) -> dict[str, object]:
    """What messages name of a record; a deadline that a calendar may still move is said to be provisional."""
    due = record.due_at.astimezone(zone).date().isoformat() if record.due_at else ""
    told = Phrase(f"{due}（暂定）", f"{due} (provisional)") if record.state.get("provisional") else Phrase(due, due)
    stage, line = register.stages.get(record.stage), record.state.get("stopped")
    why = Phrase(line["zh"], line["en"]) if line else NOTHING
    return {"reason": reason, "due": told, "stage": stage.label if stage else NOTHING, "why": why}
