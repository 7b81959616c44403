"""How a city stands at a moment: what waits and is late, what came in, and the latest seal."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bridgehead.ledger import models, sealing
from bridgehead.queries.public_records import open_registers
from bridgehead.queries.services import Service
from bridgehead.queries.spans import Span, counted

DAYS = 7
"""How many days of coming in are told, with today."""


EVER, NEVER = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Before and after whatever happens."""


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
    due = counted("due_at", [span for each in shown for span in (_span(each, EVER, at), _span(each, at, NEVER))])
    week = timedelta(days=DAYS - 1)
    began = [(each, _midnight(at, each.rulebook.about.zone)) for each in shown]
    came = counted("submitted_at", [_span(each, since, NEVER) for each, day in began for since in (day, day - week)])
    return [
        Standing(each, late + in_time, late, today, within)
        for each, late, in_time, today, within in zip(shown, due[::2], due[1::2], came[::2], came[1::2], strict=True)
    ]


def _span(service: Service, since: datetime, past: datetime) -> Span:
    return Span(service.matter, service.register.name, since, past)


def latest_seal() -> Sealed | None:
    """None where nothing has been sealed yet."""
    kept = models.Seal.objects.order_by("-number").first()
    if kept is None:
        return None
    return Sealed(kept.number, kept.first + kept.count, kept.at, sealing.as_chain(kept).hash.hex())


def last_verification() -> models.Verification | None:
    """None where the whole ledger was never verified."""
    return models.Verification.objects.order_by("-pk").first()


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date(), time(), zone)
