"""How far the maps of Chinese web services are shifted, on purpose: GCJ-02, some hundred metres from place to place.

The standard is not public; this is the formula that has been common knowledge since 2010, as open implementations have
it (eviltransform). It is here to know shifted ground when it is met, never to mend it.
"""

from math import cos, pi, radians, sin, sqrt

SEMI_MAJOR, SQUARED = 6_378_245.0, 0.00669342162296594323
"""Krasovsky's ellipsoid."""


def shifted(longitude: float, latitude: float) -> tuple[float, float]:
    """Where such a map shows a place, both in degrees."""
    x, y = longitude - 105, latitude - 35
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    bent = 1 - SQUARED * sin(radians(latitude)) ** 2
    meridian = radians(SEMI_MAJOR * (1 - SQUARED) / bent**1.5)
    parallel = radians(SEMI_MAJOR / sqrt(bent) * cos(radians(latitude)))
    return longitude + east / parallel, latitude + north / meridian
