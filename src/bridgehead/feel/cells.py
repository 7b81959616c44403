"""The cells of decision tables as sets of values: points and intervals of constants, by which tables are indexed.

A cell that is a formula (it names a field, or its constants have no plain order) is not one, and is tested by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from bridgehead.feel import library, operations, tree
from bridgehead.feel.hits import conformed

KINDS = frozenset(("number", "string", "boolean", "date"))
"""Kinds of which two values are equal if and only if their measures are, and in the order of these."""
VARIES: Final = object()
UNORDERED = frozenset(("boolean",))


@dataclass(frozen=True, slots=True)
class Span:
    """The values from `low` to `high`, either of which None stands for no bound."""

    low: Any
    high: Any
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """The values of one kind that lie in any of `spans`, or in none where `negated`; `takes_null` says whether null
    matches as well. `kind` None is that of a cell that asks for nothing, or for null alone."""

    spans: tuple[Span, ...]
    negated: bool = False
    takes_null: bool = False
    kind: str | None = None

    @property
    def asks(self) -> bool:
        return self is not ANYTHING


ANYTHING = Cell((), True, True)


def read(tests: tree.UnaryTests) -> Cell | None:
    """The set of values that a cell takes; None where it is a formula."""
    if not tests.tests:
        return ANYTHING
    spans: list[Span] = []
    outcomes: list[Any] = []  # what each test gives for null
    for test in tests.tests:
        found = _alternatives(test)
        if found is None:
            return None
        spans += found[0]
        outcomes += found[1]
    kinds = {operations.kind(bound) for span in spans for bound in (span.low, span.high) if bound is not None}
    if len(kinds) > 1 or not kinds <= KINDS:
        return None
    of = next(iter(kinds), None)
    if of in UNORDERED and any(span.low != span.high for span in spans):
        return None
    outcome = operations.is_in(None, *outcomes)
    takes_null = (operations.negate_truth(outcome) if tests.negated else outcome) is True
    if of is None:
        return None if tests.negated else Cell((), False, takes_null)
    return Cell(tuple(spans), tests.negated, takes_null, of)


def _alternatives(test: tree.Expression) -> tuple[list[Span], list[Any]] | None:
    """The spans of one test and its outcomes for null."""
    match test:
        case tree.List(items):
            found = [_alternatives(item) for item in items if not isinstance(item, (tree.List, tree.Range, tree.Test))]
            if not found or len(found) < len(items) or any(one is None for one in found):
                return None
            known = [one for one in found if one is not None]
            return [span for spans, _ in known for span in spans], [any(True in nulls for _, nulls in known)]
        case tree.Range(low, high, low_closed, high_closed):
            bounds = [None if one is None else constant(one) for one in (low, high)]
            known = [bound for bound in bounds if bound is not None] * 2
            if not known or VARIES in known or operations.at_most(known[0], known[1]) is None:
                return None
            return [Span(bounds[0], bounds[1], low_closed, high_closed)], [None]
        case tree.Test(operator, operand):
            return _compared(operator, constant(operand))
    value = constant(test)
    return _compared("=", value) if operations.kind(value) in (*KINDS, "Null") else None


def _compared(operator: str, value: Any) -> tuple[list[Span], list[Any]] | None:
    if value is None:
        return ([], [True]) if operator == "=" else None
    if operations.kind(value) not in KINDS:
        return None
    match operator:
        case "=":
            return [Span(value, value)], [False]
        case "<" | "<=":
            return [Span(None, value, high_closed=operator == "<=")], [None]
        case ">" | ">=":
            return [Span(value, None, low_closed=operator == ">=")], [None]
        case "!=":
            return [Span(None, value, high_closed=False), Span(value, None, low_closed=False)], [True]
    return None


def constant(node: tree.Expression) -> Any:
    """The value of what is written out: a literal, a negative, a date, or one of these converted; else VARIES."""
    match node:
        case tree.Literal(value):
            return value
        case tree.Negation(operand):
            value = constant(operand)
            return VARIES if value is VARIES else operations.negate(value)
        case tree.Conform(inner, to):
            value = constant(inner)
            return VARIES if value is VARIES else conformed(value, to)
        case tree.Call(tree.Name(name), arguments, names) if library.is_constant(node):
            return library.invoke(library.rows()[name], tuple(map(constant, arguments)), names)
    return VARIES


def constants(nodes: Iterable[tree.Expression]) -> list[Any] | None:
    """The values of expressions that are all constants; None where one is not."""
    values = [constant(node) for node in nodes]
    return None if VARIES in values else values
