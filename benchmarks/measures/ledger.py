"""The ledger as it grows: events written and sealed, and verified, as whole processes.

`python -m benchmarks.measures.ledger [EVENTS]` measures it alone, for so many events and a tenth of them.
"""

import shutil
import sys
from pathlib import Path

from rich.console import Console

from benchmarks.measures.whole_processes import BRIDGEHEAD
from benchmarks.process import Run, run
from benchmarks.table import Line, compared, duration, memory, show

GROUP = "The ledger on SQLite, made-up claims of two events each: one run of each size"
SMALL, LARGE = 100_000, 1_000_000
A_SECOND = 50_000
LINEAR = 11
BARE = "read, hashed and parsed alone"
MOST_MEMORY = 3 * 2**28
"""What `verify` may hold with its workers, whatever the ledger has: 256 MiB of it are pages of the file, which SQLite
maps, and each process has its own Python.
"""


def growth(folder: Path, small: int = SMALL, large: int = LARGE) -> list[Line]:
    """Two ledgers, made and thrown away: the larger one has ten times the events of the smaller."""
    names = {events: f"{events:,} events" for events in (small, large)}
    made, verified, bare = {}, {}, {}
    for events in names:
        home = folder / f"ledger-{events}"
        shutil.rmtree(home, ignore_errors=True)
        made[events] = run([sys.executable, "-m", "benchmarks.made_ledger", str(home), str(events)])
        verified[events] = run([*BRIDGEHEAD, "verify", str(home)])
        bare[events] = run([sys.executable, "-m", "benchmarks.bare_reading", str(home)])
        shutil.rmtree(home)
    rate, peak = large / verified[large].seconds, verified[large].peak
    alone = large / verified[large].worked
    return [
        *_two("written and sealed", names, made),
        *_two("`bridgehead verify`", names, verified),
        Line(GROUP, f"{BARE}: {names[large]}", duration(bare[large].seconds)),
        compared(GROUP, "verified, in seconds of one processor", verified[large].worked, bare[large].worked, BARE),
        Line(GROUP, "events verified a second", f"{rate:,.0f}", "", f"{A_SECOND:,}", rate >= A_SECOND),
        Line(GROUP, "events verified in a second of one processor", f"{alone:,.0f}"),
        Line(GROUP, "peak of memory", memory(peak), "", memory(MOST_MEMORY), peak <= MOST_MEMORY),
    ]


def _two(what: str, names: dict[int, str], runs: dict[int, Run]) -> list[Line]:
    (small, first), (large, second) = names.items()
    took, longer = runs[small].seconds, runs[large].seconds
    return [
        Line(GROUP, f"{what}: {first}", duration(took)),
        compared(GROUP, f"{what}: {second}", longer, took, first, LINEAR),
    ]


if __name__ == "__main__":
    events = int(sys.argv[1]) if sys.argv[1:] else LARGE
    show(Console(), growth(Path("build/benchmarks"), events // 10, events))
