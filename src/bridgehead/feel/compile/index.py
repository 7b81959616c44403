"""The index of a decision table: which rules may match, without a walk through all.

For each input, the bounds of all its cells cut its values into points and the gaps between them. Each of these has the
set of rules whose cell takes it, as the bits of one whole number. A case looks its values up and intersects the sets;
what is left matches, but for rules with formulas, whose own tests are still to be asked.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bridgehead.feel import operations, tree
from bridgehead.feel.cells import ANYTHING, Cell, Span, read
from bridgehead.feel.values import UNKNOWN

LEAST_RULES = 8  # of a table for which an index is quicker than a walk


@dataclass(frozen=True, slots=True)
class Column:
    """One input: the rules (as bits) at each point, in each gap between points, for null, and for values of other
    types, which are also those that do not ask."""

    kind: str | None
    points: dict[Any, int]
    bounds: list[Any]
    gaps: list[int]
    null: int
    others: int

    def rules(self, value: Any) -> int:
        """The rules whose cells take a value, and those whose cells are still to be asked."""
        if value is None:
            return self.null
        of = operations.kind(value)
        if of != self.kind:
            return self.others
        key = value if of in _PLAIN else operations.measure(value, of)
        found = self.points.get(key)
        return self.gaps[bisect_left(self.bounds, key) if len(self.gaps) > 1 else 0] if found is None else found


_PLAIN = frozenset(("number", "string", "boolean"))  # of which a value is its own measure


@dataclass(frozen=True, slots=True)
class Index:
    """`columns` are those of the inputs that are indexed, with their places; `formulas` the rules still to be asked."""

    columns: tuple[tuple[int, Column], ...]
    formulas: int
    every: int

    def rules(self, inputs: Sequence[Any]) -> tuple[int, int]:
        """The rules that no value rules out, as bits; and of these, those for which an unknown value is in doubt."""
        left, sure = self.every, self.every
        for place, column in self.columns:
            value = inputs[place]
            if value is UNKNOWN:
                sure &= column.others
            else:
                left &= column.rules(value)
                if not left:
                    break
        return left, left & ~sure


def index(rules: Sequence[tree.Rule], inputs: int) -> Index | None:
    """The index of a table; None where the table is short, or no cell can be indexed."""
    if len(rules) < LEAST_RULES or any(len(rule.tests) != inputs for rule in rules):
        return None
    formulas = 0
    columns: list[tuple[int, Column]] = []
    for place in range(inputs):
        cells = [_read(rule.tests[place]) for rule in rules]
        kinds = {cell.kind for cell in cells if cell is not None and cell.kind is not None}
        if len(kinds) > 1:
            formulas |= sum(1 << at for at, cell in enumerate(cells) if cell is not ANYTHING)
            continue
        formulas |= sum(1 << at for at, cell in enumerate(cells) if cell is None)
        columns.append((place, _column(cells, next(iter(kinds), None))))
    every = (1 << len(rules)) - 1
    return None if formulas == every or not columns else Index(tuple(columns), formulas, every)


def _read(tests: tree.UnaryTests) -> Cell | None:
    """A list among the tests is a formula here: it would also take itself."""
    return None if any(isinstance(test, tree.List) for test in tests.tests) else read(tests)


def _column(cells: Sequence[Cell | None], kind: str | None) -> Column:
    """What is not a set of values may take any, so that its rule stays."""
    keys = sorted({_key(bound, kind) for cell in cells if cell for bound in _bounds(cell)})
    places_of = {key: place for place, key in enumerate(keys)}
    changes = [0] * (2 * len(keys) + 2)  # of gap 0, point 0, gap 1, point 1, ..., the last gap
    null = others = 0
    for rule, cell in enumerate(cells):
        bit = 1 << rule
        if cell is None or cell.takes_null:
            null |= bit
        if cell is None or cell is ANYTHING:
            others |= bit
        for first, last in _pieces(cell, kind, places_of):
            changes[first] ^= bit
            changes[last + 1] ^= bit
    sets, now = [], 0
    for change in changes[:-1]:
        now ^= change
        sets.append(now)
    gaps, points = sets[::2], dict(zip(keys, sets[1::2], strict=True))
    return Column(kind, points, keys, gaps if len(set(gaps)) > 1 else gaps[:1], null, others)


def _bounds(cell: Cell) -> Iterable[Any]:
    return (bound for span in cell.spans for bound in (span.low, span.high) if bound is not None)


def _key(value: Any, kind: str | None) -> Any:
    return value if kind is None or kind in _PLAIN else operations.measure(value, kind)


def _pieces(cell: Cell | None, kind: str | None, places_of: dict[Any, int]) -> list[tuple[int, int]]:
    """The stretches of gaps and points that a cell takes, apart from one another."""
    last = 2 * len(places_of)
    if cell is None or cell is ANYTHING:
        return [(0, last)]
    merged: list[tuple[int, int]] = []
    for first, end in sorted(_piece(span, kind, places_of, last) for span in cell.spans):
        if first > end:
            continue
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((first, end))
    return _complement(merged, last) if cell.negated else merged


def _piece(span: Span, kind: str | None, places_of: dict[Any, int], last: int) -> tuple[int, int]:
    first = 0 if span.low is None else 2 * places_of[_key(span.low, kind)] + (1 if span.low_closed else 2)
    end = last if span.high is None else 2 * places_of[_key(span.high, kind)] + (1 if span.high_closed else 0)
    return first, end


def _complement(pieces: list[tuple[int, int]], last: int) -> list[tuple[int, int]]:
    outside, at = [], 0
    for first, end in pieces:
        if first > at:
            outside.append((at, first - 1))
        at = end + 1
    return [*outside, (at, last)] if at <= last else outside
