"""What the crew is advised to do at the pumps, from what is measured: a person commands, and this tells.

Wind up until it slips; follow the speed of the plan, damped by the force in the strands; stop short with valves shut;
then inch: feed until it slips, and dump the pressure when it would just stop at the end. Rules are numbers and the
memory is a row of them, so that the same code advises the twin at full pace and a crew live.
"""

from enum import IntEnum
from math import inf, isnan, sqrt
from typing import NamedTuple

from bridgehead.swing import compiled as numbers
from bridgehead.swing.breaking import START, passes
from bridgehead.swing.bridge import Bridge
from bridgehead.swing.compiled import State, compiled
from bridgehead.swing.plan import Course, Inching


class Stage(IntEnum):
    WIND_UP = 0
    TURN = 1
    SHUT = 2
    FEED = 3
    SETTLE = 4
    DONE = 5


WIND_UP, TURN, SHUT, FEED, SETTLE, DONE = (int(each) for each in Stage)


class Rules(NamedTuple):
    """In SI units and radians; the bridge is the one in the plan, which the real one differs from."""

    inertia: float
    moving: float  # N m
    stiffness: float  # of the strands
    lever: float
    back: float  # m/s at the rim at which jacks can be let back
    allowed: float  # rad/s that no limit in force forbids
    tip: float
    speed: float  # rad/s at the top of the turn
    ramp: float
    easing: float
    damping: float  # 1/s by which the force in the strands slows the feed
    following: float  # 1/s by which an angle that is behind speeds it up
    end: float  # rad, as the next three
    short: float
    aim: float
    near_enough: float
    creep: float  # rad/s, of the drive that inches
    drive_lever: float  # of the final drive; nothing where strands inch
    dump: float  # s in which pressure falls
    settle: float  # s


STAGE = 0
SINCE = 1  # s in this stage
ANGLE = 2  # as it is reckoned from all that was measured
SPEED = 3
MOVING = 4  # whether it turns
REST = 5  # angle at which it last stood
RESISTANCE = 6  # N m, learnt from the strands
PLANNED = 7  # angle of the plan by now
RAMP = 8  # s in the ramp, up, then down
FALLING = 9  # whether the ramp down has begun
STOP_SHUT = 10  # where the end of the beam would stop with valves shut, and with pressure dumped, in rad
STOP_DUMPED = 11
FEEDING = 12  # commands: speed in m/s at the rim, that of the final drive, whether to dump
SHOVING = 13
DUMPING = 14
STEPS = 15  # of inching
DOUBTED = 16  # readings in a row that were too far off to be believed
BLIND = 17  # s without a reading
SIZE = 18

FAR = 8.0
"""Standard deviations beyond which a reading is doubted."""
TRUSTED = 5
"""Readings in a row after which what was doubted is believed: a spike does not last."""
LOOKING = 2.0
"""s in which one looks where the bridge stands, by a sensor that is off, before anything is fed."""
STALE = 0.5
"""s without a reading after which nothing is fed to wind up or to inch."""
UNSEEN = 3.0
"""s without a reading after which a turn is held until there is one: until then the forces tell enough of it."""
LEAP = 4.0
"""Times the last piece that a bridge which has stuck may leap when strands carry it on, at the worst of scenarios."""
SURE = 0.97
"""The share of what is allowed that control keeps to, since it knows the speed no better."""


def rules(bridge: Bridge, course: Course, angle: float, inching: Inching, dump: float, allowed: float = inf) -> Rules:
    """For a turn by `angle` rad of which `inching` is the last piece; `dump` is the pumps' time in s."""
    ramp = max(course.ramp, 2 * bridge.period)
    drive = bridge.final_drive
    damping = 2 * course.damping * bridge.pace
    return Rules(
        inertia=bridge.inertia,
        moving=bridge.moving,
        stiffness=bridge.strands.stiffness,
        lever=bridge.strands.lever,
        back=bridge.jacks.back,
        allowed=allowed,
        tip=bridge.tip,
        speed=min(course.speed, (angle - inching.angle) / ramp),
        ramp=ramp,
        easing=bridge.period,
        damping=damping,
        following=damping / 5,
        end=angle,
        short=angle - inching.angle,
        aim=0.0001 / bridge.tip,
        near_enough=0.0004 / bridge.tip,
        creep=course.creep / bridge.tip if drive else course.speed,
        drive_lever=drive.lever if drive else 0.0,
        dump=dump,
        settle=3.0,
    )


