"""Cells that are formulas over several inputs, decided by the solver Z3: linear arithmetic, dates, durations, texts.

Every value that has an order is a number to the solver, at its key on the line of its kind; null and values with a
zone are left out. What Z3 finds is a point; whoever asks holds it against the table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bridgehead.dmn.analysis.axis import Region, bits
from bridgehead.dmn.analysis.boxes import Box
from bridgehead.dmn.analysis.conditions import Undecided, is_closed, is_input, value_of
from bridgehead.dmn.analysis.grid import Grid, Point, allowed_tests
from bridgehead.dmn.analysis.lines import LINES, Kind, kind_of
from bridgehead.dmn.analysis.references import is_reference, references
from bridgehead.feel import tree, unparse
from bridgehead.feel.temporal import DAY, DaysTime
from bridgehead.feel.types import NumberType

MILLISECONDS = 2_000  # for each question put to the solver
MAX_QUESTIONS = 300

MOST_LEVELS = 90  # of a cell, each link of a chain counted

Term = tuple[str, Any]
"""A kind's name, and a term of the solver."""


@dataclass(slots=True)
class Formulas:
    """The open cells of a grid, translated when first needed.

    `undecided` has what cannot be translated: (rule, column, why). `coupled` says whether an input's expression uses
    the value of another input; `loose`, whether such a tie is not seen by the solver, so that what it finds may not
    exist. `unanswered` counts the questions to which the solver had no answer.
    """

    grid: Grid
    coupled: bool = False
    loose: bool = False
    unanswered: int = 0
    undecided: list[tuple[int, int, Undecided]] = field(default_factory=list)
    _asked: int = 0
    _rules: dict[int, Any] = field(default_factory=dict)
    _variables: dict[str, Term] = field(default_factory=dict)
    _axes: list[Term] = field(default_factory=list)
    _links: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        expressions = self.grid.expressions
        names = [set(map(unparse, references(one))) for one in expressions]
        self.coupled = any(
            not is_reference(one) and any(own & other for other in names[:axis] + names[axis + 1 :])
            for axis, (one, own) in enumerate(zip(expressions, names, strict=True))
        )
        if not self.coupled and not any(self.grid.open):
            return
        self._axes = [self._axis(axis, one) for axis, one in enumerate(expressions)]
        for axis, one in enumerate(expressions):
            if self.coupled and not is_reference(one):
                self._link(axis, one)
        for rule, columns in enumerate(self.grid.open):
            if columns and self.grid.boxes[rule] is not None:
                self._translate(rule, columns)

    def decides(self, rules: Iterable[int]) -> bool:
        """Whether all cells of the rules are decided by intervals or by formulas."""
        return all(not self.grid.open[rule] or rule in self._rules for rule in rules)

    def point(self, box: Box, holding: Sequence[int], failing: Sequence[int]) -> Point | None:
        """A point of a box at which the open cells of some rules hold, and no rule of `failing` matches.

        Rules that cannot be translated are left to whoever confirms the point.
        """
        rules = [rule for rule in (*holding, *failing) if rule in self._rules]
        if not rules and not self.coupled:
            return self.grid.example(box)
        if self._asked >= MAX_QUESTIONS:
            self.unanswered += 1
            return None
        self._asked += 1
        return self._solved(box, holding, failing)

    def _solved(self, box: Box, holding: Sequence[int], failing: Sequence[int]) -> Point | None:
        import z3

        solver = z3.Solver()
        solver.set("timeout", MILLISECONDS)
        solver.add(*self._links, self._inside(box))
        solver.add(*(self._rules[rule] for rule in holding if rule in self._rules))
        for rule in failing:
            own = self.grid.boxes[rule]
            if rule in self._rules and own is not None:
                solver.add(z3.Not(z3.And(self._inside(own), self._rules[rule])))
        outcome = solver.check()
        if outcome == z3.unknown:
            self.unanswered += 1
        return self._read(solver.model(), box) if outcome == z3.sat else None

    # To the solver

    def _axis(self, axis: int, expression: tree.Expression) -> Term:
        """The variable of an axis; one for each axis of a single kind, else the axis is left out."""
        kinds = {region.kind for region in self.grid.axes[axis].regions} - {("Null", False)}
        kind: Kind = next(iter(kinds)) if len(kinds) == 1 else ("Any", False)
        term = _variable(kind, f"axis {axis}", expression.type)
        if is_reference(expression):
            self._variables[unparse(expression)] = term
        return term

    def _link(self, axis: int, expression: tree.Expression) -> None:
        """Tie the value of an input that is a formula to the names in it, or note that it is not tied."""
        try:
            self.loose = not self._tied(axis, expression) or self.loose
        except Undecided as why:
            self.grid.undecided.append((self._column(axis), why))  # its values are then taken to be free
            self.loose = True

    def _tied(self, axis: int, expression: tree.Expression) -> bool:
        """Tie the value of an input to the names in it; whether its kind is one. Raises Undecided."""
        for one in references(expression):
            if unparse(one) not in self._variables and (one.type.name, False) in LINES:
                own = self._variables[unparse(one)] = _variable((one.type.name, False), unparse(one), one.type)
                self._links += [self._tests(tests, own) for tests in allowed_tests(one.type)]
        _require_shallow(expression)
        name, variable = self._axes[axis]
        of, term = self._term(expression, None)
        if variable is None or of != name:
            return False
        self._links.append(variable == term)
        return True

    def examples(self, axis: int) -> dict[int, Any] | None:
        """A value in each region of an axis that its formula comes to; None where the solver cannot tell."""
        import z3

        self._axes = [self._axis(at, one) for at, one in enumerate(self.grid.expressions)]
        try:
            if not self._tied(axis, self.grid.expressions[axis]):
                return None
        except Undecided:
            return None
        of, (name, variable) = self.grid.axes[axis], self._axes[axis]
        solver = z3.Solver()
        solver.set("timeout", MILLISECONDS)
        solver.add(*self._links)
        found: dict[int, Any] = {}
        for place in bits(of.whole & ~of.null):
            solver.push()
            solver.add(_region(variable, of.regions, place))
            outcome = solver.check()
            if outcome == z3.unknown:
                return None
            if outcome == z3.sat:
                value = _value(name, solver.model().eval(variable, model_completion=True))
                found[place] = value if of.place(value) == place else of.regions[place].example
            solver.pop()
        return found

    def _column(self, axis: int) -> int:
        """The first column on an axis."""
        return next(at for at, column in enumerate(self.grid.columns) if column.axis == axis)

    def _translate(self, rule: int, columns: tuple[int, ...]) -> None:
        import z3

        parts = []
        for at in columns:
            cell, column = self.grid.cells[rule][at], self.grid.columns[at]
            try:
                parts.append(self._tests(cell.tests, self._axes[column.axis]))
            except Undecided as why:
                self.undecided.append((rule, at, why))
        if len(parts) == len(columns):
            self._rules[rule] = z3.And(*parts)

    def _tests(self, of: tree.UnaryTests, own: Term) -> Any:
        import z3

        joined = z3.Or(*(self._test(test, own) for test in of.tests))
        return z3.Not(joined) if of.negated else joined

    def _test(self, test: tree.Expression, own: Term) -> Any:
        import z3

        _require_shallow(test)
        if isinstance(test, tree.Test):
            return self._compared(test, test.operator, own, self._term(test.operand, own))
        if isinstance(test, tree.Range):
            return z3.And(*self._bounds(test, own, own))
        if any(is_input(one) for one in tree.walk(test)):
            return self._truth(test, own)
        return self._compared(test, "=", own, self._term(test, own))

    def _bounds(self, test: tree.Range, value: Term, own: Term | None) -> list[Any]:
        found = []
        if test.low is not None:
            found.append(self._compared(test, ">=" if test.low_closed else ">", value, self._term(test.low, own)))
        if test.high is not None:
            found.append(self._compared(test, "<=" if test.high_closed else "<", value, self._term(test.high, own)))
        return found

    def _truth(self, node: tree.Expression, own: Term | None) -> Any:
        import z3

        match node:
            case tree.And(operands):
                return z3.And(*(self._truth(one, own) for one in operands))
            case tree.Or(operands):
                return z3.Or(*(self._truth(one, own) for one in operands))
            case tree.Comparison(operator, left, right):
                return self._compared(node, operator, self._term(left, own), self._term(right, own))
            case tree.Between(value, low, high):
                held = self._term(value, own)
                return z3.And(
                    self._compared(node, ">=", held, self._term(low, own)),
                    self._compared(node, "<=", held, self._term(high, own)),
                )
            case tree.Call(tree.Name("not"), (operand,)):
                return z3.Not(self._truth(operand, own))
        name, term = self._term(node, own)
        if name != "boolean":
            raise Undecided(node, f"«{unparse(node)}» is not true or false")
        return term

    def _compared(self, node: tree.Expression, operator: str, left: Term, right: Term) -> Any:
        if left[0] != right[0] or left[1] is None:
            raise Undecided(node, f"«{unparse(node)}» compares {left[0]} with {right[0]}")
        if left[0] == "boolean" and operator not in ("=", "!="):
            raise Undecided(node, f"«{unparse(node)}» has no order")
        return _COMPARISONS[operator](left[1], right[1])

    def _term(self, node: tree.Expression, own: Term | None) -> Term:
        if is_input(node) and own is not None:
            return own
        if is_reference(node) and unparse(node) in self._variables:
            return self._variables[unparse(node)]
        if is_closed(node):
            return _constant(node, value_of(node))
        match node:
            case tree.Negation(operand):
                name, term = self._term(operand, own)
                if name in ("number", "years and months duration", "days and time duration"):
                    return name, -term
            case tree.If(condition, then, otherwise):
                return _chosen(node, self._truth(condition, own), self._term(then, own), self._term(otherwise, own))
            case tree.Call(tree.Name("abs"), (operand,)):
                name, term = self._term(operand, own)
                if name in ("number", "years and months duration", "days and time duration"):
                    return _chosen(node, term >= 0, (name, term), (name, -term))
            case tree.Comparison() | tree.And() | tree.Or() | tree.Between():
                return "boolean", self._truth(node, own)
            case tree.Arithmetic(operator, left, right):
                return _calculated(node, operator, self._term(left, own), self._term(right, own))
        raise Undecided(node, f"«{unparse(node)}» is neither a constant nor linear over known inputs")

    def _inside(self, box: Box) -> Any:
        import z3

        parts = []
        for axis, mask in enumerate(box):
            term = self._axes[axis][1]
            regions = self.grid.axes[axis].regions
            if term is not None:
                parts.append(z3.Or(*(_region(term, regions, place) for place in bits(mask))))
        return z3.And(*parts)

    # From the solver

    def _read(self, model: Any, box: Box) -> Point:
        example = self.grid.example(box)
        return tuple(
            example[axis] if term is None else _value(name, model.eval(term, model_completion=True))
            for axis, (name, term) in enumerate(self._axes)
        )


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def _require_shallow(node: tree.Expression) -> None:
    if tree.height(node, ()) > MOST_LEVELS:
        raise Undecided(node, f"it holds chains of more than {MOST_LEVELS} links")


