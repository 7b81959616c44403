"""What formulas and decisions among the inputs of a table come to: the regions of their axes that some case reaches.

What is a constant in each case has these values and no other; of a linear formula the solver tells; of any other, and
of other decisions, cases are drawn and evaluated, and a region that none of them reaches is in doubt.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bridgehead import feel
from bridgehead.dmn.analysis.axis import Axis
from bridgehead.dmn.analysis.boxes import Box
from bridgehead.dmn.analysis.conditions import Undecided, is_closed, value_of
from bridgehead.dmn.analysis.drawn import draws
from bridgehead.dmn.analysis.formulas import Formulas
from bridgehead.dmn.analysis.grid import Grid
from bridgehead.dmn.analysis.references import given, is_reference, references, root
from bridgehead.feel import Variable, tree
from bridgehead.primitives.errors import BridgeheadError

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """The decisions that the names of a table mean, with their trees, and cases in which all these have a value."""

    decisions: Mapping[str, tree.Expression] = field(default_factory=dict)
    cases: Callable[[], Sequence[Case]] = list


NOTHING_BEHIND = Behind()


def narrow(grid: Grid, behind: Behind) -> tuple[Grid, Box]:
    """The grid without what its inputs never come to, and the regions of each axis of which that is not known.

    An input whose values are stated is left as it is, and so is one that hangs on another: the solver ties these.
    """
    stated = {column.axis for column in grid.columns if column.allowed}
    grid.decided = frozenset(
        at for at, one in enumerate(grid.expressions) if is_reference(one) and root(one).name in behind.decisions
    )
    whole, doubtful = list(grid.whole), [0] * len(grid.whole)
    for at, one in enumerate(grid.expressions):
        if at in stated or at in grid.tied or is_closed(one) or (is_reference(one) and at not in grid.decided):
            continue
        axis = grid.axes[at]
        found, complete = _reached(grid, at, behind)
        for place, value in found.items():
            axis.regions[place] = replace(axis.regions[place], example=value)
        seen = sum(1 << place for place in found) | axis.null
        if complete:
            whole[at] = whole[at] & seen or whole[at]  # what is never of its type is told elsewhere
        else:
            doubtful[at] = whole[at] & ~seen
    return grid.within(tuple(whole)), tuple(doubtful)


def _reached(grid: Grid, at: int, behind: Behind) -> tuple[dict[int, Any], bool]:
    """A value in each region of an axis that is reached, and whether these are all."""
    axis, expression = grid.axes[at], grid.expressions[at]
    constants = _constants(behind.decisions.get(getattr(expression, "name", ""), expression))
    if constants is not None:
        return _places(axis, constants), True
    asked = {feel.unparse(one): one for one in references(expression)}
    if any(root(one).name in behind.decisions for one in asked.values()):
        return _places(axis, _evaluated(expression, behind.cases())), False
    solved = Formulas(grid.within(grid.whole)).examples(at)
    if solved is not None:
        return solved, True
    constants = [region.example for region in axis.regions]
    constants += [one.value for one in feel.walk(expression) if isinstance(one, tree.Literal)]
    drawn = draws([one.type for one in asked.values()], constants)
    cases = (given(zip(asked.values(), values, strict=True)) for values in drawn)
    return _places(axis, _evaluated(expression, cases)), False


def _places(axis: Axis, values: Iterable[Any]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for value in values:
        place = axis.place(value)
        if place is not None and axis.whole >> place & 1:
            found.setdefault(place, value)
    return found


def _constants(node: tree.Expression) -> list[Any] | None:
    """The values that an expression may have beside null, where these are constants; None where they are not."""
    match tree.bare(node):
        case tree.If(_, then, otherwise):
            branches = [_constants(then), _constants(otherwise)]
        case tree.Table(policy=policy, names=()) as table if policy in "UAFP":
            outputs = [rule.outputs[0] for rule in table.rules] + list(table.defaults)
            branches = [_constants(one) for one in outputs]
        case bare if is_closed(bare):
            try:
                return [value_of(bare)]
            except Undecided:
                return None
        case _:
            return None
    return None if None in branches else [value for branch in branches for value in branch or ()]


def _evaluated(expression: tree.Expression, cases: Iterable[Case]) -> Iterable[Any]:
    scope = {one.name: Variable(one.type, optional=True) for one in map(root, references(expression))}
    function = feel.compile(expression, scope)
    for case in cases:
        try:
            yield function(case)
        except BridgeheadError:  # a limit is passed: the case shows nothing
            continue
