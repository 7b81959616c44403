"""The words of an award, as written in YAML. `docs/authors/` shows each in use; `check.py` holds them together."""

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from bridgehead.rulebook.schema import (
    Assumption,
    Citation,
    Currency,
    Day,
    Duration,
    Expression,
    Label,
    Money,
    Name,
    Number,
    Part,
    Share,
    Slug,
    Text,
    shown,
    wrong,
)
from bridgehead.rulebook.variable_name import VariableName

PERIODS = ("day", "month", "quarter", "year")


def _short(key: str) -> Callable[[object], object]:
    """A part that may be written as the value of its main key alone."""
    return lambda value: value if isinstance(value, dict | Part) else {key: value}


def _reference(value: str) -> str:
    if not re.fullmatch(r"[^/\\#]+\.(dmn|yaml|xlsx)#\S(.*\S)?", value):
        raise wrong("AW007", f"the decision {shown(value)}", "a file of this folder and a name: reward.dmn#Eligible")
    return value


Reference = Annotated[Text, AfterValidator(_reference)]
"""A decision of a model that lies beside the rulebook, as `FILE#NAME`."""


class Decided(Part):
    """The value of a decision: of the fields, derived figures and values that have the names of its input data.

    `with` says what is given for input data of other names.
    """

    decide: Reference
    with_: dict[Name, Expression] = Field(default_factory=dict)
    cites: Citation | None = None

    @property
    def file(self) -> str:
        return self.decide.partition("#")[0]

    @property
    def name(self) -> str:
        return self.decide.partition("#")[2]


def _way(value: object) -> str:
    return "decided" if isinstance(value, dict | Decided) else "feel"


Derived = Annotated[Annotated[Expression, Tag("feel")] | Annotated[Decided, Tag("decided")], Discriminator(_way)]
"""What a figure is derived by: FEEL, or a decision."""


class TestedCondition(Part):
    """What must hold, with its clause; written as a FEEL expression alone where it has no clause of its own.

    A decision may stand in the place of the test: then FEEL calls it by its name.
    """

    test: Expression = ""
    decide: Reference | None = None
    with_: dict[Name, Expression] = Field(default_factory=dict)
    title: Label | None = None
    cites: Citation | None = None

    @model_validator(mode="after")
    def _one_test(self) -> "TestedCondition":
        if bool(self.test) == (self.decide is not None):
            raise wrong("AW008", "a condition with no test, or with two", "test: an expression, or decide: FILE#NAME")
        if self.with_ and self.decide is None:
            raise wrong("AW008", "«with» without a decision", "decide: FILE#NAME")
        return self

    @property
    def decided(self) -> Decided | None:
        """The decision that stands in the place of the test."""
        return Decided.model_construct(decide=self.decide, with_=self.with_) if self.decide else None

    @property
    def text(self) -> str:
        """The test, in FEEL."""
        return self.test or (self.decide or "").partition("#")[2]


Condition = Annotated[
    TestedCondition, BeforeValidator(_short("test"), json_schema_input_type=Expression | TestedCondition)
]


class Window(Part):
    """The period of an award: a range of FEEL, both ends as their brackets say, in which a field must lie."""

    field: Name
    in_: Expression
    cites: Citation | None = None


class DueDay(Part):
    """The last day for claims. Where a `field` is named, a claim whose field is later is refused."""

    by: Day
    field: Name | None = None
    cites: Citation | None = None


ClaimsDue = Annotated[DueDay, BeforeValidator(_short("by"), json_schema_input_type=Day | DueDay)]


class SortKey(Part):
    """One key of an order: a FEEL expression, from small to large, or from large to small after `desc`."""

    by: Expression
    descending: bool = False


def _sort_key(value: object) -> object:
    if not isinstance(value, str):
        return value if isinstance(value, Part) else {"by": value}
    text = value.strip()
    direction = text.rpartition(" ")[2]
    if direction in ("desc", "asc"):
        return {"by": text[: -len(direction)].strip(), "descending": direction == "desc"}
    return {"by": text}


