"""The loop of the background: each job in its time, by whoever holds its lease.

A lease is a row that one process holds until a moment; who dies with it loses it then, and another goes on.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.db import DatabaseError, close_old_connections

from bridgehead.actions.lease import lease
from bridgehead.primitives.moment import Clock

log = logging.getLogger(__name__)

PATIENCE = 5
"""Periods of a job for which a lease is held: who is alive renews it each period."""


@dataclass(frozen=True)
class Job:
    """What is done, and how often, in seconds."""

    name: str
    every: float
    do: Callable[[], object]


@dataclass
class Loop:
    """Does its jobs until it is told to stop."""

    jobs: Sequence[Job]
    clock: Clock
    holder: str = field(default_factory=lambda: uuid4().hex)
    stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        """A thread a job, so that a long one does not keep others waiting; they end with the process."""
        threads = [
            threading.Thread(target=self._keep_doing, args=(job,), daemon=True, name=job.name) for job in self.jobs
        ]
        for thread in threads:
            thread.start()
        return threads

    def stop(self) -> None:
        self.stopped.set()

    def _keep_doing(self, job: Job) -> None:
        while not self.stopped.wait(job.every):
            close_old_connections()
            try:
                if lease(job.name, self.holder, self.clock(), timedelta(seconds=max(1, job.every * PATIENCE))):
                    job.do()
            except DatabaseError:  # the database was away; the job is done the next time
                log.exception("the job %s was not done", job.name)
