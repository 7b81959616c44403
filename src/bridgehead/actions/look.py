"""Look at the personal fields of a record, or look for a person: each look is an event in the chain of its day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from bridgehead.access import require
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, chain, keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.published import kept_from

LOOKS = "looks"
"""The register of looks, of no matter: a record a day, in UTC."""


def look(record: models.Record, reason: str, actor: Actor, at: datetime) -> Mapping[str, Any]:
    """The personal fields of a record. Raises BridgeheadError with AC001, with AC004 without a reason, and with AC006
    where they were forgotten; Record.DoesNotExist where the record is kept from the actor.
    """
    require(actor, "see personal fields")
    if kept_from(record, actor):
        raise models.Record.DoesNotExist
    with append.unit():
        opened = open_box(record)
        _note(at, actor, {"record": record.pk, "number": record.number, "reason": _given(reason)})
    return opened


def look_for(field: str, value: str, reason: str, actor: Actor, at: datetime) -> QuerySet[models.Record]:
    """The records whose personal field has a value, which is given in its one spelling (see `identifiers`).

    The event says who looked and for which field, not for what. Raises BridgeheadError with AC001 and AC004.
    """
    require(actor, "see personal fields")
    digest = keys.digest(settings.MASTER_KEY, field, value)
    with append.unit():
        _note(at, actor, {"field": field, "reason": _given(reason)})
    return models.Record.objects.filter(blindindex__digest=digest, blindindex__field=field).order_by("-submitted_at")


def open_box(record: models.Record) -> dict[str, Any]:
    """Personal fields in the clear; nothing where there are none. Raises BridgeheadError with AC006."""
    boxed = record.state.get("personal")
    if boxed is None and "forgotten" in record.state:
        expected = "a record whose personal fields are still kept"
        raise BridgeheadError([Mistake("AC006", f"what is personal in {record.number} was forgotten", None, expected)])
    if boxed is None:
        return {}
    wrapped = bytes(models.Key.objects.get(record=record).wrapped)
    return keys.unbox(keys.unwrap(settings.MASTER_KEY, wrapped, record.pk), boxed, record.pk)


def _given(reason: str) -> str:
    if not reason.strip():
        raise BridgeheadError([Mistake("AC004", "a look without a reason", None, "a reason, which auditors read")])
    return reason.strip()


def _note(at: datetime, actor: Actor, data: Mapping[str, Any]) -> None:
    day = f"{at:%Y-%m-%d}"
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", "submitted_at": at, "updated_at": at}
    chained, _ = models.Record.objects.get_or_create(matter="", register=LOOKS, number=day, defaults=first)
    append.append(append.hold(chained.pk), "looked/1", data, append.Author(actor, at, ""), fold)
