"""Calls and function literals, and `instance of`."""

from bridgehead.feel import external, library, tree
from bridgehead.feel.compile.page import Operand
from bridgehead.feel.compile.writer import Write, Writer
from bridgehead.feel.types import UNDEFINED

_SLOW = frozenset(("exp", "log", "stddev"))  # many times as slow as others


def call(writer: Writer, node: tree.Call) -> Operand:
    if not library.is_built_in(node.function):
        function = writer.atom(node.function)
        arguments = writer.atoms(node.arguments)
        return writer.let("call", function, _tuple(arguments), repr(node.names))
    assert isinstance(node.function, tree.Name)
    rows = library.rows()[node.function.name]
    arguments = writer.atoms(node.arguments)
    if node.function.name == "not" and [one.sure for one in arguments] == ["boolean"]:
        return Operand(f"(not {arguments[0].text})", "boolean", atom=False)
    if node.function.name in ("now", "today") and not arguments:
        return writer.let(node.function.name, "c")
    if library.is_constant(node):
        value = library.invoke(rows, tuple(one.value for one in arguments), node.names)
        return writer.page.constant(value)
    if any(one.sure in (None, "string") and not one.constant for one in arguments):
        writer.page.line(f"steps.spend(weight({_tuple(arguments)}))")
    constant = writer.page.constant(rows)
    return writer.let(
        "slowly" if node.function.name in _SLOW else "invoke", constant, _tuple(arguments), repr(node.names)
    )


def function(writer: Writer, node: tree.Function) -> Operand:
    if node.external:
        return writer.page.constant(external.function(node))
    parameters = {parameter.name: Operand(writer.page.fresh("p")) for parameter in node.parameters}
    with writer.turn(parameters, *(operand.text for operand in parameters.values())) as name:
        writer.page.line(f"return {writer.write(node.body).text}")
    types = writer.page.constant(tuple((parameter.name, parameter.type) for parameter in node.parameters))
    return writer.let("Function", types, name, writer.page.constant(node.body.type))


def instance_of(writer: Writer, node: tree.InstanceOf) -> Operand:
    if node.of == UNDEFINED:
        return writer.page.constant(None)
    return writer.let("is_instance", writer.atom(node.value), writer.page.constant(node.of))


def _tuple(operands: list[Operand]) -> str:
    return "(" + "".join(f"{operand.text}, " for operand in operands) + ")"


WRITE: dict[type[tree.Expression], Write] = {
    tree.Call: call,
    tree.Function: function,
    tree.InstanceOf: instance_of,
}
