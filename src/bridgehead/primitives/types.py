"""The types of a field, shared by registers, tables and rules."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FieldType(StrEnum):
    """What a field holds, in the words of a rulebook."""

    TEXT = "text"
    LONG_TEXT = "long text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date and time"
    CHOICE = "choice"
    CHOICES = "choices"
    TELEPHONE = "telephone"
    IDENTITY_NUMBER = "identity number"
    CREDIT_CODE = "credit code"
    E_MAIL = "e-mail"
    UNIT = "unit"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    AREA = "area"
    FILES = "files"
    REFERENCE = "reference"


NUMBERS = frozenset((FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT))
LISTS = frozenset((FieldType.CHOICES, FieldType.FILES))
"""What holds several texts; a file is called by its name."""

TEXTS = frozenset(FieldType) - NUMBERS - LISTS - {FieldType.BOOLEAN, FieldType.DATE, FieldType.DATE_TIME}
"""What is held as one text: words, a choice, a number that nobody adds up, a name, a place."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a typed table.

    `digits` and `scale` bound a number: `digits` in all, `scale` of them after the point; what has more is a reject,
    never rounded, and so is what lies outside of `minimum` and `maximum`. An optional column may be null; a required
    one that is absent is *unknown*; a `unique` one names the row, so that a blank there is a reject. A date and time
    is wall-clock time in the rulebook's zone. A `floating` number may be written with an exponent or be of floating
    point: it is the shortest decimal that reads back the same. Money never is.
    The texts of a `verbatim` column keep the blanks round them. A `carried` one is judged by nobody: every cell of a
    workbook is the text that says it, whatever its kind.
    What stands `beside` the rules, which no rule reads, may be left out of a file without a word.
    """

    name: str
    type: FieldType
    optional: bool = False
    choices: tuple[str, ...] = ()
    digits: int = 18
    scale: int = 0
    unique: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    floating: bool = False
    verbatim: bool = False
    carried: bool = False
    beside: bool = False

    @property
    def within(self) -> str:
        """Its bounds, as a mistake says them; empty where it has none."""
        least, most = self.minimum, self.maximum
        if least is not None and most is not None:
            return f"from {least} to {most}"
        return f"at least {least}" if least is not None else f"at most {most}" if most is not None else ""
