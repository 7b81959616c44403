"""Random scenarios of a turn: what is built, drawn within the ranges of what is written in its file."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from multiprocessing import get_context
from types import MappingProxyType

import numpy as np

from bridgehead.swing.bridge import Bridge, Spot
from bridgehead.swing.control import Rules
from bridgehead.swing.ranges import RANGES
from bridgehead.swing.twin.body import Pumps
from bridgehead.swing.twin.rotate import LONGEST, Turned, rotate
from bridgehead.swing.twin.sensing import Sensors
from bridgehead.swing.twin.sway import STIFF, Sway, frame
from bridgehead.swing.twin.weather import Wind

CENTRED = Spot()


@dataclass(frozen=True, slots=True)
class Case:
    """A bridge and what is round it, and the rules by which its turn is advised; how it sways, where that is known,
    with its centroid `off` the hinge."""

    bridge: Bridge
    rules: Rules
    pumps: Pumps
    wind: Wind
    sensors: Sensors
    sway: Sway | None = None
    off: Spot = CENTRED

    def turned(self, seed: tuple[int, ...], **how: float) -> Turned:
        stands = frame(self.bridge, self.sway, self.off) if self.sway else STIFF
        return rotate(self.bridge, self.rules, self.pumps, self.wind, self.sensors, seed, frame=stands, **how)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`drawn` is what was drawn for each range; its noise is of the seed and the number. The rules stay the plan's."""

    number: int
    case: Case
    drawn: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Tried:
    number: int
    drawn: Mapping[str, float]
    turned: Turned


def tried(case: Case, seed: int, numbers: range, processes: int) -> Iterator[Tried]:
    """Each scenario of the numbers, in their order, over several processes where there is more than one."""
    if processes < 2:
        yield from (_try(case, seed, number) for number in numbers)
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(_try, repeat(case), repeat(seed), numbers, chunksize=4)


def _try(case: Case, seed: int, number: int) -> Tried:
    scenario = draw(case, seed, number)
    turned = scenario.case.turned((seed, number), every=LONGEST)
    return Tried(number, dict(scenario.drawn), turned)


def draw(case: Case, seed: int, number: int) -> Scenario:
    """The scenario of a number, the same whichever others are drawn."""
    bridge, pumps, wind, sensors = case.bridge, case.pumps, case.wind, case.sensors
    random = np.random.default_rng((seed, number))
    drawn = {name: float(random.uniform(*ends)) for name, ends in RANGES.items()}
    moving = bridge.friction.moving * drawn["moving friction"]
    friction = replace(
        bridge.friction,
        moving=moving,
        static=moving * drawn["static to moving friction"],
        fading=bridge.friction.fading * drawn["fading"],
        dwell=drawn["dwell"],
    )
    drive = bridge.final_drive
    if drive is not None:
        drive = replace(drive, stiffness=drive.stiffness * drawn["stiffness of the final drive"])
    strands = replace(bridge.strands, modulus=bridge.strands.modulus * drawn["stiffness of strands"])
    built = replace(
        bridge,
        beam=replace(bridge.beam, mass=bridge.beam.mass * drawn["mass"]),
        friction=friction,
        strands=strands,
        final_drive=drive,
        damping=bridge.damping * drawn["damping"],
    )
    pumps = replace(
        pumps,
        lag=pumps.lag * drawn["lag of the pumps"],
        dump=pumps.dump * drawn["time of a dump"],
        uneven=drawn["unevenness of the pumps"],
    )
    wind = replace(wind, speed=drawn["wind"], gusts=drawn["gusts"], lever=wind.lever * drawn["way of the wind"])
    sensors = replace(sensors, offset=drawn["offset of the encoder"], scale=drawn["scale of the load cells"])
    drawn_case = replace(case, bridge=built, pumps=pumps, wind=wind, sensors=sensors)
    return Scenario(number, drawn_case, MappingProxyType(drawn))