def _variable(kind: Kind, name: str, type: object) -> Term:
    import z3

    if kind[1] or kind not in LINES:
        return kind[0], None
    match kind[0]:
        case "number":
            whole = isinstance(type, NumberType) and type.scale == 0
            return kind[0], z3.Int(name) if whole else z3.Real(name)
        case "string":
            return kind[0], z3.String(name)
        case "boolean":
            return kind[0], z3.Bool(name)
    return kind[0], z3.Int(name)


def _constant(node: tree.Expression, value: Any) -> Term:
    of = kind_of(value)
    if of[1] or of not in LINES:
        raise Undecided(node, f"it uses a {of[0]}{' with a zone' if of[1] else ''}")
    return of[0], _literal(of, LINES[of].key(value))


def _literal(of: Kind, key: Any) -> Any:
    import z3

    match of[0]:
        case "number":
            return z3.RealVal(str(Fraction(key)))
        case "string":
            return z3.StringVal(key)
        case "boolean":
            return z3.BoolVal(bool(key))
    return z3.IntVal(key)


def _calculated(node: tree.Expression, operator: str, left: Term, right: Term) -> Term:
    kinds = left[0], right[0]
    duration = "days and time duration"
    if left[1] is None or right[1] is None:
        raise Undecided(node, f"«{unparse(node)}» uses a value of no known type")
    if (
        operator in ("+", "-")
        and kinds[0] == kinds[1]
        and kinds[0] in ("number", "years and months duration", duration)
    ):
        return kinds[0], left[1] + right[1] if operator == "+" else left[1] - right[1]
    if operator in ("*", "/") and kinds == ("number", "number"):
        if operator == "*" and (_is_constant(left[1]) or _is_constant(right[1])):
            return "number", left[1] * right[1]
        if operator == "/" and _is_constant(right[1]) and right[1].as_fraction() != 0:
            return "number", left[1] / right[1]
    if operator in ("+", "-") and kinds == ("date", duration) and _is_constant(right[1]):
        days = right[1].as_long() * (1 if operator == "+" else -1) // DAY
        return "date", left[1] + days
    if operator == "-" and kinds == ("date", "date"):
        return duration, (left[1] - right[1]) * DAY
    raise Undecided(node, f"«{unparse(node)}» is no linear formula")


