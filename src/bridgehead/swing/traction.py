"""What the two jacks must pull, how far strands stretch and wind up, and the least step by which they can inch."""

from dataclasses import dataclass

from bridgehead.swing.bridge import Bridge


@dataclass(frozen=True, slots=True)
class Traction:
    """Forces of each jack in N, stretch and wind-up at the rim in m, steps at the tip in m."""

    to_start: float
    to_move: float
    reserve: float
    stretch: float
    wind_up: float
    least_step: float
    least_step_of_final_drive: float | None


def traction(bridge: Bridge) -> Traction:
    """A couple of two jacks on a turntable of radius r: T = M/(2r) each.

    A strand stretches by T L/(E A), which is the rim's wind-up M/(k_θ) r before the bridge starts. A step of inching,
    fed until it slips and let stand without damping, moves the bridge by 2 (Ms - Md)/k_θ.
    """
    lever = bridge.strands.lever
    to_start = bridge.static / (2 * lever)
    final = bridge.final_drive
    return Traction(
        to_start=to_start,
        to_move=bridge.moving / (2 * lever),
        reserve=bridge.jacks.capacity / to_start if to_start else float("inf"),
        stretch=to_start
        * bridge.strands.length
        / (bridge.strands.modulus * bridge.strands.area * bridge.strands.count),
        wind_up=bridge.static * lever / bridge.strands.stiffness,
        least_step=_step(bridge, bridge.strands.stiffness),
        least_step_of_final_drive=_step(bridge, final.turning) if final else None,
    )


def _step(bridge: Bridge, stiffness: float) -> float:
    return 2 * (bridge.static - bridge.moving) * bridge.tip / stiffness
