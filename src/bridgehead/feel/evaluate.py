"""The value of an expression for one case."""

from collections.abc import Mapping

from bridgehead.feel import infer, tree
from bridgehead.feel.compile import compile, trace
from bridgehead.feel.operations import kind
from bridgehead.feel.parse import parse
from bridgehead.feel.reasons import Reason
from bridgehead.feel.type_names import BUILT_IN
from bridgehead.feel.types import ANY, ContextType, FunctionType, ListType, RangeType, Scope, Type, Variable
from bridgehead.feel.values import NOW, UNKNOWN, Function, Range, feel_value, named


def evaluate(
    expression: str | tree.Expression,
    context: Mapping[str, object],
    *,
    now: object = None,
    reasons: list[Reason] | None = None,
) -> object:
    """The value of an expression, text or tree, over the values of `context`.

    A text may use the names of `context` alone; `now` is the date and time that `now()` is to give. A member that a
    context in `context` lacks is null, as FEEL has it; one that a context of the text lacks is FE103. To
    `reasons`, if it is given, is added why nulls were made on the way (FE5xx; of such a member FE508), with place and
    span, as `trace` tells it.
    Raises BridgeheadError with what is wrong in the text (FE0xx, FE1xx), or where a limit is passed or a value is not
    one of FEEL (FE4xx); TypeError where `expression` is neither text nor tree, or `context` no mapping.
    """
    if not isinstance(expression, (str, tree.Expression)):
        raise TypeError(f"an expression is a text or what `parse` gives for it, and not {expression!r}")
    values = _values(context)
    scope = _scope(values)
    node = parse(expression, scope) if isinstance(expression, str) else expression
    moment = {} if now is None else {NOW: now}
    if reasons is None:
        return compile(node, scope)({**values, **moment})
    text = expression if isinstance(expression, str) else None
    value, found = trace(node, scope, text)({**values, **moment})
    reasons.extend(found)
    return value


def scope_of(values: Mapping[str, object]) -> Scope:
    """The names and types of values at hand; what is null may be. Raises BridgeheadError, FE4xx, as `evaluate` does."""
    return _scope(_values(values))


def _values(context: Mapping[str, object]) -> dict[str, object]:
    return {name: feel_value(value) for name, value in named(context).items()}


def _scope(values: Mapping[str, object]) -> Scope:
    known: dict[int, Type] = {}
    return {name: Variable(_type(value, known), optional=value is not UNKNOWN) for name, value in values.items()}


def type_of(value: object) -> Type:
    """The type of one value."""
    return _type(value, {})


def _type(value: object, known: dict[int, Type]) -> Type:
    """`known` are the types of the lists and contexts that were met before, by their id: they may stand in others."""
    if not isinstance(value, (list, dict)):
        return _of_one(value)
    if id(value) not in known:
        if isinstance(value, list):
            known[id(value)] = ListType(item=infer.join(_type(item, known) for item in value))
        else:
            fields = {name: Variable(_type(item, known), optional=True) for name, item in value.items()}
            known[id(value)] = ContextType(fields=fields, of_data=True)
    return known[id(value)]


def _of_one(value: object) -> Type:
    match value:
        case Range(low, high):
            return RangeType(item=infer.join((type_of(low), type_of(high))))
        case Function(parameters):
            names = tuple(name for name, _ in parameters)
            return FunctionType(parameters=tuple(type or ANY for _, type in parameters), names=names)
    if value is UNKNOWN:
        return ANY
    return BUILT_IN.get(kind(value), ANY)
