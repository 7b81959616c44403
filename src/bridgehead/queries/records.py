"""Records as lists and one by one: for staff, for whoever filed one, and for everybody."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from bridgehead import published
from bridgehead.instruments.register import Register
from bridgehead.ledger import events, keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake

PAGE = 25
MOST = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Some records in their order, and the cursor of those that come next; None at the end."""

    records: tuple[models.Record, ...]
    after: str | None


def newest(
    matter: str,
    register: str,
    actor: Actor,
    *,
    stage: str | None = None,
    unit: str | None = None,
    after: str | None = None,
    size: int = PAGE,
) -> Page:
    """Records of a register, newest first, that the actor may see. Raises BridgeheadError with AC010 for a cursor that
    is none.
    """
    found = visible(models.Record.objects.filter(matter=matter, register=register), matter, register, actor)
    if stage is not None:
        found = found.filter(stage=stage)
    if unit is not None:
        found = found.filter(unit__slug=unit)
    if after is not None:
        at, last = _position(after)
        found = found.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=last))
    size = max(1, min(size, MOST))
    records = tuple(found.select_related("unit").order_by("-submitted_at", "-pk")[: size + 1])
    more = len(records) > size
    shown = records[:size]
    return Page(shown, _cursor(shown[-1]) if more else None)


def visible(records: QuerySet[models.Record], matter: str, register: str, actor: Actor) -> QuerySet[models.Record]:
    """Without those that complain about every unit of the actor."""
    part = published.current(matter)[1].instruments.get(("register", register))
    kept_from = part.never_shown_to if isinstance(part, Register) else None
    if kept_from is None or not actor.units:
        return records
    return records.exclude(**{f"state__fields__{kept_from}__in": sorted(actor.units)})


def tracked(matter: str, register: str, number: str, code: str) -> models.Record:
    """A record for whoever has its number and code; raises Record.DoesNotExist, whichever of them is wrong."""
    found = models.Record.objects.select_related("unit").get(matter=matter, register=register, number=number)
    if not hmac.compare_digest(bytes(found.code), keys.code_digest(settings.MASTER_KEY, code)):
        raise models.Record.DoesNotExist
    return found


INTERNAL = ("noted/1", "waited/1")
"""What is no step for whoever filed a record: notes of staff for staff, and that nothing has happened."""


def steps(record: models.Record) -> list[Mapping[str, Any]]:
    """What was done to a record, in order, for whoever filed it: kind, moment, and the reason where one was given."""
    told = record.events.exclude(kind__in=INTERNAL).order_by("n")
    found = (events.read(bytes(body)) for body in told.values_list("body", flat=True))
    return [{"kind": each.kind, "at": each.at, "reason": each.data.get("reason")} for each in found]


def _cursor(record: models.Record) -> str:
    return urlsafe_b64encode(f"{record.submitted_at.isoformat()} {record.pk}".encode()).decode()


def _position(cursor: str) -> tuple[datetime, int]:
    try:
        at, last = urlsafe_b64decode(cursor).decode().split(" ")
        return datetime.fromisoformat(at), int(last)
    except ValueError as error:
        found = f"«{cursor}» is no cursor"
        raise BridgeheadError([Mistake("AC010", found, None, "one that a page gave as «after»")]) from error
