"""Decision tables: a function for the tests of each rule, one for its outputs, and the policy that goes through all.

A table of more than a few rules is indexed, and only its formulas are functions.
"""

from collections.abc import Iterable, Mapping

from bridgehead.feel import tree
from bridgehead.feel.cells import constants
from bridgehead.feel.compile.index import Index, index
from bridgehead.feel.compile.lookup import lookup
from bridgehead.feel.compile.page import Operand
from bridgehead.feel.compile.writer import Write, Writer
from bridgehead.feel.hits import Plan, places


def conform(writer: Writer, node: tree.Conform) -> Operand:
    return writer.let("conformed", writer.atom(node.value), writer.page.constant(node.to))


def table(writer: Writer, node: tree.Table) -> Operand:
    inputs = writer.atoms(node.inputs)
    found = index(node.rules, len(node.inputs))
    made = Plan(node.policy, node.names, node.label, node.heads, tuple(rule.notes for rule in node.rules))
    if found is not None and (quick := lookup(node, found, made)) is not None:
        return writer.let("look_up", "c", writer.page.constant(quick), _tuple(one.text for one in inputs))
    ways = _walked(writer, node, inputs) if found is None else _indexed(writer, node, inputs, found)
    default = _values(writer, node.defaults) if node.defaults else "None"
    ranks = _tuple(_values(writer, values) for values in node.priorities)
    plan = writer.page.constant(made)
    if found is None:
        return writer.let("decide", "c", plan, _tuple(one.text for one in inputs), ways, ranks, default)
    by = writer.page.constant(found)
    return writer.let("decide_by_index", "c", plan, by, _tuple(one.text for one in inputs), ways, ranks, default)


def _walked(writer: Writer, node: tree.Table, inputs: list[Operand]) -> str:
    """For each rule, its tests and its outputs as functions."""
    return _tuple(f"({_tests(writer, rule, inputs)}, {_values(writer, rule.outputs)})" for rule in node.rules)


def _indexed(writer: Writer, node: tree.Table, inputs: list[Operand], by: Index) -> str:
    """Functions for the rules alone that have formulas; all other outputs are made here."""
    rows = [constants(rule.outputs) for rule in node.rules]
    tests = {place: _tests(writer, node.rules[place], inputs) for place in places(by.formulas)}
    values = {place: _values(writer, node.rules[place].outputs) for place, row in enumerate(rows) if row is None}
    return f"{_mapping(tests)}, {writer.page.constant(rows).text}, {_mapping(values)}"


def _tuple(texts: Iterable[str]) -> str:
    return f"({''.join(f'{text}, ' for text in texts)})"


def _mapping(entries: Mapping[int, str]) -> str:
    return "{" + ", ".join(f"{place}: {name}" for place, name in entries.items()) + "}"


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
