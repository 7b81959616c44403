"""The body that tilts and swings while it turns, feet that touch, and sensors that fail."""

from dataclasses import replace
from math import pi, radians

import numpy as np
import pytest

from bridgehead.swing.bridge import Spot
from bridgehead.swing.scenarios import Case, tried
from bridgehead.swing.twin import state as at
from bridgehead.swing.twin.body import body
from bridgehead.swing.twin.rotate import COLUMNS
from bridgehead.swing.twin.step import step
from bridgehead.swing.twin.sway import Sway, frame, sway_on, upright
from tests.swing.made_up import BRIDGE, PUMPS, case

SWAY = Sway(rocking=2e10, damping=0.02, level=1e-4, slideway=0.001, waves=8, foot=2e9, vertical=1.0, coupling=0.1)
OFF = Spot(0.005, 0.01)
STEP = 0.001


def swaying(sway: Sway = SWAY, off: Spot = OFF) -> Case:
    return replace(case("trial"), sway=sway, off=off)


def track(one: Case, name: str) -> np.ndarray:
    return one.turned((1,), every=0.02).track[:, COLUMNS.index(name)]


def test_an_unbalance_tilts_the_body_by_its_moment_and_the_plate_s_slope_goes_round() -> None:
    one = swaying(replace(SWAY, level=0.002))
    still = BRIDGE.weight * 0.01 / SWAY.rocking
    roll = track(one, "roll")
    assert roll[0] == pytest.approx(still, rel=0.01)
    wind = one.wind.factor * one.wind.speed**2 / SWAY.rocking
    assert roll[-1] == pytest.approx(still + wind - 0.002 * np.sin(one.rules.end), rel=0.02)


def test_a_stiff_bridge_has_no_tilt_and_turns_as_one_that_sways_clear_of_its_feet() -> None:
    stiff, sways = case("trial").turned((1,)), swaying().turned((1,))
    assert not stiff.track[:, COLUMNS.index("pitch")].any()
    assert sways.track[1:, COLUMNS.index("gap")].min() > 0
    assert sways.error == stiff.error


def test_a_growing_unbalance_closes_the_gap_until_a_foot_drags() -> None:
    one = swaying(off=Spot(2.0, 0.0))
    heavy = frame(BRIDGE, SWAY, one.off)
    state, twin = at.begin(), body(BRIDGE, PUMPS)
    upright(state, heavy)
    state[at.FEED] = radians(1) / 60 * twin.lever
    pulls = []
    for _ in range(150_000):
        step(state, twin, STEP)
        sway_on(state, heavy, STEP)
        pulls.append((state[at.LEFT_FORCE] + state[at.RIGHT_FORCE]) * twin.lever)
    touching = [foot for foot in range(at.FEET) if state[at.GAP + foot] < 0]
    assert touching == [0, 3]  # the fore ones
    borne = sum(-state[at.GAP + foot] * SWAY.foot for foot in touching)
    assert state[at.DRAG] == pytest.approx(BRIDGE.feet.friction * borne * BRIDGE.feet.radius)
    period = round(BRIDGE.period / STEP)
    assert np.mean(pulls[-3 * period :]) == pytest.approx(BRIDGE.moving + state[at.DRAG], rel=0.05)


def test_an_arm_that_is_shaken_swings_in_its_own_period() -> None:
    shaken = frame(BRIDGE, replace(SWAY, level=0.0), Spot())
    state = at.begin()
    state[at.FORE] = 0.001
    places = []
    for _ in range(5_000):
        sway_on(state, shaken, STEP)
        places.append(state[at.FORE])
    crossings = np.flatnonzero(np.diff(np.sign(places)))
    assert 2 * np.diff(crossings).mean() * STEP == pytest.approx(SWAY.vertical, rel=0.01)
    kept = np.exp(-2 * pi * SWAY.damping * 4)
    assert max(places[-1000:]) == pytest.approx(0.001 * kept, rel=0.1)


def test_breaking_away_shakes_the_ends_more_than_turning_does() -> None:
    one = swaying()
    shaken, stage = np.abs(track(one, "fore")), track(one, "stage")
    began = int(np.flatnonzero(stage == 1)[0])
    assert shaken[began : began + 200].max() > 10 * shaken[: began - 50].max()
    assert shaken[began : began + 200].max() > 2 * shaken[began + 5000 : began + 6000].max()


def test_spikes_drop_outs_and_drift_of_the_encoder_move_the_stop_by_tenths_of_a_millimetre_at_most() -> None:
    failing = replace(case("trial").sensors, drift=0.002 / 3600, spikes=0.002, spike=0.005, drop_outs=2e-5, lasting=0.8)
    one = replace(case("trial"), sensors=failing)
    shown = one.turned((1,), every=0.01).track[:, COLUMNS.index("measured")]
    assert np.isnan(shown).any()
    runs = list(tried(one, 9, range(30), 1))
    assert all(each.turned.done for each in runs)
    assert max(abs(each.turned.error) for each in runs) < 0.001


def test_an_angle_that_is_seen_no_more_is_not_inched() -> None:
    blind = replace(case("trial").sensors, drop_outs=0.5, lasting=1e6)
    turned = replace(case("trial"), sensors=blind).turned((1,), longest=1200.0)
    assert not turned.done
    assert turned.error < 0
    assert not turned.contact