Key = Annotated[SortKey, BeforeValidator(_sort_key, json_schema_input_type=Expression)]
Order = Annotated[tuple[Key, ...], Field(min_length=1)]


class CalendarPeriod(Part):
    """The calendar period in which a date or a date and time falls: `month of completed on`."""

    unit: Literal["day", "month", "quarter", "year"]
    field: Name


def _period(value: object) -> object:
    if not isinstance(value, str):
        return value
    unit, of, field = value.partition(" of ")
    if not of or unit not in PERIODS or not field.strip():
        raise wrong(
            "AW001", f"the period {shown(value)}", "day, month, quarter or year of a field, as in month of completed on"
        )
    return {"unit": unit, "field": field.strip()}


Each = Annotated[CalendarPeriod, BeforeValidator(_period, json_schema_input_type=Text)]


class Places(Part):
    """The places of a rank that a prize is for, first and last counted, from 1."""

    first: Annotated[int, Field(ge=1)]
    last: Annotated[int, Field(ge=1)]

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def _places(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d+)(?:\.\.(\d+))?", value.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        raise wrong("AW002", f"the rank {shown(value)}", "a place from 1, or the first and the last as in 2..5")
    return {"first": first, "last": last}


Rank = Annotated[Places, BeforeValidator(_places, json_schema_input_type=int | Text)]


class Tier(Part):
    """What is paid where the figure reaches `from`."""

    from_: Expression
    pay: Expression


Rate = Annotated[Number, Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]


class Band(Part):
    """What is paid of the part of a figure that lies above a mark, up to the next band.

    The `rate` is a share where the figure is money, else an amount for each of what the figure counts.
    """

    above: Money
    rate: Rate


class Payment(Part):
    """What a prize pays, one of three ways.

    - `of` a formula alone: a number or FEEL, as in `30 * people * nights`;
    - `of` a figure in marginal `bands`;
    - `by` a figure in `tiers`: that of the highest tier reached.

    `at most` caps each of them. An amount is rounded as the award's `rounding` says.
    """

    of: Expression | None = None
    bands: tuple[Band, ...] = ()
    by: Expression | None = None
    tiers: tuple[Tier, ...] = ()
    at_most: Money | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Payment":
        if (self.of is None) == (self.by is None) or (self.by is None) != (not self.tiers) or (self.by and self.bands):
            raise wrong(
                "AW003",
                "a pay that is not one of the three ways",
                "a formula, {of: ..., bands: [...]} or {by: ..., tiers: [...]}",
            )
        return self


Pay = Annotated[Payment, BeforeValidator(_short("of"), json_schema_input_type=Expression | Payment)]


class Instalment(Part):
    """A share of a granted amount and when it is due: at once, or `after` a duration of ISO 8601 from the decision.

    A later instalment may hang on a condition over the register named by `from`; `otherwise` it is lost or put off.
    """

    share: Share
    after: Duration | None = None
    from_: Slug | None = None
    when: Expression | None = None
    otherwise: Literal["lost", "later"] | None = None
    cites: Citation | None = None


class Prize(Part):
    """What can be won: by whom (`when`), in which order, how many times (`first`) or at which places, and how much."""

    title: Label | None = None
    cites: Citation | None = None
    when: Expression | None = None
    order: Order | None = None
    first: Annotated[int, Field(ge=1)] | None = None
    rank: Rank | None = None
    pay: Pay | None = None
    gives: Label | None = None
    instalments: tuple[Instalment, ...] = ()

    @model_validator(mode="after")
    def _gives_something(self) -> "Prize":
        if self.pay is None and self.gives is None:
            raise wrong("AW004", "a prize that neither pays nor gives", "pay: an amount or gives: {zh: ..., en: ...}")
        return self


