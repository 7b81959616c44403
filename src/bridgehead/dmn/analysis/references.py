"""What an expression takes from outside: names, and the parts of contexts behind them, as `applicant.age`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bridgehead.feel import tree, unparse
from bridgehead.feel.library import is_built_in
from bridgehead.feel.types import ANY, ContextType


def is_reference(node: tree.Expression) -> bool:
    """Whether it is a name, or a path of parts from one; `?`, built-in functions and what a value has besides parts
    (the month of a date) are none."""
    while isinstance(node, tree.Path):
        node = node.base
        if node.type != ANY and not isinstance(node.type, ContextType):
            return False
    return isinstance(node, tree.Name) and node.name != "?" and not is_built_in(node)


def references(node: tree.Expression) -> Iterator[tree.Expression]:
    """The references in an expression, each whole."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if is_reference(one):
            yield one
        else:
            waiting.extend(tree.children(one))


def tied(expressions: Sequence[tree.Expression]) -> frozenset[int]:
    """The places of the expressions that are made of what others are made of too, or are themselves."""
    names = [frozenset(map(unparse, references(one))) for one in expressions]
    uses = Counter(name for own in names for name in own)
    return frozenset(
        at
        for at, (one, own) in enumerate(zip(expressions, names, strict=True))
        if not is_reference(one) and any(uses[name] > 1 for name in own)
    )


def root(reference: tree.Expression) -> tree.Name:
    """The name from which a reference starts."""
    while isinstance(reference, tree.Path):
        reference = reference.base
    assert isinstance(reference, tree.Name)
    return reference


def given(values: Iterable[tuple[tree.Expression, Any]]) -> dict[str, Any]:
    """The context in which each reference has its value; expressions that are none are left out."""
    found = [(_keys(one), value) for one, value in values if is_reference(one)]
    context: dict[str, Any] = {}
    for keys, value in sorted(found, key=lambda pair: len(pair[0])):
        inner = context
        for key in keys[:-1]:
            if not isinstance(inner.get(key), dict):
                inner[key] = {}
            inner = inner[key]
        inner[keys[-1]] = value
    return context


def _keys(reference: tree.Expression) -> list[str]:
    keys = []
    while isinstance(reference, tree.Path):
        keys.append(reference.member)
        reference = reference.base
    return [root(reference).name, *reversed(keys)]
