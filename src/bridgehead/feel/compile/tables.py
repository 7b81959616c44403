"""Decision tables: a function for the tests of each rule, one for its outputs, and the policy that goes through all."""

from bridgehead.feel import tree
from bridgehead.feel.compile.page import Operand
from bridgehead.feel.compile.writer import Write, Writer
from bridgehead.feel.hits import Plan


def conform(writer: Writer, node: tree.Conform) -> Operand:
    return writer.let("conformed", writer.atom(node.value), writer.page.constant(node.to))


def table(writer: Writer, node: tree.Table) -> Operand:
    inputs = writer.atoms(node.inputs)
    rules = [f"({_tests(writer, rule, inputs)}, {_values(writer, rule.outputs)})" for rule in node.rules]
    default = _values(writer, node.defaults) if node.defaults else "None"
    ranks = [_values(writer, values) for values in node.priorities]
    plan = writer.page.constant(Plan(node.policy, node.names, node.label, node.heads))
    given, ways, orders = (
        f"({''.join(f'{one}, ' for one in ones)})" for ones in ([one.text for one in inputs], rules, ranks)
    )
    return writer.let("decide", "c", plan, given, ways, orders, default)


def _tests(writer: Writer, rule: tree.Rule, inputs: list[Operand]) -> str:
    """Whether a rule matches: false as soon as one test is, unknown where one is."""
    with writer.turn({}) as name:
        outcomes = []
        for test, value in zip(rule.tests, inputs, strict=True):
            if not test.tests:
                continue
            writer.frames.append({"?": value})
            outcome = writer.atom(test)
            writer.frames.pop()
            writer.page.line(f"if {outcome.text} is not True and {outcome.text} is not UNKNOWN: return False")
            outcomes.append(outcome.text)
        doubts = " or ".join(f"{outcome} is UNKNOWN" for outcome in outcomes)
        writer.page.line(f"return UNKNOWN if {doubts} else True" if doubts else "return True")
    return name


def _values(writer: Writer, values: tuple[tree.Expression, ...]) -> str:
    with writer.turn({}) as name:
        writer.page.line(f"return [{', '.join(one.text for one in writer.atoms(values))}]")
    return name


WRITE: dict[type[tree.Expression], Write] = {tree.Conform: conform, tree.Table: table}
