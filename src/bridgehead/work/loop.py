"""The loop of the background: each job in its time, by one process at a time.

Who does a job holds its lock meanwhile, which ends with the process, and leaves word when it is done. So whoever comes
after one that was killed goes on at once, and of several that are up one does each job, in its time.
"""

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from django.db import Error, close_old_connections

from bridgehead.actions.turn import done, due, take_up
from bridgehead.ledger.alone import alone
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import Clock

log = logging.getLogger(__name__)

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
    """Does its jobs until it is told to stop. `clock` is the machine's."""

    jobs: Sequence[Job]
    clock: Clock
    stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        """A thread a job, so that a long one does not keep others waiting; they end with the process."""
        take_up({job.name: job.every for job in self.jobs}, self.clock())
        threads = [
            threading.Thread(target=self._keep_doing, args=(job,), daemon=True, name=job.name) for job in self.jobs
        ]
        for thread in threads:
            thread.start()
        return threads

    @contextmanager
    def running(self) -> Iterator[list[threading.Thread]]:
        """Jobs are done meanwhile, and are given a moment to end, also where SIGTERM asks for it."""
        signal.signal(signal.SIGTERM, _leave)
        threads = self.start()
        try:
            yield threads
        finally:
            self.stop()
            for thread in threads:
                thread.join(SECONDS_TO_END / len(threads))

    def stop(self) -> None:
        self.stopped.set()

    def _keep_doing(self, job: Job) -> None:
        while not self.stopped.is_set():
            close_old_connections()
            try:
                self._do(job)
            except (Error, BridgeheadError, OSError):  # the database was away, or the disk full; it is done later
                log.exception("the job %s was not done", job.name)
            self.stopped.wait(job.every)

    def _do(self, job: Job) -> None:
        with alone(job.name) as mine:
            if mine and due(job.name, self.clock()):
                job.do()
                done(job.name, self.clock())


def _leave(signal: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
