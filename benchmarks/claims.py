"""Made-up special-train claims as Parquet: seeded, any number, in bounded memory.

About 1 % are eligible. The spread is that of a real intake: most claims fall outside the window, a few lack a field,
a few trains are claimed twice. Nothing in them describes a real organiser or train.
"""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

SEED = 20230421
SLICE = 122_880  # claims drawn and written at a time: one row group of DuckDB's own size
FIRST_DAY = np.datetime64("2023-01-01")
DAYS = 560
ORGANISERS = 20_000
KINDS = ("train", "high-speed train", "chartered high-speed train")
STOPS = ("大同站", "大同南站", "怀仁站", "阳高站")
RATES = pa.array([Decimal(percent) / 100 for percent in range(101)], pa.decimal128(18, 4))
LACKING = 0.002  # share of each field that may lack
CLAIMED_TWICE = 0.001

SCHEMA = pa.schema(
    [
        ("number", pa.string()),
        ("organiser", pa.string()),
        ("kind", pa.string()),
        ("train number", pa.string()),
        ("stop", pa.string()),
        ("same day and train", pa.bool_()),
        ("passengers", pa.int64()),
        ("nights", pa.int64()),
        ("paid sights", pa.int64()),
        ("ticket rate", pa.decimal128(18, 4)),
        ("completed on", pa.date32()),
        ("submitted at", pa.timestamp("us")),
    ]
)


VERIFIED = (
    "kind",
    "same day and train",
    "passengers",
    "nights",
    "paid sights",
    "ticket rate",
    "completed on",
)
"""What the register has verified, so that a file of claims has it under another name."""
IN_A_FILE = {name: f"{name} verified" if name in VERIFIED else name for name in SCHEMA.names}
FILED = pa.schema([field.with_name(IN_A_FILE[field.name]) for field in SCHEMA])


def write(path: Path, count: int) -> Path:
    """Write the first `count` claims of the one sequence that the seed gives: a small file opens a large one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with pq.ParquetWriter(unfinished, FILED, compression="zstd", compression_level=1) as writer:
            for start in range(0, count, SLICE):
                table = draw(start).rename_columns(IN_A_FILE)
                writer.write_table(table.slice(0, min(SLICE, count - start)))
        unfinished.rename(path)
    return path


def read(path: Path) -> pa.Table:
    """The claims of a file under the names that rules give their fields."""
    return pq.read_table(path).rename_columns(SCHEMA.names)


def draw(start: int) -> pa.Table:
    """The claims `start` to `start + SLICE`, the same on every run."""
    random = np.random.default_rng([SEED, start])
    day = random.integers(0, DAYS, SLICE)
    filed_after = random.integers(3_600, 20 * 86_400, SLICE)  # seconds from the start of the day of completion
    completed = FIRST_DAY + day
    runs = np.arange(start, start + SLICE)
    again = random.random(SLICE) < CLAIMED_TWICE
    runs[again] -= np.minimum(runs[again], 1)
    columns = {
        "number": _numbered("T", np.arange(start, start + SLICE)),
        "organiser": _numbered("机构", random.integers(0, ORGANISERS, SLICE)),
        "kind": _lacking(random, _chosen(random, KINDS, (0.55, 0.40, 0.05))),
        "train number": _lacking(random, _numbered("Y", runs)),
        "stop": _lacking(random, _chosen(random, STOPS, (0.45, 0.35, 0.12, 0.08))),
        "same day and train": pa.array(random.random(SLICE) < 0.97),
        "passengers": _lacking(random, pa.array(20 + random.gamma(2.0, 130.0, SLICE).astype(np.int64))),
        "nights": _lacking(random, pa.array(random.choice(4, SLICE, p=(0.45, 0.35, 0.15, 0.05)))),
        "paid sights": _lacking(random, pa.array(random.choice(5, SLICE, p=(0.15, 0.35, 0.30, 0.15, 0.05)))),
        "ticket rate": _lacking(random, RATES.take(pa.array(random.integers(0, 101, SLICE)))),
        "completed on": pa.array(completed),
        "submitted at": pa.array((completed.astype("datetime64[s]") + filed_after).astype("datetime64[us]")),
    }
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _numbered(letter: str, numbers: np.ndarray) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width=9, padding="0")
    return pc.binary_join_element_wise(letter, digits, "")


def _chosen(random: np.random.Generator, words: tuple[str, ...], shares: tuple[float, ...]) -> pa.Array:
    return pa.array(words).take(pa.array(random.choice(len(words), SLICE, p=shares)))


def _lacking(random: np.random.Generator, column: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(random.random(SLICE) >= LACKING), column, pa.scalar(None, column.type))
