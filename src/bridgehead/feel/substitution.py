"""FEEL with names replaced by what they stand for: derived figures by their formulas, values by those of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bridgehead.feel import infer, tree
from bridgehead.feel.types import ContextType

Places = Mapping[str, tree.Expression]


class HiddenNameError(Exception):
    """What stands in the place of `name` names `hidden`, which a loop, context, function or filter here hides."""

    def __init__(self, name: str, hidden: str) -> None:
        self.name, self.hidden = name, hidden
        super().__init__(f"{name} names {hidden}, which is hidden")


@dataclass(frozen=True, slots=True)
class _Hidden(tree.Expression):
    name: str
    hidden: str


def substitute(node: tree.Expression, places: Places) -> tree.Expression:
    """The expression with each name, or dotted name of a member, replaced by what stands in its place.

    What is put in has the span and the type of the name, so that a mistake is placed in the text that was written. A
    name that a loop, a context, a function or a filter gives is its own, and stays. Raises HiddenNameError where such
    a name would take the meaning of one that is put in.
    """
    if not places:
        return node
    chain: list[tree.Expression] = []
    while (rest := tree.leading(node)) is not None and dotted(node) not in places:
        chain.append(node)
        node = rest
    made = _substituted(node, places)
    for link in reversed(chain):
        made = _linked(link, made, places)
    return made


def _linked(link: tree.Expression, rest: tree.Expression, places: Places) -> tree.Expression:
    """A link of a chain, `rest` being what came of the one before."""
    inside = _inside(places, _of_items(link.base)) if isinstance(link, tree.Filter) else places
    leading = tree.LEADING[type(link)]
    made: dict[str, Any] = {leading: rest}
    for part in fields(link):
        made.setdefault(part.name, None if part.name == leading else _part(getattr(link, part.name), inside))
    return replace(link, **made)


def _substituted(node: tree.Expression, places: Places) -> tree.Expression:
    if (found := places.get(dotted(node) or "")) is not None:
        if isinstance(found, _Hidden):
            raise HiddenNameError(found.name, found.hidden)
        return replace(found, span=node.span, type=node.type)
    match node:
        case tree.For(iterators, result):
            made, inside = _iterators(iterators, places, "partial")
            return replace(node, iterators=made, result=substitute(result, inside))
        case tree.Quantified(_, iterators, condition):
            made, inside = _iterators(iterators, places)
            return replace(node, iterators=made, condition=substitute(condition, inside))
        case tree.Function(parameters, body):
            return replace(node, body=substitute(body, _inside(places, (each.name for each in parameters))))
        case tree.Context(entries):
            return replace(node, entries=tuple(_entries(entries, places)))
    return replace(node, **{part.name: _part(getattr(node, part.name), places) for part in fields(node)})


def free_names(node: tree.Expression) -> set[str]:
    """The names that an expression leaves to those around it, those of built-in functions among them."""
    found: set[str] = set()
    while (rest := tree.leading(node)) is not None:
        own = set(_of_items(node.base)) if isinstance(node, tree.Filter) else set()
        beside = (child for child in tree.children(node) if child is not rest)
        found |= {name for child in beside for name in free_names(child)} - own
        node = rest
    return found | _free_names(node)


def _free_names(node: tree.Expression) -> set[str]:
    match node:
        case tree.Name(name):
            return {name}
        case tree.For(iterators, result):
            return _free_of_loop(iterators, result, "partial")
        case tree.Quantified(_, iterators, condition):
            return _free_of_loop(iterators, condition)
        case tree.Function(parameters, body):
            return free_names(body) - {each.name for each in parameters}
        case tree.Context(entries):
            own: set[str] = set()
            found: set[str] = set()
            for name, value in entries:
                found |= free_names(value) - own
                own.add(name)
            return found
    return {name for child in tree.children(node) for name in free_names(child)}


def _free_of_loop(iterators: Iterable[tree.Iterator], inner: tree.Expression, *more: str) -> set[str]:
    own: set[str] = set()
    found: set[str] = set()
    for each in iterators:
        for domain in (each.domain, each.through):
            found |= set() if domain is None else free_names(domain) - own
        own.add(each.name)
    return found | (free_names(inner) - own - set(more))


def _of_items(base: tree.Expression) -> tuple[str, ...]:
    """The names that a filter gives its condition."""
    item = infer.items(base.type)
    return ("item", *((item.fields or ()) if isinstance(item, ContextType) else ()))


def _part(part: Any, places: Places) -> Any:
    match part:
        case tree.Expression():
            return substitute(part, places)
        case tree.Rule(tests, outputs, notes):
            return tree.Rule(_part(tests, places), _part(outputs, places), notes)
        case tuple():
            return tuple(_part(item, places) for item in part)
    return part


def _iterators(
    iterators: Iterable[tree.Iterator], places: Places, *more: str
) -> tuple[tuple[tree.Iterator, ...], Places]:
    """The iterators, each of which may name those before it, and what is left to replace inside."""
    made = []
    for each in iterators:
        made.append(replace(each, domain=_part(each.domain, places), through=_part(each.through, places)))
        places = _inside(places, (each.name,))
    return tuple(made), _inside(places, more)


def _entries(entries: Iterable[tuple[str, tree.Expression]], places: Places) -> Iterable[tuple[str, tree.Expression]]:
    for name, value in entries:
        yield name, substitute(value, places)
        places = _inside(places, (name,))


def _inside(places: Places, names: Iterable[str]) -> Places:
    """The places where names of its own hold: those of all other names."""
    own = frozenset(names)
    found = {name: place for name, place in places.items() if name.partition(".")[0] not in own}
    if not own:
        return found
    hidden = {name: own & free_names(place) for name, place in found.items() if not isinstance(place, _Hidden)}
    return found | {name: _Hidden(name, min(names)) for name, names in hidden.items() if names}


def dotted(node: tree.Expression) -> str | None:
    """The name that an expression is, with its member: `nights`, `values.minimum nights`; None for all else."""
    match node:
        case tree.Name(name=name):
            return name
        case tree.Path(base=tree.Name(name=name), member=member):
            return f"{name}.{member}"
    return None
