"""What is null for every case, as far as it is written out: calls of constants, calculations, patterns and places."""

from decimal import Decimal
from typing import Final

from bridgehead.feel import library, tree
from bridgehead.feel.compile import compile, trace
from bridgehead.feel.functions.patterns import pattern
from bridgehead.feel.operations import ARITHMETIC, is_whole
from bridgehead.primitives.errors import BridgeheadError

_PATTERNS: Final = frozenset(("matches", "replace", "split"))  # they may take seconds, and so are not tried
_UNTRIED: Final = _PATTERNS | {"now", "today"}


def is_null_call(node: tree.Call) -> bool:
    """Whether a call of a built-in function is null for every case, and not because a call inside it is."""
    assert isinstance(node.function, tree.Name)
    if node.function.name in _PATTERNS:
        return _has_no_pattern(node)
    if node.function.name == "modulo":
        _, divisor = library.in_order("modulo", node.arguments, node.names) or node.arguments
        if number_of(divisor) == 0:
            return True
    if not all(map(_is_written_out, tree.walk(node))):
        return False
    try:
        return compile(node, {})({}) is None and _is_cause(node)
    except BridgeheadError:  # a limit, which is told when it is met
        return False


def _is_written_out(node: tree.Expression) -> bool:
    match node:
        case tree.Literal() | tree.Negation() | tree.Arithmetic() | tree.List():
            return True
        case tree.Call(function):
            return library.is_built_in(function)
        case tree.Name(name):
            return library.is_built_in(node) and name not in _UNTRIED
    return False


def _is_cause(node: tree.Call) -> bool:
    values = (one for one in node.arguments if isinstance(one, (tree.Literal, tree.List)))
    own = {node.span, *(one.span for one in values)}
    return any(reason.span in own for reason in trace(node, {})({})[1])


def _has_no_pattern(node: tree.Call) -> bool:
    assert isinstance(node.function, tree.Name)
    given = library.in_order(node.function.name, node.arguments, node.names) or ()
    flags = given[3 if node.function.name == "replace" else 2 :]
    match [*given[1:2], *flags]:
        case [tree.Literal(str() as text)]:
            return pattern(text, "") is None
        case [tree.Literal(str() as text), tree.Literal(str() as marks)]:
            return pattern(text, marks) is None
    return False


def is_null_calculation(node: tree.Arithmetic) -> bool:
    """Whether a calculation of numbers has no value for any case, and not because a part of it has none."""
    if node.operator == "/" and number_of(node.right) == 0:
        return True
    known = number_of(node.left) is not None and number_of(node.right) is not None
    return known and number_of(node) is None


def number_of(node: tree.Expression) -> Decimal | None:
    """The number that an expression is for every case; None where it is none, or hangs on a name."""
    match node:
        case tree.Literal(Decimal() as number):
            return number
        case tree.Negation(operand):
            positive = number_of(operand)
            return None if positive is None else positive.copy_negate()
        case tree.Arithmetic(operator=operator, left=left, right=right):
            return _worked_out(operator, number_of(left), number_of(right))
    return None


def _worked_out(operator: str, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None:
        return None
    value: Decimal | None = ARITHMETIC[operator](left, right)
    return value


def is_no_place(node: tree.Filter) -> bool:
    """Whether a filter is a number that is written out, and the list has no such place."""
    match node.condition:
        case tree.Literal(Decimal() as at) | tree.Negation(tree.Literal(Decimal() as at)):
            return at == 0 or not is_whole(at) or (isinstance(node.base, tree.List) and at > len(node.base.items))
    return False
