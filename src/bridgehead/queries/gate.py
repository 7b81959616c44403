"""Would this be granted? One claim by itself, as at a gate or before anybody files it: nothing is stored.

An entitlement is decided by it. Of an award with places or a budget it says whether every condition is met, and where
it is whether the places that were published have used up the places or the money.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bridgehead import published
from bridgehead.instruments.award import case as cases
from bridgehead.instruments.award.case import Case
from bridgehead.instruments.award.reasons.reasons import asked, decisive, findings, statement
from bridgehead.instruments.award.reasons.topics import Topics, every
from bridgehead.instruments.award.reasons.wording import Statement
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.filled import read
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.words import Phrase
from bridgehead.queries.used_up import used_up


@dataclass(frozen=True, slots=True)
class Answer:
    """What would become of a claim: granted (every condition is met), exhausted (it is, and nothing is left), refused
    or undetermined, and why not; and what each condition says of it.
    """

    outcome: Outcome
    prize: str | None
    reasons: tuple[Phrase, ...]
    rulebook: str
    conditions: tuple[Statement, ...]


def would_be(matter: str, award: str, given: Mapping[str, object], at: datetime | None = None) -> Answer:
    """Values are those of a form; what is not given is unknown. A day to come of what has happened is refused `at` a
    moment, as at a gate; without one it is taken as meant. Raises BridgeheadError with RG001 and AW060, and
    RefusedFields for values that cannot be read.
    """
    by, _ = published.current(matter)
    compiled, topics = ready(by, award)
    standing = compiled.decide(_claim(by, compiled, given, at))
    verdict = standing.verdict
    conditions = tuple(statement(each) for each in asked(topics, compiled, standing))
    if verdict.outcome is Outcome.GRANTED:
        if gone := used_up(matter, compiled.terms, verdict.prize, standing.claim):
            return Answer(Outcome.EXHAUSTED, None, (gone,), by, conditions)
        return Answer(verdict.outcome, verdict.prize, (), by, conditions)
    about = topics[standing.version.first]
    mask = decisive(verdict, compiled.terms.atoms.common, compiled.terms.atoms.of(verdict.prize))
    reasons = tuple(statement(each).sentence for each in findings(about, verdict, standing.claim, mask))
    return Answer(verdict.outcome, None, reasons, by, conditions)


@lru_cache(maxsize=64)
def ready(rulebook: str, award: str) -> tuple[Case, Topics]:
    """An award of the rulebook with this hash, compiled, and what each of its conditions is about."""
    compiled = cases.compile(award_terms(published.by_hash(rulebook), award))
    return compiled, every(compiled)


def _claim(by: str, compiled: Case, given: Mapping[str, object], at: datetime | None) -> dict[str, object]:
    rulebook = published.by_hash(by)
    register = rulebook.instruments["register", compiled.terms.award.claims]
    assert isinstance(register, Register)
    known = {name: value for name, value in given.items() if value not in (None, "", [])}
    found = read(register, known, zone=rulebook.about.zone, at=at)
    if unread := {name: found.mistakes[name] for name in known if name in found.mistakes and name not in found.values}:
        raise RefusedFields(unread)
    deciding = compiled.terms.table.deciding
    return {deciding.get(name, name): value for name, value in found.values.items()}
