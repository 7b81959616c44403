"""FEEL types (DMN 1.5, 10.3.2), with what columns need beyond them: digits and scale of a number."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

MAX_LETTERS = 500  # of a type that is written out: types that hold one another may have more parts than memory
MAX_LEVELS = 100  # of types in one another; what stands deeper may be anything


@dataclass(frozen=True, slots=True)
class Type:
    """A type without parameters: any, null, string, boolean, date, time, date and time, and the two durations.

    `allowed` says which of its values belong to it, where not all do (the allowed values and constraints of DMN); two
    types that differ in nothing else are equal. `levels` is how many types stand in one another in it.
    """

    name: str
    allowed: Callable[[object], bool] | None = field(default=None, compare=False, repr=False, kw_only=True)
    levels: int = field(default=0, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """One with more levels than MAX_LEVELS is bare, as `list` is: whoever goes into types ends in bounded time."""
        levels = max((part.levels + 1 for part in self.parts()), default=0)
        object.__setattr__(self, "levels", levels)
        if levels > MAX_LEVELS:
            for one in fields(self):
                if one.name not in ("name", "allowed", "levels"):
                    object.__setattr__(self, one.name, one.default)

    def __str__(self) -> str:
        """As FEEL writes it; beyond MAX_LETTERS it is cut, which «…» at its end shows."""
        pieces: list[str] = []
        left = MAX_LETTERS
        for piece in self.pieces():
            pieces.append(piece)
            left -= len(piece)
            if left < 0:
                return "".join(pieces)[:MAX_LETTERS] + "…"
        return "".join(pieces)

    def pieces(self) -> Iterator[str]:
        """What it is written of, piece by piece."""
        yield self.name

    def parts(self) -> "Iterable[Type]":
        """The types that it is made of."""
        return ()

    def shape(self) -> "tuple[tuple[object, ...], tuple[Type, ...]]":
        """What two equal types have in common beside the types that they are made of, and those."""
        return (self.name,), ()


@dataclass(frozen=True, slots=True)
class NumberType(Type):
    """A number; `precision` and `scale` are those of an exact DECIMAL that holds every value, None where not known."""

    name: str = "number"
    precision: int | None = None
    scale: int | None = None

    def shape(self) -> tuple[tuple[object, ...], tuple[Type, ...]]:
        return (self.name, self.precision, self.scale), ()


@dataclass(frozen=True, slots=True)
class ListType(Type):
    name: str = "list"
    item: Type = field(default=Type("Any"))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _same(self, other)

    def pieces(self) -> Iterator[str]:
        yield "list<"
        yield from self.item.pieces()
        yield ">"

    def parts(self) -> Iterable[Type]:
        return (self.item,)

    def shape(self) -> tuple[tuple[object, ...], tuple[Type, ...]]:
        return (self.name,), (self.item,)


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    name: str = "range"
    item: Type = field(default=Type("Any"))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _same(self, other)

    def pieces(self) -> Iterator[str]:
        yield "range<"
        yield from self.item.pieces()
        yield ">"

    def parts(self) -> Iterable[Type]:
        return (self.item,)

    def shape(self) -> tuple[tuple[object, ...], tuple[Type, ...]]:
        return (self.name,), (self.item,)


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    """`fields` maps each key to its variable; a context whose keys are not known has None.

    One `of_data` is that of values at hand, which nobody has declared: a member that they lack is null.
    """

    name: str = "context"
    fields: "Mapping[str, Variable] | None" = None
    of_data: bool = field(default=False, compare=False, repr=False, kw_only=True)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _same(self, other)

    def pieces(self) -> Iterator[str]:
        yield "context"
        if self.fields is None:
            return
        before = "<"
        for name, variable in self.fields.items():
            yield f"{before}{name}: "
            yield from variable.type.pieces()
            before = ", "
        yield ">" if self.fields else "<>"

    def parts(self) -> Iterable[Type]:
        return (one.type for one in (self.fields or {}).values())

    def shape(self) -> tuple[tuple[object, ...], tuple[Type, ...]]:
        if self.fields is None:
            return (self.name,), ()
        fields = sorted(self.fields.items(), key=lambda one: one[0])
        return (self.name, *((name, one.optional) for name, one in fields)), tuple(one.type for _, one in fields)


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """`parameters` None where they are not known, as their `names`; `built_in` for those of the standard's library."""

    name: str = "function"
    parameters: tuple[Type, ...] | None = None
    result: Type = field(default=Type("Any"))
    built_in: bool = False
    names: tuple[str, ...] | None = field(default=None, compare=False, repr=False, kw_only=True)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _same(self, other)

    def pieces(self) -> Iterator[str]:
        yield "function"
        if self.parameters is None:
            return
        before = "<"
        for parameter in self.parameters:
            yield before
            yield from parameter.pieces()
            before = ", "
        yield "> -> " if self.parameters else "<> -> "
        yield from self.result.pieces()

    def parts(self) -> Iterable[Type]:
        return (*(self.parameters or ()), self.result)

    def shape(self) -> tuple[tuple[object, ...], tuple[Type, ...]]:
        if self.parameters is None:
            return (self.name, self.built_in), (self.result,)
        return (self.name, self.built_in, len(self.parameters)), (*self.parameters, self.result)


def _same(one: Type, other: Type) -> bool:
    """Whether types are equal; a pair of types that they hold many times is compared once."""
    met: set[tuple[int, int]] = set()
    waiting = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if left is right or (id(left), id(right)) in met:
            continue
        met.add((id(left), id(right)))
        (shape, parts), (wanted, others) = left.shape(), right.shape()
        if shape != wanted:
            return False
        waiting += zip(parts, others, strict=True)
    return True


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
