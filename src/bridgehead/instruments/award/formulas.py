"""Every FEEL expression of an award: where it stands, what it may name and what it must give."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from bridgehead.documents.document import Path
from bridgehead.instruments.award.schema import Award, Instalment, Order, Payment


class Gives(Enum):
    """What an expression must give, as a mistake says it."""

    TRUTH = "true or false"
    NUMBER = "a number"
    RANGE = "a range"
    SORTABLE = "what has an order: a number, text, date or duration"
    ANYTHING = "a value"


class Over(Enum):
    """What an expression is worked out over."""

    CLAIM = "one claim"
    TOTALS = "the sums of a party too"
    MARK = "the running sums of a party"
    PLACES = "the ranks under `places` too"
    REPORT = "a later report"


@dataclass(frozen=True, slots=True)
class Formula:
    """The FEEL `text` at `path` in the file; `register` is that of the later reports that it is over."""

    path: Path
    text: str
    gives: Gives
    over: Over = Over.CLAIM
    register: str | None = None


def formulas(award: Award) -> Iterator[Formula]:
    """Every expression but the derived figures, which the others may name, in the order of the pipeline."""
    if award.window:
        yield Formula(("window", "in"), award.window.in_, Gives.RANGE)
    for name, condition in award.conditions.items():
        word = "test" if condition.test else "decide"
        yield Formula(("conditions", name, word), condition.text, Gives.TRUTH)
    yield from _mark(("reach",), award.reach)
    for name, place in award.places.items():
        yield Formula(("places", name, "by"), place.by.by, Gives.SORTABLE)
    yield from _keys(("order",), award.order)
    yield from _keys(("rank",), award.rank, Over.PLACES)
    for name, prize in award.prizes.items():
        path = ("prizes", name)
        if prize.when:
            yield Formula((*path, "when"), prize.when, Gives.TRUTH)
        yield from _keys((*path, "order"), prize.order)
        if prize.pay:
            yield from _payment((*path, "pay"), prize.pay, Over.TOTALS)
        yield from _instalments((*path, "instalments"), prize.instalments)
    for name, bonus in award.bonuses.items():
        yield from _mark(("bonuses", name, "reach"), bonus.reach)
        yield from _payment(("bonuses", name, "pay"), bonus.pay, Over.CLAIM)
    yield from _instalments(("instalments",), award.instalments)


def _mark(path: Path, text: str | None) -> Iterator[Formula]:
    if text is not None:
        yield Formula(path, text, Gives.TRUTH, Over.MARK)


def _keys(path: Path, order: Order | None, over: Over = Over.CLAIM) -> Iterator[Formula]:
    for at, key in enumerate(order or ()):
        yield Formula((*path, at), key.by, Gives.SORTABLE, over)


def _payment(path: Path, pay: Payment, over: Over) -> Iterator[Formula]:
    if pay.of is not None:
        yield Formula((*path, "of"), pay.of, Gives.NUMBER, over)
    if pay.by is not None:
        yield Formula((*path, "by"), pay.by, Gives.NUMBER, over)
    for at, tier in enumerate(pay.tiers):
        yield Formula((*path, "tiers", at, "from"), tier.from_, Gives.NUMBER, over)
        yield Formula((*path, "tiers", at, "pay"), tier.pay, Gives.NUMBER, over)


def _instalments(path: Path, plan: Iterable[Instalment]) -> Iterator[Formula]:
    for at, each in enumerate(plan):
        if each.when is not None:
            yield Formula((*path, at, "when"), each.when, Gives.TRUTH, Over.REPORT, each.from_)
