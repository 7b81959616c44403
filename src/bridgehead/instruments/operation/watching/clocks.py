"""What the order and the clock of a sender show: frames that are lost or late, a clock that jumps, dates swapped."""

from datetime import UTC, datetime

from bridgehead.instruments.operation.watching.frame import Frame

JUMP = 1.0
"""By how many seconds a sender's clock may come nearer to ours or go away from it from one frame to the next."""
APART = 60.0
"""How far apart the two clocks may be."""
SHOWN = 10.0
"""How long after it an incident is still told, in s."""


class Clocks:
    """Takes frames as they arrive, and says which are in order. The first that arrives is kept of two with a number."""

    def __init__(self) -> None:
        self.lost = self.late = 0
        self.lost_at = self.jumped_at = -float("inf")
        self.away: float | None = None
        self._source: int | None = None
        self._n = 0

    def take(self, frame: Frame, arrived: float) -> bool:
        """Whether the frame is the next in order, with or without a gap before it."""
        if frame.source != self._source:
            self._source, self._n, self.away = frame.source, frame.n - 1, None
        if frame.n <= self._n:
            self.late += 1
            return False
        if frame.n > self._n + 1:
            self.lost += frame.n - self._n - 1
            self.lost_at = arrived
        away = frame.at - arrived
        if self.away is not None and abs(away - self.away) > JUMP:
            self.jumped_at = arrived
        self._n, self.away = frame.n, away
        return True

    def is_off(self) -> bool:
        return self.away is not None and abs(self.away) > APART

    def is_swapped(self, now: float) -> bool:
        """Whether the sender's day is ours once its day and month change places."""
        if not self.is_off():
            return False
        assert self.away is not None
        ours, theirs = (datetime.fromtimestamp(each, UTC) for each in (now, now + self.away))
        return ours.month != ours.day and (theirs.month, theirs.day) == (ours.day, ours.month)
