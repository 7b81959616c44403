"""For which values of one field does a condition hold, all else staying as it is?

Exact over numbers of a fixed scale, dates, and dates and times: `and`, `or`, `not`, `if`, comparisons, `between` and
`in` over expressions that are linear in the field. What is not of that form raises `NotSolvableError`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from bridgehead.feel import tree
from bridgehead.instruments.award.change.intervals import Intervals, join, meet, meet_all, without
from bridgehead.primitives.types import NUMBERS, Column, FieldType

SECONDS = 86400  # of a day
NOWHERE: Intervals = ()
MOST_LEVELS = 90  # of a condition, each link of a chain counted


class NotSolvableError(Exception):
    """The condition is not linear in the field."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The values that an ordered column can take, counted in steps; of moments and dates, `day` steps make a day.

    `constant` evaluates an expression in which the column does not occur, with the other values of the claim.
    """

    column: str
    kind: type[Decimal] | type[date] | type[datetime]
    step: Fraction
    domain: Intervals
    constant: Callable[[tree.Expression], object]
    day: int = 0

    def value(self, steps: int) -> Decimal | date | datetime:
        if self.kind is Decimal:
            return Decimal(steps * self.step.numerator) / self.step.denominator
        if self.kind is date:
            return date.fromordinal(steps)
        midnight = datetime.combine(date.fromordinal(steps // SECONDS), time.min)
        return midnight + timedelta(seconds=steps % SECONDS)


@dataclass(frozen=True, slots=True)
class Line:
    """`slope` times the steps of the field plus `base`, on part of its domain."""

    where: Intervals
    slope: Fraction
    base: Fraction


def axis(column: Column, constant: Callable[[tree.Expression], object]) -> Axis | None:
    """The axis of a column; None where its values have no order that is counted in steps."""
    if column.type in NUMBERS:
        most, steps = 10**column.digits - 1, 10**column.scale
        low = -most if column.minimum is None else ceil(Fraction(column.minimum) * steps)
        high = most if column.maximum is None else floor(Fraction(column.maximum) * steps)
        return Axis(column.name, Decimal, Fraction(1, steps), ((low, high),), constant)
    last = date.max.toordinal()
    if column.type is FieldType.DATE:
        return Axis(column.name, date, Fraction(1), ((1, last),), constant, day=1)
    if column.type is FieldType.DATE_TIME:
        return Axis(column.name, datetime, Fraction(1), ((SECONDS, last * SECONDS + SECONDS - 1),), constant, SECONDS)
    return None


def position(value: object, kind: type) -> Fraction | None:
    """A value as a number: itself, its day, or its second; None where it is not of this kind."""
    if isinstance(value, bool):
        return None
    if kind is Decimal and isinstance(value, int | Decimal):
        return Fraction(value)
    if kind is datetime and isinstance(value, datetime):
        return _seconds(value)
    if kind is date and isinstance(value, date) and not isinstance(value, datetime):
        return Fraction(value.toordinal())
    return None


def _seconds(value: datetime) -> Fraction:
    """Whole seconds, as FEEL compares moments."""
    return Fraction(value.toordinal() * SECONDS + (value.hour * 60 + value.minute) * 60 + value.second)


def holds(expression: tree.Expression, over: Axis) -> Intervals:
    """The steps at which the expression is true."""
    if tree.height(expression, ()) > MOST_LEVELS:
        raise NotSolvableError
    return _is(True, expression, over)


def mentions(expression: tree.Expression, column: str) -> bool:
    return any(isinstance(node, tree.Name) and node.name == column for node in tree.walk(expression))


def _is(wanted: bool, expression: tree.Expression, over: Axis) -> Intervals:
    """Where the expression is `wanted`; where it is null or unknown it is neither true nor false."""
    if not mentions(expression, over.column):
        return over.domain if over.constant(expression) is wanted else NOWHERE
    match expression:
        case tree.And(operands=operands):
            sets = [_is(wanted, operand, over) for operand in operands]
            return meet_all(sets, over.domain) if wanted else join(*sets)
        case tree.Or(operands=operands):
            sets = [_is(wanted, operand, over) for operand in operands]
            return join(*sets) if wanted else meet_all(sets, over.domain)
        case tree.Call(function=tree.Name(name="not"), arguments=(operand,)):
            return _is(not wanted, operand, over)
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            chosen = holds(condition, over)
            rest = without(over.domain, chosen)
            return join(meet(chosen, _is(wanted, then, over)), meet(rest, _is(wanted, otherwise, over)))
        case tree.Comparison(operator=operator, left=left, right=right):
            return _compare(wanted, left, operator, right, over)
        case tree.Between(value=value, low=low, high=high):
            above = _compare(wanted, value, ">=", low, over)
            below = _compare(wanted, value, "<=", high, over)
            return meet(above, below) if wanted else join(above, below)
        case tree.In(value=value, tests=tests):
            sets = [_passes(wanted, value, test, over) for test in tests]
            return join(*sets) if wanted else meet_all(sets, over.domain)
        case tree.Conform(value=value, to=to) if to.allowed is None:
            return _is(wanted, value, over)
        case tree.Table():
            return _ruled(wanted, expression, over)
    raise NotSolvableError


def _ruled(wanted: bool, table: tree.Table, over: Axis) -> Intervals:
    """Where the first rule that matches says what is wanted: of one answer, as other policies ask for, any is."""
    found, rest = NOWHERE, over.domain
    for rule in table.rules:
        cells = [_cell(value, tests, over) for value, tests in zip(table.inputs, rule.tests, strict=True)]
        matching = meet_all([rest, *cells], over.domain)
        if _says(wanted, rule.outputs):
            found = join(found, matching)
        rest = without(rest, matching)
    return join(found, rest) if table.defaults and _says(wanted, table.defaults) else found


def _says(wanted: bool, outputs: tuple[tree.Expression, ...]) -> bool:
    values = [tree.bare(each) for each in outputs]
    if not all(isinstance(each, tree.Literal) for each in values) or len(values) != 1:
        raise NotSolvableError
    return values == [tree.Literal(wanted, type=values[0].type)]


def _cell(value: tree.Expression, cell: tree.UnaryTests, over: Axis) -> Intervals:
    """The steps at which a cell of a decision table is met."""
    value = tree.bare(value)
    if not cell.tests:
        return over.domain
    if not mentions(value, over.column) and not mentions(cell, "?"):
        asked = tree.In(value, cell.tests)
        return over.domain if over.constant(asked) is (not cell.negated) else NOWHERE
    sets = []
    for test in cell.tests:
        if isinstance(test, tree.Literal) and isinstance(test.value, bool):
            sets.append(_is(test.value, value, over))
        else:
            sets.append(_passes(not cell.negated, value, test, over))
    return meet_all(sets, over.domain) if cell.negated else join(*sets)


def _passes(wanted: bool, value: tree.Expression, test: tree.Expression, over: Axis) -> Intervals:
    match test:
        case tree.Range(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
            sets = []
            if low is not None:
                sets.append(_compare(wanted, value, ">=" if low_closed else ">", low, over))
            if high is not None:
                sets.append(_compare(wanted, value, "<=" if high_closed else "<", high, over))
            return meet_all(sets, over.domain) if wanted else join(*sets)
        case tree.Test(operator=operator, operand=operand):
            return _compare(wanted, value, operator, operand, over)
        case tree.List(items=items):
            sets = [_compare(wanted, value, "=", item, over) for item in items]
            return join(*sets) if wanted else meet_all(sets, over.domain)
    return _compare(wanted, value, "=", test, over)


def _compare(wanted: bool, left: tree.Expression, operator: str, right: tree.Expression, over: Axis) -> Intervals:
    if any(not mentions(side, over.column) and over.constant(side) is None for side in (left, right)):
        equality = {"=": False, "!=": True}.get(operator)  # the field is not null; an order with null is null
        return over.domain if equality is wanted else NOWHERE
    pairs = ((a, b) for a in _lines(left, over) for b in _lines(right, over))
    return join(
        *(_half(wanted, meet(a.where, b.where), operator, a.slope - b.slope, a.base - b.base) for a, b in pairs)
    )


def _half(wanted: bool, where: Intervals, operator: str, slope: Fraction, base: Fraction) -> Intervals:
    """Where `slope * steps + base` stands to zero as the operator says, or, if not `wanted`, as it does not say."""
    if not where:
        return NOWHERE
    low, high = where[0][0], where[-1][1]
    if slope == 0:
        below, equal, above = (NOWHERE if not sign else where for sign in (base < 0, base == 0, base > 0))
    else:
        root = -base / slope
        left: Intervals = ((low, ceil(root) - 1),) if ceil(root) > low else NOWHERE
        right: Intervals = ((floor(root) + 1, high),) if floor(root) < high else NOWHERE
        equal = meet(((int(root), int(root)),), where) if root.denominator == 1 else NOWHERE
        below, above = (meet(side, where) for side in ((left, right) if slope > 0 else (right, left)))
    true = {
        "<": below,
        "<=": join(below, equal),
        "=": equal,
        "!=": join(below, above),
        ">=": join(equal, above),
        ">": above,
    }[operator]
    return true if wanted else without(where, true)


def _lines(expression: tree.Expression, over: Axis) -> list[Line]:
    """The expression as straight lines over parts of the domain; no line where it is null or unknown."""
    if not mentions(expression, over.column):
        return _constant(expression, over)
    match expression:
        case tree.Name():
            return [Line(over.domain, over.step, Fraction(0))]
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            chosen = holds(condition, over)
            rest = without(over.domain, chosen)
            return _within(chosen, _lines(then, over)) + _within(rest, _lines(otherwise, over))
        case tree.Negation(operand=operand) if over.kind is Decimal:
            return [Line(line.where, -line.slope, -line.base) for line in _lines(operand, over)]
        case tree.Arithmetic(operator=operator, left=left, right=right) if over.kind is Decimal:
            pairs = ((a, b) for a in _lines(left, over) for b in _lines(right, over))
            return [_combine(operator, a, b) for a, b in pairs if meet(a.where, b.where)]
    raise NotSolvableError


def _constant(expression: tree.Expression, over: Axis) -> list[Line]:
    value = over.constant(expression)
    if isinstance(value, list | tuple):
        raise NotSolvableError
    place = position(value, over.kind)
    return [] if place is None else [Line(over.domain, Fraction(0), place)]


def _within(where: Intervals, lines: list[Line]) -> list[Line]:
    return [Line(meet(where, line.where), line.slope, line.base) for line in lines]


def _combine(operator: str, a: Line, b: Line) -> Line:
    where = meet(a.where, b.where)
    match operator:
        case "+":
            return Line(where, a.slope + b.slope, a.base + b.base)
        case "-":
            return Line(where, a.slope - b.slope, a.base - b.base)
        case "*" if a.slope == 0 or b.slope == 0:
            return Line(where, a.slope * b.base + b.slope * a.base, a.base * b.base)
        case "/" if b.slope == 0 and b.base != 0:
            return Line(where, a.slope / b.base, a.base / b.base)
    raise NotSolvableError
