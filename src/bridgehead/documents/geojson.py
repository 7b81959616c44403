"""GeoJSON (RFC 7946) that people hand in: features with their rings, or every mistake of the file.

1. The file: bounded, UTF-8, one collection of features.
2. Its coordinates: degrees of CGCS2000 (EPSG:4490) or of WGS 84, which is the same to less than a metre. The file has
   to say so by the member `crs` of 2008, as GIS programs write it: of one that says nothing nobody can tell whether it
   is shifted, as the maps of Chinese web services are (GCJ-02).
3. Each feature: its polygons, as rings of points that end where they begin.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MOST_BYTES = 256 * 2**20
FEWEST = 4
"""Points of a ring: a triangle that ends where it begins."""
EAST, NORTH = 180, 90
SWAPPED = ((73, 136), (3, 54))
"""The degrees of longitude and latitude between which China lies: where these stand the other way round, they are."""

DEGREES = ("EPSG::4490", "EPSG:4490", "OGC:1.3:CRS84", "OGC::CRS84", "EPSG::4326", "EPSG:4326")
SHIFTED = ("GCJ", "火星", "BD-09", "BD09", "高德", "百度", "腾讯")
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
"""How a file says that it is in degrees of CGCS2000."""
WRITTEN = f'"crs": {json.dumps(CRS)}'

Ring = NDArray[np.float64]
Polygon = tuple[Ring, ...]
"""Its outer ring, then its holes; each ring n points by longitude and latitude."""


@dataclass(frozen=True, slots=True)
class Feature:
    """The nth of a file, from 1: its properties, and its polygons or, where it is a point, its two degrees."""

    n: int
    properties: Mapping[str, Any]
    polygons: tuple[Polygon, ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """What a file holds, and the mistakes of features that are left out."""

    file: str
    features: tuple[Feature, ...]
    mistakes: tuple[Mistake, ...] = field(default=())


def read(path: Path) -> Features:
    """The features of a file. Raises BridgeheadError with SC201 (it cannot be read), SC202 (it is no collection of
    features), SC203 (its coordinates are not said, or not known) or SC204 (they are shifted).
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _wrong("SC201", f"a file of {path.stat().st_size:,} bytes", str(path), f"at most {MOST_BYTES:,}")
        octets = path.read_bytes()
    except OSError as why:
        raise _wrong("SC201", f"the file cannot be opened: {why.strerror}", str(path), "a file of GeoJSON") from why
    return parse(octets, str(path))


def parse(octets: bytes, file: str) -> Features:
    """The same of its bytes."""
    try:
        data = from_json(octets.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)  # 1
    except ValueError as why:
        raise _wrong("SC201", f"this is no JSON: {why}", file, "a file of GeoJSON in UTF-8") from why
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise _wrong("SC202", "a file without features", file, "a FeatureCollection of GeoJSON")
    _require_degrees(data.get("crs"), file)
    features, mistakes = [], []
    for n, each in enumerate(data["features"], start=1):
        try:
            features.append(_feature(n, each))
        except _Unfit as unfit:
            place = Place.whole(file)
            mistakes.append(Mistake(unfit.code, f"{called(n, each)}{unfit.found}", place, unfit.expected))
    return Features(file, tuple(features), tuple(mistakes))


def called(n: int, feature: Any, *names: str) -> str:
    """How a mistake names a feature: feature 3 «Mount Heng»."""
    properties = feature.get("properties") if isinstance(feature, dict) else feature.properties
    name = next((properties[key] for key in (*names, "name", "名称") if key in properties), "") if properties else ""
    return f"feature {n}{f' «{name}»' if isinstance(name, str) and name else ''}: "


def _require_degrees(crs: Any, file: str) -> None:
    """Step 2."""
    if crs is None:
        found = "the file does not say in which coordinates it is"
        raise _wrong("SC203", found, file, f"degrees of CGCS2000, and {WRITTEN}")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    said = str(name if name is not None else crs)
    if any(sign in said.upper() for sign in SHIFTED):
        raise _wrong("SC204", f"shifted coordinates, «{said}»", file, "CGCS2000 from a survey, not from a web map")
    if not said.upper().endswith(DEGREES):
        raise _wrong("SC203", f"the coordinates «{said}»", file, f"degrees of CGCS2000, and {WRITTEN}")


@dataclass
class _Unfit(Exception):
    """Why a feature cannot be taken."""

    code: str
    found: str
    expected: str


def _feature(n: int, data: Any) -> Feature:
    geometry = data.get("geometry") if isinstance(data, dict) else None
    properties = data.get("properties") or {} if isinstance(data, dict) else None
    if not isinstance(geometry, dict) or not isinstance(properties, dict):
        raise _Unfit("SC202", "no feature with a geometry and properties", "a Feature of GeoJSON")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    match kind:
        case "Point":
            east, north = _points([coordinates], "the point")[0]
            return Feature(n, properties, point=(float(east), float(north)))
        case "Polygon":
            return Feature(n, properties, (tuple(_rings(coordinates, "")),))
        case "MultiPolygon" if isinstance(coordinates, list) and coordinates:
            several = (tuple(_rings(each, f"polygon {at}, ")) for at, each in enumerate(coordinates, start=1))
            return Feature(n, properties, tuple(several))  # 3
    found = f"the geometry «{kind}»" if isinstance(kind, str) else "a geometry without its type"
    raise _Unfit("SC202", found, "a Polygon or a MultiPolygon")


def _rings(coordinates: Any, of: str) -> Iterator[Ring]:
    if not isinstance(coordinates, list) or not coordinates:
        raise _Unfit("SC202", f"{of}no rings", "a polygon with its outer ring")
    for at, each in enumerate(coordinates, start=1):
        ring = _points(each, f"{of}ring {at}")
        if len(ring) < FEWEST or (ring[0] != ring[-1]).any():
            ends = "does not end where it begins" if len(ring) >= FEWEST else f"has {len(ring)} points"
            raise _Unfit("SC206", f"{of}ring {at} {ends}", "at least four points, the last one the first")
        yield ring


def _points(coordinates: Any, what: str) -> Ring:
    try:
        points = np.array([each[:2] for each in coordinates], dtype=np.float64)
    except (TypeError, ValueError, KeyError):
        points = np.empty((0, 0))
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise _Unfit("SC202", f"{what} is no list of points", "points as [113.3, 40.1]")
    east, north = points[:, 0], points[:, 1]
    (west, far), (south, top) = SWAPPED
    if ((north > west) & (north < far) & (east > south) & (east < top)).all():
        raise _Unfit("SC205", f"{what} has latitude before longitude", "longitude first, as in [113.3, 40.1]")
    if (abs(east) > EAST).any() or (abs(north) > NORTH).any():
        beyond = points[(abs(east) > EAST) | (abs(north) > NORTH)][0]
        found = f"{what} has the point {beyond[0]:.10g} {beyond[1]:.10g}, which are no degrees"
        raise _Unfit("SC205", found, "degrees, and not metres of a projection")
    return points


def _wrong(code: str, found: str, file: str, expected: str) -> BridgeheadError:
    return BridgeheadError([Mistake(code, found, Place.whole(file), expected)])
