"""A decision table inside an expression: a choice among its rules in each row.

A table that is a decision of its own becomes a join (`decision`), which any number of rules may take; here each rule
is a condition, and so its cells and outputs may be formulas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

import ibis
import ibis.expr.types as ir

from bridgehead.feel import tree
from bridgehead.feel.columns import functions, leaves, logic, meanings, membership, outputs
from bridgehead.feel.columns.conforming import certain
from bridgehead.feel.columns.meanings import Meaning, Record, Translation
from bridgehead.feel.columns.terms import Refusal, Term, is_null, null
from bridgehead.feel.types import BOOLEAN

MOST_RULES = 64


@dataclass(frozen=True, slots=True)
class Match:
    """A rule: whether it matches, which is never null, and what it gives. Equal outcomes of a table have one `key`."""

    term: Term
    row: tuple[Term, ...]
    key: int

    @property
    def holds(self) -> ir.BooleanValue:
        return self.term.value

    @property
    def doubt(self) -> list[ir.BooleanValue]:
        return [] if self.term.unknown is None else [self.term.unknown]


def value(walk: Translation, table: tree.Table) -> Meaning:
    """The value of a table: of one output a term, of several a context; unknown where a rule that counts may match."""
    if len(table.rules) > MOST_RULES:
        raise Refusal("FE307", f"a table of over {MOST_RULES} rules is inside an expression", "a decision of its own")
    if table.policy in ("R", "O", "C", "C<", "C>"):
        raise Refusal("FE304", "a table that collects is inside an expression", "a decision of its own")
    if not table.rules or (table.policy == "C+" and table.names):
        return null()
    matches = _matches(walk, table)
    default = walk.terms(table.defaults) if table.defaults else [null()] * (len(table.names) or 1)
    if table.policy in ("C+", "C#"):
        return _total(table.policy, matches, default[0])
    values = [_chosen(table.policy, matches, one, at) for at, one in enumerate(default)]
    if not table.names:
        return values[0]
    whole = meanings.term(Record(dict(zip(table.names, values, strict=True))))
    return logic.choose(_answers(table.policy, matches, otherwise=bool(table.defaults)), whole, null())


def _matches(walk: Translation, table: tree.Table) -> list[Match]:
    """The rules in the order in which they count."""
    inputs = walk.terms(table.inputs)
    keys = [0] * len(table.rules)
    if table.policy in ("A", "P"):
        keys = outputs.keys(table, [outputs.constants_of(rule.outputs) for rule in table.rules])
    found = [
        Match(_match(walk, rule, inputs), tuple(walk.terms(rule.outputs)), key)
        for rule, key in zip(table.rules, keys, strict=True)
    ]
    return sorted(found, key=lambda match: match.key) if table.policy == "P" else found


def _match(walk: Translation, rule: tree.Rule, inputs: Sequence[Term]) -> Term:
    """Whether a rule matches: a cell that is null does not."""
    cells = []
    for tests, value in zip(rule.tests, inputs, strict=True):
        cell = membership.cell(walk.with_names({"?": value}), value, tests)
        if cell is not None:
            cells.append(certain(cell))
    return logic.both(cells) if cells else Term(ibis.literal(True), BOOLEAN)


def _chosen(policy: str, matches: Sequence[Match], default: Term, at: int) -> Term:
    """One output of the rule that counts."""
    given = [*(match.row[at] for match in matches), default]
    kind, values = logic.alike(*given)
    nothing = ibis.null(values[0].type())
    value = _cases(policy, matches, values, doubtful=nothing, broken=nothing)
    nullable = policy in ("U", "A") or any(one.nullable for one in given)
    if not any(match.doubt for match in matches) and all(one.unknown is None for one in given):
        return Term(value, kind, None, nullable)
    if not nullable:
        return Term(value, kind, is_null(value))
    no, yes = ibis.literal(False), ibis.literal(True)
    unknowns = [no if one.unknown is None else one.unknown for one in given]
    return Term(value, kind, _cases(policy, matches, unknowns, doubtful=yes, broken=no), nullable)


def _answers(policy: str, matches: Sequence[Match], *, otherwise: bool) -> Term:
    """Whether the table has a value at all."""
    values = [*(ibis.literal(True) for _ in matches), ibis.literal(otherwise)]
    found = _cases(policy, matches, values, doubtful=ibis.null("boolean"), broken=ibis.literal(False))
    doubts = any(match.doubt for match in matches)
    return Term(found, BOOLEAN, is_null(found) if doubts else None)


def _cases(
    policy: str, matches: Sequence[Match], values: Sequence[ir.Value], *, doubtful: ir.Value, broken: ir.Value
) -> ir.Value:
    """The value of the rule that counts, the last where none matches.

    Of a `first` table a rule in doubt counts where none before it matches, of any other always. It is `broken` where
    several rules match that may not.
    """
    cases: list[tuple[ir.BooleanValue, ir.Value]] = []
    doubts = [doubt for match in matches for doubt in match.doubt]
    if policy != "F" and doubts:
        cases.append((reduce(or_, doubts), doubtful))
    if policy in ("U", "A") and len(matches) > 1:
        cases.append((_several(policy, matches), broken))
    for match, value in zip(matches, values, strict=False):
        if policy == "F":
            cases += [(doubt, doubtful) for doubt in match.doubt]
        cases.append((match.holds, value))
    return ibis.cases(*cases, else_=values[-1])


def _several(policy: str, matches: Sequence[Match]) -> ir.BooleanValue:
    """Where more than one rule matches or, of an `any` table, more than one outcome."""
    groups: dict[int, list[ir.BooleanValue]] = {}
    for at, match in enumerate(matches):
        groups.setdefault(match.key if policy == "A" else at, []).append(match.holds)
    return reduce(add, (reduce(or_, group).ifelse(1, 0) for group in groups.values())) > 1


def _total(policy: str, matches: Sequence[Match], default: Term) -> Term:
    """The sum of what the rules that match give, or how many they are."""
    nothing = leaves.whole(0)
    given = [match.row[0] if policy == "C+" else leaves.whole(1) for match in matches]
    parts = [logic.choose(match.term, one, nothing) for match, one in zip(matches, given, strict=True)]
    some = logic.either([match.term for match in matches])
    total = functions.LISTS["sum"](parts)
    return logic.choose(some, total, default)
