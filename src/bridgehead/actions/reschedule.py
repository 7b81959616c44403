"""Reckon running deadlines anew where another rulebook is in force: a calendar that came out moves them, as an event.

1. A matter whose deadlines were last reckoned by another enactment than the one in force: also where its rulebook is
   the same, since another one may have been in force between them.
2. Each of its records with a deadline or a move to come: what stands there now, by the same clock; and of its awards
   when what is asked back is due.
   The moment from which a record counts as received is reckoned anew too, where it rested on a year that was not known
   and the record stands where it began.
3. One event where that is another moment. The matter is marked when all are through: who is cut short begins anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from bridgehead import published
from bridgehead.actions.case import Case, case_of
from bridgehead.actions.received import Received, received
from bridgehead.actions.recover import reckoned
from bridgehead.actions.standing import standing
from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.register.clock import Clock
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.primitives.actor import SERVICE

MOVED = ("due", "provisional", "warn", "move")
ONCE = ("warn", "move")
"""What is still to come, or is over."""
AT_ONCE = 1_000


def reschedule(at: datetime) -> int:
    """How many records have other deadlines, or moves at other moments, by the rulebooks that are in force."""
    reckoned = dict(models.Reckoned.objects.values_list("matter", "n"))
    moved = 0
    for matter, n in published.enactments().items():  # 1
        if reckoned.get(matter) == n:
            continue
        _, rulebook = published.current(matter)
        registers = [AWARDS, *(name for kind, name in rulebook.instruments if kind == "register")]
        for record in _running(matter, registers):
            with append.unit():
                held = append.hold(record)
                moved += _asked_again(held, at) if held.register == AWARDS else _again(held, at)
        with append.unit():
            models.Reckoned.objects.update_or_create(matter=matter, defaults={"n": n})
    return moved


def _running(matter: str, registers: Sequence[str]) -> Iterator[int]:
    """The records of registers for which time runs, some at a time, since others go on working meanwhile."""
    records = models.Record.objects.filter(matter=matter, register__in=registers)
    records = records.filter(Q(due_at__isnull=False) | Q(move_at__isnull=False)).order_by("pk")
    last = 0
    while some := list(records.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        yield from some
        last = some[-1]


def _asked_again(record: models.Record, at: datetime) -> bool:
    """The same of a held award and what is asked back of it."""
    by, rulebook = published.current(record.matter)
    found = reckoned(record.state["recoveries"], rulebook)
    if found["recoveries"] == record.state["recoveries"]:
        return False
    append.append(record, "rescheduled/1", found, append.Author(SERVICE, at, by), fold)
    return True


def _received_anew(case: Case) -> Received | None:
    """From when a record counts as received by the calendar that is in force; None where that can no longer move, or
    nothing hangs on it any more.
    """
    kept = case.record.state
    if not kept.get("received provisional") or kept["channel"] not in case.register.channels:
        return None
    if kept["entered"] != kept["received"]:
        return None
    return received(case.register, case.rulebook, kept["channel"], case.record.submitted_at)


def _again(record: models.Record, at: datetime) -> bool:
    """Whether a held record has another deadline or a move at another moment."""
    case, kept = case_of(record), record.state
    if case.state.merged or case.state.stage not in case.register.stages:
        return False
    clock = Clock.read(kept["clock"]) if kept.get("clock") else None
    since = datetime.fromisoformat(kept["entered"])
    counted: dict[str, Any] = {}
    if anew := _received_anew(case):  # 2
        since = anew.at
        clock = replace(clock, since=since) if clock else None
        counted = {"received": since.isoformat(), "received provisional": anew.provisional}
        counted |= {"entered": since.isoformat(), "clock": clock.kept() if clock else None}
    told = standing(case.register, case.rulebook, case.state.stage, clock, since)
    told["provisional"] |= bool(told["due"] and anew and anew.provisional)
    found = counted | {key: told[key] for key in MOVED if key not in ONCE or kept.get(key)}
    if all(kept.get(key) == value for key, value in found.items()):
        return False
    append.append(record, "rescheduled/1", found, append.Author(SERVICE, at, case.by), fold)  # 3
    return True
