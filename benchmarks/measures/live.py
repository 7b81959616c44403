"""The watch over a run of 200 channels: how soon an alarm is told, and what hours of it hold in memory.

`python -m benchmarks.measures.live [HOURS]` measures it alone; 24 hours take more than one.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from benchmarks.made_plant import CHANNELS, rulebook
from benchmarks.table import Line, duration, memory, show

RATE, SECONDS, HOURS = 100, 330, 1
"""Samples a second; how long is watched, so that a segment of five minutes is closed meanwhile; hours at once."""
SETTLED, GROWTH = 4, 1.1
"""The part of the hours, a quarter, after which memory should not grow, and by how much it may."""
SOON = 0.05
LIVE = f"The watch: {CHANNELS} channels at {RATE} Hz over OPC UA, on one core, for {SECONDS} s"


def measure(folder: Path, hours: int = HOURS) -> list[Line]:
    home = folder / "live"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    try:
        return [*_live(home), *_long(home, hours)]
    finally:
        shutil.rmtree(home)


def _live(home: Path) -> list[Line]:
    """The plant is a process beside, which says by the same clock when it sampled."""
    rules, url = rulebook(home / "many", RATE, "0.5 s"), f"opc.tcp://127.0.0.1:{_free_port()}"
    plant = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.made_plant", str(rules), url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        told = _watched(home, rules, "link", url, str(SECONDS))
    finally:
        plant.kill()
        plant.wait()
    gone, share = told["lost"] + told["late"], told["worked"] / told["took"]
    changes = f"{len(told['journalled'])} changes"
    return [
        Line(LIVE, "frames lost or late", str(gone), f"of {told['frames']:,}", "0", gone == 0),
        Line(LIVE, "of the core", f"{share:.0%}", "", "100%", share < 1),
        _within("from the sample to the alarm on the disk, at the 99th of a hundred", told["journalled"], changes),
        Line(LIVE, "the longest of these", duration(max(told["journalled"]))),
        _within("from the sample to its event in the ledger, at the 99th of a hundred", told["in_ledger"], ""),
        Line(LIVE, "the longest of these", duration(max(told["in_ledger"]))),
        Line(LIVE, "the longest that a sample waited until it was looked at", duration(max(told["waited"]))),
        Line(LIVE, "peak of memory", memory(told["peak"])),
    ]


def _within(name: str, seconds: list[float], beside: str) -> Line:
    figure = float(np.percentile(seconds, 99))
    return Line(LIVE, name, duration(figure), beside, duration(SOON), figure <= SOON)


def _long(home: Path, hours: int) -> list[Line]:
    group = f"The watch: {CHANNELS} channels at {RATE} Hz for {hours} h of its own clock, gone through at once"
    count = hours * 3600 * RATE
    told = _watched(home, rulebook(home / "long", RATE, "0.5 s"), "fast", str(count), str(RATE))
    curve = [*told["curve"].values()]
    early, late = max(curve[: len(curve) // SETTLED]), max(curve)
    took = f"in {duration(told['took'])}, {hours * 3600 / told['took']:.0f}x real time"
    parts = [curve[len(curve) * each // SETTLED - 1] for each in range(1, SETTLED + 1)]
    quarters = ", ".join(memory(each) for each in parts)
    return [
        Line(group, "frames kept", f"{told['frames']:,}", took, f"{count:,}", told["frames"] == count),
        Line(group, "memory after each quarter", quarters),
        Line(
            group,
            "the most of it",
            memory(late),
            f"{late / early:.2f}x of the first",
            f"{GROWTH}x",
            late <= GROWTH * early,
        ),
    ]


def _watched(home: Path, rules: Path, *how: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.made_run", str(home / f"home-{rules.name}"), str(rules), *how]
    environment = {**os.environ, "BRIDGEHEAD_RULEBOOKS": str(home)}
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port: int = some.getsockname()[1]
        return port


if __name__ == "__main__":
    show(Console(width=200), measure(Path("build/benchmarks"), *map(int, sys.argv[1:])))
