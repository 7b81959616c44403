"""What is null for every case, as far as it is written out: calls of constants, calculations, patterns and places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from bridgehead.feel import library, tree
from bridgehead.feel.compile import compile, trace
from bridgehead.feel.functions.patterns import pattern
from bridgehead.feel.operations import ARITHMETIC, is_whole
from bridgehead.primitives.errors import BridgeheadError

_PATTERNS: Final = frozenset(("matches", "replace", "split"))  # they may take seconds, and so are not tried
_COUNTED: Final = frozenset(("substring", "sublist", "insert before", "remove"))  # from 1, or from -1 at the end
_UNTRIED: Final = _PATTERNS | {"now", "today"}

Numbers = Mapping[int, Decimal]
"""The parts of a tree that are a number whatever the case, by their `id`."""


def is_null_call(node: tree.Call) -> bool:
    """Whether a call of a built-in function is null for every case, and not because a call inside it is."""
    assert isinstance(node.function, tree.Name)
    if node.function.name in _PATTERNS:
        return _has_no_pattern(node)
    if node.function.name == "modulo":
        _, divisor = library.in_order("modulo", node.arguments, node.names) or node.arguments
        if numbers(tuple(tree.walk(divisor))).get(id(divisor)) == 0:
            return True
    if node.function.name in _COUNTED:
        _, at, *_ = library.in_order(node.function.name, node.arguments, node.names) or (None, None)
        if at is not None and numbers(tuple(tree.walk(at))).get(id(at)) == 0:
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
    own = {node.span, *(one.span for one in _given(node.arguments) if _is_value(one))}
    return any(reason.span in own for reason in trace(node, {})({})[1])


def _given(arguments: Iterable[tree.Expression]) -> Iterator[tree.Expression]:
    """The arguments, and the items of those that are lists."""
    for one in arguments:
        yield one
        if isinstance(one, tree.List):
            yield from _given(one.items)


def _is_value(node: tree.Expression) -> bool:
    return isinstance(node, (tree.Literal, tree.List)) or compile(node, {})({}) is not None


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


def is_null_calculation(node: tree.Arithmetic, known: Numbers) -> bool:
    """Whether a calculation of numbers has no value for any case, and not because a part of it has none."""
    if divides_by_zero(node, known):
        return True
    return id(node.left) in known and id(node.right) in known and id(node) not in known


def divides_by_zero(node: tree.Arithmetic, known: Numbers) -> bool:
    return node.operator == "/" and known.get(id(node.right)) == 0


def numbers(parts: Sequence[tree.Expression]) -> Numbers:
    """Of the parts of a tree, in the order of its text, those that are a number for every case.

    From the last on, so that what is inside a part is known before it: no recursion, and each is worked out once.
    """
    known: dict[int, Decimal] = {}
    for node in reversed(parts):
        value = _number(node, known)
        if value is not None:
            known[id(node)] = value
    return known


def _number(node: tree.Expression, known: Numbers) -> Decimal | None:
    match node:
        case tree.Literal(Decimal() as number):
            return number
        case tree.Negation(operand) if id(operand) in known:
            return known[id(operand)].copy_negate()
        case tree.Arithmetic(operator, left, right) if id(left) in known and id(right) in known:
            value: Decimal | None = ARITHMETIC[operator](known[id(left)], known[id(right)])
            return value
    return None


def is_empty(node: tree.Range) -> bool:
    """Whether both ends of a range are written out, and no value lies between them."""
    if node.low is None or node.high is None or not (library.is_constant(node.low) and library.is_constant(node.high)):
        return False
    holds = tree.Comparison("<=" if node.low_closed and node.high_closed else "<", node.low, node.high)
    return compile(holds, {})({}) is False


def no_places(parts: Sequence[tree.Expression]) -> frozenset[int]:
    """Of the parts of a tree, in the order of its text, the filters that ask for a place that no list there has, by
    their `id`; what is taken from such a place in turn has the same cause."""
    found, taken = set(), set()
    for node in reversed(parts):
        if isinstance(node, (tree.Filter, tree.Path)) and id(node.base) in taken:
            taken.add(id(node))
        elif isinstance(node, tree.Filter) and _is_no_place(node):
            found.add(id(node))
            taken.add(id(node))
    return frozenset(found)


def _is_no_place(node: tree.Filter) -> bool:
    """Whether a filter is a number that is written out, and the list has no such place."""
    match node.condition:
        case tree.Literal(Decimal() as at) | tree.Negation(tree.Literal(Decimal() as at)):
            return at == 0 or not is_whole(at) or (isinstance(node.base, tree.List) and at > len(node.base.items))
    return False
