"""Many claims from Parquet: eligibility with reasons and the whole settlement, held against SQL by hand."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.by_hand import ByHand
from benchmarks.ours import NAME, Ours
from benchmarks.table import Line, compared, duration
from benchmarks.timing import interleave

SPOKEN = 100_000  # claims whose decisions are told in sentences

PLAIN, REASONS, SETTLED = (
    "SQL by hand: eligibility without reasons",
    "SQL by hand: eligibility with reasons",
    "SQL by hand: settlement, winners first",
)
OURS_REASONS = f"{NAME}: eligibility with reasons"
OURS_SETTLED = f"{NAME}: whole settlement, its plan made anew"
PLANS = """Building the plans of allocation costs the same for ten claims as for ten million;
and ours tells more: places of those who come next, names of prizes, what was asked for and what was left."""


def measure(claims: Path, repeats: int) -> list[Line]:
    """Every program gives an Arrow table with a row for each claim, and is held against the others first."""
    by_hand, ours = ByHand(claims), Ours(claims)
    _same(ours.eligibility_with_reasons(), by_hand.eligibility_with_reasons(), ("number", "prize", "failed", "missing"))
    settled = [_granted_places(table) for table in (ours.settlement(), by_hand.settlement())]
    _same(*settled, ("number", "outcome", "place", "amount", "failed", "missing"))
    programs = {
        PLAIN: by_hand.eligibility,
        REASONS: by_hand.eligibility_with_reasons,
        OURS_REASONS: ours.eligibility_with_reasons,
        SETTLED: by_hand.settlement,
        OURS_SETTLED: ours.settlement,
    }
    seconds = interleave(programs, repeats)
    group = f"{pq.read_metadata(claims).num_rows:,} claims from Parquet, the median of {repeats} runs in turns"
    return [
        Line(group, PLAIN, duration(seconds[PLAIN])),
        compared(group, REASONS, seconds[REASONS], seconds[PLAIN], "that without", 4),
        compared(group, OURS_REASONS, seconds[OURS_REASONS], seconds[REASONS], "SQL by hand", 1.3),
        Line(group, SETTLED, duration(seconds[SETTLED])),
        compared(group, OURS_SETTLED, seconds[OURS_SETTLED], seconds[SETTLED], "SQL by hand", 1.5, PLANS),
        _sentences(group, ours, pq.read_table(claims).slice(0, SPOKEN), repeats),
    ]


def _sentences(group: str, ours: Ours, claims: pa.Table, repeats: int) -> Line:
    """Sentences are made when decisions are read or written out, and so are timed apart."""
    decisions = ours.settlement().slice(0, claims.num_rows)
    name = f"{NAME}: sentences in Chinese and English for {claims.num_rows:,} of the decisions"
    seconds = interleave({name: lambda: ours.sentences(claims, decisions)}, repeats)[name]
    return Line(group, name, duration(seconds), f"{seconds / claims.num_rows * 1e6:.3g} µs each")


def _granted_places(decisions: pa.Table) -> pa.Table:
    """Without the places of those who come next, which ours tells too."""
    places = pc.if_else(pc.equal(decisions["outcome"], "granted"), decisions["place"], None)
    return decisions.set_column(decisions.schema.get_field_index("place"), "place", pc.fill_null(places, 0))


def _same(ours: pa.Table, by_hand: pa.Table, names: tuple[str, ...]) -> None:
    """End the run where a column is not the same, type of integers apart."""
    for name in names:
        if not pc.all(pc.equal(ours[name], by_hand[name])).as_py():
            raise SystemExit(f"the column {name} is not that of the SQL by hand")
