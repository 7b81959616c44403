"""Cells and inputs that are formulas over several inputs, decided by the solver Z3.

What Z3 finds is a point, in which inputs that are formulas have the values that FEEL gives them; whoever asks holds it
against the table.
"""

import itertools
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from time import thread_time
from typing import Any

from bridgehead.dmn.analysis.axis import NULL, Region, bits, runs
from bridgehead.dmn.analysis.boxes import Box
from bridgehead.dmn.analysis.conditions import Undecided
from bridgehead.dmn.analysis.grid import Grid, Point, allowed_tests
from bridgehead.dmn.analysis.lines import LINES, Kind
from bridgehead.dmn.analysis.references import is_reference, references
from bridgehead.dmn.analysis.terms import Term, literal, term, tests, variable
from bridgehead.feel import tree, unparse
from bridgehead.feel.temporal import DaysTime

MILLISECONDS = 2_000  # for each question put to the solver
SECONDS = 30  # for all of a table
MAX_QUESTIONS = 3_000

ROUND = (1, 1_000)  # parts of a whole in which a case is told, where there is such a case


@dataclass(slots=True)
class Formulas:
    """The open cells of a grid and its tied inputs, translated when first needed.

    `undecided` has what cannot be translated: (rule, column, why). `loose` says that the solver does not see how some
    input hangs on others, so that what it finds may not exist. `unanswered` counts the questions to which it had no
    answer.
    """

    grid: Grid
    loose: bool = False
    unanswered: int = 0
    undecided: list[tuple[int, int, Undecided]] = field(default_factory=list)
    _asked: int = 0
    _spent: float = 0
    _solver: Any = None
    _rules: dict[int, Any] = field(default_factory=dict)
    _cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    _known: dict[str, Term] = field(default_factory=dict)
    _axes: list[Term] = field(default_factory=list)
    _made: set[int] = field(default_factory=set)
    _links: list[Any] = field(default_factory=list)
    _sides: dict[tuple[int, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.coupled and not any(self.grid.open):
            return
        self._name_axes()
        for axis in sorted(self.grid.tied):
            self._link(axis)
        free = {unparse(self.grid.expressions[axis]) for axis in self.grid.decided}
        made = (self.grid.expressions[axis] for axis in self.grid.tied)
        self.loose |= any(unparse(reference) in free for one in made for reference in references(one))
        for rule, columns in enumerate(self.grid.open):
            if columns and self.grid.boxes[rule] is not None:
                self._translate(rule, columns)

    @property
    def coupled(self) -> bool:
        """Whether an input's expression uses the value of another input, or what that one uses."""
        return bool(self.grid.tied)

    def decides(self, rules: Iterable[int]) -> bool:
        """Whether all cells of the rules are decided by intervals or by formulas."""
        return all(not self.grid.open[rule] or rule in self._rules for rule in rules)

    def point(self, box: Box, holding: Sequence[int], failing: Sequence[int]) -> Point | None:
        """A point of a box at which the open cells of some rules hold, and no rule of `failing` matches.

        Rules that cannot be translated are left to whoever confirms the point.
        """
        if not self.coupled and not any(rule in self._rules for rule in (*holding, *failing)):
            return self.grid.example(box)
        import z3

        asked = [self._inside(box), *(self._rules[rule] for rule in holding if rule in self._rules)]
        for rule in failing:
            own = self.grid.boxes[rule]
            if rule in self._rules and own is not None:
                asked.append(z3.Not(z3.And(self._inside(own), self._rules[rule])))
        model = self._model(asked)
        return None if model is None else self._read(model, box)

    def conflict(self, rule: int) -> tuple[int, ...]:
        """The columns of a rule whose tests never hold together; none where some case meets them, or may do so."""
        seen = self.coupled or any((rule, at) in self._cells for at in self.grid.open[rule])
        box = self.grid.boxes[rule]
        if box is None or not seen or self.grid.matches(rule, self._computed(self.grid.example(box))):
            return ()
        columns = [at for at, cell in enumerate(self.grid.cells[rule]) if cell.tests.tests]
        if self._possible(rule, columns):
            return ()
        for at in tuple(columns):
            rest = [one for one in columns if one != at]
            if not self._possible(rule, rest):
                columns = rest
        return tuple(columns) or tuple(range(len(self.grid.columns)))

    def examples(self, axis: int) -> dict[int, Any] | None:
        """A value in each region of an axis that its formula comes to; None where the solver cannot tell."""
        if not self._axes:
            self._name_axes()
        try:
            if not self._tied(axis):
                return None
        except Undecided:
            return None
        of, own = self.grid.axes[axis], self._axes[axis]
        found: dict[int, Any] = {}
        for place in bits(of.whole & ~of.null):
            unanswered = self.unanswered
            model = self._model([self._side(axis, 1 << place)])
            if self.unanswered > unanswered:
                return None
            if model is not None:
                value = _value(own, model)
                found[place] = value if of.place(value) == place else of.regions[place].example
        return found

    # The solver

    def _model(self, asked: Sequence[Any], *, stated: bool = True) -> Any:
        """A model of what is asked, of round numbers where there is one; None where there is none, or no answer.

        Not `stated`, inputs are also null where their columns do not allow what they are made of.
        """
        import z3

        if self._solver is None:
            self._solver = z3.Solver()
            self._solver.set("timeout", MILLISECONDS)
            self._solver.add(*self._links, *itertools.starmap(self._side, enumerate(self._widest())))
        if self._asked >= MAX_QUESTIONS or self._spent > SECONDS:
            self.unanswered += 1
            return None
        self._asked += 1
        since = thread_time()
        self._solver.push()
        self._solver.add(*asked)
        self._solver.add(*(self._side(axis, self.grid.whole[axis]) for axis in self.grid.limited if stated))
        outcome = self._solver.check()
        model = self._round(self._solver.model()) if outcome == z3.sat else None
        self._solver.pop()
        self._spent += thread_time() - since
        self.unanswered += outcome == z3.unknown
        return model

    def _round(self, model: Any) -> Any:
        """A model with rounder numbers, where the solver has one."""
        import z3

        free = [one for axis, one in enumerate(self._axes) if axis not in self._made]
        numbers = [one.value for one in (*free, *self._known.values()) if z3.is_real(one.value)]
        for parts in ROUND:
            if all((_fraction(model, one) * parts).denominator == 1 for one in numbers):
                return model
            self._solver.push()
            self._solver.add(*(z3.IsInt(one * parts) for one in numbers))
            rounder = self._solver.model() if self._solver.check() == z3.sat else None
            self._solver.pop()
            if rounder is not None:
                return rounder
        return model

    def _widest(self) -> list[int]:
        """The values on each axis, and null where it is limited."""
        return [
            mask | (self.grid.axes[axis].null if axis in self.grid.limited else 0)
            for axis, mask in enumerate(self.grid.whole)
        ]

    def _possible(self, rule: int, columns: Sequence[int]) -> bool:
        """Whether the tests of some columns of a rule hold together, as far as is known."""
        box = self._widest()
        for at in columns:
            axis = self.grid.columns[at].axis
            box[axis] &= self.grid.axes[axis].truth(self.grid.cells[rule][at].condition).true
        unanswered = self.unanswered
        cells = [self._cells[rule, at] for at in columns if (rule, at) in self._cells]
        return self._model([self._inside(tuple(box)), *cells], stated=False) is not None or self.unanswered > unanswered

    # To the solver

    def _name_axes(self) -> None:
        """A variable for each axis of a single kind; what has several is left out."""
        for axis, (of, one) in enumerate(zip(self.grid.axes, self.grid.expressions, strict=True)):
            kinds = {region.kind for region in of.regions} - {NULL}
            kind: Kind = next(iter(kinds)) if len(kinds) == 1 else ("Any", False)
            self._axes.append(variable(kind, f"axis {axis}", one.type, nullable=bool(of.null)))
            if is_reference(one) and axis not in self.grid.limited:
                self._known[unparse(one)] = self._axes[axis]
            elif is_reference(one) and self._axes[axis].value is not None:
                with suppress(Undecided):  # which is told of the formula that needs it
                    self._same(axis, self._name(one, kind, nullable=True))

    def _name(self, reference: tree.Expression, kind: Kind, *, nullable: bool = False) -> Term:
        """A variable for a reference beside the axes."""
        import z3

        found = variable(kind, unparse(reference), reference.type, nullable=nullable)
        allowed = (tests(each, found, {}).true for each in allowed_tests(reference.type))
        self._links += [z3.Or(found.null, one) for one in allowed]
        self._known[unparse(reference)] = found
        return found

    def _link(self, axis: int) -> None:
        """Tie the value of an input that is a formula to the names in it, or note that it is not tied."""
        try:
            if self._tied(axis):
                self._made.add(axis)
            else:
                self.loose = True
        except Undecided as why:
            self.grid.undecided.append((axis, why))  # its values are then taken to be free
            self.loose = True

    def _tied(self, axis: int) -> bool:
        """Tie the value of an input to the names in it; whether its kind is one. Raises Undecided."""
        expression, own = self.grid.expressions[axis], self._axes[axis]
        for one in references(expression):
            if unparse(one) not in self._known and (one.type.name, False) in LINES:
                self._name(one, (one.type.name, False))
        of = term(expression, self._known)
        if own.value is None or of.kind != own.kind:
            return False
        self._same(axis, of)
        return True

    def _same(self, axis: int, of: Term) -> None:
        """Tie the value of an axis to what it is made of; it is null beside where its columns do not allow that."""
        import z3

        own = self._axes[axis]
        try:
            stated = [one for column in self.grid.columns if column.axis == axis for one in column.allowed]
            allowed = z3.And(z3.BoolVal(True), *(tests(one, of, {}).true for one in stated))
        except Undecided:  # which is told with the values of the axis
            allowed = z3.BoolVal(False)
        self._links.append(z3.Or(own.null, z3.And(z3.Not(of.null), own.value == of.value)))
        self._links.append(z3.Implies(own.null, z3.Or(of.null, z3.Not(allowed))))

    def _translate(self, rule: int, columns: tuple[int, ...]) -> None:
        import z3

        for at in columns:
            cell, column = self.grid.cells[rule][at], self.grid.columns[at]
            try:
                self._cells[rule, at] = tests(cell.tests, self._axes[column.axis], self._known).true
            except Undecided as why:
                self.undecided.append((rule, at, why))
        if all((rule, at) in self._cells for at in columns):
            self._rules[rule] = z3.And(*(self._cells[rule, at] for at in columns))

    def _inside(self, box: Box) -> Any:
        """That a point lies in a box, of which what it has whole is left out."""
        import z3

        return z3.And(*(self._side(axis, mask) for axis, mask in enumerate(box) if mask != self.grid.whole[axis]))

    def _side(self, axis: int, mask: int) -> Any:
        import z3

        if (axis, mask) not in self._sides:
            own, regions = self._axes[axis], self.grid.axes[axis].regions
            parts = [_run(own, regions, *ends) for ends in runs(regions, mask)] if own.value is not None else [True]
            self._sides[axis, mask] = z3.Or(z3.BoolVal(False), *parts)
        return self._sides[axis, mask]

    # From the solver

    def _read(self, model: Any, box: Box) -> Point:
        example = self.grid.example(box)
        read = tuple(example[axis] if own.value is None else _value(own, model) for axis, own in enumerate(self._axes))
        return self._computed(read)

    def _computed(self, point: Point) -> Point:
        """A point in which inputs that are formulas have the values that FEEL gives them."""
        return self.grid.computed(point, self._made)


def _run(own: Term, regions: list[Region], first: Region, last: Region) -> Any:
    """That a value lies in one of neighbouring regions."""
    import z3

    if first.kind == NULL:
        return z3.BoolVal(True) if first.low is None else own.null
    parts = [z3.Not(own.null)]
    if first.low is None and last.high is None and first.kind[0] == "string" and first is last:
        points = [one for one in regions if one.kind == first.kind and one.single]
        parts += [own.value != literal(first.kind, one.low) for one in points]
    elif first is last and first.single:
        parts.append(own.value == literal(first.kind, first.low))
    else:
        if first.low is not None:
            low = literal(first.kind, first.low)
            parts.append(own.value >= low if first.single else own.value > low)
        if last.high is not None:
            high = literal(last.kind, last.high)
            parts.append(own.value <= high if last.single else own.value < high)
    return z3.And(*parts)


def _value(of: Term, model: Any) -> Any:
    """A value of the solver as one of FEEL."""
    import z3

    if z3.is_true(model.eval(of.null, model_completion=True)):
        return None
    if of.kind == "number":
        return _number(_fraction(model, of.value))
    found = model.eval(of.value, model_completion=True)
    match of.kind:
        case "string":
            return found.as_string()
        case "boolean":
            return bool(found)
        case "days and time duration":
            return DaysTime(found.as_long())
    return LINES[of.kind, False].value(found.as_long())


def _number(fraction: Fraction) -> Decimal:
    """A number, cut where it has no end, and so perhaps not confirmed."""
    found = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    whole = found.to_integral_value()
    return whole if whole == found else found.normalize()


def _fraction(model: Any, number: Any) -> Fraction:
    found = model.eval(number, model_completion=True)
    return Fraction(found.as_fraction()) if hasattr(found, "as_fraction") else Fraction(found.as_long())
