"""Who meets the conditions: the two masks of every claim, and the claims that meet all.

In a mask every atom has its bit, those of all prizes too. A claim is for the first prize none of whose atoms is false.
"""

from functools import reduce
from operator import add, and_, or_

import ibis
import ibis.expr.types as ir

from bridgehead.instruments.award.atoms import Atom
from bridgehead.instruments.award.columns import FAILED, KEY, MISSING, MONEY, PAID, ROW, SCENARIO, VARIED, Claims

PRIZE = "@prize"
"""Which prize a claim is for, as its position among the prizes of the award, from 0."""
KEPT = ("values.", VARIED, PAID, KEY)
UNKNOWN = ibis.literal(-1, MONEY)


def masks(claims: Claims) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    """The bits of the atoms that are false, and of those that are unknown, of each claim."""
    if FAILED in claims.table.columns:
        return claims.table[FAILED], claims.table[MISSING]
    none = ibis.literal(0, "int64")
    atoms = claims.terms.atoms.all
    truths = [(ibis.literal(atom.mask, "int64"), claims.truths[atom.bit]) for atom in atoms]
    failed = [ibis.ifelse(~truth.value, mask, none) for mask, truth in truths]
    missing = [ibis.ifelse(truth.unknown, mask, none) for mask, truth in truths if truth.unknown is not None]
    return reduce(add, failed, none), reduce(add, missing, none)


def prize_met(claims: Claims, failed: ir.IntegerValue, missing: ir.IntegerValue) -> ir.IntegerValue:
    """The prize whose every condition a claim meets, by position; NULL where there is none."""
    atoms = claims.terms.atoms
    unmet = failed | missing
    met = [(unmet & (atoms.common | atoms.of(prize))) == 0 for prize in atoms.prizes]
    passed = [(failed & atoms.of(prize)) != 0 for prize in atoms.prizes]
    return _choice(claims, met, passed)


def _choice(claims: Claims, met: list[ir.BooleanValue], passed: list[ir.BooleanValue]) -> ir.IntegerValue:
    """The first prize that is `met`, all before it being `passed`; of rivals the best paid, the first of equals.

    A rival that is neither, since something is unknown, leaves the choice open unless it is known to pay no more.
    """
    prizes, rivals = list(claims.terms.award.prizes), _rivals(claims)
    cases = []
    for at, name in enumerate(prizes):
        holds = reduce(
            and_, [passed[other] for other in range(at) if not {name, prizes[other]} <= set(rivals)], met[at]
        )
        for other, amount in rivals.items() if name in rivals else ():
            if other == name:
                continue
            place = prizes.index(other)
            beaten = rivals[name] > amount if place < at else rivals[name] >= amount
            no_more = (amount >= 0) & (rivals[name] >= amount)
            holds = holds & (passed[place] | ibis.ifelse(met[place], beaten, no_more))
        cases.append((holds, ibis.literal(at, "int8")))
    return ibis.cases(*cases, else_=ibis.null("int8"))


def _rivals(claims: Claims) -> dict[str, ir.DecimalValue]:
    """The prizes of which one claim gets the better, with what each would pay; less than 0 where it is unknown."""
    terms = claims.terms
    return {name: ibis.coalesce(claims.amount(terms.amounts[name]), UNKNOWN) for name in terms.rivals}


def refused(claims: Claims, failed: ir.IntegerValue) -> ir.BooleanValue:
    """Whether a condition of the award, or one of each prize, is false."""
    atoms = claims.terms.atoms
    every = reduce(and_, [(failed & atoms.of(prize)) != 0 for prize in atoms.prizes])
    return ((failed & atoms.common) != 0) | every


def eligible(claims: Claims) -> ir.Table:
    """The claims that meet every condition of the award and of a prize, with the prize that each is for.

    The conditions stand as plain predicates, so that an engine can leave out rows while it reads them.
    """
    atoms = claims.terms.atoms
    if FAILED in claims.table.columns:
        return _meeting(claims, claims.table, prize_met(claims, *masks(claims)))
    common = [claims.holds(atom) for atom in atoms.all if atom.prize is None]
    prizes = [_all(claims, [atom for atom in atoms.all if atom.prize == prize]) for prize in atoms.prizes]
    met = [ibis.coalesce(holds, False) for holds in prizes] if len(prizes) > 1 else prizes
    found = claims.table.filter([*common, reduce(or_, prizes)])
    chosen = _choice(claims, met, [ibis.coalesce(~holds, False) for holds in prizes])
    return _meeting(claims, found, chosen if len(prizes) > 1 else ibis.literal(0, "int8"))


def _meeting(claims: Claims, found: ir.Table, prize: ir.IntegerValue) -> ir.Table:
    """The claims that are for a prize, with the columns that deciding among them needs."""
    chosen = found.select(*needed(claims), **{PRIZE: prize})
    return chosen.filter(chosen[PRIZE].notnull())


def _all(claims: Claims, atoms: list[Atom]) -> ir.BooleanValue:
    return reduce(and_, [claims.holds(atom) for atom in atoms], ibis.literal(True))


def needed(claims: Claims) -> list[str]:
    """The columns that deciding among the claims of an award needs, beside the prize."""
    terms = claims.terms
    fields = {terms.table.deciding[name] for name in (terms.number, *terms.atoms.allocating)}
    kept = {ROW, SCENARIO, *fields}
    return [name for name in claims.table.columns if name in kept or name.startswith(KEPT)]
