"""What the twin does when it is commanded as advised: where it stops, and what was foretold."""

from dataclasses import replace

import numpy as np
import pytest

from bridgehead.swing import control
from bridgehead.swing.control import Stage
from bridgehead.swing.plan import plan
from bridgehead.swing.scenarios import Tried, draw, tried
from bridgehead.swing.twin.rotate import COLUMNS, TICK
from tests.swing.made_up import BRIDGE, CITIES, COURSE, WINDOWS, case

STRANDS = replace(BRIDGE, final_drive=None)
HELD = replace(BRIDGE, jacks=replace(BRIDGE.jacks, back=0.0))
"""Whose jacks are not let back, which by itself keeps a bridge from sticking again and again."""
SEED = 20230420


def column(track: np.ndarray, name: str) -> np.ndarray:
    return track[:, COLUMNS.index(name)]


def errors(runs: list[Tried]) -> np.ndarray:
    return np.abs([one.turned.error for one in runs])


@pytest.mark.slow
def test_with_a_stiff_final_drive_random_scenarios_stop_within_a_millimetre() -> None:
    runs = list(tried(case("trial"), SEED, range(30), 1))
    assert all(one.turned.done for one in runs)
    assert errors(runs).max() < 0.001
    assert max(one.turned.overshoot for one in runs) < 0.0005
    assert not any(one.turned.contact for one in runs)
    assert max(one.turned.time for one in runs) < 13 * 60


def test_with_strands_alone_they_stop_within_what_is_promised() -> None:
    runs = list(tried(case("trial", STRANDS), SEED, range(30), 1))
    assert np.percentile(errors(runs), 95) < 0.007
    assert not any(one.turned.contact for one in runs)


@pytest.mark.slow
def test_scenarios_are_the_same_over_several_processes() -> None:
    alone, over = (list(tried(case("trial"), 1, range(5), processes)) for processes in (1, 2))
    assert [one.turned.error for one in alone] == [one.turned.error for one in over]


@pytest.mark.parametrize(("window", "minutes"), [("trial", 13), ("first", 84), ("second", 66)])
def test_a_window_s_turn_takes_no_longer_than_its_aim_and_a_degree_a_minute_at_most(window: str, minutes: int) -> None:
    one = case(window)
    turned = one.turned((1,))
    assert turned.done
    assert turned.time < minutes * 60
    assert np.degrees(one.rules.end) / (turned.time / 60) <= 1


def test_where_it_would_stop_is_foretold_for_both_ways_of_stopping() -> None:
    one = case("trial", STRANDS)
    track = one.turned((3,), every=TICK).track
    stage, angle = column(track, "stage"), column(track, "angle") * one.rules.tip
    shut = np.flatnonzero(stage == Stage.SHUT)
    foretold = column(track, "stop_shut")[shut[0] - 1] * one.rules.tip
    assert angle[shut[-1]] - foretold < 0.002  # at most so far
    dumped = np.flatnonzero(stage == Stage.FEED)[-1]
    foretold = column(track, "stop_dumped")[dumped] * one.rules.tip
    assert angle[-1] == pytest.approx(foretold, abs=0.001)


def test_a_feed_that_is_not_damped_by_the_force_sticks_and_swings() -> None:
    one = case("trial", HELD)
    undamped = replace(one, rules=one.rules._replace(damping=0.0))
    assert undamped.turned((1,)).sticks > 3 * one.turned((1,)).sticks


def test_a_bridge_that_breaks_away_keeps_to_the_limit_of_speed_where_its_jacks_are_let_back() -> None:
    kept = case("trial").turned((1,), every=0.1)
    limit = CITIES.bound
    assert column(kept.track, "speed").max() <= limit
    foretold = plan(BRIDGE, (CITIES,), WINDOWS, COURSE).away
    assert foretold.beyond == 0.0
    assert column(kept.track, "speed").max() == pytest.approx(foretold.peak, rel=0.05)
    held = case("trial", HELD).turned((1,), every=0.1)
    assert column(held.track, "speed").max() > 1.3 * limit, "which is what strands do by themselves"


def test_a_ramp_is_eased_at_both_ends() -> None:
    times = np.linspace(0, 60, 601)
    shares = np.array([control.eased(float(time), 60.0, 15.0) for time in times])
    rates = np.gradient(shares, times)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert rates[0] < 0.1 * rates.max() > rates[-1]
    assert np.abs(np.gradient(rates, times)).max() == pytest.approx(1 / 45 / 15, rel=0.01)


def test_a_bridge_that_sticks_far_before_its_end_is_carried_on_by_its_strands() -> None:
    """Of a scenario that sticks and slips all the way: the final drive would creep the last metre for ten minutes."""
    rough = draw(case("second", HELD), 62, 192).case
    turned = rough.turned((62, 192))
    assert turned.sticks > 30
    assert turned.time < 66 * 60
    assert abs(turned.error) < 0.001


def test_jacks_that_are_let_back_keep_the_roughest_bridge_from_sticking_all_the_way() -> None:
    turned = draw(case("second"), 62, 192).case.turned((62, 192))
    assert turned.done
    assert turned.sticks < 15
    assert turned.time < 66 * 60
