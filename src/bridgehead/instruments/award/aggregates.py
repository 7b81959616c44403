"""Figures over all claims of a party: `sum(people)` and `count(number)` in the FEEL of `reach`, bonuses and pay."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import ListType, NumberType, Scope, Variable

FUNCTIONS = ("sum", "count")
FIGURE = Variable(NumberType(precision=28, scale=6))

N = TypeVar("N")


def found(expression: tree.Expression) -> tuple[tree.Call, ...]:
    """The aggregates in an expression, in the order of the text."""
    calls = (node for node in feel.walk(expression) if isinstance(node, tree.Call))
    return tuple(call for call in calls if _is_aggregate(call))


def separate(expression: tree.Expression, names: Scope) -> tuple[tree.Expression, Scope, dict[str, tree.Call]]:
    """The expression with a name in place of each aggregate, what it may then name, and the aggregate of each name."""
    calls = {f"@{at}": call for at, call in enumerate(found(expression))}
    by_span = {call.span: tree.Name(name, span=call.span, type=FIGURE.type) for name, call in calls.items()}
    return _with(expression, by_span), {**names, **dict.fromkeys(calls, FIGURE)}, calls


def _is_aggregate(call: tree.Call) -> bool:
    """Whether a call is of one figure of the claims, and not of constants or of a list that one claim has."""
    named = isinstance(call.function, tree.Name) and call.function.name in FUNCTIONS and len(call.arguments) == 1
    if not named or isinstance(call.arguments[0].type, ListType):
        return False
    return any(isinstance(inner, tree.Name) for inner in feel.walk(call.arguments[0]))


def _with(node: N, names: Mapping[tree.Span, tree.Name]) -> N:
    if isinstance(node, tree.Call) and node.span in names:
        return cast(N, names[node.span])
    if isinstance(node, tuple):
        return cast(N, tuple(_with(item, names) for item in node))
    if isinstance(node, tree.Expression) and tree.leading(node) is not None:
        return cast(N, _with_in_chain(node, names))
    if isinstance(node, tree.Expression | tree.Iterator):
        return cast(N, replace(node, **_parts(node, names)))
    return node


def _with_in_chain(node: tree.Expression, names: Mapping[tree.Span, tree.Name]) -> tree.Expression:
    chain: list[tree.Expression] = []
    rest: tree.Expression | None = node
    while (
        rest is not None and tree.leading(rest) is not None and not (isinstance(rest, tree.Call) and rest.span in names)
    ):
        chain.append(rest)
        rest = tree.leading(rest)
    made = _with(rest, names)
    for link in reversed(chain):
        leading = tree.LEADING[type(link)]
        made = replace(link, **{**_parts(link, names, but=leading), leading: made})
    assert made is not None
    return made


def _parts(
    node: tree.Expression | tree.Iterator, names: Mapping[tree.Span, tree.Name], but: str = ""
) -> dict[str, Any]:
    return {each.name: _with(getattr(node, each.name), names) for each in fields(node) if each.name != but}
