"""How the ledger stands as a whole: what waits to be sealed, and what is late."""

from dataclasses import dataclass
from datetime import datetime

from bridgehead.ledger import models


@dataclass(frozen=True, slots=True)
class Standing:
    unsealed: int
    overdue: int


def standing(at: datetime) -> Standing:
    """Counted by indexes alone: events after the last leaf, records with a deadline before the moment."""
    last = models.Leaf.objects.order_by("-position").values_list("event", flat=True).first() or 0
    return Standing(
        models.Event.objects.filter(pk__gt=last).count(), models.Record.objects.filter(due_at__lt=at).count()
    )
