"""The console of a run: its page, its stream, what is done in it, and its replay."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client

from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.watch import begin, note_alarms
from bridgehead.ledger import models
from bridgehead.primitives.actor import SERVICE
from bridgehead.primitives.moment import now
from bridgehead.queries.run import run as seen
from bridgehead.tables.recording import Recorder
from bridgehead.web.accounts.models import User
from bridgehead.web.desk import operations, viewers
from tests.actions.test_operation import ALL_HOLD, RAMP, alarm, begun, by, show, turning

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture(autouse=True)
def _streams_end_within_the_transaction_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a request closes connections, as the client of the tests keeps from happening for all but streams."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


def client(*roles: str) -> Client:
    made = Client()
    made.force_login(User.objects.create(username="made-up " + " ".join(roles), roles=list(roles)))
    return made


def address(run: Any, part: str = "") -> str:
    return f"/desk/operations/{run.matter}/{run.number}/{part}"


def test_the_list_leads_to_the_console_in_both_languages() -> None:
    run, chief = begun("second"), client("supervisor")
    page = chief.get("/desk/operations/").content.decode()
    assert f'href="{address(run)}"' in page
    assert "第二天窗" in page
    console = chief.get("/en" + address(run)).content.decode()
    assert "Second possession" in console
    for label in ("Turning speed", "Gap of foot 1", "Way of stopping, valves shut", "Margin by then", "Pulls apart"):
        assert label in console
    assert "No alarm has been raised." in console
    assert "<script>" not in console
    assert " style=" not in console


def test_a_stream_tells_what_the_watch_shows_and_how_old_it_is() -> None:
    run, chief = turning(), client("supervisor")
    show(run, ALL_HOLD, age=5)
    answer = chief.get(address(run, "stream/"))
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["content-encoding"] == "identity"
    first = next(iter(answer.streaming_content))  # type: ignore[arg-type]
    answer.close()
    told = json.loads(first.decode().removeprefix("data: "))
    assert 5 <= told["age"] < 10
    record = models.Record.objects.get(number=run.number)
    assert told["version"] == record.version
    assert f'data-version="{record.version}"' in chief.get(address(run)).content.decode(), "its lists are not old"
    assert told["interlocks"] == ALL_HOLD


def test_streams_leave_threads_for_all_others() -> None:
    run, chief = turning(), client("supervisor")
    open_ = [chief.get(address(run, "stream/")) for _ in range(viewers.VIEWERS)]
    for each in open_:
        next(iter(each.streaming_content))  # type: ignore[arg-type]
    refused = chief.get(address(run, "stream/"))
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    for each in open_:
        each.close()
    again = chief.get(address(run, "stream/"))
    assert again.status_code == 200
    again.close()


def test_commands_signatures_and_acknowledgements_are_given_on_the_console_and_stand_in_its_log() -> None:
    run, chief = turning(), client("supervisor")
    note_alarms(by(run, SERVICE), [alarm(1, 1, "red")])
    page = chief.get("/en" + address(run)).content.decode()
    assert "Acknowledge" in page
    assert "Stop, and wait until the wind is over." in page
    answer = chief.post("/en" + address(run, "acts/"), {"verb": "command", "of": "start"})
    assert "A red alarm is not acknowledged; that comes before a movement." in answer.content.decode()
    answer = chief.post(address(run, "acts/"), {"verb": "acknowledge", "of": "1"})
    assert (answer.status_code, answer.headers["location"]) == (302, address(run))
    answer = chief.post("/en" + address(run, "acts/"), {"verb": "command", "of": "start"}, headers={"HX-Request": "1"})
    told = answer.content.decode()
    assert "<html" not in told
    assert "acknowledged by made-up supervisor" in told
    assert "<strong>Start</strong>" in told
    assert models.Record.objects.get(number=run.number).state["started"] == 1000.0


def test_who_only_sees_gets_no_buttons() -> None:
    run = turning()
    page = client("clerk").get(address(run)).content.decode()
    assert "开动桥的是泵站的人" in page
    assert "<button" in page  # holding the view
    assert 'name="verb"' not in page


def test_a_replay_has_what_was_measured_what_was_planned_and_gaps_as_gaps() -> None:
    run, chief = turning(), client("supervisor")
    assert chief.get(address(run, "samples/")).json()["at"] == []
    names = [*seen(run.matter, run.number, SERVICE).live.channels]
    at = {name: names.index(name) for name in ("angle", "turning", "wind")}
    with Recorder(run.folder, names, 10_000) as recorder:
        for n in range(1, 1001):
            if 400 < n <= 600:
                continue
            values = np.full(len(names), np.nan)
            values[at["angle"]], values[at["turning"]] = 6 + n / 1000, 0.9
            if n % 25 == 0:
                values[at["wind"]] = 3.0
            recorder.take((1, n, 2000 + n / 50, 2000 + n / 50), values, values, np.zeros(len(names), np.uint8))
        recorder.flush()
        told = chief.get(address(run, "samples/")).json()
    assert len(told["at"]) == operations.POINTS
    angles = told["channels"]["angle"]
    assert angles[0] == pytest.approx(6.002, abs=0.001)
    assert angles[-1] == pytest.approx(7.0)
    assert None in angles[250:350]
    assert None not in angles[:230]
    assert told["channels"]["wind"][100] == 3.0
    assert told["figures"][-1]["angle left"] == pytest.approx(79.0)


def test_a_place_without_a_camera_says_so_and_the_page_loads_nothing_from_elsewhere() -> None:
    answer = client("supervisor").get("/en" + address(begun("second")))
    assert answer.content.decode().count("no camera") == 3
    assert "http" not in answer.headers["content-security-policy"]


def test_a_page_may_load_the_cameras_that_are_declared_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "ramp"
    shutil.copytree(ROOT / "rulebooks" / RAMP, folder)
    text = (folder / "ramp-a.yaml").read_text(encoding="utf-8")
    declared = text.replace("tip: {label", "tip: {at: 'http://10.0.0.7:8080/tip.mjpg?fps=5', label")
    (folder / "ramp-a.yaml").write_text(declared, encoding="utf-8")
    about = (folder / "about.yaml").read_text(encoding="utf-8")
    (folder / "about.yaml").write_text(about.replace(RAMP, "ramp"), encoding="utf-8")
    publish_rulebook(folder, now())
    record = begin("ramp", "ramp-a", "trial", SERVICE, now())
    answer = client("supervisor").get(f"/en/desk/operations/ramp/{record.number}/")
    policy = answer.headers["content-security-policy"]
    assert "img-src 'self' data: http://10.0.0.7:8080/tip.mjpg;" in policy
    assert policy.startswith("default-src 'self'; ")
    assert policy.count("http") == 1
    assert '<img src="http://10.0.0.7:8080/tip.mjpg?fps=5" alt="Tip of the beam"' in answer.content.decode()
    assert "http" not in client("handler").get("/en/desk/operations/").headers["content-security-policy"]


def test_the_board_tells_everybody_how_far_it_has_turned_and_opens_the_console_for_staff() -> None:
    everybody = Client()
    publish_rulebook(ROOT / "rulebooks" / RAMP, now())
    assert "not begun" in everybody.get("/en/board/").content.decode()
    run = turning()
    page = everybody.get("/en/board/").content.decode()
    assert "First possession" in page
    assert "from 6° to 86°" in page
    assert address(run) not in page
    assert "/en" + address(run) in client("supervisor").get("/en/board/").content.decode()
    show(run, ALL_HOLD)
    told = json.loads((run.folder / "now.json").read_text())
    told["channels"] = {"angle": {"value": 45.26, "fresh": True}}
    (run.folder / "now.json").write_text(json.dumps(told))
    assert "45.3°" in everybody.get("/en/board/").content.decode()
    (run.folder / "now.json").write_text(json.dumps(told | {"written": told["written"] - 10}))
    assert "45.3°" not in everybody.get("/en/board/").content.decode(), "what is stale is no angle of now"
