"""What would a file of old cases bring to a register? Read as it would be taken over, and nothing is stored."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bridgehead import published
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.old_cases import Around, OldCases, read_old_cases
from bridgehead.ledger.models import Record, Unit
from bridgehead.rulebook.labelled import labels


def would_be_taken_over(matter: str, register: str, file: Path, mapped: Mapping[str, str], at: datetime) -> OldCases:
    """The cases of a file and its rejects; `mapped` gives columns by headings. The matter and the register are known.

    Raises BridgeheadError as `read_old_cases` does.
    """
    _, rulebook = published.current(matter)
    part = rulebook.instruments["register", register]
    assert isinstance(part, Register)
    taken = frozenset(Record.objects.filter(matter=matter, register=register).values_list("number", flat=True))
    units = {word: unit.slug for unit in Unit.objects.all() for word in (unit.slug, *unit.title.values())}
    around = Around(units, taken, at)
    return read_old_cases(part, file, rulebook.about.zone, labels(rulebook.tables[register]), around, mapped)
