"""Ranges, and the tests that `in` and the cells of decision tables hold a value against."""

from bridgehead.feel import library, operations, tree
from bridgehead.feel.compile import run
from bridgehead.feel.compile.fields import name
from bridgehead.feel.compile.operators import PYTHON, compare
from bridgehead.feel.compile.page import PLAIN, Operand
from bridgehead.feel.compile.writer import Write, Writer
from bridgehead.feel.types import ANY


def interval(writer: Writer, node: tree.Range) -> Operand:
    low = writer.atom(node.low) if node.low else writer.page.constant(None)
    high = writer.atom(node.high) if node.high else writer.page.constant(None)
    one_sided = node.low is None or node.high is None
    make = run.one_sided if one_sided else operations.make_range
    if low.constant and high.constant:
        return writer.page.constant(make(low.value, high.value, node.low_closed, node.high_closed, node.point))
    ends = repr(node.low_closed), repr(node.high_closed), repr(node.point)
    return writer.let(make.__name__, low, high, *ends)


def is_in(writer: Writer, node: tree.In) -> Operand:
    value = writer.atom(node.value)
    plain = [_plain_test(writer, value, test) for test in node.tests] if value.sure else [None]
    if all(plain):
        return Operand(f"({' or '.join(text for text in plain if text)})", "boolean", atom=False)
    return writer.let("is_in", value, *(_outcome(writer, value, test) for test in node.tests))


def _plain_test(writer: Writer, value: Operand, test: tree.Expression) -> str | None:
    """A test as Python, where its parts are certain to be of the value's type; nothing is written."""
    match test:
        case tree.Range(low, high, low_closed, high_closed) if low and high and value.sure != "boolean":
            bounds = _certain(writer, low, value.sure), _certain(writer, high, value.sure)
            if all(bounds):
                signs = "<=" if low_closed else "<", "<=" if high_closed else "<"
                return f"{bounds[0]} {signs[0]} {writer.page.ordered(value)} {signs[1]} {bounds[1]}"
            return None
        case tree.Test(operator, operand) if value.sure != "boolean" and (
            text := _certain(writer, operand, value.sure)
        ):
            return f"{writer.page.ordered(value)} {PYTHON[operator]} {text}"
    text = _certain(writer, test, value.sure)
    return text and f"{writer.page.ordered(value)} == {text}"


def _certain(writer: Writer, node: tree.Expression, sure: str | None) -> str | None:
    """The text by which a constant or field certain to be of a type is compared; None for anything else."""
    keys = writer.keys(node)
    if (
        isinstance(node, tree.Literal)
        or library.is_constant(node)
        or keys in writer.read
        or (keys and writer.quick and not writer.turns and node.type.name in PLAIN)
    ):
        operand = writer.atom(node)
        return writer.page.ordered(operand) if operand.sure == sure else None
    return None


def _outcome(writer: Writer, value: Operand, test: tree.Expression) -> Operand:
    if isinstance(test, tree.Test):
        return writer.page.atom(compare(writer, test.operator, value, writer.atom(test.operand)))
    if any(isinstance(node, tree.Name) and node.name == "?" for node in tree.walk(test)):
        return writer.atom(test)
    if isinstance(test, tree.Range):
        return writer.let("includes", writer.atom(test), value)
    return writer.let("holds", value, writer.atom(test))


def test(writer: Writer, node: tree.Test) -> Operand:
    """A test that stands outside of any `in` says nothing."""
    return writer.page.constant(None)


def unary_tests(writer: Writer, node: tree.UnaryTests) -> Operand:
    if not node.tests:
        return writer.page.constant(True)
    value = name(writer, tree.Name("?", type=writer.scope["?"].type if "?" in writer.scope else ANY))
    outcome = writer.let("is_in", value, *(_outcome(writer, value, test) for test in node.tests))
    return writer.let("negate_truth", outcome) if node.negated else outcome


WRITE: dict[type[tree.Expression], Write] = {
    tree.Range: interval,
    tree.In: is_in,
    tree.Test: test,
    tree.UnaryTests: unary_tests,
}
