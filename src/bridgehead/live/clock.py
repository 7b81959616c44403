"""The clock of a run: the machine's, or one that goes on with what is made up, so many times as fast."""

import asyncio
from time import monotonic
from typing import Protocol


class RunClock(Protocol):
    """Moments of the run in s since 1970."""

    def now(self) -> float: ...


class ByMachine:
    """The machine's clock as it was at the beginning, and from then on how long the process has run: it never jumps."""

    def __init__(self, began: float) -> None:
        self._away = began - monotonic()

    def now(self) -> float:
        return monotonic() + self._away


class Stepped:
    """Goes on by steps, `speed` times as fast as the machine's where that can keep up."""

    def __init__(self, began: float, speed: float) -> None:
        self._now, self._began, self._speed, self._start = began, began, speed, monotonic()

    def now(self) -> float:
        return self._now

    async def step(self, seconds: float) -> None:
        self._now += seconds
        ahead = (self._now - self._began) / self._speed - (monotonic() - self._start)
        await asyncio.sleep(max(ahead, 0.0))
