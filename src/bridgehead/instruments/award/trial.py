"""An example, run: its made-up claims go the whole way of a settlement, and what they touched is noted."""

from collections.abc import Iterator, Sequence
from datetime import date

import pyarrow as pa

from bridgehead.instruments.award import case as cases
from bridgehead.instruments.award.atoms import PAY, REQUIRED, Atoms
from bridgehead.instruments.award.engines import Engine, open_claims
from bridgehead.instruments.award.reasons import decision
from bridgehead.instruments.award.rules import decide
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import terms
from bridgehead.primitives.decision import Outcome
from bridgehead.rulebook.kind import Claim, Trial
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import arrow_schema


def run_example(award: Award, rulebook: Rulebook, claims: Sequence[Claim], day: date) -> Trial:
    """Decide the claims as on a day, and see which conditions held and failed and which prizes were granted."""
    about = terms(award, rulebook)
    compiled = cases.compile(about)
    table = pa.Table.from_pylist([dict(claim) for claim in claims], schema=arrow_schema(about.table.columns))
    rows = decide(about, open_claims(table, Engine.DUCKDB), on=day).to_pyarrow().to_pylist()
    standings = [compiled.decide(claim) for claim in table.to_pylist()]
    touched = [*(each for row in rows for each in _touched(about.atoms, row["failed"], row["missing"]))]
    return Trial(
        decisions=tuple(decision(compiled, each, row) for each, row in zip(standings, rows, strict=True)),
        held=frozenset(condition for condition, holds in touched if holds),
        failed=frozenset(condition for condition, holds in touched if not holds),
        granted=frozenset(row["prize"] for row in rows if row["outcome"] == Outcome.GRANTED),
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
