"""What becomes of each project under a screen: a verdict, and for each class why.

1. The overlap with the zones of each kind in hectares, to a hundredth of a square metre.
2. Each class by its criterion. One that hangs on what is not known is open; so is one that would be met if slivers
   counted and is not without them; so is one of which no text was published.
3. The verdict: refused where any class is met, else undetermined where any hangs on a field or on slivers, else open
   where any was not published, and clear where all are published and none is met.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

import numpy as np
import shapely

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.instruments.screen.ground import Ground, Plot
from bridgehead.instruments.screen.overlaps import Overlaps, overlaps
from bridgehead.instruments.screen.schema import OVERLAP, Class, Screen

HECTARE = 10_000
EXACT = Decimal("0.000001")


class Finding(StrEnum):
    """What is found of a project under one class."""

    MET = "met"
    CLEAR = "clear"
    MISSING = "missing"
    SLIVERS = "slivers"
    UNPUBLISHED = "unpublished"


class Verdict(StrEnum):
    REFUSED = "refused"
    UNDETERMINED = "undetermined"
    OPEN = "open"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Shared:
    """The ground that a project shares with one zone, in hectares; of it `slivers` in so many `pieces`."""

    zone: Plot
    ground: Decimal
    slivers: Decimal
    pieces: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One class; `missing` are the fields on which it hangs, `seen` what its criterion reads, by name."""

    name: str
    of: Class
    finding: Finding
    missing: tuple[str, ...] = ()
    seen: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Screened:
    """One project, of so many hectares."""

    project: Plot
    hectares: Decimal
    shared: tuple[Shared, ...]
    classes: tuple[Judged, ...]

    @property
    def verdict(self) -> Verdict:
        found = {each.finding for each in self.classes}  # 3
        if Finding.MET in found:
            return Verdict.REFUSED
        if found & {Finding.MISSING, Finding.SLIVERS}:
            return Verdict.UNDETERMINED
        return Verdict.OPEN if Finding.UNPUBLISHED in found else Verdict.CLEAR

    @property
    def decisive(self) -> tuple[Judged, ...]:
        """The classes by which it comes to the verdict."""
        wanted = {
            Verdict.REFUSED: {Finding.MET},
            Verdict.UNDETERMINED: {Finding.MISSING, Finding.SLIVERS},
            Verdict.OPEN: {Finding.UNPUBLISHED},
            Verdict.CLEAR: {Finding.CLEAR},
        }[self.verdict]
        return tuple(each for each in self.classes if each.finding in wanted)


def screened(screen: Screen, projects: Ground, zones: Ground) -> Iterator[Screened]:
    """Each project, in the order of its file."""
    slivers = screen.slivers
    bounds = (float(slivers.area), float(slivers.width)) if slivers else (0.0, 0.0)
    found = overlaps(projects.shapes, zones.shapes, *bounds)
    areas = shapely.area(projects.shapes)
    first = np.searchsorted(found.project, np.arange(len(projects.plots) + 1))
    classes = [*_compiled(screen)]
    for at, project in enumerate(projects.plots):
        shared = tuple(_shared(found, pair, zones) for pair in range(first[at], first[at + 1]))
        yield Screened(project, _hectares(areas[at]), shared, tuple(judge(project, shared) for judge in classes))


def _shared(found: Overlaps, pair: int, zones: Ground) -> Shared:
    ground, slivers = _hectares(found.ground[pair]), _hectares(found.slivers[pair])
    return Shared(zones.plots[found.zone[pair]], ground, slivers, int(found.pieces[pair]))


def _hectares(metres: float) -> Decimal:
    return (Decimal(float(metres)) / HECTARE).quantize(EXACT)


_Judge = Callable[[Plot, tuple[Shared, ...]], Judged]


def _compiled(screen: Screen) -> Iterator[_Judge]:
    for name, each in screen.classes.items():
        yield _criterion(name, each, screen) if each.refused_when else _unpublished(name, each)


def _unpublished(name: str, each: Class) -> _Judge:
    judged = Judged(name, each, Finding.UNPUBLISHED)
    return lambda project, shared: judged


def _criterion(name: str, each: Class, screen: Screen) -> _Judge:
    parsed = feel.parse(each.refused_when or "", screen.names)
    holds = feel.compile(parsed, screen.names)
    fields = [node.name for node in feel.walk(parsed) if isinstance(node, tree.Name) and node.name in screen.fields]
    ground = [
        node.member
        for node in feel.walk(parsed)
        if isinstance(node, tree.Path) and isinstance(node.base, tree.Name) and node.base.name == OVERLAP
    ]

    def judge(project: Plot, shared: tuple[Shared, ...]) -> Judged:
        solid = _overlap(screen, shared)  # 1
        met = holds({**project.known, OVERLAP: solid})  # 2
        seen = {**{name: solid[name] for name in ground}, **{name: project.known.get(name) for name in fields}}
        if met is True:
            return Judged(name, each, Finding.MET, seen=seen)
        if met is not False:
            missing = tuple(dict.fromkeys(name for name in fields if name not in project.known))
            return Judged(name, each, Finding.MISSING, missing, seen)
        slim = any(each.pieces for each in shared)
        if slim and holds({**project.known, OVERLAP: _overlap(screen, shared, slivers=True)}) is not False:
            return Judged(name, each, Finding.SLIVERS, seen=seen)
        return Judged(name, each, Finding.CLEAR, seen=seen)

    return judge


def _overlap(screen: Screen, shared: tuple[Shared, ...], *, slivers: bool = False) -> dict[str, Decimal]:
    found = dict.fromkeys(screen.zones, Decimal(0))
    for each in shared:
        found[each.zone.kind] += each.ground + (each.slivers if slivers else 0)
    return found
