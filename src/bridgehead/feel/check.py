"""What can never work, found from types alone: each such part of an expression would be null for every case."""

from collections.abc import Callable, Container, Iterator, Sequence
from typing import Any

from bridgehead.feel import external, infer, library, nulls, tree
from bridgehead.feel.mistakes import mistake, place
from bridgehead.feel.types import ANY, BOOLEAN, NULL, NUMBER, FunctionType, ListType, NumberType, RangeType, Type
from bridgehead.feel.unparse import unparse
from bridgehead.primitives.errors import Mistake, Place, nearest
from bridgehead.primitives.words import counted

_UNORDERED = frozenset(("boolean", "list", "context", "range", "function"))
_DAYS = ("date", "date and time")
# What functions read by so many arguments, which the standard has take anything.
_READ: dict[tuple[str, int], tuple[str, ...]] = {
    ("date", 1): ("string", *_DAYS),
    ("date and time", 1): ("string", *_DAYS),
    ("time", 1): ("string", "time", *_DAYS),
    ("years and months duration", 2): _DAYS,
    **{(f"{part} of {whole}", 1): _DAYS for part, whole in (("day", "week"), ("day", "year"))},
    **{(f"{part} of year", 1): _DAYS for part in ("week", "month")},
}


def check(expression: tree.Expression, text: str | None = None) -> tuple[Mistake, ...]:
    """Every mistake of types (FE2xx), in the order of the text.

    With `text`, that which the tree was read from, places have its lines; without, all is one line.
    """
    return tuple(found for found, _ in with_spans(expression, text))


def with_spans(expression: tree.Expression, text: str | None = None) -> Iterator[tuple[Mistake, tree.Span]]:
    """The same, each with the span of the part that it is about."""
    parts = tuple(tree.walk(expression))
    known, nowhere = nulls.numbers(parts), nulls.no_places(parts)
    for node in parts:
        own = _CHECKS.get(type(node), _nothing)(node)
        for code, at, nearby, words in (*_null_calculation(node, known), *own, *_null_place(node, nowhere)):
            where = place(text, at.span[0]) if text is not None else Place("", 1, at.span[0] + 1)
            yield mistake(code, where, nearby, **words), at.span


Words = dict[str, str | int]
Found = Iterator[tuple[str, tree.Expression, str | None, Words]]


def _nothing(node: tree.Expression) -> Found:
    return iter(())


def _known(*types: Type) -> bool:
    return ANY not in types and NULL not in types


def _null_calculation(node: tree.Expression, known: nulls.Numbers) -> Found:
    if isinstance(node, tree.Arithmetic) and nulls.is_null_calculation(node, known):
        by_zero = nulls.divides_by_zero(node, known)
        yield "FE212", node, None, {"found": "a division by zero" if by_zero else unparse(node)}


def _arithmetic(node: tree.Arithmetic) -> Found:
    left, right = node.left.type, node.right.type
    if node.type == NULL and (_known(left, right) or _is_null(node.left) or _is_null(node.right)):
        yield "FE201", node, None, {"operator": node.operator, "left": str(left), "right": str(right)}


def _is_null(node: tree.Expression) -> bool:
    return isinstance(node, tree.Literal) and node.value is None


def _negation(node: tree.Negation) -> Found:
    if node.type == NULL and (_known(node.operand.type) or _is_null(node.operand)):
        yield "FE207", node, None, {"found": str(node.operand.type)}


def _compared(node: tree.Expression, operator: str, left: Type, right: Type) -> Found:
    ordered = operator not in ("=", "!=")
    if _known(left, right) and (left.name != right.name or (ordered and left.name in _UNORDERED)):
        yield "FE206", node, None, {"left": str(left), "right": str(right)}


def _comparison(node: tree.Comparison) -> Found:
    if (_is_null(node.left) or _is_null(node.right)) and node.operator not in ("=", "!="):
        yield "FE206", node, None, {"left": str(node.left.type), "right": str(node.right.type)}
    yield from _compared(node, node.operator, node.left.type, node.right.type)


def _between(node: tree.Between) -> Found:
    yield from _empty(tree.Range(node.low, node.high, True, True, span=(node.low.span[0], node.high.span[1])))
    for bound in (node.low, node.high):
        yield from _compared(bound, "<", node.value.type, bound.type)


def _is_in(node: tree.In) -> Found:
    value = node.value.type
    for test in node.tests:
        if isinstance(test, tree.Test):
            yield from _compared(test, test.operator, value, test.operand.type)
        elif isinstance(test.type, RangeType):
            yield from _compared(test, "<", value, test.type.item)
            yield from _empty(test)
        elif not isinstance(test.type, ListType):
            yield from _compared(test, "=", value, test.type)
        elif not isinstance(value, ListType) and not isinstance(test.type.item, (ListType, RangeType)):
            yield from _compared(test, "=", value, test.type.item)


