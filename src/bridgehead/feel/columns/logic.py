"""Comparison, three-valued logic, choice and membership in columns (DMN 1.5, tables 41 to 44 and 54)."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from bridgehead.feel.columns import clock, numbers, temporal
from bridgehead.feel.columns.terms import (
    ORDERS,
    VARIES,
    Operator,
    Refusal,
    Term,
    anywhere,
    is_null,
    masked,
    null,
    strict,
)
from bridgehead.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    ListType,
    NumberType,
    Type,
)

Bound = tuple[Operator, Term]
ORDERED = {kind.name for kind in (NUMBER, STRING, DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS)}


def compare(operator: Operator, left: Term, right: Term) -> Term:
    """`=` and `!=` hold null equal to itself alone; an order with null is null."""
    if operator in ("=", "!="):
        return _equality(operator, left, right)
    if NULL in (left.type, right.type):
        return _nothing(left, right)
    if left.type == right.type == DATE_TIME:
        return strict(temporal.compare(operator, left, right), BOOLEAN, left, right)
    first, second = sides(left, right)
    if left.type.name not in ORDERED:
        raise Refusal("FE305", f"values of type {left.type} have no order")
    return strict(ORDERS[operator](first, second), BOOLEAN, left, right)


def sides(left: Term, right: Term) -> tuple[ir.Value, ir.Value]:
    """The two values as the engine is to compare them."""
    if left.type.name != right.type.name:
        raise Refusal("FE305", f"a {left.type} is compared with a {right.type}", "two values of one type")
    if isinstance(left.type, temporal.DurationType):
        return numbers.comparable(*temporal.counts(left, right)[:2])
    if left.type == DATE_TIME:
        return temporal.second(left), temporal.second(right)
    if left.type == TIME:
        return clock.second(left), clock.second(right)
    if isinstance(left.type, NumberType):
        return numbers.comparable(left, right)
    if isinstance(left.type, ListType):
        return numbers.comparable_lists(left, right)
    if isinstance(left.type, ContextType):
        raise Refusal("FE305", "contexts are compared", "their entries")
    return _bare(left.value), _bare(right.value)


def _bare(value: ir.Value) -> ir.Value:
    """The value in a form that may stand beside `=`: Ibis writes most truth values there without brackets."""
    if not value.type().is_boolean() or isinstance(value.op(), (ops.Field, ops.Literal)):
        return value
    return ibis.cases((value, True), (~value, False))


def _equality(operator: Operator, left: Term, right: Term) -> Term:
    same = operator == "="
    if NULL in (left.type, right.type):
        other = right if left.type == NULL else left
        return masked(is_null(other.value) if same else ~is_null(other.value), BOOLEAN, other)
    first, second = sides(left, right)
    if left.nullable or right.nullable:
        alike = first.identical_to(second)
        return masked(alike if same else ~alike, BOOLEAN, left, right)
    return strict(first == second if same else first != second, BOOLEAN, left, right)


def negate(term: Term) -> Term:
    return Term(~_boolean(term), BOOLEAN, term.unknown, term.nullable)


def both(operands: Sequence[Term]) -> Term:
    return _kleene(and_, operands)


def either(operands: Sequence[Term]) -> Term:
    return _kleene(or_, operands)


def _kleene(combine: Callable[[Any, Any], Any], operands: Sequence[Term]) -> Term:
    value = reduce(combine, map(_boolean, operands))
    nullable = any(operand.nullable for operand in operands)
    unknown = anywhere(*operands)
    if unknown is not None:
        unknown = is_null(value) & unknown if nullable else is_null(value)
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
        return Term(value, kind, is_null(value))
    holds = ibis.coalesce(test, False) if condition.absent else test
    unknowns = [
        condition.unknown,
        then.unknown if then.unknown is None else holds & then.unknown,
        otherwise.unknown if otherwise.unknown is None else ~holds & otherwise.unknown,
    ]
    return Term(value, kind, reduce(or_, (unknown for unknown in unknowns if unknown is not None)), nullable)


def ladder(rungs: Sequence[tuple[Term, Term]], otherwise: Term) -> Term:
    """`if .. else if .. else ..`: of the conditions with their values, the first that holds counts, and none after one
    that is unknown."""
    kind, values = alike(*(then for _, then in rungs), otherwise)
    value = _first(rungs, values, ibis.null(values[0].type()))
    given = [*(then for _, then in rungs), otherwise]
    nullable = any(one.nullable for one in given)
    if anywhere(*given, *(condition for condition, _ in rungs)) is None:
        return Term(value, kind, None, nullable)
    if not nullable:
        return Term(value, kind, is_null(value))
    unknowns = [ibis.literal(False) if one.unknown is None else one.unknown for one in given]
    return Term(value, kind, _first(rungs, unknowns, ibis.literal(True)), nullable)


def _first(rungs: Sequence[tuple[Term, Term]], values: Sequence[ir.Value], doubtful: ir.Value) -> ir.Value:
    cases: list[tuple[ir.BooleanValue, ir.Value]] = []
    for (condition, _), value in zip(rungs, values, strict=False):
        if condition.unknown is not None:
            cases.append((condition.unknown, doubtful))
        cases.append((_boolean(condition), value))
    return ibis.cases(*cases, else_=values[-1])


def alike(*terms: Term) -> tuple[Type, list[ir.Value]]:
    """The values of terms of one type, cast so that the engine need not find a common type."""
    known = [term for term in terms if term.type != NULL]
    if not known:
        raise Refusal("FE305", "every value is null")
    kind, values = _alike(known)
    found = iter(values)
    return kind, [ibis.null(values[0].type()) if term.type == NULL else next(found) for term in terms]


def _alike(terms: Sequence[Term]) -> tuple[Type, list[ir.Value]]:
    kind, values = terms[0].type, [term.value for term in terms]
    if any(term.type.name != kind.name for term in terms):
        names = " and ".join(sorted({str(term.type) for term in terms}))
        raise Refusal("FE305", f"the values are of types {names}", "values of one type")
    if isinstance(kind, (ListType, ContextType)):
        if any(value.type() != values[0].type() for value in values):
            raise Refusal("FE305", f"the values are of several types of {kind.name}", "values of one type")
        return numbers.widest([term.type for term in terms]), values
    if isinstance(kind, temporal.DurationType):
        return temporal.alike(terms)
    if isinstance(kind, NumberType):
        kind = numbers.common(*terms)
        return kind, [numbers.exact(term, kind) for term in terms]
    return kind, values


def _nothing(*terms: Term) -> Term:
    """Null, or unknown where a term is."""
    return strict(ibis.null("boolean"), BOOLEAN, *terms, null())


def meets(value: Term, tests: Sequence[Sequence[Bound]]) -> Term:
    """Whether `value` meets any of the tests, each of one or two bounds; an unknown bound makes it unknown."""
    bounds = [bound for test in tests for _, bound in test]
    if all(len(test) == 1 and test[0][0] == "=" for test in tests) and _listable(value, bounds):
        return _among(value, bounds)
    result = either([both([compare(operator, value, bound) for operator, bound in test]) for test in tests])
    if anywhere(*bounds) is None:
        return result
    return masked(result.value, BOOLEAN, value, *bounds, nullable=result.nullable)


def _listable(value: Term, bounds: Sequence[Term]) -> bool:
    """Whether SQL's own IN compares them exactly."""
    if value.type == STRING:
        return all(isinstance(bound.constant, str) for bound in bounds)
    return isinstance(value.type, NumberType) and all(
        isinstance(term.type, NumberType) and numbers.is_whole(term) and (term is value or term.constant is not VARIES)
        for term in (value, *bounds)
    )


MOST_IN = 4
"""DuckDB joins a longer IN to a table of its items, and the rows lose their order."""


def _among(value: Term, constants: Sequence[Term]) -> Term:
    if len(constants) > MOST_IN:
        found = ibis.array([term.value for term in constants]).contains(value.value)
    else:
        found = value.value.isin([term.value for term in constants])
    if value.nullable:
        return masked(ibis.coalesce(found, False), BOOLEAN, value)
    return strict(found, BOOLEAN, value)
