"""The twin of a bridge: how fast it turns, how far it is from a solver that finds every event, and where turns stop.

The bridge is that of the rulebook of the published rotation, whose masses, friction and drives are made up.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from math import radians
from pathlib import Path

import numpy as np

from benchmarks.table import Line
from bridgehead.cli.operation import read
from bridgehead.instruments.operation.simulated import phases
from bridgehead.swing.scenarios import Case, Tried, tried
from bridgehead.swing.twin import state as at
from bridgehead.swing.twin.body import body
from bridgehead.swing.twin.reference import follow
from bridgehead.swing.twin.step import advance

RAMP = Path("rulebooks/datong/flyover-ramp-a")
SEED, SCENARIOS = 62, 200
PACE = "The twin: 62 degrees of the example at steps of 1 ms, times real time, in seconds of one processor"
EXACT = "The twin beside a solver that finds every event"
STOPS = f"Where turns of 62 degrees stop at the tip: {SCENARIOS} random scenarios from the seed {SEED}"
MINUTES = "Minutes of the example's turns, inching included, at a degree a minute or less on average"
WITHOUT = """
import sys, time
sys.modules["numba"] = None
from benchmarks.measures import swing
print(swing.pace(swing.bare(swing.cases()["trial"]), 60.0))
"""


def measure(repeats: int) -> list[Line]:
    case = cases()
    return [*_paces(case["second"], repeats), _distance(case["trial"]), *_stops(case["second"]), *_minutes(case)]


def cases() -> dict[str, Case]:
    operation = read(RAMP)
    assert operation.twin is not None
    return {phase.name: phase.case for phase in phases(operation, operation.twin)}


def bare(case: Case) -> Case:
    """Rotor, strands, friction, control, noise and wind: nothing sways, and no sensor fails."""
    sensors = replace(case.sensors, drift=0.0, spikes=0.0, spike=0.0, drop_outs=0.0, lasting=0.0)
    return replace(case, sensors=sensors, sway=None)


def pace(case: Case, longest: float) -> float:
    begun = time.process_time()
    turned = case.turned((SEED,), longest=longest)
    return turned.time / (time.process_time() - begun)


def _paces(case: Case, repeats: int) -> list[Line]:
    case.turned((SEED,), longest=1.0)  # compiles
    told = []
    for name, one, bar in (
        ("rotor, strands, friction, control, noise and wind", bare(case), 10_000),
        ("all effects: sway, feet, failing sensors too", case, 3_000),
    ):
        figure = float(np.median([pace(one, 2 * 3600.0) for _ in range(repeats)]))
        told.append(Line(PACE, name, f"{figure:,.0f}x", "", f"{bar:,}x", figure >= bar))
    run = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    slow = float(run.stdout)
    return [*told, Line(PACE, "the first without a compiler", f"{slow:,.0f}x", "", "100x", slow >= 100)]


def _distance(case: Case) -> Line:
    """Fed at a third of the plan's speed, at which it sticks; with a dwell that lets it stick again at once."""
    bridge = replace(case.bridge, friction=replace(case.bridge.friction, dwell=0.5))
    twin, seconds = body(bridge, case.pumps), 900
    feed = radians(0.3) / 60 * twin.lever
    state, angles = at.begin(), []
    state[at.FEED] = feed
    for _ in range(seconds):
        advance(state, twin, 0.001, 1000)
        angles.append(state[at.ANGLE])
    reference = follow(twin, feed, np.arange(1.0, seconds + 1))
    off = float(np.abs(np.array(angles) - reference.angles).max()) * bridge.tip * 1000
    name = f"the greatest distance at the tip over {len(reference.sticks)} sticks and slips"
    return Line(EXACT, name, f"{off:.4f} mm", "", "0.2 mm", off <= 0.2)


def _stops(case: Case) -> list[Line]:
    told = []
    processes = os.cpu_count() or 1
    for drive, one, bars in (
        ("stiff final drive, sensor of 0.1 mm", case, (1.0, 2.5, 0.5)),
        ("strands alone", _strands_alone(case), (7.0, None, None)),
    ):
        begun = time.perf_counter()
        runs = list(tried(one, SEED, range(SCENARIOS), processes))
        took = time.perf_counter() - begun
        told += _of(drive, runs, bars, one.rules.creep * one.rules.tip)
        if bars[1] is not None:
            rate = f"{SCENARIOS} scenarios on {processes} processors, compiling included"
            thousand = took * 1000 / SCENARIOS
            told.append(Line(STOPS, rate, f"{took:.0f} s", f"{thousand:.0f} s a thousand", "600 s", thousand <= 600))
    return told


def _strands_alone(case: Case) -> Case:
    bridge = replace(case.bridge, final_drive=None)
    return replace(case, bridge=bridge, rules=case.rules._replace(creep=case.rules.speed, drive_lever=0.0))


def _of(drive: str, runs: Sequence[Tried], bars: tuple[float, float | None, float | None], creep: float) -> list[Line]:
    off = np.abs([one.turned.error for one in runs]) * 1000
    beyond = max(one.turned.overshoot for one in runs) * 1000
    hard = sum(one.turned.contact > creep for one in runs)
    minutes = np.array([one.turned.time for one in runs]) / 60
    done = sum(one.turned.done for one in runs)
    figures = (
        ("95 of 100 within", float(np.percentile(off, 95)), bars[0]),
        ("the worst", float(off.max()), bars[1]),
        ("the most beyond the end", beyond, bars[2]),
    )
    lines = [
        Line(
            STOPS,
            f"{drive}: {name}",
            f"{figure:.2f} mm",
            "",
            f"{bar:g} mm" if bar else "",
            figure <= bar if bar else None,
        )
        for name, figure, bar in figures
    ]
    lines.append(Line(STOPS, f"{drive}: contacts with the stops above creeping speed", str(hard), "", "0", hard == 0))
    ended = f"{done} of {len(runs)} ended by themselves"
    for name, figure in (
        ("95 of 100 within", float(np.percentile(minutes, 95))),
        ("the longest", float(minutes.max())),
    ):
        told = f"{drive}: time, {name}"
        lines.append(Line(STOPS, told, f"{figure:.1f} min", ended, "66 min", figure <= 66))
    return lines


def _minutes(case: dict[str, Case]) -> list[Line]:
    told = []
    for name, degrees, bar in (("trial", 6, 13), ("first", 80, 84), ("second", 62, 66)):
        turned = case[name].turned((SEED,))
        minutes = turned.time / 60
        average = f"{degrees / minutes:.3f} degrees a minute"
        kept = minutes <= bar and degrees / minutes <= 1 and turned.done
        told.append(Line(MINUTES, f"{degrees} degrees", f"{minutes:.1f} min", average, f"{bar} min", kept))
    return told
