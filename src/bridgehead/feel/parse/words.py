"""Words that open an expression: `if`, `for`, `some`, `every` and `function`."""

from typing import Any, cast

from bridgehead.feel import infer, tree
from bridgehead.feel.parse.reader import Reader
from bridgehead.feel.scan import Is
from bridgehead.feel.type_names import read_type
from bridgehead.feel.types import ANY, BOOLEAN, FunctionType, ListType


def conditional(reader: Reader) -> tree.Expression:
    """`if`, with all that follow one another as `else if`, which are read as one and not inside one another."""
    rungs: list[tuple[int, tree.Expression, tree.Expression]] = []
    while not rungs or reader.opens("if"):
        reader.linked(len(rungs))
        start = reader.take().start
        condition = reader.expression()
        reader.keyword("then")
        then = reader.expression()
        reader.keyword("else")
        rungs.append((start, condition, then))
    node = reader.expression()
    for start, condition, then in reversed(rungs):
        type = infer.join((then.type, node.type))
        node = tree.If(condition, then, node, span=reader.span(start), type=type)
    return node


def iteration(reader: Reader) -> tree.Expression:
    start = reader.take().start
    loops = iterators(reader)
    reader.keyword("return")
    reader.names.push({"partial": ListType()})
    result = reader.expression()
    for _ in range(len(loops) + 1):
        reader.names.pop()
    return tree.For(loops, result, span=reader.span(start), type=ListType(item=result.type))


def quantified(reader: Reader) -> tree.Expression:
    start, kind = reader.token.start, cast(Any, reader.take().text)
    loops = iterators(reader)
    reader.keyword("satisfies")
    condition = reader.expression()
    for _ in loops:
        reader.names.pop()
    return tree.Quantified(kind, loops, condition, span=reader.span(start), type=BOOLEAN)


def iterators(reader: Reader) -> tuple[tree.Iterator, ...]:
    """`name in domain`, separated by commas; each opens a scope, which the caller closes."""
    found: list[tree.Iterator] = []
    while not found or reader.accept(","):
        name = reader.name_until(lambda token: token.kind is Is.WORD and token.text == "in")
        if name is None:
            reader.fail("FE011", expected="a name")
        reader.take()
        domain = reader.expression()
        through = reader.expression() if reader.accept("..") else None
        item = infer.items(domain.type) if through is None else infer.join((domain.type, through.type))
        reader.names.push({name: item})
        found.append(tree.Iterator(name, domain, through))
    return tuple(found)


def function(reader: Reader) -> tree.Expression:
    start = reader.take().start
    reader.take()
    parameters: list[tree.Parameter] = []
    while not reader.sees(")") or parameters:
        name = reader.name_until(lambda token: token.kind is Is.SYMBOL and token.text in ",:)")
        if name is None:
            reader.fail("FE011", expected="a name")
        type = read_type(reader, reader.defined) if reader.accept(":") else None
        parameters.append(tree.Parameter(name, type))
        if not reader.accept(","):
            break
    reader.close(")")
    external = reader.accept("external")
    reader.names.push({parameter.name: parameter.type or ANY for parameter in parameters})
    body = reader.expression()
    reader.names.pop()
    type = FunctionType(
        parameters=tuple(parameter.type or ANY for parameter in parameters),
        result=ANY if external else body.type,
        names=tuple(parameter.name for parameter in parameters),
    )
    return tree.Function(tuple(parameters), body, external, span=reader.span(start), type=type)
