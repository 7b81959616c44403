"""Decide every claim of an award at once.

1. Of the claims that meet every condition (`eligibility`) make a pool, with the places confirmed before.
2. Where places alone decide, only the claims that can win or come next are fetched, prize by prize (top-k).
3. Give each its turn (`queue`); end all but one of those that are claimed twice (`exclusions`).
4. Set amounts; let one claim of each party carry its sum, and add bonuses (`sums`); end those that are paid nothing.
5. Let prizes exclude one another (`exclusions`), hold parties under their ceilings (`ceilings`).
6. Give places (`queue`), then the money (`budget`).
7. Lay what came of it over the masks of all claims (`decisions`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from bridgehead.instruments.award.allocation import budget, ceilings, decisions, exclusions, queue, sums
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.allocation.pool import AMOUNT, CONFIRMED, PLACE, Because, Pool, untouched
from bridgehead.instruments.award.allocation.spellings import odd_texts, one_spelling, spelled, spellings, told_apart
from bridgehead.instruments.award.columns import MONEY, ROW, SCENARIO, Claims
from bridgehead.instruments.award.eligibility import PRIZE, eligible
from bridgehead.instruments.award.engines import beside, keep
from bridgehead.instruments.award.terms import Terms

TYPED = "@typed"
"""The number of a claim as it stands in the file."""


def decide(terms: Terms, claims: ir.Table, *, on: date, paid: Sequence[Confirmed] = ()) -> ir.Table:
    """The decisions on a table of claims (see `columns`), one row a claim, in the order of its rows.

    `on` is the day of the decision: until the last day for claims is over, what another claim can change is
    provisional.
    """
    whole = Claims(terms, claims)
    due = terms.award.claims_due
    provisional = bool(due and on <= due.by and hangs_on_others(terms))
    pool, twice = _told_apart(_pool(whole, paid))  # 1
    if _by_places_alone(pool) and not twice:
        pool = _first_in_line(pool, paid)  # 2
    if twice or paid or _allocates(terms):
        pool = allocate(pool, twice, paid)
    made = keep(decisions.decided(pool, provisional=provisional))
    return decisions.lay_over(whole, made, provisional=provisional)  # 7


def allocate(pool: Pool, twice: Sequence[tuple[str, ...]], paid: Sequence[Confirmed]) -> Pool:
    """Steps 3 to 6. `twice` are the fields by which some claims are the same thing."""
    pool = queue.line_up(pool)  # 3
    for fields in twice:
        pool = exclusions.once(pool, fields)
    taken = {
        name: tuple(sorted(each.place for each in paid if each.prize == name and each.place)) for name in pool.prizes
    }
    if queue.ranked(pool.terms):
        pool = sums.set_amounts(queue.ranked_prize(queue.place(pool, taken)))  # 6, and then 4
        pool = ceilings.hold(_above_nought(_payable(pool)))  # 5
    else:
        pool = _payable(sums.carry(sums.set_amounts(pool)))  # 4
        pool = exclusions.one_of(_above_nought(sums.add_bonuses(pool)))
        pool = queue.place(ceilings.hold(pool), taken)  # 5, 6
    return budget.spend(pool, sum((each.amount for each in paid), Decimal(0)))


def _allocates(terms: Terms) -> bool:
    """Whether one claim can matter to another."""
    award = terms.award
    words = (
        award.budget,
        award.per,
        award.places,
        award.bonuses,
        award.ceilings,
        award.one_of,
        award.order,
        award.rank,
        terms.uses_totals,
    )
    return any(words) or any(prize.order for prize in award.prizes.values())


def hangs_on_others(terms: Terms) -> bool:
    """Whether a claim that is yet to come can change what one that is here gets.

    A number of places, a sum to reach, bonuses, ceilings and money that goes to the first have an order (AW106).
    """
    award = terms.award
    excluded = award.one_of is not None and award.one_of.per is not None
    return any(queue.orders(terms)) or bool(award.budget or award.once_per or excluded or terms.uses_totals)


def _pool(claims: Claims, paid: Sequence[Confirmed]) -> Pool:
    """The claims that meet every condition, and those whose place was confirmed before."""
    open_ = {CONFIRMED: ibis.literal(False), PLACE: ibis.null("int64"), AMOUNT: ibis.null(MONEY)}
    table = eligible(claims).mutate(**open_, **untouched())
    if paid:
        confirmed = keep(_confirmed(claims, paid))
        keys = [key for key in (SCENARIO, ROW) if key in table.columns]
        table = table.anti_join(confirmed, keys).union(confirmed.select(*table.columns))
    return Pool(claims.terms, keep(table))


def _confirmed(claims: Claims, paid: Sequence[Confirmed]) -> ir.Table:
    """The claims confirmed before, with what was confirmed, however their numbers are typed; of two rows of one number
    the first.
    """
    positions = {name: at for at, name in enumerate(claims.terms.award.prizes)}
    number = claims.columns[claims.terms.number].cast("string")
    before = dict(zip(one_spelling(each.number for each in paid), paid, strict=True))
    typed = [(text, plain, before[plain]) for text, plain in spellings(number, before).items()]
    rows = pa.table(
        {
            TYPED: [text for text, _, _ in typed],
            "@number": [plain for _, plain, _ in typed],
            PRIZE: pa.array([positions[each.prize] for _, _, each in typed], pa.int8()),
            PLACE: pa.array([each.place for _, _, each in typed], pa.int64()),
            AMOUNT: pa.array([each.amount for _, _, each in typed], pa.decimal128(18, 2)),
            CONFIRMED: [True for _ in typed],
        }
    )
    found = claims.table.mutate(**{TYPED: number}).inner_join(beside(rows, claims.table), TYPED)
    first = ibis.window(
        group_by=[*Claims(claims.terms, found).scenario, found["@number"]], order_by=[found[TYPED], found[ROW]]
    )
    found = found.mutate(**{"@nth": ibis.row_number().over(first)}, **untouched())
    return found.filter(found["@nth"] == 0)


def _told_apart(pool: Pool) -> tuple[Pool, list[tuple[str, ...]]]:
    """The pool with one spelling of each name, and the fields that should tell claims apart, but in which some agree.

    One look at the claims finds both, and hardly a pool needs a second.
    """
    odd = odd_texts(pool)
    twice, found = _look(pool, odd)
    respelled = spelled(pool, [name for name in odd if found[f"odd {name}"]])
    return respelled, twice if respelled is pool else _look(respelled, {})[0]


def _look(pool: Pool, odd: Mapping[str, ir.BooleanScalar]) -> tuple[list[tuple[str, ...]], Mapping[str, Any]]:
    """The fields in which some claims agree that should not, and what is asked beside it."""
    award, scenario = pool.terms.award, [name for name in (SCENARIO,) if name in pool.table.columns]
    keys = [(pool.terms.number,), *([award.once_per] if award.once_per else [])]
    columns = [[*scenario, *(told_apart(pool, name).name(name) for name in fields)] for fields in keys]
    counts = {str(at): pool.table.select(*names).distinct().count() for at, names in enumerate(columns)}
    asked = pool.table.aggregate(total=pool.table.count(), **{f"odd {name}": texts for name, texts in odd.items()})
    found = asked.mutate(**{at: count.as_scalar() for at, count in counts.items()})
    (row,) = found.to_pyarrow().to_pylist()
    return [fields for at, fields in enumerate(keys) if row[str(at)] < row["total"]], row


def _by_places_alone(pool: Pool) -> bool:
    """Whether no more is needed than the first claims of each prize, or of the rank."""
    award = pool.terms.award
    others = (award.per, award.places, award.ties, award.bonuses, award.ceilings, award.one_of)
    return (
        all(decisions.capped(pool.terms))
        and not any(others)
        and award.when_short != "share"
        and SCENARIO not in pool.table.columns
    )


def _first_in_line(pool: Pool, paid: Sequence[Confirmed]) -> Pool:
    """The claims that can win or come next: top-k of each prize, or of the rank; those confirmed stay with them."""
    prizes, table = list(pool.terms.award.prizes.values()), pool.table
    if queue.ranked(pool.terms):
        lines = [(~table[CONFIRMED], queue.orders(pool.terms)[0], max(each.rank.last for each in prizes if each.rank))]
    else:
        lines = [
            (~table[CONFIRMED] & (table[PRIZE] == at) & paid_something, order, prize.first or 0)
            for at, (prize, order, paid_something) in enumerate(
                zip(prizes, queue.orders(pool.terms), _paid_something(pool), strict=True)
            )
        ]
    parts = [table.filter(table[CONFIRMED])] if paid else []
    for waiting, order, last in lines:
        line = table.filter(waiting)
        keys = Claims(pool.terms, line).sort_keys(order)
        parts.append(line.order_by([*keys, line[ROW]]).limit(last + queue.RUNNERS_UP))
    return Pool(pool.terms, ibis.union(*parts) if len(parts) > 1 else parts[0])


def _paid_something(pool: Pool) -> list[ir.BooleanValue]:
    """Of each prize that takes its claims by place, which of them it pays: the others stand in nobody's way."""
    open_ = {} if pool.terms.uses_totals else pool.terms.open_amounts
    return [
        ibis.coalesce(pool.claims.amount(open_[name]) > 0, False) if name in open_ else ibis.literal(True)
        for name in pool.prizes
    ]


def _payable(pool: Pool) -> Pool:
    """End the claims to which their prize pays no amount that there is, or one below zero."""
    if not pool.terms.open_amounts:
        return pool
    amount = pool.table[AMOUNT]
    return pool.end(amount.isnull() | (amount < 0), Because.AMOUNT, figure=amount)


def _above_nought(pool: Pool) -> Pool:
    """End the claims to which their prize, bonuses included, pays nothing: they take no place of others."""
    if not pool.terms.open_amounts:
        return pool
    return pool.end(pool.of_prizes(tuple(pool.terms.open_amounts)) & (pool.table[AMOUNT] == 0), Because.NOUGHT)
