"""Boxes over the axes of a table: what of one is left uncovered by others.

A box has for each axis the regions that it takes, as bits. What is left is found by subdivision: a box that one other
covers is done, one that none meets is left, and any other is cut where its parts meet fewer.
"""

from collections.abc import Iterator, Sequence
from operator import and_

Box = tuple[int, ...]


class Exhausted(Exception):
    """The work allowed is spent."""


class Budget:
    """How many boxes may still be held against another one."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.left = steps

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise Exhausted


def meet(one: Box, other: Box) -> Box | None:
    """What two boxes share; None where that is nothing."""
    shared = []
    for mine, its in zip(one, other, strict=True):
        both = mine & its
        if not both:
            return None
        shared.append(both)
    return tuple(shared)


def covers(one: Box, other: Box) -> bool:
    return all(its | mine == mine for mine, its in zip(one, other, strict=True))


def uncovered(whole: Box, boxes: Sequence[Box], budget: Budget) -> Iterator[Box]:
    """Parts of `whole`, apart from each other, that no box meets and that together are all such.

    Raises Exhausted where the budget is.
    """
    waiting = [(whole, [one for one in boxes if all(map(and_, one, whole))])]
    while waiting:
        box, near = waiting.pop()
        budget.spend(len(near) + 1)
        if not near:
            yield box
        elif not any(covers(one, box) for one in near):
            axis, parts = _cut(box, near)
            for part in reversed(parts):
                smaller = (*box[:axis], part, *box[axis + 1 :])
                waiting.append((smaller, [one for one in near if one[axis] & part]))


def _cut(box: Box, near: Sequence[Box]) -> tuple[int, list[int]]:
    """The axis that tells most boxes apart, and the parts into which it is cut."""
    narrow = [[one[axis] & mine for one in near if mine & ~one[axis]] for axis, mine in enumerate(box)]
    axis = max(range(len(box)), key=lambda at: len(narrow[at]))
    mine, masks = box[axis], set(narrow[axis])
    taken = 0
    for mask in masks:
        if taken & mask:
            return axis, _halves(mine, masks)
        taken |= mask
    rest = mine & ~taken
    return axis, [*sorted(masks), *([rest] if rest else [])]


def _halves(mine: int, masks: set[int]) -> list[int]:
    """Two parts, cut at the middle one of the ends of `masks`."""
    ends = sorted({end for mask in masks for end in (mask & -mask, 1 << mask.bit_length()) if mine & (end - 1)} - {0})
    ends = [end for end in ends if mine & ~(end - 1)]
    if not ends:
        mask = max(masks)
        return [mask, mine & ~mask]
    low = ends[len(ends) // 2] - 1
    return [mine & low, mine & ~low]


def widest(box: Box, whole: Box, boxes: Sequence[Box]) -> Box:
    """`box`, which none of `boxes` meets, made as wide as it can be without meeting one."""
    for axis, all_of_it in enumerate(whole):
        blocked = 0
        for one in boxes:
            if one[axis] & ~blocked and all(one[at] & mine for at, mine in enumerate(box) if at != axis):
                blocked |= one[axis]
        box = (*box[:axis], all_of_it & ~blocked, *box[axis + 1 :])
    return box
