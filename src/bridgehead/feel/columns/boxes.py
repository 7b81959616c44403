"""The rules of a decision table as boxes: for each input the values that it may have, in the terms of its column.

Numbers and dates become whole numbers of the column's last digit, or days, so that every interval is closed and what
lies outside of a set is a set of intervals too.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import product
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from bridgehead.feel import temporal, tree
from bridgehead.feel.cells import ANYTHING, Cell, Span, read
from bridgehead.feel.columns import numbers
from bridgehead.feel.columns.terms import Refusal, Term
from bridgehead.feel.types import BOOLEAN, DATE, STRING, NumberType

MOST_BOXES = 50_000
FIRST_DAY, LAST_DAY = -719162, 2932896  # the years 1 to 9999, in days from 1970
_FAR = 10**40  # beyond every number
EXACT: Final = Context(prec=76)  # as many digits as a column can have; Python's own context rounds to 28
NULL: Final = "null"  # the side of a box that takes null alone
Side = Any  # None for anything, NULL, a value alone (in a tuple of one), or a pair of whole numbers


@dataclass(frozen=True, slots=True)
class Axis:
    """One input: its column and, where it has an order, its least and greatest whole number and how many digits of
    these stand after the point."""

    column: ir.Value
    type: pa.DataType
    least: int = 0
    most: int = 0
    scale: int | None = None

    @property
    def ordered(self) -> bool:
        return self.scale is not None

    def outside(self, number: Any) -> Any:
        """A whole number as the column has it; what is none stays."""
        if not isinstance(number, int):
            return number
        return Decimal(number).scaleb(-(self.scale or 0), EXACT) if pa.types.is_decimal(self.type) else number


@dataclass(frozen=True, slots=True)
class Box:
    rule: int
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Boxes of which no two hold one case. `asks` says for each input what they ask: nothing, null, `=` or `<`, the
    last of a pair of bounds that may both be absent."""

    asks: tuple[str | None, ...]
    boxes: tuple[Box, ...]


def axis(term: Term) -> Axis:
    """The axis of an input, which may be null but not unknown."""
    if term.unknown is not None:
        raise Refusal("FE308", "an input of a decision table may be unknown", "an optional field")
    if isinstance(term.type, NumberType):
        whole, scale = numbers.digits(term)
        value = numbers.exact(term)
        kind = pa.int64() if value.type().is_integer() else pa.decimal128(whole + scale, scale)
        most = 10 ** (whole + scale) - 1
        return Axis(value, kind, -most, most, scale)
    if term.type == DATE:
        return Axis(term.value, pa.date32(), FIRST_DAY, LAST_DAY, 0)
    if term.type in (STRING, BOOLEAN):
        return Axis(term.value, pa.string() if term.type == STRING else pa.bool_())
    raise Refusal("FE305", f"an input of a decision table is a {term.type}", "a number, text, truth value or date")


def of_rules(rules: Sequence[tree.Rule], axes: Sequence[Axis]) -> list[Box]:
    """The boxes of all rules; those of one rule are apart."""
    found: list[Box] = []
    for place, rule in enumerate(rules):
        sides = [list(_sides(read(test), axis)) for test, axis in zip(rule.tests, axes, strict=True)]
        found += [Box(place, combination) for combination in product(*sides)]
        if len(found) > MOST_BOXES:
            raise Refusal("FE307", f"the rules take more than {MOST_BOXES} boxes", "fewer alternatives in a rule")
    return _as_points(found, axes)


def _sides(cell: Cell | None, axis: Axis) -> Iterator[Side]:
    if cell is None:
        raise Refusal("FE304", "a cell is a formula", "constants")
    if cell is ANYTHING:
        yield None
        return
    if cell.takes_null:
        yield NULL
    if cell.kind is None:
        return
    if cell.kind != _KINDS.get(axis.type.id, "number"):
        raise Refusal("FE305", f"a cell holds a {cell.kind}, its input another type", "values of one type")
    if axis.ordered:
        pieces = _merged([_closed(span, axis) for span in cell.spans])
        yield from _complement(pieces, axis) if cell.negated else pieces
    elif cell.negated or any(span.low is None or span.low != span.high for span in cell.spans):
        raise Refusal("FE304", "a cell asks for the order of texts, or for all but some", "texts alone")
    else:
        yield from {(span.low,): None for span in cell.spans}


_KINDS = {pa.string().id: "string", pa.bool_().id: "boolean", pa.date32().id: "date"}


