"""The money: never more than there is, and by the declared rule where it does not reach."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal
from itertools import groupby
from operator import itemgetter

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from bridgehead.instruments.award.allocation.pool import (
    AMOUNT,
    ASKED,
    BECAUSE,
    CONFIRMED,
    FIGURE,
    FIGURE_TYPE,
    REFERENCE,
    TURN,
    Because,
    Pool,
)
from bridgehead.instruments.award.amounts import CENT_DIGITS
from bridgehead.instruments.award.columns import MONEY, ROW, SCENARIO
from bridgehead.instruments.award.engines import beside
from bridgehead.instruments.award.schema import SharedBudget

MONEY_LEFT, FUND, PAYS, LEFT = "@money", "@fund", "@pays", "@left"


def spend(pool: Pool, spent: Decimal) -> Pool:
    """Pay the claims that are still live, by their turns, from what the budget has left after what is `spent`.

    - `whole`: the first that does not fit ends it; `part`: that one gets what is left;
    - `skip`: one that does not fit is passed over; `share`: all get the same part of what they asked.
    """
    budget = pool.terms.award.budget
    if budget is None or (not spent and _holds_every_place(pool, budget)):
        return pool
    pool = _fund(pool, budget, spent)
    in_order = {"whole": _whole, "part": _part}
    way = pool.terms.award.when_short
    return in_order[way](pool) if way in in_order else _one_by_one(pool)


def _holds_every_place(pool: Pool, budget: SharedBudget) -> bool:
    """Whether all places together cost no more than there is, so that no claim can ever find it short."""
    award, amounts = pool.terms.award, pool.terms.fixed_amounts
    if budget.by or award.bonuses or award.ties or amounts is None or pool.claims.varies:
        return False
    places = [(name, prize.first or (prize.rank and prize.rank.count)) for name, prize in award.prizes.items()]
    return (
        all(count for _, count in places)
        and sum(amounts[name] * (count or 0) for name, count in places) <= budget.total
    )


def _fund(pool: Pool, budget: SharedBudget, spent: Decimal) -> Pool:
    """Which fund pays each claim, and what it has left after the claims confirmed before."""
    if budget.by is None:
        total = pool.claims.figure("budget", budget.total, MONEY)
        left = _after(total, ibis.literal(spent, MONEY)) if spent else total
        return pool.mutate(**{FUND: ibis.literal(""), MONEY_LEFT: left})
    kind = pool.claims.columns[budget.by]
    shares = [
        (kind == name, pool.claims.figure(f"budget of {name}", part_of(budget.total, share), MONEY))
        for name, share in budget.shares.items()
    ]
    pool = pool.mutate(**{FUND: kind, MONEY_LEFT: ibis.cases(*shares, else_=ibis.literal(0, MONEY))})
    confirmed = ibis.ifelse(pool.table[CONFIRMED], pool.table[AMOUNT], ibis.literal(0, MONEY))
    paid = confirmed.sum().over(pool.window(pool.table[FUND], order=None)).cast(MONEY)
    return pool.mutate(**{MONEY_LEFT: _after(pool.table[MONEY_LEFT], paid)})


def part_of(total: Decimal, share: Decimal) -> Decimal:
    """A share of a budget in whole cents, rounded down, so that the shares never come to more than there is."""
    return (total * share).quantize(Decimal(1).scaleb(-CENT_DIGITS), ROUND_DOWN)


def _after(money: ir.DecimalValue, paid: ir.DecimalValue) -> ir.DecimalValue:
    return ibis.greatest((money - paid).cast(MONEY), ibis.literal(0, MONEY))


def _running(pool: Pool) -> ir.DecimalValue:
    return pool.table[AMOUNT].sum().over(pool.window(pool.live, pool.table[FUND])).cast("decimal(28, 2)")


def _whole(pool: Pool) -> Pool:
    pool = pool.mutate(**{"@running": _running(pool)})
    fits = pool.table["@running"] <= pool.table[MONEY_LEFT]
    within = ibis.ifelse(fits, pool.table["@running"], ibis.literal(0, "decimal(28, 2)"))
    used = within.max().over(pool.window(pool.live, pool.table[FUND], order=None))
    pool = pool.mutate(
        **{
            PAYS: ibis.ifelse(fits, pool.table[AMOUNT], ibis.literal(0, MONEY)),
            LEFT: pool.table[MONEY_LEFT] - used,
            REFERENCE: _ended_by(pool, fits, pool.table[MONEY_LEFT] > used),
        }
    )
    return _paid(pool)


def _ended_by(pool: Pool, fits: ir.BooleanValue, some_is_left: ir.BooleanValue) -> ir.StringValue:
    """Of each claim that comes after the first that did not fit, that first one; none where all the money is spent."""
    turn, whole = pool.table[TURN], pool.window(pool.live, pool.table[FUND], order=None)
    short = ibis.ifelse(pool.live & ~fits, turn, ibis.null("int64"))
    number = pool.number.argmin(short).over(whole)
    return ibis.ifelse(pool.live & some_is_left & (turn > short.min().over(whole)), number, pool.table[REFERENCE])


def _part(pool: Pool) -> Pool:
    before = _running(pool) - pool.table[AMOUNT]
    left = ibis.greatest(pool.table[MONEY_LEFT] - before, ibis.literal(0, MONEY)).cast(MONEY)
    pool = pool.mutate(**{LEFT: left})
    return _paid(pool.mutate(**{PAYS: ibis.least(pool.table[LEFT], pool.table[AMOUNT])}))


def _paid(pool: Pool) -> Pool:
    """Pay `PAYS` of each live claim; one that gets less than it asked is told what was LEFT."""
    table = pool.table
    short = pool.live & (table[PAYS] < table[AMOUNT])
    pool = pool.mutate(
        **{
            BECAUSE: ibis.ifelse(short, Because.BUDGET.value, table[BECAUSE]),
            ASKED: ibis.ifelse(short, table[AMOUNT], table[ASKED]),
            FIGURE: ibis.ifelse(short, table[LEFT].cast(FIGURE_TYPE), table[FIGURE]),
            AMOUNT: ibis.ifelse(pool.live, table[PAYS].cast(MONEY), table[AMOUNT]),
        }
    )
    return pool.end((pool.table[BECAUSE] == Because.BUDGET.value) & (pool.table[AMOUNT] == 0), Because.BUDGET)


def _one_by_one(pool: Pool) -> Pool:
    """`skip` and `share`, which no running sum tells: computed over the live claims alone and laid beside them."""
    keys = [SCENARIO, ROW] if SCENARIO in pool.table.columns else [ROW]
    waiting = pool.table.filter(pool.live).select(*keys, TURN, FUND, AMOUNT, MONEY_LEFT)
    rows = waiting.order_by([*keys[:-1], FUND, TURN]).to_pyarrow().to_pylist()
    digits = pool.terms.award.rounding.digits
    paid: list[dict[str, object]] = []
    for _, group in groupby(rows, key=itemgetter(*keys[:-1], FUND)):
        claims = list(group)
        amounts, left = [claim[AMOUNT] for claim in claims], claims[0][MONEY_LEFT]
        found = skip(amounts, left) if pool.terms.award.when_short == "skip" else share(amounts, left, digits)
        paid += [
            {**{key: claim[key] for key in keys}, PAYS: pays, LEFT: rest}
            for claim, (pays, rest) in zip(claims, found, strict=True)
        ]
    kinds = [(key, waiting.schema()[key].to_pyarrow()) for key in keys]
    schema = pa.schema([*kinds, (PAYS, pa.decimal128(18, 2)), (LEFT, pa.decimal128(18, 2))])
    payments = beside(pa.Table.from_pylist(paid, schema=schema), pool.table)
    joined = pool.table.left_join(payments, keys, rname="{name} beside")
    return _paid(Pool(pool.terms, joined.drop(*(f"{key} beside" for key in keys))))


def skip(amounts: Iterable[Decimal], left: Decimal) -> Iterable[tuple[Decimal, Decimal]]:
    """In order, each amount that still fits; with what was left before it."""
    for amount in amounts:
        pays = amount if amount <= left else Decimal(0)
        yield pays, left
        left -= pays


def share(amounts: Sequence[Decimal], left: Decimal, digits: int) -> list[tuple[Decimal, Decimal]]:
    """Of each amount the same part, so that the sum is what is left, if the amounts come to more.

    Each part is rounded down to `digits`; the units that this leaves go to the largest remainders, the earlier first,
    so that the parts add up to all that is left but for what is no whole unit.
    """
    if sum(amounts, Decimal(0)) <= left:
        return [(amount, left) for amount in amounts]
    asked = [int(amount.scaleb(CENT_DIGITS)) for amount in amounts]
    unit = 10 ** (CENT_DIGITS - digits)
    pool = int(left.scaleb(CENT_DIGITS)) // unit
    parts = [divmod(each * pool, sum(asked)) for each in asked]
    largest = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))
    extra = set(largest[: pool - sum(part for part, _ in parts)])
    return [(Decimal((part + (at in extra)) * unit).scaleb(-CENT_DIGITS), left) for at, (part, _) in enumerate(parts)]
