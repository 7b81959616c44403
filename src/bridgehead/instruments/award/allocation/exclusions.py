"""One claim keeps another from being paid: the same thing claimed twice, or prizes that exclude one another."""

import ibis

from bridgehead.instruments.award.allocation.pool import AMOUNT, CONFIRMED, TURN, Because, Pool
from bridgehead.instruments.award.allocation.spellings import told_apart


def once(pool: Pool, fields: tuple[str, ...]) -> Pool:
    """End every claim but the first of those that agree in these fields: one confirmed before, else by its turn."""
    keys = [told_apart(pool, name) for name in fields]
    first = ibis.window(
        group_by=[*pool.claims.scenario, pool.live | pool.table[CONFIRMED], *keys],
        order_by=[pool.table[CONFIRMED].desc(), pool.table[TURN].asc()],
    )
    pool = pool.mutate(**{"@nth": ibis.row_number().over(first), "@kept": pool.number.first().over(first)})
    return pool.end(pool.table["@nth"] > 0, Because.DUPLICATE, reference=pool.table["@kept"])


def one_of(pool: Pool) -> Pool:
    """Of the prizes that exclude one another let each party have one: the better paid, or the first by turn."""
    rule = pool.terms.award.one_of
    if rule is None or rule.per is None:
        return pool
    among = pool.of_prizes(rule.prizes) & (pool.live | pool.table[CONFIRMED])
    better = [pool.table[AMOUNT].desc()] if rule.take == "better" else []
    best = ibis.window(
        group_by=[*pool.claims.scenario, among, told_apart(pool, rule.per)],
        order_by=[pool.table[CONFIRMED].desc(), *better, pool.table[TURN].asc()],
    )
    pool = pool.mutate(
        **{"@nth": ibis.ifelse(among, ibis.row_number().over(best), 0), "@kept": pool.number.first().over(best)}
    )
    return pool.end(pool.table["@nth"] > 0, Because.EXCLUDED, reference=pool.table["@kept"])
