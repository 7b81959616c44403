"""Boxed expressions to trees of FEEL, which both executors run (DMN 1.5, 8.3 and 10.2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, cast

from bridgehead import feel
from bridgehead.dmn import model
from bridgehead.dmn.item_types import Types, placed
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Aggregation, Expression, HitPolicy
from bridgehead.feel import external, infer, library, tree
from bridgehead.feel.conform import may_be
from bridgehead.feel.mistakes import mistake as feel_mistake
from bridgehead.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    NUMBER,
    ContextType,
    FunctionType,
    ListType,
    Scope,
    Type,
    Variable,
)
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

RESULT = ""  # the entry of a context that is its result: no name can be spelled so
_NULL = tree.Literal(None, type=infer.literal(None))
_POLICIES = {
    HitPolicy.UNIQUE: "U",
    HitPolicy.ANY: "A",
    HitPolicy.PRIORITY: "P",
    HitPolicy.FIRST: "F",
    HitPolicy.RULE_ORDER: "R",
    HitPolicy.OUTPUT_ORDER: "O",
    HitPolicy.COLLECT: "C",
}
_AGGREGATIONS = {Aggregation.SUM: "+", Aggregation.MIN: "<", Aggregation.MAX: ">", Aggregation.COUNT: "#"}


@dataclass(frozen=True, slots=True)
class Within:
    """The names around an expression; `open` where there may be more, as in a filter over items of any kind."""

    scope: Scope
    open: bool = False

    def plus(self, names: Mapping[str, Type], *, is_open: bool = False) -> "Within":
        added = {name: Variable(type, optional=True) for name, type in names.items()}
        return Within({**self.scope, **added}, self.open or is_open)


class Lowering:
    """Lowers the expressions of one model.

    `mistakes` holds all that is met, `read` each tree with the text that it was read from. A text that cannot be read
    becomes null, and so, in a lenient lowering, a name that is not known; the standard has it so at run time. `label`
    is what a trace calls its tables.
    A thorough one warns of what can only ever be null.
    """

    def __init__(self, types: Types, *, lenient: bool = False, thorough: bool = False, label: str = "") -> None:
        self.types = types
        self.label = label
        self.thorough = thorough
        self.lenient = lenient
        self.mistakes: list[Mistake] = []
        self.read: list[tuple[tree.Expression, model.Text]] = []
        self._read: dict[tuple[str, int, int], tuple[tree.UnaryTests, tuple[Mistake, ...], Type, Scope]] = {}

    def type(self, part: Any) -> Type:
        return self.types.of(part.type_ref, part.place)

    def expression(self, node: Expression | None, within: Within) -> tree.Expression:
        """The tree of an expression, with the type that it states; null where there is none."""
        if node is None:
            return _NULL
        lowered = _LOWER[type(node)](self, node, within)
        return self.typed(lowered, ANY if isinstance(node, model.FunctionDefinition) else self.type(node), node.place)

    def typed(self, node: tree.Expression, to: Type, place: Place) -> tree.Expression:
        """`node` as a value of that type; a thorough lowering warns where it can be none."""
        if self.thorough and _never(node.type, to):
            self.mistakes.append(mistake("DM114", place, found=self.label, given=str(node.type), type=str(to)))
        return conforming(node, to)

    def text(self, node: model.Literal, within: Within) -> tree.Expression:
        if not node.text.strip():
            return _NULL
        if node.language is not None and not is_feel(node.language):
            self.mistakes.append(mistake("DM108", node.place, found=node.language))
            return _NULL
        lenient = self.lenient or within.open
        try:
            read = feel.parse(node.text, within.scope, lenient=lenient, types=self.types.known)
        except BridgeheadError as error:
            self.mistakes += [placed(node, one) for one in error.mistakes]
            return _NULL
        self._warn(node, read)
        self.read.append((read, node))
        return read

    def _warn(self, node: model.Text, read: tree.Expression) -> None:
        if self.thorough:
            self.mistakes += [placed(node, replace(one, warning=True)) for one in feel.check(read, node.text)]

    def tests(self, node: model.Tests, of: Type, within: Within) -> tree.UnaryTests:
        if not node.text.strip():
            return tree.UnaryTests((), type=BOOLEAN)
        key = node.text, id(of), id(within.scope)
        if key not in self._read:  # what the key names is kept, so that no other thing gets its id
            self._read[key] = (*self._read_tests(node.text, of, within), of, within.scope)
        read, mistakes, *_ = self._read[key]
        self.read.append((read, node))
        self.mistakes += [placed(node, one) for one in mistakes]
        return read

    def _read_tests(self, text: str, of: Type, within: Within) -> tuple[tree.UnaryTests, tuple[Mistake, ...]]:
        """The tests that a text says, with its mistakes; most cells of a column say what others do."""
        lenient = self.lenient or within.open
        try:
            read = feel.parse_unary_tests(text, within.scope, of, lenient=lenient, types=self.types.known)
        except BridgeheadError as error:
            return tree.UnaryTests((_NULL,), type=BOOLEAN), error.mistakes
        if not self.thorough:
            return read, ()
        never = [_beside(test, text, of) for test in read.tests if _is_beside_the_point(test, of)]
        return read, (*(replace(one, warning=True) for one in feel.check(read, text)), *never)

    def function(self, node: model.FunctionDefinition, within: Within, result: Type = ANY) -> tree.Expression:
        """A function; its value is one of type `result`."""
        types = {one.name: self.type(one) for one in node.parameters}
        parameters = tuple(tree.Parameter(name, None if type == ANY else type) for name, type in types.items())
        body = self.expression(node.body, within.plus(types))
        to = self.type(node)
        outside = node.kind is not model.FunctionKind.FEEL
        if outside:
            body = tree.Context(((node.kind.lower(), body),), type=ContextType())
        else:
            body = conforming(conforming(body, to.result if isinstance(to, FunctionType) else to), result)
        given = ANY if outside else body.type
        type = FunctionType(parameters=tuple(types.values()), result=given, names=tuple(types))
        made = tree.Function(parameters, body, outside, type=type)
        if outside and self.thorough and external.function(made) is None:
            self.mistakes.append(
                replace(feel_mistake("FE210", node.place, None, **external.refused(made)), warning=True)
            )
        return made


def conforming(node: tree.Expression, to: Type) -> tree.Expression:
    """`node` as a value of that type; where it is certain to be one, itself."""
    if to == ANY and to.allowed is None:
        return node
    if isinstance(node, tree.Conform) and node.to == to and node.to.allowed is to.allowed:
        return node
    return tree.Conform(node, to, type=to)


def _is_beside_the_point(test: tree.Expression, of: Type) -> bool:
    """Whether a test of a column says whether it holds, though the column is of another type: `age < 18` for `< 18`."""
    asks = any(isinstance(node, tree.Name) and node.name == "?" for node in feel.walk(test))
    return not isinstance(test, tree.Test) and not asks and test.type == BOOLEAN and not may_be(BOOLEAN, of)


def _beside(test: tree.Expression, text: str, of: Type) -> Mistake:
    first, last = test.span
    near = None
    if isinstance(test, tree.Comparison):
        near = text[test.left.span[1] : last].strip()
    place = feel.place(text, first)
    return mistake("DM118", place, near, found=text[first:last].strip() or text.strip(), type=str(of))


def _never(given: Type, to: Type) -> bool:
    """Whether no value of type `given` becomes one of type `to`: a list of one may, and a date its midnight."""
    if may_be(given, to) or (given == DATE and to == DATE_TIME):
        return False
    if isinstance(given, ListType):
        return _never(given.item, to)
    return not isinstance(to, ListType) or _never(given, to.item)


def is_feel(language: str) -> bool:
    return "feel" in language.lower()


def _context(of: Lowering, node: model.ContextExpression, within: Within) -> tree.Expression:
    entries: list[tuple[str, tree.Expression]] = []
    for entry in node.entries:
        name = RESULT if entry.variable is None else entry.variable.name
        above = of.label
        of.label = f"{above}.{name}" if name != RESULT else above
        value = of.expression(entry.value, within)
        of.label = above
        if entry.variable is not None:
            value = of.typed(value, of.type(entry.variable), entry.value.place if entry.value else node.place)
            within = within.plus({name: value.type})
        entries.append((name, value))
    context = tree.Context(tuple(entries), type=infer.context((name, value.type) for name, value in entries))
    results = [value for name, value in entries if name == RESULT]
    return tree.Path(context, RESULT, type=results[0].type) if results else context


def _list(of: Lowering, node: model.ListExpression, within: Within) -> tree.Expression:
    items = tuple(of.expression(item, within) for item in node.items)
    return tree.List(items, type=ListType(item=infer.join(item.type for item in items)))


def _relation(of: Lowering, node: model.Relation, within: Within) -> tree.Expression:
    types = [of.type(column) for column in node.columns]
    rows = []
    for row in node.rows:
        entries = tuple(
            (column.name, of.typed(of.expression(item, within), type, item.place if item else row.place))
            for column, type, item in zip(node.columns, types, row.items, strict=False)
        )
        rows.append(tree.Context(entries, type=infer.context((name, value.type) for name, value in entries)))
    item = rows[0].type if rows else ANY
    return tree.List(tuple(rows), type=ListType(item=item))


def _invocation(of: Lowering, node: model.Invocation, within: Within) -> tree.Expression:
    function = of.expression(node.function, within)
    arguments = tuple(of.expression(one.value, within) for one in node.bindings)
    names = tuple(one.parameter.name for one in node.bindings)
    return tree.Call(function, arguments, names, type=library.result(function, arguments, names))


def _conditional(of: Lowering, node: model.Conditional, within: Within) -> tree.Expression:
    condition, then, otherwise = (of.expression(one, within) for one in (node.condition, node.then, node.otherwise))
    return tree.If(condition, then, otherwise, type=infer.join((then.type, otherwise.type)))


def _for(of: Lowering, node: model.For, within: Within) -> tree.Expression:
    domain = of.expression(node.domain, within)
    inner = within.plus({node.variable: infer.items(domain.type), "partial": ListType()})
    result = of.expression(node.result, inner)
    return tree.For((tree.Iterator(node.variable, domain),), result, type=ListType(item=result.type))


def _quantified(of: Lowering, node: model.Quantified, within: Within) -> tree.Expression:
    domain = of.expression(node.domain, within)
    condition = of.expression(node.condition, within.plus({node.variable: infer.items(domain.type)}))
    return tree.Quantified(node.kind, (tree.Iterator(node.variable, domain),), condition, type=BOOLEAN)


def _filter(of: Lowering, node: model.Filter, within: Within) -> tree.Expression:
    base = of.expression(node.base, within)
    item = infer.items(base.type)
    known = infer.members(item) if isinstance(item, ContextType) else {}
    inner = within.plus({"item": item, **(known or {})}, is_open=item == ANY or known is None)
    condition = of.expression(node.condition, inner)
    return tree.Filter(base, condition, type=infer.filtered(base.type, condition.type))


def _function(of: Lowering, node: model.FunctionDefinition, within: Within) -> tree.Expression:
    return of.function(node, within)


# Decision tables


def _table(of: Lowering, node: model.DecisionTable, within: Within) -> tree.Expression:
    inputs = [_input(of, one, within) for one in node.inputs]
    outputs = [of.type(one) for one in node.outputs]
    rules = tuple(
        tree.Rule(
            tuple(of.tests(test, one.type, within) for test, one in zip(rule.tests, inputs, strict=True)),
            tuple(
                of.typed(of.text(text, within), type, text.place)
                for text, type in zip(rule.outputs, outputs, strict=True)
            ),
            tuple(_notes(node, rule)),
        )
        for rule in node.rules
        if (len(rule.tests), len(rule.outputs)) == (len(inputs), len(outputs))  # others have been told of
    )
    policy = _POLICIES[node.hit_policy]
    if node.hit_policy is HitPolicy.COLLECT and node.aggregation is not None:
        policy += _AGGREGATIONS[node.aggregation]
        if len(outputs) > 1 and node.aggregation is not Aggregation.COUNT:
            of.mistakes.append(mistake("DM110", node.place))
    names = _output_names(of, node)
    return tree.Table(
        tuple(inputs),
        rules,
        cast(tree.HitPolicy, policy),
        names,
        tuple(_priorities(one, type, of, within) for one, type in zip(node.outputs, outputs, strict=True)),
        _defaults(of, node, outputs, within),
        of.label,
        tuple(map(_head, node.inputs)),
        type=_table_type(policy, names, rules, outputs),
    )


def _head(column: model.Input) -> str:
    """What a trace calls a column: its expression on one line, with its label where it has another."""
    text, label = (" ".join((one or "").split()) for one in (column.expression.text, column.label))
    return f"{text} ({label})" if label and label != text else text


def _notes(table: model.DecisionTable, rule: model.Rule) -> Iterator[tuple[str, str]]:
    """The annotations of a rule that say something, each under the heading of its column, on one line."""
    for heading, one in zip_longest(table.annotations, rule.annotations):
        if one is not None and (text := " ".join(one.text.split())):
            yield heading.text if heading is not None else "", text


def _input(of: Lowering, node: model.Input, within: Within) -> tree.Expression:
    value = of.text(node.expression, within)
    to = of.type(node.expression)
    if to == ANY and node.allowed is not None:
        to = value.type
    return conforming(value, of.types.narrowed(to, node.allowed))


def _output_names(of: Lowering, node: model.DecisionTable) -> tuple[str, ...]:
    """The names of several outputs; a label will do, as some tools write no name."""
    if len(node.outputs) == 1:
        return ()
    names = []
    for one in node.outputs:
        name = one.name or one.label
        if name is None:
            of.mistakes.append(mistake("DM109", one.place))
        names.append(name or "")
    return tuple(names)


def _priorities(node: model.Output, type: Type, of: Lowering, within: Within) -> tuple[tree.Expression, ...]:
    """The values of an output in the order of their priority: its own, or those that its type allows."""
    if node.allowed is not None:
        return of.tests(node.allowed, type, within).tests
    tests = getattr(type.allowed, "tests", None)
    return tests.tests if isinstance(tests, tree.UnaryTests) else ()


def _defaults(
    of: Lowering, node: model.DecisionTable, types: list[Type], within: Within
) -> tuple[tree.Expression, ...]:
    if all(one.default is None for one in node.outputs):
        return ()
    return tuple(
        _NULL if one.default is None else of.typed(of.text(one.default, within), type, one.default.place)
        for one, type in zip(node.outputs, types, strict=True)
    )


def _table_type(policy: str, names: tuple[str, ...], rules: tuple[tree.Rule, ...], outputs: list[Type]) -> Type:
    if policy == "C#":
        return NUMBER
    columns = [
        declared if declared != ANY else infer.join(rule.outputs[place].type for rule in rules)
        for place, declared in enumerate(outputs)
        if all(len(rule.outputs) > place for rule in rules)
    ]
    if not columns or len(columns) != len(outputs):
        return ANY
    one = infer.context(zip(names, columns, strict=True)) if names else columns[0]
    return ListType(item=one) if policy in ("R", "O", "C") else one


_LOWER: dict[type[Expression], Callable[[Lowering, Any, Within], tree.Expression]] = {
    model.Literal: Lowering.text,
    model.ContextExpression: _context,
    model.ListExpression: _list,
    model.Relation: _relation,
    model.Invocation: _invocation,
    model.Conditional: _conditional,
    model.For: _for,
    model.Quantified: _quantified,
    model.Filter: _filter,
    model.FunctionDefinition: _function,
    model.DecisionTable: _table,
}
