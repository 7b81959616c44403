"""Warn whoever must act that a deadline is near: when the share of it is used that the register says, once a term.

1. The records whose moment has come, each in a unit of its own.
2. Of a term that was warned of before, as of one that stood still meanwhile, nobody is told again; one that was
   lengthened is another.
3. The staff to whom the register offers something in this stage, who have an address; where it offers staff nothing,
   whoever filed the record.
4. One event says how many were told.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from json import dumps

from django.conf import settings

from bridgehead.actions.boxed import open_box
from bridgehead.actions.case import Case, case_of
from bridgehead.actions.tell import facts, tell
from bridgehead.instruments.register import REPORTER, verbs_in
from bridgehead.instruments.register.messages import NEAR, Addressee, told_to_staff
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, keys, models
from bridgehead.ledger.outbox import TO_STAFF
from bridgehead.primitives.actor import SERVICE

AT_ONCE = 200
"""Records a round."""


def warn_due(staff: Callable[[], Sequence[Addressee]], at: datetime) -> int:
    """How many were told. `staff` gives all who can be reached."""
    due = [
        *models.Record.objects.filter(warn_at__lte=at).order_by("warn_at").values_list("pk", flat=True)[:AT_ONCE]
    ]  # 1
    reached, told = staff() if due else (), 0
    for record in due:
        with append.unit():
            told += _warn(append.hold(record), reached, at)
    return told


def _warn(record: models.Record, staff: Sequence[Addressee], at: datetime) -> int:
    kept = record.state
    if record.warn_at is None or record.warn_at > at:
        return 0
    case, term = case_of(record), [kept["clock"]["since"], kept["clock"]["extended"]]
    told = 0
    if kept.get("warned") != term and case.state.stage in case.register.stages:  # 2
        told = _told(case, staff, at)
    data = {"warn": None, "warned": term, "told": told}
    append.append(record, "warned/1", data, append.Author(SERVICE, at, case.by), fold)  # 4
    return told


def _told(case: Case, staff: Sequence[Addressee], at: datetime) -> int:
    """To how many a message was written."""
    register, state = case.register, case.state
    named = facts(case.record, register, "", case.rulebook.about.zone)
    if register.stages[state.stage].who is None:  # 3
        can = verbs_in(register, state, {REPORTER}, ())
        if not can or "forgotten" in case.record.state:
            return 0
        return tell(case.record, NEAR, register, open_box(case.record), named, at)
    told = {"number": case.record.number, "due": named["due"]}
    acting = [who for who in staff if verbs_in(register, state, who.roles - {REPORTER}, who.units)]
    for who in acting:
        text = told_to_staff(who, register, state.stage, told)
        box = keys.seal_secret(settings.MASTER_KEY, dumps(asdict(text), ensure_ascii=False))
        models.Message.objects.create(record=case.record, kind=TO_STAFF, channel=text.channel, box=box, at=at)
    return len(acting)
