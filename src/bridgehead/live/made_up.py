"""Made-up samples of a bridge that turns as it is commanded: for trying the console out, and for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import degrees, pi, sin

import numpy as np

from bridgehead.instruments.operation.live import Channel, Live
from bridgehead.instruments.operation.watching.figures import Course
from bridgehead.instruments.operation.watching.frame import Frame, Numbers

EASING = 20.0
"""Seconds in which it comes to the speed that is commanded, and to rest."""
SPEEDS: Mapping[str, float] = {
    "start": 1.0,
    "faster": 1.1,
    "slower": 0.7,
    "inch": 0.1,
    "stop": 0.0,
    "dump pressure": 0.0,
}
"""Each command, and the share of the plan's speed at which it then turns."""
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong, from so many seconds after the beginning on."""

    what: str
    since: float
    channel: str = ""


class MadeUp:
    """Makes a frame for each moment, in s since 1970; it is the same for the same seed."""

    def __init__(self, live: Live, course: Course, troubles: Sequence[Trouble] = (), seed: int = 1) -> None:
        self._live, self._course, self._troubles = live, course, troubles
        self._chance = np.random.default_rng(seed)
        self._angle, self._share, self._wanted = degrees(course.begins), 0.0, 0.0
        self._began: float | None = None
        self._source = 0
        self._last = 0.0
        self._n = 0
        self._due = dict.fromkeys(live.channels, 0.0)
        self._frozen: dict[str, float] = {}

    def command(self, command: str) -> None:
        """What a person commanded is done by the made-up crew at once."""
        self._wanted = SPEEDS.get(command, self._wanted)

    def frame(self, now: float) -> Frame | None:
        """None while the link is lost."""
        if self._began is None:
            self._began, self._source = now, int(now)
        since, step = now - self._began, max(now - self._last, 0.0) if self._last else 0.0
        self._last = now
        self._share += float(np.clip(self._wanted - self._share, -step / EASING, step / EASING))
        self._angle += self._share * degrees(self._course.plan.course.speed) * step
        self._n += 1
        going = {each.what: each for each in self._troubles if since >= each.since}
        values = self._values(since, going)
        if "link lost" in going:
            return None
        at = now + 30.0 if "clock jump" in going else now
        if "dates swapped" in going:
            at = now + 207 * DAY  # of the 11th of April, the 4th of November
        return Frame(self._source, self._n, at, values)

    def _values(self, since: float, going: Mapping[str, Trouble]) -> Numbers:
        found = np.full(len(self._live.channels), np.nan)
        for at, (name, channel) in enumerate(self._live.channels.items()):
            if since + 1e-9 < self._due[name]:
                continue
            self._due[name] = max(self._due[name] + 1 / channel.rate.value, since)
            found[at] = self._sample(name, channel, since, going)
        return found

    def _sample(self, name: str, channel: Channel, since: float, going: Mapping[str, Trouble]) -> float:
        if (frozen := going.get("frozen")) and frozen.channel == name:
            return self._frozen.setdefault(name, self._measured(channel, since, going))
        if (spikes := going.get("spikes")) and spikes.channel == name and self._chance.random() < 0.1:
            return float(channel.range[1]) * 0.9
        if (gone := going.get("gone")) and gone.channel == name:
            return float("nan")
        return self._measured(channel, since, going)

    def _measured(self, channel: Channel, since: float, going: Mapping[str, Trouble]) -> float:
        speed, noise = degrees(self._course.plan.course.speed) * 60 * self._share, float(self._chance.normal())
        pull = self._course.plan.traction.to_move / 1000 * (1 if self._share > 0 else 0.2)
        match channel.of:
            case "angle":
                if "stuck" in going:
                    return self._frozen.setdefault("angle", self._angle) + 1e-4 * noise
                return self._angle + 2e-4 * noise
            case "turning speed":
                return speed + 0.01 * noise
            case "pull left":
                dead, slipped = "jack dead" in going, "slip" in going and since - going["slip"].since < 20
                return pull * (0.05 if dead else 0.4 if slipped else 1.0) + noise
            case "pull right":
                return pull * (1.3 if "jack dead" in going else 1.0) + noise
            case "foot gap":
                sinks = going.get("unbalance")
                return 15.0 - (0.5 * (since - sinks.since) if sinks else 0.0) + 0.02 * noise
            case "tilt along" | "tilt inward":
                return 0.002 * sin(2 * pi * since / 15.3) + 1e-4 * noise
            case "vibration":
                return 2.0 * sin(2 * pi * since) * self._share + 0.3 * noise
            case "wind":
                return 13.0 + 0.3 * noise if "gust" in going else 3.0 + 0.5 * noise
            case _:
                return 50.0 + 0.1 * noise if "buffer" in going else 0.1 * noise
