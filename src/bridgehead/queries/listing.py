"""Lists of a register's records: filtered, in an order, a page at a time."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from bridgehead import published
from bridgehead.instruments.register import Register
from bridgehead.ledger import models, search
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

PAGE = 25
MOST = 200

Order = Literal["newest", "due"]
ORDERS: Mapping[Order, tuple[str, Literal["", "-"]]] = {"newest": ("submitted_at", "-"), "due": ("due_at", "")}
"""By which column, and in which direction; what is equal there goes by the number of the row in the same direction."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records: all that is given must hold. `since` and `until` are of the moment of filing, the latter outside;
    `overdue` is the moment at which a record is; `text` is a part of what stands in its fields that are not personal;
    `channel` is the one by which it came in.
    """

    stage: str | None = None
    unit: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    overdue: datetime | None = None
    text: str | None = None
    channel: str | None = None


ALL = Filter()


@dataclass(frozen=True, slots=True)
class Page:
    """Some records in their order, and the cursor of those that come next; None at the end."""

    records: tuple[models.Record, ...]
    after: str | None


def listed(
    matter: str,
    register: str,
    actor: Actor,
    wanted: Filter = ALL,
    *,
    order: Order = "newest",
    after: str | None = None,
    size: int = PAGE,
) -> Page:
    """A page of `size` records of a register that the actor may see, at most MOST; in the order `due` those that have a
    deadline.

    Raises BridgeheadError with RG001 and RG002 for a matter or register that is not known, AC114 to AC116 for a
    stage, unit or channel that is none, AC010 for a cursor that is none of this order.
    """
    part = published.register_in(published.current(matter)[1], register)
    column, direction = ORDERS[order]
    records = models.Record.objects.filter(matter=matter, register=register)
    if wanted.stage is not None:
        known_stage(part, records, wanted.stage)
    if wanted.channel is not None:
        _known_channel(part, records, wanted.channel)
    records = _wanted(_shown_to(actor, records, part.never_shown_to), wanted)
    if order == "due":  # said so that the index of those that have a deadline is seen to hold them all
        records = records.filter(due_at__isnull=False)
    if after is not None:
        records = _beyond(records, column, direction, *_position(after, order))
    records = records.select_related("unit").order_by(f"{direction}{column}", f"{direction}pk")
    found = search.first(records, wanted.text, size + 1) if wanted.text else tuple(records[: size + 1])
    more = len(found) > size
    return Page(found[:size], _cursor(found[size - 1], column, order) if more else None)


def visible(records: QuerySet[models.Record], matter: str, register: str, actor: Actor) -> QuerySet[models.Record]:
    """Without those that complain about a unit of the actor."""
    part = published.current(matter)[1].instruments.get(("register", register))
    return _shown_to(actor, records, part.never_shown_to if isinstance(part, Register) else None)


def _shown_to(actor: Actor, records: QuerySet[models.Record], kept_from: str | None) -> QuerySet[models.Record]:
    if kept_from is None or not actor.units:
        return records
    of = Coalesce(
        KT(f"state__fields__{kept_from}"), Value(""), output_field=TextField()
    )  # what names no unit is shown to all
    return records.alias(kept_from=of).exclude(kept_from__in=sorted(actor.units))


def known_stage(register: Register, records: QuerySet[models.Record], stage: str) -> None:
    """Raise BridgeheadError with AC114 for a stage that is none of a register, and in which none of its records is
    since it was one.
    """
    if stage not in register.stages and not records.filter(stage=stage).exists():
        known = tuple(register.stages)
        expected = f"one of {', '.join(known)}" if known else "none, since the register has no stages"
        found, near, place = f"no stage «{stage}» in «{register.name}»", nearest(stage, known), Place.whole("stage")
        raise BridgeheadError([Mistake("AC114", found, place, expected, near, values={"named": stage})])


def _known_channel(register: Register, records: QuerySet[models.Record], channel: str) -> None:
    """The same of a channel, with AC116."""
    if channel not in register.channels and not records.filter(state__channel=channel).exists():
        known = tuple(register.channels)
        expected = f"one of {', '.join(known)}" if known else "none, since the register has no channels"
        found, near = f"no channel «{channel}» in «{register.name}»", nearest(channel, known)
        raise BridgeheadError(
            [Mistake("AC116", found, Place.whole("channel"), expected, near, values={"named": channel})]
        )


def _wanted(records: QuerySet[models.Record], wanted: Filter) -> QuerySet[models.Record]:
    """The unit is looked up before, since by its number alone an index gives its records in their order."""
    unit = _unit(wanted.unit) if wanted.unit is not None else None
    conditions = {
        "stage": wanted.stage,
        "unit": unit,
        "submitted_at__gte": wanted.since,
        "submitted_at__lt": wanted.until,
        "due_at__lt": wanted.overdue,
        "state__channel": wanted.channel,
    }
    return records.filter(**{name: value for name, value in conditions.items() if value is not None})


def _unit(slug: str) -> int:
    known = dict(models.Unit.objects.order_by("slug").values_list("slug", "pk"))
    if slug not in known:
        expected = f"one of {', '.join(known)}" if known else "none, since no unit was added yet"
        found, near = f"no unit «{slug}»", nearest(slug, known)
        raise BridgeheadError([Mistake("AC115", found, Place.whole("unit"), expected, near, values={"named": slug})])
    return known[slug]


def _beyond(
    records: QuerySet[models.Record], column: str, direction: str, at: datetime, last: int
) -> QuerySet[models.Record]:
    side = "lt" if direction == "-" else "gt"
    beyond = Q(**{f"{column}__{side}": at}) | Q(**{f"pk__{side}": last})
    return records.filter(beyond, **{f"{column}__{side}e": at})


def _cursor(record: models.Record, column: str, order: Order) -> str:
    at: datetime = getattr(record, column)
    return urlsafe_b64encode(f"{order} {at.isoformat()} {record.pk}".encode()).decode()


def _position(cursor: str, order: Order) -> tuple[datetime, int]:
    try:
        of, at, last = urlsafe_b64decode(cursor).decode().split(" ")
        if of == order:
            return datetime.fromisoformat(at).astimezone(UTC), int(last)
    except (ValueError, OverflowError):
        pass
    found = f"«{cursor}» is no cursor of the order «{order}»"
    raise BridgeheadError([Mistake("AC010", found, None, "one that a page gave as «after»")])
