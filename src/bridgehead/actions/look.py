"""Look at the personal fields of a record, or look for a person: each look is an event in the chain of its day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from bridgehead.access import require
from bridgehead.actions import boxed
from bridgehead.actions.file_of import file_of
from bridgehead.actions.plain import reasoned
from bridgehead.instruments.register.found_by import NAMING
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, attachments, chain, keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.types import FieldType
from bridgehead.published import current, kept_from, register_in
from bridgehead.tables.cells import FORMS

LOOKS = "looks"
"""The register of looks, of no matter: a record a day, in UTC."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file in the clear: what it was called, its type as it was examined, its bytes piece by piece."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Sought:
    """Whose records are looked for in a register: a kind of number that names somebody (`found_by.NAMING`), and it."""

    matter: str
    register: str
    kind: str
    value: str


def look(record: models.Record, reason: str, actor: Actor, at: datetime) -> Mapping[str, Any]:
    """The personal fields of a record. Raises BridgeheadError with AC001, with AC004 without a reason, AC090 for
    numbers of somebody in it, and with AC006 where they were forgotten; Record.DoesNotExist where the record is kept
    from the actor.
    """
    require(actor, "see personal fields")
    if kept_from(record, actor):
        raise models.Record.DoesNotExist
    with append.unit():
        opened = boxed.open_box(record)
        note_look(at, actor, {"record": record.pk, "number": record.number, "reason": reasoned(reason, "a look")})
    return opened


def look_for(sought: Sought, reason: str, actor: Actor, at: datetime) -> list[models.Record]:
    """The records of a register that name somebody by this number or stand with it in a list, newest first, without
    those that are kept from the actor.

    The event says for what kind of number, in which register and what was found, and not the number. Raises
    BridgeheadError with AC001, AC004 and AC090 as `look` does, RG001 or RG002 for what is not known, AC093 for a kind
    that names nobody, AC094 for a value that is none of its kind.
    """
    require(actor, "see personal fields")
    because = reasoned(reason, "a look")
    digest = keys.digest(settings.MASTER_KEY, sought.kind, _one_spelling(sought))
    register_in(current(sought.matter)[1], sought.register)
    of_register = models.Record.objects.filter(matter=sought.matter, register=sought.register)
    with append.unit():
        named = models.BlindIndex.objects.filter(digest=digest, field__in=(sought.kind, keys.LISTED))
        found = of_register.filter(pk__in=named.values("record")).select_related("unit")
        seen = [each for each in found.order_by("-submitted_at", "-pk") if not kept_from(each, actor)]
        about = {"matter": sought.matter, "register": sought.register, "field": sought.kind}
        note_look(at, actor, {**about, "found": [each.number for each in seen], "reason": because})
    return seen


def _one_spelling(sought: Sought) -> str:
    """What is not repeated where it is none of its kind: it may be personal all the same."""
    if sought.kind not in NAMING:
        known = sorted(NAMING)
        found, expected = f"nobody is named by «{sought.kind}»", f"one of {', '.join(known)}"
        raise BridgeheadError([Mistake("AC093", found, None, expected, nearest(sought.kind, known))])
    form = FORMS[FieldType(sought.kind)]
    try:
        return form.read(sought.value)
    except ValueError:
        found = f"this is no {sought.kind}"
        raise BridgeheadError(
            [Mistake("AC094", found, None, form.expected.en, values={"expected zh": form.expected.zh})]
        ) from None


Opener = Callable[[Sequence[models.Record]], list[Mapping[str, Any]]]
"""What gives the personal fields of records, in their order."""


def look_at_all(matter: str, register: str, reason: str, actor: Actor, at: datetime) -> Opener:
    """What opens the personal fields of a register's records for a table of them: one look, at all of them. Raises
    BridgeheadError with AC001 and AC004.
    """
    require(actor, "see personal fields")
    with append.unit():
        note_look(at, actor, {"matter": matter, "register": register, "reason": reasoned(reason, "a look")})
    return boxed.open_boxes


def look_into(record: models.Record, file: str, reason: str, actor: Actor, at: datetime) -> Opened:
    """A file of a record, by its hash. Raises BridgeheadError as `look` does, with AC068 for a file that the record
    does not have, with LG021 where what is stored is not what was attached; Record.DoesNotExist.
    """
    require(actor, "see personal fields")
    if kept_from(record, actor):
        raise models.Record.DoesNotExist
    with append.unit():
        key, kept = boxed.key_of(record), file_of(record, file)
        assert key is not None, "a record with files has a key"
        about = {"record": record.pk, "number": record.number, "file": kept.hash, "reason": reasoned(reason, "a look")}
        pieces = attachments.opened(kept.hash, key, record.pk, settings.HOME)
        note_look(at, actor, about)
    name = keys.unbox(key, record.state["files"][kept.hash]["name"], record.pk)["name"]
    return Opened(name, kept.media_type, kept.size, pieces)


def note_look(at: datetime, actor: Actor, data: Mapping[str, Any]) -> None:
    """Keep who looked at what, and why."""
    day = f"{at:%Y-%m-%d}"
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", "submitted_at": at, "updated_at": at}
    chained, _ = models.Record.objects.get_or_create(matter="", register=LOOKS, number=day, defaults=first)
    append.append(append.hold(chained.pk), "looked/1", data, append.Author(actor, at, ""), fold)
