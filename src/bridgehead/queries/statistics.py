"""The figures of a rulebook's indicators, each with that from which it follows, as a table of observations."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa

from bridgehead.instruments.indicator import Indicator, Rate, rates
from bridgehead.instruments.indicator.measured import TARGET
from bridgehead.instruments.indicator.schema import YEAR_ON_YEAR
from bridgehead.primitives.words import within
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import clause_number
from bridgehead.tables.shortest import shortest

if TYPE_CHECKING:
    from bridgehead.tables.sdmx import Flow

NUMBER = pa.decimal128(38, 10)
SCHEMA = pa.schema(
    [
        ("series", pa.string()),
        ("measure", pa.string()),
        ("time_period", pa.string()),
        ("value", NUMBER),
        ("unit", pa.string()),
        ("numerator", NUMBER),
        ("denominator", NUMBER),
        ("recomputed", NUMBER),
        ("title", pa.string()),
        ("clause", pa.string()),
    ]
)
"""One row a figure; a rate is a part of one, and has the unit `1`."""
DIMENSIONS = ("series", "measure")
PLAIN = "1"


def observations(indicator: Indicator, language: str) -> pa.Table:
    """Rows as `SCHEMA` has them, numbers with no more digits than they need; words in a language, `zh` or `en`."""
    found = pa.Table.from_pylist([*_rows(indicator, language)], schema=SCHEMA)
    short = {name: shortest(found[name]) for name in found.column_names if found.schema.field(name).type == NUMBER}
    return pa.table({name: short.get(name, found[name]) for name in found.column_names})


def flow(rulebook: Rulebook, indicator: Indicator) -> "Flow":
    """The observations in SDMX, prepared as on the day of publication: the same figures are the same bytes."""
    from bridgehead.tables.sdmx import Flow  # it takes a second to import

    return Flow(indicator.name, DIMENSIONS, datetime.combine(rulebook.about.published_on, time(), UTC))


def _rows(indicator: Indicator, language: str) -> Iterator[dict[str, object]]:
    """Amounts, with what they grew by, beside each rate in the order of the file."""
    period = {"time_period": str(indicator.period)}
    grown = {rate.path[1:]: rate for rate in rates(indicator)}
    for name, series in indicator.series.items():
        about = {"series": name, "title": within(series.title, language), **period}
        unit = {"unit": within(series.unit, language) if series.unit else None}
        if series.amount is not None:
            yield about | unit | {"measure": "amount", "value": series.amount, "clause": _clause(series.cites)}
        for word, change in series.changes.items():
            rate, called = grown[name, word], "year on year" if word == YEAR_ON_YEAR else "year to date"
            clause = {"clause": _clause(rate.cites)}
            if change.amount is not None:
                yield about | unit | clause | {"measure": f"increase {called}", "value": change.amount}
            yield about | _rate(rate) | {"measure": f"growth {called}"}
            if change.rank is not None:
                yield about | clause | {"measure": f"rank {called}", "value": Decimal(change.rank)}
        if series.target is not None:
            target: dict[str, object] = {
                "value": series.target.amount,
                "clause": _clause(series.target.cites or series.cites),
            }
            yield about | unit | {"measure": "target"} | target
            yield about | _rate(grown[name, TARGET]) | {"measure": "target reached"}
    for name, ratio in indicator.ratios.items():
        about = {"series": name, "title": within(ratio.title, language), **period}
        yield about | _rate(grown[name,]) | {"measure": "ratio"}


def _rate(rate: Rate) -> dict[str, object]:
    return {
        "value": rate.value,
        "unit": PLAIN,
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "recomputed": rate.recomputed,
        "clause": _clause(rate.cites),
    }


def _clause(cites: str | None) -> str | None:
    return clause_number(cites) if cites else None
