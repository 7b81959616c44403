"""Projects upon zones: the ground that each pair shares, beside the same by hand on shapely.

The shapes are made up: rounds with lobes, spread evenly over a square of 120 km, as many of them as a city has at most.
Each run takes copies that no run before has prepared.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.table import Line, compared
from benchmarks.timing import interleave
from bridgehead.instruments.screen.overlaps import Shapes, overlaps
from bridgehead.instruments.screen.plane import plane

SEED, SIDE = 4, 120_000.0
PROJECTS, OF_A_PROJECT, ZONES, OF_A_ZONE = 10_000, 20, 2_000, 500
SLIVER = (100.0, 1.0)
GROUP = f"{PROJECTS:,} projects of {OF_A_PROJECT} points upon {ZONES:,} zones of {OF_A_ZONE}: the ground of each pair"
BY_HAND = "shapely by hand"
WEST, SOUTH, DEGREE = 113.0, 39.5, 111_000.0


def measure(repeats: int) -> list[Line]:
    chance = np.random.default_rng(SEED)
    projects = rounds(chance, PROJECTS, OF_A_PROJECT, (100, 700))
    zones = rounds(chance, ZONES, OF_A_ZONE, (800, 2_400))
    in_degrees = [shapely.transform(each, lambda points: points / DEGREE + (WEST, SOUTH)) for each in (projects, zones)]
    taken = interleave(
        {
            BY_HAND: _anew(by_hand, repeats, projects, zones),
            "ours": _anew(lambda one, other: overlaps(one, other, *SLIVER), repeats, projects, zones),
            "from degrees": _anew(_from_degrees, repeats, *in_degrees),
        },
        repeats,
    )
    _, _, shared = by_hand(projects, zones)
    found = f"{len(shared):,} pairs, {shared.sum() / 1e6:,.1f} km²"
    return [
        Line(GROUP, f"{BY_HAND}: {found}", f"{taken[BY_HAND]:.2f} s"),
        compared(GROUP, "ours, slivers told apart", taken["ours"], taken[BY_HAND], BY_HAND, 1.1),
        compared(GROUP, "ours, from degrees on the ellipsoid", taken["from degrees"], taken[BY_HAND], BY_HAND),
    ]


def by_hand(projects: Shapes, zones: Shapes) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The positions of each pair that touches, and the area that it shares."""
    zone, project = shapely.STRtree(projects).query(zones, predicate="intersects")
    shapely.prepare(zones)
    within = shapely.covers(zones[zone], projects[project])
    shared = np.empty(len(zone))
    shared[within] = shapely.area(projects[project[within]])
    shared[~within] = shapely.area(shapely.intersection(projects[project[~within]], zones[zone[~within]]))
    return project, zone, shared


def rounds(chance: np.random.Generator, count: int, points: int, radius: tuple[float, float]) -> Shapes:
    """Rounds with three large lobes and seven small ones, in metres."""
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    middle, size = chance.uniform(0, SIDE, (count, 1, 2)), chance.uniform(*radius, (count, 1))
    large, small = (chance.uniform(0, 2 * np.pi, (count, 1)) for _ in range(2))
    reach = size * (1 + 0.2 * np.sin(3 * turn + large) + 0.05 * np.sin(7 * turn + small))
    ring = middle + np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=2)
    found: Shapes = shapely.polygons(np.concatenate([ring, ring[:, :1]], axis=1))
    return found


def _from_degrees(projects: Shapes, zones: Shapes) -> object:
    laid = (shapely.transform(each, lambda points: plane(points, SOUTH)) for each in (projects, zones))
    return overlaps(*laid, *SLIVER)


def _anew(program: Callable[[Shapes, Shapes], object], repeats: int, *ground: Shapes) -> Callable[[], object]:
    """A program that has copies of its own in each of its runs."""
    stored = [shapely.to_wkb(each) for each in ground]
    copies = [[shapely.from_wkb(each) for each in stored] for _ in range(repeats + 1)]
    return lambda: program(*copies.pop())
