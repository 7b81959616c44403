"""Conditions that have no columnar form: the claims are judged one by one, and their masks laid beside them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as parquet

from bridgehead.documents.document import Document
from bridgehead.feel.columns import NotColumnar
from bridgehead.instruments.award import case
from bridgehead.instruments.award.atoms import DUE, WINDOW, Atom
from bridgehead.instruments.award.columns import FAILED, MISSING, Claims
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.expressions import located
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import arrow_schema


def refusals(terms: Terms) -> tuple[tuple[Atom, NotColumnar], ...]:
    """The conditions of an award that cannot be lowered to columns, each with the reason."""
    claims = Claims(terms, ibis.table(ibis.schema(arrow_schema(terms.table.columns)), name="claims"))
    return tuple((atom, refused) for atom in terms.atoms.all if (refused := _refused(claims, atom)))


def _refused(claims: Claims, atom: Atom) -> NotColumnar | None:
    try:
        claims.truth(atom)
    except NotColumnar as refused:
        return refused
    return None


def is_columnar(terms: Terms) -> bool:
    """Whether every condition of an award can be lowered to columns."""
    return not refusals(terms)


def row_by_row(terms: Terms, rulebook: Rulebook) -> tuple[Mistake, ...]:
    """The same as notes, each at its place in the award's file."""
    document = rulebook.documents[rulebook.files["award", terms.award.name]]
    return tuple(note for atom, refused in refusals(terms) for note in _placed(atom, refused, document))


def _placed(atom: Atom, refused: NotColumnar, document: Document) -> Iterator[Mistake]:
    notes = [replace(each, warning=True) for each in refused.mistakes]
    written = isinstance(document.value(document.reach(atom.path)), str) and atom.condition not in (WINDOW, DUE)
    yield from (
        located(notes, document, atom.path) if written else (each.at(document.place(*atom.path)) for each in notes)
    )


def with_masks(terms: Terms, claims: pa.Table | Path) -> pa.Table:
    """The claims, read whole, with the masks that the rule for one claim gives to each."""
    table = parquet.read_table(claims) if isinstance(claims, Path) else claims
    decide = case.compile(terms).decide
    verdicts = [decide(row).verdict for batch in table.to_batches() for row in batch.to_pylist()]
    failed = pa.array([verdict.failed for verdict in verdicts], pa.int64())
    missing = pa.array([verdict.missing for verdict in verdicts], pa.int64())
    return table.append_column(FAILED, failed).append_column(MISSING, missing)
