"""The syntax tree of FEEL, whole: one frozen class a construct (DMN 1.5, 10.3.1.2).

Every expression carries `span`, its half-open range of characters in the source, and `type`, found while parsing.
Two trees are equal where they say the same: spans do not count.
"""

from collections.abc import Container
from collections.abc import Iterator as Iterable
from dataclasses import dataclass, field, fields
from typing import Literal as OneOf
from typing import get_args

from bridgehead.feel.types import ANY, Type

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    span: Span = field(default=(0, 0), compare=False)
    type: Type = field(default=ANY)

    def __eq__(self, other: object) -> bool:
        """Whether two trees say the same; no recursion, so any depth is safe."""
        waiting: list[tuple[object, object]] = [(self, other)]
        while waiting:
            one, another = waiting.pop()
            if isinstance(one, Expression):
                if type(one) is not type(another):
                    return False
                names = (part.name for part in fields(one) if part.compare)
                waiting.extend((getattr(one, name), getattr(another, name)) for name in names)
            elif isinstance(one, tuple) and isinstance(another, tuple) and len(one) == len(another):
                waiting.extend(zip(one, another, strict=True))
            elif one != another:
                return False
        return True

    def __hash__(self) -> int:
        return hash(tuple(type(node).__name__ for node in walk(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Expression):
    """A constant: Decimal, str, bool, None, or a temporal value from `@"..."`."""

    value: object


@dataclass(frozen=True, slots=True, eq=False)
class Name(Expression):
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Path(Expression):
    base: Expression
    member: str


@dataclass(frozen=True, slots=True, eq=False)
class Filter(Expression):
    base: Expression
    condition: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Expression):
    operator: OneOf["+", "-", "*", "/", "**"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Negation(Expression):
    operand: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Expression):
    operator: OneOf["=", "!=", "<", "<=", ">", ">="]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class And(Expression):
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Or(Expression):
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Between(Expression):
    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Range(Expression):
    """An interval; an open end without a bound (`low` or `high` None) is that of `(< 5)`.

    `point` is that of `(= 5)`, which the standard keeps apart from `[5..5]`.
    """

    low: Expression | None
    high: Expression | None
    low_closed: bool
    high_closed: bool
    point: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class In(Expression):
    """`value in tests`: true where any test holds. A test is a Range, a list, a Test, or a value to equal."""

    value: Expression
    tests: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Test(Expression):
    """A unary test with an operator, as in `in (< 5, != 7)`."""

    operator: OneOf["=", "!=", "<", "<=", ">", ">="]
    operand: Expression


@dataclass(frozen=True, slots=True, eq=False)
class UnaryTests(Expression):
    """The cell of a decision table: any of `tests` (none: `-`, always true), or not any where `negated`."""

    tests: tuple[Expression, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
class For(Expression):
    iterators: tuple[Iterator, ...]
    result: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Quantified(Expression):
    kind: OneOf["some", "every"]
    iterators: tuple[Iterator, ...]
    condition: Expression


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: Type | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Function(Expression):
    """A function literal; the body of an external one is the context that names it."""

    parameters: tuple[Parameter, ...]
    body: Expression
    external: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Call(Expression):
    """An invocation; `names` holds the argument names where they are named, else it is empty."""

    function: Expression
    arguments: tuple[Expression, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class List(Expression):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Context(Expression):
    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True, eq=False)
class InstanceOf(Expression):
    value: Expression
    of: Type


# What boxed expressions add (DMN 1.5, chapters 8 and 10.2); no text of FEEL says these.


@dataclass(frozen=True, slots=True, eq=False)
class Conform(Expression):
    """`value` as one of type `to`, converted where the standard does; null where it is none."""

    value: Expression
    to: Type


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a decision table: a test for each input, a value for each output; notes, each under its heading, which
    decide nothing and are told beside what the rule gives."""

    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]
    notes: tuple[tuple[str, str], ...] = ()


HitPolicy = OneOf["U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#"]


@dataclass(frozen=True, slots=True, eq=False)
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


# Chains: `a + b + c`, `a.b.c`, `if .. else if .. else ..`. Each link holds the rest of the chain, to its left or, of
# `if`, to its right, so that the tree of a long one is deep; who goes through trees goes along it without recursion.

LEADING: dict[type[Expression], str] = {
    **dict.fromkeys((Arithmetic, Comparison), "left"),
    **dict.fromkeys((Between, In, InstanceOf), "value"),
    **dict.fromkeys((Path, Filter), "base"),
    Call: "function",
    If: "otherwise",
}
"""Of each construct that makes chains, the field with the rest of the chain."""

_KINDS = {"+": "sum", "-": "sum", "*": "product", "/": "product", "**": "power"}


def leading(node: Expression) -> Expression | None:
    """The rest of the chain whose last link is `node`; None where it is no link."""
    name = LEADING.get(type(node))
    return None if name is None else getattr(node, name)


def links(node: Expression) -> list[Expression]:
    """The links of one kind that a chain ends with, from the one around all others to the innermost."""
    found = [node]
    while _goes_on(node) and (rest := leading(node)) is not None:
        found.append(node := rest)
    return found


def _kind(node: Expression) -> str:
    """What a link chains: a chain of one kind is one level."""
    match node:
        case Arithmetic(operator):
            return _KINDS[operator]
        case Path() | Filter() | Call():
            return "path"
        case Comparison() | Between() | In():
            return "comparison"
    return type(node).__name__.lower()


def _goes_on(node: Expression) -> bool:
    """Whether the link before is one of the same kind."""
    rest = leading(node)
    return type(rest) in LEADING and rest is not None and _kind(rest) == _kind(node)


FLAT = frozenset((*_KINDS.values(), "path", "comparison", "instanceof", "if"))


def height(node: Expression, flat: Container[str] = FLAT) -> int:
    """How many expressions stand inside one another; a chain of a kind in `flat` counts once, however long it is."""
    level, depth = [node], 0
    while level:
        depth += 1
        inside: list[Expression] = []
        for node in level:  # to which the rest of a chain is added on the way
            if type(node) not in _LEAVES:
                same = leading(node) if _goes_on(node) and _kind(node) in flat else None
                for child in children(node):
                    (level if child is same else inside).append(child)
        level = inside
    return depth
