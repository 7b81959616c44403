"""The plan of a rotation: each window's turn, its time and its end, judged by the limits that are in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from bridgehead.swing import limits as bounds
from bridgehead.swing import slowness
from bridgehead.swing.breaking import BreakAway, break_away, needed
from bridgehead.swing.bridge import Bridge, Spot
from bridgehead.swing.limits import Judged, Limit, Quantity
from bridgehead.swing.profile import Profile, smooth
from bridgehead.swing.stopping import pressure_dumped, valves_shut
from bridgehead.swing.traction import Traction, traction
from bridgehead.swing.weighing import Weighing, eccentricity


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which the bridge may turn. Without an angle it takes its share of the whole; without a length, as in a
    trial beside the track, it has no end of its own. rad, s."""

    name: str
    angle: float | None = None
    length: float | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What is wished of each turn: rad/s, s; `damping` is the share of critical damping that control by the force in
    the strands gives. The final drive creeps at the tip's `creep` m/s, then inches `steps` times, `cycle` s each."""

    whole: float
    speed: float
    ramp: float
    damping: float
    creep: float
    steps: int
    cycle: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """Weighings along the axis and inward; a direction that was not weighed is as the drawings have it."""

    along: Weighing | None = None
    inward: Weighing | None = None

    def off(self, bridge: Bridge) -> Spot:
        """Where the centroid is, from the hinge."""
        drawn = bridge.centroid
        return Spot(
            eccentricity(bridge, self.along) if self.along else drawn.along,
            eccentricity(bridge, self.inward) if self.inward else drawn.inward,
        )


@dataclass(frozen=True, slots=True)
class Inching:
    """From where before the end the tip is crept and inched, not pulled: m at the tip, rad; the least step in m."""

    distance: float
    angle: float
    step: float
    time: float


@dataclass(frozen=True, slots=True)
class Turn:
    window: Window
    angle: float
    profile: Profile
    inching: Inching
    time: float

    @property
    def left(self) -> float | None:
        """What is left of the window, in s."""
        return None if self.window.length is None else self.window.length - self.time


@dataclass(frozen=True, slots=True)
class Refusal:
    """A limit that the plan breaks, in which turn where it is of one, and the nearest value of `what` that keeps it."""

    judged: Judged
    turn: str | None
    what: str
    nearest: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    bridge: Bridge
    course: Course
    off: Spot
    traction: Traction
    slowest: float
    away: BreakAway
    stop_shut: float
    stop_dumped: float
    turns: tuple[Turn, ...]
    judged: tuple[tuple[str | None, Judged], ...]
    refusals: tuple[Refusal, ...]
    nearest: "Plan | None" = None
    """The plan with the nearest speed that keeps every limit that a speed can keep, and the angles that then fit."""

    @property
    def allowed(self) -> float:
        """The speed in rad/s that no limit in force forbids."""
        return allowed(self.bridge, [judged.limit for _, judged in self.judged])

    @property
    def let_back(self) -> float | None:
        """The least m/s at the rim at which jacks have to be let back for the limit of speed to be kept as the bridge
        breaks away; None where no such speed is enough.
        """
        ramp = max(self.course.ramp, 2 * self.bridge.period)
        return needed(self.bridge, self.course.speed, ramp, self.course.damping, self.allowed)


class ImpossibleSplit(ValueError):
    """The angles of the windows do not make the whole. Carries the sum that was found, in rad."""

    def __init__(self, found: float) -> None:
        super().__init__(found)
        self.found = found


NOT_WEIGHED = Weighed()
END = Limit("end of the window", Quantity.MARGIN, 0.0, seen=True)
"""What a window itself asks, where no margin to its end is in force."""
SLOWEST = "slowest steady turning"
"""The name of the limit that friction and strands set."""


