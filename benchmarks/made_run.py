"""A watch over a made-up plant as a process of its own, which says in JSON how it went.

`python -m benchmarks.made_run HOME RULEBOOK link URL SECONDS` watches a plant that sends by the clock, on one core;
`python -m benchmarks.made_run HOME RULEBOOK fast FRAMES RATE` goes through frames of so many a second at once.
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
AS_FAST_AS_IT_CAN = 1e9
EVERY = 600
"""Seconds of the fast run between changes of the alarm."""
LOOKS = 24
"""How often the memory of the fast run is looked at."""
BEHIND, A_PIECE = 2, 30_000
"""Full pieces of the recording that may wait to be closed; frames after which the closed ones are looked at."""


class Stepping:
    """Frames of a run whose clock goes on with them, until there were so many.

    A plant that knows no time would fill the disk: it waits while pieces of the recording wait to be closed, and those
    that are closed go, but for the last.
    """

    def __init__(self, frames: Frames, clock: Stepped, count: int, rate: int) -> None:
        self._frames, self._clock, self._count, self._step = frames, clock, count, 1 / rate
        self.recording = Path()

    async def frames(self) -> AsyncIterator[Frame]:
        for n in range(self._count):
            if n % A_PIECE == 0:
                await self._room()
            await self._clock.step(self._step)
            yield self._frames.at(self._clock.now())

    async def _room(self) -> None:
        for each in sorted(self.recording.glob("*.parquet"))[:-1]:
            each.unlink()
        while len([*self.recording.glob("*.arrows")]) > BEHIND:
            await asyncio.sleep(0.1)

    def commanded(self, command: str) -> None:
        """Nobody is there who would do it."""


def main(home: Path, folder: Path, how: str, *of: str) -> None:
    operation, began = read(folder), time.time()
    if how == "link":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        from bridgehead.live import opcua

        assert operation.live is not None
        link = opcua.Link(of[0], [*operation.live.channels])
        told = _watched(home, folder, operation, link, ByMachine(began), float(of[1]))
    else:
        clock, count, rate = Stepped(began, AS_FAST_AS_IT_CAN), int(of[0]), int(of[1])
        stepping = Stepping(Frames(operation, EVERY * rate), clock, count, rate)
        told = _watched(home, folder, operation, stepping, clock, None, count // LOOKS)
    print(json.dumps(told))


def _watched(
    home: Path,
    folder: Path,
    operation: Operation,
    link: Link,
    clock: RunClock,
    seconds: float | None,
    between_looks: int = 1 << 62,
) -> dict[str, object]:
    from bridgehead.cli.service import make_database

    actor = make_database(home)
    from benchmarks.timed_watch import Noting, TimedWatch
    from bridgehead import published
    from bridgehead.actions.publish_rulebook import publish_rulebook
    from bridgehead.actions.watch import begin
    from bridgehead.primitives.moment import now

    assert operation.live is not None
    curve: dict[int, int] = {}
    noting = Noting(link, [*operation.live.channels].index(WATCHED), lambda n: _look(curve, n, between_looks))
    matter = published.by_hash(publish_rulebook(folder, now())).about.name
    runner = TimedWatch(begin(matter, operation.name, WINDOW, actor, now()), operation, noting, clock)
    runner.time(noting)
    if isinstance(link, Stepping):
        link.recording = runner.folder
    worked, begun = time.process_time(), time.perf_counter()
    with suppress(TimeoutError):
        asyncio.run(_for(runner, seconds))
    took = time.perf_counter() - begun
    told = {"took": took, "worked": time.process_time() - worked, "peak": _most(), "curve": curve}
    return {
        **told,
        **runner.counts,
        "waited": [*noting.waited] if seconds else [],
        "journalled": runner.journalled,
        "in_ledger": runner.in_ledger,
    }


async def _for(runner: Any, seconds: float | None) -> None:
    await asyncio.wait_for(runner.run(), seconds)


def _look(curve: dict[int, int], n: int, between: int) -> None:
    """Resident memory in bytes, now and then."""
    if n % between == 0:
        curve[n] = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _most() -> int:
    """The peak of resident memory in bytes."""
    return getrusage(RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
