"""A run as it is drawn: strokes in one frame, which a page, a report and a picture draw alike."""

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Literal

import numpy as np

from bridgehead.queries.run import Run

Point = tuple[float, float]
Look = Literal["railway", "ends", "planned", "measured"]
GAUGE = 1.435
"""Metres between the rails."""
ROUND = 1.12
"""How far beyond the tip's circle the plan view reaches."""
STEPS = 24


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, y upwards; `broad` where it stands for the bridge itself."""

    look: Look
    points: tuple[Point, ...]
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Strokes within a frame from the lower left to the upper right; what goes beyond is cut."""

    strokes: tuple[Stroke, ...]
    low: Point
    high: Point


def axis(run: Run) -> tuple[Point, ...]:
    """The bridge's axis before it is turned, in m from the hinge."""
    beam, hinge = run.course.plan.bridge.beam, run.course.plan.bridge.hinge.at
    steps = (-beam.back + (beam.back + beam.fore) * each / STEPS for each in range(STEPS + 1))
    return tuple(
        (round(beam.at(each).along - hinge.along, 3), round(beam.at(each).inward - hinge.inward, 3)) for each in steps
    )


def plan_view(run: Run, reached: float | None) -> Drawing:
    """To scale, in m from the hinge: the railway, the bridge at its start, its planned end and where it came to, and
    the tip's way as planned and as measured. `reached` in deg, None where nothing was measured.
    """
    line, course = axis(run), run.course
    begins, ends, reach = degrees(course.begins), degrees(course.ends), course.plan.bridge.tip * ROUND
    strokes = [*_railway(run, reach), Stroke("ends", _turned(line, begins)), Stroke("planned", _turned(line, ends))]
    strokes.append(Stroke("planned", _way(line[-1], begins, ends)))
    if reached is not None:
        strokes.append(Stroke("measured", _way(line[-1], begins, reached)))
        strokes.append(Stroke("measured", _turned(line, reached), broad=True))
    return Drawing(tuple(strokes), (-reach, -reach), (reach, reach))


def _railway(run: Run, reach: float) -> list[Stroke]:
    railway = run.live.railway
    if railway is None:
        return []
    sides = (railway.away.value + side * GAUGE / 2 for side in (-1, 1))
    bearing = degrees(railway.bearing.value)
    return [Stroke("railway", _turned(((-2 * reach, side), (2 * reach, side)), bearing)) for side in sides]


def _turned(line: tuple[Point, ...], angle: float) -> tuple[Point, ...]:
    c, s = cos(radians(angle)), sin(radians(angle))
    return tuple((x * c - y * s, x * s + y * c) for x, y in line)


def _way(tip: Point, begins: float, ends: float) -> tuple[Point, ...]:
    """The arc on which the tip goes from one angle to another."""
    out, first = hypot(*tip), degrees(atan2(tip[1], tip[0]))
    angles = np.radians(first + np.linspace(begins, ends, 2 * STEPS + 1))
    return tuple((float(out * np.cos(each)), float(out * np.sin(each))) for each in angles)
