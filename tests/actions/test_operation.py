"""What people do in a run: each for its role, in its phase, and nothing moves against an interlock or a red alarm."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bridgehead.actions.act_on import Act, act_on
from bridgehead.actions.run_record import Run
from bridgehead.actions.watch import begin, note_alarms, note_segment
from bridgehead.instruments.operation.ledgered import NOW
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import SERVICE, Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import by_machine
from bridgehead.tables.recording import Segment
from tests.cities import MOMENT, publish
from tests.sound import misfits

pytestmark = pytest.mark.django_db
RAMP = "datong/flyover-ramp-a"
CHIEF = Actor(ActorKind.STAFF, "made-up chief", frozenset({"supervisor"}))
CREW = Actor(ActorKind.STAFF, "made-up crew", frozenset({"handler"}))
CLERK = Actor(ActorKind.STAFF, "made-up clerk", frozenset({"clerk"}))
ALL_HOLD = {"wind": True, "gap": True, "pulls": True, "buffer": True}


def begun(window: str = "first") -> Run:
    publish(RAMP)
    record = begin(RAMP, "ramp-a", window, SERVICE, MOMENT)
    return Run(RAMP, record.number, CHIEF, MOMENT)


def by(run: Run, actor: Actor, seconds: float = 0) -> Run:
    return Run(run.matter, run.number, actor, MOMENT + timedelta(seconds=seconds))


def show(run: Run, interlocks: Mapping[str, bool | None], age: float = 0) -> None:
    """What the watch shows, so many seconds ago."""
    run.folder.mkdir(parents=True, exist_ok=True)
    told = {"at": 1000.0, "interlocks": interlocks, "written": by_machine().timestamp() - age}
    told |= {"channels": {"angle": {"value": None, "fresh": False}}}
    (run.folder / NOW).write_text(json.dumps(told))


def alarm(entry: int, number: int, level: str, what: str = "raised") -> dict[str, Any]:
    told = {"entry": entry, "number": number, "level": level, "what": what, "at": 1000.0 + entry}
    return told | {"key": "alarm/wind", "values": {"wind": 11.2}}


def refused(run: Run, verb: str, of: str) -> str:
    before = models.Event.objects.count()
    with pytest.raises(BridgeheadError) as caught:
        act_on(run, Act(verb, of))
    assert models.Event.objects.count() == before
    return caught.value.mistakes[0].code


def turning() -> Run:
    run = begun()
    for check in ("turning system", "railway", "stops"):
        act_on(run, Act("sign", f"turn/{check}"))
    act_on(run, Act("enter", "turn"))
    show(run, ALL_HOLD)
    return run


def test_a_run_goes_through_its_phases_and_all_of_it_is_in_the_ledger() -> None:
    run = turning()
    act_on(run, Act("command", "open window"))
    act_on(by(run, CREW, 60), Act("command", "start"))
    note_alarms(by(run, SERVICE), [alarm(1, 1, "red"), alarm(2, 1, "red", "cleared")])
    act_on(run, Act("acknowledge", "1"))
    note_segment(by(run, SERVICE), Segment("000001.parquet", 5, "ab"))
    record = act_on(by(run, CHIEF, 90), Act("close"))
    kinds = [events.read(bytes(each)).kind for each in record.events.order_by("n").values_list("body", flat=True)]
    acts = ["signed/1"] * 3 + ["entered/1", "commanded/1", "commanded/1", "raised/1", "cleared/1", "acknowledged/1"]
    assert kinds == ["begun/1", *acts, "recorded/1", "closed/1"]
    assert record.state["opened"] == record.state["started"] == 1000.0
    assert record.state["alarms"]["1"] == {
        "key": "alarm/wind",
        "level": "red",
        "raised": 1001.0,
        "cleared": 1002.0,
        "values": {"wind": 11.2},
        "acknowledged": {"by": "made-up chief", "at": MOMENT.isoformat()},
    }
    assert set(record.state["signed"]) == {"turn/turning system", "turn/railway", "turn/stops"}
    assert refused(run, "command", "stop") == "AC100"
    note_segment(by(run, SERVICE), Segment("000002.parquet", 5, "cd"))
    assert begin(RAMP, "ramp-a", "first", SERVICE, MOMENT).number != run.number


def test_the_state_of_a_run_follows_from_its_events() -> None:
    run = turning()
    note_alarms(by(run, SERVICE), [alarm(1, 1, "yellow")])
    act_on(by(run, CREW), Act("acknowledge", "1"))
    assert misfits() == []


def test_a_run_that_is_open_is_gone_on_with() -> None:
    run = begun()
    assert begin(RAMP, "ramp-a", "first", SERVICE, MOMENT).number == run.number
    assert begin(RAMP, "ramp-a", "second", SERVICE, MOMENT).number != run.number
    for given in (("ramp-b", "first"), ("ramp-a", "third")):
        with pytest.raises(BridgeheadError, match="OP020"):
            begin(RAMP, *given, SERVICE, MOMENT)


def test_a_phase_waits_for_every_check_and_a_check_for_its_role() -> None:
    run = begun()
    assert refused(run, "enter", "turn") == "AC102"
    assert refused(by(run, CREW), "sign", "turn/railway") == "AC104"
    act_on(by(run, CREW), Act("sign", "turn/stops"))
    assert refused(by(run, CREW), "sign", "turn/stops") == "AC103"
    assert refused(run, "sign", "turn/weather") == "AC103"
    act_on(run, Act("enter", "inspect"))
    assert refused(run, "enter", "inspect") == "AC101"
    assert refused(run, "command", "start") == "AC105"
    assert refused(run, "command", "start turning") == "AC105"
    assert refused(run, "jump", "") == "AC110"


@pytest.mark.parametrize(
    ("interlocks", "age", "code"),
    [
        (ALL_HOLD | {"wind": False}, 0, "AC106"),
        (ALL_HOLD | {"gap": None}, 0, "AC106"),
        (ALL_HOLD, 3, "AC107"),
    ],
)
def test_nothing_is_started_against_an_interlock_or_blindly_and_all_can_be_stopped(
    interlocks: dict[str, bool | None], age: float, code: str
) -> None:
    run = turning()
    show(run, interlocks, age)
    assert refused(run, "command", "start") == code
    act_on(run, Act("command", "stop"))
    act_on(run, Act("command", "dump pressure"))


def test_a_red_alarm_is_acknowledged_by_its_role_before_anything_is_started() -> None:
    run = turning()
    note_alarms(by(run, SERVICE), [alarm(1, 1, "yellow"), alarm(2, 1, "yellow", "cleared"), alarm(3, 2, "red")])
    note_alarms(by(run, SERVICE), [alarm(1, 1, "yellow"), alarm(3, 2, "red")])
    record = models.Record.objects.get(number=run.number)
    assert record.state["journal"] == 3
    assert refused(run, "command", "start") == "AC108"
    assert refused(by(run, CREW), "acknowledge", "2") == "AC104"
    act_on(by(run, CREW), Act("acknowledge", "1"))
    act_on(run, Act("acknowledge", "2"))
    assert refused(run, "acknowledge", "2") == "AC109"
    act_on(run, Act("command", "start"))


def test_who_has_no_right_does_nothing() -> None:
    run = turning()
    for verb, of in (("sign", "fix/position"), ("enter", "inch"), ("command", "stop"), ("acknowledge", "1")):
        assert refused(by(run, CLERK), verb, of) == "AC001"
    assert refused(by(run, CREW), "close", "") == "AC001"
    with pytest.raises(BridgeheadError, match="AC001"):
        begin(RAMP, "ramp-a", "trial", CHIEF, MOMENT)
