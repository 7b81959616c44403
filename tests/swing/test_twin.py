"""The twin beside a solver that finds every event, and without a compiler."""

import subprocess
import sys
from dataclasses import replace
from math import radians

import numpy as np
import pytest

from bridgehead.swing.slowness import floor
from bridgehead.swing.stopping import pressure_dumped
from bridgehead.swing.twin import state as at
from bridgehead.swing.twin.body import Body, Pumps, body
from bridgehead.swing.twin.reference import follow
from bridgehead.swing.twin.step import advance
from tests.swing.made_up import BRIDGE, MINUTE

PUMPS = Pumps(lag=0.2, dip=0.2, hand_over=1.0, dump=0.05, uneven=0.01)
QUICK_TO_STICK = replace(BRIDGE, friction=replace(BRIDGE.friction, dwell=0.5))
TWIN = body(QUICK_TO_STICK, PUMPS)
MILLISECOND = 0.001


def fed(twin: Body, degrees_a_minute: float, seconds: int) -> tuple[np.ndarray, list[float]]:
    """The angle at each second from rest, and the state at the end."""
    state = at.begin()
    state[at.FEED] = radians(degrees_a_minute) / MINUTE * twin.lever
    angles = []
    for _ in range(seconds):
        advance(state, twin, MILLISECOND, 1000)
        angles.append(state[at.ANGLE])
    return np.array(angles), state


def test_after_17_sticks_and_slips_the_tip_is_within_a_fifth_of_a_millimetre_of_the_event_solver() -> None:
    seconds = 900
    angles, state = fed(TWIN, 0.3, seconds)
    reference = follow(TWIN, radians(0.3) / MINUTE * TWIN.lever, np.arange(1.0, seconds + 1))
    assert len(reference.sticks) == state[at.STICKS] >= 17
    assert np.abs(angles - reference.angles).max() * BRIDGE.tip < 0.0002


def test_it_sticks_below_the_speed_that_the_plan_calls_slowest_and_turns_evenly_above() -> None:
    slowest = np.degrees(floor(QUICK_TO_STICK, QUICK_TO_STICK.damping)) * MINUTE
    _, below = fed(TWIN, 0.5 * slowest, 400)
    _, above = fed(TWIN, 1.2 * slowest, 400)
    assert below[at.STICKS] > 3
    assert above[at.STICKS] <= 1


def test_strands_that_are_fed_no_more_only_pull_until_they_hang() -> None:
    state = at.begin()
    state[at.FEED] = radians(1) / MINUTE * TWIN.lever
    advance(state, TWIN, MILLISECOND, 120_000)
    state[at.FEED] = 0.0
    advance(state, TWIN, MILLISECOND, 60_000)
    assert state[at.DIRECTION] == 0
    assert 0 <= state[at.LEFT_FORCE] < BRIDGE.moving / BRIDGE.strands.lever / 2


def test_pressure_that_is_dumped_lets_friction_alone_stop_it() -> None:
    state = at.begin()
    state[at.FEED] = radians(1) / MINUTE * TWIN.lever
    advance(state, TWIN, MILLISECOND, 300_000)
    begun, speed = state[at.ANGLE], state[at.SPEED]
    state[at.FEED], state[at.DUMP] = 0.0, 1.0
    advance(state, TWIN, MILLISECOND, 10_000)
    told = pressure_dumped(QUICK_TO_STICK, speed) + speed * PUMPS.dump * BRIDGE.tip
    assert state[at.DIRECTION] == 0
    assert (state[at.ANGLE] - begun) * BRIDGE.tip == pytest.approx(told, rel=0.1)


def test_a_jack_at_its_capacity_pulls_no_more() -> None:
    weak = body(replace(QUICK_TO_STICK, jacks=replace(BRIDGE.jacks, capacity=150e3)), PUMPS)
    angles, state = fed(weak, 1.0, 120)
    assert angles[-1] == 0
    assert state[at.LEFT_FORCE] == pytest.approx(150e3, rel=0.05)


def test_the_rubber_of_the_stops_holds_a_bridge_that_was_pulled_beyond_its_end() -> None:
    end = radians(1)
    stopped = body(BRIDGE, PUMPS, end)
    angles, state = fed(stopped, 1.0, 180)
    free = BRIDGE.stops.free / BRIDGE.stops.lever
    assert state[at.TOUCH] > 0
    assert end + free < angles[-1] < end + 2 * free


def test_a_gust_that_friction_holds_moves_nothing_and_one_that_it_does_not_moves_it_back() -> None:
    for share, moves in ((0.9, False), (1.1, True)):
        state = at.begin()
        state[at.WIND] = -share * BRIDGE.static
        advance(state, TWIN, MILLISECOND, 2_000)
        assert bool(state[at.ANGLE] < 0) is moves


WITHOUT = """
import sys
sys.modules["numba"] = None
from bridgehead.swing import compiled
from tests.swing.test_twin import TWIN, fed
assert not compiled.COMPILED
print(repr(float(fed(TWIN, 0.3, 100)[0][-1])))
"""


def test_without_a_compiler_the_same_code_turns_it_as_far() -> None:
    told = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True).stdout
    angles, _ = fed(TWIN, 0.3, 100)
    assert float(told) == pytest.approx(angles[-1], rel=1e-9)
