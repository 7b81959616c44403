"""Quantities as engineers write them."""

from contextlib import suppress
from math import isfinite, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.primitives import quantity
from bridgehead.primitives.quantity import UNITS, NotAQuantity, read


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("6000 t", quantity.MASS, 6e6),
        ("140 mm²", quantity.AREA, 1.4e-4),
        ("140mm2", quantity.AREA, 1.4e-4),
        ("1 deg/min", quantity.TURNING, pi / 180 / 60),
        ("-1.2 m", quantity.LENGTH, -1.2),
        ("500 kN s/m", quantity.DAMPING, 5e5),
        ("195 GPa", quantity.PRESSURE, 1.95e11),
        ("195 kN/mm²", quantity.PRESSURE, 1.95e11),
        ("5e3 kg", quantity.MASS, 5e3),
        ("30 %", quantity.NONE, 0.3),
        ("2", quantity.NONE, 2.0),
    ],
)
def test_what_is_read(text: str, dimension: quantity.Dimension, value: float) -> None:
    assert read(text, dimension, "").value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "found", "near"),
    [
        ("62", "«62» without its unit", None),
        ("62 m", "«62 m»", None),
        ("62 dge", "the unit «dge»", "deg"),
        ("62 deg per min", "the unit «per»", None),
        ("sixty deg", "«sixty deg»", None),
        ("６２ deg", "«６２ deg»", None),
        ("", "«»", None),
        ("1e999 deg", "«1e999 deg»", None),
    ],
)
def test_what_is_refused(text: str, found: str, near: str | None) -> None:
    with pytest.raises(NotAQuantity) as refused:
        read(text, quantity.ANGLE, "62 deg")
    assert (refused.value.found, refused.value.near) == (found, near)


@given(st.text(alphabet="0123456789.e+-/^² mdegkNs%", max_size=12))
def test_whatever_is_read_is_a_number_of_that_dimension(text: str) -> None:
    with suppress(NotAQuantity):
        assert isfinite(read(text, quantity.LENGTH, "1 m").value)


@given(st.floats(0.001, 1000), st.sampled_from(sorted(UNITS)))
def test_a_unit_is_what_the_table_says(number: float, unit: str) -> None:
    size, dimension = UNITS[unit]
    assert read(f"{number!r} {unit}", dimension, "").value == pytest.approx(number * size)
