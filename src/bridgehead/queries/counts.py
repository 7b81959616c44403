"""How many records a register took in, by unit and month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery

from bridgehead import published
from bridgehead.access import require
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Counted:
    """How many in a month; `unit` is None for what is assigned to none."""

    unit: str | None
    month: str
    count: int


def by_unit_and_month(matter: str, register: str, since: str, until: str, actor: Actor) -> list[Counted]:
    """Counts above nought, by unit and month of filing in the zone of the rulebook; months are as `2023-05`, both
    inclusive. Raises BridgeheadError with AC001, AC012 for months that are none, out of order or too many, RG001 and
    RG002.

    A count over a range of the index for each unit and month: no row is read.
    """
    require(actor, "see counts")
    rulebook = published.current(matter)[1]
    published.register_in(rulebook, register)
    zone = rulebook.about.zone
    months = _months(since, until)
    bounds = [_bounds(month, zone) for month in months]
    records = models.Record.objects.filter(matter=matter, register=register)
    own = {f"month_{at}": Subquery(_of_each_unit(records, *each)) for at, each in enumerate(bounds)}
    units = models.Unit.objects.annotate(**own).order_by("slug").values_list("slug", *own)
    without = (None, *(_within(records.filter(unit=None), *each).count() for each in bounds))
    return [
        Counted(unit, f"{month:%Y-%m}", count)
        for unit, *counts in (*units, without)
        for month, count in zip(months, counts, strict=True)
        if count
    ]


def _within(records: QuerySet[models.Record], first: datetime, end: datetime) -> QuerySet[models.Record]:
    return records.filter(submitted_at__gte=first, submitted_at__lt=end)


def _of_each_unit(records: QuerySet[models.Record], first: datetime, end: datetime) -> QuerySet[models.Record]:
    within = _within(records.filter(unit=OuterRef("pk")), first, end)
    return within.order_by().values("unit").annotate(count=Count("pk")).values("count")  # type: ignore[return-value]


def _bounds(month: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return datetime(month.year, month.month, 1, tzinfo=zone), datetime(*_next(month), 1, tzinfo=zone)


def _next(month: date) -> tuple[int, int]:
    return month.year + month.month // 12, month.month % 12 + 1


def _months(since: str, until: str) -> Sequence[date]:
    """The first days of the months from one to another."""
    try:
        month, last = (date.fromisoformat(f"{each}-01") for each in (since, until))
    except ValueError as error:
        raise BridgeheadError([_no_months(since, until)]) from error
    months: list[date] = []
    at_hand = month.year > MINYEAR and last.year < MAXYEAR  # no zone has moments beyond
    while at_hand and month <= last and len(months) <= MOST_MONTHS:
        months.append(month)
        month = date(*_next(month), 1)
    if not 0 < len(months) <= MOST_MONTHS:
        raise BridgeheadError([_no_months(since, until)])
    return months


def _no_months(since: str, until: str) -> Mistake:
    expected = f"two months in order, such as 2023-01 and 2023-12, and at most {MOST_MONTHS} from one to the other"
    return Mistake("AC012", f"from «{since}» to «{until}»", None, expected)
