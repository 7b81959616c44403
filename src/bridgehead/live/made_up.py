"""Made-up samples of a bridge that is not there: what its sensors would say, and what can go wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bridgehead.instruments.operation.live import IN, Channel, Live, Measured
from bridgehead.instruments.operation.watching.frame import Frame, Numbers
from bridgehead.live.motion import Motion, Moved
from bridgehead.primitives import quantity as units

DAY = 86_400.0
NOISE: Mapping[Measured, float] = {
    "angle": 3e-6,
    "turning speed": 3e-6,
    "pull left": 1e3,
    "pull right": 1e3,
    "feed": 5e-4,
    "tilt along": 2e-6,
    "tilt inward": 2e-6,
    "foot gap": 2e-5,
    "vibration": 3e-4,
    "wind": 0.1,
}
"""Standard deviations, in SI units and radians."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong, from so many seconds after the beginning on."""

    what: str
    since: float
    channel: str = ""


class MadeUp:
    """Makes a frame for each moment, in s since 1970; it is the same for the same seed."""

    def __init__(self, live: Live, motion: Motion, troubles: Sequence[Trouble] = (), seed: int = 1) -> None:
        self._live, self._motion, self._troubles = live, motion, troubles
        self._chance = np.random.default_rng(seed)
        self._size = {name: _size(each) for name, each in live.channels.items()}
        self._foot = {name: at for at, name in enumerate(n for n, c in live.channels.items() if c.of == "foot gap")}
        self._began: float | None = None
        self._source, self._n, self._last = 0, 0, 0.0
        self._due = dict.fromkeys(live.channels, 0.0)
        self._held: dict[str, float] = {}

    def command(self, command: str) -> None:
        self._motion.command(command)

    def frame(self, now: float) -> Frame | None:
        """None while the link is lost."""
        if self._began is None:
            self._began, self._source, self._last = now, int(now), now
        since, moved = now - self._began, self._motion.step(max(now - self._last, 0.0))
        self._last = now
        self._n += 1
        going = {each.what: each for each in self._troubles if since >= each.since}
        values = self._values(since, moved, going)
        if "link lost" in going:
            return None
        at = now + 30.0 if "clock jump" in going else now
        if "dates swapped" in going:
            at = now + 207 * DAY  # of the 11th of April, the 4th of November
        return Frame(self._source, self._n, at, values)

    def _values(self, since: float, moved: Moved, going: Mapping[str, Trouble]) -> Numbers:
        found = np.full(len(self._live.channels), np.nan)
        for at, (name, channel) in enumerate(self._live.channels.items()):
            if since + 1e-9 < self._due[name]:
                continue
            self._due[name] = max(self._due[name] + 1 / channel.rate.value, since)
            found[at] = self._sample(name, channel, since, moved, going)
        return found

    def _sample(self, name: str, channel: Channel, since: float, moved: Moved, going: Mapping[str, Trouble]) -> float:
        if (frozen := going.get("frozen")) and frozen.channel == name:
            return self._held.setdefault(name, self._measured(name, channel, since, moved, going))
        if (spikes := going.get("spikes")) and spikes.channel == name and self._chance.random() < 0.1:
            return float(channel.range[1]) * 0.9
        if (gone := going.get("gone")) and gone.channel == name:
            return float("nan")
        return self._measured(name, channel, since, moved, going)

    def _measured(self, name: str, channel: Channel, since: float, moved: Moved, going: Mapping[str, Trouble]) -> float:
        """In the channel's own unit."""
        noise = float(self._chance.normal())
        if channel.of == "other":
            return 50.0 + 0.1 * noise if "buffer" in going else 0.1 * noise
        value = self._value(name, channel.of, since, moved, going)
        return (value + NOISE[channel.of] * noise) / self._size[name]

    def _value(self, name: str, of: Measured, since: float, moved: Moved, going: Mapping[str, Trouble]) -> float:
        match of:
            case "angle":
                return self._held.setdefault("stuck", moved.angle) if "stuck" in going else moved.angle
            case "turning speed":
                return moved.speed
            case "pull left":
                slips = "slip" in going and since - going["slip"].since < 20
                return moved.left * (0.05 if "jack dead" in going else 0.4 if slips else 1.0)
            case "pull right":
                return moved.right * (1.3 if "jack dead" in going else 1.0)
            case "feed":
                return moved.fed
            case "foot gap":
                sinks = going.get("unbalance")
                return moved.gaps[self._foot[name] % 4] - (5e-4 * (since - sinks.since) if sinks else 0.0)
            case "tilt along":
                return moved.along
            case "tilt inward":
                return moved.inward
            case "vibration":
                return moved.shaking
            case _:
                return 13.0 if "gust" in going else moved.wind


def _size(channel: Channel) -> float:
    """One of a channel's unit in SI; of what is measured in any unit nothing is known."""
    if channel.of not in IN:
        return 1.0
    dimension, example = IN[channel.of]
    return units.read(f"1 {channel.unit}", dimension, example).value
