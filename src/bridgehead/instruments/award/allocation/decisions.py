"""The decisions on all claims, in their order: masks for every claim, and over them what allocation decided."""

from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from bridgehead.instruments.award.allocation.pool import (
    AMOUNT,
    ASKED,
    BECAUSE,
    BONUSES,
    CEILING,
    CONFIRMED,
    ENDED,
    FIGURE,
    FIGURE_TYPE,
    OUTCOMES,
    PLACE,
    REFERENCE,
    SHORT,
    Because,
    Pool,
)
from bridgehead.instruments.award.allocation.queue import ranked
from bridgehead.instruments.award.columns import FAILED, MISSING, MONEY, ROW, SCENARIO, Claims
from bridgehead.instruments.award.eligibility import PRIZE, masks, needed, prize_met, refused
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.decision import Outcome

KINDS = {
    "outcome": "string",
    "prize": "string",
    "place": "int64",
    "amount": MONEY,
    "provisional": "boolean",
    "because": "string",
    "reference": "string",
    "figure": FIGURE_TYPE,
    "asked": MONEY,
    "bonuses": "int64",
    "short": "int64",
    "ceiling": "int64",
}
"""The columns of a decision beside number, failed and missing."""

MET, SLOT = "@met", "@slot"

SLOTS = 1024
"""Up to so many decisions that allocation made are written into the projection itself; more are joined."""


def decided(pool: Pool, *, provisional: bool) -> ir.Table:
    """The decisions that allocation made, by row: those that a prize does not give by itself."""
    table, award = pool.table, pool.terms.award
    ended = table[BECAUSE].cases(*((because.value, outcome.value) for because, outcome in OUTCOMES.items()))
    names = [(table[PRIZE] == at, name) for at, name in enumerate(award.prizes)]
    nothing = ibis.literal(0, MONEY)
    columns = {
        "outcome": ibis.ifelse(table[ENDED], ended, Outcome.GRANTED.value),
        "prize": ibis.cases(*names, else_=ibis.null("string")),
        "place": table[PLACE],
        "amount": ibis.ifelse(table[ENDED], nothing, ibis.coalesce(table[AMOUNT], nothing)),
        "provisional": ~table[CONFIRMED] & ibis.literal(provisional),
        "because": ibis.ifelse(table[CONFIRMED], Because.CONFIRMED.value, table[BECAUSE]),
        "reference": table[REFERENCE],
        "figure": table[FIGURE],
        "asked": table[ASKED],
        "bonuses": table[BONUSES],
        "short": table[SHORT],
        "ceiling": table[CEILING],
    }
    keys = [table[key] for key in (SCENARIO, ROW) if key in table.columns]
    made = table.select(*keys, **{name: value.cast(KINDS[name]) for name, value in columns.items()})
    return made.filter(~_as_by_itself(pool.terms, made))


def lay_over(claims: Claims, special: ir.Table, *, provisional: bool) -> ir.Table:
    """The decision on every claim, in the order of the input.

    A claim that stands in `special` has the decision that stands there. Any other that meets every condition has the
    one that its prize gives by itself: out of places, where the prize has a number of places, else granted.
    """
    terms, masked = claims.terms, _masked(claims)
    found = None if SCENARIO in masked.columns else special.limit(SLOTS + 1).to_pyarrow()
    if found is None or found.num_rows > SLOTS:
        return _join(_rows(terms, masked, _by_itself(Claims(terms, masked), provisional=provisional)), special)
    if not found.num_rows:
        return _rows(terms, masked, _by_itself(Claims(terms, masked), provisional=provisional))
    slotted = masked.mutate(**{SLOT: _slot(masked, found)})
    laid = {
        name: ibis.ifelse(slotted[SLOT] < 0, value, _looked_up(found[name].to_pylist(), KINDS[name], slotted[SLOT]))
        for name, value in _by_itself(Claims(terms, slotted), provisional=provisional).items()
    }
    return _rows(terms, slotted, laid)


def _rows(terms: Terms, masked: ir.Table, decision: dict[str, ir.Value]) -> ir.Table:
    keys = [masked[key] for key in (SCENARIO, ROW) if key in masked.columns]
    number = Claims(terms, masked).columns[terms.number].cast("string").name("number")
    return masked.select(*keys, number, **decision, failed=masked[FAILED], missing=masked[MISSING])


def capped(terms: Terms) -> list[bool]:
    """Of each prize, whether it has a number of places."""
    return [bool(prize.first or prize.rank) for prize in terms.award.prizes.values()]


def _masked(claims: Claims) -> ir.Table:
    """Every claim with its masks, the prize that it meets, and what deciding needs."""
    failed, missing = masks(claims)
    masked = claims.table.select(*needed(claims), **{FAILED: failed, MISSING: missing})
    met = prize_met(Claims(claims.terms, masked), masked[FAILED], masked[MISSING])
    return masked.mutate(**{MET: met})


