"""Is a place and money left of an award? Told from the places that everybody may see, and from no others."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from django.db.models.fields.json import KeyTextTransform

from bridgehead.instruments.award.allocation.budget import part_of
from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import Terms
from bridgehead.ledger import models
from bridgehead.primitives import words
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import shown
from bridgehead.rulebook.schema import Label

AT_ONCE = 500
"""Claims that one statement asks for."""


def used_up(matter: str, terms: Terms, prize: str, claim: Mapping[str, object]) -> Phrase | None:
    """Why one more claim that meets every condition of a prize would get nothing; None where it still could.

    Of a budget of which each kind of applicant has its share, the one counts that the claim would be paid from.
    """
    award = terms.award
    if award.budget is None and _places(award, prize) is None:
        return None
    record = models.Record.objects.filter(matter=matter, register=AWARDS, number=award.name)
    for pk, version in record.values_list("pk", "version"):
        by = _column(terms)
        given, spent = _given(pk, version, award.claims, by)
        fund = str(claim.get(by)) if by else ""
        return _no_place(terms, prize, given) or _no_money(terms, prize, spent[fund], fund)
    return None


def _column(terms: Terms) -> str:
    """Where claims say from which share of the budget they are paid; blank where it has none."""
    by = terms.award.budget.by if terms.award.budget else None
    return terms.table.deciding.get(by, by) if by else ""


@lru_cache(maxsize=64)
def _given(record: int, version: int, register: str, by: str) -> tuple[Counter[str], Mapping[str, Decimal]]:
    """How many places of each prize are given and what they come to, by the share that pays them; an award may have
    thousands.
    """
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    held = models.Record.objects.get(pk=record)
    try:
        places = shown(held).places
    except models.Record.DoesNotExist:  # nothing is published yet
        return Counter(), spent
    kinds = _kinds([each["number"] for each in places], held.matter, register, by) if by else {}
    for each in places:
        spent[kinds.get(each["number"], "")] += Decimal(each["amount"])
    return Counter(each["prize"] for each in places), spent


def _kinds(numbers: Sequence[str], matter: str, register: str, by: str) -> Mapping[str, str]:
    """What claims say in one of their fields, by their numbers."""
    found: dict[str, str] = {}
    said = KeyTextTransform(by, KeyTextTransform("fields", "state"))
    claims = models.Record.objects.filter(matter=matter, register=register).annotate(kind=said)
    for first in range(0, len(numbers), AT_ONCE):
        some = claims.filter(number__in=numbers[first : first + AT_ONCE])
        found |= {number: kind or "" for number, kind in some.values_list("number", "kind")}
    return found


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


def _no_money(terms: Terms, prize: str, spent: Decimal, fund: str) -> Phrase | None:
    """None, too, where a prize pays nothing, and where what it pays hangs on the claim and something is left."""
    budget, fixed = terms.award.budget, terms.fixed_amounts
    if budget is None or terms.award.prizes[prize].pay is None:
        return None
    there = part_of(budget.total, budget.shares.get(fund, Decimal(0))) if budget.by else budget.total
    whose = _whose(terms, fund)
    left = there - spent
    least = Decimal(fixed[prize]) if fixed and terms.award.when_short in ("whole", "skip") else Decimal(0)
    if left > 0 and left >= least:
        return None
    total, rest, due = (words.money(each, terms.currency) for each in (there, left, least))
    if left <= 0:
        return Phrase(
            f"符合全部条件，但{whose.zh}预算 {total.zh}已用完。",
            f"Every condition is met, but the budget of {total.en}{whose.en} is used up.",
        )
    return Phrase(
        f"符合全部条件，但{whose.zh}预算只余 {rest.zh}，应奖励 {due.zh}。",
        f"Every condition is met, but only {rest.en} of the budget{whose.en} is left, and {due.en} would be due.",
    )


def _whose(terms: Terms, fund: str) -> Phrase:
    """What stands beside the budget where each kind of applicant has its share: whose this one is."""
    budget = terms.award.budget
    if budget is None or not budget.by:
        return Phrase("", "")
    label = terms.table.choices.get(budget.by, {}).get(fund)
    zh, en = (label.zh, label.en) if label else (fund, fund)
    return Phrase(f"“{zh}”的", f" for “{en}”")
