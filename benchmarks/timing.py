"""How programs are timed side by side."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Any

Program = Callable[[], Any]


def interleave(programs: Mapping[str, Program], repeats: int) -> dict[str, float]:
    """The median seconds of each program, after one run that does not count.

    They take turns, A B A B, so that a slow moment of the machine meets them all alike.
    """
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for repeat in range(repeats + 1):
        for name, program in programs.items():
            start = perf_counter()
            program()
            if repeat:
                taken[name].append(perf_counter() - start)
    return {name: median(times) for name, times in taken.items()}
