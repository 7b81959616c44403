"""What has no columnar form: claims are judged one by one, and what came of it is laid beside them.

Conditions give the masks, an order the rank of each claim's key, a prize or bonus the amount. What is of many claims at
once, as sums and the places of others are, must have a columnar form (see `checks.columnar`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from bridgehead import feel
from bridgehead.documents import document as documents
from bridgehead.documents.document import Document
from bridgehead.feel import tree
from bridgehead.feel.columns import Columnar, NotColumnar
from bridgehead.feel.columns.terms import Refusal
from bridgehead.instruments.award import aggregates, case
from bridgehead.instruments.award.alone import worked_out
from bridgehead.instruments.award.amounts import payment
from bridgehead.instruments.award.atoms import DUE, WINDOW
from bridgehead.instruments.award.columns import FAILED, KEY, MISSING, PAID, Claims
from bridgehead.instruments.award.engines import Engine
from bridgehead.instruments.award.formulas import Gives, formulas
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.expressions import located
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import arrow_schema
from bridgehead.tables.parquet import table_of

T = TypeVar("T")

TOO_MUCH = Decimal(10) ** 16
"""An amount that no column of money holds; it is as unpayable as one that is null."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one claim gives by itself, a key or an amount: its FEEL at a path, and the column that it may stand in.

    `written` tells that the file has it word for word, so that a spot in it is a spot in the file.
    """

    column: str
    text: str
    path: documents.Path
    written: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A condition, or the `figure`, that cannot be lowered to columns, and why; `written` as of a figure."""

    path: documents.Path
    written: bool
    why: NotColumnar
    figure: Figure | None = None


def figures(terms: Terms) -> Iterator[Figure]:
    """The keys and amounts that hang on one claim alone: not on the places of others, and not on sums."""
    award = terms.award
    for formula in formulas(award):
        if formula.gives is Gives.SORTABLE and not names_places(formula.text, terms):
            yield Figure(KEY + formula.text, formula.text, formula.path, written=True)
    for name, text in terms.amounts.items():
        if not aggregates.found(feel.parse(text, terms.names)):
            yield Figure(PAID + text, text, ("prizes", name, "pay"), written=False)
    for name, bonus in award.bonuses.items():
        text = payment(bonus.pay, award.rounding)
        yield Figure(PAID + text, text, ("bonuses", name, "pay"), written=False)


def names_places(text: str, terms: Terms) -> bool:
    """Whether a key of a rank names the places of claims under other keys."""
    read = feel.walk(feel.parse(text, terms.rank_names))
    return any(isinstance(node, tree.Name) and node.name in terms.award.places for node in read)


MOST_NESTED = {Engine.SPARK: 14}
"""Brackets within brackets in the SQL of a condition: the parser of Spark takes minutes to hours for some that nest
deeper."""


def refusals(terms: Terms, engine: Engine = Engine.DUCKDB) -> tuple[Refused, ...]:
    """What of an award is worked out claim by claim."""
    claims = Claims(terms, ibis.table(ibis.schema(arrow_schema(terms.table.columns)), name="claims"))
    conditions = (
        Refused(atom.path, atom.condition not in (WINDOW, DUE), why)
        for atom in terms.atoms.all
        for why in _refusal(claims.truth, atom, engine)
    )
    alone = (
        Refused(each.path, each.written, why, each)
        for each in figures(terms)
        for why in _refusal(claims.feel, each.text, engine)
    )
    return (*conditions, *alone)


def _refusal(lower: Callable[[T], Columnar], what: T, engine: Engine) -> Iterator[NotColumnar]:
    try:
        value = lower(what).value
    except NotColumnar as refused:
        yield refused
        return
    if (most := MOST_NESTED.get(engine)) and (levels := nesting(value)) > most:
        yield NotColumnar(
            (0, 0), Refusal("FE305", f"its SQL nests {levels} levels deep, and {engine} reads {most}"), None
        )


def nesting(value: ir.Value) -> int:
    """How deep the brackets nest in the SQL of a value."""
    steps = ({"(": 1, ")": -1}.get(sign, 0) for sign in str(ibis.to_sql(value, dialect="pyspark")))
    return max(accumulate(steps), default=0)


def row_by_row(terms: Terms, rulebook: Rulebook, refused: tuple[Refused, ...]) -> tuple[Mistake, ...]:
    """The same as notes, each at its place in the award's file."""
    document = rulebook.documents[rulebook.files["award", terms.award.name]]
    return tuple(note for each in refused for note in _placed(each, document))


def _placed(refused: Refused, document: Document) -> Iterator[Mistake]:
    notes = [replace(each, warning=True) for each in refused.why.mistakes]
    path = refused.path
    if refused.written and isinstance(document.value(document.reach(path)), str):
        yield from located(notes, document, path)
    else:
        yield from (each.at(document.place(*path)) for each in notes)


def one_by_one(terms: Terms, claims: pa.Table | Path, refused: tuple[Refused, ...]) -> pa.Table:
    """The claims, read whole, with what was refused laid beside each: the two masks, and the figures."""
    table = table_of(claims) if isinstance(claims, Path) else claims
    figures = {each.figure.column: each.figure for each in refused if each.figure}
    if any(each.figure is None for each in refused):
        table = _with_masks(terms, table)
    for column, figure in figures.items():
        values = _values(terms, figure, table)
        made = _amounts(values) if column.startswith(PAID) else _ranks(values)
        table = table.append_column(column, made)
    return table


def _with_masks(terms: Terms, table: pa.Table) -> pa.Table:
    """The masks that the rule for one claim gives."""
    decide = case.compile(terms).decide
    verdicts = [decide(row).verdict for row in _rows(table)]
    failed = pa.array([verdict.failed for verdict in verdicts], pa.int64())
    missing = pa.array([verdict.missing for verdict in verdicts], pa.int64())
    return table.append_column(FAILED, failed).append_column(MISSING, missing)


def _values(terms: Terms, figure: Figure, table: pa.Table) -> list[Any]:
    """The figure of each claim, None where it is null or unknown."""
    return list(map(worked_out(terms, figure.text), _rows(table)))


def _amounts(values: list[Any]) -> pa.Array:
    payable = [value if value is not None and abs(value) < TOO_MUCH else None for value in values]
    return pa.array(payable, pa.decimal128(18, 2))


def _ranks(values: list[Any]) -> pa.Array:
    """The rank of each value among all, equals sharing one: what sorts as the values do, whatever they are."""
    ranks = {value: rank for rank, value in enumerate(sorted({value for value in values if value is not None}))}
    return pa.array([None if value is None else ranks[value] for value in values], pa.int64())


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    return (row for batch in table.to_batches() for row in batch.to_pylist())
