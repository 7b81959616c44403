"""A whole turn of the twin: measured, advised, commanded as advised, and stepped on, until it is done."""

from dataclasses import dataclass
from math import inf, nan, sqrt
from statistics import NormalDist
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from bridgehead.swing import control
from bridgehead.swing.bridge import Bridge
from bridgehead.swing.compiled import COMPILED, State, compiled
from bridgehead.swing.control import DONE, Rules, Stage, advise
from bridgehead.swing.twin import state as at
from bridgehead.swing.twin.body import Body, Pumps, body
from bridgehead.swing.twin.sensing import Sensors
from bridgehead.swing.twin.step import advance, step
from bridgehead.swing.twin.sway import STIFF, Frame, sway_on, upright
from bridgehead.swing.twin.weather import Wind

STEP = 0.001
STEPS_A_TICK = 10
TICK = STEP * STEPS_A_TICK
USES = 9  # places from one tick to the next; odd, so that every number serves every use
NOISE = 1 << 16
"""How many random numbers there are before they come again, from another place for each use."""

LONGEST = 4 * 3600.0
"""s after which a turn is given up."""

COLUMNS = (
    "time",  # s
    "angle",  # rad
    "speed",  # rad/s
    "measured",  # rad; not a number in a drop-out
    "left",  # N, as measured, as the next two
    "right",
    "push",
    "stage",  # `control.Stage`
    "stop_shut",  # rad
    "stop_dumped",
    "wind",  # N m
    "pitch",  # rad, as the next: tilt of the body, fore end down, and towards the inner side
    "roll",
    "gap",  # m, the least of the four feet
    "back",  # m/s² down, of each arm's end
    "fore",
    "fed",  # m at the rim, as measured: the mean of both jacks
)
"""Of a track. What sways is nothing where no sway was given."""


class Round(NamedTuple):
    """What is round the bridge, in SI units and radians: noise of sensors and gusts of wind."""

    encoder: float
    tip: float
    cells: float
    stroke: float
    offset: float
    scale: float
    near: float
    drift: float  # rad/s
    spiking: float  # of a standard normal number, beyond which a reading is a spike, as the next a drop-out
    spike: float
    dropping: float
    dropped: int  # ticks
    wind: float
    gusts: float
    lasting: float
    factor: float


@dataclass(frozen=True, slots=True)
class Turned:
    """`error` is where the tip stands beyond the planned end, in m; `overshoot` what it was beyond at most.

    `contact` is the speed of the tip in m/s when the stop beams were touched, nothing where they were not; `peak` the
    greatest of the tip. `track` has a row each `every` s of `rotate`, as `COLUMNS`.
    """

    error: float
    overshoot: float
    contact: float
    peak: float
    time: float
    sticks: int
    steps: int
    done: bool
    track: NDArray[np.float64]


def rotate(
    bridge: Bridge,
    rules: Rules,
    pumps: Pumps,
    wind: Wind,
    sensors: Sensors,
    seed: int | tuple[int, ...],
    *,
    frame: Frame = STIFF,
    every: float = 1.0,
    longest: float = LONGEST,
) -> Turned:
    """`rules` are those of the plan, `bridge` and the rest what is really there. It ends after `longest` s at most."""
    random = np.random.default_rng(seed)
    noise = random.standard_normal(NOISE)
    rows = int(longest / every) + 1
    track = np.zeros((rows, len(COLUMNS)))
    state, memory = at.begin(), control.begin(rules)
    strokes = random.uniform(0, bridge.jacks.stroke, 2)
    state[at.LEFT + at.IN_STROKE], state[at.RIGHT + at.IN_STROKE] = float(strokes[0]), float(strokes[1])
    if frame.rocking:
        upright(state, frame)
    numbers = cast("State", noise) if COMPILED else noise.tolist()
    kept, greatest = _run(
        state,
        memory,
        body(bridge, pumps, rules.end),
        rules,
        _round(wind, sensors, rules.tip),
        frame,
        numbers,
        track,
        round(every / TICK),
        int(longest / TICK),
    )
    end = rules.end
    return Turned(
        error=float(state[at.ANGLE] - end) * rules.tip,
        overshoot=max(0.0, float(greatest - end) * rules.tip),
        contact=float(state[at.TOUCH]) * rules.tip,
        peak=float(state[at.PEAK]) * rules.tip,
        time=float(state[at.TIME]),
        sticks=int(state[at.STICKS]),
        steps=int(memory[control.STEPS]),
        done=Stage(int(memory[control.STAGE])) is Stage.DONE,
        track=track[:kept],
    )


