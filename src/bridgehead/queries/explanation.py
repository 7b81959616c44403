"""Why one claim was decided as it was, by which clause, and what would have to be otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.instruments.award import case as cases
from bridgehead.instruments.award.case import Case, Standing
from bridgehead.instruments.award.change.least import Change, changes
from bridgehead.instruments.award.reasons import wording
from bridgehead.instruments.award.reasons.allocated import allocation_reason
from bridgehead.instruments.award.reasons.order import order
from bridgehead.instruments.award.reasons.reasons import asked, decision, decisive, findings, statement
from bridgehead.instruments.award.reasons.sentences import (
    Repeated,
    allocation_sentence,
    refusal_sentence,
    remedy_sentence,
)
from bridgehead.instruments.award.reasons.topics import Topics, every, field_subject, phrase
from bridgehead.instruments.award.reasons.wording import Statement
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.settlement import Confirmed, award_terms, settle
from bridgehead.primitives.decision import Decision, Outcome, Reason
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.words import Phrase
from bridgehead.queries.instalments import Instalment, instalments
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import clause_number


@dataclass(frozen=True, slots=True)
class Remedy:
    """One field that, had it been otherwise, would have let the claim meet every condition, and what had then come."""

    change: Change
    decision: Decision
    sentence: Phrase


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, with a statement for every condition of the award and of the prize that the claim is judged by.

    `allocated` is why allocation ended the claim as it did, None where it had no hand in it. `remedies` are those of a
    refused claim: first those by which it would have been granted, the least change first; `instalments` those of a
    granted one. `clause` is that of the prize; `passage` is what the notice says there. `order` says by what claims
    stand in line, None where they do not; `assumes` what the rulebook takes for granted where the notice is silent.
    """

    decision: Decision
    sentence: Phrase
    statements: tuple[Statement, ...]
    allocated: Reason | None
    remedies: tuple[Remedy, ...]
    instalments: tuple[Instalment, ...]
    clause: Phrase
    passage: str
    order: Phrase | None
    assumes: tuple[Phrase, ...]


def explain(
    rulebook: Rulebook,
    award: str,
    claims: pa.Table,
    number: str,
    *,
    on: date,
    paid: Sequence[Confirmed] = (),
    repeated: Repeated | None = None,
) -> tuple[Explanation, ...]:
    """Explain the decision on each claim of a number, among all claims, as on a day; of all but a file in which numbers
    are `repeated` that is one claim.

    Raises BridgeheadError with AW060 for an unknown award, AW061 for claims that lack a column, AW511 for a number that
    no claim has.
    """
    terms = award_terms(rulebook, award)
    compiled = cases.compile(terms)
    topics = every(compiled)
    rows = _rows(claims, terms.table.deciding[terms.number], number)

    def decided(row: int, table: pa.Table) -> dict[str, Any]:
        found: dict[str, Any] = settle(rulebook, award, table, on=on, paid=paid).table().slice(row, 1).to_pylist()[0]
        return found

    def explained(row: int) -> Explanation:
        standing = compiled.decide({name: claims[name][row].as_py() for name in claims.column_names})
        now = decided(row, claims)
        standing = by_prize(standing, now)
        changed = [(change, decided(row, _changed(claims, row, change))) for change in changes(compiled, standing)]
        cited = terms.award.prizes[standing.verdict.prize].cites or terms.award.cites
        return Explanation(
            decision=decision(topics, compiled, standing, now),
            sentence=sentence_of(topics, compiled, standing, now, repeated),
            statements=tuple(map(statement, asked(topics, compiled, standing))),
            allocated=allocation_reason(terms, now, repeated) if now["because"] else None,
            remedies=tuple(sorted((_remedy(compiled, *each) for each in changed), key=_not_granted)),
            instalments=_instalments(rulebook, terms.award, now, on, paid),
            clause=wording.clause(cited),
            passage=passage(rulebook, cited),
            order=order(terms, standing.verdict.prize),
            assumes=tuple(phrase(each) for each in terms.award.assumes),
        )

    return tuple(map(explained, rows))


def by_prize(standing: Standing, decided: dict[str, Any]) -> Standing:
    """How a claim stands to the prize by which it is decided: one confirmed earlier may be another than is due now, and
    the better of two another than the first.
    """
    if decided["prize"] is None:
        return standing
    return standing._replace(verdict=standing.verdict._replace(prize=decided["prize"]))


def _instalments(
    rulebook: Rulebook, award: Award, decided: dict[str, Any], on: date, paid: Sequence[Confirmed]
) -> tuple[Instalment, ...]:
    if decided["outcome"] != Outcome.GRANTED:
        return ()
    won = pa.table({name: [decided[name]] for name in ("number", "prize", "amount", "provisional")})
    return instalments(rulebook, award, won, on, paid=paid)


def _not_granted(remedy: Remedy) -> bool:
    return remedy.decision.outcome is not Outcome.GRANTED


def passage(rulebook: Rulebook, cited: str) -> str:
    """What the notice says in a clause; empty where it has none of that number."""
    clause = rulebook.notice.clause(clause_number(cited))
    return rulebook.notice.text[clause.start : clause.end].strip() if clause else ""


def _rows(claims: pa.Table, column: str, number: str) -> list[int]:
    """Where the claims of a number stand."""
    numbers = claims[column].cast(pa.string())
    rows: list[int] = pc.indices_nonzero(pc.fill_null(pc.equal(numbers, number), False)).to_pylist()
    if not rows:
        known = pc.drop_null(numbers).to_pylist()
        missing = Mistake("AW511", f"no claim «{number}»", None, "the number of a claim", nearest(number, known))
        raise BridgeheadError([missing])
    return rows


def _changed(claims: pa.Table, row: int, change: Change) -> pa.Table:
    """The claims with one value changed."""
    at = claims.column_names.index(change.column)
    column = claims[change.column]
    value = pa.scalar(change.to, type=column.type)
    here = pc.equal(pa.array(range(claims.num_rows)), row)
    return claims.set_column(at, claims.schema.field(at), pc.if_else(here, value, column))


def sentence_of(
    topics: Topics, case: Case, standing: Standing, decided: dict[str, Any], repeated: Repeated | None = None
) -> Phrase:
    """What became of a claim, in one sentence."""
    if standing.verdict.outcome is Outcome.GRANTED or decided["because"]:
        return allocation_sentence(case.terms, decided, repeated)
    about = topics[standing.version.first]
    mask = decisive(standing.verdict, case.terms.atoms.common, case.terms.atoms.of(standing.verdict.prize))
    return refusal_sentence([statement(each) for each in findings(about, standing.verdict, standing.claim, mask)])


def _remedy(case: Case, change: Change, decided: dict[str, Any]) -> Remedy:
    then = Decision(
        decided["number"],
        Outcome(decided["outcome"]),
        decided["prize"],
        decided["place"],
        decided["amount"],
        decided["provisional"],
    )
    field = field_subject(case.terms, change.field)
    return Remedy(change, then, remedy_sentence(case.terms, field, change.to, decided))