def begin(rules: Rules) -> State:
    made = numbers.state(SIZE)
    made[RESISTANCE] = rules.moving
    return made


@compiled
def advise(memory: State, rules: Rules, angle: float, unsure: float, drive: float, dt: float) -> None:
    """One tick: an angle as measured and its standard deviation, the moment of all drives, and s since the last."""
    _reckon(memory, rules, angle, unsure, drive, dt)
    _foretell(memory, rules, drive, dt)
    stage = memory[STAGE]
    memory[SINCE] += dt
    if stage == WIND_UP:
        _wind_up(memory, rules, dt)
    elif stage == TURN:
        _turn(memory, rules, drive, dt)
    elif stage == SHUT:
        _shut(memory, rules)
    elif stage == FEED:
        _feed(memory, rules)
    elif stage == SETTLE:
        _settle(memory, rules)


would_pass = compiled(passes)


@compiled
def _enter(memory: State, stage: int) -> None:
    memory[STAGE] = stage
    memory[SINCE] = 0.0
    memory[FEEDING] = 0.0
    memory[SHOVING] = 0.0
    memory[DUMPING] = 0.0


@compiled
def _reckon(memory: State, rules: Rules, angle: float, unsure: float, drive: float, dt: float) -> None:
    """Angle and speed: what the measured forces make of the last ones, drawn towards what is measured.

    At rest the angle is a slow mean, and six of its standard deviations away from where it stood are a slip, if it is
    pulled at all. What is not measured, or is doubted, draws nothing.
    """
    acceleration = (drive - memory[RESISTANCE]) / rules.inertia
    ahead = (memory[SPEED] + 0.5 * acceleration * dt) * dt if memory[MOVING] != 0.0 else 0.0
    off = _believed(memory, angle - memory[ANGLE] - ahead, unsure, dt)
    if memory[MOVING] == 0.0:
        memory[ANGLE] += 5.0 * dt * off
        moved = memory[ANGLE] - memory[REST]
        memory[REST] += 0.2 * dt * moved
        if moved > unsure and drive > 0.5 * memory[RESISTANCE]:
            memory[MOVING] = 1.0
            memory[SPEED] = sqrt(2.0 * max(acceleration, 0.0) * moved)
        return
    memory[ANGLE] += ahead + 7.0 * dt * off
    memory[SPEED] += (acceleration + 25.0 * off) * dt
    if memory[SPEED] <= 0.0:
        memory[SPEED] = 0.0
        memory[MOVING] = 0.0
        memory[REST] = memory[ANGLE]


@compiled
def _believed(memory: State, off: float, unsure: float, dt: float) -> float:
    """How far a reading is off what is reckoned, or nothing where there is none or where it is a spike."""
    if isnan(off):
        memory[BLIND] += dt
        return 0.0
    memory[BLIND] = 0.0
    if abs(off) <= FAR * unsure:
        memory[DOUBTED] = 0.0
        return off
    memory[DOUBTED] += 1.0
    return off if memory[DOUBTED] > TRUSTED else 0.0


@compiled
def _foretell(memory: State, rules: Rules, drive: float, dt: float) -> None:
    """Where it would stop by either way of stopping, were that begun now.

    With valves shut it swings on to v/ω at most. With pressure dumped the drives still push for as long as that takes,
    M τ of it, and friction alone brakes: v² J/2M.
    """
    angle, speed = memory[ANGLE], memory[SPEED]
    memory[STOP_SHUT] = angle + speed * sqrt(rules.inertia / rules.stiffness)
    kick = drive * rules.dump / rules.inertia
    fast = speed + kick
    braked = fast * fast * rules.inertia / (2.0 * memory[RESISTANCE])
    memory[STOP_DUMPED] = angle + speed * dt + braked - kick * rules.dump if memory[MOVING] != 0.0 else angle


@compiled
def eased(time: float, ramp: float, easing: float) -> float:
    """The share of its speed that a ramp has reached, eased at both ends."""
    if time <= 0.0:
        return 0.0
    if time >= ramp:
        return 1.0
    jerk = 1.0 / ((ramp - easing) * easing)
    if time < easing:
        return 0.5 * jerk * time * time
    if time < ramp - easing:
        return jerk * easing * (time - 0.5 * easing)
    return 1.0 - 0.5 * jerk * (ramp - time) * (ramp - time)


