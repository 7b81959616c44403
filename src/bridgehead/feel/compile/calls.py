"""Calls and function literals, and `instance of`."""

from bridgehead.feel import external, library, tree
from bridgehead.feel.compile.operators import folded
from bridgehead.feel.compile.page import Operand
from bridgehead.feel.compile.writer import Write, Writer
from bridgehead.feel.types import UNDEFINED

_SLOW = frozenset(("exp", "log", "stddev"))  # many times as slow as others
_PATIENT = frozenset(("matches", "replace", "split"))  # patterns may take seconds
_LONG = frozenset(("string", "list", "Any"))


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
    if node.function.name not in _SLOW | _PATIENT:
        known = folded(writer, lambda *values: library.invoke(rows, values, node.names), *arguments)
        if known:
            return known
    if any(one.sure in (None, "string") and not one.constant for one in arguments):
        writer.page.line(f"steps.spend(weight({_tuple(arguments)}))")
    direct = None if node.names or node.function.name in _SLOW else _certain(rows, arguments)
    if direct is not None:
        omitted = [writer.page.constant(None)] * (len(direct.parameters) - len(arguments))
        return writer.let(writer.page.constant(direct.function).text, *arguments, *omitted)
    constant = writer.page.constant(rows)
    return writer.let(
        "slowly" if node.function.name in _SLOW else "invoke", constant, _tuple(arguments), repr(node.names)
    )


def _certain(rows: tuple[library.Row, ...], arguments: list[Operand]) -> library.Row | None:
    """The row that a call is certain to take as it is; one whose value may grow long is not called by itself."""
    row = next((one for one in rows if one.accepts(len(arguments))), None)
    if row is None or row.result.name in _LONG or any(parameter.rest for parameter in row.parameters):
        return None
    given = zip(arguments, row.parameters, strict=False)
    return row if all(one.sure is not None and one.sure == parameter.type.name for one, parameter in given) else None


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
