"""By how much a channel has changed over a time, from its samples that can be."""

from collections import deque

KEPT_A_SECOND = 20
"""Samples that are kept, so that a minute at a hundred samples a second stays small."""


class Changing:
    """The samples of one channel over the last `over` seconds."""

    def __init__(self, over: float) -> None:
        self._over = over
        self._kept: deque[tuple[float, float]] = deque()

    def take(self, value: float, now: float) -> None:
        if self._kept and now - self._kept[-1][0] < 1 / KEPT_A_SECOND:
            return
        self._kept.append((now, value))
        while len(self._kept) > 1 and self._kept[1][0] <= now - self._over:
            self._kept.popleft()

    def change(self, value: float, now: float) -> float | None:
        """None until samples reach back so far, or where the last ones do not."""
        if not self._kept or self._kept[0][0] > now - self._over:
            return None
        return value - self._kept[0][1]
