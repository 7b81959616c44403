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
from bridgehead.instruments.award.reasons.reasons import asked, decision, decisive, findings, statement
from bridgehead.instruments.award.reasons.sentences import allocation_sentence, refusal_sentence
from bridgehead.instruments.award.reasons.topics import field_subject, phrase, topics
from bridgehead.instruments.award.reasons.wording import Statement
from bridgehead.primitives.decision import Decision, Outcome
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.words import Phrase
from bridgehead.queries.settlement import Confirmed, award_terms, settle
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Remedy:
    """One field that, had it been otherwise, would have let the claim meet every condition, and what had then come."""

    change: Change
    decision: Decision
    sentence: Phrase


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, with a statement for every condition of the award and of the prize that the claim is judged by.

    `clause` is that of the prize; `passage` is what the notice says there. `remedies` are those of a refused claim, the
    least change first. `assumes` is what the rulebook takes for granted where the notice is silent.
    """

    decision: Decision
    sentence: Phrase
    statements: tuple[Statement, ...]
    remedies: tuple[Remedy, ...]
    clause: Phrase
    passage: str
    assumes: tuple[Phrase, ...]


def explain(
    rulebook: Rulebook, award: str, claims: pa.Table, number: str, *, on: date, paid: Sequence[Confirmed] = ()
) -> Explanation:
    """Explain the decision on the claim of a number, among all claims, as on a day.

    Raises BridgeheadError with AW060 for an unknown award, AW061 for claims that lack a column, AW511 for a number that
    no claim has.
    """
    terms = award_terms(rulebook, award)
    row = _row(claims, terms.table.deciding[terms.number], number)
    compiled = cases.compile(terms)
    standing = compiled.decide({name: claims[name][row].as_py() for name in claims.column_names})

    def decided(table: pa.Table) -> dict[str, Any]:
        found: dict[str, Any] = settle(rulebook, award, table, on=on, paid=paid).table().slice(row, 1).to_pylist()[0]
        return found

    now = decided(claims)
    statements = tuple(map(statement, asked(compiled, standing)))
    cited = terms.award.prizes[standing.verdict.prize].cites or terms.award.cites
    return Explanation(
        decision=decision(compiled, standing, now),
        sentence=_sentence(compiled, standing, now),
        statements=statements,
        remedies=tuple(
            _remedy(compiled, change, decided(_changed(claims, row, change))) for change in changes(compiled, standing)
        ),
        clause=wording.clause(cited),
        passage=_passage(rulebook, cited),
        assumes=tuple(phrase(each) for each in terms.award.assumes),
    )


def _passage(rulebook: Rulebook, cited: str) -> str:
    clause = rulebook.notice.clause(cited.rpartition("#")[2])
    return rulebook.notice.text[clause.start : clause.end].strip() if clause else ""


def _row(claims: pa.Table, column: str, number: str) -> int:
    row: int = pc.index(claims[column], number).as_py()
    if row < 0:
        known = pc.drop_null(claims[column]).to_pylist()
        missing = Mistake("AW511", f"no claim «{number}»", None, "the number of a claim", nearest(number, known))
        raise BridgeheadError([missing])
    return row


def _changed(claims: pa.Table, row: int, change: Change) -> pa.Table:
    """The claims with one value changed."""
    at = claims.column_names.index(change.column)
    column = claims[change.column]
    value = pa.scalar(change.to, type=column.type)
    here = pc.equal(pa.array(range(claims.num_rows)), row)
    return claims.set_column(at, claims.schema.field(at), pc.if_else(here, value, column))


def _sentence(case: Case, standing: Standing, decided: dict[str, Any]) -> Phrase:
    if standing.verdict.outcome is Outcome.GRANTED:
        return allocation_sentence(case.terms, decided)
    about = topics(case.terms, standing.version)
    mask = decisive(standing.verdict, case.terms.atoms.common, case.terms.atoms.of(standing.verdict.prize))
    return refusal_sentence([statement(each) for each in findings(about, standing.verdict, standing.claim, mask)])


def _remedy(case: Case, change: Change, decided: dict[str, Any]) -> Remedy:
    """若住宿 1 晚，则获旅游专列，第 2 名，奖励 10 万元（第2.1条）。"""
    value = wording.labelled(field_subject(case.terms, change.field), change.to)
    then = allocation_sentence(case.terms, decided)
    then_decided = Decision(
        decided["number"],
        Outcome(decided["outcome"]),
        decided["prize"],
        decided["place"],
        decided["amount"],
        decided["provisional"],
    )
    return Remedy(change, then_decided, Phrase(f"若{value.zh}，则{then.zh}", f"With {value.en}: {then.en}"))
