"""The speed under which a bridge does not turn but sticks and slips."""

from math import pi, sqrt

import numpy as np

from bridgehead.swing.bridge import Bridge


def floor(bridge: Bridge, damping: float) -> float:
    """The least speed in rad/s at which a bridge that has broken away does not stick again (derived).

    After break-away the strands are wound up by (Ms - Md)/k too far, and the bridge swings about its steady turning
    with `damping`, a share of the critical one. It sticks again where that swing takes its speed to nothing. With
    q = (Ms - Md)/sqrt(kJ) the least speed is q times a number of the damping alone, found by bisection.
    """
    kick = (bridge.static - bridge.moving) / sqrt(bridge.strands.stiffness * bridge.inertia)
    if kick <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while _sticks(high, damping):
        if high > 1e6:
            return float("inf")
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _sticks(middle, damping) else (low, middle)
    return kick * high


_PHASES = np.linspace(0.05, 1.0, 2000) * 2 * pi


def _sticks(ratio: float, damping: float) -> bool:
    """Whether the speed of a bridge turns back to nothing, where it is pulled at `ratio` times q.

    In units of q and of the own pace: z'' + 2ζz' + z = 0, z(0) = 1, z'(0) = ratio; the bridge's speed is ratio - z'.
    """
    if damping >= 1:
        return False
    own = sqrt(1 - damping**2)
    phase = _PHASES * own
    shrink = np.exp(-damping * _PHASES)
    moving = shrink * (ratio * np.cos(phase) - (1 + damping * ratio) / own * np.sin(phase))
    return bool((ratio - moving).min() <= 0)
