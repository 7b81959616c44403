"""Whole processes, from the start of Python to its end."""

import sys
from functools import partial

from benchmarks.ours import RULEBOOK
from benchmarks.process import run
from benchmarks.table import Line, duration
from benchmarks.timing import interleave

GROUP = "Whole processes"
IMPORTS = "It counts the start of Python and the loading of libraries."
BRIDGEHEAD = (sys.executable, "-c", "from bridgehead.cli.main import run; run()")


def measure(repeats: int) -> list[Line]:
    bars = {"bridgehead --help": 0.3, "bridgehead check, of the tourism rewards": 1.0}
    commands = ([*BRIDGEHEAD, "--help"], [*BRIDGEHEAD, "check", str(RULEBOOK)])
    programs = {name: partial(run, command) for name, command in zip(bars, commands, strict=True)}
    seconds = interleave(programs, repeats)
    return [
        Line(GROUP, name, duration(seconds[name]), bar=duration(bar), kept=seconds[name] <= bar, why=IMPORTS)
        for name, bar in bars.items()
    ]
