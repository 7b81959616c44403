"""Expressions of FEEL as terms of the solver Z3: linear arithmetic, dates, durations, texts, truth and null.

Every value that has an order is a number to the solver, at its key on the line of its kind; values with a zone are
left out. Numbers are exact: that FEEL rounds to 34 digits is not seen.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from bridgehead.dmn.analysis.conditions import Undecided, is_closed, is_input, value_of
from bridgehead.dmn.analysis.lines import LINES, Kind, kind_of
from bridgehead.dmn.analysis.references import is_reference
from bridgehead.feel import tree, unparse
from bridgehead.feel.temporal import DAY
from bridgehead.feel.types import NumberType, Type

MOST_LEVELS = 90  # of a cell, each link of a chain counted

_DAYS = "days and time duration"
_AMOUNTS = ("number", "years and months duration", _DAYS)


class Term(NamedTuple):
    """The name of a kind, a term of the solver (None where it has none for the kind), and that it is null."""

    kind: str
    value: Any
    null: Any


class Truth(NamedTuple):
    """When something is true and when it is false; it is null otherwise."""

    true: Any
    false: Any


def variable(kind: Kind, name: str, type: Type, *, nullable: bool = False) -> Term:
    """A new variable for the values of a kind; the solver has none for values with a zone or of no known kind."""
    import z3

    null = z3.Bool(f"{name} is null") if nullable else z3.BoolVal(False)
    if kind[1] or kind not in LINES:
        return Term(kind[0], None, null)
    match kind[0]:
        case "number":
            whole = isinstance(type, NumberType) and type.scale == 0
            value = z3.Int(name) if whole else z3.Real(name)
        case "string":
            value = z3.String(name)
        case "boolean":
            value = z3.Bool(name)
        case _:
            value = z3.Int(name)
    return Term(kind[0], value, null)


def literal(of: Kind, key: Any) -> Any:
    """The key of a constant."""
    import z3

    match of[0]:
        case "number":
            return z3.RealVal(str(Fraction(key)))
        case "string":
            return z3.StringVal(key)
        case "boolean":
            return z3.BoolVal(bool(key))
    return z3.IntVal(key)


def tests(of: tree.UnaryTests, own: Term, known: Mapping[str, Term]) -> Truth:
    """When a cell holds for the value `own`; `known` has terms of references, by their text. Raises Undecided where
    the solver has no words for it."""
    joined = _any(_test(test, own, known) for test in of.tests)
    return _not(joined) if of.negated else joined


def term(node: tree.Expression, known: Mapping[str, Term], own: Term | None = None) -> Term:
    """An expression, in which `?` is `own`. Raises Undecided where it is not linear, or uses what is not known."""
    require_shallow(node)
    return _term(node, own, known)


def require_shallow(node: tree.Expression) -> None:
    """Raises Undecided where a text is nested beyond what the solver takes."""
    if tree.height(node, ()) > MOST_LEVELS:
        raise Undecided(node, f"it holds chains of more than {MOST_LEVELS} links")


def _test(test: tree.Expression, own: Term, known: Mapping[str, Term]) -> Truth:
    require_shallow(test)
    if isinstance(test, tree.Test):
        return _compared(test, test.operator, own, _term(test.operand, own, known))
    if isinstance(test, tree.Range):
        return _all(_bounds(test, own, known))
    if any(is_input(one) for one in tree.walk(test)):
        return _truth(test, own, known)
    return _compared(test, "=", own, _term(test, own, known))


def _bounds(test: tree.Range, own: Term, known: Mapping[str, Term]) -> list[Truth]:
    found = []
    if test.low is not None:
        low = _term(test.low, own, known)
        found.append(_compared(test, ">=" if test.low_closed else ">", own, low))
    if test.high is not None:
        high = _term(test.high, own, known)
        found.append(_compared(test, "<=" if test.high_closed else "<", own, high))
    return found


def _truth(node: tree.Expression, own: Term | None, known: Mapping[str, Term]) -> Truth:
    import z3

    match node:
        case tree.And(operands):
            return _all(_truth(one, own, known) for one in operands)
        case tree.Or(operands):
            return _any(_truth(one, own, known) for one in operands)
        case tree.Comparison(operator, left, right):
            return _compared(node, operator, _term(left, own, known), _term(right, own, known))
        case tree.Between(value, low, high):
            held = _term(value, own, known)
            bounds = ((">=", low), ("<=", high))
            return _all(_compared(node, operator, held, _term(bound, own, known)) for operator, bound in bounds)
        case tree.Call(tree.Name("not"), (operand,)):
            return _not(_truth(operand, own, known))
    found = _term(node, own, known)
    if found.kind != "boolean" or found.value is None:
        raise Undecided(node, f"«{unparse(node)}» is not true or false")
    there = z3.Not(found.null)
    return Truth(z3.And(there, found.value), z3.And(there, z3.Not(found.value)))


def _compared(node: tree.Expression, operator: str, left: Term, right: Term) -> Truth:
    """A comparison; null equals null alone, and has no order (DMN 1.5, 10.3.2.13)."""
    import z3

    kinds = {left.kind, right.kind} - {"Null"}
    if len(kinds) > 1 or (left.value is None and left.kind != "Null") or (right.value is None and right.kind != "Null"):
        raise Undecided(node, f"«{unparse(node)}» compares {left.kind} with {right.kind}")
    if "boolean" in kinds and operator not in ("=", "!="):
        raise Undecided(node, f"«{unparse(node)}» has no order")
    there = z3.And(z3.Not(left.null), z3.Not(right.null))
    if "Null" in (left.kind, right.kind):
        holds = z3.BoolVal(False)
    else:
        holds = z3.And(there, _COMPARISONS["=" if operator == "!=" else operator](left.value, right.value))
    if operator not in ("=", "!="):
        return Truth(holds, z3.And(there, z3.Not(holds)))
    equal = z3.Or(z3.And(left.null, right.null), holds)
    return Truth(equal, z3.Not(equal)) if operator == "=" else Truth(z3.Not(equal), equal)


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda one, other: one == other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def _all(parts: Iterable[Truth]) -> Truth:
    import z3

    found = list(parts)
    return Truth(z3.And(*(one.true for one in found)), z3.Or(*(one.false for one in found)))


def _any(parts: Iterable[Truth]) -> Truth:
    return _not(_all(map(_not, parts)))


def _not(of: Truth) -> Truth:
    return Truth(of.false, of.true)


def _term(node: tree.Expression, own: Term | None, known: Mapping[str, Term]) -> Term:
    if is_input(node) and own is not None:
        return own
    if is_reference(node) and unparse(node) in known:
        return known[unparse(node)]
    if is_closed(node):
        return _constant(node, value_of(node))
    match node:
        case tree.Negation(operand):
            kind, value, null = _term(operand, own, known)
            if kind in _AMOUNTS and value is not None:
                return Term(kind, -value, null)
        case tree.If(condition, then, otherwise):
            branches = _term(then, own, known), _term(otherwise, own, known)
            return _chosen(node, _truth(condition, own, known).true, *branches)
        case tree.Call(tree.Name("abs"), (operand,)):
            kind, value, null = _term(operand, own, known)
            if kind in _AMOUNTS and value is not None:
                return _chosen(node, value >= 0, Term(kind, value, null), Term(kind, -value, null))
        case tree.Comparison() | tree.And() | tree.Or() | tree.Between():
            return _as_term(_truth(node, own, known))
        case tree.Arithmetic(operator, left, right):
            return _calculated(node, operator, _term(left, own, known), _term(right, own, known))
    raise Undecided(node, f"«{unparse(node)}» is neither a constant nor linear over known inputs")


def _as_term(of: Truth) -> Term:
    import z3

    return Term("boolean", of.true, z3.Not(z3.Or(of.true, of.false)))


def _constant(node: tree.Expression, value: Any) -> Term:
    import z3

    of = kind_of(value)
    if value is None:
        return Term("Null", None, z3.BoolVal(True))
    if of[1] or of not in LINES:
        raise Undecided(node, f"it uses a {of[0]}{' with a zone' if of[1] else ''}")
    return Term(of[0], literal(of, LINES[of].key(value)), z3.BoolVal(False))


def _calculated(node: tree.Expression, operator: str, left: Term, right: Term) -> Term:
    import z3

    if left.value is None or right.value is None:
        raise Undecided(node, f"«{unparse(node)}» uses a value of no known type")
    null = z3.Or(left.null, right.null)
    one, other = left.value, right.value
    match operator, left.kind, right.kind:
        case "+", kind, same if kind == same and kind in _AMOUNTS:
            return Term(kind, one + other, null)
        case "-", kind, same if kind == same and kind in _AMOUNTS:
            return Term(kind, one - other, null)
        case "*", "number", "number" if _is_constant(one) or _is_constant(other):
            return Term("number", one * other, null)
        case "/", "number", "number" if _is_constant(other) and other.as_fraction() != 0:
            return Term("number", one / other, null)
        case "+" | "-", "date", "days and time duration" if _is_constant(other):
            return Term("date", one + other.as_long() * (1 if operator == "+" else -1) // DAY, null)
        case "-", "date", "date":
            return Term(_DAYS, (one - other) * DAY, null)
    raise Undecided(node, f"«{unparse(node)}» is no linear formula")


def _chosen(node: tree.Expression, condition: Any, then: Term, otherwise: Term) -> Term:
    import z3

    if then.kind != otherwise.kind or then.value is None or otherwise.value is None:
        raise Undecided(node, f"«{unparse(node)}» is now {then.kind} and now {otherwise.kind}")
    null = z3.If(condition, then.null, otherwise.null)
    return Term(then.kind, z3.If(condition, then.value, otherwise.value), null)


def _is_constant(value: Any) -> bool:
    import z3

    return bool(z3.is_rational_value(value) or z3.is_int_value(value))
