"""What somebody is told whose act comes too late: what was done meanwhile, and when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bridgehead.instruments.register import INTERNAL, REPORTER
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake


def require_seen(record: models.Record, version: int, actor: Actor, zone: ZoneInfo) -> None:
    """Raise BridgeheadError with AC002 where a record is not as the actor saw it. A note of staff changes nothing for
    whoever filed it, and is not told to them.
    """
    if version == record.version:
        return
    last, _, _ = _last(record, actor)
    if not last <= version < record.version:
        raise changed(record, actor, zone)


def changed(record: models.Record, actor: Actor, zone: ZoneInfo) -> BridgeheadError:
    """AC002, with the last that the actor may know of what was done to a record, by the clock of the city."""
    _, kind, at = _last(record, actor)
    done, on = kind.partition("/")[0], f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
    found = f"{record.number} has changed meanwhile: {done} at {on} by the clock of the city"
    expected = f"version {record.version}, looked at again"
    return BridgeheadError([Mistake("AC002", found, None, expected, values={"done": done, "at": on})])


def _last(record: models.Record, actor: Actor) -> tuple[int, str, datetime]:
    """The number, the kind and the moment of the last event that the actor may know of."""
    told = record.events.exclude(kind__in=INTERNAL) if REPORTER in actor.roles else record.events
    found = told.order_by("-n").values_list("n", "kind", "at").first()
    assert found is not None
    return found
