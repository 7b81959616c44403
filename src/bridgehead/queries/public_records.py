"""What everybody sees of records: what their register declares public, by days, under a name that tells nothing else.

A record is called by its alias, since its number may not be public; and it is found and sorted by days, since the very
moment could tell who filed it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from bridgehead.instruments.register import Register, Stage
from bridgehead.instruments.register.claims import read_back
from bridgehead.instruments.register.facts import deciding
from bridgehead.ledger import keys, models
from bridgehead.primitives.types import FieldType
from bridgehead.rulebook.rulebook import Rulebook

PAGE = 25
LISTED = frozenset(("stage", "received on"))
"""What must be public of a record for it to stand in a list; else it is seen by its alias alone."""


@dataclass(frozen=True, slots=True)
class Public:
    """A record as everybody sees it; None is what is not public, or not there. `unit` has the unit's title;
    `provisional` is a deadline that a calendar may still move.
    """

    alias: str
    register: Register
    fields: Mapping[str, object]
    stage: Stage | None
    received_on: date | None
    due_on: date | None
    closed_on: date | None
    unit: Mapping[str, str] | None
    provisional: bool


DUE_ON = "due on"
"""What must be public for records to be found by their deadlines."""

Deadline = Literal["running", "late"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records: all that is given must hold. `since` is a day of filing; `deadline` are those that run, or of
    these what should have been done before today, which only a register that shows its days of deadline tells.
    """

    stage: str | None = None
    since: date | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, and the name of the one after which the next ones come; None at the end."""

    records: tuple[Public, ...]
    after: str | None


def open_registers(rulebook: Rulebook) -> dict[str, Register]:
    """The registers that have a way in and show something, by their names."""
    parts = rulebook.instruments.values()
    return {part.name: part for part in parts if isinstance(part, Register) and part.channels and part.public}


def between(
    matter: str, rulebook: Rulebook, names: Collection[str], days: tuple[date, date], ended: bool | None, most: int
) -> list[Public]:
    """The newest of the registers, received from one day to another, that have ended, have not, or either."""
    zone, known = rulebook.about.zone, open_registers(rulebook)
    asked = Q(pk__in=())
    for name in names:
        if {*known[name].public} >= LISTED:
            last = [stage for stage, part in known[name].stages.items() if part.final]
            own = {True: Q(stage__in=last), False: ~Q(stage__in=last), None: Q()}[ended]
            asked |= Q(register=name) & own
    first, past = (_midnight(day, zone) for day in (days[0], days[1] + timedelta(days=1)))
    found = models.Record.objects.filter(asked, matter=matter, submitted_at__gte=first, submitted_at__lt=past)
    newest = found.select_related("unit").order_by("-submitted_at", "-pk")[:most]
    return sorted(
        _seen(newest, known, zone), key=lambda each: (-(each.received_on or date.min).toordinal(), each.alias)
    )


def page(
    matter: str, rulebook: Rulebook, name: str, asked: Asked, today: date, after: str | None = None, size: int = PAGE
) -> Page:
    """A page of a register's records: the newest first, or of those with a deadline the nearest. Within a page those of
    one day stand by their names, so that their order tells no more than the day.

    Raises models.Record.DoesNotExist for an `after` that is no record's name.
    """
    register, zone = open_registers(rulebook)[name], rulebook.about.zone
    column, side = ("due_at", "gt") if asked.deadline else ("submitted_at", "lt")
    found = models.Record.objects.filter(_holds(asked, today, zone), matter=matter, register=name)
    if after is not None:
        last = keys.aliased(settings.MASTER_KEY, after) or 0
        at = getattr(models.Record.objects.get(pk=last, matter=matter, register=name), column)
        if at is None:
            raise models.Record.DoesNotExist
        beyond = Q(**{f"{column}__{side}": at}) | Q(**{f"pk__{side}": last})
        found = found.filter(beyond, **{f"{column}__{side}e": at})
    direction = "" if asked.deadline else "-"
    some = [*found.select_related("unit").order_by(f"{direction}{column}", f"{direction}pk")[: size + 1]]
    seen = _seen(some[:size], {name: register}, zone)
    cursor = seen[-1].alias if len(some) > size else None
    order = sorted(seen, key=lambda each: each.alias)
    if asked.deadline:
        return Page(tuple(sorted(order, key=lambda each: each.due_on or date.min)), cursor)
    return Page(tuple(sorted(order, key=lambda each: each.received_on or date.min, reverse=True)), cursor)


def _holds(asked: Asked, today: date, zone: ZoneInfo) -> Q:
    due = {"due_at__lt": _midnight(today, zone)} if asked.deadline == "late" else {}
    given = {
        "stage": asked.stage,
        "submitted_at__gte": _midnight(asked.since, zone) if asked.since else None,
        "due_at__isnull": False if asked.deadline else None,
        **due,
    }
    return Q(**{name: value for name, value in given.items() if value is not None})


def by_alias(matter: str, rulebook: Rulebook, aliases: Iterable[str]) -> list[Public]:
    """The records that have these aliases, in their order; raises models.Record.DoesNotExist where one has none."""
    known = open_registers(rulebook)
    numbers = [keys.aliased(settings.MASTER_KEY, name) for name in aliases]
    found = (
        models.Record.objects.filter(matter=matter, register__in=known)
        .select_related("unit")
        .in_bulk([number for number in numbers if number is not None])
    )
    if not {*numbers} <= {*found}:
        raise models.Record.DoesNotExist
    return _seen([found[number] for number in numbers if number is not None], known, rulebook.about.zone)


def seen(records: Iterable[models.Record], register: Register, zone: ZoneInfo) -> list[Public]:
    """Records of one register as everybody sees them."""
    return _seen(records, {register.name: register}, zone)


def _seen(records: Iterable[models.Record], registers: Mapping[str, Register], zone: ZoneInfo) -> list[Public]:
    kinds = {name: _kinds(part) for name, part in registers.items()}
    return [_public(each, registers[each.register], kinds[each.register], zone) for each in records]


def _kinds(register: Register) -> dict[str, FieldType]:
    """The types of the fields that are public, by name."""
    columns = register.table
    return {name: columns.column(name).type for name in register.public if name in columns.deciding}


def _public(record: models.Record, register: Register, kinds: Mapping[str, FieldType], zone: ZoneInfo) -> Public:
    kept: Mapping[str, Any] = deciding(register, record.state["fields"])
    of_record: dict[str, Any] = {
        "stage": register.stages.get(record.stage),
        "received on": record.submitted_at.astimezone(zone).date(),
        "due on": record.due_at.astimezone(zone).date() if record.due_at else None,
        "closed on": _day(record.state.get("closed"), zone),
        "unit of record": record.unit.title if record.unit else None,
    }
    shown = {name: value if name in register.public else None for name, value in of_record.items()}
    return Public(
        keys.alias(settings.MASTER_KEY, record.pk),
        register,
        {name: read_back(kind, kept.get(name)) for name, kind in kinds.items()},
        stage=shown["stage"],
        received_on=shown["received on"],
        due_on=shown["due on"],
        closed_on=shown["closed on"],
        unit=shown["unit of record"],
        provisional=bool(record.state.get("provisional")),
    )


def _day(moment: str | None, zone: ZoneInfo) -> date | None:
    return datetime.fromisoformat(moment).astimezone(zone).date() if moment else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
