"""Zones and projects at the desk: handed in, looked at with verdicts and mistakes, put on record as they were seen."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.actions.screen import Step, screen
from bridgehead.instruments.screen.ledgered import MOST_BYTES
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError
from tests.actions.test_stopped import negotiated, sign
from tests.cities import CLEAR_SITE, CLERK, INVESTMENT, LIST, MOMENT, RULEBOOKS, publish
from tests.instruments.screen.grounds import SAMPLES
from tests.signed_in import signed_in
from tests.sound import misfits

pytestmark = pytest.mark.django_db
PAGE = f"/en/desk/screens/{LIST}/central-money/"
PROJECTS, ZONES = ((SAMPLES / f"made-up-{each}.geojson").read_bytes() for each in ("projects", "zones"))
LINES = f"/en/desk/screens/{INVESTMENT}/bottom-lines/"


def handed_in(client: Client, page: str = PAGE, **files: bytes) -> Any:
    return client.post(page, {name: SimpleUploadedFile("made-up.geojson", content) for name, content in files.items()})


def brought_back(told: str) -> Mapping[str, str]:
    """The form by which what was looked at is put on record."""
    return {name: re.findall(f'name="{name}" value="([^"]+)"', told)[0] for name in ("looked at", "mark")}


def changed(file: bytes, **changed: Any) -> bytes:
    return json.dumps(json.loads(file) | changed).encode()


def test_files_are_looked_at_with_verdicts_and_slivers_and_then_put_on_record_as_they_were_seen() -> None:
    publish(LIST)
    client = signed_in("clerk")
    told = handed_in(client, projects=PROJECTS, zones=ZONES).content.decode()
    (project,) = [each for each in told.split("<section") if "虚构一号" in each]
    assert "Overlaps Ecological red line by 2,165.9665 ha" in project
    assert "0.0006 ha (1)" in told
    assert not models.Record.objects.exists(), "nothing was put on record yet"
    answer = client.post(PAGE, brought_back(told))
    assert (answer.status_code, answer.headers["location"]) == (302, f"/en/screens/{LIST}/central-money/")
    assert "2,165.9665 ha" in client.get(answer.headers["location"]).content.decode()
    assert client.post(PAGE, brought_back(told)).status_code == 302, "the same again changes nothing"
    (event,) = models.Event.objects.filter(record__register="screens")
    assert "made-up clerk" in bytes(event.body).decode()
    assert misfits() == []


def test_zones_alone_are_put_on_record_and_records_are_held_to_them() -> None:
    publish(INVESTMENT)
    client = signed_in("supervisor")
    record = negotiated(CLEAR_SITE)
    with pytest.raises(BridgeheadError, match=f"AC140 .*/desk/screens/{INVESTMENT}/bottom-lines/"):
        sign(record)
    zones = (RULEBOOKS / INVESTMENT / "samples" / "made-up-zones.geojson").read_bytes()
    told = handed_in(client, LINES, zones=zones).content.decode()
    assert "No projects; the zones alone." in told
    assert client.post(LINES, brought_back(told)).status_code == 302
    assert sign(record).stage == "signed"
    assert "no project was screened upon them" in client.get(f"/en/screens/{INVESTMENT}/bottom-lines/").content.decode()


def test_what_is_not_handed_in_stays_as_it_is_on_record() -> None:
    publish(LIST)
    client = signed_in("clerk")
    assert "AC144" in handed_in(client, projects=PROJECTS).content.decode()
    screen(Step(LIST, "central-money", CLERK, MOMENT), PROJECTS, ZONES)
    fewer = changed(ZONES, features=json.loads(ZONES)["features"][1:])
    told = handed_in(client, zones=fewer).content.decode()
    (project,) = [each for each in told.split("<section") if "虚构一号" in each]
    assert "Cannot be decided" in project
    assert client.post(PAGE, brought_back(told)).status_code == 302
    state = models.Record.objects.get(register="screens").state
    assert (state["zones"], state["projects"]) == (fewer.decode(), PROJECTS.decode("utf-8-sig"))


def test_what_somebody_else_put_on_record_meanwhile_is_looked_at_before_it_is_replaced() -> None:
    publish(LIST)
    client = signed_in("clerk")
    screen(Step(LIST, "central-money", CLERK, MOMENT), PROJECTS, ZONES)
    looked_at = brought_back(handed_in(client, projects=PROJECTS).content.decode())
    fewer = changed(ZONES, features=json.loads(ZONES)["features"][1:])
    screen(Step(LIST, "central-money", CLERK, MOMENT), PROJECTS, fewer)
    answer = client.post(PAGE, looked_at)
    assert (answer.status_code, "AC143" in answer.content.decode()) == (400, True)
    assert client.post(PAGE, brought_back(answer.content.decode())).status_code == 302, "it shows what it comes to now"


CROOKED = json.loads(PROJECTS)["features"]
CROOKED[1]["geometry"]["coordinates"][0].pop()
NAMED = [{"type": "Feature", "geometry": CROOKED[0]["geometry"], "properties": {"name": "a\0b"}}]
SHIFTED = {"type": "name", "properties": {"name": "GCJ-02"}}


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ({"projects": changed(PROJECTS, features=CROOKED)}, "SC206", "<strong>项目</strong> 边线没有闭合"),
        ({"projects": changed(PROJECTS, crs=SHIFTED)}, "SC204", "<strong>项目</strong> 坐标经过偏移（GCJ-02"),
        ({"zones": changed(ZONES, crs=SHIFTED)}, "SC204", "<strong>范围</strong> 坐标经过偏移（GCJ-02"),
        ({"zones": changed(ZONES, crs=None)}, "SC203", "<strong>范围</strong> 文件没有说明坐标系"),
        ({"projects": changed(PROJECTS, features=NAMED)}, "SC207", "要素的名称、区域或者属性不对"),
        ({"projects": b"\xff\xfe"}, "SC201", "<strong>项目</strong> 文件打不开"),
        ({"zones": b""}, "SC201", "<strong>范围</strong> 文件打不开"),
        ({"projects": b" " * MOST_BYTES}, "AC112", "更大的请用命令行筛查"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_nothing_is_put_on_record(
    files: Mapping[str, bytes], code: str, said: str
) -> None:
    publish(LIST)
    answer = handed_in(signed_in("clerk"), PAGE.removeprefix("/en"), **{"projects": PROJECTS, "zones": ZONES} | files)
    told = answer.content.decode()
    assert (answer.status_code, code in told, said in told) == (400, True, True)
    assert 'name="mark"' not in told
    assert not models.Record.objects.exists()


def test_a_form_that_the_service_did_not_sign_is_refused() -> None:
    publish(LIST)
    answer = signed_in("clerk").post(PAGE, {"looked at": "e30:x:y", "mark": "x"})
    assert (answer.status_code, "AC042" in answer.content.decode()) == (400, True)


def test_the_screens_of_all_matters_stand_in_a_list() -> None:
    publish(LIST)
    told = signed_in("clerk").get("/en/desk/screens/").content.decode()
    assert f'href="{PAGE}"' in told
    assert "nothing on record" in told
    assert signed_in("handler").get("/en/desk/screens/").status_code == 403
