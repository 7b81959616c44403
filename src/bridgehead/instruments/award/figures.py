"""Derived figures, and the decisions that conditions name, as trees of FEEL over fields, values and earlier figures."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import ContextType, Scope
from bridgehead.instruments.award.schema import Decided, Figure
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest

if TYPE_CHECKING:
    from bridgehead.dmn import Decisions

Models = Mapping[str, "Decisions"]
"""The models that lie beside a rulebook, by the name of their file."""


def tree_of(figure: Figure, names: Scope, models: Models) -> tree.Expression:
    """The tree of a figure. Raises BridgeheadError: that of its FEEL, or AW122 to AW124 for a decision."""
    if isinstance(figure, str):
        return feel.parse(figure, names)
    from bridgehead.dmn.whole import whole  # a rulebook without decisions does without

    decisions = models.get(figure.file)
    if decisions is None:
        expected = f"one of {', '.join(models)}" if models else "a file of that name in the rulebook's folder"
        near = nearest(figure.file, models)
        raise BridgeheadError([Mistake("AW122", f"no model «{figure.file}»", expected=expected, nearest=near)])
    inputs = decisions.inputs(figure.name)
    given = {name: _given(name, figure, names) for name in inputs}
    lacking = [*_lacking(figure, given, names), *_unasked(figure, inputs)]
    if lacking:
        raise BridgeheadError(lacking)
    return whole(decisions, figure.name, {name: each for name, each in given.items() if each is not None}).expression


def _given(name: str, figure: Decided, names: Scope) -> tree.Expression | None:
    """What is given for input data: what `with` says, or the field, figure or value of its name."""
    if name in figure.with_:
        return feel.parse(figure.with_[name], names)
    if name in names:
        return tree.Name(name, type=names[name].type)
    members = names["values"].type
    if isinstance(members, ContextType) and name in (members.fields or {}):
        return feel.parse(f"values.{name}", names)
    return None


def _lacking(figure: Decided, given: Mapping[str, tree.Expression | None], names: Scope) -> Iterator[Mistake]:
    for name, found in given.items():
        if found is None:
            message = f"«{figure.name}» asks for «{name}», which is no field, figure or value"
            yield Mistake("AW123", message, expected=f"with: {{{name}: an expression}}", nearest=nearest(name, names))


def _unasked(figure: Decided, inputs: Mapping[str, object]) -> Iterator[Mistake]:
    for name in figure.with_:
        if name not in inputs:
            message = f"«{figure.name}» does not ask for «{name}»"
            expected = f"one of {', '.join(inputs)}"
            yield Mistake("AW124", message, expected=expected, nearest=nearest(name, inputs))