def _chosen(node: tree.Expression, condition: Any, then: Term, otherwise: Term) -> Term:
    import z3

    if then[0] != otherwise[0] or then[1] is None or otherwise[1] is None:
        raise Undecided(node, f"«{unparse(node)}» is now {then[0]} and now {otherwise[0]}")
    return then[0], z3.If(condition, then[1], otherwise[1])


def _is_constant(term: Any) -> bool:
    import z3

    return bool(z3.is_rational_value(term) or z3.is_int_value(term))


def _region(term: Any, regions: list[Region], place: int) -> Any:
    """That a value lies in a region; null is no value here."""
    import z3

    region = regions[place]
    if region.kind == ("Null", False):
        return z3.BoolVal(region.low is None)
    if region.single:
        return term == _literal(region.kind, region.low)
    if region.low is None and region.high is None and region.kind[0] == "string":
        points = [one for one in regions if one.kind == region.kind and one.single]
        return z3.And(*(term != _literal(region.kind, one.low) for one in points))
    low = [] if region.low is None else [term > _literal(region.kind, region.low)]
    high = [] if region.high is None else [term < _literal(region.kind, region.high)]
    return z3.And(*low, *high)


def _value(name: str, found: Any) -> Any:
    """A value of the solver as one of FEEL; a fraction without end is cut, and so perhaps not confirmed."""
    match name:
        case "number":
            fraction = found.as_fraction() if hasattr(found, "as_fraction") else Fraction(found.as_long())
            return Decimal(fraction.numerator) / Decimal(fraction.denominator)
        case "string":
            return found.as_string()
        case "boolean":
            return bool(found)
    return DaysTime(found.as_long()) if name == "days and time duration" else LINES[name, False].value(found.as_long())
