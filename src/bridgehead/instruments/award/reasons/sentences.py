"""What is decided on a claim, in one sentence.

A decided claim has the columns of `rules.decide`: outcome, prize, place, amount, provisional, failed, missing, and why
allocation ended it (`because`, with `reference`, `figure` and `asked`).
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bridgehead.instruments.award.reasons.topics import phrase
from bridgehead.instruments.award.reasons.wording import Statement, clause, closed
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives import words
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.words import Phrase

Decided = Mapping[str, Any]
"""One row of the decisions."""

MONEY_LEFT, ROOM_LEFT = Phrase("资金", "of the money"), Phrase("上限内", "under the ceiling")


def allocation_sentence(terms: Terms, decided: Decided) -> Phrase:
    """What became of a claim that meets every condition: its prize, place and amount, or who or what came before it."""
    where = _clause(terms, decided["prize"])
    return closed(_allocated(terms, decided), where)


def refusal_sentence(statements: Sequence[Statement]) -> Phrase:
    """Why a claim is refused or open: its reasons, one after the other."""
    return Phrase("".join(each.sentence.zh for each in statements), " ".join(each.sentence.en for each in statements))


def _allocated(terms: Terms, decided: Decided) -> Phrase:
    money = _money(terms)
    reference = decided["reference"]
    met = Phrase("符合全部条件", "meets every condition")
    match decided["because"]:
        case "duplicate":
            return Phrase(f"与申报 {reference} 重复，不再计", f"the same as claim {reference}, which counts")
        case "sum":
            return Phrase(
                f"{met.zh}，已计入申报 {reference} 的累计", f"{met.en}; counted in the sum of claim {reference}"
            )
        case "below":
            so_far = words.number(decided["figure"])
            return Phrase(
                f"{met.zh}，累计 {so_far.zh}，尚未达到要求", f"{met.en}; the sum is {so_far.en}, not yet enough"
            )
        case "excluded":
            return Phrase(
                f"{met.zh}，但已按申报 {reference} 给予奖励，两者只取其一",
                f"{met.en}; its party is rewarded for claim {reference}, and gets one of the two",
            )
        case "quota":
            return _out_of_places(terms, decided, met)
        case "budget" | "ceiling" if decided["outcome"] == Outcome.EXHAUSTED:
            left, asked = money(decided["figure"]), money(decided["asked"])
            of = (
                Phrase("资金", "of the money")
                if decided["because"] == "budget"
                else Phrase("上限内", "under the ceiling")
            )
            return Phrase(
                f"{met.zh}，但{of.zh}只余 {left.zh}，应奖励 {asked.zh}",
                f"{met.en}; {left.en} {of.en} is left, {asked.en} is due",
            )
        case "amount":
            return Phrase(f"{met.zh}，但无法算出金额", f"{met.en}; its amount cannot be worked out")
    return _granted(terms, decided, money)


def _out_of_places(terms: Terms, decided: Decided, met: Phrase) -> Phrase:
    first = terms.award.prizes[decided["prize"]].first if decided["prize"] else None
    place, places = decided["place"], Phrase("", "")
    if first:
        places = Phrase(f" {first} 个", f" {first}")
    stands = Phrase(f"，排第 {place} 名", f"; it comes {_ordinal(place)}") if place else Phrase("", "")
    return Phrase(
        f"{met.zh}{stands.zh}，但名额{places.zh}已满", f"{met.en}{stands.en}; the{places.en} places are taken"
    )


def _granted(terms: Terms, decided: Decided, money: Callable[[Decimal], Phrase]) -> Phrase:
    prize = terms.award.prizes[decided["prize"]]
    title = phrase(prize.title or terms.award.title)
    place = decided["place"]
    given = phrase(prize.gives) if prize.gives and not prize.pay else money(decided["amount"])
    stands = Phrase(f"，第 {place} 名", f", place {place}") if place else Phrase("", "")
    due = terms.award.claims_due
    if decided["provisional"] and due:
        until = words.day(due.by)
        return Phrase(
            f"暂列{title.zh}{stands.zh}，拟奖励{_spaced(given.zh)}；{until.zh}申报截止前，名次可能变动",
            f"provisionally {title.en}{stands.en}: {given.en}; places may change until claims close on {until.en}",
        )
    earlier = Phrase("此前已确认，", "confirmed earlier: ") if decided["because"] == "confirmed" else Phrase("", "")
    return Phrase(
        f"{earlier.zh}获{title.zh}{stands.zh}，奖励{_spaced(given.zh)}",
        f"{earlier.en}{title.en}{stands.en}: {given.en}",
    )


def _money(terms: Terms) -> Callable[[Decimal], Phrase]:
    currency = terms.award.currency
    return lambda amount: words.money(amount, currency) if currency else words.number(amount)


def _spaced(text: str) -> str:
    return f" {text}" if text[0].isdigit() else text


def _ordinal(place: int) -> str:
    ending = "th" if place // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def _clause(terms: Terms, prize: str | None) -> Phrase:
    return clause((terms.award.prizes[prize].cites if prize else None) or terms.award.cites)
