"""The walk over the tree: each construct becomes a term of columns, or is refused with its place and the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as OneOf

import ibis
import ibis.expr.types as ir

from bridgehead.feel import tree
from bridgehead.feel.columns import logic, numbers
from bridgehead.feel.columns.terms import Refusal, Term, leaf, null
from bridgehead.feel.types import BOOLEAN, DATE, DATE_TIME, STRING, ContextType, NumberType, Scope, Type, Variable
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place


class NotColumnar(BridgeheadError):
    """An expression has no columnar form. `span` is the part that has none; `mistakes` holds the reason (FE3xx)."""

    def __init__(self, span: tree.Span, refusal: Refusal) -> None:
        self.span, self.reason = span, refusal.reason
        place = Place("", 1, span[0] + 1)
        super().__init__([Mistake(refusal.code, refusal.reason, place, refusal.expected)])


@dataclass(frozen=True, slots=True)
class Columnar:
    """A FEEL expression as a column.

    `value` is SQL NULL where the FEEL value is null or unknown. `unknown` tells where it is unknown and is never NULL
    itself; None means nowhere. Where `nullable` is False the value is never null, so that NULL means unknown.
    """

    value: ir.Value
    unknown: ir.BooleanValue | None
    nullable: bool


def translate(expression: tree.Expression, columns: Mapping[str, ir.Value], scope: Scope) -> Columnar:
    """The column that holds the value of `expression` in each row.

    `columns` gives the value of each name, that of a member by its dotted key (`values.minimum nights`); `scope` is
    the one that the expression was parsed with: NULL in a column is null where its variable is optional, else unknown.
    Raises NotColumnar.
    """
    terms = {name: (value, _variable(name, scope)) for name, value in columns.items()}
    term = _Walk(terms).term(expression)
    value = numbers.exact(term) if isinstance(term.type, NumberType) else term.value
    return Columnar(value, term.unknown, term.nullable)


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
    names: Mapping[str, tuple[ir.Value, Variable | None]]

    def term(self, node: tree.Expression) -> Term:
        try:
            return self._term(node)
        except Refusal as refusal:
            raise NotColumnar(node.span, refusal) from None

    def terms(self, nodes: tuple[tree.Expression, ...]) -> list[Term]:
        return [self.term(node) for node in nodes]

    def _term(self, node: tree.Expression) -> Term:
        match node:
            case tree.Literal(value):
                return constant(value)
            case tree.Name() | tree.Path():
                return self._member(node)
            case tree.Arithmetic("+" | "-" | "*" as operator, left, right):
                return self._arithmetic(operator, self.term(left), self.term(right))
            case tree.Negation(operand):
                return self._negation(self.term(operand))
            case tree.Comparison(operator, left, right):
                return logic.compare(operator, self.term(left), self.term(right))
            case tree.And(operands):
                return logic.both(self.terms(operands))
            case tree.Or(operands):
                return logic.either(self.terms(operands))
            case tree.Between(value, low, high):
                return self._within(self.term(value), tree.Range(low, high, True, True))
            case tree.In(value, tests):
                return self._in(self.term(value), tests)
            case tree.If(condition, then, otherwise):
                return logic.choose(self.term(condition), self.term(then), self.term(otherwise))
        raise Refusal("FE304", f"{_construct(node)} has no columnar form")

    def _member(self, node: tree.Expression) -> Term:
        name = _dotted(node)
        if name is None or name not in self.names:
            raise Refusal("FE303", f"«{name or _construct(node)}» is not a column", "a field of the table")
        value, variable = self.names[name]
        return leaf(value, _column_type(value, variable), optional=variable is not None and variable.optional)

    def _arithmetic(self, operator: OneOf["+", "-", "*"], left: Term, right: Term) -> Term:
        if isinstance(left.type, NumberType) and isinstance(right.type, NumberType):
            return numbers.combine(operator, left, right)
        raise Refusal("FE305", f"{left.type} {operator} {right.type} has no columnar form")

    def _negation(self, operand: Term) -> Term:
        if isinstance(operand.type, NumberType):
            return numbers.negate(operand)
        raise Refusal("FE305", f"a negative {operand.type} has no columnar form")

    def _in(self, value: Term, tests: tuple[tree.Expression, ...]) -> Term:
        tests = tuple(item for test in tests for item in (test.items if isinstance(test, tree.List) else (test,)))
        if tests and all(isinstance(test, tree.Literal) and test.value is not None for test in tests):
            constants = self.terms(tests)
            return logic.among(value, [term.constant for term in constants], constants)
        return logic.either([self._test(value, test) for test in tests])

    def _test(self, value: Term, test: tree.Expression) -> Term:
        match test:
            case tree.Range():
                return self._within(value, test)
            case tree.Test(operator, operand):
                return logic.compare(operator, value, self.term(operand))
        return logic.equal(value, self.term(test))

    def _within(self, value: Term, bounds: tree.Range) -> Term:
        sides = []
        if bounds.low is not None:
            sides.append(logic.compare(">=" if bounds.low_closed else ">", value, self.term(bounds.low)))
        if bounds.high is not None:
            sides.append(logic.compare("<=" if bounds.high_closed else "<", value, self.term(bounds.high)))
        return logic.both(sides)


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
    raise Refusal("FE304", f"{value!r} has no columnar form")


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
