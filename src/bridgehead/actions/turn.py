"""Whose turn a job of the background is, by when it was last done: of several processes one does it each time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bridgehead.ledger.append import unit
from bridgehead.ledger.models import Job


def take_up(jobs: Mapping[str, float], at: datetime) -> None:
    """From now on somebody does these jobs, every so many seconds, and no others."""
    with unit():
        Job.objects.exclude(name__in=jobs).delete()
        for name, every in jobs.items():
            Job.objects.update_or_create(name=name, defaults={"every": every, "since": at})


def due(job: str, at: datetime) -> bool:
    """Whether it was taken up and nobody has done it within its time; a clock that was put back makes it due."""
    known = Job.objects.filter(name=job).first()
    if known is None or known.done_at is None:
        return known is not None
    return not known.done_at <= at < known.done_at + timedelta(seconds=known.every)


def done(job: str, at: datetime) -> None:
    with unit():
        Job.objects.filter(name=job).update(done_at=at)
