"""What the plan and the measured angle and speed give at a moment: `formulas.FIGURES`, in their units."""

from dataclasses import dataclass
from math import degrees, isfinite

from bridgehead.swing.plan import Plan, Turn
from bridgehead.swing.stopping import pressure_dumped, valves_shut

STANDS = 0.1
"""A bridge that is slower than this share of the plan's speed stands."""
EASED = 1.2
"""In how many times the plan's ramp it has gathered its speed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is by what people commanded and signed: its phase, and when its window was opened and the turn
    was started, in s since 1970."""

    phase: str | None = None
    opened: float | None = None
    started: float | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """The turn of a window, from the angle at which the windows before it left the bridge, in rad."""

    plan: Plan
    turn: Turn
    begins: float

    @property
    def ends(self) -> float:
        return self.begins + self.turn.angle

    def planned(self, seconds: float) -> float:
        """The angle so long after the start, in rad: by strands, then crept and inched."""
        inching, profile = self.turn.inching, self.turn.profile
        crept = min(max(seconds - profile.time, 0.0) / inching.time, 1.0) * inching.angle
        return self.begins + profile.turned(seconds) + crept

    def needed(self, left: float, speed: float, since: float) -> float:
        """The seconds in which so many rad are turned, crept and inched, so long after the start, at a speed in rad/s.

        While it gathers speed, and where it stands, it is taken to go on at the plan's.
        """
        inching, planned = self.turn.inching, self.plan.course.speed
        gathers = since < EASED * sum(self.turn.profile.durations[:3])
        pace = planned if gathers or speed < STANDS * planned else speed
        if left <= inching.angle:
            return inching.time * max(left, 0.0) / inching.angle
        return (left - inching.angle) / pace + inching.time


def course(plan: Plan, window: str) -> Course:
    """KeyError where the plan has no such window."""
    begins = 0.0
    for turn in plan.turns:
        if turn.window.name == window:
            return Course(plan, turn, begins)
        begins += turn.angle
    raise KeyError(window)


def figures(
    course: Course, standing: Standing, angle: float | None, speed: float | None, now: float
) -> dict[str, float]:
    """What is known by an angle in rad and a speed in rad/s, either of which may be unknown, at a moment."""
    bridge, length = course.plan.bridge, course.turn.window.length
    since = 0.0 if standing.started is None else now - standing.started
    found = {"planned angle": degrees(course.planned(since))}
    if length is not None and standing.opened is not None:
        found["time left"] = (standing.opened + length - now) / 60
    if angle is not None:
        left = course.ends - angle
        found |= {"angle left": degrees(left), "off plan": degrees(angle) - found["planned angle"]}
        found["distance to stop"] = left * bridge.tip * 1000
        if speed is not None:
            found["predicted end"] = course.needed(left, speed, since) / 60
    if speed is not None:
        found["stop with valves shut"] = valves_shut(bridge, max(speed, 0.0)) * 1000
        found["stop with pressure dumped"] = pressure_dumped(bridge, max(speed, 0.0)) * 1000
    if {"time left", "predicted end"} <= found.keys():
        found["margin"] = found["time left"] - found["predicted end"]
    return {name: value for name, value in found.items() if isfinite(value)}
