"""The seam between a rulebook and its instruments: what an instrument tells of itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from bridgehead.documents.document import Document
from bridgehead.primitives.decision import Decision
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.rulebook import Rulebook, Table
from bridgehead.rulebook.schema import Part

P = TypeVar("P", bound=Part)

Claim = Mapping[str, object]
"""One row of a register: column name to value (Decimal, int, str, bool, date, datetime, tuple); absent is unknown."""


@dataclass(frozen=True, slots=True)
class Touchable:
    """What examples should touch: conditions to be seen both holding and failing, prizes to be seen granted.

    `told` are all names by which a decision may tell what fails or is not known.
    """

    conditions: tuple[str, ...] = ()
    prizes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of an example: the decisions, the conditions seen holding and seen failing, the prizes granted."""

    decisions: tuple[Decision, ...]
    held: frozenset[str]
    failed: frozenset[str]
    granted: frozenset[str]


def _no_mistakes(part: Any, rulebook: Rulebook, document: Document) -> Iterable[Mistake]:
    return ()


def _no_table(part: Any) -> Table | None:
    return None


def _no_claims(part: Any) -> str | None:
    return None


def _nothing_touchable(part: Any) -> Touchable:
    return Touchable()


@dataclass(frozen=True, slots=True)
class Kind(Generic[P]):
    """A kind of instrument, as `catalog.KINDS` lists it under the first key of its files.

    `check` finds the mistakes that need the whole rulebook: names, types, order. `table` tells of a register's fields,
    `claims` names the register that an instrument reads. `run_examples` decides the made-up claims of several examples,
    each by itself, by the rules of one day; what they can show is `touchable`.
    """

    schema: type[P]
    check: Callable[[P, Rulebook, Document], Iterable[Mistake]] = _no_mistakes
    table: Callable[[P], Table | None] = _no_table
    claims: Callable[[P], str | None] = _no_claims
    touchable: Callable[[P], Touchable] = _nothing_touchable
    run_examples: Callable[[P, Rulebook, Sequence[Sequence[Claim]], date], Sequence[Trial]] | None = None
