"""Masses and places, held against figures that were worked out by hand, and against sums over many small pieces."""

from math import pi, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.swing.bridge import Ballast, Beam, Spot
from bridgehead.swing.stopping import pressure_dumped, valves_shut
from bridgehead.swing.traction import traction
from tests.swing.made_up import BRIDGE, COURSE


def test_the_centroid_of_an_arc_lies_inward_of_its_axis() -> None:
    centroid = Beam(6e6, 60.0, 45.0, 45.0).centroid
    assert centroid.along == pytest.approx(0.0, abs=1e-12)
    assert centroid.inward == pytest.approx(60 * (1 - sin(0.75) / 0.75))
    assert round(centroid.inward, 2) == 5.47


@given(st.floats(5, 90), st.floats(5, 90), st.floats(40, 5000))
def test_an_arc_is_the_sum_of_its_pieces(back: float, fore: float, radius: float) -> None:
    beam = Beam(1000.0, radius, back, fore)
    pieces = [beam.at(distance) for distance in (np.arange(4000) + 0.5) / 4000 * (back + fore) - back]
    along, inward = (np.array([getattr(piece, way) for piece in pieces]) for way in ("along", "inward"))
    assert beam.centroid.along == pytest.approx(along.mean(), abs=1e-3)
    assert beam.centroid.inward == pytest.approx(inward.mean(), abs=1e-3)
    about = ((along - along.mean()) ** 2 + (inward - inward.mean()) ** 2).mean() * beam.mass
    assert beam.inertia == pytest.approx(about, rel=1e-3)


def test_an_arc_of_a_great_radius_is_straight() -> None:
    arc, straight = (Beam(1000.0, radius, 40.0, 50.0) for radius in (1e6, float("inf")))
    assert arc.centroid.along == pytest.approx(straight.centroid.along, abs=1e-3)
    assert arc.inertia == pytest.approx(straight.inertia, rel=1e-3)


def test_ballast_moves_the_centroid_to_its_side() -> None:
    from dataclasses import replace

    laden = replace(BRIDGE, ballast=(Ballast(300e3, Spot(10.0, 5.45)),))
    assert laden.centroid.along == pytest.approx(10 * 0.3 / 6.3)
    assert laden.inertia == pytest.approx(BRIDGE.inertia + 300e3 * 100)


def test_traction_of_a_couple_of_jacks() -> None:
    pull = traction(BRIDGE)
    weight = 6e6 * 9.80665
    assert pull.to_start == pytest.approx(2 * 0.03 * weight * 1.75 / (3 * 9.0))
    assert pull.reserve == pytest.approx(2e6 / pull.to_start)
    strand = 195e9 * 12 * 140e-6 / 25
    assert pull.stretch == pytest.approx(pull.to_start / strand)
    assert pull.wind_up == pytest.approx(pull.stretch), "all of the stretch is the rim's"


def test_feet_that_carry_take_more_traction() -> None:
    from dataclasses import replace

    feet = replace(BRIDGE.feet, carry=0.02)
    resting = traction(replace(BRIDGE, feet=feet))
    weight = BRIDGE.weight
    expected = (2 / 3 * 0.03 * 0.98 * weight * 1.75 + 0.1 * 0.02 * weight * 4.0) / 9.0
    assert resting.to_start == pytest.approx(expected)


def test_ways_of_stopping() -> None:
    assert valves_shut(BRIDGE, COURSE.speed) == pytest.approx(COURSE.speed * BRIDGE.period / (2 * pi) * BRIDGE.tip)
    energy = BRIDGE.inertia * COURSE.speed**2 / 2
    assert pressure_dumped(BRIDGE, COURSE.speed) == pytest.approx(energy / BRIDGE.moving * BRIDGE.tip)
