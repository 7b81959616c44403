"""How many deadlines were kept of those that ended within some days, of each register, and how old that count is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from bridgehead.ledger import models

DAYS = 28


@dataclass(frozen=True, slots=True)
class Sums:
    """Deadlines that ended, and those of them that were kept."""

    ended: int
    in_time: int

    @property
    def share(self) -> Decimal | None:
        """Rounded down, so that one that was not kept never makes a hundred; None where none has ended."""
        return Decimal(1000 * self.in_time // self.ended) / 1000 if self.ended else None


@dataclass(frozen=True, slots=True)
class DeadlinesKept:
    """By matter and register; `counted` is when it was counted last, None where that never was."""

    sums: Mapping[tuple[str, str], Sums]
    counted: datetime | None

    @property
    def all(self) -> Sums:
        return added(self.sums.values())


def added(some: Iterable[Sums]) -> Sums:
    found = [*some]
    return Sums(sum(each.ended for each in found), sum(each.in_time for each in found))


def deadlines_kept(since: date) -> DeadlinesKept:
    """Those that ended on a day or after it. What is not under a seal yet is not among them."""
    rows = models.Kept.objects.filter(day__gte=since).values_list("matter", "register")
    found = rows.annotate(ended=Sum("ended"), in_time=Sum("in_time")).order_by()
    counted = models.Tallied.objects.values_list("at", flat=True).first()
    return DeadlinesKept({(matter, register): Sums(*sums) for matter, register, *sums in found}, counted)
