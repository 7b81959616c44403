"""The figures of a FEEL expression: each constant with the comparison in which it stands, each use of a value."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from bridgehead.feel import tree
from bridgehead.feel.temporal_text import read as read_temporal
from bridgehead.primitives.types import FieldType
from bridgehead.rulebook.denomination import NO_UNIT, Denomination
from bridgehead.rulebook.figures import Kind, Operators

Constant = Fraction | date
"""A number, a day, or minutes after midnight."""

ANY: Operators = frozenset({"=", "<", "<=", ">", ">="})
EXACT: Operators = frozenset({"="})
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_COMPLEMENTS = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "=", "!=": "="}
_BOUND_OF = {"min": "<=", "max": ">="}
"""An argument of min is the most, one of max the least."""
BEYOND: Operators = frozenset({">", ">="})
"""What lies beyond a mark: at the mark itself it is nothing, so that 40人以上的部分 and 超过40人的部分 are one."""
_KEEPING = frozenset({"min", "max", "sum", "floor", "ceiling", "round up", "round down", "abs"})
"""Functions that count what their first argument counts."""

QUANTITIES = frozenset({Kind.COUNT, Kind.SHARE, Kind.MONEY})
_MONEY = frozenset({Kind.MONEY})
_KINDS = {
    FieldType.MONEY: frozenset({Kind.MONEY}),
    FieldType.PERCENT: frozenset({Kind.SHARE}),
    FieldType.INTEGER: frozenset({Kind.COUNT, Kind.QUOTA}),
    FieldType.DECIMAL: frozenset({Kind.COUNT, Kind.SHARE}),
    FieldType.DATE: frozenset({Kind.DATE}),
    FieldType.DATE_TIME: frozenset({Kind.DATE, Kind.TIME}),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a name in scope measures: its type and its unit."""

    type: FieldType
    unit: Denomination = NO_UNIT

    @property
    def counts(self) -> bool:
        """Whether it is a number of something that is no money: of a decimal without a unit nobody can tell."""
        if self.unit.kind in (Kind.MONEY, Kind.SHARE):
            return False
        return self.type is FieldType.INTEGER or (self.type is FieldType.DECIMAL and self.unit.kind is not None)

    @property
    def kinds(self) -> frozenset[Kind]:
        """What a figure that is compared with it may be."""
        if self.unit.kind in (Kind.MONEY, Kind.SHARE):
            return frozenset({self.unit.kind})
        return _KINDS.get(self.type, frozenset())


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant, or a value by name, with the operators that the notice may say of it and the kinds it may be of.

    `units` and `unit` are those of what it is compared with, `never` those of what it multiplies in a payment,
    `factor_of` the name that it multiplies, `choices` the fields with the words for which a decision table gives it. A
    constant that is `implied` (a zero, the length of a list of names) need not stand in the notice.
    """

    constant: Constant | None
    value_name: str | None
    operators: Operators
    kinds: frozenset[Kind]
    span: tree.Span
    units: frozenset[str] = frozenset()
    unit: Denomination = NO_UNIT
    never: frozenset[str] = frozenset()
    factor_of: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    implied: bool = False


_FLAT = frozenset(("sum", "if"))  # chains that are read along; all others count by their links
_MOST_LEVELS = 90


@dataclass(frozen=True, slots=True)
class Reader:
    """`fields` are the names in scope that measure something; in a `payment` a number that stands alone is money."""

    fields: Mapping[str, Measure] = field(default_factory=dict)
    payment: bool = False

    def literals(self, node: tree.Expression) -> Iterator[Literal]:
        """Every figure of an expression, in the order of its text."""
        operators = EXACT if self.payment else ANY
        kinds = _MONEY if self.payment else QUANTITIES
        if tree.height(node, _FLAT) > _MOST_LEVELS:  # what nobody writes: its figures count, whatever they stand in
            numbers = (each for each in tree.walk(node) if isinstance(each, tree.Literal))
            yield from (
                self._literal(one, found, ANY, kinds) for one in numbers if (found := constant_of(one)) is not None
            )
            return
        yield from self._read(node, operators, kinds)

    def _read(self, node: tree.Expression, operators: Operators, kinds: frozenset[Kind]) -> Iterator[Literal]:
        if (constant := constant_of(node)) is not None:
            yield self._literal(node, constant, operators, kinds)
            return
        match node:
            case tree.Path(tree.Name(name="values"), member):
                yield Literal(None, member, operators, kinds, node.span)
            case tree.Comparison(operator, left, right):
                yield from self._side(left, _FLIPPED[operator], right)
                yield from self._side(right, operator, left)
            case tree.Between(value, low, high):
                yield from self._read(value, ANY, QUANTITIES)
                yield from self._side(low, ">=", value)
                yield from self._side(high, "<=", value)
            case tree.In(value, tests):
                yield from self._read(value, ANY, QUANTITIES)
                yield from self._tests(node, value, tests)
            case tree.Range(low, high, low_closed, high_closed):
                yield from self._range(low, high, low_closed, high_closed, kinds)
            case tree.Table():
                yield from self._table(node, operators, kinds)
            case tree.Arithmetic("+" | "-"):
                yield from self._sum(node, operators, kinds)
            case tree.If():
                rungs = [rung for rung in tree.links(node) if isinstance(rung, tree.If)]
                for part in (*(part for rung in rungs for part in (rung.condition, rung.then)), rungs[-1].otherwise):
                    yield from self._read(part, operators, kinds)
            case tree.Arithmetic("*" | "/" as sign, left, right):
                if sign == "*" and kinds == _MONEY and (rate := self._rate(node)) is not None:
                    yield from self._paid_for(node, rate, operators)
                    return
                if sign == "/" and _is_given(right) and self.counts(left):
                    yield from self._read(left, ANY, QUANTITIES)
                    yield from self._mark(right, left)
                    return
                paid = self.payment and sign == "*"
                yield from self._factor(left, right, operators, paid)
                yield from self._factor(right, left, operators, paid)
            case tree.Call(tree.Name(name=name), arguments) if name in _BOUND_OF:
                beside = next((each for each in arguments if self.counts(each)), None)
                for argument in arguments:
                    if beside is not None and _is_given(argument):
                        yield from self._side(argument, _BOUND_OF[name], beside)
                    else:
                        yield from self._read(argument, frozenset({_BOUND_OF[name]}), kinds)
            case tree.Call(tree.Name(name="not"), (refused,)):
                yield from map(_complement, self._read(refused, operators, kinds))
            case _:
                for child in tree.children(node):
                    yield from self._read(child, operators, kinds)

    def _sum(self, node: tree.Expression, operators: Operators, kinds: frozenset[Kind]) -> Iterator[Literal]:
        """What a chain of `+` and `-` adds up; the constants that it begins with are one figure."""
        links = [link for link in reversed(tree.links(node)) if isinstance(link, tree.Arithmetic)]
        first, constant = links[0].left, constant_of(links[0].left)
        while constant is not None and (more := _folded(links[0], constant)) is not None:
            first, constant = links.pop(0), more
        if constant is not None:
            yield self._literal(first, constant, operators, kinds)
        else:
            yield from self._read(first, operators, kinds)
        for link in links:
            if link.operator == "-" and not _is_sum(link.left) and _is_given(link.right) and self.counts(link.left):
                yield from self._mark(link.right, link.left)
            else:
                yield from self._read(link.right, operators, kinds)

    def _mark(self, node: tree.Expression, counted: tree.Expression) -> Iterator[Literal]:
        """What is taken off a count is a mark of it, and so is what parts it: `people - 40`, `floor(people / 100)`."""
        for literal in self._read(node, EXACT | BEYOND, self.kinds_beside(counted)):
            yield self.beside(literal, counted)

    def counts(self, node: tree.Expression) -> bool:
        """Whether an expression counts or measures something that is no money, with no rate or share among it."""
        match tree.bare(node):
            case tree.Name(name):
                measure = self.fields.get(name)
                return measure is not None and measure.counts
            case tree.Arithmetic("+" | "-" | "/", left, right) if not _is_sum(left):  # long sums are read along
                return self.counts(left) and (_is_given(right) or self.counts(right))
            case tree.Arithmetic("*", left, right):
                return self.counts(left) and self.counts(right)
            case tree.Call(tree.Name(name), arguments) if name in _KEEPING:
                counted = [each for each in arguments if not _is_given(each)]
                return bool(counted) and all(map(self.counts, counted))
        return False

    def _rate(self, product: tree.Expression) -> tree.Expression | None:
        """The one factor of a product that can be money, where all others are counts."""
        factors = _factors(product)
        given = [each for each in factors if _is_given(each)]
        counted = [each for each in factors if self.counts(each)]
        return given[0] if len(given) == 1 and len(counted) == len(factors) - 1 else None

    def _paid_for(self, product: tree.Expression, rate: tree.Expression, operators: Operators) -> Iterator[Literal]:
        """What is paid for each of what the other factors count, which is never so many of it."""
        counted = [each for each in _factors(product) if each is not rate]
        names = [each.name for each in counted if isinstance(each, tree.Name)]
        never = frozenset().union(*map(self.units_beside, counted))
        for factor in _factors(product):
            if factor is rate:
                for literal in self._read(rate, operators, _MONEY):
                    yield replace(literal, never=never, factor_of=next(iter(names), ""))
            else:
                yield from self._read(factor, ANY, QUANTITIES)

    def _table(self, table: tree.Table, operators: Operators, kinds: frozenset[Kind]) -> Iterator[Literal]:
        """The cells of a decision table ask of its inputs; what comes out may be anything that the table may be."""
        for value in table.inputs:
            yield from self._read(value, ANY, QUANTITIES)
        for rule in table.rules:
            refuses = all(
                isinstance(each, tree.Literal) and each.value is False for each in map(tree.bare, rule.outputs)
            )
            for value, tests in zip(table.inputs, rule.tests, strict=True):
                found = self._tests(tests, value, tests.tests)
                yield from map(_complement, found) if refuses is not tests.negated else found
            for output in rule.outputs:
                for literal in self._read(output, operators, kinds):
                    yield replace(literal, choices=(*_choices(table, rule), *literal.choices))
        for output in table.defaults:
            yield from self._read(output, operators, kinds)

    def _side(self, node: tree.Expression, operator: str, other: tree.Expression) -> Iterator[Literal]:
        if not isinstance(node, tree.Path) and constant_of(node) is None:
            yield from self._read(node, ANY, QUANTITIES)
            return
        for literal in self._read(node, frozenset({operator}), self.kinds_beside(other)):
            yield self.beside(literal, other)

    def _factor(
        self, node: tree.Expression, other: tree.Expression, operators: Operators, paid: bool
    ) -> Iterator[Literal]:
        """Each figure of one factor; in what is `paid` for each person it is never so many people."""
        factors = QUANTITIES if self.payment else frozenset({Kind.COUNT, Kind.SHARE})
        name = other.name if isinstance(other, tree.Name) else ""
        for literal in self._read(node, operators, factors):
            if paid and literal.operators == operators and not literal.units:
                literal = replace(literal, never=literal.never | self.units_beside(other))
            yield literal if literal.factor_of else replace(literal, factor_of=name)

    def _tests(
        self, node: tree.Expression, value: tree.Expression, tests: tuple[tree.Expression, ...]
    ) -> Iterator[Literal]:
        beside = self.kinds_beside(value)
        words = [item for test in tests for item in (test.items if isinstance(test, tree.List) else (test,))]
        if len(words) > 1 and all(isinstance(word, tree.Literal) and isinstance(word.value, str) for word in words):
            yield Literal(Fraction(len(words)), None, EXACT, frozenset({Kind.COUNT}), node.span, implied=True)
        for test in tests:
            match test:
                case tree.Range(low, high, low_closed, high_closed):
                    found = self._range(low, high, low_closed, high_closed, beside)
                    yield from (self.beside(each, value) for each in found)
                case tree.Test(operator, operand):
                    yield from self._side(operand, operator, value)
                case _:
                    yield from (self.beside(each, value) for each in self._read(test, EXACT, beside))

    def _range(
        self,
        low: tree.Expression | None,
        high: tree.Expression | None,
        low_closed: bool,
        high_closed: bool,
        kinds: frozenset[Kind],
    ) -> Iterator[Literal]:
        if low is not None:
            yield from self._read(low, frozenset({">=" if low_closed else ">"}), kinds)
        if high is not None:
            yield from self._read(high, frozenset({"<=" if high_closed else "<"}), kinds)

    def _literal(
        self, node: tree.Expression, constant: "Fixed", operators: Operators, kinds: frozenset[Kind]
    ) -> Literal:
        match constant:
            case datetime():
                day, operators = _day_of(constant, operators)
                return Literal(day, None, operators, frozenset({Kind.DATE}), node.span)
            case date():
                return Literal(constant, None, operators, frozenset({Kind.DATE}), node.span)
            case time(hour=hour, minute=minute):
                return Literal(Fraction(hour * 60 + minute), None, operators, frozenset({Kind.TIME}), node.span)
            case Duration(count, units):
                return Literal(count, None, operators, frozenset({Kind.COUNT}), node.span, units=units)
            case _:
                number = kinds - {Kind.DATE, Kind.TIME}
                return Literal(constant, None, operators, number, node.span, implied=constant == 0)

    def kinds_beside(self, node: tree.Expression) -> frozenset[Kind]:
        """The kinds that a figure compared with this expression may be of."""
        return frozenset().union(*(measure.kinds for measure in self._measures(node))) or QUANTITIES

    def units_beside(self, node: tree.Expression) -> frozenset[str]:
        return frozenset().union(*(measure.unit.words for measure in self._measures(node)))

    def unit_beside(self, node: tree.Expression) -> Denomination:
        units = {measure.unit for measure in self._measures(node)}
        return units.pop() if len(units) == 1 else Denomination(self.units_beside(node))

    def beside(self, literal: Literal, node: tree.Expression) -> Literal:
        """A figure in the unit of what it is compared with, or is a mark of: the 300,000 of 30 (万元)."""
        unit, constant = self.unit_beside(node), literal.constant
        if isinstance(constant, Fraction) and literal.kinds.isdisjoint((Kind.DATE, Kind.TIME)):
            constant *= unit.worth
        return replace(literal, constant=constant, unit=unit, units=literal.units | unit.words)

    def _measures(self, node: tree.Expression) -> list[Measure]:
        names = {each.name for each in tree.walk(node) if isinstance(each, tree.Name)}
        return [self.fields[name] for name in names if name in self.fields]


def _is_given(node: tree.Expression) -> bool:
    """Whether an expression is a number, or a value of the rulebook by name."""
    match node:
        case tree.Path(tree.Name(name="values")):
            return True
    return isinstance(constant_of(node), Fraction)


def _is_sum(node: tree.Expression) -> bool:
    return isinstance(node, tree.Arithmetic) and node.operator in ("+", "-")


def _factors(product: tree.Expression) -> list[tree.Expression]:
    """What a product multiplies, in the order of the text."""
    factors, waiting = list[tree.Expression](), [product]
    while waiting:
        match node := waiting.pop():
            case tree.Arithmetic("*", left, right) if not _is_given(node):
                waiting += [right, left]
            case _:
                factors.append(node)
    return factors


def _choices(table: tree.Table, rule: tree.Rule) -> Iterator[tuple[str, str]]:
    """The words that a rule asks its fields for, each alone in its cell."""
    for value, cell in zip(table.inputs, rule.tests, strict=True):
        match tree.bare(value), cell:
            case tree.Name(field), tree.UnaryTests((tree.Literal(str(word)),), False):
                yield field, word


def _complement(literal: Literal) -> Literal:
    """What is asked for where this is refused: that fewer than two are refused asks for two or more."""
    return replace(literal, operators=frozenset(_COMPLEMENTS[each] for each in literal.operators))


@dataclass(frozen=True, slots=True)
class Duration:
    """P1Y, P30D, PT24H: a count of one unit of time, and the words that a notice may count it in."""

    count: Fraction
    units: frozenset[str] = frozenset()


_TIME_UNITS = {
    letter: frozenset(words.split())
    for letter, words in {
        "Y": "年",
        "M": "个月",
        "D": "天 个工作日 个自然日",
        "TH": "小时",
        "TM": "分钟 分",
        "TS": "秒",
    }.items()
}

Fixed = Fraction | date | time | Duration


def constant_of(node: tree.Expression) -> Fixed | None:
    """The constant that an expression is: a number, a date, a time or a duration; None for all else, texts too."""
    match node:
        case tree.Literal(value=Decimal() as number):
            return Fraction(number)
        case tree.Literal(value=(date() | time()) as value):
            return value
        case tree.Negation(operand):
            positive = constant_of(operand)
            return -positive if isinstance(positive, Fraction) else None
        case tree.Arithmetic():
            links = [link for link in reversed(tree.links(node)) if isinstance(link, tree.Arithmetic)]
            found = constant_of(links[0].left)
            for link in links:
                found = None if found is None else _folded(link, found)
            return found
        case tree.Call(tree.Name(name=name), (tree.Literal(value=str(text)),)):
            return duration(text) if name == "duration" else _temporal(name, text)
    return None


def _folded(link: tree.Arithmetic, left: Fixed) -> Fraction | None:
    """The constant of a link, `left` being that of what stands before it."""
    right = constant_of(link.right) if isinstance(left, Fraction) else None
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    match link.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/" if right:
            return left / right
    return None


def _temporal(name: str, text: str) -> date | time | None:
    if name not in ("date", "time", "date and time"):
        return None
    value = read_temporal(text)
    return value if isinstance(value, date | time) else None


def duration(text: str) -> Duration | None:
    """A duration of one unit as a count; one of several units is no figure of a notice."""
    found = re.fullmatch(r"-?P(?:(?P<date>[0-9]+[YMD])|T(?P<time>[0-9]+[HMS]))", text)
    if not found:
        return None
    letter = "T" * bool(found["time"]) + text[-1]
    return Duration(Fraction((found["date"] or found["time"])[:-1]), _TIME_UNITS[letter])


def _day_of(moment: datetime, operators: Operators) -> tuple[date, Operators]:
    """The day of a bound that is a moment: before midnight is until the day before."""
    if operators == {"<"} and moment.time() == time():
        return moment.date() - timedelta(days=1), frozenset({"<="})
    return moment.date(), operators
