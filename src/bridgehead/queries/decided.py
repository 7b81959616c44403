"""What did the last settlement of an award find, claim by claim, and why? Told from the tables that it kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.instruments.award.reasons import wording
from bridgehead.instruments.award.reasons.written import sentences
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives import words
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.types import NUMBERS, FieldType
from bridgehead.primitives.words import NOTHING, Phrase
from bridgehead.queries.gate import ready
from bridgehead.rulebook.schema import Label, clause_number

DAYS = frozenset((FieldType.DATE, FieldType.DATE_TIME))
OPEN = (Outcome.UNDETERMINED, Outcome.EXHAUSTED, Outcome.COUNTED, Outcome.REFUSED)
"""The outcomes of claims without a place, what staff can still do something about first."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as the settlement found it: `about` has who it is of, the day and the figure that count, where there are
    such; `prize` is what the prize is called. `clause` is that of the prize, `anchor` its number.
    """

    number: str
    outcome: Outcome
    prize: Label | None
    place: int | None
    amount: Decimal | None
    about: tuple[Phrase, ...]
    clause: Phrase
    anchor: str
    sentence: Phrase


@dataclass(frozen=True, slots=True)
class Decided:
    """Claims by their numbers, and some of those that have no place, of which there are `without`; `about` are the
    headings of what is told of each, with a unit where there is one.
    """

    about: tuple[tuple[Label, bool], ...]
    by_number: Mapping[str, Told]
    others: tuple[Told, ...]
    without: int
    counts: Mapping[str, int]


def without_place(preview: Mapping[str, Any]) -> int:
    """How many claims a settlement gave no place."""
    return sum(preview["counts"].get(each, 0) for each in OPEN)


def decided(award: str, preview: Mapping[str, Any], numbers: Sequence[str], others: slice) -> Decided | None:
    """What a settlement, as its event tells it, found of the claims with these numbers, and of some of those without a
    place, in the order of OPEN; None where its tables are not at hand. Only what is told is read row by row.
    """
    try:
        claims, found = (_read(preview[name]) for name in ("claims", "decisions"))
    except FileNotFoundError:
        return None
    case, _ = ready(preview["rulebook"], award)
    terms = case.terms
    about = _about(terms)
    named, open_ones = _named(found, numbers), _open(found)
    rows = pa.concat_arrays([named, open_ones[others]])
    claims, found = claims.take(rows), found.take(rows)
    said = map(Phrase, *(each.to_pylist() for each in sentences(case, claims, found)))
    facts = {name: claims[terms.table.deciding[name]].to_pylist() for name in about}
    told = [
        _told(terms, row, tuple(_word(terms, name, facts[name][at]) for name in about), sentence)
        for at, (row, sentence) in enumerate(zip(found.to_pylist(), said, strict=True))
    ]
    headings = tuple((terms.table.labels[name], terms.table.column(name).type in NUMBERS) for name in about)
    by_number = {each.number: each for each in told[: len(named)]}
    return Decided(headings, by_number, tuple(told[len(named) :]), len(open_ones), preview["counts"])


def _read(name: str) -> pa.Table:
    return pq.read_table(Path(settings.HOME) / TABLES / f"{name}.parquet")


def _named(found: pa.Table, numbers: Sequence[str]) -> pa.Array:
    """Where the claims with these numbers stand."""
    return pc.indices_nonzero(pc.is_in(found["number"], value_set=pa.array(numbers, pa.string())))


def _open(found: pa.Table) -> pa.Array:
    """Where those without a place stand, by outcome."""
    return pa.concat_arrays([pc.indices_nonzero(pc.equal(found["outcome"], outcome.value)) for outcome in OPEN])


def _about(terms: Terms) -> tuple[str, ...]:
    """Who a claim is of, the day and the figure: the first text, the day that decides which figures hold or else the
    first, and the first number that a rule of the award names. Nothing of these is personal.
    """
    table, award = terms.table, terms.award
    known = [name for name in table.deciding if name not in table.personal and name != terms.number]
    kinds = {name: table.column(name).type for name in known}
    rules = award.model_dump_json()

    def first(of: Iterator[str]) -> tuple[str, ...]:
        return tuple(of)[:1]

    who = first(name for name in known if kinds[name] is FieldType.TEXT)
    days = [name for name in known if kinds[name] in DAYS]
    day = (award.as_of,) if award.as_of in days else tuple(days[:1])
    figure = first(name for name in known if kinds[name] in NUMBERS and name in rules)
    return tuple(name for name in (*who, *day, *figure) if name)


def _word(terms: Terms, name: str, value: object) -> Phrase:
    unit = terms.table.units.get(name)
    said = Phrase(unit.zh, unit.en) if unit else NOTHING
    return words.value(value, terms.table.column(name).type, said, terms.currency)


def _told(terms: Terms, row: Mapping[str, Any], about: tuple[Phrase, ...], sentence: Phrase) -> Told:
    prize = row["prize"]
    cited = (terms.award.prizes[prize].cites if prize else None) or terms.award.cites
    return Told(
        row["number"],
        Outcome(row["outcome"]),
        terms.called(prize) if prize else None,
        row["place"],
        row["amount"],
        about,
        wording.clause(cited),
        clause_number(cited),
        sentence,
    )