def _by_itself(claims: Claims, *, provisional: bool) -> dict[str, ir.Value]:
    """What each prize gives by itself: out of places where it has a number of them, else granted if it can be paid."""
    terms, met = claims.terms, claims.table[MET]
    names = [(met == at, name) for at, name in enumerate(terms.award.prizes)]
    full = [met == at for at, cap in enumerate(capped(terms)) if cap]
    unpayable, amount, given = _amount_by_itself(claims, met)
    no = ibis.ifelse(refused(claims, claims.table[FAILED]), Outcome.REFUSED.value, Outcome.UNDETERMINED.value)
    because = [*((each, Because.QUOTA.value) for each in full), *((each, Because.AMOUNT.value) for each in unpayable)]
    outcomes = [
        *((each, Outcome.EXHAUSTED.value) for each in full),
        *((each, Outcome.UNDETERMINED.value) for each in unpayable),
    ]
    columns = {
        "outcome": ibis.cases(*outcomes, (met.notnull(), Outcome.GRANTED.value), else_=no),
        "prize": ibis.null("string") if ranked(terms) else ibis.cases(*names, else_=ibis.null("string")),
        "because": ibis.cases(*because, else_=ibis.null("string")) if because else ibis.null("string"),
        "amount": amount,
        "provisional": met.notnull() & ibis.literal(provisional),
        "figure": ibis.cases(*((each, given) for each in unpayable)) if unpayable else ibis.null(FIGURE_TYPE),
        **{name: ibis.null(KINDS[name]) for name in ("place", "reference", "asked", "bonuses", "short", "ceiling")},
    }
    return {name: columns[name].cast(kind) for name, kind in KINDS.items()}


def _amount_by_itself(
    claims: Claims, met: ir.IntegerValue
) -> tuple[list[ir.BooleanValue], ir.DecimalValue, ir.DecimalValue]:
    """Where a prize for all has no amount that can be paid, what it pays elsewhere, and what its formula gives."""
    terms, nothing = claims.terms, ibis.literal(0, MONEY)
    texts = [] if terms.uses_totals else list(enumerate(terms.amounts.values()))
    open_to_all = [(at, text) for (at, text), cap in zip(texts, capped(terms), strict=False) if not cap]
    if not open_to_all:
        return [], nothing, nothing
    amount = ibis.cases(*((met == at, claims.amount(text)) for at, text in open_to_all))
    payable = ibis.coalesce(amount >= nothing, False)
    asks = reduce(or_, [met == at for at, _ in open_to_all])
    return [asks & ~payable], ibis.ifelse(payable, amount, nothing), amount


def _as_by_itself(terms: Terms, decided: ir.Table) -> ir.BooleanValue:
    """Where a decision is the one that the projection gives by itself."""
    out_of_places = (decided.because == Because.QUOTA.value) & decided.place.isnull()
    granted = decided.because.isnull() & decided.place.isnull() & (decided.outcome == Outcome.GRANTED.value)
    if terms.uses_totals or terms.award.bonuses:
        granted = ibis.literal(False)
    return ibis.coalesce(out_of_places | granted, False)


def _join(table: ir.Table, special: ir.Table) -> ir.Table:
    keys = [key for key in (SCENARIO, ROW) if key in table.columns]
    joined = table.left_join(special, keys, rname="{name} allocated")
    here = joined["outcome allocated"].notnull()
    laid = {name: ibis.ifelse(here, joined[f"{name} allocated"], joined[name]) for name in KINDS}
    return joined.select(**{name: laid.get(name, joined[name]) for name in table.columns}).order_by(keys)


def _slot(masked: ir.Table, found: pa.Table) -> ir.IntegerValue:
    """Where a claim stands among the few decisions that allocation made, from 0; -1 for all others.

    It is looked up only for claims that can be among them. Engines take a branch for its own rows alone, so that the
    look-up costs next to nothing for the others.
    """
    rows = dict(zip(found[ROW].to_pylist(), found["because"].to_pylist(), strict=True))
    confirmed = [row for row, because in rows.items() if because == Because.CONFIRMED.value]
    among = masked[MET].notnull()
    if confirmed:
        among = among | ibis.literal(confirmed, type="array<int64>").contains(masked[ROW])
    position = ibis.literal(list(rows), type="array<int64>").index(masked[ROW])
    return ibis.ifelse(among, position.cast("int32"), ibis.literal(-1, "int32"))


def _looked_up(values: list[object], kind: str, slot: ir.IntegerValue) -> ir.Value:
    """The value in a slot; a constant where all are the same, which keeps the SQL short."""
    if len(set(values)) == 1:
        return ibis.literal(values[0], type=kind)
    return ibis.literal(values, type=f"array<{kind}>")[slot]
