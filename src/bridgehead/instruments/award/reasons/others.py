"""The other prizes whose conditions a claim meets, and why it is not decided by them too.

A claim has one prize: the better paid of those that exclude one another, else the first listed. It keeps it where its
places are taken or its formula pays nothing, and so whoever reads the decision is told what else there was.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bridgehead.instruments.award.allocation.pool import Because
from bridgehead.instruments.award.reasons.topics import phrase
from bridgehead.instruments.award.reasons.wording import clause, closed
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.words import Phrase, inside, listed

NOT_BY_PRIZE = (Because.CONFIRMED, Because.DUPLICATE, Because.EXCLUDED)
"""What is decided whatever other prizes the claim meets."""
AND = Phrase("、", ", ")


def other_prizes(terms: Terms, decided: Mapping[str, Any]) -> Iterator[Phrase]:
    """也符合“会议”的条件，但只按其中金额较高的一项评定（第3条）。"""
    rule, found = terms.award.one_of, _also_met(terms, decided)
    better = [name for name in found if {name, decided["prize"]} <= {*terms.rivals}]
    excluded = [name for name in found if rule and name not in better and {name, decided["prize"]} <= {*rule.prizes}]
    rest = [name for name in found if name not in better and name not in excluded]
    for names, zh, en in (
        (better, "金额较高", "better paid"),
        (excluded, "列在前面", "first listed"),
        (rest, "列在前面", "first listed"),
    ):
        if names:
            others = listed((_quoted(inside(phrase(terms.called(name)))) for name in names), AND)
            where = clause(rule.cites) if rule and rule.cites and names is not rest else None
            body = Phrase(
                f"也符合{others.zh}的条件，但只按其中{zh}的一项评定",
                f"the claim meets the conditions of {others.en} too, but is decided by the {en} of them alone",
            )
            yield closed(body, where)


def _also_met(terms: Terms, decided: Mapping[str, Any]) -> list[str]:
    """None where the place decides which prize it is."""
    atoms, prizes = terms.atoms, terms.award.prizes
    unmet = decided["failed"] | decided["missing"]
    decided_otherwise = decided["prize"] is None or decided["because"] in NOT_BY_PRIZE
    if decided_otherwise or unmet & atoms.common or any(prize.rank for prize in prizes.values()):
        return []
    return [name for name in prizes if name != decided["prize"] and not unmet & atoms.of(name)]


def _quoted(name: Phrase) -> Phrase:
    return Phrase(f"“{name.zh}”", f"“{name.en}”")
