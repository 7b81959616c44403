"""How an angle is turned in time: from rest to rest, with bounded speed, acceleration and jerk."""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Profile:
    """Seven pieces of constant jerk, up, steady and down. rad, s."""

    durations: tuple[float, ...]
    jerks: tuple[float, ...]

    @property
    def time(self) -> float:
        return sum(self.durations)

    def at(self, times: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Angle, speed and acceleration at each time; before and after it stands."""
        starts = np.concatenate(([0.0], np.cumsum(self.durations)))
        states = [(0.0, 0.0, 0.0)]
        for jerk, (begin, end) in zip(self.jerks, pairwise(starts), strict=True):
            states.append(_move(states[-1], jerk, float(end - begin)))
        piece = np.clip(np.searchsorted(starts, times, side="right") - 1, 0, len(self.jerks) - 1)
        since = np.clip(times, 0.0, self.time) - starts[piece]
        angle, speed, acceleration = np.array(states)[piece].T
        return _move((angle, speed, acceleration), np.array(self.jerks)[piece], since)

    def turned(self, time: float) -> float:
        """The angle at one time, as `at` has it, many times as soon."""
        left, state = max(time, 0.0), (0.0, 0.0, 0.0)
        for duration, jerk in zip(self.durations, self.jerks, strict=True):
            state = _move(state, jerk, min(left, duration))
            left = max(left - duration, 0.0)
        return state[0]


_N = TypeVar("_N", float, Numbers)


def _move(state: tuple[_N, _N, _N], jerk: _N, time: _N) -> tuple[_N, _N, _N]:
    """On by a time of constant jerk."""
    angle, speed, acceleration = state
    return (
        angle + speed * time + acceleration * time**2 / 2 + jerk * time**3 / 6,
        speed + acceleration * time + jerk * time**2 / 2,
        acceleration + jerk * time,
    )


def fastest(angle: float, speed: float, acceleration: float, jerk: float) -> Profile:
    """The profile of least time under three limits.

    1. The speed is reached: the ramp is v/a + a/j, or 2 sqrt(v/j) where the acceleration is not.
    2. It is not: the ramp Ta solves a (Ta - a/j) Ta = angle, or 2 cbrt(angle/2j) where the acceleration is not either.
    """
    easing = min(acceleration / jerk, sqrt(speed / jerk))
    ramp = easing + speed / min(acceleration, easing * jerk)
    steady = angle / speed - ramp
    if steady < 0:
        steady = 0.0
        if angle >= 2 * acceleration**3 / jerk**2:
            easing = acceleration / jerk
            ramp = easing / 2 + sqrt(easing**2 / 4 + angle / acceleration)
        else:
            easing = (angle / (2 * jerk)) ** (1 / 3)
            ramp = 2 * easing
    return _ramped(ramp, easing, steady, jerk)


def smooth(angle: float, speed: float, ramp: float, period: float) -> Profile:
    """Ramps of a given time, whose easing lasts one own period of the bridge, so that it is left without a swing.

    An easing of constant jerk over a whole period excites nothing (its spectrum has a zero there). A ramp shorter than
    two periods is lengthened to that; an angle too small for the speed is turned by a lower one.
    """
    ramp = max(ramp, 2 * period)
    speed = min(speed, angle / ramp)
    return _ramped(ramp, period, angle / speed - ramp, speed / (ramp - period) / period)


def _ramped(ramp: float, easing: float, steady: float, jerk: float) -> Profile:
    even = max(ramp - 2 * easing, 0.0)
    durations = (easing, even, easing, steady, easing, even, easing)
    return Profile(durations, (jerk, 0.0, -jerk, 0.0, -jerk, 0.0, jerk))
