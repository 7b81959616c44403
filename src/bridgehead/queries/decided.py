"""What did the last settlement of an award find, claim by claim, and why? Told from the tables that it kept."""

from collections.abc import Iterator, Mapping
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

MOST = 200
"""Claims without a place that are told; of all of them there is the number."""
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
    """The claims that have a place, by prize and place, and some of those that have none; `about` are the headings of
    what is told of each, with a unit where there is one.
    """

    about: tuple[tuple[Label, bool], ...]
    granted: tuple[Told, ...]
    others: tuple[Told, ...]
    counts: Mapping[str, int]

    @property
    def by_number(self) -> Mapping[str, Told]:
        return {each.number: each for each in (*self.granted, *self.others)}


def decided(award: str, preview: Mapping[str, Any]) -> Decided | None:
    """Of a settlement as its event tells it; None where its tables are not at hand."""
    try:
        claims, found = (_read(preview[name]) for name in ("claims", "decisions"))
    except FileNotFoundError:
        return None
    case, _ = ready(preview["rulebook"], award)
    terms = case.terms
    about = _about(terms)
    rows = _rows(found)
    claims, found = claims.take(rows), found.take(rows)
    said = map(Phrase, *(each.to_pylist() for each in sentences(case, claims, found)))
    facts = {name: claims[terms.table.deciding[name]].to_pylist() for name in about}
    told = [
        _told(terms, row, tuple(_word(terms, name, facts[name][at]) for name in about), sentence)
        for at, (row, sentence) in enumerate(zip(found.to_pylist(), said, strict=True))
    ]
    granted = [each for each in told if each.outcome is Outcome.GRANTED]
    prizes = [terms.called(each) for each in terms.award.prizes]
    granted.sort(key=lambda each: (prizes.index(each.prize) if each.prize else 0, each.place or 0))
    headings = tuple((terms.table.labels[name], terms.table.column(name).type in NUMBERS) for name in about)
    return Decided(headings, tuple(granted), tuple(told[len(granted) :]), preview["counts"])


def _read(name: str) -> pa.Table:
    return pq.read_table(Path(settings.HOME) / TABLES / f"{name}.parquet")


def _rows(found: pa.Table) -> pa.Array:
    """Where those stand that are told: all with a place, then the first of the others, by outcome."""

    def of(outcome: Outcome) -> pa.Array:
        return pc.indices_nonzero(pc.equal(found["outcome"], outcome.value))

    others = pa.concat_arrays([of(outcome) for outcome in OPEN])
    return pa.concat_arrays([of(Outcome.GRANTED), others[:MOST]])


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
