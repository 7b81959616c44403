"""The least steady speed, held against a bridge that is followed step by step after it breaks away."""

from dataclasses import replace
from math import sqrt

import pytest

from bridgehead.swing import slowness
from bridgehead.swing.bridge import Bridge
from tests.swing.made_up import BRIDGE


def sticks(bridge: Bridge, damping: float, speed: float) -> bool:
    """Whether a bridge that has broken away stands again within ten own periods.

    It is followed in small steps, with the jacks at a steady speed and a damper between them and the bridge, as control
    by the force in the strands acts.
    """
    stiffness, inertia = bridge.strands.stiffness, bridge.inertia
    damper, step = 2 * damping * sqrt(stiffness * inertia), bridge.period / 10_000
    wound, turning = bridge.static / stiffness, 0.0
    for _ in range(100_000):
        turning += (stiffness * wound + damper * (speed - turning) - bridge.moving) / inertia * step
        wound += (speed - turning) * step
        if turning <= 0:
            return True
    return False


@pytest.mark.parametrize("damping", [0.1, 0.3, 0.6])
def test_above_the_floor_it_turns_and_below_it_sticks(damping: float) -> None:
    floor = slowness.floor(BRIDGE, damping)
    assert sticks(BRIDGE, damping, 0.97 * floor)
    assert not sticks(BRIDGE, damping, 1.03 * floor)


def test_more_damping_lets_it_go_slower() -> None:
    floors = [slowness.floor(BRIDGE, damping) for damping in (0.05, 0.1, 0.3, 0.6, 0.9)]
    assert floors == sorted(floors, reverse=True)


def test_without_damping_it_always_sticks_and_without_a_drop_of_friction_never() -> None:
    assert slowness.floor(BRIDGE, 0.0) == float("inf")
    even = replace(BRIDGE, friction=replace(BRIDGE.friction, static=BRIDGE.friction.moving))
    assert slowness.floor(even, 0.0) == 0.0
