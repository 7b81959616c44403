"""How a city stands at a moment: what waits and is late, what came in, and the latest seal.

Deadlines are counted over the index of those that run, and what came in over a week of each register: no row is
read, and the number of statements does not grow with registers.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from bridgehead.ledger import models, sealing
from bridgehead.queries.public_records import open_registers
from bridgehead.queries.services import Service

DAYS = 7
"""How many days of coming in are told, with today."""


LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
"""Before any deadline: SQLite takes the index of deadlines for a range alone, not for what is merely there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A register: how many deadlines run, how many of them are over, and how many records came in."""

    service: Service
    running: int
    late: int
    today: int
    week: int

    @property
    def in_time(self) -> int:
        return self.running - self.late


@dataclass(frozen=True, slots=True)
class Sealed:
    """The latest seal: its number, how many events are under seal, when it was made, and its hash in hexadecimals."""

    number: int
    events: int
    at: datetime
    hash: str


def standing(offered: list[Service], at: datetime) -> list[Standing]:
    """Each register that has a way in and shows something to everybody, in the order given."""
    shown = [each for each in offered if each.register.name in open_registers(each.rulebook)]
    due, today, week = Q(pk__in=()), Q(pk__in=()), Q(pk__in=())
    for each in shown:
        own = Q(matter=each.matter, register=each.register.name)
        midnight = _midnight(at, each.rulebook.about.zone)
        due |= own & Q(due_at__gt=LONG_AGO)
        today |= own & Q(submitted_at__gte=midnight)
        week |= own & Q(submitted_at__gte=midnight - timedelta(days=DAYS - 1))
    running = models.Record.objects.filter(due, due_at__isnull=False).order_by().values_list("matter", "register")
    deadlines = {
        (m, r): counts
        for m, r, *counts in running.annotate(running=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    }
    came = models.Record.objects.filter(week).order_by().values_list("matter", "register")
    intake = {(m, r): counts for m, r, *counts in came.annotate(week=Count("pk"), today=Count("pk", filter=today))}
    return [_standing(each, deadlines, intake) for each in shown]


def latest_seal() -> Sealed | None:
    """None where nothing has been sealed yet."""
    kept = models.Seal.objects.order_by("-number").first()
    if kept is None:
        return None
    return Sealed(kept.number, kept.first + kept.count, kept.at, sealing.as_chain(kept).hash.hex())


def _standing(
    service: Service, deadlines: dict[tuple[str, str], list[int]], intake: dict[tuple[str, str], list[int]]
) -> Standing:
    key = (service.matter, service.register.name)
    running, late = deadlines.get(key, (0, 0))
    week, today = intake.get(key, (0, 0))
    return Standing(service, running, late, today, week)


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date(), time(), zone)
