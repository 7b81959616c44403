"""What is null for every case, as far as it is written out: calls of constants, patterns and places in a list."""

from decimal import Decimal
from typing import Final

from bridgehead.feel import library, tree
from bridgehead.feel.compile import compile, trace
from bridgehead.feel.functions.patterns import pattern
from bridgehead.feel.operations import is_whole
from bridgehead.primitives.errors import BridgeheadError

_PATTERNS: Final = frozenset(("matches", "replace", "split"))  # they may take seconds, and so are not tried
_UNTRIED: Final = _PATTERNS | {"now", "today"}


def is_null_call(node: tree.Call) -> bool:
    """Whether a call of a built-in function is null for every case, and not because a call inside it is."""
    assert isinstance(node.function, tree.Name)
    if node.function.name in _PATTERNS:
        return _has_no_pattern(node)
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


def is_no_place(node: tree.Filter) -> bool:
    """Whether a filter is a number that is written out, and the list has no such place."""
    match node.condition:
        case tree.Literal(Decimal() as at) | tree.Negation(tree.Literal(Decimal() as at)):
            return at == 0 or not is_whole(at) or (isinstance(node.base, tree.List) and at > len(node.base.items))
    return False
