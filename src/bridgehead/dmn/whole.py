"""A decision with all that it needs as one tree of FEEL over its input data, for those who have an expression's place.

`Decisions` works a node out once a case; here what a decision needs is written out wherever it is named, and a
knowledge model stands in the place of its calls. So the tree runs wherever FEEL does, one by one or as columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from bridgehead.dmn.graph import Key
from bridgehead.dmn.lower import conforming
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Decision, DecisionService, InputData, KnowledgeModel
from bridgehead.dmn.run import MAX_HEIGHT, Decisions
from bridgehead.feel import tree
from bridgehead.feel.substitution import HiddenNameError, substitute
from bridgehead.feel.types import ContextType, FunctionType, ListType, RangeType, Type
from bridgehead.primitives.errors import BridgeheadError

MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Whole:
    """`expression` names what is given for the input data, and nothing else; `inputs` are their types by name."""

    expression: tree.Expression
    inputs: Mapping[str, Type]


def whole(decisions: Decisions, name: str, given: Mapping[str, tree.Expression] | None = None) -> Whole:
    """The tree of a decision over what is `given` for its input data, by the names of `Decisions.inputs`.

    What is not given is the name itself. Raises BridgeheadError: as `Decisions.decide` does for what is wrong in the
    model; DM112 for what has no such tree: a decision service, a function that calls itself, what would grow too large.
    """
    wanted = decisions.graph.find(name)
    inputs = decisions.inputs(name)  # plans all, and tells what is wrong
    places: dict[Key, tree.Expression] = {}
    for key in decisions.graph.order((wanted,)):
        plan, called = decisions.plan(key), decisions.called(key)
        match plan.node:
            case InputData():
                places[key] = _as_input((given or {}).get(called, tree.Name(called)), plan.type)
            case Decision() | KnowledgeModel() if plan.expression is not None:
                places[key] = _written_out(decisions, key, plan.expression, places)
            case DecisionService():
                _refuse(decisions, key, "a decision service")
    return Whole(places[wanted], inputs)


def _as_input(given: tree.Expression, declared: Type) -> tree.Expression:
    """What is given, held against the type of the input data where it is not certain to be of it."""
    parted = isinstance(declared, ListType | ContextType | RangeType | FunctionType)
    if declared.allowed is None and not parted and given.type.name == declared.name:
        return given
    return conforming(given, declared)


def _written_out(
    decisions: Decisions, key: Key, expression: tree.Expression, places: Mapping[Key, tree.Expression]
) -> tree.Expression:
    needs = {
        f"{need.alias}.{need.name}" if need.alias else need.name: places[need.key]
        for need in decisions.graph.needs[key]
        if need.key in places
    }
    if any(need.key not in places for need in decisions.graph.needs[key]) or _names_itself(decisions, key, expression):
        _refuse(decisions, key, "a function that calls itself")
    try:
        made = substitute(expression, needs)
    except HiddenNameError as error:
        _refuse(decisions, key, f"a place where «{error.hidden}» hides what «{error.name}» means by it")
    if tree.height(made) > MAX_HEIGHT or sum(1 for _ in tree.walk(made)) > MOST_NODES:
        _refuse(decisions, key, "too large to be written out")
    return made


def _names_itself(decisions: Decisions, key: Key, expression: tree.Expression) -> bool:
    node = decisions.graph.nodes[key]
    names = (each.name for each in tree.walk(expression) if isinstance(each, tree.Name))
    return isinstance(node, KnowledgeModel) and node.name in names


def _refuse(decisions: Decisions, key: Key, what: str) -> NoReturn:
    raise BridgeheadError([mistake("DM112", decisions.graph.nodes[key].place, found=key.name, what=what)])
