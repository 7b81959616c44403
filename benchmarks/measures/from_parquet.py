"""Many claims from Parquet: eligibility with reasons and the whole settlement, held against SQL by hand."""

from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.by_hand import ByHand
from benchmarks.table import Line, compared, duration
from benchmarks.timing import interleave

PLAIN, REASONS, SETTLED = (
    "SQL by hand: eligibility without reasons",
    "SQL by hand: eligibility with reasons",
    "SQL by hand: settlement, winners first",
)


def measure(claims: Path, repeats: int) -> list[Line]:
    by_hand = ByHand(claims)
    seconds = interleave(
        {PLAIN: by_hand.eligibility, REASONS: by_hand.eligibility_with_reasons, SETTLED: by_hand.settlement}, repeats
    )
    group = f"{pq.read_metadata(claims).num_rows:,} claims from Parquet"
    return [
        Line(group, PLAIN, duration(seconds[PLAIN])),
        compared(group, REASONS, seconds[REASONS], seconds[PLAIN], "that without", 4),
        Line(group, SETTLED, duration(seconds[SETTLED])),
    ]
