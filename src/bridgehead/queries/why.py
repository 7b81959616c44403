"""Why was a claim decided as it was? Told of one claim, from what the settlement kept that was published.

1. The settlements that were published, from the chain of the award, the last first.
2. The claim as it was read and the decision as it was made: one row of each table that the settlement kept.
3. What each condition says of it, by the rulebook of that settlement. Nothing is settled again, so that it takes no
   longer among a million claims; what would have met every condition is told.
4. What place had come of that is told where it is asked for: then all claims are settled again, once for each change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from bridgehead import published
from bridgehead.instruments.award.case import Case
from bridgehead.instruments.award.change.least import changes
from bridgehead.instruments.award.ledgered import RECORD, TABLES, VERSION, stay
from bridgehead.instruments.award.reasons import wording
from bridgehead.instruments.award.reasons.order import order
from bridgehead.instruments.award.reasons.reasons import Finding, asked, statement
from bridgehead.instruments.award.reasons.sentences import met_sentence
from bridgehead.instruments.award.reasons.topics import field_subject, phrase
from bridgehead.instruments.award.reasons.wording import TO_BE_GIVEN, Statement
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import events, models
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import find, shown
from bridgehead.queries.explanation import by_prize, explain, passage, sentence_of
from bridgehead.queries.gate import ready
from bridgehead.rulebook.schema import Label, clause_number

NOT_PUBLIC = Phrase("不公开", "not public")


@dataclass(frozen=True, slots=True)
class Why:
    """A decision that was published: the sentence first, then each condition, then what would have met them all.

    `on` is the day of the settlement, `rulebook` the hash of the rules by which it decided, `prize` what the prize is
    called. `clause`, `anchor` and `passage` are those of the notice; `order` says by what claims stand in line, None
    where they do not. `revoked` is whether the place was taken since.
    """

    number: str
    on: date
    rulebook: str
    outcome: Outcome
    prize: Label | None
    place: int | None
    amount: Decimal | None
    sentence: Phrase
    statements: tuple[Statement, ...]
    changes: tuple[Phrase, ...]
    clause: Phrase
    anchor: str
    passage: str
    order: Phrase | None
    assumes: tuple[Phrase, ...]
    revoked: bool


def why(matter: str, award: str, number: str) -> Why:
    """For whoever filed the claim, and for the staff. Raises Record.DoesNotExist where nothing was published that
    decides it.
    """
    record = find(matter, award)
    return _why(record, number, hides=False)


def why_published(matter: str, award: str, number: str) -> Why:
    """For everybody: of places that are shown alone, and of fields that are public alone. Raises as `why` does."""
    record = find(matter, award)
    if number not in {each["number"] for each in shown(record).places}:
        raise models.Record.DoesNotExist
    return _why(record, number, hides=True)


def would_have(matter: str, award: str, number: str) -> tuple[Phrase, ...]:
    """Step 4, of a refused claim. Raises as `why` does."""
    record = find(matter, award)
    n, preview, _, _ = _decided(record, number)
    rulebook = published.by_hash(preview["rulebook"])
    before: Mapping[str, Any] | None = None
    for stored in record.events.filter(n__lt=n).order_by("n"):
        event = events.read(bytes(stored.body))
        before = fold(before, event.kind, event.data)
    claims = pq.read_table(_file(preview["claims"])).drop_columns([RECORD, VERSION])
    stood = stay(award_terms(rulebook, award).award, before or {})
    (told,) = explain(rulebook, award, claims, number, on=date.fromisoformat(preview["on"]), paid=stood)
    return tuple(each.sentence for each in told.remedies)


def _why(record: models.Record, number: str, *, hides: bool) -> Why:
    _, preview, claim, decided = _decided(record, number)
    compiled, topics = ready(preview["rulebook"], record.number)
    terms = compiled.terms
    standing = by_prize(compiled.decide(claim), decided)
    found = asked(topics, compiled, standing)
    public = _public(preview["rulebook"], compiled) if hides else None
    rulebook = published.by_hash(preview["rulebook"])
    cited = terms.award.prizes[standing.verdict.prize].cites or terms.award.cites
    told = sorted((_statement(each, public) for each in found), key=_first_what_fails)
    return Why(
        number=number,
        on=date.fromisoformat(preview["on"]),
        rulebook=preview["rulebook"],
        outcome=Outcome(decided["outcome"]),
        prize=terms.called(decided["prize"]) if decided["prize"] else None,
        place=decided["place"],
        amount=decided["amount"],
        sentence=sentence_of(topics, compiled, standing, decided),
        statements=tuple(each for each in told if not (each.holds and each.needed == TO_BE_GIVEN)),
        changes=tuple(
            met_sentence(terms, field_subject(terms, each.field), each.to, each.prize)
            for each in (() if decided["because"] else changes(compiled, standing))
        ),
        clause=wording.clause(cited),
        anchor=clause_number(cited),
        passage=passage(rulebook, cited),
        order=order(terms, standing.verdict.prize),
        assumes=tuple(phrase(each) for each in terms.award.assumes),
        revoked=number in record.state.get("revoked", ()),
    )


def _decided(record: models.Record, number: str) -> tuple[int, Mapping[str, Any], dict[str, Any], dict[str, Any]]:
    """Steps 1 and 2: the last settlement that was published with the claim, by its event; the claim, the decision."""
    for n, preview in _published(record):
        terms = ready(preview["rulebook"], record.number)[0].terms
        claim = _row(preview["claims"], terms.table.deciding[terms.number], number)
        decided = _row(preview["decisions"], "number", number)
        if claim is not None and decided is not None:
            return n, preview, claim, decided
    raise models.Record.DoesNotExist


def _published(record: models.Record) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Step 1: what each settlement found that was shown to everybody; a preview alone decides nothing."""
    kinds = ("settled/1", "confirmed/1", "published/1")
    chain = record.events.filter(kind__in=kinds).order_by("-n").values_list("n", "kind")
    is_shown = is_confirmed = False
    for n, kind in chain:
        is_shown = is_shown or kind == "published/1"
        is_confirmed = is_confirmed or (is_shown and kind == "confirmed/1")
        if is_confirmed and kind == "settled/1":
            is_confirmed = False
            preview = events.read(bytes(record.events.get(n=n).body)).data["preview"]
            assert isinstance(preview, dict)
            yield n, preview


def _row(table: str, column: str, number: str) -> dict[str, Any] | None:
    """Step 2: of a table by its hash, the row of a number."""
    found = pq.read_table(_file(table), filters=[(column, "==", number)]).to_pylist()
    return {name: value for name, value in found[0].items() if name not in (RECORD, VERSION)} if found else None


def _file(table: str) -> Path:
    return Path(settings.HOME) / TABLES / f"{table}.parquet"


def _public(rulebook: str, compiled: Case) -> frozenset[str]:
    register = published.by_hash(rulebook).instruments["register", compiled.terms.award.claims]
    assert isinstance(register, Register)
    return frozenset(register.public)


def _first_what_fails(told: Statement) -> int:
    return (False, None, True).index(told.holds)


def _statement(finding: Finding, public: frozenset[str] | None) -> Statement:
    """Step 3; where only some fields are public, without what was seen in others and without what they take part in."""
    told = statement(finding)
    needs = finding.topic.atom.needs
    if public is None or {*needs} <= public:
        return told
    return replace(told, seen=NOT_PUBLIC, off=None, needed=told.needed if len(needs) == 1 else finding.topic.text)
