"""Whole processes, from the start of Python to its end."""

import sys
from pathlib import Path

from benchmarks.process import run
from benchmarks.table import Line, duration
from benchmarks.timing import interleave

GROUP = "Whole processes"
BRIDGEHEAD = (sys.executable, "-c", "from bridgehead.cli.main import run; run()")


def measure(rulebook: Path, repeats: int) -> list[Line]:
    programs = {
        "bridgehead --help": (0.3, [*BRIDGEHEAD, "--help"]),
        "bridgehead check, of the tourism rewards": (1.0, [*BRIDGEHEAD, "check", str(rulebook)]),
    }
    seconds = interleave({name: lambda command=command: run(command) for name, (_, command) in programs.items()}, repeats)
    return [
        Line(GROUP, name, duration(seconds[name]), bar=duration(bar), kept=seconds[name] <= bar)
        for name, (bar, _) in programs.items()
    ]
