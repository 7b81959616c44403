"""The most that one party is paid in a period: later claims get what is left of it.

A ceiling over all holds what prizes and bonuses pay together, one over names what those pay and nothing else. Of one
claim the prize comes first, then its bonuses as they are written; what no longer fits is not paid.
"""

from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir

from bridgehead.instruments.award.allocation.pool import (
    AMOUNT,
    ASKED,
    BECAUSE,
    BONUS,
    CEILING,
    CONFIRMED,
    DUE,
    FIGURE,
    FIGURE_TYPE,
    Because,
    Pool,
)
from bridgehead.instruments.award.allocation.spellings import told_apart
from bridgehead.instruments.award.columns import MONEY
from bridgehead.instruments.award.schema import Ceiling


def hold(pool: Pool) -> Pool:
    """Hold every party under each ceiling, in the order in which they are written."""
    if pool.terms.award.ceilings:
        pool = _in_parts(pool)
    for at, ceiling in enumerate(pool.terms.award.ceilings):
        pool = _hold(pool, ceiling, at)
    return pool


def _in_parts(pool: Pool) -> Pool:
    """Each claim as what its prize and its bonuses pay.

    They come to no less than was paid for a claim confirmed before, of which a part counts with all that it may be.
    """
    nothing = ibis.literal(0, MONEY)
    bonuses = {name: ibis.coalesce(pool.table[name], nothing) for name in _bonuses(pool)}
    rest = pool.table[AMOUNT] - reduce(add, bonuses.values(), nothing)
    due = ibis.greatest(ibis.coalesce(pool.table[DUE], nothing), ibis.coalesce(rest, nothing))
    return pool.mutate(**{DUE: due.cast(MONEY), **bonuses})


def _bonuses(pool: Pool) -> list[str]:
    return [f"{BONUS}{at}" for at in range(len(pool.terms.award.bonuses))]


def _hold(pool: Pool, ceiling: Ceiling, at: int) -> Pool:
    """1. What of each claim lies under the ceiling; 2. what the claims before it leave; 3. what of each part fits."""
    parts = _under(pool, ceiling)  # 1
    under = reduce(add, parts.values()).cast(MONEY)
    pool = pool.mutate(**{"@under": under, "@counts": pool.live | pool.table[CONFIRMED]})
    counted = ibis.least(pool.table["@under"], pool.table[AMOUNT])  # 2
    group = [pool.table["@counts"], told_apart(pool, ceiling.per), *pool.claims.period(ceiling.each)]
    so_far = counted.sum().over(pool.window(*group)) - counted
    most = ibis.literal(ceiling.at_most, MONEY)
    room = ibis.greatest(most - so_far, ibis.literal(0, MONEY)).cast(MONEY)
    pool = pool.mutate(**{"@room": room, "@over": pool.live & (pool.table["@under"] > room)})
    return _cut(pool.mutate(**_fitting(pool, parts)), at)  # 3


def _under(pool: Pool, ceiling: Ceiling) -> dict[str, ir.DecimalValue]:
    """What of each part lies under a ceiling."""
    table, over, nothing = pool.table, ceiling.over, ibis.literal(0, MONEY)
    if over == "all":
        return {name: table[name] for name in (DUE, *_bonuses(pool))}
    named = [column for column, name in zip(_bonuses(pool), pool.terms.award.bonuses, strict=True) if name in over]
    return {DUE: ibis.ifelse(pool.of_prizes(over), table[DUE], nothing), **{name: table[name] for name in named}}


def _fitting(pool: Pool, parts: dict[str, ir.DecimalValue]) -> dict[str, ir.DecimalValue]:
    """The parts of each claim that is over, one after the other cut to the room that those before it leave."""
    left, found = pool.table["@room"], {}
    for name, part in parts.items():
        fits = ibis.least(part, left)
        kept = ibis.ifelse(pool.table["@over"], pool.table[name] - part + fits, pool.table[name])
        found[name], left = kept.cast(MONEY), left - fits
    return found


def _cut(pool: Pool, at: int) -> Pool:
    table, over = pool.table, pool.table["@over"]
    amount = (table[AMOUNT] - table["@under"] + table["@room"]).cast(MONEY)
    pool = pool.mutate(
        **{
            ASKED: ibis.ifelse(over, ibis.coalesce(table[ASKED], table[AMOUNT]), table[ASKED]),
            FIGURE: ibis.ifelse(over, table["@room"].cast(FIGURE_TYPE), table[FIGURE]),
            CEILING: ibis.ifelse(over, ibis.literal(at, "int64"), table[CEILING]),
            BECAUSE: ibis.ifelse(over, Because.CEILING.value, table[BECAUSE]),
            AMOUNT: ibis.ifelse(over, amount, table[AMOUNT]),
        }
    )
    return pool.end((pool.table[BECAUSE] == Because.CEILING.value) & (pool.table[AMOUNT] == 0), Because.CEILING)
