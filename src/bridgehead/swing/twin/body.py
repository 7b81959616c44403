"""What the twin's equation of motion needs of a bridge, as numbers, and the moments that act on it.

J θ'' = M - F, with M of strands that only pull, a final drive that only pushes, stops and wind, and F of friction.
In SI units and radians; angles count from where the turn begins.
"""

from dataclasses import dataclass
from math import exp, inf, sqrt
from typing import NamedTuple

from bridgehead.swing.bridge import Bridge
from bridgehead.swing.compiled import compiled


@dataclass(frozen=True, slots=True)
class Pumps:
    """How the drives answer: a `lag` in s; the share `dip` of its speed that a jack loses for `hand_over` s when it
    takes the strands anew; the time in s in which pressure that is dumped falls to 1/e; the share that the left pump
    gives more, and the right one less, than both are told."""

    lag: float
    dip: float
    hand_over: float
    dump: float
    uneven: float = 0.0


class Body(NamedTuple):
    inertia: float
    moving: float  # N m, as the next
    fade: float  # static less moving
    fading: float  # rad/s
    viscous: float
    dwell: float
    strand: float  # N/m of each side
    strand_damping: float  # N s/m
    lever: float
    capacity: float  # N of each jack
    stroke: float
    push: float  # N/m; nothing where there is no final drive
    push_damping: float
    push_lever: float
    stop: float  # rad from the beginning
    stop_lever: float
    stop_stiffness: float
    stop_damping: float
    lag: float
    dip: float
    hand_over: float
    dump: float
    left: float  # what each pump gives of what it is told
    right: float


NO_STOP = inf


def body(bridge: Bridge, pumps: Pumps, end: float = NO_STOP) -> Body:
    """`end` is the planned angle of the turn; the stop beams stand beyond it by what they leave free."""
    strands, drive, stops = bridge.strands, bridge.final_drive, bridge.stops
    side = strands.stiffness / 2 / strands.lever**2
    shares = bridge.damping * sqrt(bridge.inertia)  # of each spring: 2ζ sqrt(kJ), brought to its own lever
    return Body(
        inertia=bridge.inertia,
        moving=bridge.moving,
        fade=bridge.static - bridge.moving,
        fading=bridge.friction.fading,
        viscous=bridge.friction.viscous,
        dwell=bridge.friction.dwell,
        strand=side,
        strand_damping=shares * sqrt(strands.stiffness) / strands.lever**2,
        lever=strands.lever,
        capacity=bridge.jacks.capacity,
        stroke=bridge.jacks.stroke,
        push=drive.stiffness if drive else 0.0,
        push_damping=2 * shares * sqrt(drive.turning) / drive.lever**2 if drive else 0.0,
        push_lever=drive.lever if drive else 1.0,
        stop=end + stops.free / stops.lever,
        stop_lever=stops.lever,
        stop_stiffness=stops.stiffness,
        stop_damping=stops.damping,
        lag=pumps.lag,
        dip=pumps.dip,
        hand_over=pumps.hand_over,
        dump=pumps.dump,
        left=1 + pumps.uneven,
        right=1 - pumps.uneven,
    )


@compiled
def one_way(stretch: float, rate: float, stiffness: float, damping: float) -> float:
    """The force in N of a spring that only pulls, or only pushes."""
    if stretch <= 0.0:
        return 0.0
    return max(0.0, stiffness * stretch + damping * rate)


@compiled
def held(body: Body, age: float) -> float:
    """The moment in N m that friction holds after a dwell: it grows from the moving to the static one."""
    return body.moving + body.fade * min(age / body.dwell, 1.0)


@compiled
def friction(body: Body, speed: float, age: float) -> float:
    """Against the motion, at a speed of any sign: what the dwell before it had made fades with speed (Stribeck)."""
    fast = abs(speed)
    moment = body.moving + body.viscous * fast
    if age > 0.0:
        moment += body.fade * min(age / body.dwell, 1.0) * exp(-((fast / body.fading) ** 2))
    return moment


@compiled
def stops(body: Body, angle: float, speed: float) -> float:
    """What the rubber of the stop beams pushes back, in N m."""
    beyond = (angle - body.stop) * body.stop_lever
    if beyond <= 0.0:
        return 0.0
    return one_way(beyond, speed * body.stop_lever, body.stop_stiffness, body.stop_damping) * body.stop_lever


RENEWED = 3.0
"""Times the fading speed after which the contact is a new one, and what a dwell had made is gone: e⁻⁹ of it is left."""
