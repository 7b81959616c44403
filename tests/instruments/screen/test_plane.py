"""The plane is equal in area to the ellipsoid, and maps of web services are shifted by what is known of them."""

import json
from math import pi
from pathlib import Path

import numpy as np
import pytest
import shapely

from bridgehead.instruments.screen.gcj02 import shifted
from bridgehead.instruments.screen.plane import plane

COUNTIES = Path(__file__).parents[4] / "shared/data/places/datong-counties.geojson"


@pytest.mark.parametrize("true_at", [0, 40])
def test_the_whole_earth_has_the_area_of_its_ellipsoid(true_at: float) -> None:
    """That of the sphere of the same surface, whose radius is 6,371,007.1810 m (H. Moritz, GRS 80)."""
    (west, south), (east, north) = plane(np.array([[-180.0, -90.0], [180.0, 90.0]]), true_at)
    assert (east - west) * (north - south) == pytest.approx(4 * pi * 6_371_007.1810**2, rel=1e-9)


def test_lengths_are_true_where_it_is_said() -> None:
    """A degree of the parallel of 40 degrees is 85,394 m, one of the meridian there 111,035 m."""
    west, east, north = plane(np.array([[113.0, 40.0], [114.0, 40.0], [113.0, 40.0001]]), 40)
    assert east[0] - west[0] == pytest.approx(85_394, abs=1)
    assert (north[1] - west[1]) * 10_000 == pytest.approx(111_035, abs=2)


def test_a_web_map_is_shifted_by_six_hundred_metres_at_the_city() -> None:
    east, north = shifted(113.3, 40.09)
    assert (east - 113.3) * 85_280 == pytest.approx(596, abs=4)
    assert (north - 40.09) * 111_035 == pytest.approx(132, abs=3)


@pytest.mark.skipif(not COUNTIES.exists(), reason="the borders may not be passed on")
def test_ten_counties_are_as_large_as_by_geodesics() -> None:
    """14,073.9 km2 by pyproj's Geod, edge by edge."""
    shapes = [
        shapely.from_geojson(json.dumps(each["geometry"]))
        for each in json.loads(COUNTIES.read_text("utf-8"))["features"]
    ]
    area = shapely.transform(np.array(shapes), lambda points: plane(points, 40))
    assert shapely.area(area).sum() / 1e6 == pytest.approx(14_073.9, abs=0.05)
