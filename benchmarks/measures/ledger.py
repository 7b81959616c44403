"""The ledger as it grows: events written and sealed, and verified, as whole processes."""

import shutil
import sys
from pathlib import Path

from benchmarks.measures.whole_processes import BRIDGEHEAD
from benchmarks.process import Run, run
from benchmarks.table import Line, compared, duration, memory

GROUP = "The ledger on SQLite, made-up claims of two events each: one run of each size"
SMALL, LARGE = 100_000, 1_000_000
A_SECOND = 50_000
LINEAR = 11
MOST_MEMORY = 2**29
"""What `verify` may hold, whatever the ledger has: 256 MiB of it are pages of the file, which SQLite maps."""


def growth(folder: Path, small: int = SMALL, large: int = LARGE) -> list[Line]:
    """Two ledgers, made and thrown away: the larger one has ten times the events of the smaller."""
    names = {events: f"{events:,} events" for events in (small, large)}
    made, verified = {}, {}
    for events in names:
        home = folder / f"ledger-{events}"
        shutil.rmtree(home, ignore_errors=True)
        made[events] = run([sys.executable, "-m", "benchmarks.made_ledger", str(home), str(events)])
        verified[events] = run([*BRIDGEHEAD, "verify", str(home)])
        shutil.rmtree(home)
    rate, peak = large / verified[large].seconds, verified[large].peak
    return [
        *_two("written and sealed", names, made),
        *_two("`bridgehead verify`", names, verified),
        Line(GROUP, "events verified a second", f"{rate:,.0f}", "", f"{A_SECOND:,}", rate >= A_SECOND),
        Line(GROUP, "peak of memory", memory(peak), "", memory(MOST_MEMORY), peak <= MOST_MEMORY),
    ]


def _two(what: str, names: dict[int, str], runs: dict[int, Run]) -> list[Line]:
    (small, first), (large, second) = names.items()
    took, longer = runs[small].seconds, runs[large].seconds
    return [
        Line(GROUP, f"{what}: {first}", duration(took)),
        compared(GROUP, f"{what}: {second}", longer, took, first, LINEAR),
    ]
