"""The walk over the tree: each construct becomes a term of columns, or is refused with its place and the reason."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal as OneOf

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from bridgehead.feel import library, tree
from bridgehead.feel.columns import division, functions, logic, numbers, parts, temporal, text
from bridgehead.feel.columns.rounding import CORRECTIONS
from bridgehead.feel.columns.terms import MIRRORED, Operator, Refusal, Term, anywhere, leaf, masked, null
from bridgehead.feel.evaluate import evaluate
from bridgehead.feel.mistakes import place
from bridgehead.feel.temporal import DaysTime, YearsMonths
from bridgehead.feel.types import BOOLEAN, DATE, DATE_TIME, STRING, ContextType, NumberType, Scope, Type, Variable
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MOST_WRITTEN = 3000
Arithmetic = OneOf["+", "-", "*", "/", "**"]


class NotColumnar(BridgeheadError):
    """An expression has no columnar form. `span` is the part that has none; `mistakes` holds the reason (FE3xx)."""

    def __init__(self, span: tree.Span, refusal: Refusal, text: str | None) -> None:
        self.span, self.reason = span, refusal.reason
        where = Place("", 1, span[0] + 1) if text is None else place(text, span[0])
        super().__init__([Mistake(refusal.code, refusal.reason, where, refusal.expected)])


@dataclass(frozen=True, slots=True)
class Columnar:
    """A FEEL expression as a column.

    `value` is SQL NULL where the FEEL value is null or unknown. `unknown` tells where it is unknown and is never NULL
    itself; None means nowhere. Where `nullable` is False the value is never null, so that NULL means unknown.

    Ask `unknown` and not `value.isnull()`: Ibis writes `NOT (x)`, `x IN (y)` and comparisons beside `IS NULL` and `=`
    without brackets, where they mean something else.
    """

    value: ir.Value
    unknown: ir.BooleanValue | None
    nullable: bool


def translate(
    expression: tree.Expression, columns: Mapping[str, ir.Value], scope: Scope, text: str | None = None
) -> Columnar:
    """The column that holds the value of `expression` in each row.

    `columns` gives the value of each name, that of a member by its dotted key (`values.minimum nights`); `scope` is
    the one that the expression was parsed with: NULL in a column is null where its variable is optional, else unknown.
    Raises NotColumnar, whose place has a line where `text` is given, that which the tree was read from.
    """
    terms = {name: (value, _variable(name, scope)) for name, value in columns.items()}
    term = _Walk(terms, text).term(expression)
    if isinstance(term.type, temporal.DurationType):
        refusal = Refusal("FE306", f"a {term.type} has no type that both engines can give back")
        raise NotColumnar(expression.span, refusal, text)
    value = numbers.exact(term) if isinstance(term.type, NumberType) else term.value
    size = written(value)
    if size > MOST_WRITTEN:
        refusal = Refusal("FE307", f"its SQL would take {size} operations", f"at most {MOST_WRITTEN}: a shorter one")
        raise NotColumnar(expression.span, refusal, text)
    return Columnar(value, term.unknown, term.nullable)


def written(value: ir.Value) -> int:
    """How many operations the SQL of a value has: each is written out as often as it is used, its table once."""

    def size(one: ops.Node, known: dict[ops.Node, int], **_: object) -> int:
        return 0 if isinstance(one, ops.Relation) else 1 + sum(known[part] for part in one.__children__)

    node = value.op()
    sizes: dict[ops.Node, int] = node.map(size)
    return sizes[node]


def _variable(name: str, scope: Scope) -> Variable | None:
    """The variable of a dotted name."""
    if name in scope:
        return scope[name]
    for dot in (at for at, letter in enumerate(name) if letter == "."):
        outer = scope.get(name[:dot])
        if outer and isinstance(outer.type, ContextType) and outer.type.fields:
            return _variable(name[dot + 1 :], outer.type.fields)
    return None


def _column_type(value: ir.Value, variable: Variable | None) -> Type:
    kind = value.type()
    for holds, meant in (
        (kind.is_boolean(), BOOLEAN),
        (kind.is_string(), STRING),
        (kind.is_date(), DATE),
        (kind.is_timestamp() and kind.timezone is None, DATE_TIME),
    ):
        if holds:
            return meant
    if kind.is_numeric():
        return numbers.column_type(kind, variable.type if variable else None)
    raise Refusal("FE305", f"the column holds {kind}", "text, a boolean, an exact number, a date or a date and time")


@dataclass(frozen=True, slots=True)
class _Walk:
    """`bound` holds what the names of quantifiers stand for."""

    names: Mapping[str, tuple[ir.Value, Variable | None]]
    text: str | None
    bound: Mapping[str, Term] = field(default_factory=dict)

    def term(self, node: tree.Expression) -> Term:
        try:
            if isinstance(node, tree.Literal):
                return constant(node.value)
            if is_constant(node):
                return constant(evaluate(node, {}))
            return self._term(node)
        except Refusal as refusal:
            raise NotColumnar(node.span, refusal, self.text) from None

    def terms(self, nodes: Iterable[tree.Expression]) -> list[Term]:
        return [self.term(node) for node in nodes]

    def _term(self, node: tree.Expression) -> Term:
        match node:
            case tree.Name() | tree.Path():
                return self._member(node)
            case tree.Negation(operand):
                return self._negation(self.term(operand))
            case tree.Arithmetic(operator, left, right):
                return self._arithmetic(operator, self.term(left), self.term(right))
            case tree.Comparison(operator, tree.Arithmetic("/", dividend, divisor), other):
                return self._ratio(operator, dividend, divisor, other)
            case tree.Comparison(operator, other, tree.Arithmetic("/", dividend, divisor)):
                return self._ratio(MIRRORED[operator], dividend, divisor, other)
            case tree.Comparison(operator, left, right):
                return logic.compare(operator, self.term(left), self.term(right))
            case tree.And(operands):
                return logic.both(self.terms(operands))
            case tree.Or(operands):
                return logic.either(self.terms(operands))
            case tree.Between(value, low, high):
                return logic.meets(self.term(value), [[(">=", self.term(low)), ("<=", self.term(high))]])
            case tree.In(value, tests):
                return self._in(self.term(value), tests)
            case tree.If(condition, then, otherwise):
                return logic.choose(self.term(condition), self.term(then), self.term(otherwise))
            case tree.Quantified(kind, (iterator,), condition):
                return self._quantified(kind, iterator, condition)
            case tree.Call(tree.Name(name), arguments, names):
                return self._call(name, functions.in_order(name, arguments, names))
        raise Refusal("FE304", f"{_construct(node)} has no columnar form")

    def _member(self, node: tree.Name | tree.Path) -> Term:
        name = _dotted(node)
        if name is not None and name in self.bound:
            return self.bound[name]
        if name is not None and name in self.names:
            value, variable = self.names[name]
            return leaf(value, _column_type(value, variable), optional=variable is not None and variable.optional)
        if isinstance(node, tree.Path):
            return parts.part(self.term(node.base), node.member)
        raise Refusal("FE303", f"«{node.name}» is not a column", "a field of the table")

    def _negation(self, operand: Term) -> Term:
        if isinstance(operand.type, temporal.DurationType):
            return temporal.negate(operand)
        if not isinstance(operand.type, NumberType):
            raise Refusal("FE305", f"a negative {operand.type} has no columnar form")
        return numbers.negate(operand)

    def _arithmetic(self, operator: Arithmetic, left: Term, right: Term) -> Term:
        if isinstance(left.type, NumberType) and isinstance(right.type, NumberType):
            return self._calculation(operator, left, right)
        if operator == "+" and left.type == right.type == STRING:
            return text.join(left, right)
        if operator in ("+", "-"):
            return temporal.combine(operator, left, right)
        if operator == "*":
            return temporal.scale(left, right)
        raise Refusal("FE305", f"{left.type} {operator} {right.type} has no columnar form")

    def _calculation(self, operator: Arithmetic, left: Term, right: Term) -> Term:
        if operator == "/":
            product = division.product(left, right)
            if product is None:
                raise Refusal("FE301", "engines have no exact division", "a rounding or a comparison around it")
            return product
        if operator == "**":
            raise Refusal("FE304", "engines have no exact power")
        return numbers.combine(operator, left, right)

    def _ratio(
        self, operator: Operator, dividend: tree.Expression, divisor: tree.Expression, other: tree.Expression
    ) -> Term:
        upper, lower, beside = (self.term(part) for part in (dividend, divisor, other))
        if not all(isinstance(term.type, NumberType) for term in (upper, lower, beside)):
            raise Refusal("FE301", "a quotient is compared that is not of numbers")
        product = division.product(upper, lower)
        if product is not None:
            return logic.compare(operator, product, beside)
        return division.compare(operator, upper, lower, beside)

    def _in(self, value: Term, tests: Sequence[tree.Expression]) -> Term:
        if not tests:
            return logic.meets(value, [])
        return logic.meets(value, [bounds for test in tests for bounds in self._bounds(value, test)])

    def _bounds(self, value: Term, test: tree.Expression) -> list[list[logic.Bound]]:
        """The alternatives of one test, each a list of bounds that must all hold."""
        match test:
            case tree.List(items):
                if any(isinstance(item, (tree.List, tree.Range)) for item in items) or not items:
                    raise Refusal("FE304", "a list of a list or of ranges has no columnar form")
                return [[self._bound("=", item)] for item in items]
            case tree.Range(low, high, low_closed, high_closed):
                bounds = []
                if low is not None:
                    bounds.append(self._bound(">=" if low_closed else ">", low))
                if high is not None:
                    bounds.append(self._bound("<=" if high_closed else "<", high))
                if any(bound.nullable for _, bound in bounds):
                    raise Refusal("FE304", "a range has a bound that may be null", "a bound that is never null")
                return [bounds]
            case tree.Test(operator, operand):
                return [[self._bound(operator, operand)]]
        return [[self._bound("=", test)]]

    def _bound(self, operator: Operator, node: tree.Expression) -> logic.Bound:
        return operator, self.term(node)

    def _quantified(self, kind: str, iterator: tree.Iterator, condition: tree.Expression) -> Term:
        if not isinstance(iterator.domain, tree.List):
            raise Refusal("FE304", f"«{kind}» over what is not a list written out has no columnar form")
        items = self.terms(iterator.domain.items)
        turns = [replace(self, bound={**self.bound, iterator.name: item}).term(condition) for item in items]
        result = logic.either(turns) if kind == "some" else logic.both(turns)
        if anywhere(*items) is None:
            return result
        return masked(result.value, BOOLEAN, *turns, *items, nullable=result.nullable)

    def _call(self, name: str, arguments: Sequence[tree.Expression]) -> Term:
        match name, arguments:
            case _, [tree.Arithmetic("/", dividend, divisor), *scale] if name in CORRECTIONS:
                upper, lower = self.term(dividend), self.term(divisor)
                if not isinstance(upper.type, NumberType) or not isinstance(lower.type, NumberType):
                    raise Refusal("FE301", "a quotient is rounded that is not of numbers")
                if division.product(upper, lower) is None:
                    digits = text.whole_constant(self.term(scale[0])) if scale else 0
                    return division.rounded(name, upper, lower, digits)
            case _, [tree.List(items)] if name in functions.LISTS and items:
                return functions.LISTS[name](self.terms(items))
            case (("sum" | "min" | "max"), [_, _, *_]):
                return functions.LISTS[name](self.terms(arguments))
            case "list contains", [tree.List() as items, element]:
                return self._in(self.term(element), (items,))
        if name not in functions.FUNCTIONS:
            raise Refusal("FE304", f"the function «{name}» has no columnar form")
        return functions.call(name, self.terms(arguments))


def is_constant(node: tree.Expression) -> bool:
    """Whether the value hangs on no name but those of functions that always give the same."""
    names = (part for part in tree.walk(node) if isinstance(part, tree.Name))
    return all(library.is_built_in(name) and name.name not in ("now", "today") for name in names)


def constant(value: object) -> Term:
    """A term of the same value in every row."""
    match value:
        case None:
            return null()
        case bool():
            return Term(ibis.literal(value), BOOLEAN, constant=value)
        case Decimal():
            return numbers.literal(value)
        case str():
            return Term(ibis.literal(value), STRING, constant=value)
        case dt.date() | DaysTime() | YearsMonths():
            return temporal.constant(value)
    raise Refusal("FE304", f"a constant like {value!r} has no columnar form")


def _dotted(node: tree.Expression) -> str | None:
    match node:
        case tree.Name(name):
            return name
        case tree.Path(base, member):
            outer = _dotted(base)
            return None if outer is None else f"{outer}.{member}"
    return None


def _construct(node: tree.Expression) -> str:
    return f"«{type(node).__name__.lower()}»"
