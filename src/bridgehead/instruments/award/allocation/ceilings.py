"""The most that one party is paid in a period: later claims get what is left of it."""

import ibis

from bridgehead.instruments.award.allocation.pool import (
    AMOUNT,
    ASKED,
    BECAUSE,
    CEILING,
    CONFIRMED,
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
    for at, ceiling in enumerate(pool.terms.award.ceilings):
        pool = _hold(pool, ceiling, at)
    return pool


def _hold(pool: Pool, ceiling: Ceiling, at: int) -> Pool:
    table = pool.table
    counts = pool.live | table[CONFIRMED]
    if ceiling.over != "all":
        counts = counts & pool.of_prizes(ceiling.over)
    group = [counts, told_apart(pool, ceiling.per), *pool.claims.period(ceiling.each)]
    so_far = table[AMOUNT].sum().over(pool.window(*group)) - table[AMOUNT]
    room = ibis.greatest(ibis.literal(ceiling.at_most, MONEY) - so_far, ibis.literal(0, MONEY)).cast(MONEY)
    pool = pool.mutate(**{"@room": room, "@counts": counts & pool.live})
    table = pool.table
    over = table["@counts"] & (table[AMOUNT] > table["@room"])
    pool = pool.mutate(
        **{
            ASKED: ibis.ifelse(over, ibis.coalesce(table[ASKED], table[AMOUNT]), table[ASKED]),
            FIGURE: ibis.ifelse(over, table["@room"].cast(FIGURE_TYPE), table[FIGURE]),
            CEILING: ibis.ifelse(over, ibis.literal(at, "int64"), table[CEILING]),
            BECAUSE: ibis.ifelse(over, Because.CEILING.value, table[BECAUSE]),
            AMOUNT: ibis.ifelse(over, table["@room"], table[AMOUNT]),
        }
    )
    return pool.end((pool.table[BECAUSE] == Because.CEILING.value) & (pool.table["@room"] == 0), Because.CEILING)
