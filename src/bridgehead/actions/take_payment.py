"""Take the payment file that an award made last, with whom to pay: a look at each of its claims, kept nowhere in clear.

1. The file as it was made, of which the ledger keeps the hash.
2. Beside each place what its claim says of the payee now; blank where that was forgotten since.
3. An event of each look.
"""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from bridgehead import published, tables
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.look import note_look
from bridgehead.actions.payees import payees
from bridgehead.instruments.award.ledgered import payment_files
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake


@dataclass(frozen=True, slots=True)
class Payments:
    """A payment file: what it is called, and its bytes as CSV."""

    name: str
    content: bytes


def take_payment(step: Step) -> Payments:
    """Raises BridgeheadError with AC001, and AC097 where nothing was paid or the file is not the one that was made."""
    require(step.actor, "pay")
    held = award_record.seen(step.matter, step.award)
    name, made = _made(step, held)  # 1
    _, rulebook = published.in_force(step.matter, step.at)
    award = award_terms(rulebook, step.award).award
    if not award.payee:
        return Payments(name, made)
    rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))
    with append.unit():
        said = payees(step, award, [row["number"] for row in rows])  # 2
        for record, _ in said.values():
            about = {"record": record.pk, "number": record.number, "reason": f"payment file {name}"}
            note_look(step.at, step.actor, about)  # 3
    empty: dict[str, object] = dict.fromkeys(award.payee)
    beside = [said[row["number"]][1] if row["number"] in said else empty for row in rows]
    columns = {each: pa.array([row[each] for row in rows], pa.string()) for each in rows[0]} if rows else {}
    columns["amount"] = pa.array([row["amount"] for row in rows], pa.string()).cast(pa.decimal128(18, 2))
    columns |= {each: pa.array([row[each] for row in beside], pa.string()) for each in award.payee}
    return Payments(name, tables.as_csv(pa.table(columns)))


def _made(step: Step, held: models.Record | None) -> tuple[str, bytes]:
    payment = held.state.get("payment") if held else None
    if held is not None and payment is not None:
        for file in payment_files(Path(settings.HOME), step.matter, step.award, held.state["run"]):
            content = file.read_bytes() if file.is_file() else b""
            if hashlib.sha256(content).hexdigest() == payment["file"]:
                return file.name, content
    found = f"no payment file of {step.award} as it was made"
    raise BridgeheadError([Mistake("AC097", found, None, "an award that is paid, and its file in the home")])
