"""A decision table drawn over the axes of its inputs: each rule a box, with what could not be drawn beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bridgehead import feel
from bridgehead.dmn.analysis.axis import Axis
from bridgehead.dmn.analysis.boxes import Box, meet
from bridgehead.dmn.analysis.conditions import Condition, Fixed, Undecided, condition, constants
from bridgehead.dmn.analysis.references import given, is_reference, references, root, tied
from bridgehead.dmn.item_types import Allowed
from bridgehead.dmn.model import DecisionTable
from bridgehead.feel import Type, Variable, tree
from bridgehead.feel.types import ANY, NumberType
from bridgehead.feel.unparse import constant

Point = tuple[Any, ...]
"""A value for each axis."""


@dataclass(frozen=True, slots=True)
class Column:
    """An input: what is tested, the tests that its values meet, and the axis on which they lie."""

    expression: tree.Expression
    type: Type
    allowed: tuple[tree.UnaryTests, ...]
    axis: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A test as a condition on its input alone, or `why` it is none."""

    tests: tree.UnaryTests
    condition: Condition
    why: Undecided | None = None


@dataclass(slots=True)
class Grid:
    """A table as it is written and as it runs. Inputs with one expression share an axis; names that cells use beside
    the inputs have an axis of their own. `expressions` and `names` say what the axes are.

    `boxes` has one a rule, as if what is `open` held always; None where a rule matches nothing. `open` has for each
    rule the columns whose cells intervals do not decide, and `undecided` the axes whose allowed values they do not.
    `tied` are the axes of formulas over what other axes have or are made of; the axes from `asked` on are those of the
    names in these formulas that nothing else asks for, and `decided` those of other decisions. Where there are such
    formulas, `limited` are the axes that are null where a column allows less than what they are made of. `outer` is the
    grid of which this one is a part, in whose terms cases are then told.
    """

    table: DecisionTable
    lowered: tree.Table
    columns: list[Column] = field(default_factory=list)
    expressions: list[tree.Expression] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    axes: list[Axis] = field(default_factory=list)
    cells: list[tuple[Cell, ...]] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    open: list[tuple[int, ...]] = field(default_factory=list)
    undecided: list[tuple[int, Undecided]] = field(default_factory=list)
    whole: Box = ()
    tied: frozenset[int] = frozenset()
    asked: int = 0
    decided: frozenset[int] = frozenset()
    limited: frozenset[int] = frozenset()
    outer: "Grid | None" = None
    _compiled: dict[int, Callable[[Mapping[str, object]], Any]] = field(default_factory=dict)

    def column(self, axis: int) -> int | None:
        """The first column on an axis, where it has any."""
        return next((at for at, column in enumerate(self.columns) if column.axis == axis), None)

    def matches(self, rule: int, point: Point) -> bool:
        """Whether a rule matches a point, by evaluating its tests."""
        named = given(zip(self.expressions, point, strict=True))
        return all(
            self._function(cell)({**named, "?": point[column.axis]}) is True
            for column, cell in zip(self.columns, self.cells[rule], strict=True)
        )

    def computed(self, point: Point, axes: Iterable[int]) -> Point:
        """A point with the values that the inputs on some axes have by their formulas."""
        named = given(zip(self.expressions, point, strict=True))
        values = list(point)
        for axis in axes:
            of = self.lowered.inputs[self.column(axis) or 0]
            scope = {one.name: Variable(one.type, optional=True) for one in map(root, references(of))}
            values[axis] = feel.compile(of, scope)(named)
        return tuple(values)

    def _function(self, cell: Cell) -> Callable[[Mapping[str, object]], Any]:
        if id(cell) not in self._compiled:
            asked = (one for one in feel.walk(cell.tests) if isinstance(one, tree.Name) and one.name == "?")
            names = {one.name: one.type for one in (*map(root, references(cell.tests)), *asked)}
            scope = {name: Variable(type, optional=True) for name, type in {"?": ANY, **names}.items()}
            self._compiled[id(cell)] = feel.compile(cell.tests, scope)
        return self._compiled[id(cell)]

    def within(self, whole: Box) -> "Grid":
        """The same table over fewer regions."""
        axes = [replace(axis, whole=mask) for axis, mask in zip(self.axes, whole, strict=True)]
        boxes = [None if box is None else meet(box, whole) for box in self.boxes]
        return replace(self, axes=axes, boxes=boxes, whole=whole, undecided=list(self.undecided))

    def example(self, box: Box) -> Point:
        """A point of a box."""
        return tuple(axis.example(mask) for axis, mask in zip(self.axes, box, strict=True))

    def shown(self, point: Point, box: Box | None) -> str:
        """A point for readers; an axis is left out of which `box` takes all, or for which there is no value."""
        whole = (self.outer or self).whole
        parts = [
            f"{name} = {constant(value)}"
            for at, (name, value) in enumerate(zip(self.names, point, strict=False))
            if box is None or box[at] != whole[at]
        ]
        return ", ".join(parts) or "any values"

    def tests(self, point: Point, box: Box | None) -> str:
        """The cells of a rule that takes a point, and all of its box where it has one."""
        texts, axes = [], (self.outer or self).axes
        for at, column in enumerate(self.columns):
            mask = None if box is None else box[column.axis]
            first = all(other.axis != column.axis for other in self.columns[:at])
            text = constant(point[column.axis]) if mask is None else axes[column.axis].tests(mask)
            texts.append(text if first else "-")
        return " | ".join(texts)


