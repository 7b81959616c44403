"""The syntax tree of FEEL, whole: one frozen class a construct (DMN 1.5, 10.3.1.2).

Every expression carries `span`, its half-open range of characters in the source, and `type`, found while parsing.
Two trees are equal where they say the same: spans do not count.
"""

from collections.abc import Iterator as Iterable
from dataclasses import dataclass, field, fields
from typing import Literal as OneOf
from typing import get_args

from bridgehead.feel.types import ANY, Type

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    span: Span = field(default=(0, 0), compare=False)
    type: Type = field(default=ANY)


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """A constant: Decimal, str, bool, None, or a temporal value from `@"..."`."""

    value: object


@dataclass(frozen=True, slots=True)
class Name(Expression):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Expression):
    base: Expression
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Expression):
    base: Expression
    condition: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    operator: OneOf["+", "-", "*", "/", "**"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negation(Expression):
    operand: Expression


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    operator: OneOf["=", "!=", "<", "<=", ">", ">="]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class And(Expression):
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or(Expression):
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Between(Expression):
    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class Range(Expression):
    """An interval; an open end without a bound (`low` or `high` None) is that of `(< 5)`.

    `point` is that of `(= 5)`, which the standard keeps apart from `[5..5]`.
    """

    low: Expression | None
    high: Expression | None
    low_closed: bool
    high_closed: bool
    point: bool = False


@dataclass(frozen=True, slots=True)
class In(Expression):
    """`value in tests`: true where any test holds. A test is a Range, a list, a Test, or a value to equal."""

    value: Expression
    tests: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Test(Expression):
    """A unary test with an operator, as in `in (< 5, != 7)`."""

    operator: OneOf["=", "!=", "<", "<=", ">", ">="]
    operand: Expression


@dataclass(frozen=True, slots=True)
class UnaryTests(Expression):
    """The cell of a decision table: any of `tests` (none: `-`, always true), or not any where `negated`."""

    tests: tuple[Expression, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class If(Expression):
    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain`; `through` is the end of an iteration `domain..through`."""

    name: str
    domain: Expression
    through: Expression | None = None


@dataclass(frozen=True, slots=True)
class For(Expression):
    iterators: tuple[Iterator, ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class Quantified(Expression):
    kind: OneOf["some", "every"]
    iterators: tuple[Iterator, ...]
    condition: Expression


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type | None = None


@dataclass(frozen=True, slots=True)
class Function(Expression):
    """A function literal; the body of an external one is the context that names it."""

    parameters: tuple[Parameter, ...]
    body: Expression
    external: bool = False


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """An invocation; `names` holds the argument names where they are named, else it is empty."""

    function: Expression
    arguments: tuple[Expression, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class List(Expression):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Context(Expression):
    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Expression):
    value: Expression
    of: Type


# What boxed expressions add (DMN 1.5, chapters 8 and 10.2); no text of FEEL says these.


@dataclass(frozen=True, slots=True)
class Conform(Expression):
    """`value` as one of type `to`, converted where the standard does; null where it is none."""

    value: Expression
    to: Type


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a decision table: a test for each input, a value for each output."""

    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]


HitPolicy = OneOf["U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#"]


@dataclass(frozen=True, slots=True)
class Table(Expression):
    """A decision table; inside a test `?` is the value of its input.

    `names` are those of the outputs, and empty where there is one alone, whose value then is not in a context.
    `priorities` has for each output its values, the first before all others, or none; `defaults` for each output what
    it is where no rule matches, or is empty. A trace calls the table `label`, and its inputs `heads`.
    """

    inputs: tuple[Expression, ...]
    rules: tuple[Rule, ...]
    policy: HitPolicy
    names: tuple[str, ...] = ()
    priorities: tuple[tuple[Expression, ...], ...] = ()
    defaults: tuple[Expression, ...] = ()
    label: str = ""
    heads: tuple[str, ...] = ()


_LEAVES = frozenset((Literal, Name))
_PARTS: dict[type, tuple[str, ...]] = {}  # of each construct, the fields that hold an expression, or several


def _parts(of: type[Expression]) -> tuple[str, ...]:
    if of not in _PARTS:
        _PARTS[of] = tuple(part.name for part in fields(of) if _holds_expressions(part.type))
    return _PARTS[of]


def _holds_expressions(annotation: object) -> bool:
    return any(isinstance(one, type) and issubclass(one, Expression) for one in (annotation, *get_args(annotation)))


def children(node: Expression) -> Iterable[Expression]:
    """The expressions directly inside `node`, in the order of the text."""
    match node:
        case Context(entries):
            yield from (value for _, value in entries)
        case For(iterators, inner) | Quantified(_, iterators, inner):
            for iterator in iterators:
                yield iterator.domain
                if iterator.through is not None:
                    yield iterator.through
            yield inner
        case Table():
            yield from node.inputs
            for rule in node.rules:
                yield from rule.tests
                yield from rule.outputs
            yield from (value for values in node.priorities for value in values)
            yield from node.defaults
        case _:
            for name in _parts(type(node)):
                value = getattr(node, name)
                if isinstance(value, tuple):
                    yield from value
                elif value is not None:
                    yield value


def walk(node: Expression) -> Iterable[Expression]:
    """`node` and all that is inside it, in the order of the text; no recursion, so any depth is safe."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(tuple(children(node))))


def condition_names(condition: Expression) -> set[str]:
    """The names that may be the item of a filter or its entries; the `item` of a filter inside is that filter's own."""
    names: set[str] = set()
    waiting = [(condition, False)]
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, Name) and not (inside and node.name == "item"):
            names.add(node.name)
        waiting.extend(
            (child, inside or (isinstance(node, Filter) and child is node.condition)) for child in children(node)
        )
    return names


def bare(node: Expression) -> Expression:
    """A value without the types that it is held against."""
    return bare(node.value) if isinstance(node, Conform) else node


def height(node: Expression) -> int:
    """How many expressions stand inside one another."""
    level, depth = [node], 0
    while level:
        depth += 1
        level = [child for node in level if type(node) not in _LEAVES for child in children(node)]
    return depth
