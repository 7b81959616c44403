"""Why an expression gave null: one function a construct, from the values of its parts.

Only asked after the fact, and only where a null came to be out of parts that were not null for a reason of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bridgehead.feel import external, infer, library, tree
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.faults import Given, at_fault, is_nothing, items_of, no_value, not_taken
from bridgehead.feel.functions.conversions import text_of
from bridgehead.feel.library import OMITTED
from bridgehead.feel.mistakes import mistake, place
from bridgehead.feel.operations import is_whole, kind
from bridgehead.feel.type_names import BUILT_IN
from bridgehead.feel.types import ANY, NULL, ListType
from bridgehead.feel.values import Function, Range
from bridgehead.feel.wording import MISSING, Cause, Words, said
from bridgehead.primitives.errors import Mistake, Place, nearest
from bridgehead.primitives.words import counted

Values = Callable[[tree.Expression | None], Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """One null that was made out of an error: what is wrong, and the span of the text that gave it."""

    mistake: Mistake
    span: tree.Span

    def __str__(self) -> str:
        return str(self.mistake)


def reason(cause: Cause, text: str | None) -> Reason:
    """A cause with its place; without the text that the tree was read from, all is one line."""
    code, node, near, words = cause
    at = node.span[0]
    where = Place("", 1, at + 1) if text is None else place(text, at)
    return Reason(mistake(code, where, near, **words), node.span)


def why(node: tree.Expression, values: Values) -> Cause | None:
    """The cause of a null of this construct; None where it is no error, as a field that was left blank."""
    explain = _WHY.get(type(node))
    return explain(node, values) if explain else None


def not_a_condition(node: tree.Expression, value: Any) -> Cause:
    return "FE505", node, None, {"found": said(value)}


def _arithmetic(node: tree.Arithmetic, values: Values) -> Cause:
    left, right = values(node.left), values(node.right)
    of, other = (BUILT_IN.get(kind(value), ANY) for value in (left, right))
    if infer.arithmetic(node.operator, of, other) == NULL or (of.name in _CLOCKS and other.name in _CLOCKS):
        return "FE501", node, None, {"operator": node.operator, "left": said(left), "right": said(right)}
    if node.operator == "/" and is_nothing(right):
        return "FE502", node, None, {"found": said(left)}
    return "FE503", node, None, {"operator": node.operator}


_CLOCKS = ("time", "date", "date and time")  # of two of these, one may have a zone and the other none


def _negation(node: tree.Negation, values: Values) -> Cause:
    return "FE504", node, None, {"found": said(values(node.operand))}


def _compared(node: tree.Expression, left: Any, right: Any) -> Cause:
    return "FE506", node, None, {"left": said(left), "right": said(right)}


def _comparison(node: tree.Comparison, values: Values) -> Cause:
    return _compared(node, values(node.left), values(node.right))


def _between(node: tree.Between, values: Values) -> Cause:
    value, low, high = values(node.value), values(node.low), values(node.high)
    return _compared(node, value, low if kind(value) != kind(low) else high)


def _is_in(node: tree.In, values: Values) -> Cause:
    value = values(node.value)
    for test in node.tests:
        against = values(test.operand if isinstance(test, tree.Test) else test)
        if isinstance(against, Range):
            against = against.high if against.low is None else against.low
        if kind(against) != kind(value) and against is not MISSING:
            return _compared(node, value, against)
    first = node.tests[0]
    return _compared(node, value, values(first.operand if isinstance(first, tree.Test) else first))


def _range(node: tree.Range, values: Values) -> Cause:
    ends = [said(values(end)) for end in (node.low, node.high) if end is not None]
    return "FE507", node, None, {"found": " and ".join(ends)}


def _path(node: tree.Path, values: Values) -> Cause | None:
    base = values(node.base)
    if isinstance(base, dict) and node.member in base:
        return None
    known = base if isinstance(base, dict) else ()
    return "FE508", node, nearest(node.member, known), {"member": node.member, "found": said(base)}


def _filter(node: tree.Filter, values: Values) -> Cause | None:
    base, at = values(node.base), values(node.condition)
    count = len(base) if isinstance(base, list) else int(base is not None)
    if isinstance(at, Decimal):
        if is_whole(at) and 1 <= abs(at) <= count:
            return None  # the item itself is null
        return "FE509", node, None, {"at": text_of(at), "count": count}
    return None


def _loop(node: tree.For | tree.Quantified, values: Values) -> Cause | None:
    first = node.iterators[0]
    low, high = values(first.domain), values(first.through)
    if first.through is not None:
        return "FE515", first.domain, None, {"found": f"{said(low)} to {said(high)}"}
    if low is None or isinstance(low, Range):
        return "FE515", first.domain, None, {"found": said(low)}
    return None


def _conform(node: tree.Conform, values: Values) -> Cause | None:
    value = values(node.value)
    if value is None or value is MISSING:
        return None
    allowed = ", and a value that it allows" if node.to.allowed is not None else ""
    return "FE519", node, None, {"found": said(value), "expected": f"{node.to}{allowed}"}


def _function(node: tree.Function, values: Values) -> Cause | None:
    if not node.external:
        return None
    return "FE518", node, None, external.refused(node)


# Calls


def _call(node: tree.Call, values: Values) -> Cause | None:
    given = [values(argument) for argument in node.arguments]
    if library.is_built_in(node.function):
        assert isinstance(node.function, tree.Name)
        return _of_library(node, node.function.name, library.rows()[node.function.name], given)
    function = values(node.function)
    if not isinstance(function, Function):
        return "FE516", node, None, {"found": said(function)}
    if function.ways:
        return _of_library(node, _name(node.function), function.ways, given)
    return _of_author(node, function, given)


def _name(node: tree.Expression) -> str:
    return node.name if isinstance(node, tree.Name) else "the function"


def _of_author(node: tree.Call, function: Function, given: list[Any]) -> Cause | None:
    """A function of the expression or of its caller: its parameters may refuse what they are given."""
    name = _name(node.function)
    if len(given) != len(function.parameters):
        return (
            "FE510",
            node,
            None,
            {"function": name, "count": counted(len(given), "arguments"), "takes": str(len(function.parameters))},
        )
    labels = [label for label, _ in function.parameters]
    for label in node.names:
        if label not in labels:
            return "FE513", node, nearest(label, labels), {"function": name, "found": label}
    by_name = dict(zip(node.names or labels, zip(node.arguments, given, strict=True), strict=True))
    for label, type in function.parameters:
        argument, value = by_name[label]
        if type is not None and coerce(value, type) is REFUSED:
            words: Words = {"function": name, "found": said(value), "argument": f"«{label}»", "expected": str(type)}
            return "FE511", argument, None, words
    return _of_java(node, function, by_name) if function.outside else None


def _of_java(node: tree.Call, function: Function, given: Mapping[str, tuple[tree.Expression, Any]]) -> Cause:
    """A function outside of FEEL: its types may not hold what they are given, and it may fail."""
    name = _name(node.function)
    for (label, to), held in zip(function.parameters, function.outside, strict=True):
        argument, value = given[label]
        if not external.holds(held, value if to is None else coerce(value, to)):
            words: Words = {"function": name, "found": said(value), "argument": f"«{label}»"}
            return "FE511", argument, None, {**words, "expected": f"{held} of Java"}
    return no_value(node, name, [value for _, value in given.values()])


def _of_library(node: tree.Call, name: str, ways: tuple[library.Row, ...], given: list[Any]) -> Cause | None:
    labels = {parameter.name for row in ways for parameter in row.parameters}
    for label in node.names:
        if label not in labels:
            return "FE513", node, nearest(label, labels), {"function": name, "found": label}
    fitting = [row for row in ways if row.accepts(len(given))]
    if not fitting:
        return (
            "FE510",
            node,
            None,
            {"function": name, "count": counted(len(given), "arguments"), "takes": library.counts(ways)},
        )
    refusals = [_refused(node, row, given) for row in fitting]
    if all(refusals):
        at, parameter = max((refused for refused in refusals if refused), key=lambda refused: refused[0])
        return _not_taken(Given(node.arguments[at], given[at], f"«{parameter.name}»"), name, parameter)
    if any(value is MISSING for value in given):
        return no_value(node, name, given)
    return at_fault(node, name, given)


def _not_taken(one: Given, name: str, parameter: library.Parameter) -> Cause:
    """An argument that is not taken, or the first item of the list that it is."""
    if isinstance(parameter.type, ListType) and isinstance(one.value, list):
        of = parameter.type.item
        for item in items_of(one.node, one.value, parameter.name):
            if coerce(item.value, of) is REFUSED:
                return not_taken(item, name, str(of))
    return not_taken(one, name, str(parameter.type))


def _refused(node: tree.Call, row: library.Row, given: list[Any]) -> tuple[int, library.Parameter] | None:
    """The first argument that a row does not take, by its place, and the parameter that it was meant for."""
    by_name = {parameter.name: parameter for parameter in row.parameters}
    for at, value in enumerate(given):
        named = by_name.get(node.names[at]) if node.names else row.parameters[min(at, len(row.parameters) - 1)]
        if named is not None and not named.rest and value is None and named.type.name != "Any":
            return at, named
        if named is not None and value is not OMITTED and coerce(value, named.type) is REFUSED:
            return at, named
    return None


_WHY: Mapping[type[tree.Expression], Callable[[Any, Values], Cause | None]] = {
    tree.Arithmetic: _arithmetic,
    tree.Negation: _negation,
    tree.Comparison: _comparison,
    tree.Between: _between,
    tree.In: _is_in,
    tree.Range: _range,
    tree.Path: _path,
    tree.Filter: _filter,
    tree.For: _loop,
    tree.Quantified: _loop,
    tree.Function: _function,
    tree.Call: _call,
    tree.Conform: _conform,
}
EXPLAINED = frozenset((*_WHY, tree.If, tree.And, tree.Or))
