"""A DMN model as values (DMN 1.5, chapters 6 to 8 and 10): decisions, what they need, the boxed expressions in them.

Each part carries its place in the file, its `id`, and what was not read of it (`unread`): attributes and elements of
diagrams and vendors, which are written back as they stood. Two parts are equal where they say the same; places and
unread parts do not count. `inner` is what was not read of an element that only holds a word: that of `text`, `typeRef`
or `requiredInput`. Names have their blanks made one. A text of FEEL stands as it was written; a reference to a
type (`type_ref`) as well, without the prefix of FEEL.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal as OneOf

from bridgehead.dmn.markup import Element, Mark
from bridgehead.primitives.errors import Place


@dataclass(frozen=True, slots=True)
class Unread:
    """What a part has beside the known.

    `elements` are with the number of known elements before them, None for those that stand after the last.
    """

    attributes: tuple[tuple[str, str], ...] = ()
    elements: tuple[tuple[int | None, Element], ...] = ()


NOTHING = Unread()
NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What all parts have."""

    id: str | None = None
    place: Place = field(default=NOWHERE, compare=False)
    unread: Unread = field(default=NOTHING, compare=False, repr=False)


# Boxed expressions (chapter 10.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression(Part):
    """`wrapper` is what was not read of the element around, such as that of `then`."""

    type_ref: str | None = None
    label: str | None = None
    wrapper: Unread = field(default=NOTHING, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Expression):
    """An expression that is a text; `marks` say where its characters stand: (offset, line, column) of each run."""

    text: str
    language: str | None = None
    marks: tuple[Mark, ...] = field(default=(), compare=False, repr=False)
    inner: Unread = field(default=NOTHING, compare=False, repr=False)

    def where(self, line: int, column: int) -> Place:
        """The place in the file of a line and column of the text."""
        start = sum(len(one) + 1 for one in self.text.split("\n")[: line - 1]) + column - 1
        before = [mark for mark in self.marks if mark[0] <= start]
        if not before:
            return self.place
        offset, on, at = before[-1]
        return Place(self.place.file, on, at + start - offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests(Text):
    """Unary tests: the cell of a rule, allowed values, a constraint of a type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Text):
    """A text of FEEL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Part):
    """A name with a type: the variable of a node or an entry, a parameter, a column of a relation."""

    name: str
    type_ref: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Part):
    """An entry of a context; the one without a variable is its result."""

    variable: Item | None
    value: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextExpression(Expression):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListExpression(Expression):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Expression):
    """A list of contexts: each row has a value for each column."""

    columns: tuple[Item, ...]
    rows: tuple[ListExpression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding(Part):
    parameter: Item
    value: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation(Expression):
    function: Expression | None
    bindings: tuple[Binding, ...]


class FunctionKind(StrEnum):
    FEEL = "FEEL"
    JAVA = "Java"
    PMML = "PMML"


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDefinition(Expression):
    """The body of one that is not FEEL is a context that names what is outside."""

    parameters: tuple[Item, ...]
    body: Expression | None
    kind: FunctionKind = FunctionKind.FEEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(Expression):
    condition: Expression | None
    then: Expression | None
    otherwise: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class For(Expression):
    variable: str
    domain: Expression | None
    result: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified(Expression):
    kind: OneOf["some", "every"]
    variable: str
    domain: Expression | None
    condition: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Expression):
    base: Expression | None
    condition: Expression | None


# Decision tables (chapter 8)


class HitPolicy(StrEnum):
    """What becomes of the rules that match."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


class Aggregation(StrEnum):
    """What a table that collects makes of its outputs."""

    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Part):
    """A column of conditions: what is tested, and the values that it may have."""

    expression: Literal
    allowed: Tests | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output(Part):
    """A column of conclusions. The order of `allowed` is that of priority; `name` is needed where there are several."""

    name: str | None = None
    type_ref: str | None = None
    allowed: Tests | None = None
    default: Literal | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Part):
    """The heading of a column of annotations, or one in a rule."""

    text: str
    inner: Unread = field(default=NOTHING, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Part):
    """One test for each input, one text for each output, in the order of the columns."""

    tests: tuple[Tests, ...]
    outputs: tuple[Literal, ...]
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable(Expression):
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    annotations: tuple[Annotation, ...] = ()
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None
    output_label: str | None = None


# Types (chapter 7.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionItem(Part):
    parameters: tuple[Item, ...]
    output_type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition(Part):
    """A type: another one (`type_ref`), a structure (`components`), or a function; `collection` makes a list of it.

    `allowed` are the values that an item may have, `constraint` those that the whole may have.
    """

    name: str
    type_ref: str | None = None
    allowed: Tests | None = None
    constraint: Tests | None = None
    components: tuple["ItemDefinition", ...] = ()
    function: FunctionItem | None = None
    collection: bool = False
    label: str | None = None
    inner: Unread = field(default=NOTHING, compare=False, repr=False)


# The requirements graph (chapter 6)


class Needs(StrEnum):
    """What a node may need, in the words of the file."""

    DECISION = "requiredDecision"
    INPUT = "requiredInput"
    KNOWLEDGE = "requiredKnowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Part):
    kind: Needs
    href: str
    inner: Unread = field(default=NOTHING, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Part):
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Part):
    """What decisions are made of. The variable has the node's name, but for what a file says otherwise."""

    name: str
    variable: Item | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData(Node):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Node):
    requirements: tuple[Requirement, ...] = ()
    expression: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeModel(Node):
    requirements: tuple[Requirement, ...] = ()
    function: FunctionDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService(Node):
    outputs: tuple[Reference, ...] = ()
    encapsulated: tuple[Reference, ...] = ()
    input_decisions: tuple[Reference, ...] = ()
    input_data: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Part):
    """Another model, whose names are written after `name` and a dot; an empty name adds them to this one's."""

    name: str
    namespace: str
    import_type: str
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Part):
    """A whole file. `prefix` is that of its own elements, and `version` that of the standard it was written in.

    `before` and `after` are the comments and instructions around the root.
    """

    name: str
    namespace: str
    imports: tuple[Import, ...] = ()
    types: tuple[ItemDefinition, ...] = ()
    nodes: tuple[Node, ...] = ()
    expression_language: str | None = None
    type_language: str | None = None
    version: str = field(default="1.5", compare=False)
    prefix: str = field(default="", compare=False)
    before: tuple[Element, ...] = field(default=(), compare=False, repr=False)
    after: tuple[Element, ...] = field(default=(), compare=False, repr=False)


def expressions(part: Part) -> Iterator[Expression]:
    """All boxed expressions inside a part, itself included, in the order of the file."""
    waiting: list[object] = [part]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Expression):
            yield value
        if isinstance(value, Part):
            parts = [getattr(value, name) for name in _slots(type(value))]
            waiting.extend(reversed(parts))
        elif isinstance(value, tuple):
            waiting.extend(reversed(value))


def _slots(of: type) -> list[str]:
    return [name for name in of.__dataclass_fields__ if name not in ("unread", "wrapper", "place", "marks")]  # type: ignore[attr-defined]
