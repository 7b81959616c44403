"""Comparison, three-valued logic, choice and membership in columns (DMN 1.5, tables 41 to 44 and 54)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, or_
from typing import Any
from typing import Literal as OneOf

import ibis
import ibis.expr.types as ir

from bridgehead.feel.columns import numbers
from bridgehead.feel.columns.terms import Refusal, Term, anywhere, masked, null, strict
from bridgehead.feel.types import BOOLEAN, NULL, NumberType, Type

ORDERS: dict[str, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq}
ORDERED = {"number", "string", "date", "date and time"}


def compare(operator: OneOf["=", "!=", "<", "<=", ">", ">="], left: Term, right: Term) -> Term:
    """`=` and `!=` hold null equal to itself alone; an order with null is null."""
    if operator == "!=":
        return negate(equal(left, right))
    if operator == "=":
        return equal(left, right)
    if NULL in (left.type, right.type):
        return _nothing(left, right)
    first, second = sides(left, right)
    if left.type.name not in ORDERED:
        raise Refusal("FE305", f"values of type {left.type} have no order")
    return strict(ORDERS[operator](first, second), BOOLEAN, left, right)


def sides(left: Term, right: Term) -> tuple[ir.Value, ir.Value]:
    """The two values as the engine is to compare them."""
    if left.type.name != right.type.name:
        raise Refusal("FE305", f"a {left.type} is compared with a {right.type}", "two values of one type")
    return numbers.comparable(left, right) if isinstance(left.type, NumberType) else (left.value, right.value)


def equal(left: Term, right: Term) -> Term:
    if NULL in (left.type, right.type):
        other = right if left.type == NULL else left
        return masked(other.value.isnull(), BOOLEAN, other)
    first, second = sides(left, right)
    if left.nullable or right.nullable:
        return masked(first.identical_to(second), BOOLEAN, left, right)
    return strict(first == second, BOOLEAN, left, right)


def negate(term: Term) -> Term:
    return strict(~_boolean(term), BOOLEAN, term)


def both(operands: Sequence[Term]) -> Term:
    return _kleene(and_, operands)


def either(operands: Sequence[Term]) -> Term:
    return _kleene(or_, operands)


def _kleene(combine: Callable[[Any, Any], Any], operands: Sequence[Term]) -> Term:
    value = reduce(combine, map(_boolean, operands))
    nullable = any(operand.nullable for operand in operands)
    unknown = anywhere(*operands)
    if unknown is not None:
        unknown = value.isnull() & unknown if nullable else value.isnull()
    return Term(value, BOOLEAN, unknown, nullable)


def _boolean(term: Term) -> ir.BooleanValue:
    if term.type == NULL:
        return ibis.null("boolean")
    if term.type != BOOLEAN:
        raise Refusal("FE305", f"a {term.type} stands where a truth value belongs", "a comparison or a boolean field")
    return term.value


def choose(condition: Term, then: Term, otherwise: Term) -> Term:
    """`otherwise` is taken where the condition is false or null; where it is unknown, so is the result."""
    test = _boolean(condition)
    kind, (first, second) = alike(then, otherwise)
    value = ibis.ifelse(test, first, second)
    if condition.unknown is not None:
        empty = ibis.null(first.type())
        value = (
            ibis.ifelse(condition.unknown, empty, value)
            if condition.nullable
            else ibis.cases((test, first), (~test, second))
        )
    nullable = then.nullable or otherwise.nullable
    if anywhere(condition, then, otherwise) is None:
        return Term(value, kind, None, nullable)
    if not nullable:
        return Term(value, kind, value.isnull())
    holds = ibis.coalesce(test, False) if condition.absent else test
    unknowns = [
        condition.unknown,
        then.unknown if then.unknown is None else holds & then.unknown,
        otherwise.unknown if otherwise.unknown is None else ~holds & otherwise.unknown,
    ]
    return Term(value, kind, reduce(or_, (unknown for unknown in unknowns if unknown is not None)), nullable)


def alike(*terms: Term) -> tuple[Type, list[ir.Value]]:
    """The values of terms of one type, cast so that the engine need not find a common type."""
    known = [term for term in terms if term.type != NULL]
    if not known:
        raise Refusal("FE305", "every value is null")
    kind = known[0].type
    if any(term.type.name != kind.name for term in known):
        names = " and ".join(sorted({str(term.type) for term in known}))
        raise Refusal("FE305", f"the values are of types {names}", "values of one type")
    if isinstance(kind, NumberType):
        kind = numbers.common(*known)
        return kind, [numbers.exact(term if term.type != NULL else _null_number(), kind) for term in terms]
    return kind, [term.value if term.type != NULL else ibis.null(known[0].value.type()) for term in terms]


def _null_number() -> Term:
    return Term(ibis.null("int64"), NumberType(precision=1, scale=0), nullable=True)


def _nothing(*terms: Term) -> Term:
    """Null, or unknown where a term is."""
    return strict(ibis.null("boolean"), BOOLEAN, *terms, null())


def among(value: Term, constants: Sequence[object], terms: Sequence[Term]) -> Term:
    """`value in (a, b, c)` with constants of the value's own type: SQL's own IN."""
    if any(term.type.name != value.type.name for term in terms):
        raise Refusal("FE305", f"a {value.type} is looked for among values of another type")
    whole = all(numbers.is_whole(term) for term in (value, *terms)) if isinstance(value.type, NumberType) else True
    if not whole:
        return either([equal(value, term) for term in terms])
    items = [int(item) if isinstance(item, Decimal) else item for item in constants]
    found = value.value.isin(items)
    if value.nullable:
        return masked(ibis.coalesce(found, False), BOOLEAN, value)
    return strict(found, BOOLEAN, value)
