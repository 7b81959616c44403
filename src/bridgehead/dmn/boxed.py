"""Boxed expressions and decision tables, from their elements (DMN 1.5, 8.3 and 10.2)."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bridgehead.dmn import model
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Expression
from bridgehead.dmn.opened import Opened
from bridgehead.primitives.errors import Place


def inside(of: Opened) -> Expression | None:
    """The expression in an element; None where it has none. A second one is a mistake."""
    found = of.all(*_READ)
    for one in found[1:]:
        of.file.mistakes.append(mistake("DM010", one.element.place, element=of.tag, found=one.tag))
    return _READ[found[0].tag](found[0]) if found else None


def wrapped(of: Opened, name: str) -> Expression | None:
    """The expression in an element of that name, which has nothing else of interest."""
    wrapper = of.one(name, needed=True)
    if wrapper is None:
        return None
    expression = inside(wrapper)
    if expression is None:
        return None
    wrapper.known_attributes.discard("id")
    return replace(expression, wrapper=wrapper.unread())


def _literal(of: Opened) -> Expression:
    return of.text(model.Literal)


def _context(of: Opened) -> Expression:
    entries = tuple(_entry(one) for one in of.all("contextEntry"))
    _tell_twice(of, (one.variable for one in entries if one.variable is not None), "entries")
    for one in entries[:-1]:
        if one.variable is None:
            of.file.mistakes.append(mistake("DM029", one.place))
    return model.ContextExpression(entries=entries, **of.expression())


def _entry(of: Opened) -> model.Entry:
    variable = of.one("variable")
    return model.Entry(variable=None if variable is None else variable.item(), value=inside(of), **of.part())


def _list(of: Opened) -> model.ListExpression:
    items = tuple(_READ[one.tag](one) for one in of.all(*_READ))
    return model.ListExpression(items=items, **of.expression())


def _relation(of: Opened) -> Expression:
    columns = tuple(one.item() for one in of.all("column"))
    _tell_twice(of, columns, "columns")
    rows = tuple(_list(one) for one in of.all("row"))
    for row in rows:
        if len(row.items) != len(columns):
            _count(of, row.place, "row", len(row.items), len(columns))
    return model.Relation(columns=columns, rows=rows, **of.expression())


def _invocation(of: Opened) -> Expression:
    bindings = tuple(_binding(one) for one in of.all("binding"))
    return model.Invocation(function=inside(of), bindings=bindings, **of.expression())


def _binding(of: Opened) -> model.Binding:
    parameter = of.one("parameter", needed=True)
    item = model.Item(name="") if parameter is None else parameter.item()
    return model.Binding(parameter=item, value=inside(of), **of.part())


def function_definition(of: Opened) -> model.FunctionDefinition:
    parameters = tuple(one.item() for one in of.all("formalParameter"))
    _tell_twice(of, parameters, "parameters")
    return model.FunctionDefinition(
        kind=of.word("kind", model.FunctionKind, model.FunctionKind.FEEL) or model.FunctionKind.FEEL,
        parameters=parameters,
        body=inside(of),
        **of.expression(),
    )


def _tell_twice(of: Opened, items: Iterable[model.Item | model.Output], element: str) -> None:
    """Of two of one name only the last would be left."""
    seen: set[str] = set()
    for one in items:
        if one.name and one.name in seen:
            of.file.mistakes.append(mistake("DM107", one.place, found=one.name, element=element))
        seen.add(one.name or "")


def _conditional(of: Opened) -> Expression:
    parts = wrapped(of, "if"), wrapped(of, "then"), wrapped(of, "else")
    return model.Conditional(condition=parts[0], then=parts[1], otherwise=parts[2], **of.expression())


def _for(of: Opened) -> Expression:
    variable = of.attribute("iteratorVariable", needed=True) or ""
    parts = wrapped(of, "in"), wrapped(of, "return")
    return model.For(variable=variable, domain=parts[0], result=parts[1], **of.expression())


def _quantified(of: Opened) -> Expression:
    variable = of.attribute("iteratorVariable", needed=True) or ""
    parts = wrapped(of, "in"), wrapped(of, "satisfies")
    return model.Quantified(
        kind="some" if of.tag == "some" else "every",
        variable=variable,
        domain=parts[0],
        condition=parts[1],
        **of.expression(),
    )


def _filter(of: Opened) -> Expression:
    parts = wrapped(of, "in"), wrapped(of, "match")
    return model.Filter(base=parts[0], condition=parts[1], **of.expression())


# Decision tables


def _decision_table(of: Opened) -> Expression:
    inputs = tuple(_input(one) for one in of.all("input"))
    outputs = tuple(_output(one) for one in of.all("output"))
    if not outputs:
        of.lacks("output")
    _tell_twice(of, outputs, "outputs")
    annotations = tuple(_heading(one) for one in of.all("annotation"))
    rules = tuple(_rule(one, len(inputs), len(outputs)) for one in of.all("rule"))
    return model.DecisionTable(
        inputs=inputs,
        outputs=outputs,
        annotations=annotations,
        rules=rules,
        hit_policy=of.word("hitPolicy", model.HitPolicy, model.HitPolicy.UNIQUE) or model.HitPolicy.UNIQUE,
        aggregation=of.word("aggregation", model.Aggregation),
        output_label=of.attribute("outputLabel"),
        **of.expression(),
    )


def _input(of: Opened) -> model.Input:
    expression = of.one("inputExpression", needed=True)
    return model.Input(
        expression=model.Literal(text="", place=of.element.place)
        if expression is None
        else expression.text(model.Literal),
        allowed=of.tests("inputValues"),
        label=of.attribute("label"),
        **of.part(),
    )


def _output(of: Opened) -> model.Output:
    name = of.attribute("name")
    return model.Output(
        name=name,
        type_ref=of.type_ref(),
        allowed=of.tests("outputValues"),
        default=of.literal("defaultOutputEntry"),
        label=of.attribute("label"),
        **of.part(),
    )


def _heading(of: Opened) -> model.Annotation:
    return model.Annotation(text=of.attribute("name") or "", **of.part())


def _annotation(of: Opened) -> model.Annotation:
    text = of.one("text")
    if text is None:
        return model.Annotation(text="", **of.part())
    return model.Annotation(text=text.element.text, inner=text.unread(), **of.part())


def _rule(of: Opened, inputs: int, outputs: int) -> model.Rule:
    tests = tuple(one.text(model.Tests) for one in of.all("inputEntry"))
    conclusions = tuple(one.text(model.Literal) for one in of.all("outputEntry"))
    for name, found, expected in (("inputEntry", len(tests), inputs), ("outputEntry", len(conclusions), outputs)):
        if found != expected:
            _count(of, of.element.place, name, found, expected)
    annotations = tuple(_annotation(one) for one in of.all("annotationEntry"))
    return model.Rule(tests=tests, outputs=conclusions, annotations=annotations, **of.part())


def _count(of: Opened, place: Place, element: str, found: int, expected: int) -> None:
    of.file.mistakes.append(mistake("DM009", place, found=found, element=element, expected=expected))


_READ: dict[str, Callable[[Opened], Expression]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": function_definition,
    "conditional": _conditional,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
    "filter": _filter,
    "decisionTable": _decision_table,
}
