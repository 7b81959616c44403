"""What an evaluation may still do: every turn of a loop and every call is a step, and so is work on what is large.

One evaluation inside another, as where one decision needs another, goes on counting where the outer one is.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bridgehead.feel.mistakes import mistake
from bridgehead.feel.values import MAX_STEPS
from bridgehead.primitives.errors import BridgeheadError


class Steps:
    """The count of one evaluation; `depth` is how many evaluations are under way inside one another."""

    __slots__ = ("depth", "left")

    def __init__(self) -> None:
        self.left = MAX_STEPS
        self.depth = 1

    def spend(self, steps: int = 1) -> None:
        """Raises BridgeheadError: FE401, the evaluation takes too many steps."""
        self.left -= steps
        if self.left < 0:
            raise BridgeheadError([mistake("FE401", None, limit=MAX_STEPS)])

    def leave(self) -> None:
        self.depth -= 1


class _Here(threading.local):
    steps: Steps | None = None


_HERE = _Here()


def begin() -> Steps:
    """The count of the evaluation that begins, which is that of the one around it, if there is one."""
    steps = _HERE.steps
    if steps is None or steps.depth == 0:
        steps = _HERE.steps = Steps()
    else:
        steps.depth += 1
    return steps


def spend(steps: int) -> None:
    """Count steps of the evaluation that is under way."""
    if _HERE.steps is not None and _HERE.steps.depth:
        _HERE.steps.spend(steps)


@contextmanager
def counted() -> Iterator[None]:
    """Work on a value outside of any evaluation, counted as one."""
    steps = begin()
    try:
        yield
    finally:
        steps.leave()


def weight(values: tuple[Any, ...]) -> int:
    """How many steps it takes to make or to read values: as many as bound both the time and the memory."""
    return sum(
        len(one) // 10 if isinstance(one, (list, dict)) else len(one) // 250
        for one in values
        if isinstance(one, (list, dict, str))
    )
