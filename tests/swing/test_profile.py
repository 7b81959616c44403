"""Profiles end where they should, within their limits, and as soon as they can."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.swing.profile import Profile, fastest, smooth
from tests.swing.made_up import BRIDGE

some = st.floats(1e-3, 1e2)


def states(profile: Profile) -> np.ndarray:
    return np.array(profile.at(np.linspace(0.0, profile.time, 2001)))


@given(angle=some, speed=some, acceleration=some, jerk=some)
def test_the_fastest_profile_keeps_its_limits(angle: float, speed: float, acceleration: float, jerk: float) -> None:
    profile = fastest(angle, speed, acceleration, jerk)
    turned, quick, pushed = states(profile)
    assert turned[-1] == pytest.approx(angle, rel=1e-6)
    assert quick[-1] == pytest.approx(0.0, abs=1e-6 * speed)
    assert quick.max() <= speed * (1 + 1e-6)
    assert np.abs(pushed).max() <= acceleration * (1 + 1e-6)
    assert max(map(abs, profile.jerks)) <= jerk * (1 + 1e-6)
    assert np.all(np.diff(turned) >= -1e-9 * angle), "it never goes back"


@given(angle=some, speed=some, acceleration=some, jerk=some)
def test_no_looser_limit_makes_it_slower(angle: float, speed: float, acceleration: float, jerk: float) -> None:
    time = fastest(angle, speed, acceleration, jerk).time
    for wider in product((1, 2), repeat=3):
        loose = (limit * by for limit, by in zip((speed, acceleration, jerk), wider, strict=True))
        assert fastest(angle, *loose).time <= time * (1 + 1e-9)


@given(angle=st.floats(1e-3, 3), ramp=st.floats(0, 300))
def test_a_smooth_turn_leaves_the_bridge_without_a_swing(angle: float, ramp: float) -> None:
    """The residue of an undamped bridge in its strands: the integral of the acceleration with its own pace."""
    profile = smooth(angle, 3e-4, ramp, BRIDGE.period)
    times = np.linspace(0.0, profile.time, 40_001)
    turned, quick, pushed = profile.at(times)
    assert turned[-1] == pytest.approx(angle)
    assert quick.max() <= 3e-4 * (1 + 1e-9)
    left = abs(np.trapezoid(pushed * np.exp(1j * BRIDGE.pace * times), times))
    assert left <= 1e-3 * quick.max(), "a sudden start would leave all of its speed"
