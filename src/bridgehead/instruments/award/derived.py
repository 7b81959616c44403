"""Derived figures, and the decisions that conditions name, as trees of FEEL over fields, values and earlier figures."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.conform import may_be
from bridgehead.feel.types import Scope, Type
from bridgehead.instruments.award.schema import Decided, Derived
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.given import given

if TYPE_CHECKING:
    from bridgehead.dmn import Decisions

Models = Mapping[str, "Decisions"]
"""The models that lie beside a rulebook, by the name of their file."""


def tree_of(figure: Derived, names: Scope, models: Models) -> tree.Expression:
    """The tree of a figure. Raises BridgeheadError: that of its FEEL, or AW122 to AW125 for a decision."""
    if isinstance(figure, str):
        return feel.parse(figure, names)
    from bridgehead.dmn.whole import whole  # a rulebook without decisions does without

    decisions = models.get(figure.file)
    if decisions is None:
        expected = f"one of {', '.join(models)}" if models else "a file of that name in the rulebook's folder"
        near = nearest(figure.file, models)
        raise BridgeheadError([Mistake("AW122", f"no model «{figure.file}»", expected=expected, nearest=near)])
    inputs = decisions.inputs(figure.name)
    bound = given(inputs, figure.with_, names)
    wrong = [*_lacking(figure, bound, names), *_unasked(figure, inputs), *_of_other_types(figure, bound, inputs)]
    if wrong:
        raise BridgeheadError(wrong)
    return whole(decisions, figure.name, {name: each for name, each in bound.items() if each is not None}).expression


def _lacking(figure: Decided, bound: Mapping[str, tree.Expression | None], names: Scope) -> Iterator[Mistake]:
    for name, found in bound.items():
        if found is None:
            message = f"«{figure.name}» asks for «{name}», which is no field, figure or value"
            yield Mistake("AW123", message, expected=f"with: {{{name}: an expression}}", nearest=nearest(name, names))


def _unasked(figure: Decided, inputs: Mapping[str, object]) -> Iterator[Mistake]:
    for name in figure.with_:
        if name not in inputs:
            message = f"«{figure.name}» does not ask for «{name}»"
            expected = f"one of {', '.join(inputs)}"
            yield Mistake("AW124", message, expected=expected, nearest=nearest(name, inputs))


def _of_other_types(
    figure: Decided, bound: Mapping[str, tree.Expression | None], inputs: Mapping[str, Type]
) -> Iterator[Mistake]:
    for name, found in bound.items():
        if found is not None and not may_be(found.type, inputs[name]):
            message = f"«{figure.name}» is given {found.type} for «{name}»"
            yield Mistake("AW125", message, expected=str(inputs[name]))
