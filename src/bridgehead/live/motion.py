"""How a bridge that is not there moves when people command: eased to what is told, for trying the console out."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi, sin
from typing import Protocol

import numpy as np

from bridgehead.instruments.operation.watching.figures import Course

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


@dataclass(frozen=True, slots=True)
class Moved:
    """What there is to be measured, in SI units and radians; `fed` by the jacks at the rim, `gaps` of the four feet."""

    angle: float
    speed: float
    left: float
    right: float
    fed: float
    along: float
    inward: float
    gaps: tuple[float, float, float, float]
    shaking: float
    wind: float


class Motion(Protocol):
    def command(self, command: str) -> None:
        """A person has commanded, and the crew does it at once."""

    def step(self, seconds: float) -> Moved:
        """On in time."""


class Eased:
    """It follows what is commanded, on its course, and has no mechanics."""

    def __init__(self, course: Course, seed: int = 1) -> None:
        self._course = course
        self._chance = np.random.default_rng(seed)
        self._angle, self._share, self._wanted, self._time = course.begins, 0.0, 0.0, 0.0

    def command(self, command: str) -> None:
        self._wanted = SPEEDS.get(command, self._wanted)

    def step(self, seconds: float) -> Moved:
        self._time += seconds
        self._share += float(np.clip(self._wanted - self._share, -seconds / EASING, seconds / EASING))
        speed = self._share * self._course.plan.course.speed
        self._angle += speed * seconds
        pull = self._course.plan.traction.to_move * (1.0 if self._share > 0 else 0.2)
        gap, swing = self._course.plan.bridge.feet.gap, sin(2 * pi * self._time / self._course.plan.bridge.period)
        return Moved(
            angle=self._angle,
            speed=speed,
            left=pull,
            right=pull,
            fed=(self._angle - self._course.begins) * self._course.plan.bridge.strands.lever,
            along=3e-5 * swing,
            inward=3e-5 * swing,
            gaps=(gap, gap, gap, gap),
            shaking=0.002 * sin(2 * pi * self._time) * self._share,
            wind=3.0 + 0.3 * float(self._chance.normal()),
        )
