"""The sentences of many decisions, for writing out: each is worded once for all claims that it fits.

1. Every column that a reason reads is encoded: a value is looked at once, and stands for itself by its position.
2. Each pair of masks tells which atoms decided.
3. A reason is remembered by its atom and the positions of the values that it reads.
"""

from functools import cache, cached_property
from typing import Any

import pyarrow as pa

from bridgehead.instruments.award.case import Case, verdict, verdict_of
from bridgehead.instruments.award.reasons.reasons import decisive, findings, statement
from bridgehead.instruments.award.reasons.sentences import Repeated, allocation_sentence, refusal_sentence
from bridgehead.instruments.award.reasons.topics import Topic, topics
from bridgehead.instruments.award.reasons.wording import Statement
from bridgehead.primitives.words import Phrase

DUPLICATE = "duplicate"
ALLOCATED = (
    *("outcome", "prize", "place", "amount", "provisional", "because", "reference", "figure", "asked"),
    *("bonuses", "short", "ceiling", "failed", "missing"),
)


def sentences(
    case: Case, claims: pa.Table, decisions: pa.Table, repeated: Repeated | None = None
) -> tuple[pa.Array, pa.Array]:
    """The sentences on every claim, in Chinese and in English; the two tables have the same rows in the same order.

    `claims` has the columns of the register, `decisions` those of a decision (see `sentences.py`); `repeated` has the
    rows of numbers that are used more than once.
    """
    speaker = _Speaker(case, claims)
    allocated: dict[tuple[Any, ...], Phrase] = {}
    said: list[Phrase] = []
    numbers = decisions["number"].to_pylist()
    masks = zip(decisions["failed"].to_pylist(), decisions["missing"].to_pylist(), strict=True)
    results = zip(*(decisions[name].to_pylist() for name in ALLOCATED), strict=True)
    for row, ((failed, missing), result) in enumerate(zip(masks, results, strict=True)):
        outcome, because = result[0], result[5]
        if because is None and outcome in ("refused", "undetermined"):
            said.append(speaker.on_conditions(row, failed, missing))
        else:
            result = (numbers[row] if because == DUPLICATE else None, *result)
            if result not in allocated:
                decided = dict(zip(("number", *ALLOCATED), result, strict=True))
                allocated[result] = allocation_sentence(case.terms, decided, repeated)
            said.append(allocated[result])
    return pa.array([each.zh for each in said]), pa.array([each.en for each in said])


class _Column:
    """1. A column, encoded: the position of each row's value among the values."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        if pa.types.is_nested(column.type):
            self.values = column.to_pylist()
            self.positions = list(range(len(self.values)))
            return
        encoded = column.combine_chunks().dictionary_encode("encode")
        self.values = encoded.dictionary.to_pylist()
        self.positions = encoded.indices.to_pylist()


class _Speaker:
    def __init__(self, case: Case, claims: pa.Table) -> None:
        self.case = case
        self.topics = [topics(case.terms, version) for version in case.versions]
        read = {column for topic in self.topics[0] for column in topic.columns}
        as_of = case.terms.award.as_of
        self.as_of = case.terms.table.deciding[as_of] if as_of else None
        self.columns = {name: _Column(claims[name]) for name in {*read, *([self.as_of] if self.as_of else [])}}
        self.reasons: dict[tuple[Any, ...], Statement] = {}
        self.deciding = cache(self._deciding)

    @cached_property
    def versions(self) -> list[int]:
        """The version of each value of the day on which figures hold."""
        days = self.columns[self.as_of].values if self.as_of else []
        return [self.case.version_on(day) for day in days]

    def on_conditions(self, row: int, failed: int, missing: int) -> Phrase:
        version = self.versions[self.columns[self.as_of].positions[row]] if self.as_of else len(self.topics) - 1
        return refusal_sentence(
            [self._reason(bit, row, version, failed, missing) for bit in self.deciding(failed, missing)]
        )

    def _deciding(self, failed: int, missing: int) -> tuple[int, ...]:
        """2. The bits of the atoms that decided on a claim that is granted nothing."""
        atoms = self.case.terms.atoms
        found = verdict_of(self.case.terms, failed, missing, granted=False)
        mask = decisive(found, atoms.common, atoms.of(found.prize))
        return tuple(atom.bit for atom in atoms.in_mask(mask))

    def _reason(self, bit: int, row: int, version: int, failed: int, missing: int) -> Statement:
        """3. What one atom has to say of a row."""
        topic: Topic = self.topics[version][bit]
        key = (bit, version, *(self.columns[name].positions[row] for name in topic.columns))
        if (said := self.reasons.get(key)) is None:
            names = {*topic.columns, *([self.as_of] if self.as_of else [])}
            claim = {name: self.columns[name].values[self.columns[name].positions[row]] for name in names}
            found = verdict(self.case.terms.atoms, failed, missing)
            (finding,) = findings(self.topics[version], found, claim, topic.atom.mask)
            said = self.reasons[key] = statement(finding)
        return said
