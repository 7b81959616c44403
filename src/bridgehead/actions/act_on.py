"""What people do in a run: enter a phase, sign a check, command, acknowledge an alarm, close it.

A command is noted, and moves nothing: whoever is at the pumps does. One that would begin or hasten a movement is
refused where an interlock does not hold by fresh measurements, or a red alarm is not acknowledged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

from bridgehead.access import require
from bridgehead.actions import run_record
from bridgehead.actions.run_record import Run, require_role, unknown
from bridgehead.instruments.operation.ledgered import (
    CLOSED,
    IN_PHASES,
    MOVING,
    next_phases,
    shown,
    unsigned,
)
from bridgehead.instruments.operation.live import Command, Level, Live, Phase
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import by_machine


@dataclass(frozen=True, slots=True)
class Act:
    """`verb` is one of VERBS; `of` is the phase, the check as `phase/check`, the command or the number of the alarm."""

    verb: str
    of: str = ""


Data = dict[str, Any]


def act_on(run: Run, act: Act) -> models.Record:
    """The record of the run after it. Raises Record.DoesNotExist, and BridgeheadError: AC001; AC100 for a run that is
    over; AC101, AC102 of a phase; AC103, AC104 of a check or an alarm; AC105 to AC108 of a command; AC109; AC110.
    """
    if act.verb not in VERBS:
        raise unknown("AC110", f"no act «{act.verb}»", act.verb, [*VERBS])
    what, kind, do = VERBS[act.verb]
    require(run.actor, what)
    with append.unit():
        record = run_record.held(run)
        _, live = run_record.operation_of(record)
        data = do(run, act, record, live)
        run_record.note(record, kind, data, run)
    return record


def _enter(run: Run, act: Act, record: models.Record, live: Live) -> Data:
    known = [*map(str, next_phases(live, record.state["stage"]))]
    if act.of not in known:
        raise unknown("AC101", f"from {record.state['stage']} to «{act.of}»", act.of, known)
    phase = cast(Phase, act.of)
    if missing := unsigned(live, phase, record.state.get("signed", {})):
        found = f"{phase} with checks that nobody has signed: {', '.join(missing)}"
        labels = ", ".join(missing)
        raise BridgeheadError([Mistake("AC102", found, None, "every check signed", values={"checks": labels})])
    return {"stage": phase, **_moment(run)}


def _sign(run: Run, act: Act, record: models.Record, live: Live) -> Data:
    phase, _, name = act.of.partition("/")
    step = live.phases.get(phase)  # type: ignore[call-overload]
    known = [f"{each}/{check}" for each, of in live.phases.items() for check in unsigned(live, each, _signed(record))]
    if step is None or act.of not in known:
        raise unknown("AC103", f"no check «{act.of}» to be signed", act.of, known)
    require_role(run, step.checks[name].by, f"sign «{act.of}»")
    return {"signed": {act.of: {"by": run.actor.name, "at": run.at.isoformat()}}}


def _signed(record: models.Record) -> Mapping[str, Any]:
    found: Mapping[str, Any] = record.state.get("signed", {})
    return found


def _command(run: Run, act: Act, record: models.Record, live: Live) -> Data:
    if act.of not in get_args(Command):
        raise unknown("AC105", f"no command «{act.of}»", act.of, [*get_args(Command)])
    command, stage = cast(Command, act.of), record.state["stage"]
    if stage not in IN_PHASES[command]:
        given = ", ".join(sorted(IN_PHASES[command]))
        raise BridgeheadError([Mistake("AC105", f"«{command}» while the run is in {stage}", None, f"in {given}")])
    if command in MOVING:
        _require_safe(run, command, record, live)
    data: Data = {"command": command, **_moment(run)}
    for name, of in (("opened", "open window"), ("started", "start")):
        if command == of and record.state.get(name) is None:
            data[name] = data["moment"]
    return data


def _require_safe(run: Run, command: str, record: models.Record, live: Live) -> None:
    told = shown(run.folder)
    if told is None or not told.is_fresh(by_machine().timestamp()):
        raise BridgeheadError([Mistake("AC107", f"«{command}» while nothing is measured", None, "a watch that runs")])
    held = told.told["interlocks"]
    against = [name for name, each in live.interlocks.items() if command in each.for_ and held.get(name) is not True]
    if against:
        found, labels = f"«{command}» against the interlocks {', '.join(against)}", ", ".join(against)
        raise BridgeheadError(
            [Mistake("AC106", found, None, "all of them to hold, by fresh measurements", values={"interlocks": labels})]
        )
    open_ = [n for n, each in record.state.get("alarms", {}).items() if _is_open_red(each)]
    if open_:
        found = f"«{command}» while red alarms are not acknowledged: {', '.join(open_)}"
        raise BridgeheadError([Mistake("AC108", found, None, "each of them acknowledged")])


def _is_open_red(alarm: Mapping[str, Any]) -> bool:
    return alarm["level"] == "red" and "acknowledged" not in alarm


def _acknowledge(run: Run, act: Act, record: models.Record, live: Live) -> Data:
    alarms = record.state.get("alarms", {})
    known = [number for number, each in alarms.items() if "acknowledged" not in each]
    if act.of not in known:
        raise unknown("AC109", f"no alarm {act.of} to be acknowledged", act.of, known)
    level = cast(Level, alarms[act.of]["level"])
    require_role(run, getattr(live.acknowledge, level), f"acknowledge the {level} alarm {act.of}")
    mark = {"by": run.actor.name, "at": run.at.isoformat()}
    return {"alarms": {act.of: {**alarms[act.of], "acknowledged": mark}}}


def _close(run: Run, act: Act, record: models.Record, live: Live) -> Data:
    return {"stage": CLOSED, **_moment(run)}


def _moment(run: Run) -> Data:
    """The moment of the run, which a demonstration plays faster than the clock goes."""
    told = shown(run.folder)
    return {"moment": told.told["at"] if told else run.at.timestamp()}


VERBS: Mapping[str, tuple[str, str, Callable[[Run, Act, models.Record, Live], Data]]] = {
    "enter": ("command an operation", "entered/1", _enter),
    "sign": ("sign a check", "signed/1", _sign),
    "command": ("command an operation", "commanded/1", _command),
    "acknowledge": ("acknowledge an alarm", "acknowledged/1", _acknowledge),
    "close": ("close a run", "closed/1", _close),
}
"""Each act: the line of `access` that it needs, the kind of its event, and what the event says."""
