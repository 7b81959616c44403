"""What would have to be otherwise: the least change of one field with which a refused claim meets every condition.

1. A field is worth trying where every failing atom reads it: those of the award, and those of some prize.
2. Of an ordered field, the values with which all atoms hold are solved for exactly, and the nearest is taken; of a
   blank one, the first bound; where the field is the day whose figures hold, within each version of the award.
3. Of any other field, the values that the register or the atoms name are tried in their order.
4. Whatever is found is decided again, and kept only where the claim then meets every condition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.instruments.award.case import Case, Claim, Standing
from bridgehead.instruments.award.change.intervals import Intervals, join, meet, nearest
from bridgehead.instruments.award.change.solve import Axis, NotSolvableError, axis, holds, mentions, position
from bridgehead.instruments.award.version import Version, columns
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.types import Column, FieldType

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from the value seen to another, with which the claim meets every condition, those of `prize` too.

    `size` orders changes from the least: the share by which a figure changes, or the part of a year by which a date
    does; it is None for words, and for what was blank.
    """

    field: str
    column: str
    seen: object
    to: object
    prize: str
    size: Fraction | None


def changes(case: Case, standing: Standing) -> tuple[Change, ...]:
    """Every field by which alone a refused claim would meet all conditions, the least change first."""
    if standing.verdict.outcome is not Outcome.REFUSED:
        return ()
    tried = (_change(case, standing, field) for field in _worth_trying(case, standing))  # 1
    found = [change for change in tried if change is not None]
    return tuple(sorted(found, key=lambda change: (change.size is None, change.size or 0)))


def _worth_trying(case: Case, standing: Standing) -> Iterator[str]:
    terms, verdict = case.terms, standing.verdict
    for field, column in terms.table.deciding.items():
        reading = sum(atom.mask for atom in terms.atoms.all if field in atom.needs or field == terms.award.as_of)
        unmet = (verdict.failed | verdict.missing) & ~reading
        some_prize = any(not unmet & terms.atoms.of(prize) for prize in terms.atoms.prizes)
        known = standing.claim.get(column) is not None or terms.table.column(field).optional
        if reading and some_prize and not unmet & terms.atoms.common and known:
            yield field


def _change(case: Case, standing: Standing, field: str) -> Change | None:
    column = case.terms.table.column(field)
    seen = standing.claim.get(column.name)
    over = axis(column, lambda expression: _value(case, expression, standing.claim))
    candidates = _named(case, standing, column) if over is None else _solved(case, standing, over, field)
    for value in candidates:
        then = case.decide({**standing.claim, column.name: value}).verdict  # 4
        if then.outcome is Outcome.GRANTED:
            size = None if over is None or seen is None else _size(over, seen, value)
            return Change(field, column.name, seen, value, then.prize, size)
    return None


def _value(case: Case, expression: tree.Expression, claim: Claim) -> object:
    return feel.compile(expression, columns(case.terms))(claim)


def _solved(case: Case, standing: Standing, over: Axis, field: str) -> Iterator[object]:
    """2. The nearest value with which all atoms hold, if there is any and the atoms can be solved."""
    try:
        if field == case.terms.award.as_of:
            parts = [_holding(case, version, over, part) for version, part in _days(case, over)]
        else:
            parts = [_holding(case, standing.version, over, over.domain)]
    except NotSolvableError:
        return
    at = position(standing.claim.get(over.column), over.kind)
    found = join(*parts)
    steps = _first_bound(found, over) if at is None else nearest(found, at / over.step)
    if steps is not None:
        yield over.value(steps)


def _holding(case: Case, version: Version, over: Axis, domain: Intervals) -> Intervals:
    """The steps of a domain at which every atom of the award and every atom of some prize holds."""
    atoms = case.terms.atoms
    within = {bit: holds(test, over) for bit, test in version.tests.items()}

    def all_of(mask: int) -> Intervals:
        met = domain
        for bit, steps in within.items():
            met = meet(met, steps) if mask >> bit & 1 else met
        return met

    return join(*(all_of(atoms.common | atoms.of(prize)) for prize in atoms.prizes))


def _first_bound(found: Intervals, over: Axis) -> int | None:
    """The first value at which an atom begins to hold, or ends; where any will do, the number nearest to nought."""
    ends = {end for part in over.domain for end in part}
    bounds = [step for part in found for step in part if step not in ends]
    return bounds[0] if bounds else nearest(found, Fraction(0)) if over.kind is Decimal else None


def _days(case: Case, over: Axis) -> Iterator[tuple[Version, Intervals]]:
    """Each version with the steps of its days."""
    _, *known = case.versions
    firsts = [(version.first or date.min).toordinal() * over.day for version in known]
    ends = [*(first - 1 for first in firsts[1:]), over.domain[-1][1]]
    for version, first, last in zip(known, firsts, ends, strict=True):
        yield version, ((first, last),)


def _named(case: Case, standing: Standing, column: Column) -> Iterator[object]:
    """3. The other truth value, the choices, one choice more or less, or the texts that the atoms name."""
    seen = standing.claim.get(column.name)
    match column.type:
        case FieldType.BOOLEAN:
            yield from (value for value in (True, False) if value is not seen)
        case FieldType.CHOICE:
            yield from column.choices
        case FieldType.CHOICES if seen is None or isinstance(seen, list | tuple):
            chosen = seen or ()
            yield from ([*chosen, choice] for choice in column.choices if choice not in chosen)
            yield from ([each for each in chosen if each != choice] for choice in chosen)
        case _:
            tests = (test for test in standing.version.tests.values() if mentions(test, column.name))
            nodes = (node for test in tests for node in tree.walk(test))
            yield from (node.value for node in nodes if isinstance(node, tree.Literal) and isinstance(node.value, str))


def _size(over: Axis, seen: object, to: object) -> Fraction:
    before, after = (position(value, over.kind) or Fraction(0) for value in (seen, to))
    whole = over.day * DAYS_OF_A_YEAR if over.day else max(abs(before), abs(after))
    return abs(after - before) / whole
