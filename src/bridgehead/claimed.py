"""The claims of an award as the ledger holds them: what a settlement reads, and whoever asks what one would find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from bridgehead import published
from bridgehead.instruments.award.ledgered import AWARDS, RECORD, VERSION, places, stay
from bridgehead.instruments.award.settlement import Confirmed, award_terms
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.claims import claims
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.rulebook import Rulebook

AT_ONCE = 500
"""Numbers that one statement asks for."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claims of an award, a row each, with the rulebook in force, its hash, and the places that are confirmed and
    stay (`paid`) or move up (`moving`). Of each row `records` is the record that it is, and `versions` the number of
    its last event.
    """

    rulebook: Rulebook
    hash: str
    table: pa.Table
    paid: tuple[Confirmed, ...]
    moving: tuple[Confirmed, ...]
    records: Sequence[int]
    versions: Sequence[int]

    def marked(self) -> pa.Table:
        """The claims with the record and the event that each was read from."""
        found = self.table.append_column(RECORD, pa.array(self.records, pa.int64()))
        return found.append_column(VERSION, pa.array(self.versions, pa.int64()))


def lost(matter: str, register: Register, numbers: Sequence[str]) -> list[str]:
    """Which of these are claims no more: in a stage that does not count, or joined with another."""
    counting = {name for name, stage in register.stages.items() if stage.counts}
    of_register = models.Record.objects.filter(matter=matter, register=register.name)
    stand: set[str] = set()
    for first in range(0, len(numbers), AT_ONCE):
        some = of_register.filter(number__in=numbers[first : first + AT_ONCE])
        rows = some.values_list("number", "stage", "state")
        stand |= {number for number, stage, state in rows if stage in counting and not state.get("merged into")}
    return [each for each in numbers if each not in stand]


def as_read(matter: str, register: str, marked: pa.Table) -> bool:
    """Whether all claims that a settlement read stand now as it read them."""
    of_register = models.Record.objects.filter(matter=matter, register=register)
    stand = dict(of_register.values_list("pk", "version"))
    read = zip(marked[RECORD].to_pylist(), marked[VERSION].to_pylist(), strict=True)
    return all(stand.get(record) == version for record, version in read)


def claimed(matter: str, award: str, at: datetime) -> Claimed:
    """The records of the award's register in stages that count, as they stand, in the order in which they came, without
    those of revoked places and those joined with another; by the rulebook in force at the moment.

    Raises BridgeheadError with RG001 and AW060 for what is not known, AC021 for a register of which no stage counts.
    """
    rulebook_hash, rulebook = published.in_force(matter, at)
    rule = award_terms(rulebook, award).award
    register = rulebook.instruments["register", rule.claims]
    assert isinstance(register, Register)
    counting = [name for name, stage in register.stages.items() if stage.counts]
    if not counting:
        found = f"no stage of {register.name} counts, so that none of its records is a claim"
        raise BridgeheadError([Mistake("AC021", found, None, "counts: true in the stage of accepted claims")])
    records = models.Record.objects.filter(matter=matter, register=register.name, stage__in=counting)
    rows = list(records.order_by("submitted_at", "pk").values_list("pk", "version", "state"))
    before = models.Record.objects.filter(matter=matter, register=AWARDS, number=award).first()
    state = before.state if before else {}
    revoked = set(state.get("revoked", ()))
    rows = [row for row in rows if row[2]["number"] not in revoked and not row[2].get("merged into")]
    paid = stay(rule, state)
    staying = {*paid}
    return Claimed(
        rulebook,
        rulebook_hash,
        claims(register, (kept["fields"] for _, _, kept in rows)),
        paid,
        tuple(each for each in places(state.get("places", ())) if each not in staying),
        [pk for pk, _, _ in rows],
        [version for _, version, _ in rows],
    )
