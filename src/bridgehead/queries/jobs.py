"""How the jobs of the background stand: when each was last done, and which is overdue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridgehead.ledger import models

PATIENCE = 5
"""Periods after which a job that was not done is overdue."""
AT_LEAST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class JobStanding:
    """`done_at` is None where it was never done; `since` is when a process last took it up."""

    name: str
    every: float
    since: datetime
    done_at: datetime | None
    overdue: bool


def jobs(at: datetime) -> list[JobStanding]:
    """All that a process has taken up. A job is overdue PATIENCE periods, but at least AT_LEAST, after it was last done
    or taken up.
    """
    return [_standing(each, at) for each in models.Job.objects.order_by("name")]


def _standing(job: models.Job, at: datetime) -> JobStanding:
    bound = max(AT_LEAST, timedelta(seconds=PATIENCE * job.every))
    last = max(job.since, job.done_at or job.since)
    return JobStanding(job.name, job.every, job.since, job.done_at, at - last > bound)
