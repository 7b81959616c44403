"""Fill in a record that stands: what is new is read together with all that stands there, and judged as at intake.

1. Only what this verb fills in, and what is this actor's to say.
2. What is personal is opened where this is about it, by the record's own key; a rating goes with its answer.
3. A mistake that stood before, beside a field that nobody touches now, is not held against who fills in another. What
   is not asked for any more by what is filled in now is emptied by who says so alone.
4. What is personal is boxed anew, whole, and the record is found by what is known of it now; facts are derived anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridgehead.actions import boxed
from bridgehead.actions.case import Case
from bridgehead.instruments.register import REPORTER, Register, Verb, derive, fillable, may_hold, outlived
from bridgehead.instruments.register.filled import Filled, read
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.instruments.register.stored import stored
from bridgehead.ledger import keys, units
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase

AS_AT_INTAKE = frozenset[Verb](("correct", "submit"))
"""The verbs by which a record is filled in as it was when it came in, what is personal included."""

LEAVES_IT_OPEN = frozenset[Verb](("return", "withdraw", "suspend", "reopen"))
"""The verbs that leave a stage without what it asks for."""

NOT_HERE = (Phrase("此项不能这样填写。", "This is not filled in so."),)


@dataclass(frozen=True, slots=True)
class Filling:
    """What somebody fills in, by which verb and when, and the stage `to` which that leads, or where it stays."""

    verb: Verb
    given: Mapping[str, object]
    to: str
    at: datetime


def fill(case: Case, filling: Filling, actor: Actor) -> dict[str, Any]:
    """What the event says of it. Raises RefusedFields, and BridgeheadError with AC005 where the unit that has the
    record would not be shown it any more, AC006 for personal fields of a record that was forgotten.
    """
    anew, hidden = filling.verb in AS_AT_INTAKE, case.register.table.personal
    forgotten = "forgotten" in case.record.state
    over = outlived(case.register, case.state.stage, filling.verb, filling.to)
    opened = bool(anew or hidden & {*filling.given, *over}) and not forgotten
    kept = boxed.open_box(case.record) if opened else {}  # 2
    stood = {**case.state.filled, **kept}
    before = {name: value for name, value in stood.items() if name not in over}
    known = units_of(case.register)
    found = read(case.register, {**before, **filling.given}, zone=case.rulebook.about.zone, units=known, at=filling.at)
    if mistakes := _mistakes(case, filling, actor, before, found):
        raise RefusedFields(mistakes)
    _still_shown(case, found)
    changed = stored({name: found.values.get(name) for name in {*filling.given, *(over & {*stood})}})
    said = _said(case, changed, kept)  # 4
    if anew and not forgotten:
        said["fields"] |= dict.fromkeys(case.register.derives) | stored(derive(case.register, found.values))
        said |= boxed.index(case.register, stored(found.values), case.record, boxed.key_of(case.record))
    return said


def rid_of(case: Case, names: frozenset[str]) -> dict[str, Any]:
    """What the event says of a record in which these are blank from now on; nothing where they were before."""
    forgotten = "forgotten" in case.record.state
    kept = boxed.open_box(case.record) if names & case.register.table.personal and not forgotten else {}
    stood = names & {*case.state.filled, *kept}
    return _said(case, dict.fromkeys(stood), kept) if stood else {}


def units_of(register: Register) -> Mapping[str, str] | None:
    """The units that its fields may name; None where none of them is of that type."""
    return units.slugs() if any(field.type == "unit" for field in register.fields.values()) else None


def _mistakes(
    case: Case, filling: Filling, actor: Actor, before: Mapping[str, object], found: Filled
) -> dict[str, tuple[Phrase, ...]]:
    register, zone, given = case.register, case.rulebook.about.zone, filling.given
    may = fillable(register, case.state.stage, filling.verb, reporter=REPORTER in actor.roles)
    mistakes: dict[str, tuple[Phrase, ...]] = {name: NOT_HERE for name in given if name not in may}  # 1
    stood = read(register, before, zone=zone, at=filling.at).mistakes if found.mistakes else {}
    for name, said in found.mistakes.items():  # 3
        if own := said if name in given else tuple(each for each in said if each not in stood.get(name, ())):
            mistakes[name] = own
    leaves = filling.to != case.state.stage and filling.verb not in LEAVES_IT_OPEN
    if leaves and (asked := register.stages[case.state.stage].fills):
        missing = read(register, {**before, **given}, zone=zone, stage=case.state.stage).mistakes
        mistakes |= {name: missing[name] for name in asked if name in missing}
    return mistakes


def _still_shown(case: Case, found: Filled) -> None:
    unit = case.state.unit
    if unit is not None and not may_hold(case.register, found.values, unit):
        said, expected = f"«{unit}» has {case.record.number} in hand", "another unit, or a record of its own"
        raise BridgeheadError([Mistake("AC005", said, None, expected)])


def _said(case: Case, changed: Mapping[str, object], kept: Mapping[str, object]) -> dict[str, Any]:
    """What changed, as an event says it: what is personal in the box, beside all that was `kept` there."""
    personal = {name: value for name, value in changed.items() if name in case.register.table.personal}
    said: dict[str, Any] = {"fields": {name: value for name, value in changed.items() if name not in personal}}
    return said | _boxed(case, {**kept, **personal}) if personal else said


def _boxed(case: Case, personal: Mapping[str, Any]) -> dict[str, Any]:
    key = boxed.key_of(case.record)
    begun = {}
    if key is None:
        key = keys.new_key()
        begun = boxed.begin(case.record, key)
    return {**begun, "personal": keys.box(key, personal, case.record.pk)}
