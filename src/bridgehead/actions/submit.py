"""Take in a claim, a report or a case: a record begins, and who brought it gets a number and a code."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from bridgehead import published
from bridgehead.actions import boxed
from bridgehead.actions.fill import NOT_HERE
from bridgehead.actions.move import move_on
from bridgehead.actions.refusal import RefusedFields
from bridgehead.actions.standing import standing
from bridgehead.actions.tell import tell
from bridgehead.instruments.register import RECEIVED, Register, derive, intake, numbered, table
from bridgehead.instruments.register.clock import entered
from bridgehead.instruments.register.filled import read
from bridgehead.instruments.register.messages import Language
from bridgehead.instruments.register.state import fold
from bridgehead.instruments.register.stored import stored
from bridgehead.ledger import append, chain, keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.rulebook import Rulebook

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are read as another: 0 and O, 1, I and L."""
CODE_LENGTH = 10

NUMBERING = "{year}-{count:06}"
"""Of a register that does not say how it numbers its records."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody needs to see what became of it; the code stands nowhere else."""

    number: str
    code: str
    at: datetime


def submit(
    matter: str,
    register: str,
    given: Mapping[str, object],
    actor: Actor,
    at: datetime,
    *,
    anonymous: bool = False,
    language: Language = "zh",
) -> Receipt:
    """Raises BridgeheadError with RG001 or RG002 for an unknown matter or register, RefusedFields for all that is wrong
    in what was filled in.
    """
    by, rulebook = published.current(matter)
    found = _register(rulebook, register)
    fields = table(found)
    local = at.astimezone(rulebook.about.zone)
    moment = {RECEIVED: local.replace(tzinfo=None)} if RECEIVED in found.fields else {}
    filled = read(found, {**given, **moment}, zone=rulebook.about.zone, anonymous=anonymous)
    asked = intake(found) | {found.number}
    mistakes = {**{name: NOT_HERE for name in given if name not in asked}, **filled.mistakes}
    mistakes.pop(found.number, None)
    if mistakes:
        raise RefusedFields(mistakes)
    values = {**filled.values, **derive(found, filled.values)}
    personal = stored({name: value for name, value in values.items() if name in fields.personal})
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    with append.unit():
        count = append.count(matter, register, f"{local:%Y}")
        number = numbered(found.numbering or NUMBERING, local.year, count)
        record = models.Record(matter=matter, register=register, number=number, version=0, head=chain.START, state={})
        record.submitted_at = record.updated_at = at
        record.code = keys.code_digest(settings.MASTER_KEY, code)
        record.save()
        plain = stored({name: value for name, value in values.items() if name not in fields.personal})
        data: dict[str, object] = {"language": language, "number": number, "fields": {**plain, found.number: number}}
        if found.starts is not None:
            clock = entered(None, found.starts, found.stages[found.starts], at)
            data |= {**standing(found, rulebook, found.starts, clock, at), "entered": at.isoformat()}
        if personal:
            key = keys.new_key()
            data |= {**boxed.begin(record, key), "personal": keys.box(key, personal, record.pk)}
            boxed.index(found, personal, record)
        append.append(record, "submitted/1", data, append.Author(actor, at, by), fold)
        tell(record, "receive", found, personal, {"code": code}, at)
        move_on(record, at)
    return Receipt(number, code, at)


def _register(rulebook: Rulebook, name: str) -> Register:
    part = rulebook.instruments.get(("register", name))
    if isinstance(part, Register):
        return part
    known = sorted(known for kind, known in rulebook.instruments if kind == "register")
    raise BridgeheadError(
        [Mistake("RG002", f"no register «{name}»", None, f"one of {', '.join(known)}", nearest(name, known))]
    )