def _named(value: object) -> object:
    """A list of ranked prizes as a mapping: each is called by its rank."""
    if not isinstance(value, tuple | list):
        return value
    named: dict[str, object] = {}
    for prize in value:
        if not isinstance(prize, dict) or "rank" not in prize:
            raise wrong(
                "AW005", "a prize in a list without its rank", "rank: 1 or rank: 2..5, or a name for each prize"
            )
        named[f"rank {prize['rank']}"] = prize
    if len(named) < len(value):
        raise wrong("AW006", "two prizes of one rank", "each rank once")
    return named


Prizes = Annotated[
    dict[Name, Prize],
    BeforeValidator(_named, json_schema_input_type=dict[Name, Prize] | tuple[Prize, ...]),
    Field(min_length=1),
]


class Bonus(Part):
    """What is added to the claim at which a party's count or sum in a period passes a mark."""

    per: Name
    each: Each | None = None
    reach: Expression
    pay: Pay
    cites: Citation | None = None


class Ceiling(Part):
    """The most that one party is paid in a period, over all prizes and bonuses together, or over those named alone."""

    per: Name
    each: Each | None = None
    over: Literal["all"] | tuple[Name, ...] = "all"
    at_most: Money
    cites: Citation | None = None


class Exclusion(Part):
    """Of several prizes one party gets one: the `better` paid, or the `first` in order. Without `per`: one claim."""

    prizes: Annotated[tuple[Name, ...], Field(min_length=2)]
    per: Name | None = None
    take: Literal["better", "first"] = "better"
    cites: Citation | None = None


class SharedBudget(Part):
    """A budget of which each kind of applicant has its share; what one does not use is not passed on."""

    total: Money
    by: Name | None = None
    shares: dict[Text, Share] = Field(default_factory=dict)
    cites: Citation | None = None


Budget = Annotated[SharedBudget, BeforeValidator(_short("total"), json_schema_input_type=Money | SharedBudget)]


class RankedFigure(Part):
    """A rank that other expressions may use by its name; of equal figures all have the `same` place, or by number."""

    by: Key
    ties: Literal["same", "number"] = "same"


class Rounding(Part):
    """How amounts are rounded: to `digits` after the point, and which way where they lie between two."""

    digits: Annotated[int, Field(ge=0, le=2)] = 2
    way: Literal["half up", "down", "up"] = "half up"


OncePer = Annotated[
    tuple[Name, ...],
    BeforeValidator(
        lambda value: (value,) if isinstance(value, str) else value, json_schema_input_type=Name | tuple[Name, ...]
    ),
]


class Award(Part):
    """A promise to pay by rule. See DESIGN, section 4; the pipeline is that of `rules.py`. The `payee` are personal
    fields of the claim that say to whom; no rule reads them.
    """

    name: Annotated[Slug, Field(alias="award")]
    title: Label
    cites: Citation
    claims: Slug
    as_of: Name | None = None
    window: Window | None = None
    claims_due: ClaimsDue | None = None
    currency: Currency | None = None
    payee: tuple[Name, ...] = ()
    budget: Budget | None = None
    when_short: Literal["whole", "skip", "part", "share"] = "whole"
    rounding: Rounding = Field(default_factory=Rounding)
    once_per: OncePer = ()
    derived: dict[VariableName, Derived] = Field(default_factory=dict)
    conditions: dict[Name, Condition] = Field(default_factory=dict)
    per: Name | None = None
    each: Each | None = None
    reach: Expression | None = None
    places: dict[VariableName, RankedFigure] = Field(default_factory=dict)
    order: Order | None = None
    rank: Order | None = None
    ties: Literal["same"] | None = None
    prizes: Prizes
    bonuses: dict[Name, Bonus] = Field(default_factory=dict)
    ceilings: tuple[Ceiling, ...] = ()
    one_of: Exclusion | None = None
    instalments: tuple[Instalment, ...] = ()
    assumes: tuple[Assumption, ...] = ()

    @property
    def all_derived(self) -> dict[str, Derived]:
        """What FEEL may name beside fields and values: the derived figures, then the decisions of the conditions."""
        decided = (condition.decided for condition in self.conditions.values())
        return {**self.derived, **{each.name: each for each in decided if each is not None}}
