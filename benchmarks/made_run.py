"""A watch over a made-up plant as a process of its own, on one processor, which says in JSON how it went.

`python -m benchmarks.made_run HOME RULEBOOK link URL SECONDS` watches a plant that sends by the clock;
`python -m benchmarks.made_run HOME RULEBOOK fast FRAMES` goes through frames, one a second of the run, at once.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

from benchmarks.made_plant import WATCHED, Frames
from bridgehead.cli.operation import read
from bridgehead.instruments.operation import Operation
from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.live.clock import ByMachine, RunClock, Stepped
from bridgehead.live.links import Link

WINDOW = "trial"
HOUR = 3600
AS_FAST_AS_IT_CAN = 1e9
EVERY = 600
"""Frames between changes of the alarm in the fast run."""


class Stepping:
    """Frames one a second of a run whose clock goes on with them, until there were so many."""

    def __init__(self, frames: Frames, clock: Stepped, count: int) -> None:
        self._frames, self._clock, self._count = frames, clock, count

    async def frames(self) -> AsyncIterator[Frame]:
        for _ in range(self._count):
            await self._clock.step(1.0)
            yield self._frames.at(self._clock.now())

    def commanded(self, command: str) -> None:
        """Nobody is there who would do it."""


def main(home: Path, folder: Path, how: str, *of: str) -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    operation, began = read(folder), time.time()
    if how == "link":
        from bridgehead.live import opcua

        assert operation.live is not None
        link = opcua.Link(of[0], [*operation.live.channels])
        told = _watched(home, folder, operation, link, ByMachine(began), float(of[1]))
    else:
        clock = Stepped(began, AS_FAST_AS_IT_CAN)
        told = _watched(home, folder, operation, Stepping(Frames(operation, EVERY), clock, int(of[0])), clock, None)
    print(json.dumps(told))


def _watched(
    home: Path, folder: Path, operation: Operation, link: Link, clock: RunClock, seconds: float | None
) -> dict[str, object]:
    from bridgehead.cli.service import make_database

    actor = make_database(home)
    from benchmarks.timed_watch import Noting, TimedWatch
    from bridgehead.actions.publish_rulebook import publish_rulebook
    from bridgehead.actions.watch import begin
    from bridgehead.primitives.moment import now

    assert operation.live is not None
    peaks: dict[int, int] = {}
    noting = Noting(link, [*operation.live.channels].index(WATCHED), lambda n: _peak(peaks, n))
    publish_rulebook(folder, folder.name, now())
    runner = TimedWatch(begin(folder.name, operation.name, WINDOW, actor, now()), operation, noting, clock)
    runner.time(noting)
    worked, begun = time.process_time(), time.perf_counter()
    with suppress(TimeoutError):
        asyncio.run(_for(runner, seconds))
    took = time.perf_counter() - begun
    told = {"took": took, "worked": time.process_time() - worked, "peak": _most(), "peaks": peaks}
    return {**told, **runner.counts, **{each: getattr(runner, each) for each in ("journalled", "in_ledger", "held")}}


async def _for(runner: Any, seconds: float | None) -> None:
    await asyncio.wait_for(runner.run(), seconds)


def _peak(peaks: dict[int, int], n: int) -> None:
    if n % HOUR == 0:
        peaks[n] = _most()


def _most() -> int:
    """The peak of resident memory in bytes."""
    return getrusage(RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
