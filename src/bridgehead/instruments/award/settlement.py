"""Who gets what: the decisions on all claims of an award, and the money that is left."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.instruments.award.allocation.paid import Confirmed, absent
from bridgehead.instruments.award.allocation.queue import orders
from bridgehead.instruments.award.atoms import by_the_end_of
from bridgehead.instruments.award.checks.columnar import require_columnar
from bridgehead.instruments.award.columns import ROW, Claims
from bridgehead.instruments.award.engines import Engine, keep, open_claims, stream
from bridgehead.instruments.award.judged import one_by_one, refusals, row_by_row
from bridgehead.instruments.award.rules import decide
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import Terms, terms
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.types import FieldType
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import NO_LABELS, Labels

ROWS_A_BATCH = 122_880


@dataclass(frozen=True)
class Settlement:
    """The decisions on the claims of one award on one day.

    `decisions` has one row a claim in the order of the claims, with number, outcome, prize, place, amount (in units of
    the currency), provisional, because (see `award.allocation.Because`), reference (a claim's number), figure, asked,
    bonuses (a mask over those of the award), short (the first whose mark is not reached), ceiling (the last that cut
    the amount), failed and missing (masks over the bits of `terms.atoms`). Of claims in a file it is computed when it
    is read.
    """

    terms: Terms
    on: date
    paid: tuple[Confirmed, ...]
    claims: ir.Table
    numbered: ir.Table
    """The decisions with `@row`, the claim's position in the input."""
    row_by_row: tuple[Mistake, ...] = ()
    """What has no columnar form, and was worked out for one claim after the other."""

    @property
    def decisions(self) -> ir.Table:
        return self.numbered.drop(ROW)

    def table(self) -> pa.Table:
        return self.decisions.to_pyarrow()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The same with `@row`, piece by piece, for more claims than memory holds."""
        yield from stream(self.numbered, ROWS_A_BATCH)

    def claims_at(self, rows: Sequence[int]) -> pa.Table:
        """The claims that stand at these positions, in that order."""
        found = self.claims.filter(self.claims[ROW].isin(rows)).to_pyarrow()
        return found.take(pc.index_in(pa.array(rows, pa.int64()), found[ROW].combine_chunks()))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many claims have each outcome."""
        found = self.decisions.group_by("outcome").aggregate(claims=self.decisions.count()).order_by("outcome")
        return {row["outcome"]: row["claims"] for row in found.to_pyarrow().to_pylist()}

    @cached_property
    def granted(self) -> Decimal:
        """What the granted claims are to be paid in all, those confirmed before included."""
        here = self.decisions.aggregate(amount=self.decisions.amount.sum()).to_pyarrow()["amount"][0].as_py()
        return (here or Decimal(0)) + self.confirmed_elsewhere

    @property
    def left(self) -> Decimal | None:
        """What is left of the budget; None where the award has none."""
        return self.left_of(self.granted)

    def left_of(self, granted: Decimal) -> Decimal | None:
        """The same, where it is known what is granted."""
        budget = self.terms.award.budget
        return None if budget is None else budget.total - granted

    @cached_property
    def elsewhere(self) -> tuple[Confirmed, ...]:
        """The places confirmed before for claims that are not among these."""
        if not self.paid:
            return ()
        confirmed = self.decisions.filter(self.decisions.because == "confirmed").select("number").to_pyarrow()
        return absent(self.paid, confirmed["number"].to_pylist())

    @property
    def confirmed_elsewhere(self) -> Decimal:
        """What was confirmed for claims that are not among these."""
        return sum((each.amount for each in self.elsewhere), Decimal(0))

    @cached_property
    def dated_after(self) -> tuple[int, str | None]:
        """How many claims are dated after the day of the settlement, and the number of the first of them in the input:
        by the field of the last day for claims, and by the dates of an order that goes from the earlier to the later.
        """
        claims = Claims(self.terms, self.claims)
        by_then = [claims.feel(by_the_end_of(self.on, field, self.terms.names)).value for field in _dates(self.terms)]
        if not by_then:
            return 0, None
        after = self.claims.filter(reduce(or_, [ibis.coalesce(~each, False) for each in by_then]))
        number = Claims(self.terms, after).columns[self.terms.number].cast("string")
        (found,) = after.aggregate(claims=after.count(), first=number.argmin(after[ROW])).to_pyarrow().to_pylist()
        return found["claims"], found["first"]

    def winners(self) -> pa.Table:
        """Number, prize and amount of the granted claims, and whether they are provisional."""
        granted = self.decisions.filter(self.decisions.outcome == "granted")
        return granted.select("number", "prize", "amount", "provisional").to_pyarrow()


def settle(
    rulebook: Rulebook,
    award: str,
    claims: pa.Table | Path,
    *,
    on: date,
    paid: Sequence[Confirmed] = (),
    engine: Engine = Engine.DUCKDB,
    labels: Labels = NO_LABELS,
    revoked: Collection[str] = (),
) -> Settlement:
    """Decide the claims of an award as on a day: an Arrow table of its register's columns, or a Parquet file,
    whose headings may be labels. Claims whose numbers are `revoked` count no more.

    Raises BridgeheadError with AW060 where the rulebook has no such award, AW061 where the claims lack a column, and
    FE3xx for a rank by places, or a sum, that has no columnar form.
    """
    found = award_terms(rulebook, award)
    require_columnar(found, rulebook)
    refused = refusals(found, engine)
    judged = one_by_one(found, claims, refused) if refused else claims
    opened = open_claims(judged, engine, found.table.columns, labels)
    read = (column.name for column in found.table.columns if not column.beside)
    missing = [name for name in read if name not in opened.columns]
    if missing:
        raise BridgeheadError(_no_column(name, opened.columns) for name in missing)
    if revoked:
        opened = opened.filter(opened[found.table.deciding[found.number]].notin([*revoked]))
    decided = decide(found, opened, on=on, paid=paid)
    if isinstance(claims, pa.Table):
        decided = keep(decided)  # what fits in memory is asked several things, and worked out once
    return Settlement(found, on, tuple(paid), opened, decided, row_by_row(found, rulebook, refused))


def _dates(terms: Terms) -> tuple[str, ...]:
    """The fields that tell when a claim was filed, or when that was done for which it comes in its order."""
    due, dates = terms.award.claims_due, (FieldType.DATE, FieldType.DATE_TIME)
    keys = [key.by for order in orders(terms) for key in order if not key.descending]
    named = dict.fromkeys([*([due.field] if due and due.field else []), *keys])
    return tuple(name for name in named if name in terms.table.deciding and terms.table.column(name).type in dates)


def award_terms(rulebook: Rulebook, award: str) -> Terms:
    """The terms of an award by its name; raises BridgeheadError with AW060."""
    part = rulebook.instruments.get(("award", award))
    if not isinstance(part, Award):
        known = sorted(name for kind, name in rulebook.instruments if kind == "award")
        expected = f"one of {', '.join(known)}" if known else "a rulebook with an award"
        raise BridgeheadError([Mistake("AW060", f"no award «{award}»", None, expected, nearest(award, known))])
    return terms(part, rulebook)


def _no_column(name: str, columns: Sequence[str]) -> Mistake:
    known = [column for column in columns if column != ROW]
    return Mistake(
        "AW061", f"the claims have no column «{name}»", None, "every field of the register", nearest(name, known)
    )


__all__ = ["Confirmed", "Engine", "Settlement", "award_terms", "settle"]
