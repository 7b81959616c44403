"""Settle an award as on a day: a preview, which binds nobody until a second person confirms it.

1. The claims: the records of the award's register in stages that count, as they stand, but for those revoked.
2. The decisions, by the rulebook that was in force at the moment, with the places that were confirmed before.
3. Both are kept as files by their hashes, and one event says what was found. The same again changes nothing.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.claimed import claimed
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.instruments.award.rules import hangs_on_others
from bridgehead.instruments.award.settlement import Settlement, award_terms
from bridgehead.instruments.award.settlement import settle as decide
from bridgehead.ledger import append, models
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.errors import BridgeheadError, Mistake

SHOWN = 10
"""Claims that cannot be decided whose numbers a preview tells."""
ROWS_A_GROUP = 16_384
"""Rows of a table that is kept that are read where one of them is wanted; numbers stand in their order."""


@dataclass(frozen=True, slots=True)
class Run:
    """A settlement, the claims that it read of their register, and the rulebook by which it decided."""

    settlement: Settlement
    claims: pa.Table
    register: str
    rulebook: str

    def preview(self) -> dict[str, Any]:
        """What an event says of it."""
        decisions = self.settlement.table()
        granted = decisions.filter(pc.equal(decisions["outcome"], "granted"))
        left = self.settlement.left
        return {
            "on": self.settlement.on.isoformat(),
            "rulebook": self.rulebook,
            "claims": _keep(self.claims),
            "decisions": _keep(decisions),
            "counts": dict(self.settlement.counts),
            "granted": format(self.settlement.granted, "f"),
            "left": None if left is None else format(left, "f"),
            "undetermined": self._undetermined(decisions),
            "provisional": bool(pc.any(granted["provisional"]).as_py()),
            "places": [
                {**row, "amount": format(row["amount"], "f"), "on": self.settlement.on.isoformat()}
                for row in granted.select(["number", "prize", "place", "amount"]).to_pylist()
            ],
        }

    def _undetermined(self, decisions: pa.Table) -> dict[str, Any]:
        """The claims that lack a value, or a verification, on which their outcome hangs: how many, the numbers of the
        first, and whether those of others may hang on them.
        """
        found = decisions.filter(pc.equal(decisions["outcome"], Outcome.UNDETERMINED.value))["number"]
        others = 0 < len(found) < decisions.num_rows and hangs_on_others(self.settlement.terms)
        return {
            "claims": len(found),
            "first": found.drop_null().slice(0, SHOWN).to_pylist(),
            "may_change_others": others,
        }


def settle(step: Step, on: date) -> models.Record:
    """The record of the award after it. Where a place was revoked that had been confirmed, the next in line moves up.

    Raises BridgeheadError with AC001, with AC020 while a settlement before stands confirmed and is neither paid yet nor
    lost a place, nor has a claim to be looked at anew, with AC021 for a register of which no stage counts, with AC028
    while an objection is open, with AC132 as `run` does, and with AW060 and other codes of awards.
    """
    require(step.actor, "settle")
    found = run(step, on).preview()
    with append.unit():
        held = award_record.held(step)
        if held.state.get("preview") == found:
            return held
        if held.state:
            again = held.state.get("freed") or held.state.get("reconsidered")
            anew = ("confirmed", "published") if again else ()
            award_record.require_stage(held, "previewed", "paid", *anew)
            award_record.require_all_decided(held)
        data = {"stage": "previewed", "preview": found, "settled by": step.actor.name}
        award_record.note(held, "settled/1", data, step, found["rulebook"])
    return held


def run(step: Step, on: date) -> Run:
    """Decide the claims as they stand, and write nothing. Raises BridgeheadError with AC132 where somebody who is to
    move up would come to stand worse, since others were put right meanwhile.
    """
    found = claimed(step.matter, step.award, step.at)
    decided = decide(found.rulebook, step.award, found.table, on=on, paid=found.paid)
    if found.moving:
        _require_moved_up(found.moving, decided.table(), step)
    return Run(decided, found.marked(), award_terms(found.rulebook, step.award).award.claims, found.hash)


def _require_moved_up(moving: Sequence[Confirmed], decisions: pa.Table, step: Step) -> None:
    granted = decisions.filter(pc.equal(decisions["outcome"], Outcome.GRANTED.value)).select(["number", "place"])
    now = {each["number"]: each["place"] for each in granted.to_pylist()}
    worse = [each.number for each in moving if each.place and now.get(each.number, each.place + 1) > each.place]
    if worse:
        found = (
            f"{', '.join(f'«{each}»' for each in worse[:SHOWN])} of {step.award} would lose the rank that is confirmed"
        )
        expected = "their places revoked before, by a supervisor who says why"
        raise BridgeheadError([Mistake("AC132", found, None, expected, values={"numbers": ", ".join(worse[:SHOWN])})])


def _keep(table: pa.Table) -> str:
    """Keep a table under the hash of its bytes, whole or not at all, so that one claim is found without the others."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", row_group_size=ROWS_A_GROUP)
    content = sink.getvalue().to_pybytes()
    name = hashlib.sha256(content).hexdigest()
    folder = Path(settings.HOME) / TABLES
    folder.mkdir(exist_ok=True)
    if not (folder / f"{name}.parquet").exists():
        unfinished = folder / f"{name}.{os.getpid()}"
        with unfinished.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(folder / f"{name}.parquet")
    return name
