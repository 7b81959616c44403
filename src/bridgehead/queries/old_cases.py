"""What would a file of old cases bring to a register? Read as it would be taken over, and nothing is stored."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from bridgehead import published
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.old_cases import OldCases, Said, read_old_cases
from bridgehead.instruments.register.old_rows import Around
from bridgehead.ledger import units
from bridgehead.ledger.models import Record
from bridgehead.rulebook.labelled import labels


def would_be_taken_over(matter: str, register: str, file: Path, said: Said, at: datetime) -> OldCases:
    """The cases of a file and its rejects, by what is `said` of it. The matter and the register are known.

    Raises BridgeheadError as `read_old_cases` does.
    """
    _, rulebook = published.current(matter)
    part = rulebook.instruments["register", register]
    assert isinstance(part, Register)
    records = Record.objects.filter(matter=matter, register=register)
    taken = frozenset(records.values_list("number", flat=True))
    again = records.filter(state__source__file=hashlib.sha256(file.read_bytes()).hexdigest())
    rows = frozenset(again.values_list("state__source__row", flat=True))
    around = Around(units.slugs(), taken, at, rows, rulebook.calendar.first if rulebook.calendar else date.min)
    return read_old_cases(part, file, rulebook.about.zone, labels(rulebook.tables[register]), around, said)
