"""What the watch over a run notes: that it began, alarms as its journal has them, what was recorded. Service only."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import run_record
from bridgehead.actions.run_record import Run
from bridgehead.instruments.operation import Operation
from bridgehead.instruments.operation.ledgered import CLOSED, OPEN, OPERATIONS
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.tables.recording import Segment


def begin(matter: str, operation: str, window: str, actor: Actor, at: datetime) -> models.Record:
    """The run of a window that is still open, or a new one by the rulebook in force.

    Raises BridgeheadError with AC001, RG001, OP020 for an operation or window that is not there or does not run live.
    """
    require(actor, "watch an operation")
    by, rulebook = published.current(matter)
    part = rulebook.instruments.get(("operation", operation))
    if not isinstance(part, Operation) or part.live is None:
        raise BridgeheadError([Mistake("OP020", f"«{operation}» does not run live", None, "an operation with «live»")])
    if window not in part.windows:
        expected, near = f"one of {', '.join(part.windows)}", nearest(window, part.windows)
        raise BridgeheadError([Mistake("OP020", f"no window «{window}»", None, expected, near)])
    with append.unit():
        for each in models.Record.objects.filter(matter=matter, register=OPERATIONS).order_by("-pk"):
            of = (each.state["operation"], each.state["window"])
            if of == (operation, window) and each.state["stage"] != CLOSED:
                return each
        run = Run(matter, f"{operation}-{append.count(matter, OPERATIONS, '')}", actor, at)
        record = run_record.made(run)
        data = {"stage": OPEN, "operation": operation, "window": window, "rulebook": by}
        append.append(record, "begun/1", data, append.Author(actor, at, by), fold)
    return record


def note_alarms(run: Run, entries: Sequence[Mapping[str, Any]]) -> None:
    """Entries of the journal that the ledger has not yet, in order; those it has are passed over."""
    require(run.actor, "watch an operation")
    with append.unit():
        record = run_record.held(run, closed_too=True)
        for each in entries:
            if each["entry"] > record.state.get("journal", 0):
                data = {"journal": each["entry"], "alarms": {str(each["number"]): _alarm(each, record)}}
                run_record.note(record, f"{each['what']}/1", data, run)


def _alarm(entry: Mapping[str, Any], record: models.Record) -> dict[str, Any]:
    before = record.state.get("alarms", {}).get(str(entry["number"]), {})
    if entry["what"] == "cleared":
        return {**before, "cleared": entry["at"]}
    return {"key": entry["key"], "level": entry["level"], "raised": entry["at"], "values": entry["values"]}


def note_segment(run: Run, segment: Segment) -> None:
    """A closed piece of the recording, by its hash."""
    require(run.actor, "watch an operation")
    with append.unit():
        record = run_record.held(run, closed_too=True)
        if segment.file not in record.state.get("segments", {}):
            kept = {name: value for name, value in asdict(segment).items() if name != "file"}
            run_record.note(record, "recorded/1", {"segments": {segment.file: kept}}, run)
