"""Random scenarios: a number's is the same whichever others are drawn, and within the ranges."""

from bridgehead.swing.ranges import RANGES
from bridgehead.swing.scenarios import draw
from tests.swing.made_up import BRIDGE, case

CASE = case("trial")


def test_a_scenario_is_the_same_whichever_others_are_drawn() -> None:
    assert draw(CASE, seed=7, number=3) == draw(CASE, seed=7, number=3)
    assert draw(CASE, seed=7, number=3) != draw(CASE, seed=8, number=3)


def test_a_thousand_scenarios_fill_their_ranges_and_leave_none() -> None:
    drawn = [draw(CASE, seed=1, number=number).drawn for number in range(1000)]
    for name, (low, high) in RANGES.items():
        values = [each[name] for each in drawn]
        assert low <= min(values) < low + 0.01 * (high - low)
        assert high - 0.01 * (high - low) < max(values) <= high


def test_what_is_drawn_is_what_the_bridge_has() -> None:
    one = draw(CASE, seed=1, number=0)
    ratio = one.case.bridge.friction.static / one.case.bridge.friction.moving
    assert abs(ratio - one.drawn["static to moving friction"]) < 1e-12
    assert abs(one.case.bridge.mass / BRIDGE.mass - one.drawn["mass"]) < 1e-12
    assert one.case.wind.speed == one.drawn["wind"]
