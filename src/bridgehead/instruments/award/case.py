"""One claim at the gate: the atoms of an award as one Python function, in microseconds.

The masks are those that `eligibility.py` finds for many claims. Places and money are not given here.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.instruments.award.alone import worked_out
from bridgehead.instruments.award.atoms import Atoms, strict
from bridgehead.instruments.award.terms import Terms
from bridgehead.instruments.award.version import Version, columns, versions
from bridgehead.primitives.decision import Outcome

Claim = Mapping[str, object]
"""Column of the register to value; what is absent or None is unknown, or null where the column is optional."""

MOST_REMEMBERED = 4096
UNKNOWN = Decimal(-1)
"""An amount that is not known: less than any."""


class Verdict(NamedTuple):
    """What the masks of a claim say: granted means that it meets every condition, places and money apart.

    `prize` is that by whose conditions the claim is judged; where prizes go by rank, the first.
    """

    outcome: Outcome
    prize: str
    failed: int
    missing: int


class Standing(NamedTuple):
    """A claim, the version of the award that it falls under, and the verdict."""

    verdict: Verdict
    version: Version
    claim: Claim


Judge = Callable[[Claim], Verdict]


@dataclass(frozen=True, slots=True)
class Case:
    """An award, compiled. `decide` raises BridgeheadError, FE4xx, for a value that is not one of FEEL."""

    terms: Terms
    versions: tuple[Version, ...]
    first_days: tuple[date, ...]
    decide: Callable[[Claim], Standing]

    def version_on(self, day: object) -> int:
        """The position of the version that holds on a date or moment; that of the unknown day for anything else."""
        if len(self.versions) == 2:  # no figure changes
            return 1
        if isinstance(day, datetime):
            day = day.date()
        return bisect_right(self.first_days, day) if isinstance(day, date) else 0


def compile(terms: Terms) -> Case:
    """Compile every version of the award that its values make."""
    every = versions(terms)
    judges = [_judge(terms, version) for version in every]
    if terms.rivals:
        judges = [_of_rivals(terms, judge) for judge in judges]
    first_days = tuple(version.first for version in every if version.first)
    as_of = terms.table.deciding[terms.award.as_of] if terms.award.as_of else ""

    stand: Callable[[tuple[Verdict, Version, Claim]], Standing]
    stand = partial(tuple.__new__, Standing)  # as Standing itself does, without the detour of its own __new__

    def decide(claim: Claim) -> Standing:
        day = claim.get(as_of)
        at = bisect_right(first_days, day) if day.__class__ is date else case.version_on(day)
        return stand((judges[at](claim), every[at], claim))

    case = Case(terms, every, first_days, decide)
    return case


def verdict(atoms: Atoms, failed: int, missing: int) -> Verdict:
    """Any atom false: refused; else any unknown: undetermined. A prize is the first that has no atom false."""
    prize = atoms.explaining(failed)
    asked = atoms.common | atoms.of(prize)
    if failed & asked:
        return Verdict(Outcome.REFUSED, prize, failed, missing)
    if missing & asked:
        return Verdict(Outcome.UNDETERMINED, prize, failed, missing)
    return Verdict(Outcome.GRANTED, prize, failed, missing)


def verdict_of(terms: Terms, failed: int, missing: int, *, granted: bool) -> Verdict:
    """The same, where it is known whether a claim that meets a prize is granted one, or hangs on what a rival pays."""
    met, open_ = rivals(terms, failed, missing)
    if not open_:
        return verdict(terms.atoms, failed, missing)
    outcome, prize = (Outcome.GRANTED, met[0]) if granted else (Outcome.UNDETERMINED, open_[0])
    return Verdict(outcome, prize, failed, missing)


def rivals(terms: Terms, failed: int, missing: int) -> tuple[list[str], list[str]]:
    """Of prizes that exclude one another those that a claim meets, and those that hang on something unknown.

    None where a claim meets none of them, or a prize of its own decides before.
    """
    atoms = terms.atoms
    if not terms.rivals or (failed | missing) & atoms.common or atoms.explaining(failed) not in terms.rivals:
        return [], []
    live = [name for name in atoms.prizes if name in terms.rivals and not failed & atoms.of(name)]
    met = [name for name in live if not missing & atoms.of(name)]
    return (met, [name for name in live if name not in met]) if met else ([], [])


def _of_rivals(terms: Terms, judge: Judge) -> Judge:
    """A judge who grants a prize only where no rival that something unknown leaves open could pay more."""
    pays = {name: worked_out(terms, terms.amounts[name]) for name in terms.rivals}

    def judged(claim: Claim) -> Verdict:
        found = judge(claim)
        met, open_ = rivals(terms, found.failed, found.missing)
        if not open_:
            return found
        paid = {
            name: amount if isinstance(amount := pays[name](claim), Decimal) else UNKNOWN for name in (*met, *open_)
        }
        best = max(met, key=lambda name: paid[name])
        granted = all(0 <= paid[name] <= paid[best] for name in open_)
        return verdict_of(terms, found.failed, found.missing, granted=granted)

    return judged


def _judge(terms: Terms, version: Version) -> Judge:
    """The tests of a version as one function; claims of which every test says the same share one verdict.

    A list of which an item is unknown is unknown itself: then the tests are run one by one. Those that read a value
    that is not in force are unknown for every claim, and not run.
    """
    names = columns(terms)
    tests = {1 << bit: test for bit, test in version.tests.items() if not _never_known(test)}
    together: Callable[[Claim], Any] = feel.compile(tree.List(tuple(tests.values())), names)
    one_by_one = [feel.compile(test, names) for test in tests.values()]
    bits = [*tests]
    missing_of = _required(terms, sum(1 << bit for bit in version.tests) - sum(bits))
    remembered: dict[tuple[object, ...], Verdict] = {}

    def judge(claim: Claim) -> Verdict:
        results = together(claim)
        if results is feel.UNKNOWN:
            results = [test(claim) for test in one_by_one]
        found = (missing_of(claim), *results)
        if judged := remembered.get(found):
            return judged
        missing = found[0] + sum(bit for bit, result in zip(bits, results, strict=True) if result is feel.UNKNOWN)
        met = sum(bit for bit, result in zip(bits, results, strict=True) if result is True)
        judged = verdict(terms.atoms, sum(bits) & ~met & ~missing, missing)
        if len(remembered) < MOST_REMEMBERED:
            remembered[found] = judged
        return judged

    return judge


def _never_known(test: tree.Expression) -> bool:
    """Whether a test is unknown whatever the claim: it reads a value that is not in force (see `Version`)."""
    reads = (node.name for node in feel.walk(test) if isinstance(node, tree.Name))
    return strict(test) and any(name.startswith("values.") for name in reads)


def _required(terms: Terms, never: int) -> Callable[[Claim], int]:
    """The mask `never`, and which of the atoms that only ask for known fields have one missing."""
    deciding = terms.table.deciding
    asked = [(atom.mask, deciding[name]) for atom in terms.atoms.all if atom.test is None for name in atom.needs]

    def missing_of(claim: Claim) -> int:
        missing = never
        for mask, column in asked:
            if claim.get(column) is None:
                missing |= mask
        return missing

    return missing_of