def _cell(node: tree.UnaryTests) -> Found:
    for test in node.tests:
        yield from _empty(test)


def _empty(test: tree.Expression) -> Found:
    """A range in which no value lies; to run through one downwards is another thing."""
    if isinstance(test, tree.Range) and nulls.is_empty(test):
        yield "FE214", test, None, {"found": unparse(test)}


def _truth(node: tree.And | tree.Or) -> Found:
    for operand in node.operands:
        yield from _boolean(operand)


def _boolean(node: tree.Expression) -> Found:
    if _known(node.type) and node.type != BOOLEAN:
        yield "FE205", node, None, {"found": str(node.type)}


def _conditional(node: tree.If | tree.Quantified) -> Found:
    yield from _boolean(node.condition)
    if isinstance(node, tree.Quantified):
        yield from _iterators(node)


def _filter(node: tree.Filter) -> Found:
    if not isinstance(node.condition.type, NumberType):
        yield from _boolean(node.condition)


def _null_place(node: tree.Expression, nowhere: Container[int]) -> Found:
    if id(node) in nowhere:
        yield "FE212", node, None, {"found": unparse(node)}


def _iterators(node: tree.For | tree.Quantified) -> Found:
    """The ends of what is run through: whole numbers, or dates."""
    for one in node.iterators:
        ends = one.domain.type, one.through.type if one.through else one.domain.type
        if one.through and _known(*ends):
            yield from _compared(one.through, "<", *ends)
        domain = one.domain.type.item if isinstance(one.domain.type, RangeType) else ends[0] if one.through else ANY
        if _known(domain) and domain.name not in ("number", "date"):
            yield "FE213", one.domain, None, {"found": str(domain)}


def _range(node: tree.Range) -> Found:
    if node.low is not None and node.high is not None:
        yield from _compared(node, "<", node.low.type, node.high.type)


def _instance_of(node: tree.InstanceOf) -> Found:
    value, of = node.value.type, node.of
    if _known(value, of) and value.name != of.name:
        yield "FE211", node, None, {"found": str(value), "type": str(of)}


def _path(node: tree.Path) -> Found:
    if _is_null(node.base):
        yield "FE212", node, None, {"found": unparse(node)}
    known = infer.members(node.base.type)
    if (
        known is not None
        and _known(node.base.type)
        and node.member not in known
        and not infer.is_of_data(node.base.type)
    ):
        yield "FE208", node, nearest(node.member, known), {"found": node.member, "type": str(node.base.type)}


def _call(node: tree.Call) -> Found:
    if not library.is_built_in(node.function):
        yield from _call_of_author(node)
        return
    assert isinstance(node.function, tree.Name)
    name, rows = node.function.name, library.rows()[node.function.name]
    labels = {parameter.name for row in rows for parameter in row.parameters}
    for label in node.names:
        if label not in labels:
            yield "FE204", node, nearest(label, labels), {"found": label, "function": name}
            return
    fitting = [row for row in rows if row.accepts(len(node.arguments))]
    if not fitting:
        takes = library.counts(rows)
        yield (
            "FE203",
            node,
            None,
            {"found": counted(len(node.arguments), "arguments"), "function": name, "takes": takes},
        )
    elif not any(_row_fits(row, node) for row in fitting):
        types = ", ".join(str(argument.type) for argument in node.arguments)
        shown = None if node.names else len(node.arguments)  # of the parameters, those that are given something
        lists = (", ".join(str(parameter.type) for parameter in row.parameters[:shown]) for row in fitting)
        wanted = " or ".join(dict.fromkeys(lists))
        yield "FE202", node, None, {"found": types, "function": name, "expected": wanted}
    else:
        own = _CALLS.get(name, _nothing_of)(node, library.in_order(name, node.arguments, node.names) or ())
        yield from list(own) or list(_unread(node, name)) or list(_unordered(node, name)) or _null_call(node)


Arguments = Sequence[tree.Expression]


def _nothing_of(node: tree.Call, arguments: Arguments) -> Found:
    return iter(())


def _get_value(node: tree.Call, arguments: Arguments) -> Found:
    match arguments:
        case [tree.Context() as context, tree.Literal(str() as key)] if key not in (known := dict(context.entries)):
            yield "FE208", arguments[1], nearest(key, known), {"found": key, "type": str(context.type)}


def _context_put(node: tree.Call, arguments: Arguments) -> Found:
    if len(arguments) == 3:
        keys = infer.items(arguments[1].type)
        if _known(keys) and keys.name != "string":
            found, expected = str(arguments[1].type), "string or list<string>"
            yield "FE202", arguments[1], None, {"found": found, "function": "context put", "expected": expected}


def _contains(node: tree.Call, arguments: Arguments) -> Found:
    """A value that is looked for among others of another type."""
    if len(arguments) == 2:
        item, match = infer.items(arguments[0].type), arguments[1].type
        if not any(isinstance(one, (ListType, RangeType)) for one in (item, match)):
            yield from _compared(arguments[1], "=", item, match)


