"""Who meets the conditions: the two masks of every claim, and the claims that meet all.

In a mask every atom has its bit, those of all prizes too. A claim is for the first prize none of whose atoms is false.
"""

from functools import reduce
from operator import add, and_, or_

import ibis
import ibis.expr.types as ir

from bridgehead.instruments.award.atoms import Atom
from bridgehead.instruments.award.columns import ROW, SCENARIO, Claims

PRIZE = "@prize"
"""Which prize a claim is for, as its position among the prizes of the award, from 0."""


def masks(claims: Claims) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    """The bits of the atoms that are false, and of those that are unknown, of each claim."""
    atoms = claims.terms.atoms.all
    holds = [(atom.mask, claims.holds(atom)) for atom in atoms]
    failed = [ibis.ifelse(~value, ibis.literal(mask, "int64"), ibis.literal(0, "int64")) for mask, value in holds]
    missing = [
        ibis.ifelse(value.isnull(), ibis.literal(mask, "int64"), ibis.literal(0, "int64"))
        for mask, value in holds
        if value.type().nullable
    ]
    none = ibis.literal(0, "int64")
    return reduce(add, failed, none), reduce(add, missing, none)


def prize_met(claims: Claims, failed: ir.IntegerValue, missing: ir.IntegerValue) -> ir.IntegerValue:
    """The prize whose every condition a claim meets, by position; NULL where there is none."""
    atoms = claims.terms.atoms
    unmet = failed | missing
    met = [(unmet & (atoms.common | atoms.of(prize))) == 0 for prize in atoms.prizes]
    passed = [(failed & atoms.of(prize)) != 0 for prize in atoms.prizes]
    cases = [(reduce(and_, passed[:at], met[at]), ibis.literal(at, "int8")) for at in range(len(met))]
    return ibis.cases(*cases, else_=ibis.null("int8"))


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
    common = [claims.holds(atom) for atom in atoms.all if atom.prize is None]
    prizes = [_all(claims, [atom for atom in atoms.all if atom.prize == prize]) for prize in atoms.prizes]
    earlier_failed = [reduce(and_, [~each for each in prizes[:at]], ibis.literal(True)) for at in range(len(prizes))]
    cases = [
        (holds & failed, ibis.literal(at, "int8"))
        for at, (holds, failed) in enumerate(zip(prizes, earlier_failed, strict=True))
    ]
    some = reduce(or_, prizes)
    prize = ibis.cases(*cases, else_=ibis.null("int8")) if len(prizes) > 1 else ibis.literal(0, "int8")
    found = claims.table.filter([*common, some]).mutate(**{PRIZE: prize})
    kept = [column for column in found.columns if column in _kept(claims)]
    return found.filter(found[PRIZE].notnull()).select(*kept)


def _all(claims: Claims, atoms: list[Atom]) -> ir.BooleanValue:
    return reduce(and_, [claims.holds(atom) for atom in atoms], ibis.literal(True))


def _kept(claims: Claims) -> set[str]:
    """The columns that deciding among the eligible needs."""
    terms = claims.terms
    fields = {terms.table.deciding[name] for name in (terms.number, *terms.atoms.allocating)}
    values = {name for name in claims.table.columns if name.startswith("values.")}
    return {ROW, SCENARIO, PRIZE, *fields, *values}
