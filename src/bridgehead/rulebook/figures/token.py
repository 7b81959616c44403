"""A numeral on its way to a figure."""

from dataclasses import dataclass
from fractions import Fraction

from bridgehead.rulebook.figures.figure import SAID_NOTHING, Kind, Operators, When

LEFT = 24  # characters before a numeral that can belong to it


@dataclass(slots=True)
class Token:
    """A numeral on its way to a figure; positions are those of the reading.

    `left` begins with the comparison, `core` with the sign or ordinal before the numeral; `core_end` follows the unit.
    """

    left: int
    core: int
    start: int
    end: int
    core_end: int
    right: int
    kind: Kind
    value: Fraction | When
    unit: str = ""
    operators: Operators = SAID_NOTHING
    comparison: tuple[int, int] | None = None
    scale: int = 1
    reason: str = ""
    approximate: bool = False
    next_year: bool = False
