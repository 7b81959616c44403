"""What a trial tells: friction and stiffness that the file does not have, within their errors."""

from dataclasses import replace

import numpy as np
import pytest

from bridgehead.swing.control import Stage
from bridgehead.swing.identify import Samples, TooFewSamples, identify, known
from bridgehead.swing.scenarios import Case, draw
from bridgehead.swing.twin.rotate import COLUMNS
from tests.swing.made_up import BRIDGE, case


def sampled(one: Case, seed: int) -> Samples:
    """Ten a second."""
    rows = one.turned((seed,), every=0.1).track
    column = {name: rows[:, at] for at, name in enumerate(COLUMNS)}
    return Samples(
        time=column["time"],
        angle=column["measured"],
        fed=column["fed"],
        left=column["left"],
        right=column["right"],
        winding=column["stage"] == Stage.WIND_UP,
        turning=column["stage"] == Stage.TURN,
    )


@pytest.mark.parametrize("number", range(8))
def test_what_was_drawn_is_found_within_the_errors(number: int) -> None:
    drawn = draw(case("trial"), 11, number).case
    found = identify(BRIDGE, sampled(drawn, number))
    told = 1 + drawn.sensors.scale  # by which all cells show too much
    heavier = told * drawn.bridge.mass / BRIDGE.mass
    wind = drawn.wind.factor * drawn.wind.speed**2 * (1 + drawn.wind.gusts**2) / BRIDGE.resistance(1.0)
    static, moving = (each * heavier - wind for each in (drawn.bridge.friction.static, drawn.bridge.friction.moving))
    stiffness = drawn.bridge.strands.stiffness * told
    assert found.static.value == pytest.approx(static, rel=0.03)
    assert found.moving.value == pytest.approx(moving, rel=0.02)
    assert found.stiffness.value == pytest.approx(stiffness, rel=0.03)
    assert abs(found.static.value - static) < 3 * found.static.error
    assert abs(found.moving.value - moving) < 5 * found.moving.error
    assert abs(found.stiffness.value - stiffness) < 4 * found.stiffness.error


def test_errors_are_small_beside_what_a_file_may_be_off() -> None:
    found = identify(BRIDGE, sampled(case("trial"), 1))
    for each in (found.static, found.moving, found.stiffness):
        assert 0 < each.error < 0.06 * each.value


def test_the_bridge_is_known_by_what_was_found() -> None:
    slippery = replace(BRIDGE, friction=replace(BRIDGE.friction, static=0.05, moving=0.035))
    found = identify(BRIDGE, sampled(replace(case("trial"), bridge=slippery), 1))
    next_one = known(BRIDGE, found)
    assert next_one.static == pytest.approx(slippery.static, rel=0.03)
    assert next_one.strands.stiffness == pytest.approx(BRIDGE.strands.stiffness, rel=0.03)


def test_too_few_samples_are_refused_with_the_part_that_lacks_them() -> None:
    samples = sampled(case("trial"), 1)
    nothing = np.zeros(len(samples.time), dtype=bool)
    with pytest.raises(TooFewSamples) as refused:
        identify(BRIDGE, replace(samples, turning=nothing))
    assert (refused.value.part, refused.value.found) == ("turning", 0)
