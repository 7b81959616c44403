"""How a frame goes over a wire: one array of doubles, source, number and moment in front; and by which names.

A sender tells the names of its channels once, in the order of the array. Receivers go by names: what they do not watch
is left out, and what the sender does not have is never sampled.
"""

from collections.abc import Sequence

import numpy as np

from bridgehead.instruments.operation.watching.frame import Frame, Numbers

HEAD = 3


def array(frame: Frame) -> Numbers:
    return np.concatenate(([float(frame.source), float(frame.n), frame.at], frame.values))


class Reading:
    """Frames of a sender whose channels are `sent`, for a watch over `wanted`."""

    def __init__(self, sent: Sequence[str], wanted: Sequence[str]) -> None:
        self._length = HEAD + len(sent)
        places = {name: HEAD + at for at, name in enumerate(sent)}
        self._from = np.array([places[name] for name in wanted if name in places], int)
        self._to = np.array([at for at, name in enumerate(wanted) if name in places], int)
        self._wanted = len(wanted)

    def frame(self, numbers: Numbers) -> Frame | None:
        """None for what is no frame of this sender."""
        if numbers.ndim != 1 or len(numbers) != self._length or not np.isfinite(numbers[:HEAD]).all():
            return None
        if numbers[1] < 1:  # what a server has before the first frame
            return None
        values = np.full(self._wanted, np.nan)
        values[self._to] = numbers[self._from]
        return Frame(int(numbers[0]), int(numbers[1]), float(numbers[2]), values)
