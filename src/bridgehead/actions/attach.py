"""Attach a file to a record: examined, encrypted and stored first, then told of by an event.

1. Who may: staff that acts in the stage, with a reason, and whoever filed the record while they may correct it or hand
   in more.
2. What the field takes: files, so many, of these endings; and what the file is by its content.
3. The file stands stored, under the record's key.
4. One event names it. What it is called is personal, and stands in a box. Where this fails nothing is left behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.conf import settings

from bridgehead.actions import boxed
from bridgehead.actions.case import Case, case_of, not_here, offered
from bridgehead.actions.changed import changed
from bridgehead.actions.plain import plain, reasoned
from bridgehead.documents.evidence import MEDIA_TYPES, Evidence, examine
from bridgehead.instruments.register import REPORTER
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, attachments, keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

HANDING_IN = frozenset(("correct", "submit"))
"""What whoever filed a record must be able to do, where they attach a file."""

MOST = 10
"""Files of a field that does not say how many."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as somebody hands it in: for a field, by its name, its content from the beginning, and why."""

    field: str
    name: str
    content: IO[bytes]
    reason: str = ""


def attach(record: int, file: File, actor: Actor, at: datetime) -> models.Attachment:
    """The file as it stands stored. Raises BridgeheadError with AC002 for a record that has changed meanwhile, AC003
    where nothing is handed in now, AC004 for staff without a reason, AC006 for a record that was forgotten, AC060 for a
    field that takes no files, AC061 to AC066 for what is wrong with the file (`documents.evidence`), AC067 for one too
    many, AC090 for numbers of somebody in the reason; Record.DoesNotExist.
    """
    seen = models.Record.objects.get(pk=record)
    _may(case_of(seen), file, actor)
    reason = plain(file.reason) if REPORTER in actor.roles else reasoned(file.reason, "a file that staff attach")
    evidence = examine(file.content, file.name, settings.LARGEST_FILE)
    _accepted(case_of(seen), file, evidence)
    before = boxed.key_of(seen)
    key = before or keys.new_key()
    with attachments.storing(file.content, key, record, settings.HOME) as name, append.unit():  # 3
        held = append.hold(record)
        case = case_of(held)
        _may(case, file, actor)
        if boxed.key_of(held) != before:
            raise changed(held, actor, case.rulebook.about.zone)
        kept = models.Attachment.objects.create(
            record=held, field=file.field, media_type=evidence.media_type, size=evidence.size, hash=name, at=at
        )
        about = {"field": file.field, "type": evidence.media_type, "size": evidence.size}
        called = keys.box(key, {"name": file.name}, held.pk)
        data = {"files": {name: {**about, "name": called}}, **(boxed.begin(held, key) if before is None else {})}
        data |= {"reason": reason} if reason else {}
        append.append(held, "attached/1", data, append.Author(actor, at, case.by), fold)  # 4
    return kept


def attach_new(record: int, files: Iterable[File], actor: Actor, at: datetime) -> tuple[int, list[Mistake]]:
    """Attach those that are not in yet: how many were attached, and why others could not be, each by its name.

    A file is in where one of the same field, name and size is: who sends a form again need not know which came through.
    """
    held = models.Record.objects.get(pk=record)
    there = _there(held)
    attached, mistakes = 0, []
    for file in files:
        size = file.content.seek(0, 2)
        file.content.seek(0)
        if (file.field, file.name, size) in there:
            continue
        try:
            attach(record, file, actor, at)
            attached += 1
        except BridgeheadError as error:
            mistakes += [each if each.place else each.at(Place.whole(file.name)) for each in error.mistakes]
    return attached, mistakes


def _there(record: models.Record) -> set[tuple[str, str, int]]:
    kept = record.state.get("files", {})
    key = boxed.key_of(record) if kept else None
    if key is None:
        return set()
    return {
        (about["field"], keys.unbox(key, about["name"], record.pk)["name"], about["size"]) for about in kept.values()
    }


def _may(case: Case, file: File, actor: Actor) -> None:
    """Step 1, and of step 2 what can be told without the content."""
    can = offered(case, actor)
    staff = REPORTER not in actor.roles
    if not (can if staff else HANDING_IN & {*can}):
        found = f"no file can be attached to {case.record.number}"
        expected = "a stage in which you act" if staff else "a stage in which what was filed can be corrected"
        raise not_here(case, "attach", found, expected)
    field = case.register.fields.get(file.field)
    if field is None or field.type != "files":
        takes = [name for name, each in case.register.fields.items() if each.type == "files"]
        expected = f"one of {', '.join(takes)}" if takes else "a register with a field of type files"
        found = f"«{file.field}» is no field that takes files"
        raise BridgeheadError([Mistake("AC060", found, None, expected, nearest(file.field, takes))])
    most = field.at_most or MOST
    if case.record.attachments.filter(field=file.field).count() >= most:
        found = f"«{file.field}» of {case.record.number} has its {most} files"
        raise BridgeheadError([Mistake("AC067", found, None, f"at most {most}", values={"most": str(most)})])


def _accepted(case: Case, file: File, evidence: Evidence) -> None:
    takes = case.register.fields[file.field].accept or tuple(MEDIA_TYPES)
    if evidence.kind not in takes and not (evidence.kind == "jpg" and "jpeg" in takes):
        found, known = f"«{file.field}» takes no {evidence.kind}", ", ".join(takes)
        where = Place.whole(file.name)
        raise BridgeheadError([Mistake("AC064", found, where, f"one of {known}", values={"takes": known.upper()})])
