"""FEEL with names replaced by what they stand for: derived figures by their formulas, values by those of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from bridgehead.feel import infer, tree
from bridgehead.feel.types import ContextType

Places = Mapping[str, tree.Expression]


def substitute(node: tree.Expression, places: Places) -> tree.Expression:
    """The expression with each name, or dotted name of a member, replaced by what stands in its place.

    What is put in has the span and the type of the name, so that a mistake is placed in the text that was written. A
    name that a loop, a context, a function or a filter gives is its own, and stays.
    """
    if (found := places.get(dotted(node) or "")) is not None:
        return replace(found, span=node.span, type=node.type)
    if not places:
        return node
    match node:
        case tree.For(iterators, result):
            made, inside = _iterators(iterators, places, "partial")
            return replace(node, iterators=made, result=substitute(result, inside))
        case tree.Quantified(_, iterators, condition):
            made, inside = _iterators(iterators, places)
            return replace(node, iterators=made, condition=substitute(condition, inside))
        case tree.Function(parameters, body):
            return replace(node, body=substitute(body, _without(places, (each.name for each in parameters))))
        case tree.Context(entries):
            return replace(node, entries=tuple(_entries(entries, places)))
        case tree.Filter(base, condition):
            item = infer.items(base.type)
            own = ("item", *(item.fields or () if isinstance(item, ContextType) else ()))
            return replace(node, base=substitute(base, places), condition=substitute(condition, _without(places, own)))
    return replace(node, **{part.name: _inside(getattr(node, part.name), places) for part in fields(node)})


def _inside(part: Any, places: Places) -> Any:
    match part:
        case tree.Expression():
            return substitute(part, places)
        case tree.Rule(tests, outputs):
            return tree.Rule(_inside(tests, places), _inside(outputs, places))
        case tuple():
            return tuple(_inside(item, places) for item in part)
    return part


def _iterators(
    iterators: Iterable[tree.Iterator], places: Places, *more: str
) -> tuple[tuple[tree.Iterator, ...], Places]:
    """The iterators, each of which may name those before it, and what is left to replace inside."""
    made = []
    for each in iterators:
        made.append(replace(each, domain=_inside(each.domain, places), through=_inside(each.through, places)))
        places = _without(places, (each.name,))
    return tuple(made), _without(places, more)


def _entries(entries: Iterable[tuple[str, tree.Expression]], places: Places) -> Iterable[tuple[str, tree.Expression]]:
    for name, value in entries:
        yield name, substitute(value, places)
        places = _without(places, (name,))


def _without(places: Places, names: Iterable[str]) -> Places:
    """The places of all other names, their members left out too."""
    own = frozenset(names)
    return {name: place for name, place in places.items() if name not in own and name.partition(".")[0] not in own}


def dotted(node: tree.Expression) -> str | None:
    """The name that an expression is, with its member: `nights`, `values.minimum nights`; None for all else."""
    match node:
        case tree.Name(name=name):
            return name
        case tree.Path(base=tree.Name(name=name), member=member):
            return f"{name}.{member}"
    return None
