"""In which order claims come: turns among all that are eligible, and places in the order of a prize or a rank."""

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from bridgehead.instruments.award.allocation.pool import CONFIRMED, PLACE, TURN, Because, Pool
from bridgehead.instruments.award.columns import ROW
from bridgehead.instruments.award.eligibility import PRIZE
from bridgehead.instruments.award.schema import Order
from bridgehead.instruments.award.terms import Terms

TIE = "@tie"
"""The same number for claims that share a place."""

RUNNERS_UP = 10
"""How many claims after the last place are told their place."""


def orders(terms: Terms) -> tuple[Order, ...]:
    """The order of each prize, in the order of the prizes."""
    return tuple(terms.order(prize) for prize in terms.award.prizes.values())


def ranked(terms: Terms) -> bool:
    """Whether the place decides which prize a claim gets."""
    return any(prize.rank for prize in terms.award.prizes.values())


def line_up(pool: Pool) -> Pool:
    """Give every claim its turn, from 1: by the order that the prizes share, else prize after prize.

    Claims that are equal in it come by number, so that no payment hangs on the order of rows.
    """
    found = orders(pool.terms)
    if len(set(found)) == 1:
        columns = {name: f"@place by {name}" for name in pool.terms.award.places}
        pool = pool.mutate(**{columns[name]: rank for name, rank in _figures(pool).items()})
        places = {name: pool.table[column] for name, column in columns.items()}
        keys = pool.claims.sort_keys(found[0], places)
        return _number(pool, keys)
    parts = []
    for at, order in enumerate(found):
        part = Pool(pool.terms, pool.table.filter(pool.table[PRIZE] == at))
        parts.append(_number(part, part.claims.sort_keys(order)).table)
    joined = Pool(pool.terms, ibis.union(*parts))
    return _number(joined, [joined.table[PRIZE].asc(), joined.table[TURN].asc()])


def _number(pool: Pool, keys: list[ir.Value]) -> Pool:
    by_key = ibis.window(
        group_by=pool.claims.scenario or None, order_by=[*keys, pool.number.asc(), pool.table[ROW].asc()]
    )
    tied = ibis.window(group_by=pool.claims.scenario or None, order_by=keys or None)
    turns = {TURN: ibis.row_number().over(by_key).cast("int64") + 1}
    if pool.terms.award.ties == "same":
        turns[TIE] = ibis.rank().over(tied).cast("int64") + 1
    return pool.mutate(**turns)


def _figures(pool: Pool) -> dict[str, ir.Value]:
    """The ranks that `places` names, from 1, over all eligible claims."""
    found: dict[str, ir.Value] = {}
    for name, figure in pool.terms.award.places.items():
        key = pool.claims.sort_keys((figure.by,))
        if figure.ties == "same":
            rank = ibis.rank().over(ibis.window(group_by=pool.claims.scenario or None, order_by=key))
        else:
            unique = [*key, pool.number.asc()]
            rank = ibis.row_number().over(ibis.window(group_by=pool.claims.scenario or None, order_by=unique))
        found[name] = rank.cast("int64") + 1
    return found


def place(pool: Pool, taken: dict[str, tuple[int, ...]]) -> Pool:
    """Give every live claim the next free place of its prize, or of the rank, and end those that come too late.

    `taken` are the places confirmed before, by prize, in ascending order.
    """
    groups = [] if ranked(pool.terms) else [pool.table[PRIZE]]
    window = ibis.window(group_by=[*pool.claims.scenario, *groups, pool.live], order_by=_turn(pool))
    nth = (ibis.rank() if pool.terms.award.ties else ibis.row_number()).over(window).cast("int64") + 1
    free = _free(nth, taken, pool) if any(taken.values()) else nth
    placed = pool.mutate(**{PLACE: ibis.ifelse(pool.live, free, pool.table[PLACE])})
    limit = _limit(placed)
    if limit is None:
        return placed
    nth = placed.table[PLACE]
    told = ibis.ifelse(nth <= limit + RUNNERS_UP, nth, ibis.null("int64"))
    return placed.end(nth > limit, Because.QUOTA, place=told)


def _turn(pool: Pool) -> ir.Value:
    return pool.table[TIE if pool.terms.award.ties == "same" else TURN].asc()


def _free(nth: ir.IntegerValue, taken: dict[str, tuple[int, ...]], pool: Pool) -> ir.IntegerValue:
    """The nth place that is not taken: one of the gaps between those taken, or one after the last; a rank after it."""
    if ranked(pool.terms):
        return nth + _last(place for places in taken.values() for place in places)
    names = list(pool.terms.award.prizes)
    cases = [(pool.table[PRIZE] == at, _gap(nth, taken.get(name, ()))) for at, name in enumerate(names)]
    return ibis.cases(*cases)


def _last(taken: Iterable[int]) -> int:
    """The last rank that is taken, by itself or shared. One before it that is free stays so: whoever comes now ranks
    behind those who have theirs.
    """
    places = [*taken]
    return max(len(places), *places)


def _gap(nth: ir.IntegerValue, taken: tuple[int, ...]) -> ir.IntegerValue:
    gaps = sorted(set(range(1, max(taken, default=0) + 1)) - set(taken))
    cases = [(nth == at, ibis.literal(gap, "int64")) for at, gap in enumerate(gaps, start=1)]
    return ibis.cases(*cases, else_=nth + len(taken)) if cases else nth + len(taken)


def _limit(pool: Pool) -> ir.IntegerValue | None:
    """The last place that wins in the prize of each claim; None where every prize is for all."""
    prizes = pool.terms.award.prizes
    if ranked(pool.terms):
        return ibis.literal(max(prize.rank.last for prize in prizes.values() if prize.rank), "int64")
    caps = [
        (pool.table[PRIZE] == at, pool.claims.figure(f"first of {name}", prize.first, "int64"))
        for at, (name, prize) in enumerate(prizes.items())
        if prize.first
    ]
    return ibis.cases(*caps, else_=ibis.null("int64")) if caps else None


def ranked_prize(pool: Pool) -> Pool:
    """Let the place decide which ranked prize a claim gets."""
    ranks = [(at, prize.rank) for at, prize in enumerate(pool.terms.award.prizes.values()) if prize.rank]
    place = pool.table[PLACE]
    won = [(place.between(rank.first, rank.last), ibis.literal(at, "int8")) for at, rank in ranks]
    return pool.mutate(**{PRIZE: ibis.cases((pool.table[CONFIRMED], pool.table[PRIZE]), *won, else_=ibis.null("int8"))})
