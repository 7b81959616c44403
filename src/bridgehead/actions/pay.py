"""Make the payment file of an award: once, after the publicity, when no objection is open."""

import hashlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings

from bridgehead import published, tables
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.payees import require_payees
from bridgehead.actions.placed import require_counting
from bridgehead.instruments.award.ledgered import outside, payment_files
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.rulebook import Rulebook

SCHEMA = pa.schema([("number", pa.string()), ("prize", pa.string()), ("amount", pa.decimal128(18, 2))])


def pay(step: Step) -> Path:
    """The payment file: number, prize and amount of each place that was not paid before. Raises BridgeheadError with
    AC001, AC020 where nothing is published or all was paid, AC028 during the publicity or while an objection is open,
    AC037 where the budget would be passed, since what was paid for places that were revoked has not come back, AC083
    where a claim that would be paid stands no more, and AC096 where one does not say to whom.
    """
    require(step.actor, "pay")
    by, rulebook = published.in_force(step.matter, step.at)
    with append.unit():
        held = award_record.held(step)
        due = payable(held, step, rulebook)
        file = payment_files(Path(settings.HOME), step.matter, step.award, held.state["run"])[0]
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = [{"number": each["number"], "prize": each["prize"], "amount": Decimal(each["amount"])} for each in due]
        tables.write(file, pa.Table.from_pylist(rows, SCHEMA))
        data = {
            "stage": "paid",
            "paid": [*held.state.get("paid", []), *(each["number"] for each in due)],
            "payment": {
                "file": hashlib.sha256(file.read_bytes()).hexdigest(),
                "total": str(_total(rows)),
                "on": step.at.astimezone(rulebook.about.zone).date().isoformat(),
            },
        }
        award_record.note(held, "paid/1", data, step, by)
    return file


def payable(held: models.Record, step: Step, rulebook: Rulebook) -> list[dict[str, Any]]:
    """The places that were not paid before. Raises BridgeheadError as `pay` does."""
    award_record.require_stage(held, "published")
    _nothing_stands_against(held, step)
    before = set(held.state.get("paid", []))
    due = [each for each in held.state["places"] if each["number"] not in before]
    require_counting([each["number"] for each in due], step, rulebook)
    award = award_terms(rulebook, step.award).award
    _is_there(held, due, award)
    require_payees(step, award, [each["number"] for each in due])
    return due


def _is_there(held: models.Record, due: list[dict[str, Any]], award: Award) -> None:
    """The money: what was paid for a place that was revoked since is gone until it comes back."""
    if award.budget is None:
        return
    known, new, lost = {each["number"] for each in due}, _total(due), outside(held.state)
    gone = _total([each for each in held.state["places"] if each["number"] not in known]) + lost
    if gone + new > award.budget.total:
        found = f"{new:,.2f} is to be paid for {held.number}, of which {award.budget.total - gone:,.2f} is there"
        expected = f"what was paid for places that were revoked, {lost:,.2f}, to come back, or more budget"
        raise BridgeheadError([Mistake("AC037", found, None, expected)])


def _total(rows: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(str(row["amount"])) for row in rows), Decimal(0))


def _nothing_stands_against(held: models.Record, step: Step) -> None:
    if step.at <= datetime.fromisoformat(held.state["until"]):
        found = f"the publicity of {held.number} lasts until {held.state['until'][:10]}"
        raise BridgeheadError([Mistake("AC028", found, None, "a day after it")])
    award_record.require_all_decided(held)
