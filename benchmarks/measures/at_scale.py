"""Growth with the number of claims, and the most memory that a whole settlement holds."""

from pathlib import Path

from benchmarks import claims
from benchmarks.measures.whole_processes import BRIDGEHEAD
from benchmarks.ours import AWARD, ON, RULEBOOK, Ours
from benchmarks.process import run
from benchmarks.table import Line, compared, duration, memory
from benchmarks.timing import interleave

GROUP = "Growth, the whole settlement from Parquet, its plan made anew: one run of each size, late in the table"
MILLION = 1_000_000
MOST_MEMORY = 4 * 2**30


def growth(folder: Path, repeats: int) -> list[Line]:
    """One million and ten million claims, each to an Arrow table; `from_parquet` has the median of more runs."""
    sizes = {"1 million claims": MILLION, "10 million claims": 10 * MILLION}
    programs = {name: Ours(_file(folder, size)).settlement for name, size in sizes.items()}
    small, large = interleave(programs, repeats).values()
    first, second = sizes
    return [Line(GROUP, first, duration(small)), compared(GROUP, second, large, small, first, 11)]


def command(folder: Path, millions: int) -> list[Line]:
    """`bridgehead settle` from Parquet to Parquet, in a process of its own, with the names of failed conditions."""
    made_up, decided = _file(folder, millions * MILLION), folder / "decided.parquet"
    award = (str(RULEBOOK), "--award", AWARD, "--claims", str(made_up))
    settled = run([*BRIDGEHEAD, "settle", *award, "--on", ON.isoformat(), "--out", str(decided)])
    decided.unlink()
    held = Line(GROUP, "its peak of memory", memory(settled.peak), "", memory(MOST_MEMORY), settled.peak <= MOST_MEMORY)
    return [Line(GROUP, f"`bridgehead settle`: {millions} million claims to Parquet", duration(settled.seconds)), held]


def _file(folder: Path, count: int) -> Path:
    return claims.write(folder / f"claims-{count}.parquet", count)
