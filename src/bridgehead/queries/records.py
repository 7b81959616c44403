"""One record: for whoever filed it, with what was done to it, and for staff."""

import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from bridgehead.access import require
from bridgehead.instruments.register import INTERNAL
from bridgehead.ledger import events, keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.published import kept_from


def seen_by(actor: Actor, what: str, matter: str, register: str, number: str) -> models.Record:
    """A record for one of the staff, who may do `what` (a line of `access`). Raises BridgeheadError with AC001, whether
    it is there or not; Record.DoesNotExist where it is not there, and also where it is kept from them.
    """
    require(actor, what)
    found = models.Record.objects.select_related("unit").get(matter=matter, register=register, number=number)
    if kept_from(found, actor):
        raise models.Record.DoesNotExist
    return found


def tracked(matter: str, register: str, number: str, code: str) -> models.Record:
    """A record for whoever has its number and code; raises Record.DoesNotExist, whichever of them is wrong."""
    found = models.Record.objects.select_related("unit").get(matter=matter, register=register, number=number)
    if not hmac.compare_digest(bytes(found.code), keys.code_digest(settings.MASTER_KEY, code)):
        raise models.Record.DoesNotExist
    return found


def by_code(number: str, code: str) -> models.Record:
    """The same of any matter and register, since whoever filed it need not know how they are called."""
    digest = keys.code_digest(settings.MASTER_KEY, code)
    for found in models.Record.objects.select_related("unit").filter(number=number):
        if hmac.compare_digest(bytes(found.code), digest):
            return found
    raise models.Record.DoesNotExist


def steps(record: models.Record) -> list[Mapping[str, Any]]:
    """What was done to a record, in order, for whoever filed it: kind, moment, the reason where one was given, and what
    it was stopped by.
    """
    told = record.events.exclude(kind__in=INTERNAL).order_by("n")
    found = (events.read(bytes(body)) for body in told.values_list("body", flat=True))
    return [
        {"kind": each.kind, "at": each.at, "reason": each.data.get("reason"), "stopped": each.data.get("stopped")}
        for each in found
    ]
