"""A decision with all that it needs as one tree of FEEL over its input data, for those who have an expression's place.

`Decisions` works a node out once a case; here what a decision needs is written out wherever it is named, and a
knowledge model or a decision service stands in the place of its calls. So the tree runs wherever FEEL does, one by one
or as columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from bridgehead.dmn.graph import Key
from bridgehead.dmn.lower import conforming
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Decision, DecisionService, InputData, KnowledgeModel
from bridgehead.dmn.run import MAX_HEIGHT, Decisions
from bridgehead.feel import infer, tree
from bridgehead.feel.substitution import HiddenNameError, substitute
from bridgehead.feel.types import ANY, ContextType, FunctionType, ListType, RangeType, Type
from bridgehead.primitives.errors import BridgeheadError

MOST_NODES = 20_000
MOST_SERVICES = 50  # in one another

Places = Mapping[Key, tree.Expression]


@dataclass(frozen=True, slots=True)
class Whole:
    """`expression` names what is given for the input data, and nothing else; `inputs` are their types by name."""

    expression: tree.Expression
    inputs: Mapping[str, Type]


def whole(decisions: Decisions, name: str, given: Mapping[str, tree.Expression] | None = None) -> Whole:
    """The tree of a decision or decision service over what is `given` for its inputs, by the names of
    `Decisions.inputs`.

    What is not given is the name itself. Raises BridgeheadError: as `Decisions.decide` does for what is wrong in the
    model; DM112 for what has no such tree: a function or service that calls itself, what would grow too large.
    """
    wanted = decisions.graph.find(name)
    inputs = decisions.inputs(name)  # plans all, and tells what is wrong
    node, given = decisions.graph.nodes[wanted], given or {}
    known = {}
    for key in decisions.taken(wanted):
        called = decisions.called(key)
        known[key] = _as_input(given.get(called, tree.Name(called)), decisions.plan(key).type)
    if isinstance(node, DecisionService):
        return Whole(_service(decisions, wanted, known, ()), inputs)
    return Whole(_worked_out(decisions, (wanted,), known, ())[wanted], inputs)


def function(decisions: Decisions, key: Key, within: tuple[Key, ...] = ()) -> tree.Function:
    """A decision service as a function of its input data, then of its input decisions; `within` are those whose body
    is being written out.

    Raises BridgeheadError as `whole` does.
    """
    service, home = decisions.graph.nodes[key], decisions.graph.models[key.namespace]
    if key in within:
        _refuse(decisions, key, "a service that calls itself")
    if len(within) >= MOST_SERVICES:
        _refuse(decisions, key, f"a service in more than {MOST_SERVICES} others")
    taken = {one: decisions.graph.called(one, home).name for one in decisions.taken(key)}
    if len(set(taken.values())) < len(taken):
        _refuse(decisions, key, f"a service, «{service.name}», with two inputs of one name")
    types = {one: decisions.plan(one).type for one in taken}
    known = {one: tree.Name(name, type=types[one]) for one, name in taken.items()}
    parameters = (tree.Parameter(name, None if types[one] == ANY else types[one]) for one, name in taken.items())
    body = _service(decisions, key, known, within)
    return tree.Function(tuple(parameters), body, type=decisions.plan(key).type)


def _service(decisions: Decisions, key: Key, known: Places, within: tuple[Key, ...]) -> tree.Expression:
    """The one output decision of a service, or a context of all."""
    service, home = decisions.graph.nodes[key], decisions.graph.models[key.namespace]
    assert isinstance(service, DecisionService)
    outputs = tuple(decisions.graph.resolved(service.outputs, home))
    places = _worked_out(decisions, outputs, known, (*within, key))
    entries = tuple({decisions.graph.called(one, home).name: places[one] for one in outputs}.items())
    made = entries[0][1]
    if len(entries) > 1:
        made = tree.Context(entries, type=infer.context((name, value.type) for name, value in entries))
        _require_small(decisions, key, made)
    type = decisions.plan(key).type
    return conforming(made, type.result) if isinstance(type, FunctionType) else made


def _worked_out(
    decisions: Decisions, wanted: tuple[Key, ...], known: Places, within: tuple[Key, ...]
) -> dict[Key, tree.Expression]:
    """The trees of what is wanted and of all that it needs, over what is known."""
    places = dict(known)
    for key in decisions.order(wanted, frozenset(known)):
        if key in places:
            continue
        plan = decisions.plan(key)
        match plan.node:
            case InputData():  # which a service does not take
                places[key] = tree.Literal(None, type=infer.literal(None))
            case Decision() | KnowledgeModel() if plan.expression is not None:
                places[key] = _written_out(decisions, key, plan.expression, places)
            case DecisionService():
                places[key] = function(decisions, key, within)
    return places


def _as_input(given: tree.Expression, declared: Type) -> tree.Expression:
    """What is given, held against the type of the input data where it is not certain to be of it."""
    parted = isinstance(declared, ListType | ContextType | RangeType | FunctionType)
    if declared.allowed is None and not parted and given.type.name == declared.name:
        return given
    return conforming(given, declared)


def _written_out(decisions: Decisions, key: Key, expression: tree.Expression, places: Places) -> tree.Expression:
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
    _require_small(decisions, key, made)
    return made


def _require_small(decisions: Decisions, key: Key, made: tree.Expression) -> None:
    if tree.height(made) > MAX_HEIGHT or sum(1 for _ in tree.walk(made)) > MOST_NODES:
        _refuse(decisions, key, "too large to be written out")


def _names_itself(decisions: Decisions, key: Key, expression: tree.Expression) -> bool:
    node = decisions.graph.nodes[key]
    names = (each.name for each in tree.walk(expression) if isinstance(each, tree.Name))
    return isinstance(node, KnowledgeModel) and node.name in names


def _refuse(decisions: Decisions, key: Key, what: str) -> NoReturn:
    raise BridgeheadError([mistake("DM112", decisions.graph.nodes[key].place, found=key.name, what=what)])
