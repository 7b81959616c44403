"""A value held against a type in columns: null where it is not one of the values that the type allows."""

from collections.abc import Iterator
from dataclasses import replace

import ibis

from bridgehead.feel import hits, tree
from bridgehead.feel.columns import leaves, logic, meanings, membership
from bridgehead.feel.columns.meanings import Closure, Meaning, Translation
from bridgehead.feel.columns.terms import VARIES, Refusal, Term, is_null, null
from bridgehead.feel.types import ANY, BOOLEAN, NULL, FunctionType, Type


def conformed(walk: Translation, found: Meaning, to: Type) -> Meaning:
    """A meaning that is of a type as it stands, or null where its value is not allowed; conversions are refused."""
    if isinstance(found, Closure):
        if not isinstance(to, FunctionType) and to != ANY:
            raise Refusal("FE304", f"a function is converted to {to}")
        return found
    if isinstance(found, Term) and found.constant is not VARIES:
        return leaves.constant(hits.conformed(found.constant, to))
    given = meanings.term(found).type
    if not leaves.conforms(given, replace(to, allowed=None)):
        raise Refusal("FE305", f"a {given} is converted to {to}, or held against the values that are allowed")
    if to.allowed is None or given == NULL:
        return found
    value = meanings.term(found)
    tests = [one for one in _tests(to) if one.tests]
    if not tests:
        return found
    outcomes = [
        certain(cell) for cell in (membership.cell(walk.with_names({"?": value}), value, one) for one in tests) if cell
    ]
    return logic.choose(logic.both(outcomes), value, null())


def _tests(of: Type) -> Iterator[tree.UnaryTests]:
    """The tests that the values of a type meet, those of the types that it narrows too."""
    allowed = of.allowed
    while allowed is not None:
        if not isinstance(tests := getattr(allowed, "tests", None), tree.UnaryTests):
            raise Refusal("FE304", f"which values of {of} are allowed has no columnar form")
        yield tests
        allowed = getattr(allowed, "narrows", None)


def certain(cell: Term) -> Term:
    """The truth of a test, null as false."""
    if not cell.nullable:
        return cell
    decided = ibis.coalesce(cell.value, False)
    if cell.unknown is None:
        return Term(decided, BOOLEAN)
    decided = ibis.ifelse(cell.unknown, ibis.null("boolean"), decided)
    return Term(decided, BOOLEAN, is_null(decided))