def plan(
    bridge: Bridge,
    limits: Sequence[Limit],
    windows: Sequence[Window],
    course: Course,
    weighed: Weighed = NOT_WEIGHED,
) -> Plan:
    """The plan as it is wished, and where a limit refuses it the nearest one that keeps them.

    1. Split the whole over the windows.
    2. Turn each, and judge every limit.
    3. Where one is broken, take the nearest speed that keeps all; where none leaves every window its margin, the
       quickest that is allowed, and of each angle as much as its window carries.

    Raises ImpossibleSplit.
    """
    if not any(limit.of is Quantity.MARGIN and limit.in_force for limit in limits):
        limits = [*limits, END]
    angles = split(course, windows)  # 1
    off = weighed.off(bridge)
    made = _planned(bridge, limits, windows, angles, course, off)  # 2
    if not made.refusals:
        return made
    least, quickest = speeds(bridge, limits, windows, angles, course)  # 3
    near = replace(course, speed=min(max(course.speed, least), quickest))
    if least > quickest:
        angles = _cut(bridge, limits, windows, angles, near)
    if near == course and angles == tuple(turn.angle for turn in made.turns):
        return made
    return replace(made, nearest=_planned(bridge, limits, windows, angles, near, off))


def split(course: Course, windows: Sequence[Window]) -> tuple[float, ...]:
    """The angle of each window: its own, or what is left, shared by the lengths of those that have none."""
    given = sum(window.angle for window in windows if window.angle is not None)
    rest = course.whole - given
    open_ = [window for window in windows if window.angle is None]
    if abs(rest) > 1e-9 if not open_ else rest <= 0:
        raise ImpossibleSplit(given)
    carried = {window.name: window.length or 0.0 for window in open_}
    whole = sum(carried.values())
    return tuple(
        window.angle if window.angle is not None else rest * (carried[window.name] / whole if whole else 1 / len(open_))
        for window in windows
    )


def _planned(
    bridge: Bridge,
    limits: Sequence[Limit],
    windows: Sequence[Window],
    angles: Sequence[float],
    course: Course,
    off: Spot,
) -> Plan:
    pull = traction(bridge)
    turns = tuple(turn(bridge, pull, window, angle, course) for window, angle in zip(windows, angles, strict=True))
    judged = tuple(_judged(bridge, limits, pull, turns, off))
    slowest = slowness.floor(bridge, course.damping)
    refusals: list[Refusal] = []
    for where, found in judged:
        if found.breaks and not any(found.limit == each.judged.limit and not each.turn for each in refusals):
            refusals.append(_refusal(bridge, found, where, turns, course))
    if course.speed < slowest:
        floor = Limit(SLOWEST, Quantity.TURNING_SPEED, slowest, seen=True)
        refusals.append(Refusal(Judged(floor, course.speed), None, "speed", slowest))
    away = break_away(
        bridge, course.speed, max(course.ramp, 2 * bridge.period), course.damping, allowed(bridge, limits)
    )
    return Plan(
        away=away,
        bridge=bridge,
        course=course,
        off=off,
        traction=pull,
        slowest=slowest,
        stop_shut=valves_shut(bridge, course.speed),
        stop_dumped=pressure_dumped(bridge, course.speed),
        turns=turns,
        judged=judged,
        refusals=tuple(refusals),
    )


def turn(bridge: Bridge, pull: Traction, window: Window, angle: float, course: Course) -> Turn:
    """A turn by strands to where inching begins, then by the final drive, or by strands where there is none."""
    inch = inching(bridge, pull, course)
    profile = smooth(angle - inch.angle, course.speed, course.ramp, bridge.period)
    return Turn(window, angle, profile, inch, profile.time + inch.time)


def inching(bridge: Bridge, pull: Traction, course: Course) -> Inching:
    """It begins where strands, stopped from their speed and letting go of their wind-up, cannot reach the end:
    twice the way of stopping with valves shut, and the wind-up between static and moving friction (derived)."""
    step = pull.least_step_of_final_drive or pull.least_step
    release = (bridge.static - bridge.moving) / bridge.strands.stiffness * bridge.tip
    distance = 2 * valves_shut(bridge, course.speed) + release
    time = distance / course.creep + course.steps * course.cycle
    return Inching(distance, distance / bridge.tip, step, time)


def _judged(
    bridge: Bridge, limits: Iterable[Limit], pull: Traction, turns: Sequence[Turn], off: Spot
) -> Iterable[tuple[str | None, Judged]]:
    """Every limit beside its value, of the bridge or of each turn; those not in force as well, to be shown."""
    of_bridge = {Quantity.ECCENTRICITY: off.distance, Quantity.RESERVE: pull.reserve}
    for limit in limits:
        if limit.of in of_bridge:
            yield None, Judged(limit, of_bridge[limit.of])
            continue
        for one in turns:
            if (value := _of_turn(bridge, one, limit.of)) is not None:
                yield one.window.name, Judged(limit, value)


