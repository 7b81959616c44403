"""The twin's reference: the same bridge by a solver of differential equations that finds each event (needs scipy).

Both jacks are fed at one speed, from rest, as long as one asks. It is there to be compared with, and is slow.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from bridgehead.swing.twin.body import RENEWED, Body, friction, held, one_way

Numbers = NDArray[np.float64]
TURNED, SPEED, AGE, FED = 0, 1, 2, 3  # the last, and what follows: of each jack how far fed and how fast
TOLERANCE = 1e-11


@dataclass
class _Mode:
    """What changes at events only: slipping which way or not at all, and until when each jack hands its stroke over."""

    direction: float = 0.0
    until: list[float] = field(default_factory=lambda: [0.0, 0.0])
    strokes: list[int] = field(default_factory=lambda: [1, 1])


@dataclass(frozen=True, slots=True)
class Followed:
    """Angles in rad at the times that were asked for, and the times in s at which it stuck."""

    angles: Numbers
    sticks: tuple[float, ...]


def follow(body: Body, feed: float, times: Numbers) -> Followed:
    """From rest, fed at `feed` m/s, to each of the rising times.

    1. Solve until the next event of the mode, or until a hand-over ends.
    2. Change the mode as the event says.
    """
    mode, sticks = _Mode(), list[float]()
    state, time = np.array([0.0, 0.0, body.dwell, 0.0, 0.0, 0.0, 0.0]), 0.0
    angles = np.zeros(len(times))
    while time < times[-1]:
        end = min([times[-1], *(until for until in mode.until if until > time)])
        events = _events(body, mode)
        found = solve_ivp(  # 1
            lambda now, state: _rates(body, feed, mode, now, state),
            (time, end),
            state,
            method="LSODA",
            rtol=TOLERANCE,
            atol=[1e-14, 1e-14, 1e-9, 1e-13, 1e-13, 1e-13, 1e-13],
            max_step=0.05,
            dense_output=True,
            events=events,
        )
        asked = (times >= time) & (times <= found.t[-1])
        if asked.any():
            angles[asked] = found.sol(times[asked])[TURNED]
        time, state = float(found.t[-1]), found.y[:, -1].copy()
        for at, happened in enumerate(found.t_events):  # 2
            if len(happened):
                _change(body, mode, at, time, state, sticks)
    return Followed(angles, tuple(sticks))


def _rates(body: Body, feed: float, mode: _Mode, now: float, state: Numbers) -> list[float]:
    rates = [0.0, 0.0, 1.0 if mode.direction == 0.0 else 0.0]
    if mode.direction:
        force = _pull(body, state) - mode.direction * friction(body, state[SPEED], state[AGE])
        rates[:2] = [state[SPEED], force / body.inertia]
    for side, share in enumerate((body.left, body.right)):
        speed = state[FED + 2 * side + 1]
        told = feed * share * (1.0 - body.dip if now < mode.until[side] else 1.0)
        rates += [speed, (told - speed) / body.lag]
    return rates


def _pull(body: Body, state: Numbers) -> float:
    rim, rate = body.lever * state[TURNED], body.lever * state[SPEED]
    sides = (state[FED : FED + 2], state[FED + 2 :])
    return body.lever * sum(one_way(fed - rim, speed - rate, body.strand, body.strand_damping) for fed, speed in sides)


def _events(body: Body, mode: _Mode):  # type: ignore[no-untyped-def]
    """Functions of which each falls through nothing at its event: stuck or free, the contact new, a stroke full."""

    def stands(now: float, state: Numbers) -> float:
        return float(state[SPEED] * mode.direction)

    def breaks(now: float, state: Numbers) -> float:
        return held(body, state[AGE]) - abs(_pull(body, state))

    def renewed(now: float, state: Numbers) -> float:
        return RENEWED * body.fading - abs(state[SPEED]) if state[AGE] else 1.0

    def full(side: int):  # type: ignore[no-untyped-def]
        return lambda now, state: body.stroke * mode.strokes[side] - state[FED + 2 * side]

    found = [stands, renewed, full(0), full(1)] if mode.direction else [breaks, renewed, full(0), full(1)]
    for event in found:
        event.terminal, event.direction = True, -1.0
    return found


def _change(body: Body, mode: _Mode, event: int, time: float, state: Numbers, sticks: list[float]) -> None:
    if event >= 2:
        mode.until[event - 2] = time + body.hand_over
        mode.strokes[event - 2] += 1
    elif event == 1:
        state[AGE] = 0.0
    elif mode.direction:
        mode.direction, state[SPEED] = 0.0, 0.0
        sticks.append(time)
    else:
        mode.direction = 1.0 if _pull(body, state) > 0 else -1.0
        state[AGE] = min(state[AGE], body.dwell)