@compiled
def _wind_up(memory: State, rules: Rules, dt: float) -> None:
    if memory[SINCE] < LOOKING:
        memory[REST] = memory[ANGLE]
        memory[MOVING] = 0.0
        return
    if memory[BLIND] > STALE:
        memory[FEEDING] = 0.0
        return
    share = eased(memory[RAMP], rules.ramp, rules.easing)
    if share < START:
        memory[RAMP] += dt
    memory[FEEDING] = share * rules.speed * rules.lever
    if memory[MOVING] != 0.0:
        _enter(memory, TURN)
        memory[PLANNED] = memory[ANGLE]
        memory[FEEDING] = share * rules.speed * rules.lever


@compiled
def _turn(memory: State, rules: Rules, drive: float, dt: float) -> None:
    """After the plan, with the feed slowed by force beyond what it takes to move, and hastened by what is behind. Jacks
    are let back while the swing of a break-away would pass what is allowed.

    Without the force any such haste is unstable (Routh). Where it sticks as it slows down near its end, it is left to
    the inching, since the strands would carry it twice as far as they are wound up too much.
    """
    if memory[BLIND] > UNSEEN:
        memory[SINCE] = 0.0
        memory[FEEDING] = 0.0
        return
    if memory[FALLING] == 0.0:
        memory[RAMP] += dt
        share = eased(memory[RAMP], rules.ramp, rules.easing)
        if memory[PLANNED] >= rules.short - 0.5 * rules.speed * rules.ramp:
            memory[FALLING] = 1.0
            memory[RAMP] = 0.0
    else:
        memory[RAMP] += dt
        share = 1.0 - eased(memory[RAMP], rules.ramp, rules.easing)
    wished = share * rules.speed
    memory[PLANNED] += wished * dt
    if memory[MOVING] != 0.0 and memory[SINCE] > 20.0:
        memory[RESISTANCE] += (drive - memory[RESISTANCE]) * dt / 20.0
    behind = memory[PLANNED] - memory[ANGLE]
    pulled = (drive - memory[RESISTANCE]) / rules.stiffness
    rate = wished + rules.following * behind - rules.damping * pulled
    memory[FEEDING] = min(max(rate, 0.0), 2.0 * rules.speed) * rules.lever
    if rules.back > 0.0 and memory[MOVING] != 0.0:
        swing = pulled * sqrt(rules.stiffness / rules.inertia)
        if would_pass(memory[SPEED], wished, swing, SURE * rules.allowed):
            memory[FEEDING] = -rules.back
    stuck = memory[MOVING] == 0.0 and rules.end - memory[ANGLE] < LEAP * (rules.end - rules.short)
    ended = memory[FALLING] != 0.0 and (memory[RAMP] >= rules.ramp or stuck)
    if ended or memory[STOP_SHUT] >= rules.end - 0.5 * (rules.end - rules.short):
        _enter(memory, SHUT)


@compiled
def _shut(memory: State, rules: Rules) -> None:
    if memory[MOVING] != 0.0:
        memory[SINCE] = 0.0
    if memory[SINCE] > rules.settle:
        _enter(memory, SETTLE)
        memory[DUMPING] = 1.0 if rules.drive_lever else 0.0


@compiled
def _feed(memory: State, rules: Rules) -> None:
    if memory[MOVING] != 0.0 and memory[STOP_DUMPED] >= rules.end - rules.aim:
        _enter(memory, SETTLE)
        memory[DUMPING] = 1.0
        memory[STEPS] += 1.0
        return
    if memory[BLIND] > STALE:
        memory[SHOVING] = 0.0
        memory[FEEDING] = 0.0
    elif rules.drive_lever:
        memory[SHOVING] = rules.creep * rules.drive_lever
    else:
        memory[FEEDING] = rules.creep * rules.lever


@compiled
def _settle(memory: State, rules: Rules) -> None:
    if memory[MOVING] != 0.0:
        memory[SINCE] = 0.0
    if memory[SINCE] > rules.settle:
        _enter(memory, DONE if memory[ANGLE] >= rules.end - rules.near_enough else FEED)
