"""The plane on which ground is measured: equal in area to the ellipsoid of CGCS2000.

A cylindrical equal-area projection of the ellipsoid (EPSG method 9835; J. P. Snyder, Map Projections: A Working Manual,
USGS 1395, equations 3-12, 10-13 and 10-14). An area in this plane is the area on the ellipsoid between edges that are
straight in longitude and authalic latitude, which is what the national survey's trapezoids add up to; lengths are true
along the parallel that is chosen, and within a few percent beside it.
"""

import numpy as np
from numpy.typing import NDArray

SEMI_MAJOR, FLATTENING = 6_378_137.0, 1 / 298.257222101
"""CGCS2000, GB 22021-2008."""
SQUARED = FLATTENING * (2 - FLATTENING)
ECCENTRICITY = SQUARED**0.5

Degrees = NDArray[np.float64]


def plane(degrees: Degrees, true_at: float) -> NDArray[np.float64]:
    """Pairs of longitude and latitude, in degrees, as metres to the east and to the north; lengths are true at the
    latitude `true_at`.
    """
    east, sine = np.radians(degrees[:, 0]), np.sin(np.radians(degrees[:, 1]))
    at = np.sin(np.radians(true_at))
    scale = np.sqrt((1 - at * at) / (1 - SQUARED * at * at))
    authalic = (1 - SQUARED) * (sine / (1 - SQUARED * sine * sine) + np.arctanh(ECCENTRICITY * sine) / ECCENTRICITY)
    return np.stack([SEMI_MAJOR * scale * east, SEMI_MAJOR / (2 * scale) * authalic], axis=1)
