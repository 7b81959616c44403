"""Take or renew the lease of a job, so that of several processes one does it."""

from datetime import datetime, timedelta

from bridgehead.ledger.append import unit
from bridgehead.ledger.models import Lease


def lease(job: str, holder: str, at: datetime, length: timedelta) -> bool:
    """Whether the holder has the lease from now on, until the length has passed."""
    with unit():
        row, made = Lease.objects.select_for_update().get_or_create(
            job=job, defaults={"holder": holder, "until": at + length}
        )
        if made:
            return True
        if row.holder != holder and row.until > at:
            return False
        row.holder, row.until = holder, at + length
        row.save()
        return True


def give_back(holder: str) -> None:
    """What a process that ends held is free at once."""
    with unit():
        Lease.objects.filter(holder=holder).delete()
