"""A figure of a published text, and what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from bridgehead.primitives.errors import Place
from bridgehead.rulebook.about import Passage
from bridgehead.rulebook.figures import Figure, When
from bridgehead.rulebook.rule_figure import RuleFigure


class State(StrEnum):
    BOUND = "bound"
    NOT_COVERED = "not covered"
    UNCOVERED = "uncovered"


@dataclass(slots=True)
class Judged:
    """A figure of the text, its clause and place, and what became of it."""

    figure: Figure
    clause: str
    place: Place
    state: State = State.UNCOVERED
    rules: list[RuleFigure] = field(default_factory=list)
    reason: Passage | None = None

    @property
    def is_period(self) -> bool:
        """A year, a quarter or a month: both its ends may be bound."""
        return isinstance(self.figure.value, When) and self.figure.value.day is None
