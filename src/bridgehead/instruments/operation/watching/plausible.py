"""Whether samples can be: out of range, spikes, sensors that repeat themselves. The raw value is never touched."""

from collections.abc import Mapping
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bridgehead.instruments.operation.live import Channel
from bridgehead.instruments.operation.watching.frame import Flags, Numbers

CONFIRM = 3
"""Samples that have to agree before a change greater than a spike is believed."""


class Fault(IntEnum):
    """What is wrong with a sample; a recording keeps the number."""

    NONE = 0
    OUT_OF_RANGE = 1
    SPIKE = 2
    FROZEN = 3


class Plausible:
    """Takes the samples of all channels, frame by frame, and keeps of each the last that can be.

    `value` and `good_at` are those of that sample, `got_at` is when any was taken, by the moments that are passed in.
    """

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        each = [*channels.values()]
        self._low = np.array([float(one.range[0]) for one in each])
        self._high = np.array([float(one.range[1]) for one in each])
        self._spike = np.array([float(one.spike) if one.spike else np.inf for one in each])
        self._frozen = np.array([one.frozen.value if one.frozen else np.inf for one in each])
        nothing = np.full(len(each), np.nan)
        self.value, self.raw = nothing.copy(), nothing.copy()
        self.good_at, self.got_at = np.full(len(each), -np.inf), np.full(len(each), -np.inf)
        self.fault = np.zeros(len(each), np.uint8)
        self._changed_at = np.full(len(each), np.inf)
        self._awaited, self._repeated = nothing.copy(), np.zeros(len(each), int)

    def take(self, values: Numbers, now: float) -> tuple[Numbers, NDArray[np.uint8]]:
        """The samples that can be, NaN for all others, and the fault of each."""
        got = ~np.isnan(values)
        out = got & ((values < self._low) | (values > self._high))
        spike = self._spikes(values, got & ~out)
        frozen = self._repeats(values, got, now)
        fault = np.select([out, frozen, spike], [Fault.OUT_OF_RANGE, Fault.FROZEN, Fault.SPIKE], Fault.NONE)
        good = got & (fault == Fault.NONE)
        self.raw = np.where(got, values, self.raw)
        self.got_at[got] = now
        self.value = np.where(good, values, self.value)
        self.good_at[good] = now
        found = fault.astype(np.uint8)
        self.fault = np.where(got, found, self.fault)
        return np.where(good, values, np.nan), found

    def _spikes(self, values: Numbers, could: Flags) -> Flags:
        """A change greater than a spike, until as many samples as CONFIRM agree with one another."""
        with np.errstate(invalid="ignore"):
            far = could & (np.abs(values - self.value) > self._spike)
            agrees = far & (np.abs(values - self._awaited) <= self._spike)
        self._repeated = np.where(agrees, self._repeated + 1, np.where(far, 1, np.where(could, 0, self._repeated)))
        self._awaited = np.where(far, values, self._awaited)
        unsure: Flags = far & (self._repeated < CONFIRM)
        return unsure

    def _repeats(self, values: Numbers, got: Flags, now: float) -> Flags:
        moved = got & (values != self.raw)
        self._changed_at[moved] = now
        return got & (now - self._changed_at > self._frozen)
