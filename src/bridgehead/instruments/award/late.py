"""Which awards a claim comes too late for, by their last day for claims.

It is taken in all the same, and told so: that it does not count is decided by the award's own rule, with a reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bridgehead.instruments.award.schema import Award
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Late:
    """An award, its last day for claims as an ISO date, and what whoever files a claim after it is told."""

    award: str
    last_day: str
    says: Phrase


def late(rulebook: Rulebook, register: str, claim: Mapping[str, object]) -> tuple[Late, ...]:
    """Those of the awards that read a register, in the rulebook's order, for which a claim with these values, by the
    clock of the city, is filed too late.
    """
    return tuple(_late(rulebook, register, claim))


def _late(rulebook: Rulebook, register: str, claim: Mapping[str, object]) -> Iterator[Late]:
    for award in rulebook.instruments.values():
        if isinstance(award, Award) and award.claims == register and (due := award.claims_due) and due.field:
            filed = claim.get(due.field)
            day = filed.date() if isinstance(filed, datetime) else filed
            if isinstance(day, date) and day > due.by:
                zh = f"“{award.title.zh}”的申报截止日是{due.by}，在此之后申报的不计入。"
                en = f"The last day for claims of «{award.title.en}» was {due.by}; what is filed later does not count."
                yield Late(award.name, due.by.isoformat(), Phrase(zh, en))
