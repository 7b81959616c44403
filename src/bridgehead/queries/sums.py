"""Whether quotas and payments add up to the budget: 3 x 100,000 + 3 x 50,000 = 450,000."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bridgehead.instruments.award.schema import Award, Prize
from bridgehead.rulebook.coverage import Coverage
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Term:
    """A prize that is paid `count` times, `pay` each."""

    prize: str
    count: int
    pay: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """What the prizes of an award can cost, beside its budget.

    `unknown` names the prizes whose number or amount is not fixed; where there are any, nothing can be told.
    `in_notice` says whether the budget is bound to a figure of the text.
    """

    award: str
    terms: tuple[Term, ...]
    unknown: tuple[str, ...]
    budget: Decimal | None
    in_notice: bool

    @property
    def implied(self) -> Decimal | None:
        return None if self.unknown else sum((term.count * term.pay for term in self.terms), Decimal(0))

    @property
    def agrees(self) -> bool | None:
        """None where it cannot be told: no budget, or prizes that are open in number or amount."""
        return None if self.implied is None or self.budget is None else self.implied == self.budget


def sums(rulebook: Rulebook, covered: Coverage) -> tuple[Sum, ...]:
    """The sum of every award that pays."""
    awards = [part for part in rulebook.instruments.values() if isinstance(part, Award)]
    return tuple(_sum(award, covered) for award in awards if any(prize.pay for prize in award.prizes.values()))


def _sum(award: Award, covered: Coverage) -> Sum:
    terms = {name: _term(name, prize) for name, prize in award.prizes.items() if prize.pay}
    bound = {rule.name for judged in covered.figures for rule in judged.rules}
    return Sum(
        award=award.name,
        terms=tuple(term for term in terms.values() if term is not None),
        unknown=tuple(_open(award, terms)),
        budget=award.budget.total if award.budget else None,
        in_notice=f"{award.name} › budget › total" in bound,
    )


def _open(award: Award, terms: dict[str, Term | None]) -> Iterator[str]:
    yield from (name for name, term in terms.items() if term is None)
    yield from award.bonuses


def _term(name: str, prize: Prize) -> Term | None:
    count = prize.first if prize.rank is None else prize.rank.last - prize.rank.first + 1
    if count is None or prize.pay is None or prize.pay.of is None or prize.pay.bands:
        return None
    try:
        return Term(name, count, Decimal(prize.pay.of))
    except InvalidOperation:
        return None