def draw(table: DecisionTable, lowered: tree.Table) -> Grid:
    """The grid of a table as written and as lowered."""
    grid = Grid(table, lowered)
    by_expression: dict[str, int] = {}
    for written, one in zip(table.inputs, lowered.inputs, strict=True):
        expression = one.value if isinstance(one, tree.Conform) else one
        axis = by_expression.setdefault(feel.unparse(expression), len(by_expression))
        grid.columns.append(Column(expression, one.type, tuple(allowed_tests(one.type)), axis))
        if axis == len(grid.names):
            grid.expressions.append(expression)
            grid.names.append(" ".join(written.expression.text.split()))
    known: dict[tuple[int, str], Cell] = {}
    for rule, as_written in zip(lowered.rules, table.rules, strict=True):
        cells = []
        for at, (tests, text) in enumerate(zip(rule.tests, as_written.tests, strict=True)):
            if (at, text.text) not in known:
                known[at, text.text] = Cell(tests, *_condition(tests))
            cells.append(known[at, text.text])
        grid.cells.append(tuple(cells))
    _add_names(grid, [cell.tests for cell in known.values()])
    grid.asked, grid.tied = len(grid.names), tied(grid.expressions)
    _add_names(grid, [grid.expressions[axis] for axis in sorted(grid.tied)])
    if grid.tied:
        limited = (
            one.axis for one in grid.columns if one.allowed and one.type.allowed is not one.expression.type.allowed
        )
        grid.limited = frozenset(limited)
    nullable = _nullable(grid)
    grid.axes = [_axis(grid, axis, nullable=axis in nullable) for axis in range(len(grid.names))]
    grid.whole = tuple(axis.whole for axis in grid.axes)
    for cells_of_rule in grid.cells:
        grid.boxes.append(_box(grid, cells_of_rule))
        grid.open.append(tuple(at for at, cell in enumerate(cells_of_rule) if cell.why is not None))
    return grid


def _add_names(grid: Grid, nodes: Iterable[tree.Expression]) -> None:
    """An axis for each reference that is none yet."""
    known = set(map(feel.unparse, grid.expressions))
    for one in (one for node in nodes for one in references(node)):
        name = feel.unparse(one)
        if name not in known:
            known.add(name)
            grid.expressions.append(one)
            grid.names.append(name)


def _nullable(grid: Grid) -> set[int]:
    """The axes on which null counts: a test names it, or it comes to the same by a formula."""
    tested = {
        column.axis
        for cells in grid.cells
        for column, cell in zip(grid.columns, cells, strict=True)
        if any(one.value is None for one in constants(cell.condition))
    }
    names = [set(map(feel.unparse, references(one))) for one in grid.expressions]
    bare = {axis for axis, one in enumerate(grid.expressions) if is_reference(one)}
    null = {name for axis in tested & (grid.tied | bare) for name in names[axis]}
    return tested | {axis for axis in grid.tied | bare if names[axis] & null}


def allowed_tests(type: Type) -> Iterator[tree.UnaryTests]:
    """The tests that the values of a type must meet."""
    allowed = type.allowed
    while isinstance(allowed, Allowed):
        yield allowed.tests
        allowed = allowed.narrows


def _condition(tests: tree.UnaryTests) -> tuple[Condition, Undecided | None]:
    try:
        return condition(tests), None
    except Undecided as why:
        return Fixed(True), why


def _axis(grid: Grid, axis: int, *, nullable: bool) -> Axis:
    """The axis of all columns with one expression, cut down to the values that all allow."""
    own, expression = [at for at, column in enumerate(grid.columns) if column.axis == axis], grid.expressions[axis]
    types = [one for one in (*(grid.columns[at].type for at in own), expression.type) if one != ANY]
    stated = [tests for at in own for tests in grid.columns[at].allowed] + list(allowed_tests(expression.type))
    allowed = []
    for tests in {id(one): one for one in stated}.values():
        one, why = _condition(tests)
        allowed.append(one)
        if why is not None:
            grid.undecided.append((axis, why))
    conditions = {id(cells[at]): cells[at].condition for cells in grid.cells for at in own}
    whole_numbers = any(isinstance(one, NumberType) and one.scale == 0 for one in types)
    kinds = tuple({one.name for one in types}) or None
    found = Axis.of(
        kinds, [*conditions.values(), *allowed], whole_numbers=whole_numbers, nullable=nullable or axis in grid.limited
    )
    for one in allowed:  # a value that is not allowed is null, and so is one that is missing
        found.whole &= found.truth(one).true | (found.null if nullable else 0)
    return found


def _box(grid: Grid, cells: tuple[Cell, ...]) -> Box | None:
    box = list(grid.whole)
    for column, cell in zip(grid.columns, cells, strict=True):
        box[column.axis] &= grid.axes[column.axis].truth(cell.condition).true
    return tuple(box) if all(box) else None
