"""Examples, run: their made-up claims go the whole way of a settlement, and what they touched is noted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from bridgehead.instruments.award import case as cases
from bridgehead.instruments.award.atoms import PAY, REQUIRED, Atoms
from bridgehead.instruments.award.case import Case, Standing
from bridgehead.instruments.award.checks.columnar import require_columnar
from bridgehead.instruments.award.columns import SCENARIO
from bridgehead.instruments.award.engines import Engine, open_claims
from bridgehead.instruments.award.judged import one_by_one, refusals
from bridgehead.instruments.award.reasons.reasons import decision
from bridgehead.instruments.award.reasons.topics import Topics, every
from bridgehead.instruments.award.rules import decide
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import terms
from bridgehead.primitives.decision import Outcome
from bridgehead.rulebook.kind import Claim, Trial
from bridgehead.rulebook.rulebook import Rulebook, Table
from bridgehead.tables import arrow_schema


def run_examples(award: Award, rulebook: Rulebook, examples: Sequence[Sequence[Claim]], day: date) -> tuple[Trial, ...]:
    """Decide the claims of each example by themselves, as on a day: each is a scenario of one run."""
    about = terms(award, rulebook)
    require_columnar(about, rulebook)
    table = _table(examples, about.table)
    refused = refusals(about)
    claims = open_claims(one_by_one(about, table, refused) if refused else table, Engine.DUCKDB)
    decided = decide(about, claims, on=day).to_pyarrow().to_pylist()
    compiled = cases.compile(about)
    rows = list(zip(decided, map(compiled.decide, table.drop([SCENARIO]).to_pylist()), strict=True))
    topics = every(compiled)
    return tuple(
        _trial(compiled, topics, [row for row in rows if row[0][SCENARIO] == scenario])
        for scenario in range(len(examples))
    )


def _table(examples: Sequence[Sequence[Claim]], table: Table) -> pa.Table:
    rows = [{**claim, SCENARIO: scenario} for scenario, claims in enumerate(examples) for claim in claims]
    return pa.Table.from_pylist(rows, schema=arrow_schema(table.columns).append(pa.field(SCENARIO, pa.int32())))


def _trial(case: Case, topics: Topics, rows: Sequence[tuple[Mapping[str, Any], Standing]]) -> Trial:
    """What came of one example: the row decided and the standing of each of its claims."""
    touched = [each for row, _ in rows for each in _touched(case.terms.atoms, row["failed"], row["missing"])]
    return Trial(
        decisions=tuple(decision(topics, case, standing, row) for row, standing in rows),
        held=frozenset(condition for condition, holds in touched if holds),
        failed=frozenset(condition for condition, holds in touched if not holds),
        granted=frozenset(row["prize"] for row, _ in rows if row["outcome"] == Outcome.GRANTED),
    )


def conditions(atoms: Atoms) -> tuple[str, ...]:
    """The conditions that a claim may meet or not, by name."""
    return tuple(dict.fromkeys(atom.condition for atom in atoms.all if atom.condition not in (REQUIRED, PAY)))


def _touched(atoms: Atoms, failed: int, missing: int) -> Iterator[tuple[str, bool]]:
    """Which conditions a claim meets, and which not; one of which a part is not known is neither, unless one fails."""
    for name in conditions(atoms):
        mask = sum(atom.mask for atom in atoms.all if atom.condition == name)
        if failed & mask or not missing & mask:
            yield name, not failed & mask
