"""Places on the ground as text: WKT by OGC 06-103r4, longitude before latitude, in degrees of WGS 84."""

import re
from collections.abc import Iterator
from decimal import Decimal

LONGEST = 100_000
"""Signs of the text of one place."""

Point = tuple[Decimal, Decimal]

_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?"
_POINT = re.compile(rf"POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)", re.IGNORECASE)
_POLYGON = re.compile(r"POLYGON\s*\((.*)\)", re.IGNORECASE | re.DOTALL)
_MULTIPOLYGON = re.compile(r"MULTIPOLYGON\s*\((.*)\)", re.IGNORECASE | re.DOTALL)
_GROUP = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*")
_PAIR = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})\s*")
FEWEST = 4
"""Points of a ring: a triangle that ends where it begins."""


def point(text: str) -> str:
    """A point in its one spelling, `POINT (113.3 40.1)`. Raises ValueError."""
    found = _POINT.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        raise ValueError(text)
    return f"POINT ({_pair(_on_earth(found[1], found[2]))})"


def area(text: str) -> str:
    """A polygon or several, each with its holes, in its one spelling; every ring ends where it begins.

    Raises ValueError; whether rings cross themselves is not asked.
    """
    plain = text.strip()
    if len(plain) > LONGEST:
        raise ValueError(text)
    if found := _POLYGON.fullmatch(plain):
        return f"POLYGON ({_rings(found[1])})"
    if found := _MULTIPOLYGON.fullmatch(plain):
        return f"MULTIPOLYGON ({', '.join(f'({_rings(polygon)})' for polygon in _groups(found[1]))})"
    raise ValueError(text)


def polygons(text: str) -> list[list[list[Point]]]:
    """The rings of each polygon of an area. Raises ValueError."""
    plain = area(text)
    if found := _POLYGON.fullmatch(plain):
        return [[_ring(ring) for ring in _groups(found[1])]]
    several = _MULTIPOLYGON.fullmatch(plain)
    assert several is not None
    return [[_ring(ring) for ring in _groups(polygon)] for polygon in _groups(several[1])]


def _rings(text: str) -> str:
    return ", ".join(f"({', '.join(map(_pair, _ring(ring)))})" for ring in _groups(text))


def _groups(text: str) -> Iterator[str]:
    """What stands in each bracket of a list of brackets between commas."""
    at = 0
    while True:
        found = _GROUP.match(text, at)
        if found is None:
            raise ValueError(text)
        yield found[1]
        at = found.end()
        if at == len(text):
            return
        if text[at] != ",":
            raise ValueError(text)
        at += 1


def _ring(text: str) -> list[Point]:
    pairs = [_PAIR.fullmatch(pair) for pair in text.split(",")]
    ring = [_on_earth(pair[1], pair[2]) for pair in pairs if pair is not None]
    if len(ring) < max(FEWEST, len(pairs)) or ring[0] != ring[-1]:
        raise ValueError(text)
    return ring


def _on_earth(longitude: str, latitude: str) -> Point:
    east, north = Decimal(longitude), Decimal(latitude)
    if abs(east) > 180 or abs(north) > 90:
        raise ValueError(longitude, latitude)
    return east, north


def _pair(place: Point) -> str:
    return " ".join(f"{each.normalize() + 0:f}" for each in place)
