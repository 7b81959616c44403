"""FEEL with names replaced by what they stand for: derived figures by their formulas, values by those of a day."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from bridgehead.feel import tree


def substitute(node: tree.Expression, places: Mapping[str, tree.Expression]) -> tree.Expression:
    """The expression with each name, or dotted name of a member, replaced by what stands in its place.

    What is put in has the span and the type of the name, so that a mistake is placed in the text that was written.
    """
    if (found := places.get(dotted(node) or "")) is not None:
        return replace(found, span=node.span, type=node.type)
    return replace(node, **{part.name: _inside(getattr(node, part.name), places) for part in fields(node)})


def _inside(part: Any, places: Mapping[str, tree.Expression]) -> Any:
    match part:
        case tree.Expression():
            return substitute(part, places)
        case tree.Iterator():
            return replace(part, domain=_inside(part.domain, places), through=_inside(part.through, places))
        case tuple():
            return tuple(_inside(item, places) for item in part)
    return part


def dotted(node: tree.Expression) -> str | None:
    """The name that an expression is, with its member: `nights`, `values.minimum nights`; None for all else."""
    match node:
        case tree.Name(name=name):
            return name
        case tree.Path(base=tree.Name(name=name), member=member):
            return f"{name}.{member}"
    return None
