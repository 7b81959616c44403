"""FEEL types (DMN 1.5, 10.3.2), with what columns need beyond them: digits and scale of a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Type:
    """A type without parameters: any, null, string, boolean, date, time, date and time, and the two durations.

    `allowed` says which of its values belong to it, where not all do (the allowed values and constraints of DMN); two
    types that differ in nothing else are equal.
    """

    name: str
    allowed: Callable[[object], bool] | None = field(default=None, compare=False, repr=False, kw_only=True)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class NumberType(Type):
    """A number; `precision` and `scale` are those of an exact DECIMAL that holds every value, None where not known."""

    name: str = "number"
    precision: int | None = None
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class ListType(Type):
    name: str = "list"
    item: Type = field(default=Type("Any"))

    def __str__(self) -> str:
        return f"list<{self.item}>"


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    name: str = "range"
    item: Type = field(default=Type("Any"))

    def __str__(self) -> str:
        return f"range<{self.item}>"


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    """`fields` maps each key to its variable; a context whose keys are not known has None.

    One `of_data` is that of values at hand, which nobody has declared: a member that they lack is null.
    """

    name: str = "context"
    fields: "Mapping[str, Variable] | None" = None
    of_data: bool = field(default=False, compare=False, repr=False, kw_only=True)

    def __str__(self) -> str:
        if self.fields is None:
            return "context"
        return f"context<{', '.join(f'{name}: {variable.type}' for name, variable in self.fields.items())}>"


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """`parameters` None where they are not known, as their `names`; `built_in` for those of the standard's library."""

    name: str = "function"
    parameters: tuple[Type, ...] | None = None
    result: Type = field(default=Type("Any"))
    built_in: bool = False
    names: tuple[str, ...] | None = field(default=None, compare=False, repr=False, kw_only=True)

    def __str__(self) -> str:
        if self.parameters is None:
            return "function"
        return f"function<{', '.join(map(str, self.parameters))}> -> {self.result}"


ANY = Type("Any")
NULL = Type("Null")
UNDEFINED = Type("undefined")  # of a name that names no type: nothing conforms to it
STRING = Type("string")
BOOLEAN = Type("boolean")
NUMBER = NumberType()
DATE = Type("date")
TIME = Type("time")
DATE_TIME = Type("date and time")
DAYS_TIME = Type("days and time duration")
YEARS_MONTHS = Type("years and months duration")


@dataclass(frozen=True, slots=True)
class Variable:
    """A name in scope. An optional one may be null; a required one that is absent is *unknown*, which is not null."""

    type: Type
    optional: bool = False


Scope = Mapping[str, Variable]
