"""How a bridge breaks away: static friction lets go of more than moving friction takes, and the strands hurl it on.

Wound up by (Ms - Md)/k too far, it would swing to (Ms - Md)/sqrt(kJ) above the speed at which it is pulled. Jacks that
are let back meanwhile slacken the strands: control does so while the swing that is left would pass what is allowed.
"""

from dataclasses import dataclass, replace
from math import exp, hypot, sqrt

from bridgehead.swing.bridge import Bridge

START = 0.5
"""Share of the speed at which strands are wound up until the bridge breaks away: the ramp goes on from there."""
SEEN, LAG = 0.5, 0.2
"""Seconds until a slip is seen, and until jacks do as they are told: of encoders and pumps as they are used."""
STEP = 0.01
PERIODS = 2
"""Own periods after which the swing is over, or the ramp has taken the speed over."""
GREATEST = 0.05
"""m/s at the rim, beyond which no jack is let back."""


@dataclass(frozen=True, slots=True)
class BreakAway:
    """The greatest speed in rad/s, and for how many seconds it is beyond what is allowed."""

    peak: float
    beyond: float


def break_away(bridge: Bridge, speed: float, ramp: float, damping: float, allowed: float) -> BreakAway:
    """From rest, under the control of `control`, at static friction in full (derived, step by step)."""
    lever, stiffness, inertia = bridge.strands.lever, bridge.strands.stiffness, bridge.inertia
    pace, back = sqrt(stiffness / inertia), bridge.jacks.back / bridge.strands.lever
    fed, feed = bridge.static / stiffness, START * speed
    angle = turning = peak = beyond = time = 0.0
    while time < PERIODS * bridge.period:
        share = START + (1 - START) * min(2 * time / ramp, 1.0)
        pulled = (fed - angle) - bridge.moving / stiffness
        told = max(share * speed - 2 * damping * pace * pulled, 0.0)
        if time > SEEN and passes(turning, share * speed, pulled * pace, allowed) and lever:
            told = -back
        feed += (told - feed) * STEP / LAG
        fed += feed * STEP
        resistance = bridge.moving + (bridge.static - bridge.moving) * exp(-((turning / bridge.friction.fading) ** 2))
        turning = max(turning + (max(stiffness * (fed - angle), 0.0) - resistance) / inertia * STEP, 0.0)
        angle += turning * STEP
        peak, beyond = max(peak, turning), beyond + (STEP if turning > allowed else 0.0)
        time += STEP
    return BreakAway(peak, beyond)


def passes(speed: float, wished: float, swing: float, allowed: float) -> bool:
    """Whether a swing would carry the speed beyond what is allowed: `swing` is what strands hold of it, as a speed."""
    return swing > 0.3 * wished and wished + hypot(speed - wished, swing) > allowed


def needed(bridge: Bridge, speed: float, ramp: float, damping: float, allowed: float) -> float | None:
    """The least speed in m/s at which jacks have to be let back, by bisection; None where no such speed is enough."""

    def keeps(back: float) -> bool:
        jacks = replace(bridge.jacks, back=back)
        return not break_away(replace(bridge, jacks=jacks), speed, ramp, damping, allowed).beyond

    low, high = 0.0, GREATEST
    if not keeps(high):
        return None
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if keeps(middle) else (middle, high)
    return high
