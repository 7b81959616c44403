"""Begin a record: it gets its number, its code and its first event, in the unit of work of whoever begins it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from bridgehead.actions import boxed
from bridgehead.actions.move import move_on
from bridgehead.actions.received import received
from bridgehead.actions.standing import standing
from bridgehead.actions.tell import tell
from bridgehead.instruments.award.late import Late, late
from bridgehead.instruments.register import Register, numbered
from bridgehead.instruments.register.clock import entered
from bridgehead.instruments.register.messages import Language
from bridgehead.instruments.register.state import fold
from bridgehead.instruments.register.stored import stored
from bridgehead.ledger import append, chain, keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are read as another: 0 and O, 1, I and L."""
CODE_LENGTH = 10

NUMBERING = "{year}-{count:06}"
"""Of a register that does not say how it numbers its records."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody needs to see what became of it; the code stands nowhere else. It came in `at` a moment, and counts
    as received from `received_at` on: later where the channel was closed. It comes too `late` for some awards.
    """

    number: str
    code: str
    at: datetime
    received_at: datetime
    late: tuple[Late, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Where a record begins: the matter, its rulebook in force with its hash, the register; and how it is told of."""

    matter: str
    rulebook: Rulebook
    by: str
    register: Register
    language: Language = "zh"
    channel: str | None = None


def begin(intake: Intake, values: Mapping[str, object], more: Mapping[str, Any], actor: Actor, at: datetime) -> Receipt:
    """The receipt of a record with these values, as `filled.read` gives them; `more` stands in its first event."""
    register, rulebook = intake.register, intake.rulebook
    hidden = register.table.personal
    local = at.astimezone(rulebook.about.zone)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    plain = stored({name: value for name, value in values.items() if name not in hidden})
    personal = stored({name: value for name, value in values.items() if name in hidden})
    counts = received(register, rulebook, intake.channel, at)
    stands: dict[str, Any] = {}
    if register.starts is not None:
        clock = entered(None, register.starts, register.stages[register.starts], counts.at)
        stands = {**standing(register, rulebook, register.starts, clock, counts.at), "entered": counts.at.isoformat()}
        stands["provisional"] |= bool(stands["due"]) and counts.provisional
    key_of_row, count = append.next_record(intake.matter, register.name, f"{local:%Y}")
    number = numbered(register.numbering or NUMBERING, local.year, count)
    record = models.Record(pk=key_of_row, matter=intake.matter, register=register.name, number=number, version=0)
    record.state, record.head, record.submitted_at, record.updated_at = {}, chain.START, at, at
    record.code = keys.code_digest(settings.MASTER_KEY, code)
    fields = {**plain, register.number: number}
    data = {"language": intake.language, "number": number, **more, "fields": fields, **counts.kept(at), **stands}
    data["code"] = record.code.hex()
    key = keys.new_key() if personal else None
    if key is not None:
        data |= {**boxed.begin(record, key), "personal": keys.box(key, personal, record.pk)}
    data |= boxed.index(register, {**plain, **personal}, record, key)
    append.append(record, "submitted/1", data, append.Author(actor, at, intake.by), fold)
    missed = late(rulebook, register.name, values)
    word = Phrase("".join(each.says.zh for each in missed), "".join(f" {each.says.en}" for each in missed))
    tell(record, "receive", register, personal, {"code": code, "late": word}, at)
    move_on(record, at, (intake.by, rulebook))
    return Receipt(number, code, at, counts.at.astimezone(UTC), missed)
