"""What a link to a plant is: frames as they arrive, for as long as somebody asks. Each reconnects by itself."""

from collections.abc import AsyncIterator
from typing import Protocol

from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.live.clock import Stepped
from bridgehead.live.made_up import MadeUp


class Link(Protocol):
    """Gives frames in the order in which they arrive; while the plant is not there it gives none, and tries again."""

    def frames(self) -> AsyncIterator[Frame]: ...

    def commanded(self, command: str) -> None:
        """A person has commanded. A plant is told nothing: this is for one that is made up."""


class Pretended:
    """Frames of a made-up bridge, so many a second of the run, whose clock goes on with them."""

    def __init__(self, made_up: MadeUp, clock: Stepped, rate: float) -> None:
        self._made_up, self._clock, self._rate = made_up, clock, rate

    async def frames(self) -> AsyncIterator[Frame]:
        while True:
            await self._clock.step(1 / self._rate)
            if (frame := self._made_up.frame(self._clock.now())) is not None:
                yield frame

    def commanded(self, command: str) -> None:
        self._made_up.command(command)
