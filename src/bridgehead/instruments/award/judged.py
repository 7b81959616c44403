"""Conditions that have no columnar form: the claims are judged one by one, and their masks laid beside them."""

from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as parquet

from bridgehead.feel.columns import NotColumnar
from bridgehead.instruments.award import case
from bridgehead.instruments.award.columns import FAILED, MISSING, Claims
from bridgehead.instruments.award.terms import Terms
from bridgehead.tables import arrow_schema


def is_columnar(terms: Terms) -> bool:
    """Whether every condition of an award can be lowered to columns."""
    claims = Claims(terms, ibis.table(ibis.schema(arrow_schema(terms.table.columns)), name="claims"))
    try:
        for atom in terms.atoms.all:
            claims.holds(atom)
    except NotColumnar:
        return False
    return True


def with_masks(terms: Terms, claims: pa.Table | Path) -> pa.Table:
    """The claims, read whole, with the masks that the rule for one claim gives to each."""
    table = parquet.read_table(claims) if isinstance(claims, Path) else claims
    decide = case.compile(terms).decide
    verdicts = [decide(row).verdict for batch in table.to_batches() for row in batch.to_pylist()]
    failed = pa.array([verdict.failed for verdict in verdicts], pa.int64())
    missing = pa.array([verdict.missing for verdict in verdicts], pa.int64())
    return table.append_column(FAILED, failed).append_column(MISSING, missing)
