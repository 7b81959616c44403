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
    finance = str(RULEBOOK.parent / "finance-2023q1")
    commands = {
        "bridgehead --help": (["--help"], 0.3),
        "bridgehead check, of the tourism rewards": (["check", str(RULEBOOK)], 1.0),
        "bridgehead check, of the finance of a quarter": (["check", finance], 1.0),
        "bridgehead measure, of the same": (["measure", finance], 1.0),
    }
    programs = {name: partial(run, [*BRIDGEHEAD, *command]) for name, (command, _) in commands.items()}
    seconds = interleave(programs, repeats)
    return [
        Line(GROUP, name, duration(seconds[name]), bar=duration(bar), kept=seconds[name] <= bar, why=IMPORTS)
        for name, (_, bar) in commands.items()
    ]
