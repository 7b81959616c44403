"""What is counted of cases: each rate with its numerator and denominator, by month and group, and summed up again.

1. Of each month and of each group of all the fields that tell cases apart, sums: one row of a cube, which is small.
2. A rate of a group, a month or all is that of the sums over its rows; the mean of groups is that of their rates.
3. Of times no sum tells: they are sorted for each kind of group anew. So many percent of the cases are those of the
   shortest times, and the time told is that of a case (the nearest rank).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.instruments.indicator.cases import Cases
from bridgehead.instruments.indicator.counts import PLAIN, CountedRate, Counts, Time
from bridgehead.instruments.indicator.measured import rounded
from bridgehead.rulebook.schema import Label

MONTH = "@month"
TRUE = "true"
"""What holds of every case."""
DECIMALS = 3
"""Of a rate: a tenth of a percent."""

Key = tuple[object, ...]
Tallied = tuple[str, str]
"""The name of a rate, and of its variant."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Cases of which something holds, weighed, of those to which a rate is held."""

    of: Decimal
    to: int

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.of + other.of, self.to + other.to)


NONE = Sums(Decimal(0), 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """A rate in one of its ways; `groups` is how many rates the mean is of, None where it is none."""

    name: str
    way: str
    title: Label
    sums: Sums
    exact: Fraction | None
    groups: int | None = None

    @property
    def value(self) -> Decimal | None:
        """To a tenth of a percent, half up; None where there is no case to which it is held."""
        return None if self.exact is None else rounded(self.exact, DECIMALS)


@dataclass(frozen=True, slots=True)
class Taken:
    """Within how many seconds so many `percent` of so many `cases` had come so far."""

    name: str
    percent: int
    cases: int
    seconds: int | None


@dataclass(frozen=True)
class Cube:
    """What is counted of cases by month and groups. `by` are the names of the groups, the month's first; `cells` has a
    column for each of them, and for each sum; `sums` tells which two columns a rate is of.
    """

    counts: Counts
    by: tuple[str, ...]
    cells: pa.Table
    sums: Mapping[Tallied, tuple[str, str]]

    def summed(self, *by: str, where: Mapping[str, object] | None = None) -> dict[Key, dict[Tallied, Sums]]:
        """The sums of each group of some of the names, in their order; `where` gives the group of others."""
        asked = self.cells
        for name, value in (where or {}).items():
            asked = asked.filter(pc.is_null(asked[name]) if value is None else pc.equal(asked[name], value))
        columns = dict.fromkeys(column for pair in self.sums.values() for column in pair)
        found = asked.group_by([*by]).aggregate([(column, "sum") for column in columns])
        keys = zip(*(found[name].to_pylist() for name in by), strict=True) if by else [()] * found.num_rows
        read = {column: found[f"{column}_sum"].to_pylist() for column in columns}
        groups = {
            key: {tallied: Sums(Decimal(read[of][at]), int(read[to][at])) for tallied, (of, to) in self.sums.items()}
            for at, key in enumerate(keys)
        }
        return dict(sorted(groups.items(), key=lambda each: tuple((part is None, str(part)) for part in each[0])))

    def rates(self, where: Mapping[str, object] | None = None) -> list[Counted]:
        """Each rate in each of its ways, of the groups that are asked for."""
        whole = self.summed(where=where).get((), {})
        means = {each.mean_of for rate in self.counts.rates.values() for each in rate.variants.values()} - {None}
        parts = {name: [*self.summed(name, where=where).values()] for name in means if name is not None}
        return [each for name, rate in self.counts.rates.items() for each in _ways(name, rate, whole, parts)]

    def groups(self, name: str, where: Mapping[str, object] | None = None) -> dict[object, list[Counted]]:
        """Each rate, as the rule says, of each group of a name."""
        return {
            group: [
                Counted(rate, PLAIN, each.title, sums[rate, PLAIN], share(sums[rate, PLAIN]))
                for rate, each in self.counts.rates.items()
            ]
            for (group,), sums in self.summed(name, where=where).items()
        }

    @cached_property
    def months(self) -> list[date]:
        return sorted({each for each in self.cells[MONTH].to_pylist() if each is not None})


def _ways(
    name: str, rate: CountedRate, whole: Mapping[Tallied, Sums], parts: Mapping[str, list[dict[Tallied, Sums]]]
) -> Iterator[Counted]:
    for way, title, _, _, mean_of in rate.ways:
        sums = whole.get((name, way), NONE)
        if mean_of is None:
            yield Counted(name, way, title, sums, share(sums))
            continue
        known = [each for group in parts[mean_of] if (each := share(group[name, way])) is not None]
        mean = sum(known, Fraction(0)) / len(known) if known else None
        yield Counted(name, way, title, sums, mean, len(known))


def share(sums: Sums) -> Fraction | None:
    return Fraction(sums.of) / sums.to if sums.to else None


def count(counts: Counts, cases: Cases) -> Cube:
    """1, in one pass over the cases; what several rates sum up is summed up once. Raises NotColumnar where what is
    asked of a case cannot be asked of columns.
    """
    month = cases.columns[counts.month_of].truncate("M").cast("date")
    groups = {MONTH: month, **{name: cases.columns[name] for name in counts.by}}
    texts = {tallied: ((of, to), (TRUE, to)) for tallied, (of, to) in counts.tallies.items()}
    named = {
        pair: f"@{at}" for at, pair in enumerate(dict.fromkeys(pair for pairs in texts.values() for pair in pairs))
    }
    sums = {name: cases.summed(of, cases.truth(to)) for (of, to), name in named.items()}
    cells = cases.asked(cases.rows.group_by(**groups).aggregate(**sums))
    return Cube(counts, tuple(groups), cells, {each: (named[of], named[to]) for each, (of, to) in texts.items()})


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]
def quantile_disc(values: int, shares: list[float]) -> list[int]:  # type: ignore[empty-body]
    """The values of the nearest ranks, as DuckDB has them, of one sorting."""


def times(counts: Counts, cases: Cases, by: str | None = None) -> dict[object, list[Taken]]:
    """3, of each group of one name, or of all; in one pass over the cases."""
    if not counts.times:
        return {}
    group = ibis.literal(0) if by is None else cases.columns[by]
    took = {name: _took(each, cases) for name, each in counts.times.items()}
    rows = cases.rows.select(**{"@group": group}, **took)
    sums: dict[str, ir.Value] = {}
    for name, time in counts.times.items():
        came = rows[name] >= 0
        ranks = quantile_disc(rows[name], [each / 100 for each in time.percentiles], where=came)
        sums |= {f"cases {name}": rows.count(where=came), f"ranks {name}": ranks}
    found: dict[object, list[Taken]] = defaultdict(list)
    for row in cases.asked(rows.group_by("@group").aggregate(**sums)).to_pylist():
        for name, time in counts.times.items():
            if row[f"cases {name}"]:
                found[None if by is None else row["@group"]] += [
                    Taken(name, percent, row[f"cases {name}"], seconds)
                    for percent, seconds in zip(time.percentiles, row[f"ranks {name}"], strict=True)
                ]
    return dict(found)


def _took(time: Time, cases: Cases) -> ir.IntegerValue:
    since, until = (_seconds(cases, moment) for moment in (time.from_, time.until))
    return ibis.ifelse(cases.truth(time.when), until - since, ibis.null("int64")) if time.when else until - since


def _seconds(cases: Cases, moment: str) -> ir.IntegerValue:
    return cases.columns[moment].cast("timestamp").epoch_seconds()
