"""An indicator measures: series of amounts that were published, with their growth, ratios of them and statements that
must hold; or what is counted of the cases of a register.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field as Required
from pydantic import WithJsonSchema, model_validator

from bridgehead.feel.types import NUMBER, ContextType, Variable
from bridgehead.instruments.indicator.counts import COUNTED_AT, Counts
from bridgehead.instruments.indicator.spans import Halves, Span
from bridgehead.rulebook.of_record import OF_THE_RECORD
from bridgehead.rulebook.schema import (
    Assumption,
    Citation,
    Expression,
    Label,
    Name,
    Number,
    Part,
    Slug,
    wrong,
)

YEAR_ON_YEAR, SINCE_THE_START = "year on year", "since the start of the year"
Rate = Annotated[Number, Required(gt=-1), WithJsonSchema({"type": "number", "exclusiveMinimum": -1})]
"""A growth or a ratio as a part of one, written with as many digits as it was published with: 0.174 for 17.4 %."""


class Change(Part):
    """What a series grew by against an earlier amount, and the rate of that; less than nothing where it fell.

    `rank` is the place that the rate has among peers. `differs` says why a published rate does not follow from the
    published amounts; where it is not there, one that does not is a mistake.
    """

    amount: Number | None = None
    rate: Rate | None = None
    rank: Annotated[int, Required(ge=1)] | None = None
    differs: Label | None = None
    cites: Citation | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.amount is None and self.rate is None:
            raise wrong("IN102", "a growth of nothing that was published", "an amount, a rate, or both")
        return self


class Target(Part):
    """What a total is to come to `for` a span of time, and the published `rate` to which it is reached. `both past` is
    what was said of it: that so much of the time and of the task is past when the indicator's period ends.
    """

    amount: Annotated[Number, Required(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
    for_: Span
    rate: Rate | None = None
    both_past: Halves | None = None
    differs: Label | None = None
    cites: Citation | None = None


class Series(Part):
    """One figure through time. A `balance` is that of the end of the period, a `total` that of the whole of it.

    Without an amount only its growth was published. What grows in prices of one year is `comparable`: its rate cannot
    be recomputed from amounts in the prices of each.
    """

    title: Label
    measures: Literal["balance", "total"]
    unit: Label | None = None
    amount: Number | None = None
    year_on_year: Change | None = None
    since_the_start_of_the_year: Change | None = None
    comparable: bool = False
    target: Target | None = None
    cites: Citation | None = None

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        amounts = [
            each for each in (self.amount, *(grown.amount for grown in self.changes.values())) if each is not None
        ]
        if not amounts and not self.changes:
            raise wrong("IN102", "a series of which nothing was published", "an amount, or growth")
        if amounts and self.unit is None:
            raise wrong("IN103", "amounts without a unit", "a unit, as in {zh: 亿元, en: 100 million yuan}")
        if self.measures == "total" and self.since_the_start_of_the_year is not None:
            found = "a total that grows since the start of the year"
            raise wrong("IN104", found, "«year on year»", at=("since the start of the year",))
        if self.target is not None and (self.measures != "total" or self.amount is None):
            found = "a target of a balance" if self.measures != "total" else "a target of no amount"
            raise wrong("IN114", found, "measures: total, with what it came to by now as its amount", at=("target",))
        return self

    @property
    def changes(self) -> Mapping[str, Change]:
        """Its growth, by how it is written."""
        found = {YEAR_ON_YEAR: self.year_on_year, SINCE_THE_START: self.since_the_start_of_the_year}
        return {word: change for word, change in found.items() if change is not None}

    def before(self, change: Change) -> Decimal | None:
        """The amount that it grew from, in the same prices: what there is now less what was added."""
        if self.comparable or self.amount is None or change.amount is None:
            return None
        return self.amount - change.amount


class Ratio(Part):
    """One figure as a part of another, both FEEL over the series; `rate` as it was published, if it was."""

    title: Label
    of: Expression
    to: Expression
    rate: Rate | None = None
    differs: Label | None = None
    cites: Citation | None = None


class Statement(Part):
    """What was said of the series, as FEEL that must be true."""

    title: Label
    holds: Expression
    cites: Citation | None = None


class Indicator(Part):
    """`reported`: all of it was published, so that a figure that the notice does not have is a mistake for sure."""

    reported: ClassVar[bool] = True

    name: Annotated[Slug, Required(alias="indicator")]
    title: Label
    period: Span | None = None
    cites: Citation | None = None
    series: dict[Name, Series] = Required(default_factory=dict)
    ratios: dict[Name, Ratio] = Required(default_factory=dict)
    statements: dict[Name, Statement] = Required(default_factory=dict)
    counts: Counts | None = None
    assumes: tuple[Assumption, ...] = ()

    @model_validator(mode="after")
    def _measures_something(self) -> Self:
        if not self.series and self.counts is None:
            raise wrong(
                "IN111", "an indicator that measures nothing", "series that were published, or counts of a register"
            )
        if self.series and self.period is None:
            raise wrong("IN111", "series of no period", "period: 2023-Q1", at=("series",))
        return self

    @property
    def claims(self) -> str | None:
        """The register of which it counts."""
        return self.counts.of if self.counts else None

    @property
    def measured(self) -> tuple[str, ...]:
        """What its FEEL may name beside fields and series."""
        return (*OF_THE_RECORD, COUNTED_AT) if self.counts else ()

    @property
    def names(self) -> Mapping[str, Variable]:
        """The names of its FEEL: each series is a context of what was published of it, or follows from that."""
        return {name: Variable(_type(series)) for name, series in self.series.items()}


def _type(series: Series) -> ContextType:
    fields = {} if series.amount is None else {"amount": Variable(NUMBER)}
    return ContextType(fields=fields | {word: Variable(_grown(series, each)) for word, each in series.changes.items()})


def _grown(series: Series, change: Change) -> ContextType:
    has_amounts = series.before(change) is not None
    known = {"amount": change.amount is not None, "before": has_amounts, "rate": has_amounts or change.rate is not None}
    return ContextType(fields={name: Variable(NUMBER) for name, is_known in known.items() if is_known})


def digits(rate: Decimal) -> int:
    """The decimals that a rate was published with."""
    exponent = rate.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
