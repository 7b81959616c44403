"""Random scenarios: a number's is the same whichever others are drawn, and within the ranges."""

from bridgehead.swing.scenarios import RANGES, draw
from bridgehead.swing.twin.body import Pumps
from bridgehead.swing.twin.sensing import Sensors
from bridgehead.swing.twin.weather import Wind
from tests.swing.made_up import BRIDGE

GIVEN = (
    BRIDGE,
    Pumps(lag=0.2, dip=0.2, hand_over=1.0, dump=0.05),
    Wind(speed=4.0, gusts=0.2, lasting=30.0, area=300.0, lever=3.0),
    Sensors(encoder=0.0005, tip=0.0001, cells=0.005, range=1.0),
)


def test_a_scenario_is_the_same_whichever_others_are_drawn() -> None:
    assert draw(*GIVEN, seed=7, number=3) == draw(*GIVEN, seed=7, number=3)
    assert draw(*GIVEN, seed=7, number=3) != draw(*GIVEN, seed=8, number=3)


def test_a_thousand_scenarios_fill_their_ranges_and_leave_none() -> None:
    drawn = [draw(*GIVEN, seed=1, number=number).drawn for number in range(1000)]
    for name, (low, high) in RANGES.items():
        values = [each[name] for each in drawn]
        assert low <= min(values) < low + 0.01 * (high - low)
        assert high - 0.01 * (high - low) < max(values) <= high


def test_what_is_drawn_is_what_the_bridge_has() -> None:
    one = draw(*GIVEN, seed=1, number=0)
    ratio = one.bridge.friction.static / one.bridge.friction.moving
    assert abs(ratio - one.drawn["static to moving friction"]) < 1e-12
    assert abs(one.bridge.mass / BRIDGE.mass - one.drawn["mass"]) < 1e-12
    assert one.wind.speed == one.drawn["wind"]
