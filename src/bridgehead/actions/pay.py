"""Make the payment file of an award: once, after the publicity, when no objection is open."""

import hashlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from bridgehead import published, tables
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.object import OPEN
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake

SCHEMA = pa.schema([("number", pa.string()), ("prize", pa.string()), ("amount", pa.decimal128(18, 2))])


def pay(step: Step) -> Path:
    """The payment file: number, prize and amount of each place that was not paid before. Raises BridgeheadError with
    AC001, AC020 where nothing is published or all was paid, AC028 during the publicity or while an objection is open.
    """
    require(step.actor, "pay")
    with append.unit():
        held = award_record.held(step)
        award_record.require_stage(held, "published")
        _nothing_stands_against(held, step)
        before = set(held.state.get("paid", []))
        due = [each for each in held.state["places"] if each["number"] not in before]
        file = Path(settings.HOME) / "payments" / f"{step.award}-{held.state['run']}.csv"
        file.parent.mkdir(exist_ok=True)
        rows = [{"number": each["number"], "prize": each["prize"], "amount": Decimal(each["amount"])} for each in due]
        tables.write(file, pa.Table.from_pylist(rows, SCHEMA))
        data = {
            "stage": "paid",
            "paid": [*held.state.get("paid", []), *(each["number"] for each in due)],
            "payment": {"file": hashlib.sha256(file.read_bytes()).hexdigest(), "total": str(_total(rows))},
        }
        award_record.note(held, "paid/1", data, step, published.in_force(step.matter, step.at)[0])
    return file


def _total(rows: list[dict[str, object]]) -> Decimal:
    return sum((Decimal(str(row["amount"])) for row in rows), Decimal(0))


def _nothing_stands_against(held: models.Record, step: Step) -> None:
    if step.at <= datetime.fromisoformat(held.state["until"]):
        found = f"the publicity of {held.number} lasts until {held.state['until'][:10]}"
        raise BridgeheadError([Mistake("AC028", found, None, "a day after it")])
    if any(each["decided"] == OPEN for each in held.state["objections"]):
        found = f"an objection to {held.number} is open"
        raise BridgeheadError([Mistake("AC028", found, None, "a decision on each objection")])
