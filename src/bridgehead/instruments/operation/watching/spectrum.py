"""How strongly a channel swings at each frequency, in its last seconds."""

from collections import deque
from typing import NamedTuple

import numpy as np

SPAN = 20.0
"""Seconds that are looked at."""
BANDS = 100


class Spectrum(NamedTuple):
    """Amplitudes in the channel's unit, the greatest of each band; the bands are `wide` Hz, from nothing upwards."""

    wide: float
    values: list[float]


class Swinging:
    """The last samples of one channel, which come `rate` times a second; after a gap it begins anew."""

    def __init__(self, rate: float, stale: float) -> None:
        self._rate, self._stale, self._last = rate, stale, -np.inf
        self._kept: deque[float] = deque(maxlen=max(int(SPAN * rate), 2 * BANDS))

    def take(self, value: float, now: float) -> None:
        if now - self._last > self._stale:
            self._kept.clear()
        self._kept.append(value)
        self._last = now

    def spectrum(self) -> Spectrum | None:
        """None until half of the span is there. A window of Hann, so that no frequency is drawn where it is not."""
        count, most = len(self._kept), self._kept.maxlen or 0
        if count < most / 2:
            return None
        window = np.hanning(count)
        samples = np.array(self._kept)
        amplitudes = 2 * np.abs(np.fft.rfft((samples - samples.mean()) * window)) / window.sum()
        bands = np.array_split(amplitudes, BANDS)
        return Spectrum(self._rate / 2 / BANDS, [round(float(each.max()), 4) for each in bands])
