"""The built-in functions (DMN 1.5, 10.3.4): one row each, its signature as the standard prints it, and its callable.

A parameter with `?` may be left out, one with `??` only where the arguments are named; one with `*` takes all arguments
that are left.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bridgehead.feel import results, tree
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.cursor import Cursor
from bridgehead.feel.functions import calendar, contexts, conversions, lists, numbers, ranges, texts
from bridgehead.feel.names import Frame
from bridgehead.feel.steps import spend, weight
from bridgehead.feel.type_names import read_type
from bridgehead.feel.types import ANY, FunctionType, Type
from bridgehead.feel.values import MAX_SIZE, UNKNOWN, Function, too_big

TABLES = (conversions.TABLE, numbers.TABLE, texts.TABLE, lists.TABLE, calendar.TABLE, contexts.TABLE, ranges.TABLE)
# Functions that make a constant from constants, and are so called once, when an expression is compiled.
_FOLDED = frozenset(("date", "date and time", "time", "duration", "number", "years and months duration"))


OMITTED: Final = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type
    optional: bool = False
    rest: bool = False
    by_name: bool = False
    """Whether it may be left out of named arguments, and there alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way to call one function."""

    name: str
    parameters: tuple[Parameter, ...]
    result: Type
    function: Callable[..., Any]

    def accepts(self, count: int) -> bool:
        """Whether it takes that many arguments."""
        least = sum(not parameter.optional for parameter in self.parameters)
        rest = any(parameter.rest for parameter in self.parameters)
        return least <= count and (count <= len(self.parameters) or rest)


def counts(ways: Iterable[Row]) -> str:
    """How many arguments one of these takes, in words: 1 or 2; 2 or more."""
    rows = list(ways)
    rest = [len(row.parameters) for row in rows if any(parameter.rest for parameter in row.parameters)]
    most = max(len(row.parameters) for row in rows)
    taken = [str(count) for count in range(most + 1) if any(row.accepts(count) for row in rows)]
    if rest:
        return f"{taken[0]} or more"
    return " or ".join([", ".join(taken[:-1]), taken[-1]] if len(taken) > 1 else taken)


def read_signature(text: str, function: Callable[..., Any]) -> Row:
    """A row from its signature, such as `floor(n: number, scale?: number) -> number`."""
    cursor = Cursor(text)
    name = cursor.name_until(lambda token: token.text == "(")
    assert name is not None
    cursor.take()
    parameters: list[Parameter] = []
    while not cursor.sees(")"):
        rest = cursor.accept("*")
        label = cursor.name_until(lambda token: token.text == ":")
        assert label is not None
        cursor.take()
        marks = len(label) - len(label.rstrip("?"))
        parameters.append(Parameter(label.rstrip("?"), read_type(cursor, {}), marks == 1, rest, marks == 2))
        cursor.accept(",")
    cursor.take()
    cursor.keyword("->")
    return Row(name, tuple(parameters), read_type(cursor, {}), function)


@cache
def rows() -> dict[str, tuple[Row, ...]]:
    """All rows by name."""
    by_name: dict[str, tuple[Row, ...]] = {}
    for table in TABLES:
        for text, function in table.items():
            row = read_signature(text, function)
            by_name[row.name] = (*by_name.get(row.name, ()), row)
    return by_name


@cache
def frame() -> Frame:
    """The outermost scope, that of the built-in functions."""
    return Frame({name: FunctionType(result=found[0].result, built_in=True) for name, found in rows().items()})


def is_built_in(node: tree.Expression) -> bool:
    return isinstance(node, tree.Name) and isinstance(node.type, FunctionType) and node.type.built_in


def is_constant(node: tree.Expression) -> bool:
    """Whether a call, as `date("2023-05-04")`, has the same value for every case."""
    match node:
        case tree.Literal():
            return True
        case tree.Negation(operand):
            return is_constant(operand)
        case tree.Call(tree.Name(name) as function, arguments):
            return is_built_in(function) and name in _FOLDED and all(map(is_constant, arguments))
    return False


def result(function: tree.Expression, arguments: Sequence[tree.Expression], names: Sequence[str]) -> Type:
    """The type of a call's value."""
    if not is_built_in(function):
        return function.type.result if isinstance(function.type, FunctionType) else ANY
    assert isinstance(function, tree.Name)
    fitting = [row.result for row in rows()[function.name] if row.accepts(len(arguments))]
    placed = in_order(function.name, arguments, names)
    if fitting and placed and function.name in results.BY_ARGUMENTS:
        return results.BY_ARGUMENTS[function.name](placed)
    return fitting[0] if fitting and all(type == fitting[0] for type in fitting) else ANY


def in_order(name: str, arguments: Sequence[tree.Expression], names: Sequence[str]) -> Sequence[tree.Expression] | None:
    """The arguments of a built-in function in the order of its parameters; None where their names do not fit."""
    if not names:
        return arguments
    given = dict(zip(names, arguments, strict=True))
    for row in rows().get(name, ()):
        labels = [parameter.name for parameter in row.parameters][: len(names)]
        if set(labels) == set(given):
            return [given[label] for label in labels]
    return None


@cache
def as_value(name: str) -> Function:
    """A built-in function as a value, to be passed on."""
    ways = rows()[name]
    parameters = tuple((parameter.name, None) for parameter in ways[0].parameters)
    return Function(parameters, lambda *arguments: invoke(ways, arguments, ()), ways[0].result, ways)


def invoke(ways: tuple[Row, ...], arguments: tuple[Any, ...], names: tuple[str, ...]) -> Any:
    """Call a built-in function by the first row that the arguments fit; null where there is none."""
    if any(argument is UNKNOWN for argument in arguments):
        return UNKNOWN
    for row in ways:
        bound = _by_name(row, arguments, names) if names else _by_place(row, arguments)
        fitted = None if bound is None else _fit(row, bound)
        if fitted is not None:
            value = row.function(*fitted)
            if isinstance(value, (list, str, dict)):
                if len(value) > MAX_SIZE:
                    raise too_big()
                spend(weight((value,)))
            return value
    return None


def _by_place(row: Row, arguments: tuple[Any, ...]) -> list[Any] | None:
    if not row.accepts(len(arguments)):
        return None
    fixed = sum(not parameter.rest for parameter in row.parameters)
    bound = list(arguments[:fixed])
    bound += [OMITTED] * (fixed - len(bound))
    return [*bound, list(arguments[fixed:])] if len(row.parameters) > fixed else bound


def _by_name(row: Row, arguments: tuple[Any, ...], names: tuple[str, ...]) -> list[Any] | None:
    given = dict(zip(names, arguments, strict=True))
    known = {parameter.name for parameter in row.parameters}
    needed = {parameter.name for parameter in row.parameters if not (parameter.optional or parameter.by_name)}
    if len(given) != len(names) or not needed <= given.keys() <= known:
        return None
    return [given.get(parameter.name, OMITTED) for parameter in row.parameters]


def _fit(row: Row, bound: list[Any]) -> list[Any] | None:
    """The arguments, converted; None where one does not fit."""
    fitted: list[Any] = []
    for value, parameter in zip(bound, row.parameters, strict=True):
        if parameter.rest:
            items = [coerce(item, parameter.type) for item in (value if isinstance(value, list) else [value])]
            if any(item is REFUSED for item in items):
                return None
            fitted.append(items)
            continue
        if value is OMITTED:
            fitted.append(None)
            continue
        if value is None and parameter.type != ANY:
            return None
        converted = coerce(value, parameter.type)
        if converted is REFUSED:
            return None
        fitted.append(converted)
    return fitted
