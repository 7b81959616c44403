"""Whether a value is of a type, and the few conversions that happen by themselves (DMN 1.5, 10.3.2.9.4)."""

from collections.abc import Iterable
from typing import Any, Final

from bridgehead.feel import temporal
from bridgehead.feel.operations import kind
from bridgehead.feel.steps import spend
from bridgehead.feel.types import ANY, DATE_TIME, NULL, ContextType, FunctionType, ListType, RangeType, Type
from bridgehead.feel.values import Function, Range

REFUSED: Final = object()


def is_instance(value: Any, of: Type) -> bool:
    """`value instance of T`, whatever values T allows; null is an instance of Null alone."""
    if value is None:
        return of.name == "Null"
    return conforms(value, of, allowed=False)


def conforms(value: Any, of: Type, *, allowed: bool = True) -> bool:
    """Whether a value that is not null belongs to a type; inside a list or context null belongs to every type.

    Without `allowed`, its form alone counts, and not which values the type allows.
    """
    return _has_form(value, of, allowed) and (not allowed or of.allowed is None or of.allowed(value))


def _has_form(value: Any, of: Type, allowed: bool) -> bool:
    def inside(part: Any, type: Type) -> bool:
        return part is None or conforms(part, type, allowed=allowed)

    if of == ANY:
        return True
    match of:
        case ListType(item=item):
            if not isinstance(value, list):
                return False
            spend(len(value) // 3 + 1)
            return item == ANY or all(inside(one, item) for one in value)
        case RangeType(item=item):
            return isinstance(value, Range) and all(inside(bound, item) for bound in (value.low, value.high))
        case ContextType(fields=fields):
            if not isinstance(value, dict):
                return False
            spend(len(fields or ()) // 10 + 1)
            return all(
                name in value and inside(value[name], variable.type) for name, variable in (fields or {}).items()
            )
        case FunctionType():
            return isinstance(value, Function) and _function_conforms(value, of)
    return kind(value) == of.name


def _function_conforms(value: Function, of: FunctionType) -> bool:
    """Whether it takes at least what `of` does, and gives no more; what has no type may be anything."""
    if of.parameters is None:
        return True
    if value.ways or not value.takes(len(of.parameters)):
        return value.takes(len(of.parameters))
    takes = zip(of.parameters, value.parameters, strict=True)
    return all(map(_is_taken, takes)) and may_be(value.result, of.result)


def _is_taken(each: tuple[Type, tuple[str, Type | None]]) -> bool:
    """Whether whatever is given by a type may go into a parameter: anything only into one that takes anything."""
    given, (_, wanted) = each
    return wanted is None or may_be(given, wanted, surely=True)


def may_be(given: Type, wanted: Type, *, surely: bool = False) -> bool:
    """Whether a value of type `given` may conform to `wanted`, as far as both are known (10.3.2.9.2); with `surely`,
    whether each does, so that what may be anything conforms to nothing less.

    A pair of types that they hold many times is compared once.
    """
    met: set[tuple[int, int]] = set()
    waiting = [(given, wanted)]
    while waiting:
        pair = waiting.pop()
        if (id(pair[0]), id(pair[1])) in met:
            continue
        met.add((id(pair[0]), id(pair[1])))
        inside = _compared(*pair, surely)
        if inside is None:
            return False
        waiting += inside
    return True


def _compared(given: Type, wanted: Type, surely: bool) -> Iterable[tuple[Type, Type]] | None:
    """The types that they are made of, which have to fit as they do; None where they cannot."""
    if wanted == ANY or NULL in (given, wanted) or (given == ANY and not surely):
        return ()
    match given, wanted:
        case (ListType(item=one), ListType(item=other)) | (RangeType(item=one), RangeType(item=other)):
            return ((one, other),)
        case ContextType(fields=fields), ContextType(fields=needed) if fields is not None:
            needed = needed or {}
            if not needed.keys() <= fields.keys():
                return None
            return ((fields[name].type, variable.type) for name, variable in needed.items())
        case FunctionType(parameters=takes, result=result), FunctionType(parameters=given_to, result=used) if (
            takes is not None and given_to is not None
        ):
            return (*zip(given_to, takes, strict=True), (result, used)) if len(takes) == len(given_to) else None
    return () if given.name == wanted.name else None


def coerce(value: Any, to: Type) -> Any:
    """`value` as an argument or result of type `to`; REFUSED where no conversion of the standard leads there.

    A list of one gives its item, a single value a list of one, and a date its midnight at Greenwich.
    """
    if value is None or conforms(value, to):
        return value
    if isinstance(value, list) and len(value) == 1 and not isinstance(to, ListType):
        return REFUSED if value[0] is None or isinstance(value[0], list) else coerce(value[0], to)
    if isinstance(to, ListType) and not isinstance(value, list) and conforms(value, to.item):
        return [value]
    if to == DATE_TIME and temporal.is_date(value):
        return temporal.combine(value, temporal.time_of(0, temporal.fixed_offset(0)))
    return REFUSED
