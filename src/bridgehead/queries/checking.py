"""What is wrong with a rulebook: the mistakes of its files, and those that only running the rules shows."""

from dataclasses import dataclass
from pathlib import Path

from bridgehead.catalog import KINDS
from bridgehead.primitives.errors import Mistake, Place
from bridgehead.queries.coverage import listing_mistakes
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
    """Check the rulebook in a folder, and the models beside it."""
    rulebook, mistakes = inspect(path, KINDS)
    found = [*mistakes, *(each for file in (rulebook.models if rulebook else ()) for each in _of_model(path / file))]
    if rulebook is not None and "examples.yaml" not in rulebook.documents and _decides(rulebook):
        found.append(_no_examples(path / "examples.yaml"))
    if rulebook is not None and not all(mistake.warning for mistake in found):
        found += listing_mistakes(rulebook)  # of a sound one they are told with its coverage
    return Checked(rulebook, tuple(sorted(dict.fromkeys(found), key=lambda mistake: mistake.place or Place())))


def _decides(rulebook: Rulebook) -> bool:
    """Whether there is anything that examples could show: a register alone decides nothing."""
    return any(KINDS[kind].run_examples for kind, _ in rulebook.declared)


def _no_examples(file: Path) -> Mistake:
    expected = "claims that are made up, and what the rules make of them"
    return Mistake("RB006", "there is no examples.yaml", Place.whole(str(file)), expected, warning=True)


def _of_model(file: Path) -> tuple[Mistake, ...]:
    from bridgehead.dmn.check import check as check_model  # most rulebooks have no decisions

    return check_model(file)
