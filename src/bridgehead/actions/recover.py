"""Ask back what was paid for a place that was revoked since, and note what comes back of it, at once or in parts.

A demand names its amount, its reason and its deadline. Of one place several may be made, of what was paid in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.office import going_on
from bridgehead.actions.plain import reasoned
from bridgehead.instruments.award.ledgered import asked_back, came_back
from bridgehead.ledger import append, events, models
from bridgehead.primitives.deadline import Term, deadline
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.rulebook import Rulebook

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Demand:
    """How much is asked back of whose place, why, and in which term, from the day after."""

    number: str
    amount: Decimal
    reason: str
    term: Term


@dataclass(frozen=True, slots=True)
class Repayment:
    """How much has come back on a day."""

    amount: Decimal
    on: date


def recover(step: Step, demand: Demand, version: int) -> models.Record:
    """The record of the award after it; `version` is the one that was seen.

    Raises BridgeheadError with AC001, AC002 for another version, AC004 without a reason, AC020 where nothing was ever
    confirmed, AC032 for a number of no place that was revoked after it was paid, and AC033 for an amount that is none,
    or more than was paid and is not asked back yet.
    """
    require(step.actor, "recover")
    by, rulebook = published.in_force(step.matter, step.at)
    with append.unit():
        held = award_record.held_as_seen(step, version)
        made = list(held.state.get("recoveries", ()))
        paid = _paid(held, demand.number)
        asked = sum((asked_back(each) for each in made if each["number"] == demand.number), Decimal(0))
        _is_money(demand.amount, paid - asked, "AC033", f"paid for «{demand.number}» and not asked back yet")
        new = {
            "number": demand.number,
            "amount": format(demand.amount, ".2f"),
            "reason": reasoned(demand.reason),
            "at": step.at.isoformat(),
            "term": str(demand.term),
            "back": [],
        }
        award_record.note(held, "demanded/1", reckoned([*made, new], rulebook), step, by)
    return held


def note_repayment(step: Step, index: int, repayment: Repayment, version: int) -> models.Record:
    """The record of the award after it; `index` counts demands from 0, `version` is the one that was seen.

    Raises BridgeheadError with AC001, AC002 for another version, AC020 where nothing was ever confirmed, AC034 for a
    demand that there is not, AC035 for an amount that is none, or more than is still to come, AC036 for a day that is
    to come, and AC085 for one before the payment.
    """
    require(step.actor, "note what came back")
    by, rulebook = published.in_force(step.matter, step.at)
    with append.unit():
        held = award_record.held_as_seen(step, version)
        recoveries = demands(held, index)
        demand = recoveries[index]
        left = asked_back(demand) - came_back(demand)
        _is_money(repayment.amount, left, "AC035", f"asked back of «{demand['number']}» and still to come")
        _is_in_its_time(repayment.on, held, demand["number"], step.at, rulebook.about.zone)
        back = {"amount": format(repayment.amount, ".2f"), "on": repayment.on.isoformat(), "at": step.at.isoformat()}
        demand["back"] = [*demand["back"], back]
        award_record.note(held, "repaid/1", reckoned(recoveries, rulebook), step, by)
    return held


def demands(held: models.Record, index: int) -> list[dict[str, Any]]:
    """The demands of an award, to be changed. Raises BridgeheadError with AC034 where it has none of that place."""
    found = [dict(each) for each in held.state.get("recoveries", ())]
    if not 0 <= index < len(found):
        told = f"no demand {index} of {held.number}"
        raise BridgeheadError([Mistake("AC034", told, None, "one that was made, counted from 0")])
    return found


def reckoned(recoveries: Sequence[dict[str, Any]], rulebook: Rulebook) -> dict[str, Any]:
    """What an event says of demands by the calendar of a rulebook: when each ends, and by when the next is due."""
    office = going_on(rulebook)
    found = []
    for each in recoveries:
        end = deadline(datetime.fromisoformat(each["at"]), Term.read(each["term"]), office)
        found.append({**each, "until": end.at.isoformat(), "provisional": end.provisional})
    waiting = [datetime.fromisoformat(each["until"]) for each in found if came_back(each) < asked_back(each)]
    return {"recoveries": found, "due": min(waiting).isoformat() if waiting else None}


def _paid(held: models.Record, number: str) -> Decimal:
    """What was paid for a place that was revoked since."""
    known = {each["number"]: each for each in held.state.get("revocations", ()) if each["paid"]}
    if number not in known:
        found = f"nothing was paid for «{number}» in {held.number} that is to come back"
        expected = "the number of a place that was revoked after it was paid"
        raise BridgeheadError([Mistake("AC032", found, None, expected, nearest(number, known))])
    return Decimal(known[number]["amount"])


def _is_in_its_time(on: date, held: models.Record, number: str, at: datetime, zone: ZoneInfo) -> None:
    """Raise BridgeheadError for a day on which no money of a place can come back."""
    found = f"money that comes back on {on}"
    today = at.astimezone(zone).date()
    if on > today:
        raise BridgeheadError([Mistake("AC036", found, None, "a day until now", str(today))])
    for stored in held.events.filter(kind="paid/1").order_by("n"):
        if number in events.read(bytes(stored.body)).data["paid"]:
            paid_on = stored.at.astimezone(zone).date()
            if on < paid_on:
                found += f", before the place of «{number}» was paid"
                expected = f"a day from {paid_on} on"
                day = str(paid_on)
                raise BridgeheadError([Mistake("AC085", found, None, expected, day, values={"day": day})])
            return


def _is_money(amount: Decimal, most: Decimal, code: str, of: str) -> None:
    """Raise BridgeheadError where an amount is none of money, or beyond the most."""
    if not (amount.is_finite() and CENT <= amount <= most and amount == amount.quantize(CENT)):
        expected = f"an amount from {CENT} to {most:.2f}, which is {of}" if most else f"nothing: {most:.2f} is {of}"
        raise BridgeheadError([Mistake(code, f"the amount {amount}", None, expected)])