def _closed(span: Span, axis: Axis) -> tuple[int, int]:
    low = axis.least if span.low is None else _number(span.low, axis, ROUND_CEILING)
    high = axis.most if span.high is None else _number(span.high, axis, ROUND_FLOOR)
    if span.low is not None and not span.low_closed:
        low = _number(span.low, axis, ROUND_FLOOR) + 1
    if span.high is not None and not span.high_closed:
        high = _number(span.high, axis, ROUND_CEILING) - 1
    return max(low, axis.least), min(high, axis.most)


def _number(value: Any, axis: Axis, rounding: str) -> int:
    if not isinstance(value, Decimal):
        return temporal.day_number(value)
    sign, figures, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    shift = exponent + (axis.scale or 0)
    unscaled = int("".join(map(str, figures))) * (-1 if sign else 1)
    if shift >= 0:
        return unscaled * int(10**shift)
    step = int(10**-shift)
    return -(-unscaled // step) if rounding == ROUND_CEILING else unscaled // step


def _merged(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same whole numbers in intervals apart from one another."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(piece for piece in pieces if piece[0] <= piece[1]):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def _complement(pieces: list[tuple[int, int]], axis: Axis) -> Iterator[tuple[int, int]]:
    at = axis.least
    for low, high in pieces:
        if low > at:
            yield at, low - 1
        at = high + 1
    if at <= axis.most:
        yield at, axis.most


def _as_points(boxes: list[Box], axes: Sequence[Axis]) -> list[Box]:
    """Where an input is only ever asked for single values, it is joined by equality."""
    for place, axis in enumerate(axes):
        pairs = [box.sides[place] for box in boxes if isinstance(box.sides[place], tuple)]
        if axis.ordered and all(low == high for low, high in pairs):
            boxes = [
                replace(box, sides=(*box.sides[:place], side[:1], *box.sides[place + 1 :]))
                if isinstance(side := box.sides[place], tuple)
                else box
                for box in boxes
            ]
    return boxes


def layers(boxes: Sequence[Box], most: int) -> list[Layer]:
    """The boxes in as few layers as a greedy hand finds."""
    ranged = {
        place for box in boxes for place, side in enumerate(box.sides) if isinstance(side, tuple) and len(side) > 1
    }
    by_asks: dict[tuple[str | None, ...], list[Box]] = defaultdict(list)
    for box in boxes:
        by_asks[_asks(box, ranged)].append(box)
    found = [Layer(asks, layer) for asks, group in by_asks.items() for layer in _apart(asks, group)]
    if len(found) > most:
        raise Refusal("FE307", f"the rules overlap such that they need {len(found)} joins", f"at most {most}")
    return found


def _asks(box: Box, ranged: set[int]) -> tuple[str | None, ...]:
    """Beside an equality bounds are a second thought, and may be absent; alone they are what the join goes by."""
    asks = [None if side is None else side if side == NULL else "=" if len(side) == 1 else "<" for side in box.sides]
    return tuple("<" if ask is None and "=" in asks and place in ranged else ask for place, ask in enumerate(asks))


def _apart(asks: tuple[str | None, ...], boxes: list[Box]) -> Iterator[tuple[Box, ...]]:
    """Boxes of one kind, in groups of which no two of one hold the same case."""
    points = [place for place, ask in enumerate(asks) if ask == "="]
    bounds = [place for place, ask in enumerate(asks) if ask == "<"]
    by_point: dict[tuple[Any, ...], list[Box]] = defaultdict(list)
    for box in boxes:
        by_point[tuple(box.sides[place] for place in points)].append(box)
    found: list[list[Box]] = []
    for group in by_point.values():
        for number, layer in enumerate(_sweep(group, bounds)):
            if number == len(found):
                found.append([])
            found[number] += layer
    yield from map(tuple, found)


def _sweep(boxes: list[Box], bounds: list[int]) -> list[list[Box]]:
    """Along the first bound: a box meets only those that it has not passed yet."""
    first = bounds[0] if bounds else None
    layers: list[list[Box]] = []
    open_: list[list[Box]] = []
    for box in sorted(boxes, key=lambda one: _low(one, first)):
        for layer, still in zip(layers, open_, strict=True):
            if first is not None:
                still[:] = [one for one in still if _high(one, first) >= _low(box, first)]
            if any(_meet(one, box, bounds) for one in still):
                continue
            layer.append(box)
            still.append(box)
            break
        else:
            layers.append([box])
            open_.append([box])
    return layers


def _low(box: Box, place: int | None) -> int:
    side = None if place is None else box.sides[place]
    return -_FAR if side is None else int(side[0])


def _high(box: Box, place: int) -> int:
    side = box.sides[place]
    return _FAR if side is None else int(side[1])


def _meet(one: Box, other: Box, bounds: list[int]) -> bool:
    return all(_low(one, at) <= _high(other, at) and _low(other, at) <= _high(one, at) for at in bounds)
