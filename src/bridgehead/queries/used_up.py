"""Is a place and money left of an award? Told from the places that everybody may see, and from no others."""

from collections import Counter
from decimal import Decimal
from functools import lru_cache

from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import Terms
from bridgehead.ledger import models
from bridgehead.primitives import words
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import shown
from bridgehead.rulebook.schema import Label


def used_up(matter: str, terms: Terms, prize: str) -> Phrase | None:
    """Why one more claim that meets every condition of a prize would get nothing; None where it still could.

    A budget of which each kind of applicant has its share is told as used up when all of it is.
    """
    award = terms.award
    if award.budget is None and _places(award, prize) is None:
        return None
    record = models.Record.objects.filter(matter=matter, register=AWARDS, number=award.name)
    for pk, version in record.values_list("pk", "version"):
        given, spent = _given(pk, version)
        return _no_place(terms, prize, given) or _no_money(terms, prize, spent)
    return None


@lru_cache(maxsize=64)
def _given(record: int, version: int) -> tuple[Counter[str], Decimal]:
    """How many places of each prize are given and what they come to; an award may have thousands."""
    try:
        places = shown(models.Record.objects.get(pk=record)).places
    except models.Record.DoesNotExist:  # nothing is published yet
        places = ()
    return Counter(each["prize"] for each in places), sum((Decimal(each["amount"]) for each in places), Decimal(0))


def _places(award: Award, prize: str) -> int | None:
    """How many places there are for whoever meets the conditions of a prize; by rank those of all ranks."""
    if award.prizes[prize].rank is None:
        return award.prizes[prize].first
    return sum(each.rank.count for each in award.prizes.values() if each.rank)


def _no_place(terms: Terms, prize: str, given: Counter[str]) -> Phrase | None:
    award, found = terms.award, terms.award.prizes[prize]
    places = _places(award, prize)
    among = [prize] if found.rank is None else [name for name, each in award.prizes.items() if each.rank]
    if places is None or sum(given[name] for name in among) < places:
        return None
    title: Label = award.title if found.rank else terms.called(prize)
    return Phrase(
        f"符合全部条件，但“{title.zh}”的 {places:,} 个名额已满。",
        f"Every condition is met, but all places of “{title.en}” are taken: {places:,}.",
    )


def _no_money(terms: Terms, prize: str, spent: Decimal) -> Phrase | None:
    """None, too, where a prize pays nothing, and where what it pays hangs on the claim and something is left."""
    budget, fixed = terms.award.budget, terms.fixed_amounts
    if budget is None or terms.award.prizes[prize].pay is None:
        return None
    left = budget.total - spent
    least = Decimal(fixed[prize]) if fixed and terms.award.when_short in ("whole", "skip") else Decimal(0)
    if left > 0 and left >= least:
        return None
    total, rest, due = (words.money(each, terms.currency) for each in (budget.total, left, least))
    if left <= 0:
        return Phrase(
            f"符合全部条件，但预算 {total.zh}已用完。",
            f"Every condition is met, but the budget of {total.en} is used up.",
        )
    return Phrase(
        f"符合全部条件，但预算只余 {rest.zh}，应奖励 {due.zh}。",
        f"Every condition is met, but only {rest.en} of the budget is left, and {due.en} would be due.",
    )
