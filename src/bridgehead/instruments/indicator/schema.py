"""An indicator measures: series of amounts with their growth, ratios of them, and statements that must hold."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema, model_validator
from pydantic import Field as Required

from bridgehead.feel.types import NUMBER, ContextType, Variable
from bridgehead.primitives.period import NotAPeriod, Period
from bridgehead.rulebook.schema import (
    Assumption,
    Citation,
    Expression,
    Label,
    Name,
    Number,
    Part,
    Slug,
    shown,
    wrong,
)


def _period(value: object) -> Period:
    try:
        return value if isinstance(value, Period) else Period.read(str(value))
    except NotAPeriod:
        found = f"the period {shown(value)}"
        raise wrong(
            "IN101", found, "a year, half-year, quarter or month, as in 2023, 2023-H1, 2023-Q1, 2023-03"
        ) from None


YEAR_ON_YEAR, SINCE_THE_START = "year on year", "since the start of the year"
PERIOD = r"^[12]\d{3}(-([HQ][1-4]|0[1-9]|1[0-2]))?$"
Span = Annotated[
    Period,
    BeforeValidator(_period),
    PlainSerializer(str),
    WithJsonSchema({"type": ["string", "integer"], "pattern": PERIOD}),
]
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
    period: Span
    cites: Citation | None = None
    series: Annotated[dict[Name, Series], Required(min_length=1)]
    ratios: dict[Name, Ratio] = Required(default_factory=dict)
    statements: dict[Name, Statement] = Required(default_factory=dict)
    assumes: tuple[Assumption, ...] = ()

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
