"""A cell as a condition on the value of its input alone: comparisons with constants, joined (DMN 1.5, 7.3.1.7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bridgehead.feel import compile, tree, unparse, walk
from bridgehead.feel.library import is_built_in
from bridgehead.feel.operations import kind
from bridgehead.feel.values import Range
from bridgehead.primitives.errors import BridgeheadError

_FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_MOMENT = ("now", "today")  # constant in a text, yet not of one value
ORDERED = frozenset(
    (
        *("number", "string", "date", "time", "date and time"),
        *("years and months duration", "days and time duration"),
    )
)
_KNOWN = ORDERED | {"boolean", "Null"}


@dataclass(frozen=True, slots=True)
class Against:
    """The input compared with a constant."""

    operator: str
    value: object


@dataclass(frozen=True, slots=True)
class Joined:
    """All of the parts (`every`) or any of them, by Kleene's logic."""

    every: bool
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Negated:
    part: "Condition"


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same whatever the input; None for null."""

    outcome: bool | None


Condition = Against | Joined | Negated | Fixed


class Undecided(Exception):
    """A construct that intervals do not decide, and why."""

    def __init__(self, node: tree.Expression, why: str) -> None:
        super().__init__(why)
        self.node = node
        self.why = why


def condition(tests: tree.UnaryTests) -> Condition:
    """The condition that a cell is. Raises Undecided where it is more than that."""
    if not tests.tests:
        return Fixed(True)
    joined = Joined(False, tuple(_test(test) for test in tests.tests))
    return Negated(joined) if tests.negated else joined


def constants(of: Condition) -> Iterator[Against]:
    """Every comparison in a condition."""
    match of:
        case Against():
            yield of
        case Joined(_, parts):
            for part in parts:
                yield from constants(part)
        case Negated(part):
            yield from constants(part)


def is_closed(node: tree.Expression) -> bool:
    """Whether an expression has one value, whatever the case."""
    return all(not isinstance(one, tree.Name) or (is_built_in(one) and one.name not in _MOMENT) for one in walk(node))


def value_of(node: tree.Expression) -> Any:
    """The value of a closed expression. Raises Undecided where it cannot be had."""
    if isinstance(node, tree.Literal):
        return node.value
    try:
        return compile(node, {})({})
    except BridgeheadError as error:
        raise Undecided(node, error.mistakes[0].message) from error


def is_input(node: tree.Expression) -> bool:
    return isinstance(node, tree.Name) and node.name == "?"


def _test(test: tree.Expression) -> Condition:
    """One test of a cell: true where the input meets it."""
    if isinstance(test, tree.Test):
        return _against(test.operator, test.operand)
    if any(is_input(one) for one in walk(test)):
        return _truth(test)
    return _held(test)


def _held(test: tree.Expression) -> Condition:
    """A test that does not name the input: a range or list that holds it, or a value that it equals."""
    if isinstance(test, tree.Range):
        return _inside(test)
    if not is_closed(test):
        raise Undecided(test, f"«{unparse(test)}» depends on more than this input")
    return _holds(test, value_of(test))


def _holds(test: tree.Expression, value: Any) -> Condition:
    if isinstance(value, Range):
        return _within(test, value)
    if isinstance(value, list):
        kinds = {kind(item) for item in value} - {"Null"}
        if len(kinds) > 1:
            raise Undecided(test, "its list mixes values of several types")
        return Joined(False, tuple(_holds(test, item) for item in value))
    return _compared(test, "=", value)


def _within(test: tree.Expression, bounds: Range) -> Condition:
    low = () if bounds.low is None else (_compared(test, ">=" if bounds.low_closed else ">", bounds.low),)
    high = () if bounds.high is None else (_compared(test, "<=" if bounds.high_closed else "<", bounds.high),)
    return Joined(True, (*low, *high))


def _inside(test: tree.Range) -> Condition:
    low = () if test.low is None else (_against(">=" if test.low_closed else ">", test.low),)
    high = () if test.high is None else (_against("<=" if test.high_closed else "<", test.high),)
    return Joined(True, (*low, *high))


def _against(operator: str, operand: tree.Expression) -> Condition:
    if not is_closed(operand):
        raise Undecided(operand, f"«{unparse(operand)}» depends on more than this input")
    return _compared(operand, operator, value_of(operand))


def _compared(node: tree.Expression, operator: str, value: object) -> Condition:
    of = kind(value)
    if of not in _KNOWN:
        raise Undecided(node, f"it compares a {of}")
    if operator not in ("=", "!=") and of not in ORDERED:
        return Fixed(None)
    return Against(operator, value)


def _truth(node: tree.Expression) -> Condition:
    """An expression over `?` that is true or not."""
    how = _TRUTHS.get(type(node))
    if how is not None:
        return how(node)
    if is_input(node):
        return Against("=", True)
    if is_closed(node):
        value = value_of(node)
        return Fixed(value if isinstance(value, bool) else None)
    raise Undecided(node, f"«{unparse(node)}» is no comparison with a constant")


def _comparison(node: tree.Comparison) -> Condition:
    if is_input(node.left):
        return _against(node.operator, node.right)
    if is_input(node.right):
        return _against(_FLIPPED[node.operator], node.left)
    raise Undecided(node, f"«{unparse(node)}» is no comparison of the input with a constant")


def _between(node: tree.Between) -> Condition:
    if not is_input(node.value):
        raise Undecided(node, f"«{unparse(node)}» is no comparison of the input with constants")
    return Joined(True, (_against(">=", node.low), _against("<=", node.high)))


def _is_in(node: tree.In) -> Condition:
    if not is_input(node.value) or any(is_input(one) for test in node.tests for one in walk(test)):
        raise Undecided(node, f"«{unparse(node)}» is no comparison of the input with constants")
    return Joined(False, tuple(_test(test) for test in node.tests))


def _call(node: tree.Call) -> Condition:
    if isinstance(node.function, tree.Name) and node.function.name == "not" and len(node.arguments) == 1:
        return Negated(_truth(node.arguments[0]))
    raise Undecided(node, f"«{unparse(node)}» calls a function with the input")


_TRUTHS: dict[type[tree.Expression], Callable[[Any], Condition]] = {
    tree.Comparison: _comparison,
    tree.Between: _between,
    tree.In: _is_in,
    tree.Call: _call,
    tree.And: lambda node: Joined(True, tuple(map(_truth, node.operands))),
    tree.Or: lambda node: Joined(False, tuple(map(_truth, node.operands))),
}
