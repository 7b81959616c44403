"""Weighing tells what a bridge of a known unbalance and friction would show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.swing.weighing import PLATE, Free, Lift, Resting, eccentricity, friction
from tests.swing.made_up import BRIDGE


@given(st.floats(-0.05, 0.05), st.floats(0.01, 0.1), st.floats(2, 8), st.floats(2, 8))
def test_both_cases_tell_the_unbalance_and_the_friction(off: float, mu: float, lever: float, other: float) -> None:
    unbalanced, held = off * BRIDGE.weight, mu * PLATE * BRIDGE.hinge.sphere * BRIDGE.weight
    if held > abs(unbalanced):
        found = Free(Lift((held + unbalanced) / lever, lever), Lift((held - unbalanced) / other, other))
    else:
        found = Resting((unbalanced + held) / lever, (unbalanced - held) / lever, lever)
    assert eccentricity(BRIDGE, found) == pytest.approx(off, abs=1e-9)
    assert friction(BRIDGE, found) == pytest.approx(mu)
