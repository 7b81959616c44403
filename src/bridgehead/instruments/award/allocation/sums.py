"""Sums by party: the claim at which a running sum passes, the totals that pay may name, and bonuses at a mark."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import Scope
from bridgehead.instruments.award import aggregates
from bridgehead.instruments.award.allocation.pool import (
    AMOUNT,
    BONUS,
    BONUSES,
    CONFIRMED,
    DUE,
    ENDED,
    FIGURE,
    FIGURE_TYPE,
    SHORT,
    TURN,
    Because,
    Pool,
)
from bridgehead.instruments.award.allocation.spellings import told_apart
from bridgehead.instruments.award.amounts import payment
from bridgehead.instruments.award.columns import MONEY
from bridgehead.instruments.award.eligibility import PRIZE
from bridgehead.instruments.award.schema import Bonus, CalendarPeriod

FIRST, HOLDS, PASSED, RUNNING, CARRIER = "@first", "@holds", "@passed", "@running", "@carrier"


def set_amounts(pool: Pool) -> Pool:
    """What each claim is to be paid by its prize, with the totals of its party where pay names them."""
    found = {}
    for name, text in pool.terms.amounts.items():
        plain, names, calls = aggregates.separate(feel.parse(text, pool.terms.names), pool.terms.names)
        more = {alias: f"{alias} of {name}" for alias in calls}
        pool = pool.mutate(**{more[alias]: _total(pool, call) for alias, call in calls.items()})
        found[name] = (plain, names, more)
    cases = [(pool.table[PRIZE] == at, _amount(pool, name, *found[name])) for at, name in enumerate(found)]
    amount = ibis.cases(*cases) if len(cases) > 1 else cases[0][1]
    return pool.mutate(**{AMOUNT: ibis.ifelse(pool.table[CONFIRMED], pool.table[AMOUNT], amount), DUE: amount})


def _amount(pool: Pool, prize: str, plain: tree.Expression, names: Scope, totals: Mapping[str, str]) -> ir.Value:
    """What a prize pays, with the columns that stand for the totals in it."""
    if not totals:
        return pool.claims.amount(pool.terms.amounts[prize])
    return pool.claims.feel(plain, names, {name: pool.table[totals[name]] for name in totals}).value.cast(MONEY)


def carry(pool: Pool) -> Pool:
    """Let one claim of each party and period go on, and count the others in its sum.

    That is the claim at which the running figures first meet `reach`; without `reach`, where pay names a total, the
    party's last claim. Where a claim of the party was confirmed before, all others are counted in that one.
    """
    award = pool.terms.award
    if award.per is None or not (award.reach or pool.terms.uses_totals):
        return pool
    if award.reach:
        pool = first_to_hold(pool, award.reach, award.per, award.each)
    else:
        whole = pool.window(*party(pool, award.per, award.each), order=None)
        last = (pool.table[TURN] == pool.table[TURN].max().over(whole)) & (pool.table[AMOUNT] > 0)
        pool = pool.mutate(**{FIRST: last, RUNNING: ibis.null(FIGURE_TYPE)})
    whole = pool.window(*party(pool, award.per, award.each), order=None)
    nobody = ibis.null("string")
    confirmed = ibis.ifelse(pool.table[CONFIRMED], pool.number, nobody).max().over(whole)
    first = ibis.ifelse(pool.table[FIRST], pool.number, nobody).max().over(whole)
    pool = pool.mutate(**{CARRIER: ibis.coalesce(confirmed, first)})
    pool = pool.end(pool.table[CARRIER].isnull(), Because.BELOW, figure=pool.table[RUNNING])
    return pool.end(pool.table[CARRIER] != pool.number, Because.SUM, reference=pool.table[CARRIER])


def first_to_hold(pool: Pool, text: str, per: str, each: CalendarPeriod | None) -> Pool:
    """Mark the claim of each party and period at which a condition over running figures first holds."""
    condition, names, calls = aggregates.separate(feel.parse(text, pool.terms.names), pool.terms.names)
    running = {name: _aggregate(pool, call).over(pool.window(*party(pool, per, each))) for name, call in calls.items()}
    pool = pool.mutate(**{name: value.cast(FIGURE_TYPE) for name, value in running.items()})
    holds = pool.claims.feel(condition, names, {name: pool.table[name] for name in calls}).value
    pool = pool.mutate(**{HOLDS: ibis.coalesce(holds, False) & ~pool.table[ENDED]})
    so_far = pool.table[HOLDS].cast("int64").sum().over(pool.window(*party(pool, per, each)))
    first = pool.table[HOLDS] & (so_far == 1)
    return pool.mutate(**{FIRST: first, PASSED: so_far > 0, RUNNING: pool.table[next(iter(calls))]})


def party(pool: Pool, per: str, each: CalendarPeriod | None) -> list[ir.Value]:
    """The grouping by party and period; claims that have ended are in a group of their own."""
    return [pool.table[ENDED], told_apart(pool, per), *pool.claims.period(each)]


def add_bonuses(pool: Pool) -> Pool:
    """Add each bonus to the claim at which its party reaches the mark; tell others how far the first has come."""
    for bit, bonus in enumerate(pool.terms.award.bonuses.values()):
        pool = _tell(_add(pool, bonus, bit), bit)
    return pool


def _add(pool: Pool, bonus: Bonus, bit: int) -> Pool:
    pool = first_to_hold(pool, bonus.reach, bonus.per, bonus.each)
    extra, nothing = pool.claims.amount(payment(bonus.pay, pool.terms.award.rounding)), ibis.literal(0, MONEY)
    carries = pool.table[FIRST] & pool.live
    raised = pool.table[AMOUNT] + ibis.ifelse(carries, extra, nothing)
    carried = ibis.coalesce(pool.table[BONUSES], 0) + ibis.literal(1 << bit, "int64")
    bonuses = ibis.ifelse(carries, carried.cast("int64"), pool.table[BONUSES])
    part = ibis.ifelse(pool.table[FIRST], extra, nothing)
    return pool.mutate(**{AMOUNT: raised.cast(MONEY), BONUSES: bonuses, f"{BONUS}{bit}": part.cast(MONEY)})


def _tell(pool: Pool, bit: int) -> Pool:
    short = pool.live & ~pool.table[PASSED] & pool.table[SHORT].isnull()
    told = ibis.ifelse(short, ibis.literal(bit, "int64"), pool.table[SHORT])
    return pool.mutate(**{FIGURE: ibis.ifelse(short, pool.table[RUNNING], pool.table[FIGURE]), SHORT: told})


def _total(pool: Pool, call: tree.Call) -> ir.NumericValue:
    """The whole figure of the party and period of each claim; of all claims where no party is named."""
    award = pool.terms.award
    groups = party(pool, award.per, award.each) if award.per else [pool.table[ENDED]]
    return _aggregate(pool, call).over(pool.window(*groups, order=None)).cast(FIGURE_TYPE)


def _aggregate(pool: Pool, call: tree.Call) -> ir.NumericScalar:
    value = pool.claims.feel(call.arguments[0]).value
    if isinstance(call.function, tree.Name) and call.function.name == "sum":
        return value.sum()
    return value.count()
