"""Cases that no rule takes, that two rules take, or that a rule never gets: each found by boxes, by the solver where a
cell is a formula, and confirmed by evaluating the tests of the table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from bridgehead.dmn.analysis.boxes import Box, Budget, covers, meet, uncovered, widest
from bridgehead.dmn.analysis.formulas import Formulas
from bridgehead.dmn.analysis.grid import Grid, Point
from bridgehead.feel.hits import places


@dataclass(frozen=True, slots=True)
class Case:
    """A counter-example; `box` are all that are like it, where one is as good as another, `part` those not told yet."""

    point: Point
    box: Box | None
    part: Box | None = None


@dataclass(slots=True)
class Search:
    """`differing` are points at which evaluation has not confirmed what was worked out."""

    grid: Grid
    formulas: Formulas
    budget: Budget
    differing: list[Point] = field(default_factory=list)

    def gaps(self) -> Iterator[Case]:
        """Cases that no rule takes, none like another. Raises Exhausted."""
        if not all(self.grid.whole):
            return  # there are no cases at all
        exact, open_ones = self._exact(range(len(self.grid.boxes))), self._open(range(len(self.grid.boxes)))
        found: list[Box] = []
        for part in uncovered(self.grid.whole, exact, self.budget):
            for box in uncovered(part, tuple(found), self.budget):
                near = [rule for rule in open_ones if self._meets(rule, box)]
                point = self.formulas.point(box, (), near)
                if any(covers(one, box) for one in found) or point is None or not self._confirmed(point, ()):
                    continue
                if near or self.formulas.coupled:
                    yield Case(point, None)
                else:
                    wide = widest(box, self.grid.whole, [*exact, *self._boxes(open_ones)])
                    new = box if any(meet(one, wide) for one in found) else wide
                    found.append(wide)
                    yield Case(self.grid.example(new), wide, new)

    def never(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Rules that match nothing, though each of their tests may hold, with the columns that exclude each other."""
        for rule in range(len(self.grid.boxes)):
            columns = self.formulas.conflict(rule)
            if columns:
                yield rule, columns

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Rules whose boxes meet. Raises Exhausted."""
        sides = [_by_side(axis) for axis in zip(*self._boxes(range(len(self.grid.boxes))), strict=True)]
        numbers = [rule for rule, box in enumerate(self.grid.boxes) if box is not None]
        for second, rule in enumerate(numbers):
            near = (1 << second) - 1
            for side, touching in zip(self.grid.boxes[rule] or (), sides, strict=True):
                near &= touching[side]
            self.budget.spend(near.bit_count() + 1)
            yield from ((numbers[first], rule) for first in places(near))

    def overlap(self, one: int, other: int) -> Case | None:
        """A case that both rules take."""
        mine, its = self.grid.boxes[one], self.grid.boxes[other]
        box = meet(mine, its) if mine and its else None
        if box is None:
            return None
        point = self.formulas.point(box, (one, other), ())
        if point is None or not self._confirmed(point, (one, other)):
            return None
        alike = not self.grid.open[one] and not self.grid.open[other] and not self.formulas.coupled
        return Case(point, box if alike else None)

    def masked(self, rule: int, before: Sequence[int]) -> tuple[int, ...]:
        """The rules that take all that a rule matches; empty where something is left for it. Raises Exhausted."""
        box = self.grid.boxes[rule]
        near = [one for one in before if box is not None and self._meets(one, box)]
        if box is None or not near:
            return ()
        for one in near:
            if not self.grid.open[one] and covers(self.grid.boxes[one] or (), box):
                return (one,)
        open_ones = self._open(near)
        for part in uncovered(box, self._exact(near), self.budget):
            exact = not self.grid.open[rule] and not any(self._meets(one, part) for one in open_ones)
            if exact and not self.formulas.coupled:
                return ()
            if not self.formulas.decides((rule, *open_ones)):
                return ()
            unanswered = self.formulas.unanswered
            if self.formulas.point(part, (rule,), open_ones) is not None or self.formulas.unanswered > unanswered:
                return ()
        return tuple(near)

    def first_match(self, rule: int, before: Sequence[int]) -> Case | None:
        """A case that a rule matches and one of those before takes."""
        for one in before:
            case = self.overlap(one, rule)
            if case is not None:
                return case
        return None

    def _confirmed(self, point: Point, rules: Sequence[int]) -> bool:
        """Whether the rules match a point; with none named, whether none does. What differs by no open cell is kept."""
        if rules:
            wrong = [rule for rule in rules if not self.grid.matches(rule, point)]
        else:
            wrong = [rule for rule in range(len(self.grid.boxes)) if self.grid.matches(rule, point)]
        if any(self.formulas.decides((rule,)) for rule in wrong):
            self.differing.append(point)
        return not wrong

    def _exact(self, rules: Sequence[int]) -> list[Box]:
        return self._boxes([rule for rule in rules if not self.grid.open[rule]])

    def _open(self, rules: Sequence[int]) -> list[int]:
        return [rule for rule in rules if self.grid.open[rule] and self.grid.boxes[rule] is not None]

    def _boxes(self, rules: Sequence[int]) -> list[Box]:
        return [box for rule in rules if (box := self.grid.boxes[rule]) is not None]

    def _meets(self, rule: int, box: Box) -> bool:
        own = self.grid.boxes[rule]
        return own is not None and meet(own, box) is not None


def _by_side(sides: Sequence[int]) -> dict[int, int]:
    """For each side that a box has on an axis the boxes, as bits, whose sides meet it."""
    having: dict[int, int] = {}
    for at, side in enumerate(sides):
        having[side] = having.get(side, 0) | 1 << at
    return {side: reduce(or_, (boxes for other, boxes in having.items() if side & other), 0) for side in having}
