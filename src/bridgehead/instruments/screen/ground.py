"""Files of projects and of zones as ground that can be laid one upon the other, or their mistakes.

1. A feature has a name; a zone says of which kind it is, a project what is asked of it.
2. Its polygons, in the plane; what crosses itself has no area that anybody could tell.
3. A point with the property `control point` was surveyed. Where both files have one it is one place, or one of the two
   is shifted.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import cos, hypot, radians

import numpy as np
import shapely

from bridgehead.documents.geojson import Feature, Features, called
from bridgehead.instruments.screen.gcj02 import shifted
from bridgehead.instruments.screen.overlaps import Shapes
from bridgehead.instruments.screen.plane import plane
from bridgehead.instruments.screen.schema import Asked, Screen
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.places import polygons
from bridgehead.rulebook.schema import Label

NAME, KIND, CONTROL = ("name", "名称"), ("zone", "区域"), ("control point", "控制点")
"""What properties are called, in either language."""
TRUTHS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
TOLERANCE = 5
"""Metres by which a control point may differ; a shift of GCJ-02 is known as well as that."""
METRES = 111_320
"""Of a degree."""
FLAWS = {
    "Self-intersection": "crosses itself",
    "Ring Self-intersection": "touches itself",
    "Hole lies outside shell": "has a hole outside of its ring",
    "Holes are nested": "has a hole within a hole",
    "Interior is disconnected": "falls apart by its holes",
    "Nested shells": "has one polygon within another",
    "Duplicate Rings": "has one ring twice",
    "Too few points in geometry component": "has no area",
}

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """A zone, and of which `kind` it is; or a project, and what is `known` of it."""

    name: str
    feature: Feature
    kind: str = ""
    known: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """Plots with their `shapes` in metres of the plane that is true at a latitude; `controls` are surveyed points in
    degrees, by name. `mistakes` are those of the features that are left out.
    """

    file: str
    plots: tuple[Plot, ...]
    shapes: Shapes
    true_at: float
    controls: Mapping[str, Spot]
    mistakes: tuple[Mistake, ...]


class _Unfit(Exception):
    """What is wrong with a feature: a code, what was found, what was expected, and the nearest right thing."""


def zones(found: Features, screen: Screen) -> Ground:
    """Raises BridgeheadError with every mistake: a line that is kept has to be right."""
    ground = _ground(found, lambda feature: Plot(_name(feature), feature, _kind(feature, screen)))
    if ground.mistakes:
        raise BridgeheadError(ground.mistakes)
    return ground


def projects(found: Features, screen: Screen, beside: Ground) -> Ground:
    """The projects that can be judged, in the plane of the zones. Raises BridgeheadError with SC204 where the file is
    shifted, and SC208 where its control points are not where those of the zones are.
    """
    ground = _ground(found, lambda feature: Plot(_name(feature), feature, known=_known(feature, screen)), beside)
    if apart := [*_apart(ground, beside)]:
        raise BridgeheadError(apart)
    return ground


def of_area(name: str, area: str, known: Mapping[str, object], beside: Ground) -> Ground:
    """One project as a register keeps it, in WKT. Raises ValueError where that is none, and BridgeheadError with SC206
    where its rings cross.
    """
    rings = tuple(tuple(np.array(ring, dtype=np.float64) for ring in each) for each in polygons(area))
    feature = Feature(1, {NAME[0]: name}, rings)
    ground = _ground(Features(name, (feature,)), lambda each: Plot(name, each, known=known), beside)
    if ground.mistakes:
        raise BridgeheadError(ground.mistakes)
    return ground


def _ground(found: Features, plot: Callable[[Feature], Plot], beside: Ground | None = None) -> Ground:
    plots, shapes, controls, mistakes = [], [], {}, [*found.mistakes]
    seen: dict[str, int] = {}
    for feature in found.features:
        try:
            if feature.point is not None:
                controls[_control(feature)] = feature.point
                continue
            made, shape = plot(feature), _shape(feature)  # 1
            if seen.setdefault(made.name, feature.n) != feature.n and not made.kind:
                raise _Unfit("SC207", f"the name of feature {seen[made.name]} again", "a name of its own", None)
            plots.append(made)
            shapes.append(shape)
        except _Unfit as unfit:
            code, said, expected, near = unfit.args
            at = Place.whole(found.file)
            mistakes.append(Mistake(code, called(feature.n, feature) + said, at, expected, near))
    degrees = np.array(shapes, dtype=object)
    true_at = beside.true_at if beside else _middle(degrees)
    in_metres = shapely.transform(degrees, lambda points: plane(points, true_at)) if shapes else degrees  # 2
    return Ground(found.file, tuple(plots), in_metres, true_at, controls, tuple(mistakes))


def _middle(degrees: Shapes) -> float:
    if not len(degrees):
        return 0.0
    _, south, _, north = shapely.total_bounds(degrees)
    return float(south + north) / 2


def _shape(feature: Feature) -> shapely.Geometry:
    several = [shapely.Polygon(outer, holes) for outer, *holes in feature.polygons]
    shape = several[0] if len(several) == 1 else shapely.MultiPolygon(several)
    if not shapely.is_valid(shape):
        reason, _, where = shapely.is_valid_reason(shape).partition("[")
        said = FLAWS.get(reason, reason.lower())
        raise _Unfit("SC206", f"it {said} at {where.rstrip(']')}", "rings that neither cross nor touch", None)
    return shape


# -- 1. properties -----------------------------------------------------------------------------------------------------


def _one_of(feature: Feature, names: tuple[str, ...]) -> object:
    return next((feature.properties[name] for name in names if feature.properties.get(name) is not None), None)


def _name(feature: Feature) -> str:
    name = _one_of(feature, NAME)
    if not isinstance(name, str) or not name.strip():
        raise _Unfit("SC207", "no name", f"the property «{NAME[0]}» or «{NAME[1]}»", None)
    if "\0" in name:
        raise _Unfit("SC207", "a name with the sign NUL", "a name of letters", None)
    return name.strip()


def _kind(feature: Feature, screen: Screen) -> str:
    said = _one_of(feature, KIND)
    known = {word: name for name, zone in screen.zones.items() for word in (name, zone.title.zh, zone.title.en)}
    if said not in known:
        found = f"the zone «{said}»" if said is not None else f"no property «{KIND[0]}» or «{KIND[1]}»"
        raise _Unfit("SC207", found, f"one of {', '.join(screen.zones)}", nearest(str(said), known))
    return known[str(said)]


def _known(feature: Feature, screen: Screen) -> Mapping[str, object]:
    """What a project says of itself, by field; what is absent or blank is not known."""
    found: dict[str, object] = {}
    for name, asked in screen.fields.items():
        said = _one_of(feature, (name, *_words(asked.label)))
        if said is not None and said != "":
            found[name] = _value(name, asked, said)
    return found


def _words(label: Label) -> tuple[str, str]:
    return label.zh, label.en


def _value(name: str, asked: Asked, said: object) -> object:
    if asked.type == "boolean":
        truth = said if isinstance(said, bool) else TRUTHS.get(str(said).strip().lower())
        if truth is None:
            raise _Unfit("SC207", f"«{name}» is «{said}»", "true or false", None)
        return truth
    if asked.type == "decimal":
        if isinstance(said, bool) or not re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,12})?", str(said).strip(), re.ASCII):
            raise _Unfit("SC207", f"«{name}» is «{said}»", "a number", None)
        return Decimal(str(said).strip())
    return str(said)


# -- 3. control points -------------------------------------------------------------------------------------------------


def _control(feature: Feature) -> str:
    name = _one_of(feature, CONTROL)
    if not isinstance(name, str) or not name:
        raise _Unfit("SC202", "a point", f"a Polygon or a MultiPolygon, or the property «{CONTROL[0]}»", None)
    return name


def shared_controls(one: Ground, other: Ground) -> list[str]:
    """The control points by which two files can be told to lie on one ground."""
    return [name for name in one.controls if name in other.controls]


def _apart(ground: Ground, beside: Ground) -> Iterator[Mistake]:
    """The control points of two files that are not one place."""
    for name in shared_controls(ground, beside):
        here, there = ground.controls[name], beside.controls[name]
        if _metres(here, there) <= TOLERANCE:
            continue
        at, said = Place.whole(ground.file), f"the control point «{name}» lies {_metres(here, there):,.0f} m from where"
        if _metres(here, shifted(*there)) <= TOLERANCE:
            found = f"{said} {beside.file} has it, just as GCJ-02 shifts it"
            yield Mistake("SC204", found, at, "CGCS2000 from a survey, not from a web map")
        elif _metres(shifted(*here), there) <= TOLERANCE:
            found = f"{said} {beside.file} has it, which is shifted as GCJ-02 is"
            yield Mistake("SC204", found, Place.whole(beside.file), "CGCS2000 from a survey, not from a web map")
        else:
            yield Mistake("SC208", f"{said} {beside.file} has it", at, f"one place, within {TOLERANCE} m")


def _metres(one: Spot, other: Spot) -> float:
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return METRES * hypot(east, one[1] - other[1])
