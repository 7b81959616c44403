"""Several records of one affair: joined, taken apart, and one made of a part of another.

A record that is merged stays, with its number, its reporter and its place in every count; it has no deadline of its own
and goes where the other goes, so that its reporter is answered too. To split it lets it go its own way again. To split
any other record makes a new one of it, filed by the same person, who gets its number and code.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bridgehead.actions.begin import Intake, begin
from bridgehead.actions.boxed import open_box
from bridgehead.actions.case import Case, case_of, offered
from bridgehead.actions.fill import NOT_HERE, units_of
from bridgehead.actions.follow import held_beside, own_way
from bridgehead.instruments.register import derive, intake, may_hold
from bridgehead.instruments.register.filled import NotAsked, read
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase


def merge(case: Case, into: str | None, actor: Actor, at: datetime) -> dict[str, Any]:
    """What the event of a record says that is merged into another. Raises BridgeheadError with AC007 for one that it
    cannot be merged into, AC117 where somebody else is changing that one.
    """
    other = _other(case, into, actor)
    joined = [*other.record.state.get("joined", ()), case.record.number]
    append.append(other.record, "joined/1", {"joined": joined}, append.Author(actor, at, case.by), fold)
    return {"merged into": other.record.number, "due": None, "warn": None, "move": None}


def part(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    """What the event of a merged record says that goes its own way again."""
    other = held_beside(case.record, case.record.state["merged into"])
    rest = [number for number in other.state["joined"] if number != case.record.number]
    append.append(other, "parted/1", {"joined": rest}, append.Author(actor, at, case.by), fold)
    return own_way(case, at)


def split(case: Case, given: Mapping[str, object], actor: Actor, at: datetime) -> dict[str, Any]:
    """What the event of a record says of which a new one is made, with other values in some fields. Raises
    RefusedFields, and BridgeheadError with AC006 where the record was forgotten.
    """
    register, zone = case.register, case.rulebook.about.zone
    kept = {name: value for name, value in case.state.filled.items() if name not in register.later}
    found = read(register, {**kept, **open_box(case.record), **given}, zone=zone, units=units_of(register), at=at)
    mistakes: dict[str, tuple[Phrase, ...]] = {name: NOT_HERE for name in given if name not in intake(register)}
    mistakes |= {name: said for name, said in found.mistakes.items() if name in given or isinstance(said[0], NotAsked)}
    if mistakes:
        raise RefusedFields(mistakes)
    values = {**found.values, **derive(register, found.values)}
    language = case.record.state.get("language", "zh")
    channel = case.record.state.get("channel")
    channel = channel if channel in register.channels else None
    where = Intake(case.record.matter, case.rulebook, case.by, register, language, channel)
    begun = begin(where, values, {"split from": case.record.number}, actor, at)
    return {"split": [*case.record.state.get("split", ()), begun.number]}


def _other(case: Case, into: str | None, actor: Actor) -> Case:
    """The record that another is merged into, held."""
    found = f"{case.record.number} merged into {f'«{into}»' if into else 'none'}"
    if into is None or into == case.record.number:
        raise BridgeheadError([Mistake("AC007", found, None, "into: the number of another record of the register")])
    try:
        there = models.Record.objects.filter(matter=case.record.matter, register=case.record.register)
        offered(case_of(there.get(number=into)), actor)  # before it is told that somebody changes it
        other = case_of(held_beside(case.record, into))
        offered(other, actor)
    except models.Record.DoesNotExist as error:
        expected = "the number of another record of the register"
        raise BridgeheadError([Mistake("AC007", found, None, expected)]) from error
    if other.state.merged:
        expected = f"{other.record.state['merged into']}, into which it is merged"
        raise BridgeheadError([Mistake("AC007", f"{into} is merged itself", None, expected)])
    if case.register.stages[other.state.stage].final:
        raise BridgeheadError([Mistake("AC007", f"{into} is closed", None, "a record that is not, or to reopen it")])
    if other.state.unit is not None and not may_hold(case.register, case.state.filled, other.state.unit):
        said = f"{case.record.number} complains about «{other.state.unit}», which has {into} in hand"
        raise BridgeheadError([Mistake("AC005", said, None, "a record that another unit has")])
    return other