def _round(wind: Wind, sensors: Sensors, tip: float) -> Round:
    return Round(
        encoder=sensors.encoder / tip,
        tip=sensors.tip / tip,
        cells=sensors.cells,
        stroke=sensors.stroke,
        offset=sensors.offset / tip,
        scale=1 + sensors.scale,
        near=sensors.range / tip,
        drift=sensors.drift / tip,
        spiking=_beyond(sensors.spikes),
        spike=sensors.spike / tip,
        dropping=_beyond(sensors.drop_outs),
        dropped=round(sensors.lasting / TICK),
        wind=wind.speed,
        gusts=wind.gusts * wind.speed * sqrt(2 * TICK / wind.lasting),
        lasting=wind.lasting,
        factor=wind.factor,
    )


def _beyond(share: float) -> float:
    """The number beyond which a standard normal one lies as often as that."""
    return NormalDist().inv_cdf(1 - share) if share else inf


@compiled
def _run(
    state: State,
    memory: State,
    body: Body,
    rules: Rules,
    around: Round,
    swaying: Frame,
    noise: State,
    track: NDArray[np.float64],
    every: int,
    ticks: int,
) -> tuple[int, float]:
    """Tick by tick until it is done; how many rows of the track are filled, and the greatest angle."""
    kept, greatest, gust, seen, silent = 0, 0.0, 0.0, 0.0, 0
    for tick in range(ticks):
        place = USES * tick
        gust += -gust * TICK / around.lasting + around.gusts * noise[place % NOISE]
        blows = around.wind + gust
        state[at.WIND] = around.factor * blows * blows
        angle = state[at.ANGLE]
        if rules.end - angle < around.near:
            unsure = around.tip
            seen = angle + unsure * noise[(place + 1) % NOISE]
        else:
            unsure = around.encoder
            seen = angle + around.offset + around.drift * state[at.TIME] + unsure * noise[(place + 1) % NOISE]
        if noise[(place + 5) % NOISE] > around.spiking:
            seen += around.spike
        if noise[(place + 6) % NOISE] > around.dropping:
            silent = around.dropped
        if silent > 0:
            silent -= 1
            seen = nan
        left = state[at.LEFT_FORCE] * (around.scale + around.cells * noise[(place + 2) % NOISE])
        right = state[at.RIGHT_FORCE] * (around.scale + around.cells * noise[(place + 3) % NOISE])
        push = state[at.PUSH_FORCE] * (around.scale + around.cells * noise[(place + 4) % NOISE])
        drive = (left + right) * body.lever + push * body.push_lever
        advise(memory, rules, seen, unsure, drive, TICK)
        if tick % every == 0:
            fed = 0.5 * (state[at.LEFT] + state[at.RIGHT]) + around.stroke * noise[(place + 7) % NOISE]
            _note(track[kept], state, memory, angle, (seen, left, right, push, fed))
            kept += 1
        if memory[control.STAGE] == DONE:
            break
        state[at.FEED] = memory[control.FEEDING]
        state[at.SHOVE] = memory[control.SHOVING]
        state[at.DUMP] = memory[control.DUMPING]
        if swaying.rocking:
            for _ in range(STEPS_A_TICK):
                step(state, body, STEP)
                sway_on(state, swaying, STEP)
        else:
            advance(state, body, STEP, STEPS_A_TICK)
        greatest = max(greatest, state[at.ANGLE])
    return kept, greatest


@compiled
def _note(
    row: NDArray[np.float64],
    state: State,
    memory: State,
    angle: float,
    measured: tuple[float, float, float, float, float],
) -> None:
    """A row of the track, as `COLUMNS`; measured are the angle, the three forces, and what was fed."""
    row[0] = state[at.TIME]
    row[1] = angle
    row[2] = state[at.SPEED]
    row[3], row[4], row[5], row[6], row[16] = measured
    row[7] = memory[control.STAGE]
    row[8] = memory[control.STOP_SHUT]
    row[9] = memory[control.STOP_DUMPED]
    row[10] = state[at.WIND]
    row[11] = state[at.PITCH]
    row[12] = state[at.ROLL]
    row[13] = min(state[at.GAP], state[at.GAP + 1], state[at.GAP + 2], state[at.GAP + 3])
    row[14] = state[at.BACK + at.SHAKING]
    row[15] = state[at.FORE + at.SHAKING]
