"""Where projects lie on zones: each pair that shares ground, by how much, and how much of that is slivers.

1. Pairs whose ground touches, by a tree of the projects, which each zone asks once.
2. A project that lies in a zone as a whole needs no intersection.
3. Of the others the intersection, in its pieces: lines and points are no ground, and a piece may be a sliver.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
"""Polygons and multipolygons of shapely."""


@dataclass(frozen=True, slots=True)
class Overlaps:
    """One entry a pair, ordered by project: the positions of `project` and `zone`, the square metres of `ground` that
    they share without slivers, those of `slivers`, and how many pieces these are.
    """

    project: NDArray[np.int64]
    zone: NDArray[np.int64]
    ground: NDArray[np.float64]
    slivers: NDArray[np.float64]
    pieces: NDArray[np.int64]


def overlaps(projects: Shapes, zones: Shapes, area: float = 0, width: float = 0) -> Overlaps:
    """A piece is a sliver that has less than `area` in square metres, and is narrower than `width` in metres."""
    zone, project = shapely.STRtree(projects).query(zones, predicate="intersects")  # 1
    shapely.prepare(zones)
    within = shapely.covers(zones[zone], projects[project])  # 2
    ground, slivers, pieces = np.zeros(len(zone)), np.zeros(len(zone)), np.zeros(len(zone), np.int64)
    ground[within] = shapely.area(projects[project[within]])
    crossing = np.flatnonzero(~within)
    shared = shapely.intersection(projects[project[crossing]], zones[zone[crossing]])  # 3
    parts, of = shapely.get_parts(shared, return_index=True)
    areas = shapely.area(parts)
    thin = (areas > 0) & (areas < area)
    thin[thin] = 2 * areas[thin] < width * shapely.length(parts[thin])
    np.add.at(ground, crossing[of[~thin]], areas[~thin])
    np.add.at(slivers, crossing[of[thin]], areas[thin])
    np.add.at(pieces, crossing[of[thin]], 1)
    found = np.flatnonzero(ground + slivers > 0)
    found = found[np.lexsort((zone[found], project[found]))]
    return Overlaps(project[found], zone[found], ground[found], slivers[found], pieces[found])
