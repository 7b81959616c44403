"""Rates counted of a million made-up cases, with numerator and denominator, held against SQL by hand."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks import made_cases
from benchmarks.table import Line, duration
from benchmarks.timing import interleave
from bridgehead.instruments.indicator import Indicator
from bridgehead.instruments.indicator.counted import Counted, count, times
from bridgehead.instruments.indicator.counts import Counts
from bridgehead.queries.counting import cases_of, of_copy
from bridgehead.tables.copies import Copy

BAR = 0.3
"""Seconds for the counts and rates of a million cases."""
BY_HAND = """
SELECT "unit of record", count(*) FILTER (WHERE reached AND contacted), count(*) FILTER (WHERE reached),
  count(*) FILTER (WHERE reached AND resolved),
  count(*) FILTER (WHERE reached AND satisfaction IN ('very satisfied', 'satisfied', 'fairly satisfied')),
  count(*) FILTER (WHERE closed), count(*) FILTER (WHERE due)
FROM (SELECT *, stage = 'closed' AND "deadlines missed" = 0 AND "closed on" IS NOT NULL AS closed,
  "deadlines missed" IS NOT NULL AND (stage = 'closed' OR "due on" < TIMESTAMP '2023-12-31 08:00:00') AS due
  FROM read_parquet({files})) GROUP BY 1 ORDER BY 1
"""


def measure(folder: Path, cases: int, repeats: int) -> list[Line]:
    copy, rulebook = made_cases.copy(folder / f"cases-{cases}", cases), made_cases.rulebook()
    indicator = rulebook.instruments["indicator", "hotline-rates"]
    assert isinstance(indicator, Indicator)
    assert indicator.counts is not None
    every = indicator.counts
    plain = {name: each.model_copy(update={"variants": {}}) for name, each in every.rates.items()}
    by_unit = every.model_copy(update={"by": ("unit of record",), "rates": plain})

    def counted(counts: Counts) -> Callable[[], dict[object, list[Counted]]]:
        return lambda: count(counts, cases_of(copy, rulebook, indicator)).groups("unit of record")

    _same(counted(by_unit)(), _by_hand(copy))
    names = (
        "SQL by hand: four rates by unit",
        "ours: four rates by unit and month",
        "ours: all twelve ways of them, by unit, subject, county and month",
        "ours: time to the first contact and to closing, half and nine tenths of the cases, sorted exactly",
        "ours: all that the page tells, once for each state of the copy",
    )
    seconds = interleave(
        {
            names[0]: lambda: _by_hand(copy),
            names[1]: counted(by_unit),
            names[2]: counted(every),
            names[3]: lambda: times(every, cases_of(copy, rulebook, indicator)),
            names[4]: lambda: of_copy(copy, rulebook, indicator),
        },
        repeats,
    )
    group = f"{cases:,} made-up cases of the hotline from their copy, the median of {repeats} runs in turns"
    beside = f"{seconds[names[1]] / seconds[names[0]]:.2f}x SQL by hand"
    kept = seconds[names[1]] <= BAR
    return [
        Line(group, names[0], duration(seconds[names[0]])),
        Line(group, names[1], duration(seconds[names[1]]), beside, duration(BAR), kept),
        *(Line(group, name, duration(seconds[name])) for name in names[2:]),
    ]


def _by_hand(copy: Copy) -> list[tuple[object, ...]]:
    return duckdb.sql(BY_HAND.format(files=[str(file) for file in copy.files])).fetchall()


def _same(ours: dict[object, list[Counted]], by_hand: list[tuple[object, ...]]) -> None:
    """End the run where a sum is not that of the SQL by hand."""
    for unit, contacted, reached, resolved, satisfied, closed, due in by_hand:
        found = [(int(each.sums.of), each.sums.to) for each in ours[unit]]
        if found != [(contacted, reached), (resolved, reached), (satisfied, reached), (closed, due)]:
            raise SystemExit(f"the rates of {unit} are not those of the SQL by hand")
