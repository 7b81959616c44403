"""Operators and `if`: Python's own where the types are certain, else the operations that define them."""

from collections.abc import Callable
from typing import Any

from bridgehead.feel import operations, tree
from bridgehead.feel.compile.page import Operand
from bridgehead.feel.compile.writer import NAMED, Write, Writer
from bridgehead.primitives.errors import BridgeheadError

PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_SHARED = frozenset(
    (
        *("number", "string", "boolean", "Null", "date", "time", "date and time"),
        *("years and months duration", "days and time duration"),
    )
)
_LONGEST = 1000  # characters of a text that is kept for every evaluation
_DECIMAL = {"+": "plus", "-": "minus", "*": "times"}


def folded(writer: Writer, how: Callable[..., Any], *operands: Operand) -> Operand | None:
    """The value of an operation on constants, worked out once; None where an operand or the value is none that may
    be shared, a limit is passed, or the value is null, whose reason is still to be told."""
    if not all(one.constant and _may_share(one.value) for one in operands):
        return None
    try:
        value = how(*(one.value for one in operands))
    except BridgeheadError:
        return None
    return writer.page.constant(value) if value is not None and _may_share(value) else None


def _may_share(value: Any) -> bool:
    return operations.kind(value) in _SHARED and not (isinstance(value, str) and len(value) > _LONGEST)


def arithmetic(writer: Writer, node: tree.Arithmetic) -> Operand:
    left, right = writer.atom(node.left), writer.atom(node.right)
    if known := folded(writer, operations.ARITHMETIC[node.operator], left, right):
        return known
    # A result too large to hold raises; only the quick function has another to hand over to.
    if writer.quick and left.sure == right.sure == "number" and node.operator in _DECIMAL:
        return writer.page.let(f"{_DECIMAL[node.operator]}({left.text}, {right.text})", sure="number")
    return writer.let(NAMED[node.operator], left, right)


def negation(writer: Writer, node: tree.Negation) -> Operand:
    operand = writer.atom(node.operand)
    if operand.constant:
        return writer.page.constant(operations.negate(operand.value))
    if operand.sure == "number":
        return writer.page.let(f"opposite({operand.text})", sure="number")
    return writer.let("negate", operand)


def comparison(writer: Writer, node: tree.Comparison) -> Operand:
    return compare(writer, node.operator, writer.atom(node.left), writer.atom(node.right))


def compare(writer: Writer, operator: str, left: Operand, right: Operand) -> Operand:
    if known := folded(writer, operations.COMPARISONS[operator], left, right):
        return known
    ordered = operator not in ("=", "!=")
    if left.sure and left.sure == right.sure and not (ordered and left.sure == "boolean"):
        one, other = map(writer.page.ordered, (left, right))
        if operator in ("<", ">=") and right.constant:  # then what is beyond the second of the left is no matter
            one = left.text
        return Operand(f"({one} {PYTHON[operator]} {other})", "boolean", atom=False)
    return writer.let(NAMED[operator], left, right)


def between(writer: Writer, node: tree.Between) -> Operand:
    value, low, high = writer.atoms((node.value, node.low, node.high))
    if value.sure and value.sure == low.sure == high.sure != "boolean":
        first, found, last = map(writer.page.ordered, (low, value, high))
        return Operand(f"({first} <= {found} <= {last})", "boolean", atom=False)
    return writer.let("between", value, low, high)


def junction(writer: Writer, node: tree.And | tree.Or) -> Operand:
    """Operands from left to right until one decides."""
    decisive = isinstance(node, tree.Or)
    first = writer.write(node.operands[0])
    known = dict(writer.read)
    sure = first.sure == "boolean"
    result = writer.page.fresh()
    writer.page.line(f"{result} = {first.text if sure else not decisive}")
    if not sure:
        _weigh(writer, result, writer.page.atom(first), decisive)
    for operand in node.operands[1:]:
        with writer.page.block(f"if {result} is not {decisive}:"):
            value = writer.write(operand)
            if value.sure == "boolean" and sure:
                writer.page.line(f"{result} = {value.text}")
            else:
                _weigh(writer, result, writer.page.atom(value), decisive)
                sure = False
    writer.read = known
    return Operand(result, "boolean" if sure else None)


def _weigh(writer: Writer, result: str, value: Operand, decisive: bool) -> None:
    writer.page.line(f"if {value.text} is {decisive}: {result} = {decisive}")
    if value.sure != "boolean":
        writer.page.line(f"elif {value.text} is not {not decisive}: {result} = doubt({result}, {value.text})")


def rungs(node: tree.If) -> list[tree.If]:
    """`if` and all that follow it as `else if`."""
    found = [node]
    while isinstance(node.otherwise, tree.If):
        found.append(node := node.otherwise)
    return found


def conditional(writer: Writer, node: tree.If) -> Operand:
    """The first alone is `if` and `else`; of several each is asked where the value is open still, one after another,
    since Python takes no more than a hundred blocks inside one another."""
    every = rungs(node)
    if len(every) > 1:
        return _ladder(writer, every)
    condition = writer.write(node.condition)
    result = writer.page.fresh()
    test = condition.text
    if condition.sure != "boolean":
        condition = writer.page.atom(condition)
        test = f"{condition.text} is True"
        writer.page.line(f"{result} = UNKNOWN")
    with writer.maybe(f"if {test}:"):
        then = writer.write(node.then)
        writer.page.line(f"{result} = {then.text}")
    with writer.maybe("else:" if condition.sure else f"elif {condition.text} is not UNKNOWN:"):
        otherwise = writer.write(node.otherwise)
        writer.page.line(f"{result} = {otherwise.text}")
    both = then.sure == otherwise.sure and condition.sure == "boolean"
    return Operand(result, then.sure if both else None)


def _ladder(writer: Writer, every: list[tree.If]) -> Operand:
    result, holds = writer.page.fresh(), writer.page.fresh()
    writer.page.line(f"{result} = OPEN")
    sure = [_ask(writer, every[0], result, holds)]
    known = dict(writer.read)
    for rung in every:
        if rung is not every[0]:
            with writer.page.block(f"if {result} is OPEN:"):
                sure.append(_ask(writer, rung, result, holds))
        with writer.maybe(f"if {result} is OPEN and {holds} is True:"):
            then = writer.write(rung.then)
            writer.page.line(f"{result} = {then.text}")
        sure.append(then.sure)
    with writer.page.block(f"if {result} is OPEN:"):
        otherwise = writer.write(every[-1].otherwise)
        writer.page.line(f"{result} = {otherwise.text}")
    writer.read = known
    kinds = {*sure, otherwise.sure} - {_CERTAIN}
    return Operand(result, otherwise.sure if len(kinds) == 1 else None)


_CERTAIN = "certain"


def _ask(writer: Writer, rung: tree.If, result: str, holds: str) -> str | None:
    """The condition of a rung, which ends the asking where it is unknown; whether it is certainly true or false."""
    condition = writer.atom(rung.condition)
    writer.page.line(f"{holds} = {condition.text}")
    if condition.sure == "boolean":
        return _CERTAIN
    writer.page.line(f"if {holds} is UNKNOWN: {result} = UNKNOWN")
    return None


WRITE: dict[type[tree.Expression], Write] = {
    tree.Arithmetic: arithmetic,
    tree.Negation: negation,
    tree.Comparison: comparison,
    tree.Between: between,
    tree.And: junction,
    tree.Or: junction,
    tree.If: conditional,
}
