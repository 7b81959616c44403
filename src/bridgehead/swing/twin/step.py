"""One step of the twin in time. Sticking is a state of its own, decided by the balance of moments.

Second order in the step, but first where a stick is left.
"""

from bridgehead.swing.compiled import State, compiled
from bridgehead.swing.twin.body import RENEWED, Body, friction, held, one_way, stops
from bridgehead.swing.twin.state import (
    ACCELERATION,
    AGE,
    ANGLE,
    AT,
    DIRECTION,
    DRAG,
    DUMP,
    FED,
    FEED,
    HANDING,
    IN_STROKE,
    LEFT,
    LEFT_FORCE,
    MOMENT,
    PEAK,
    PUSH,
    PUSH_FORCE,
    PUSH_SPEED,
    RIGHT,
    RIGHT_FORCE,
    SHOVE,
    SPEED,
    STICKS,
    TIME,
    TOUCH,
    WIND,
)


@compiled
def advance(state: State, body: Body, dt: float, steps: int) -> None:
    """On by many steps under the same commands."""
    for _ in range(steps):
        step(state, body, dt)


@compiled
def step(state: State, body: Body, dt: float) -> None:
    """On by `dt` s: the drives, then the rotor."""
    _jack(state, body, LEFT, state[FEED] * body.left, dt)
    _jack(state, body, RIGHT, state[FEED] * body.right, dt)
    _final(state, body, dt)
    state[TIME] += dt
    if state[DIRECTION] == 0.0:
        _stick(state, body, dt)
    else:
        _slip(state, body, dt)


@compiled
def _jack(state: State, body: Body, jack: int, told: float, dt: float) -> None:
    """A lag of the first order, slower while the strokes are handed over, and none beyond its capacity."""
    speed = state[jack + AT]
    if state[jack + HANDING] > 0.0:
        state[jack + HANDING] -= dt
        told *= 1.0 - body.dip
    if told > 0.0 and state[LEFT_FORCE if jack == LEFT else RIGHT_FORCE] >= body.capacity:
        told = 0.0
    new = speed + (told - speed) * dt / (body.lag + 0.5 * dt)
    fed = 0.5 * (speed + new) * dt
    if state[jack + IN_STROKE] + fed < 0.0:  # it is let back no further than its stroke
        fed, new = -state[jack + IN_STROKE], 0.0
    state[jack + AT] = new
    state[jack + IN_STROKE] += fed
    if state[jack + IN_STROKE] >= body.stroke:
        state[jack + IN_STROKE] -= body.stroke
        state[jack + HANDING] = body.hand_over
    state[jack + FED] += fed
    if state[DUMP] != 0.0:
        taut = state[jack + FED] - body.lever * state[ANGLE]
        if taut > 0.0:
            state[jack + FED] -= taut * dt / (body.dump + 0.5 * dt)


@compiled
def _final(state: State, body: Body, dt: float) -> None:
    """It is set against the bridge until it is told to push."""
    if state[SHOVE] == 0.0 and state[PUSH_FORCE] == 0.0:
        state[PUSH] = body.push_lever * state[ANGLE]
        state[PUSH_SPEED] = 0.0
        return
    speed = state[PUSH_SPEED]
    new = speed + (state[SHOVE] - speed) * dt / (body.lag + 0.5 * dt)
    state[PUSH_SPEED] = new
    state[PUSH] += 0.5 * (speed + new) * dt
    if state[DUMP] != 0.0:
        pressed = state[PUSH] - body.push_lever * state[ANGLE]
        if pressed > 0.0:
            state[PUSH] -= pressed * dt / (body.dump + 0.5 * dt)


@compiled
def moment(state: State, body: Body, angle: float, speed: float) -> float:
    """What drives the rotor at an angle and a speed, with the drives where they are, in N m; keeps their forces."""
    rim, rate = body.lever * angle, body.lever * speed
    left = one_way(state[LEFT] - rim, state[LEFT + AT] - rate, body.strand, body.strand_damping)
    right = one_way(state[RIGHT] - rim, state[RIGHT + AT] - rate, body.strand, body.strand_damping)
    gap = state[PUSH] - body.push_lever * angle
    push = 0.0
    if gap > 0.0:
        push = one_way(gap, state[PUSH_SPEED] - body.push_lever * speed, body.push, body.push_damping)
    state[LEFT_FORCE] = left
    state[RIGHT_FORCE] = right
    state[PUSH_FORCE] = push
    drive = (left + right) * body.lever + push * body.push_lever + state[WIND]
    if angle > body.stop:
        drive -= stops(body, angle, speed)
    return drive


@compiled
def _stick(state: State, body: Body, dt: float) -> None:
    """It stays while friction holds. Where that ends within the step, it slips for the rest of it."""
    before = held(body, state[AGE]) + state[DRAG] - abs(state[MOMENT])
    drive = moment(state, body, state[ANGLE], 0.0)
    state[MOMENT] = drive
    after = held(body, state[AGE] + dt) + state[DRAG] - abs(drive)
    if after >= 0.0:
        state[AGE] += dt
        return
    rest = dt * min(max(after / (after - before), 0.0), 1.0) if before > 0.0 else dt
    state[AGE] = min(state[AGE] + dt - rest, body.dwell)
    way = 1.0 if drive > 0.0 else -1.0
    state[DIRECTION] = way
    state[ACCELERATION] = -way * after / body.inertia
    state[SPEED] = 0.5 * state[ACCELERATION] * rest
    state[ANGLE] += state[SPEED] * rest / 3.0


@compiled
def _slip(state: State, body: Body, dt: float) -> None:
    """Heun's step. Where the speed would turn round it stops within the step, and friction decides whether it stays."""
    way, age = state[DIRECTION], state[AGE]
    angle, speed, before = state[ANGLE], state[SPEED], state[ACCELERATION]
    guess = speed + before * dt
    drive = moment(state, body, angle + speed * dt + 0.5 * before * dt * dt, guess)
    after = (drive - way * (friction(body, guess, age) + state[DRAG])) / body.inertia
    new = speed + 0.5 * (before + after) * dt
    state[MOMENT] = drive
    state[ACCELERATION] = after
    if new * way <= 0.0:
        moved = dt * speed / (speed - new) if speed != new else 0.0
        state[ANGLE] = angle + 0.5 * speed * moved
        state[SPEED] = 0.0
        state[DIRECTION] = 0.0
        state[ACCELERATION] = 0.0
        state[MOMENT] = moment(state, body, state[ANGLE], 0.0)
        state[AGE] += dt - moved
        state[STICKS] += 1.0
        return
    state[ANGLE] = angle + speed * dt + (2.0 * before + after) * dt * dt / 6.0
    state[SPEED] = new
    if new * way > RENEWED * body.fading:
        state[AGE] = 0.0
    if abs(new) > state[PEAK]:
        state[PEAK] = abs(new)
    if state[ANGLE] > body.stop and state[TOUCH] == 0.0:
        state[TOUCH] = new
