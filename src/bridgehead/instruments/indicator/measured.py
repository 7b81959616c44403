"""What an indicator measures: each figure with its numerator and denominator, and whether a published rate follows.

1. A growth goes by the amount that was added, and by the amount before: what there is now less what was added.
2. A published rate follows where the exact one rounds to it, half up, at the digits with which it was published.
3. Ratios and statements are FEEL over the series: `loans.amount`, `loans.year on year.rate`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bridgehead import feel
from bridgehead.instruments.indicator.schema import Change, Indicator, Ratio, Series, Target, digits
from bridgehead.rulebook.schema import Label

Path = tuple[str, ...]
TARGET = "target"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as it was `published`, or None; where its amounts are known, of what it is made."""

    path: Path
    title: Label
    published: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rank: int | None = None
    differs: Label | None = None
    cites: str | None = None

    @property
    def exact(self) -> Fraction | None:
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)

    @property
    def recomputed(self) -> Decimal | None:
        """The exact rate at the digits of the published one, or of a thousandth where none was published."""
        return (
            None if self.exact is None else rounded(self.exact, 3 if self.published is None else digits(self.published))
        )

    @property
    def value(self) -> Decimal | None:
        """The published rate, or else the recomputed one."""
        return self.recomputed if self.published is None else self.published

    @property
    def agrees(self) -> bool | None:
        """Whether the published rate follows from the published amounts; None where it cannot be told."""
        return None if self.published is None or self.recomputed is None else self.published == self.recomputed


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half up, as statistics are printed (GB/T 8170 allows it where so agreed)."""
    scaled = exact * 10**places
    whole, part = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * part >= scaled.denominator
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def rates(indicator: Indicator) -> Iterator[Rate]:
    """Each growth, how far each target is reached, and each ratio, in the order of the file."""
    for name, series in indicator.series.items():
        for word, change in series.changes.items():
            yield _growth(name, series, word, change)
        if (target := series.target) is not None:
            path, cites = ("series", name, TARGET), target.cites or series.cites
            yield Rate(path, series.title, target.rate, series.amount, target.amount, None, target.differs, cites)
    for name, ratio in indicator.ratios.items():
        yield _ratio(name, ratio, indicator)


@dataclass(frozen=True, slots=True)
class Halfway:
    """How much of the time of a target was gone when the period ended, how much of the task was done, and whether both
    are past what was said.
    """

    name: str
    series: Series
    target: Target
    gone: Fraction
    done: Fraction

    @property
    def both_past(self) -> bool:
        wanted = self.target.both_past
        return wanted is None or (self.gone >= Fraction(wanted.time) and self.done >= Fraction(wanted.task))


def halfway(indicator: Indicator) -> Iterator[Halfway]:
    """Each target of which it was said how far time and task are."""
    for name, series in indicator.series.items():
        target = series.target
        if target is not None and target.both_past is not None and indicator.period and series.amount is not None:
            gone = target.for_.gone(indicator.period.ends)
            yield Halfway(name, series, target, gone, Fraction(series.amount) / Fraction(target.amount))


def _growth(name: str, series: Series, word: str, change: Change) -> Rate:
    before = series.before(change)  # 1
    added = None if before is None else change.amount
    cites = change.cites or series.cites
    return Rate(("series", name, word), series.title, change.rate, added, before, change.rank, change.differs, cites)


def _ratio(name: str, ratio: Ratio, indicator: Indicator) -> Rate:
    numerator, denominator = (_number(text, indicator) for text in (ratio.of, ratio.to))
    path = ("ratios", name)
    return Rate(path, ratio.title, ratio.rate, numerator, denominator, None, ratio.differs, ratio.cites)


def _number(text: str, indicator: Indicator) -> Decimal | None:
    value = compiled(text, indicator)(amounts(indicator))
    return value if isinstance(value, Decimal) else None


def holds(text: str, indicator: Indicator) -> bool:
    """Whether a statement is true of what was published."""
    return compiled(text, indicator)(amounts(indicator)) is True


def compiled(text: str, indicator: Indicator) -> Callable[[Mapping[str, object]], object]:
    return feel.compile(feel.parse(text, indicator.names), indicator.names)


def amounts(indicator: Indicator) -> Mapping[str, object]:
    """What FEEL sees of each series."""
    return {name: _published(name, series) for name, series in indicator.series.items()}


def _published(name: str, series: Series) -> Mapping[str, object]:
    found: dict[str, object] = {} if series.amount is None else {"amount": series.amount}
    for word, change in series.changes.items():
        rate = _growth(name, series, word, change)
        told = {"amount": change.amount, "before": rate.denominator, "rate": rate.value}
        found[word] = {each: value for each, value in told.items() if value is not None}
    return found
