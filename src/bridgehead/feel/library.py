"""The built-in functions (DMN 1.5, 10.3.4): one row each, its signature as the standard prints it.

A parameter with `?` may be left out; one with `*` takes all arguments that are left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bridgehead.feel import tree
from bridgehead.feel.cursor import Cursor
from bridgehead.feel.names import Frame
from bridgehead.feel.type_names import read_type
from bridgehead.feel.types import ANY, FunctionType, Type

SIGNATURES = (
    "date(from: Any) -> date",
    "date(year: number, month: number, day: number) -> date",
    "date and time(from: Any) -> date and time",
    "date and time(date: Any, time: time) -> date and time",
    "time(from: Any) -> time",
    "time(hour: number, minute: number, second: number, offset?: days and time duration) -> time",
    "duration(from: string) -> Any",
    "years and months duration(from: Any, to: Any) -> years and months duration",
    "number(from: string, grouping separator?: string, decimal separator?: string) -> number",
    "string(from: Any) -> string",
    "not(negand: boolean) -> boolean",
    "abs(n: Any) -> Any",
    "floor(n: number, scale?: number) -> number",
    "ceiling(n: number, scale?: number) -> number",
    "decimal(n: number, scale: number) -> number",
    "round up(n: number, scale: number) -> number",
    "round down(n: number, scale: number) -> number",
    "round half up(n: number, scale: number) -> number",
    "round half down(n: number, scale: number) -> number",
    "modulo(dividend: number, divisor: number) -> number",
    "string length(string: string) -> number",
    "contains(string: string, match: string) -> boolean",
    "starts with(string: string, match: string) -> boolean",
    "ends with(string: string, match: string) -> boolean",
    "substring(string: string, start position: number, length?: number) -> string",
    "upper case(string: string) -> string",
    "lower case(string: string) -> string",
    "count(list: list) -> number",
    "sum(list: list<number>) -> number",
    "sum(*list: number) -> number",
    "min(list: list) -> Any",
    "min(*list: Any) -> Any",
    "max(list: list) -> Any",
    "max(*list: Any) -> Any",
    "list contains(list: list, element: Any) -> boolean",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type
    optional: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One way to call one function."""

    name: str
    parameters: tuple[Parameter, ...]
    result: Type

    def accepts(self, count: int) -> bool:
        """Whether it takes that many arguments."""
        least = sum(not (parameter.optional or parameter.rest) for parameter in self.parameters)
        return least <= count and (count <= len(self.parameters) or self.parameters[-1].rest)


def read_signature(text: str) -> Row:
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
        parameters.append(Parameter(label.rstrip("?"), read_type(cursor, {}), label.endswith("?"), rest))
        cursor.accept(",")
    cursor.take()
    cursor.keyword("->")
    return Row(name, tuple(parameters), read_type(cursor, {}))


@cache
def rows() -> dict[str, tuple[Row, ...]]:
    """All rows by name."""
    by_name: dict[str, tuple[Row, ...]] = {}
    for text in SIGNATURES:
        row = read_signature(text)
        by_name[row.name] = (*by_name.get(row.name, ()), row)
    return by_name


@cache
def frame() -> Frame:
    """The outermost scope, that of the built-in functions."""
    return Frame({name: FunctionType(result=found[0].result) for name, found in rows().items()})


def result(function: tree.Expression, arguments: Sequence[tree.Expression], names: Sequence[str]) -> Type:
    """The type of a call's value."""
    match function:
        case tree.Name(name, type=FunctionType(parameters=None)) if name in rows():
            for row in rows()[name]:
                if row.accepts(len(arguments)):
                    return row.result
            return ANY
        case tree.Expression(type=FunctionType(result=result)):
            return result
    return ANY
