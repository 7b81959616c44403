"""The watch over a run that notes when its alarms were told. Django is there before this is loaded."""

import time
from array import array
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from bridgehead.instruments.operation.watching.alarms import Change
from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.live.links import Link
from bridgehead.live.runner import Runner

KEY = "alarm/gauge"


class Noting:
    """A link that keeps the moment of the last sample at which the watched gauge crossed its limit, and how long each
    sample waited until it was looked at, in s.
    """

    def __init__(self, link: Link, watched: int, each: Callable[[int], None] = lambda n: None) -> None:
        self._link, self._watched, self._each = link, watched, each
        self._over = False
        self.crossed = 0.0
        self.waited = array("d")

    async def frames(self) -> AsyncIterator[Frame]:
        async for frame in self._link.frames():
            over = bool(frame.values[self._watched] > 50)
            if over is not self._over:
                self._over, self.crossed = over, frame.at
            self._each(frame.n)
            self.waited.append(time.time() - frame.at)
            yield frame

    def commanded(self, command: str) -> None:
        self._link.commanded(command)


class TimedWatch(Runner):
    """`journalled` and `in_ledger`: seconds from the sample to its alarm on the disk, and in the ledger."""

    noting: Noting
    journalled: list[float]
    in_ledger: list[float]

    def time(self, noting: Noting) -> None:
        self.noting, self._sampled = noting, dict[float, float]()
        self.journalled, self.in_ledger = [], []

    def _tell(self, changes: list[Change]) -> None:
        super()._tell(changes)
        for change in changes:
            if change.key == KEY:
                self._sampled[change.at] = self.noting.crossed
                self.journalled.append(time.time() - self.noting.crossed)

    def _note(self) -> None:
        pending = [each["at"] for each in self._book.pending if each["key"] == KEY]
        super()._note()
        self.in_ledger += [time.time() - self._sampled.pop(at) for at in pending if at in self._sampled]

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def counts(self) -> dict[str, int]:
        return {"frames": self._watch.frames, "lost": self._watch.clocks.lost, "late": self._watch.clocks.late}
