"""Why a claim meets or does not meet the conditions: made from its masks and its values, when they are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bridgehead import feel
from bridgehead.instruments.award.case import Case, Claim, Standing, Verdict
from bridgehead.instruments.award.reasons import wording
from bridgehead.instruments.award.reasons.needs import Breach, Need, breach, written
from bridgehead.instruments.award.reasons.topics import Topic, Topics
from bridgehead.instruments.award.reasons.wording import GIVEN, NOT_GIVEN, TO_BE_GIVEN, Statement, Subject
from bridgehead.primitives.decision import Decision, Outcome, Reason
from bridgehead.primitives.words import Phrase, listed

AND = Phrase("、", ", ")
BESIDE = Phrase("，", ", ")


@dataclass(frozen=True, slots=True)
class Finding:
    """One atom and one claim: whether it holds (None: not known), what was seen, what is needed, and how far apart."""

    topic: Topic
    holds: bool | None
    seen: object
    need: Need[object]
    breach: Breach | None
    claim: Claim


def findings(topics: tuple[Topic, ...], verdict: Verdict, claim: Claim, mask: int) -> tuple[Finding, ...]:
    """What each atom of `mask` has to say of a claim."""
    return tuple(_finding(topic, verdict, claim) for topic in topics if topic.atom.mask & mask)


def decisive(verdict: Verdict, common: int, of_prize: int) -> int:
    """The atoms that decided: those that fail, of a refused claim; those not known, of an undetermined one."""
    asked = common | of_prize
    return asked & (verdict.failed if verdict.outcome is Outcome.REFUSED else verdict.missing)


def _finding(topic: Topic, verdict: Verdict, claim: Claim) -> Finding:
    mask = topic.atom.mask
    holds = None if verdict.missing & mask else not verdict.failed & mask
    need = topic.need(claim)
    seen = topic.seen(claim)
    broken = breach(seen, need, topic.step) if holds is False else None
    return Finding(topic, holds, seen, need, broken, claim)


def statement(finding: Finding) -> Statement:
    """A finding in words."""
    topic, holds = finding.topic, finding.holds
    need = wording.needed(topic.subject, finding.need)
    off, is_open = None, False
    if topic.atom.test is None:
        named = _named(finding)
        subject, seen, need = _labels(named), GIVEN if holds else NOT_GIVEN, TO_BE_GIVEN
        body = wording.required(named, bool(holds))
    elif holds is None:
        named = _named(finding)
        subject, seen = _labels(named), NOT_GIVEN
        lack = wording.required(named, given=False) if named else wording.NO_FIGURE_IN_FORCE
        alone = need if len(topic.fields) == 1 else None
        need = alone or topic.text
        is_open = alone is None
        body = wording.open_question(lack, need) if is_open else wording.missing(lack, need, topic.subject)
    elif need is None:
        subject, seen, need = _labels(topic.fields), _each_field(finding), topic.text
        body = wording.judged(seen, need, holds)
    else:
        subject, seen = topic.subject.label, topic.subject.say(finding.seen)
        apart = wording.short(topic.subject, finding.breach) if finding.breach else None
        ruled = topic.ruled(finding.claim) if holds is False else None
        off = listed((each for each in (apart, ruled) if each), BESIDE) if apart or ruled else None
        body = wording.compared(topic.subject, seen, need, off, holds)
    cites = topic.atom.cites
    where = wording.clause(cites) if cites else None
    said = wording.closed(body, where)
    return Statement(topic.atom.condition, holds, subject, seen, need, off, where, said, is_open, cites)


def _named(finding: Finding) -> tuple[Subject, ...]:
    """The fields that an atom is about; where it is not known whether it holds, those that are missing."""
    topic, claim = finding.topic, finding.claim
    if finding.holds is not None:
        return topic.fields
    asked = (*zip(topic.fields, topic.columns, strict=True), *((topic.day,) if topic.day else ()))
    return tuple(subject for subject, column in asked if claim.get(column) is None and column not in topic.optional)


def _labels(subjects: Iterable[Subject]) -> Phrase:
    return listed((subject.label for subject in subjects), AND)


def _each_field(finding: Finding) -> Phrase:
    """人数 300 人、住宿 0 晚"""
    topic = finding.topic
    pairs = zip(topic.fields, topic.columns, strict=True)
    each = (wording.labelled(subject, finding.claim.get(column)) for subject, column in pairs)
    return listed(each, Phrase("、", "; "))


def reason(finding: Finding) -> Reason:
    said = statement(finding).sentence
    return Reason(
        condition=finding.topic.atom.condition,
        holds=finding.holds,
        seen=None if finding.seen is feel.UNKNOWN else finding.seen,
        needed=written(finding.need) or finding.topic.atom.text,
        distance=finding.breach.distance if finding.breach else None,
        clause=finding.topic.atom.cites,
        zh=said.zh,
        en=said.en,
    )


def asked(topics: Topics, case: Case, standing: Standing) -> tuple[Finding, ...]:
    """What every condition of the award, and of the prize that the claim is judged by, has to say of the claim."""
    mask = case.terms.atoms.common | case.terms.atoms.of(standing.verdict.prize)
    return findings(topics[standing.version.first], standing.verdict, standing.claim, mask)


def decision(topics: Topics, case: Case, standing: Standing, decided: Mapping[str, Any]) -> Decision:
    """A decided row (see `rules.decide`) of the claim that so stands, with its reasons."""
    return Decision(
        number=decided["number"],
        outcome=Outcome(decided["outcome"]),
        prize=decided["prize"],
        place=decided["place"],
        amount=decided["amount"],
        provisional=decided["provisional"],
        reasons=tuple(map(reason, asked(topics, case, standing))),
    )