def _sorted(node: tree.Call, arguments: Arguments) -> Found:
    """What `sort` asks of two items must be true or false."""
    match arguments:
        case [_, tree.Function(body=tree.Arithmetic() | tree.Negation() as body)]:
            yield "FE205", body, None, {"found": "a calculation" if body.type == ANY else str(body.type)}
        case [_, tree.Function(body=body, external=False)]:
            yield from _boolean(body)


def _null_call(node: tree.Call) -> Found:
    if nulls.is_null_call(node):
        yield "FE212", node, None, {"found": unparse(node)}


def _unread(node: tree.Call, name: str) -> Found:
    """An argument of a type that the function does not read, though its parameter takes anything."""
    read = _READ.get((name, len(node.arguments)), ())
    for argument in node.arguments:
        if read and _known(argument.type) and argument.type.name not in read:
            yield (
                "FE202",
                argument,
                None,
                {"found": str(argument.type), "function": name, "expected": " or ".join(read)},
            )


def _unordered(node: tree.Call, name: str) -> Found:
    """Values of which none is the least or greatest, since they are not of one type, or of one without an order."""
    if name in ("min", "max"):
        alone = node.arguments[0] if len(node.arguments) == 1 else None
        known = [one for one in (alone.items if isinstance(alone, tree.List) else node.arguments) if _known(one.type)]
        for one in known[1:]:
            yield from _compared(one, "<", known[0].type, one.type)


def _call_of_author(node: tree.Call) -> Found:
    """A function that the expression or its caller has made."""
    of = node.function.type
    name = node.function.name if isinstance(node.function, tree.Name) else "the function"
    if not isinstance(of, FunctionType):
        if _known(of):
            yield "FE209", node, None, {"found": str(of)}
        return
    if of.parameters is None:
        return
    if len(of.parameters) != len(node.arguments):
        takes = str(len(of.parameters))
        yield (
            "FE203",
            node,
            None,
            {"found": counted(len(node.arguments), "arguments"), "function": name, "takes": takes},
        )
        return
    types = dict(zip(of.names or (), of.parameters, strict=False))
    for label in node.names:
        if label not in types:
            if of.names is not None:
                yield "FE204", node, nearest(label, types), {"found": label, "function": name}
            return
    by_name = [types[label] for label in node.names]
    for argument, wanted in zip(node.arguments, by_name or of.parameters, strict=True):
        if not _fits(argument.type, wanted):
            found: Words = {"found": str(argument.type), "function": name, "expected": str(wanted)}
            yield "FE202", argument, None, found


def _row_fits(row: library.Row, node: tree.Call) -> bool:
    by_name = {parameter.name: parameter for parameter in row.parameters}
    if node.names:
        return all(
            label in by_name and _argument_fits(argument, by_name[label].type)
            for label, argument in zip(node.names, node.arguments, strict=True)
        )
    last = len(row.parameters) - 1
    return all(
        _argument_fits(argument, row.parameters[min(at, last)].type) for at, argument in enumerate(node.arguments)
    )


def _argument_fits(argument: tree.Expression, wanted: Type) -> bool:
    """Of a list that is written out for numbers, every item is asked; one of another type makes the whole null."""
    if isinstance(argument, tree.List) and NUMBER in (wanted, wanted.item if isinstance(wanted, ListType) else ANY):
        return all(_fits(item.type, NUMBER) for item in argument.items)
    return _fits(argument.type, wanted)


def _fits(given: Type, wanted: Type) -> bool:
    """Whether a value of type `given` may be one of type `wanted`, lists of one and values alone included."""
    if not _known(given, wanted) or given.name == wanted.name:
        return True
    if isinstance(given, ListType):
        return _fits(given.item, wanted)
    if isinstance(wanted, ListType):
        return _fits(given, wanted.item)
    return (given.name, wanted.name) == ("date", "date and time")


def _function(node: tree.Function) -> Found:
    if node.external and external.function(node) is None:
        yield "FE210", node, None, external.refused(node)


_CALLS: dict[str, Callable[[tree.Call, Arguments], Found]] = {
    "get value": _get_value,
    "context put": _context_put,
    "list contains": _contains,
    "index of": _contains,
    "sort": _sorted,
}
_CHECKS: dict[type[tree.Expression], Callable[[Any], Found]] = {
    tree.Arithmetic: _arithmetic,
    tree.Negation: _negation,
    tree.Comparison: _comparison,
    tree.Between: _between,
    tree.In: _is_in,
    tree.UnaryTests: _cell,
    tree.And: _truth,
    tree.Or: _truth,
    tree.If: _conditional,
    tree.Quantified: _conditional,
    tree.For: _iterators,
    tree.Filter: _filter,
    tree.Range: _range,
    tree.InstanceOf: _instance_of,
    tree.Path: _path,
    tree.Call: _call,
    tree.Function: _function,
}
