"""What a settlement comes to, counted while its decisions pass by: outcomes, money, and the first of each to show."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

SHOWN = 20
"""Winners, and others, that are listed on the screen; the file has them all."""


@dataclass
class Tally:
    """Of the winners those come first whose prize stands first among `prizes`, then by place and number; `undetermined`
    are the numbers of the first claims that are so."""

    prizes: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter)
    granted: Decimal = Decimal(0)
    provisional: bool = False
    winners: pa.Table | None = None
    others: pa.Table | None = None
    undetermined: list[str] = field(default_factory=list)

    def add(self, decisions: pa.Table) -> None:
        """Take in some more decisions."""
        for each in pc.value_counts(decisions["outcome"]).to_pylist():
            self.counts[each["values"]] += each["counts"]
        self.granted += pc.sum(decisions["amount"]).as_py() or Decimal(0)
        if len(self.undetermined) < SHOWN:
            open_yet = decisions.filter(pc.equal(decisions["outcome"], "undetermined"))["number"]
            self.undetermined += open_yet.drop_null().slice(0, SHOWN - len(self.undetermined)).to_pylist()
        won = pc.equal(decisions["outcome"], "granted")
        self.provisional |= pc.any(pc.and_(won, decisions["provisional"]), min_count=0).as_py()
        self.winners = self._in_order(_after(self.winners, decisions.filter(won))).slice(0, SHOWN)
        if self.others is None or self.others.num_rows < SHOWN:
            self.others = _after(self.others, decisions.filter(pc.invert(won))).slice(0, SHOWN)

    def _in_order(self, winners: pa.Table) -> pa.Table:
        keys = winners.select(["place", "number"])
        prize = pc.index_in(winners["prize"], pa.array(self.prizes, pa.string()))
        order = [("prize", "ascending"), ("place", "ascending"), ("number", "ascending")]
        return winners.take(pc.sort_indices(keys.append_column("prize", prize), order))


def _after(some: pa.Table | None, more: pa.Table) -> pa.Table:
    return more if some is None else pa.concat_tables([some, more])
