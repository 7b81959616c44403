"""Which instalments are to be paid, and when: as they are planned, and as later reports decide them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pyarrow as pa

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.substitution import substitute
from bridgehead.feel.types import Variable
from bridgehead.instruments.award import scope
from bridgehead.instruments.award.allocation.instalments import schedule
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.allocation.spellings import one_spelling
from bridgehead.instruments.award.reasons.topics import in_words
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import terms
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook

Reports = Mapping[str, Mapping[str, object]]
"""The reports by the number of their claim, each with the columns of its register."""


class State(StrEnum):
    DUE = "due"  # its day has come, and it has no condition, or the report meets it
    PLANNED = "planned"  # the same before its day
    WAITING = "waiting"  # for its report
    UNDETERMINED = "undetermined"  # the report lacks what the condition reads
    LOST = "lost"
    LATER = "later"  # put off
    NOT_MET = "not met"  # where the rulebook does not say what then
    PROVISIONAL = "provisional"  # as the decision is on which it rests: nothing is owed yet


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a granted amount: the `position` of `count`, the day, the share, the sum, and its condition.

    `confirmed` is the day from which its day counts; None where the place is not confirmed, and a later run moves it.
    """

    number: str
    position: int
    count: int
    due: date
    share: Decimal
    amount: Decimal
    condition: Phrase | None
    state: State
    confirmed: date | None


def reported_by(award: Award) -> frozenset[str]:
    """The registers of the reports on which instalments of an award depend."""
    plans = (award.instalments, *(prize.instalments for prize in award.prizes.values()))
    return frozenset(each.from_ for plan in plans for each in plan if each.from_)


def instalments(
    rulebook: Rulebook,
    award: Award,
    granted: pa.Table,
    on: date,
    reports: Reports | None = None,
    paid: Sequence[Confirmed] = (),
) -> tuple[Instalment, ...]:
    """The instalments of granted claims (number, prize, amount, provisional) as they stand on a day; what is paid at
    once has none.

    They count from the day on which the place was confirmed, as `paid` has it, else from this day.
    """
    days = dict(zip(one_spelling(each.number for each in paid), (each.on for each in paid), strict=True))
    numbers = granted["number"].to_pylist()
    since = {
        number: day for number, plain in zip(numbers, one_spelling(numbers), strict=True) if (day := days.get(plain))
    }
    rows = schedule(award, granted, on, since).to_pylist()
    open_yet = set(granted.filter(granted["provisional"])["number"].to_pylist())

    def state(row: Mapping[str, Any]) -> State:
        return _state(rulebook, row, on, (reports or {}).get(row["number"]))

    counts: dict[str, int] = {}
    for row in rows:
        counts[row["number"]] = max(counts.get(row["number"], 0), row["instalment"])
    return tuple(
        Instalment(
            row["number"],
            row["instalment"],
            counts[row["number"]],
            row["due"],
            row["share"],
            row["amount"],
            _condition(rulebook, award, row),
            State.PROVISIONAL if row["number"] in open_yet else state(row),
            since.get(row["number"]),
        )
        for row in rows
        if counts[row["number"]] > 1
    )


def _condition(rulebook: Rulebook, award: Award, row: Mapping[str, Any]) -> Phrase | None:
    if row["when"] is None:
        return None
    table = rulebook.tables[row["from"]]
    parsed = feel.parse(row["when"], scope.given(table, rulebook.values))
    return in_words(replace(terms(award, rulebook), table=table), parsed, row["when"], 0)


def _state(rulebook: Rulebook, row: Mapping[str, Any], on: date, report: Mapping[str, object] | None) -> State:
    """What a report makes of an instalment; the values are those in force on the day on which it is due."""
    met = State.DUE if row["due"] <= on else State.PLANNED
    if row["when"] is None:
        return met
    if report is None:
        return State.WAITING
    held = _test(rulebook, row["from"], row["when"], row["due"])(report)
    if held is feel.UNKNOWN:
        return State.UNDETERMINED
    return met if held is True else State(row["otherwise"] or "not met")


def _test(rulebook: Rulebook, register: str, when: str, due: date) -> Callable[[Mapping[str, object]], object]:
    """A condition over the columns of a register that decide, every value in its place."""
    table = rulebook.tables[register]
    names = scope.given(table, rulebook.values)
    places: dict[str, tree.Expression] = {name: tree.Name(column) for name, column in table.deciding.items()}
    columns = {table.deciding[name]: variable for name, variable in names.items() if name in table.deciding}
    for name, value in rulebook.values.items():
        figure = value.on(due)
        figure = Decimal(figure) if isinstance(figure, int) and not isinstance(figure, bool) else figure
        places[f"values.{name}"] = tree.Name(f"values.{name}") if figure is None else tree.Literal(figure)
        columns[f"values.{name}"] = Variable(scope.value_type(value))
    return feel.compile(substitute(feel.parse(when, names), places), columns)