def _of_turn(bridge: Bridge, one: Turn, quantity: Quantity) -> float | None:
    jerk, easing = one.profile.jerks[0], one.profile.durations[0]
    acceleration = jerk * easing
    speed = acceleration * (one.profile.durations[1] + easing)
    return {
        Quantity.TURNING_SPEED: speed,
        Quantity.TIP_SPEED: speed * bridge.tip,
        Quantity.TIP_ACCELERATION: acceleration * bridge.tip,
        Quantity.MARGIN: one.left,
    }[quantity]


def allowed(bridge: Bridge, limits: Iterable[Limit]) -> float:
    """The speed in rad/s that no limit in force forbids, of the turning or of the tip."""
    turning, tip = (bounds.active(bounds.of(limits, each)) for each in (Quantity.TURNING_SPEED, Quantity.TIP_SPEED))
    return min(turning.bound if turning else inf, tip.bound / bridge.tip if tip else inf)


def _refusal(bridge: Bridge, found: Judged, where: str | None, turns: Sequence[Turn], course: Course) -> Refusal:
    """What is changed to keep a limit: a speed is the same for every turn, so that it is told once."""
    limit = found.limit
    match limit.of:
        case Quantity.TURNING_SPEED:
            return Refusal(found, None, "speed", limit.bound)
        case Quantity.TIP_SPEED:
            return Refusal(found, None, "speed", limit.bound / bridge.tip)
        case Quantity.TIP_ACCELERATION:
            ramp = (max(course.ramp, 2 * bridge.period) - bridge.period) * found.value / limit.bound + bridge.period
            return Refusal(found, None, "ramp", ramp)
        case Quantity.RESERVE:
            return Refusal(found, None, "capacity of a jack", traction(bridge).to_start * limit.bound)
        case Quantity.ECCENTRICITY:
            return Refusal(found, None, "moment of ballast", bridge.weight * (found.value - limit.bound))
    one = next(each for each in turns if each.window.name == where)
    return Refusal(found, where, "angle", _carried(bridge, one, limit.bound, course))


def _carried(bridge: Bridge, one: Turn, margin: float, course: Course) -> float | None:
    """The greatest angle that the window carries at the speed, with its margin."""
    assert one.window.length is not None
    left = one.window.length - margin - one.inching.time
    ramp = max(course.ramp, 2 * bridge.period)
    if left < 2 * ramp:  # the least that a turn takes, however small
        return None
    return (left - ramp) * course.speed + one.inching.angle


def speeds(
    bridge: Bridge, limits: Sequence[Limit], windows: Sequence[Window], angles: Sequence[float], course: Course
) -> tuple[float, float]:
    """The least speed that neither sticks nor is late in any window, and the quickest that is allowed."""
    quickest = allowed(bridge, limits)
    least = [slowness.floor(bridge, course.damping)]
    for window, angle in zip(windows, angles, strict=True):
        if window.length is not None:
            least.append(_needed(bridge, window, angle, _margin(limits), course, quickest))
    return max(least), quickest


def _margin(limits: Sequence[Limit]) -> float:
    margin = bounds.active(bounds.of(limits, Quantity.MARGIN))
    assert margin is not None
    return margin.bound


def _cut(
    bridge: Bridge, limits: Sequence[Limit], windows: Sequence[Window], angles: Sequence[float], course: Course
) -> tuple[float, ...]:
    """Of each angle as much as its window carries."""
    pull = traction(bridge)
    turns = [turn(bridge, pull, window, angle, course) for window, angle in zip(windows, angles, strict=True)]
    return tuple(
        one.angle if one.left is None else min(one.angle, _carried(bridge, one, _margin(limits), course) or 0.0)
        for one in turns
    )


def _needed(bridge: Bridge, window: Window, angle: float, margin: float, course: Course, quickest: float) -> float:
    """The least speed at which a window leaves its margin, by bisection; infinite where the quickest does not."""
    pull = traction(bridge)

    def late(speed: float) -> bool:
        left = turn(bridge, pull, window, angle, replace(course, speed=speed)).left
        assert left is not None
        return left < margin

    high = min(quickest, 10 * course.speed)  # where no limit is in force, ten times as quick is as good as any
    if late(high):
        return float("inf")
    low = high / 1000
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if late(middle) else (low, middle)
    return high
