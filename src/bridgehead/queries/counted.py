"""What an indicator counts of a register of the service: of the copy that the background keeps of it.

Each state of a copy is counted once, however often it is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

from django.conf import settings

from bridgehead import feel, published
from bridgehead.feel import tree
from bridgehead.instruments.indicator import Indicator
from bridgehead.instruments.indicator.counted import MONTH
from bridgehead.instruments.indicator.counts import COUNTED_AT
from bridgehead.instruments.indicator.scope import scope
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import BLANK, Phrase, truth
from bridgehead.queries.counting import Counting, cases_of, of_copy
from bridgehead.queries.public_records import LISTED
from bridgehead.rulebook.of_record import OF_THE_RECORD
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label
from bridgehead.tables.copies import COPIES, RECORD, Copy

Side = Literal["of", "to"]
SIDES: tuple[Side, ...] = ("of", "to")


@dataclass(frozen=True, slots=True)
class Behind:
    """Which cases: those in the numerator of a rate, `of`, or in its denominator, `to`, of the groups given."""

    rate: str
    way: str
    side: Side
    where: Mapping[str, object]


def counted(matter: str, name: str) -> tuple[Counting, datetime] | None:
    """What an indicator in force counts, and the moment to which the copy goes; None while there is no copy that has
    the columns of the register in force.
    """
    by, rulebook = published.current(matter)
    copy = _copy(matter, _of(rulebook, name))
    if copy is None:
        return None
    try:
        with _counting:
            return _counted(by, name, copy.folder, copy.round, copy.at), copy.at
    except BridgeheadError:
        return None


_counting = Lock()
"""Of several who ask at once one counts."""


@lru_cache(maxsize=32)
def _counted(by: str, name: str, folder: Path, turn: int, at: datetime) -> Counting:
    rulebook = published.by_hash(by)
    return of_copy(Copy.read(folder), rulebook, _of(rulebook, name))


def behind(matter: str, name: str, asked: Behind, before: int | None, size: int) -> list[int]:
    """The records behind a figure, the newest first, from the one after `before` on; none while there is no copy.

    Raises KeyError for a rate or a variant that there is not.
    """
    _, rulebook = published.current(matter)
    indicator = _of(rulebook, name)
    copy = _copy(matter, indicator)
    if copy is None:
        return []
    counts, cases = indicator.counts, cases_of(copy, rulebook, indicator)
    assert counts is not None
    of, to = counts.tallies[asked.rate, asked.way]
    found = cases.some(cases.truth(to))
    if asked.side == "of":
        found = found.some(found.counts_for(of))
    for group, value in asked.where.items():
        column = found.columns[counts.month_of].truncate("M").cast("date") if group == MONTH else found.columns[group]
        found = found.some(column.isnull() if value is None else column == value)
    rows = found.rows if before is None else found.rows.filter(found.rows[RECORD] < before)
    plan = rows.select(RECORD).order_by(rows[RECORD].desc()).limit(size)
    records: list[int] = cases.asked(plan)[RECORD].to_pylist()
    return records


def opens_to_all(rulebook: Rulebook, indicator: Indicator, rate: str, way: str) -> bool:
    """Whether everybody may see the cases behind a rate: where the rate reads nothing that is not public of them, since
    to stand in such a list tells what it reads.
    """
    counts = indicator.counts
    assert counts is not None
    register = rulebook.instruments["register", counts.of]
    assert isinstance(register, Register)
    names = scope(rulebook.tables[counts.of])
    read = {
        node.name
        for text in counts.tallies[rate, way]
        for node in feel.walk(feel.parse(text, names))
        if isinstance(node, tree.Name) and node.name in names
    }
    return {*register.public} >= LISTED | (read | {*counts.by}) - {COUNTED_AT}


Titles = Mapping[str, Mapping[str, str]]
"""What units are called, by their slugs."""


def called(rulebook: Rulebook, indicator: Indicator, name: str, group: object, titles: Titles) -> Phrase | Label:
    """What a reader calls a group of a name."""
    counts = indicator.counts
    assert counts is not None
    table, register = rulebook.tables[counts.of], rulebook.instruments["register", counts.of]
    assert isinstance(register, Register)
    if group is None:
        return BLANK
    if name == MONTH and isinstance(group, date):
        return Phrase(f"{group.year}年{group.month}月", f"{group:%Y-%m}")
    if isinstance(group, bool):
        return truth(group)
    if name == "stage" and str(group) in register.stages:
        return register.stages[str(group)].label
    if name == "unit of record" or table.column(name).type is FieldType.UNIT:
        title = titles.get(str(group))
        return Phrase(**title) if title else Phrase(str(group), str(group))
    return table.choices.get(name, {}).get(str(group)) or Phrase(str(group), str(group))


def label_of(rulebook: Rulebook, indicator: Indicator, name: str) -> Phrase | Label:
    """What a name by which cases are told apart is called."""
    counts = indicator.counts
    assert counts is not None
    if name == MONTH:
        return Phrase("月份", "Month")
    labels = rulebook.tables[counts.of].labels
    return labels[name] if name in labels else OF_THE_RECORD[name].label


def titles() -> Titles:
    return dict(models.Unit.objects.values_list("slug", "title"))


def _of(rulebook: Rulebook, name: str) -> Indicator:
    indicator = rulebook.instruments["indicator", name]
    assert isinstance(indicator, Indicator)
    return indicator


def _copy(matter: str, indicator: Indicator) -> Copy | None:
    assert indicator.counts is not None
    try:
        return Copy.read(Path(settings.HOME) / COPIES / matter / indicator.counts.of)
    except BridgeheadError:
        return None
