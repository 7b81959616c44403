"""What an indicator counts of the cases of a register: rates, times, and targets that are to be reached.

All are FEEL over one case: its fields that are not personal, what its record tells of itself (`rulebook.of_record`),
and `counted at`, the moment at which it is counted.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import model_validator

from bridgehead.instruments.indicator.spans import Halves, Span
from bridgehead.rulebook.schema import Citation, Expression, Label, Name, Part, Slug, wrong
from bridgehead.rulebook.variable_name import VariableName

COUNTED_AT = "counted at"
PLAIN = ""
"""The variant by which a rate is told first."""


class Variant(Part):
    """Another way to reckon a rate: what it does not say is as in the rate itself. The `mean of` groups is that of the
    rates of each, which counts a small unit as much as a large one.
    """

    title: Label
    of: Expression | None = None
    to: Expression | None = None
    mean_of: VariableName | None = None

    @model_validator(mode="after")
    def _differs(self) -> Self:
        if self.of is None and self.to is None and self.mean_of is None:
            raise wrong("IN110", "a variant that differs in nothing", "of, to, or «mean of»", at=("title",))
        return self


class CountedRate(Part):
    """The cases `of` which something holds, as a part of those `to` which the rate is held; a number in `of` weighs."""

    title: Label
    of: Expression
    to: Expression
    variants: dict[Name, Variant] = Limit(default_factory=dict)
    cites: Citation | None = None

    @property
    def ways(self) -> Iterator[tuple[str, Label, str, str, str | None]]:
        """The rate itself and its variants: name, title, of, to, and the groups of which it is the mean."""
        yield PLAIN, self.title, self.of, self.to, None
        for name, each in self.variants.items():
            yield name, each.title, each.of or self.of, each.to or self.to, each.mean_of


class Time(Part):
    """How long it took from one moment of a case to another, `when` something holds: the time within which so many
    percent of the cases had come so far.
    """

    title: Label
    from_: VariableName
    until: VariableName
    when: Expression | None = None
    percentiles: Annotated[tuple[Annotated[int, Limit(ge=1, le=99)], ...], Limit(min_length=1)]
    cites: Citation | None = None


class CountedTarget(Part):
    """A task of a span of time: the cases `of` which something holds, of all `to` which it is to be brought about.
    `both past` says by when in it time and task are to be past which part.
    """

    title: Label
    for_: Span
    of: Expression
    to: Expression
    both_past: Halves | None = None
    in_: Span | None = None
    cites: Citation | None = None


class Counts(Part):
    """What is counted of a register, told apart `by` fields that have groups, and by the month of a moment."""

    of: Slug
    by: tuple[VariableName, ...] = ()
    month_of: VariableName = Limit(default="received on")
    rates: Annotated[dict[Name, CountedRate], Limit(min_length=1)]
    times: dict[Name, Time] = Limit(default_factory=dict)
    targets: dict[Name, CountedTarget] = Limit(default_factory=dict)

    @property
    def texts(self) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        """Each FEEL with its path and the types that it may give."""
        for name, rate in self.rates.items():
            yield ("rates", name, "of"), rate.of, ("boolean", "number")
            yield ("rates", name, "to"), rate.to, ("boolean",)
            for called, each in rate.variants.items():
                if each.of is not None:
                    yield ("rates", name, "variants", called, "of"), each.of, ("boolean", "number")
                if each.to is not None:
                    yield ("rates", name, "variants", called, "to"), each.to, ("boolean",)
        for name, time in self.times.items():
            if time.when is not None:
                yield ("times", name, "when"), time.when, ("boolean",)
        for name, target in self.targets.items():
            yield ("targets", name, "of"), target.of, ("boolean", "number")
            yield ("targets", name, "to"), target.to, ("boolean",)

    @property
    def tallies(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """What is summed up for rates: of and to, by the name and the variant."""
        return {(name, way): (of, to) for name, rate in self.rates.items() for way, _, of, to, _ in rate.ways}
