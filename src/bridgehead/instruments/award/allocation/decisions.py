"""The decisions on all claims, in their order: masks for every claim, and over them what allocation decided."""

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
    """What each prize gives by itself: nothing where that is what it pays, out of places where it has a number of them,
    else granted if it can be paid.
    """
    terms, met = claims.terms, claims.table[MET]
    names = [(met == at, name) for at, name in enumerate(terms.award.prizes)]
    ends, amount, given = _amount_by_itself(claims, met)
    ends += [(met == at, Because.QUOTA) for at, cap in enumerate(capped(terms)) if cap]
    no = ibis.ifelse(refused(claims, claims.table[FAILED]), Outcome.REFUSED.value, Outcome.UNDETERMINED.value)
    because = [(where, each.value) for where, each in ends]
    outcomes = [(where, OUTCOMES[each].value) for where, each in ends]
    unpayable = [where for where, each in ends if each is Because.AMOUNT]
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
) -> tuple[list[tuple[ir.BooleanValue, Because]], ir.DecimalValue, ir.DecimalValue]:
    """Where a prize has no amount that can be paid, or one of nought; what one for all pays elsewhere, and what its
    formula gives.
    """
    terms, nothing = claims.terms, ibis.literal(0, MONEY)
    of_others = terms.uses_totals or ranked(terms) or terms.award.bonuses
    texts = [] if of_others else list(zip(terms.amounts.items(), capped(terms), strict=True))
    open_ = [at for at, ((name, _), _) in enumerate(texts) if name in terms.open_amounts]
    for_all = [at for at, (_, cap) in enumerate(texts) if not cap]
    asked = sorted({*open_, *for_all})
    if not asked:
        return [], nothing, nothing
    amount = ibis.cases(*((met == at, claims.amount(texts[at][0][1])) for at in asked))
    payable = ibis.coalesce(amount >= nothing, False)
    pays = payable if len(for_all) == len(asked) else payable & met.isin(for_all)
    ends = [(met.isin(open_) & ~payable, Because.AMOUNT), (met.isin(open_) & (amount == nothing), Because.NOUGHT)]
    return ends if open_ else [], ibis.ifelse(pays, amount, nothing), amount


def _as_by_itself(terms: Terms, decided: ir.Table) -> ir.BooleanValue:
    """Where a decision is the one that the projection gives by itself."""
    out_of_places = (decided.because == Because.QUOTA.value) & decided.place.isnull()
    granted = decided.because.isnull() & decided.place.isnull() & (decided.outcome == Outcome.GRANTED.value)
    nought = ibis.literal(False) if ranked(terms) else decided.because == Because.NOUGHT.value
    if terms.uses_totals or terms.award.bonuses:
        granted = nought = ibis.literal(False)
    return ibis.coalesce(out_of_places | granted | nought, False)


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
