"""The loop of the background: each job in its time, by whoever holds its lease.

A lease is a row that one process holds until a moment; who dies with it loses it then, and another goes on. Who is told
to end (SIGTERM) gives it back.
"""

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from uuid import uuid4

from django.db import DatabaseError, close_old_connections

from bridgehead.actions.lease import give_back, lease
from bridgehead.primitives.moment import Clock

log = logging.getLogger(__name__)

PATIENCE = 5
"""Periods of a job for which a lease is held: who is alive renews it each period."""
SECONDS_TO_END = 2
"""How long jobs that are under way are waited for; each can be cut off, as by a power cut."""


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

    @contextmanager
    def running(self) -> Iterator[list[threading.Thread]]:
        """Jobs are done meanwhile; at the end, also one that SIGTERM asks for, no lease keeps another waiting."""
        signal.signal(signal.SIGTERM, _leave)
        threads = self.start()
        try:
            yield threads
        finally:
            self.stop()
            for thread in threads:
                thread.join(SECONDS_TO_END / len(threads))
            try:
                give_back(self.holder)
            except DatabaseError:  # it runs out by itself
                log.exception("the leases were not given back")

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


def _leave(signal: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
