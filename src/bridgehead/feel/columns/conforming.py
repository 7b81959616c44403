"""A value held against a type in columns: null where it is not one of the values that the type allows."""

from collections.abc import Iterator
from dataclasses import replace

import ibis

from bridgehead.feel import hits, tree
from bridgehead.feel.columns import leaves, logic, meanings, membership
from bridgehead.feel.columns.meanings import Closure, Meaning, Translation
from bridgehead.feel.columns.terms import VARIES, Refusal, Term, is_null, masked
from bridgehead.feel.types import ANY, BOOLEAN, NULL, ContextType, FunctionType, ListType, Type


def conformed(walk: Translation, found: Meaning, to: Type) -> Meaning:
    """A meaning that is of a type as it stands, or null where its value is not allowed; conversions are refused."""
    if isinstance(found, Closure):
        if not isinstance(to, FunctionType) and to != ANY:
            raise Refusal("FE304", f"a function is converted to {to}")
        return found
    if isinstance(found, Term) and found.constant is not VARIES:
        return leaves.constant(hits.conformed(found.constant, to))
    value = meanings.term(found)
    if not leaves.conforms(value.type, _any_value(to)):
        raise Refusal("FE305", f"a {value.type.name} is converted to {to.name}, or to one with other entries")
    outcomes = [] if value.type == NULL else list(_allowed(walk, value, to))
    if not outcomes:
        return found
    kept = ibis.ifelse(logic.both(outcomes).value, value.value, ibis.null(value.value.type()))
    return Term(kept, value.type, value.unknown, nullable=True)  # the tests are unknown where the value is, alone


def _any_value(of: Type) -> Type:
    """The type with every value of its form, in all its parts."""
    match of:
        case ListType(item=item):
            return replace(of, item=_any_value(item), allowed=None)
        case ContextType(fields=fields) if fields is not None:
            inner = {name: replace(one, type=_any_value(one.type)) for name, one in fields.items()}
            return replace(of, fields=inner, allowed=None)
    return replace(of, allowed=None)


def _allowed(walk: Translation, value: Term, of: Type) -> Iterator[Term]:
    """Whether a value and its entries are allowed, where their types do not allow all; an entry may be null."""
    for tests in _tests(of):
        cell = membership.cell(walk.with_names({"?": value}), value, tests)
        if cell is not None:
            yield certain(cell)
    if isinstance(of, ContextType):
        for name, entry in (of.fields or {}).items():
            if _is_narrow(entry.type):
                part = walk.part(value, name)
                absent = masked(is_null(part.value), BOOLEAN, part)
                yield logic.either([absent, logic.both(list(_allowed(walk, part, entry.type)))])
    if isinstance(of, ListType) and _is_narrow(of.item):
        raise Refusal("FE304", "which items of a list are allowed has no columnar form")


def _is_narrow(of: Type) -> bool:
    if isinstance(of, ContextType):
        return of.allowed is not None or any(_is_narrow(one.type) for one in (of.fields or {}).values())
    return of.allowed is not None or (isinstance(of, ListType) and _is_narrow(of.item))


def _tests(of: Type) -> Iterator[tree.UnaryTests]:
    """The tests that the values of a type meet, those of the types that it narrows too."""
    allowed = of.allowed
    while allowed is not None:
        if not isinstance(tests := getattr(allowed, "tests", None), tree.UnaryTests):
            raise Refusal("FE304", f"which values of {of.name} are allowed has no columnar form")
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
