"""The watch over a run of 200 channels: how soon an alarm is told, and what a day of it holds in memory.

`python -m benchmarks.measures.live` measures it alone.
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

RATE, SECONDS, DAY = 100, 330, 24 * 3600
"""Samples a second; how long is watched, so that a segment of five minutes is closed meanwhile; frames of the day."""
SETTLED = 6 * 3600
"""Frames of the day after which its memory should not grow."""
GROWTH = 1.1
SOON = 0.05
LIVE = f"The watch: {CHANNELS} channels at {RATE} Hz over OPC UA, on one core, for {SECONDS} s"
LONG = f"The watch: {CHANNELS} channels for 24 hours of its own clock, a frame a second, gone through at once"
CLOSING = "Closing a piece of the recording keeps the samples waiting each five minutes."
LEDGER = "The ledger has a thread of its own, which looks for alarms four times a second."


def measure(folder: Path) -> list[Line]:
    home = folder / "live"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    try:
        return [*_live(home), *_day(home)]
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
        _within(
            "from the sample to the alarm on the disk, at the 99th of a hundred", told["journalled"], changes, CLOSING
        ),
        Line(LIVE, "the longest of these", duration(max(told["journalled"]))),
        _within("from the sample to its event in the ledger, at the 99th of a hundred", told["in_ledger"], "", LEDGER),
        Line(LIVE, "the longest that samples waited for the recording", duration(max(told["held"]))),
        Line(LIVE, "peak of memory", memory(told["peak"])),
    ]


def _within(name: str, seconds: list[float], beside: str, why: str) -> Line:
    figure = float(np.percentile(seconds, 99))
    return Line(LIVE, name, duration(figure), beside, duration(SOON), figure <= SOON, why)


def _day(home: Path) -> list[Line]:
    told = _watched(home, rulebook(home / "slow", 1, "5 s"), "fast", str(DAY))
    early, late = told["peaks"][str(SETTLED)], told["peak"]
    grown = f"{late / early:.2f}x that after {SETTLED // 3600} hours"
    return [
        Line(LONG, "frames kept", f"{told['frames']:,}", f"in {told['took']:.0f} s", f"{DAY:,}", told["frames"] == DAY),
        Line(LONG, "peak of memory", memory(late), grown, f"{GROWTH}x", late <= GROWTH * early),
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
    show(Console(width=200), measure(Path("build/benchmarks")))
