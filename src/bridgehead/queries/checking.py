"""What is wrong with a rulebook: the mistakes of its files, and those that only running the rules shows."""

from dataclasses import dataclass
from pathlib import Path

from bridgehead.catalog import KINDS
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.load import inspect
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Checked:
    """A rulebook as far as it could be read (None where it has no base), and its mistakes by place."""

    rulebook: Rulebook | None
    mistakes: tuple[Mistake, ...]

    @property
    def sound(self) -> bool:
        """Whether there is no mistake but warnings."""
        return all(mistake.warning for mistake in self.mistakes)


def check(path: Path) -> Checked:
    """Check the rulebook in a folder."""
    return Checked(*inspect(path, KINDS))
