"""Let records that are merged into another go where it goes, so that who filed them is answered too."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from bridgehead.actions.boxed import open_box
from bridgehead.actions.case import Case, case_of
from bridgehead.actions.fill import rid_of
from bridgehead.actions.standing import standing
from bridgehead.actions.tell import facts, tell
from bridgehead.instruments.register import outlived
from bridgehead.instruments.register.clock import Clock, entered
from bridgehead.instruments.register.messages import TOLD, Told
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.primitives.actor import SERVICE
from bridgehead.primitives.errors import BridgeheadError, Mistake


def follow(record: models.Record, verb: Told | None, at: datetime) -> None:
    """Let them stand where a held record stands, with its answers, and tell those who filed them of the verb,
    or that it went on by itself.
    """
    for case in followers(record):
        asked = {name for stage in case.register.stages.values() for name in stage.fills}
        answers = {name: value for name, value in record.state["fields"].items() if name in asked}
        data = {"stage": record.stage, "unit": record.state.get("unit"), "closed": record.state.get("closed")}
        if all(case.record.state.get(key) == value for key, value in data.items()):
            continue
        over = rid_of(case, outlived(case.register, case.state.stage, verb, record.stage))
        said = {**over, **data, "fields": {**over.get("fields", {}), **answers}}
        author = append.Author(SERVICE, at, case.by)
        append.append(case.record, "followed/1", said, author, fold)
        if verb is not None and verb in TOLD and "forgotten" not in case.record.state:
            told = facts(record, case.register, "", case.rulebook.about.zone)
            tell(case.record, verb, case.register, open_box(case.record), told, at)
        follow(case.record, verb, at)


def let_go(record: models.Record, at: datetime) -> None:
    """Let them go their own ways again, since a held record that they followed goes no further."""
    for case in followers(record):
        author = append.Author(SERVICE, at, case.by)
        append.append(case.record, "parted/1", own_way(case, at), author, fold)


def own_way(case: Case, at: datetime) -> dict[str, Any]:
    """What an event says of a record that follows no more. Its clock has gone on all the while, unless it came into
    another stage meanwhile: there it begins.
    """
    kept, stage = case.record.state.get("clock"), case.register.stages[case.state.stage]
    clock = Clock.read(kept) if kept else None
    since = datetime.fromisoformat(case.record.state["entered"])
    if clock is None or clock.stage != case.state.stage:
        clock, since = entered(clock, case.state.stage, stage, at), at
    own = standing(case.register, case.rulebook, case.state.stage, clock, since)
    return {"merged into": None, **own, "entered": since.isoformat()}


def followers(record: models.Record) -> Iterator[Case]:
    """The records that are merged into one, held."""
    for number in record.state.get("joined", ()):
        yield case_of(held_beside(record, number))


def held_beside(record: models.Record, number: str) -> models.Record:
    """Another record of the same register, held; nobody waits for it, since who holds it may wait for this one. Raises
    Record.DoesNotExist, and BridgeheadError with AC117.
    """
    of_register = models.Record.objects.filter(matter=record.matter, register=record.register)
    found = of_register.values_list("pk", flat=True).get(number=number)
    try:
        with transaction.atomic():
            return append.hold(found, wait=False)
    except OperationalError as error:
        said = "another record that this one goes with is being changed by somebody else"
        raise BridgeheadError([Mistake("AC117", said, None, "to ask again")]) from error
