"""What allocation knows of a claim that meets every condition, and the ways in which it can end.

Each step takes the table of these claims and returns it with more of them ended; only those not ended go on.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import ibis
import ibis.expr.types as ir
from ibis.expr.builders import LegacyWindowBuilder

from bridgehead.instruments.award.columns import MONEY, Claims
from bridgehead.instruments.award.eligibility import PRIZE
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.decision import Outcome

TURN, AMOUNT, PLACE = "@turn", "@amount", "@place"
ENDED, BECAUSE, REFERENCE, FIGURE, ASKED = "@ended", "@because", "@reference", "@figure", "@asked"
BONUSES = "@bonuses"
"""Which bonuses a claim carries, a bit each in the order of the award; null for none."""
SHORT = "@short"
"""The first bonus whose mark the party has not reached by this claim, from 0; its sum so far is `figure`."""
DUE, BONUS = "@due", "@bonus "
"""What the prize of a claim pays by itself, and what the claim carries of each bonus, by its position from 0.

Of a claim confirmed before only the amount is known; these are what it would be due now.
"""
CEILING = "@ceiling"
"""The last ceiling that cut what a claim is paid, from 0; what is `asked` of the money afterwards lies under it."""
CONFIRMED = "@confirmed"
FIGURE_TYPE = "decimal(28, 6)"


class Because(StrEnum):
    """Why allocation ended a claim as it did, beside its conditions."""

    CONFIRMED = "confirmed"  # its place was confirmed before and stays
    DUPLICATE = "duplicate"  # the same as the claim `reference`
    SUM = "sum"  # part of the sum that the claim `reference` made pass
    BELOW = "below"  # part of a sum that has come to `figure` and not passed
    EXCLUDED = "excluded"  # its party is paid for the claim `reference` instead
    CEILING = "ceiling"  # of the most for its party `figure` was left, `asked` wanted
    QUOTA = "quota"  # every place before `place` was taken
    BUDGET = "budget"  # of the money `figure` was left, `asked` wanted
    AMOUNT = "amount"  # its formula gives no amount that can be paid
    NOUGHT = "nought"  # what it is paid comes to nothing


OUTCOMES = {
    Because.DUPLICATE: Outcome.REFUSED,
    Because.SUM: Outcome.COUNTED,
    Because.BELOW: Outcome.COUNTED,
    Because.EXCLUDED: Outcome.REFUSED,
    Because.CEILING: Outcome.EXHAUSTED,
    Because.QUOTA: Outcome.EXHAUSTED,
    Because.BUDGET: Outcome.EXHAUSTED,
    Because.AMOUNT: Outcome.UNDETERMINED,
    Because.NOUGHT: Outcome.REFUSED,
}
"""What becomes of a claim that has ended; one that has not is granted."""


@dataclass(frozen=True)
class Pool:
    """The claims that meet every condition, on their way through the steps of allocation."""

    terms: Terms
    table: ir.Table

    @cached_property
    def claims(self) -> Claims:
        return Claims(self.terms, self.table)

    @property
    def prizes(self) -> tuple[str, ...]:
        return tuple(self.terms.award.prizes)

    @property
    def live(self) -> ir.BooleanValue:
        """Neither ended nor confirmed before."""
        return ~self.table[ENDED] & ~self.table[CONFIRMED]

    @property
    def number(self) -> ir.StringValue:
        return self.claims.columns[self.terms.number].cast("string")

    def window(self, *groups: ir.Value, order: str | None = TURN) -> LegacyWindowBuilder:
        """The claims of one group and scenario up to this one; all of the group where `order` is None."""
        groups = (*self.claims.scenario, *groups)
        if order is None:
            return ibis.window(group_by=groups or None)
        return ibis.cumulative_window(
            group_by=groups or None, order_by=[self.table[CONFIRMED].desc(), self.table[order]]
        )

    def of_prizes(self, names: tuple[str, ...]) -> ir.BooleanValue:
        positions = [at for at, name in enumerate(self.terms.award.prizes) if name in names]
        return self.table[PRIZE].isin(positions)

    def mutate(self, **columns: ir.Value) -> "Pool":
        return Pool(self.terms, self.table.mutate(**columns)) if columns else self

    def end(
        self,
        where: ir.BooleanValue,
        because: Because,
        reference: ir.StringValue | None = None,
        figure: ir.NumericValue | None = None,
        place: ir.IntegerValue | None = None,
    ) -> "Pool":
        """End the claims that are still live `where` this holds; where it is NULL it does not."""
        ends = self.live & ibis.coalesce(where, False)
        changed: dict[str, ir.Value] = {
            ENDED: self.table[ENDED] | ends,
            BECAUSE: ibis.ifelse(ends, because.value, self.table[BECAUSE]),
        }
        if reference is not None:
            changed[REFERENCE] = ibis.ifelse(ends, reference, self.table[REFERENCE])
        if figure is not None:
            changed[FIGURE] = ibis.ifelse(ends, figure.cast(FIGURE_TYPE), self.table[FIGURE])
        if place is not None:
            changed[PLACE] = ibis.ifelse(ends, place, self.table[PLACE])
        return self.mutate(**changed)


def untouched() -> dict[str, ir.Value]:
    """What is known of a claim before the first step."""
    return {
        ENDED: ibis.literal(False),
        BECAUSE: ibis.null("string"),
        REFERENCE: ibis.null("string"),
        FIGURE: ibis.null(FIGURE_TYPE),
        ASKED: ibis.null(MONEY),
        BONUSES: ibis.null("int64"),
        SHORT: ibis.null("int64"),
        CEILING: ibis.null("int64"),
    }
