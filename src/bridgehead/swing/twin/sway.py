"""How the body tilts and its arms swing while it turns, and what its feet then do on the slideway.

Two axes of tilt on the hinge, the first vertical mode of each arm, and four feet that touch where a gap closes. A foot
that touches holds against tilting, and drags against turning.
"""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import NamedTuple

import numpy as np

from bridgehead.swing.bridge import GRAVITY, Bridge, Spot
from bridgehead.swing.compiled import State, compiled
from bridgehead.swing.twin.state import (
    ACCELERATION,
    ANGLE,
    BACK,
    DRAG,
    FEET,
    FORE,
    GAP,
    PITCH,
    RATE,
    ROLL,
    SHAKING,
    WIND,
)


@dataclass(frozen=True, slots=True)
class Sway:
    """Stiffness in N m a radian by which hinge and pier hold the body upright; `damping`, of all that swings, as a
    share of the critical one; `level` in rad by which the hinge's plate is out of it; the slideway's unevenness in m
    and its waves in a round; a foot's stiffness in N/m; the period in s of an arm's first mode, and the share of the
    tip's acceleration in plan that the curve turns into a vertical one.
    """

    rocking: float
    damping: float
    level: float
    slideway: float
    waves: int
    foot: float
    vertical: float
    coupling: float


class Frame(NamedTuple):
    """The numbers of a sway, by the bridge's own masses and lengths."""

    rocking: float
    pitch_inertia: float
    roll_inertia: float
    pitch_damping: float
    roll_damping: float
    unbalance_pitch: float  # N m, as the next
    unbalance_roll: float
    level: float
    slideway: float
    waves: float
    foot: float
    gap: float
    radius: float
    friction: float
    pace: float  # rad/s of an arm
    arm_damping: float
    coupling: float
    back: float  # m
    fore: float


STIFF = Frame(*(0.0 for _ in Frame._fields))
"""Of a bridge that does not sway."""


def frame(bridge: Bridge, sway: Sway, off: Spot) -> Frame:
    """`off` is the centroid from the hinge, as it was weighed."""
    pitch, roll = _inertias(bridge)
    return Frame(
        rocking=sway.rocking,
        pitch_inertia=pitch,
        roll_inertia=roll,
        pitch_damping=2 * sway.damping * sqrt(sway.rocking * pitch),
        roll_damping=2 * sway.damping * sqrt(sway.rocking * roll),
        unbalance_pitch=bridge.mass * GRAVITY * off.along,
        unbalance_roll=bridge.mass * GRAVITY * off.inward,
        level=sway.level,
        slideway=sway.slideway,
        waves=float(sway.waves),
        foot=sway.foot,
        gap=bridge.feet.gap,
        radius=bridge.feet.radius,
        friction=bridge.feet.friction,
        pace=2 * pi / sway.vertical,
        arm_damping=2 * sway.damping * 2 * pi / sway.vertical,
        coupling=sway.coupling,
        back=bridge.beam.back,
        fore=bridge.beam.fore,
    )


def _inertias(bridge: Bridge) -> tuple[float, float]:
    """Of the beam about the two level axes through the hinge, in kg m²: the arms up and down, and the curve's sides."""
    spots = [
        bridge.beam.at(float(at)).from_(bridge.hinge.at) for at in np.linspace(-bridge.beam.back, bridge.beam.fore)
    ]
    along = float(np.mean([spot.along**2 for spot in spots]))
    inward = float(np.mean([spot.inward**2 for spot in spots]))
    depth = bridge.hinge.sphere**2 / 12  # a straight beam has no sides; its box is not nothing
    return bridge.beam.mass * along, bridge.beam.mass * (inward + depth)


@compiled
def sway_on(state: State, frame: Frame, dt: float) -> None:
    """On by `dt` s after the rotor: what drives the tilt, the feet that touch, and the arms on the tilting body.

    The plate that is out of level stays where it is while the body turns over it, so that its tilt goes
    round. The wind is taken to act as high above the hinge as it does beside it.
    """
    angle = state[ANGLE]
    pitched = state[PITCH] - frame.level * cos(angle)
    rolled = state[ROLL] + frame.level * sin(angle)
    pitching = frame.unbalance_pitch - frame.rocking * pitched - frame.pitch_damping * state[PITCH + RATE]
    rolling = frame.unbalance_roll + state[WIND] - frame.rocking * rolled
    rolling -= frame.roll_damping * state[ROLL + RATE]
    drag = 0.0
    for foot in range(FEET):
        bearing = (foot + 0.5) * 0.5 * pi
        down = state[PITCH] * cos(bearing) + state[ROLL] * sin(bearing)
        ground = frame.slideway * sin(frame.waves * (angle + bearing)) if frame.slideway else 0.0
        gap = frame.gap - frame.radius * down - ground
        state[GAP + foot] = gap
        if gap < 0.0:
            borne = -gap * frame.foot
            drag += frame.friction * borne * frame.radius
            pitching -= borne * frame.radius * cos(bearing)
            rolling -= borne * frame.radius * sin(bearing)
    state[DRAG] = drag
    pitch, roll = pitching / frame.pitch_inertia, rolling / frame.roll_inertia
    state[PITCH + RATE] += pitch * dt
    state[PITCH] += state[PITCH + RATE] * dt
    state[ROLL + RATE] += roll * dt
    state[ROLL] += state[ROLL + RATE] * dt
    across = frame.coupling * state[ACCELERATION]
    _arm(state, frame, BACK, frame.back * (across + pitch), dt)
    _arm(state, frame, FORE, frame.fore * (across - pitch), dt)


@compiled
def _arm(state: State, frame: Frame, arm: int, driven: float, dt: float) -> None:
    """An arm's tip, driven by an acceleration in m/s² at its end of the body."""
    own = driven - frame.pace * frame.pace * state[arm] - frame.arm_damping * state[arm + RATE]
    state[arm + SHAKING] = own
    state[arm + RATE] += own * dt
    state[arm] += state[arm + RATE] * dt


def upright(state: State, frame: Frame) -> None:
    """The tilt at which the body stands before it turns, so that no swing begins with it."""
    state[PITCH] = frame.unbalance_pitch / frame.rocking + frame.level
    state[ROLL] = frame.unbalance_roll / frame.rocking
