"""A screening is written down once, whole, with what it read; what it refuses says why."""

import json

import pytest

from bridgehead.actions.screen import Step, judged, screen
from bridgehead.instruments.screen.ledgered import MOST_BYTES
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.screened import last_screening
from tests.cities import CLERK, LIST, MOMENT, publish
from tests.instruments.screen.grounds import SAMPLES

PROJECTS, ZONES = ((SAMPLES / f"made-up-{each}.geojson").read_bytes() for each in ("projects", "zones"))
STEP = Step(LIST, "central-money", CLERK, MOMENT)

pytestmark = pytest.mark.django_db


def refused(step: Step, projects: bytes = PROJECTS, zones: bytes = ZONES) -> list[str]:
    with pytest.raises(BridgeheadError) as caught:
        screen(step, projects, zones)
    return [str(each) for each in caught.value.mistakes]


def test_a_screening_is_kept_with_its_verdicts_and_the_same_again_changes_nothing() -> None:
    by = publish(LIST)
    held = screen(STEP, PROJECTS, ZONES)
    assert screen(STEP, PROJECTS, ZONES).version == held.version == 1
    assert held.state["rulebook"] == by
    assert held.state["verdicts"]["虚构一号：西山采石场复绿"] == "refused"
    assert sorted(held.state["verdicts"].values()) == ["open"] * 4 + ["refused"] * 5 + ["undetermined"] * 3


def test_other_zones_make_another_event_and_the_page_goes_by_the_last() -> None:
    publish(LIST)
    screen(STEP, PROJECTS, ZONES)
    zones = json.loads(ZONES)
    zones["features"] = zones["features"][1:]  # without the zone in the west
    assert screen(STEP, PROJECTS, json.dumps(zones).encode()).version == 2
    found = last_screening(LIST, "central-money")
    assert found is not None
    assert found.projects[0].verdict == "open"
    assert found.projects[0].shared == ()


WEST, CROSSED = (
    "POLYGON ((113 40, 113.03 40, 113.03 40.03, 113 40))",
    "POLYGON ((113 40, 113.1 40.1, 113.1 40, 113 40.1, 113 40))",
)
KNOWN = {"has scientific ground": True, "intervenes too much": False, "is for show": False}


@pytest.mark.parametrize(("keeps", "verdict"), [(False, "refused"), (None, "undetermined"), (True, "open")])
def test_an_action_asks_whether_one_project_may_pass(keeps: bool | None, verdict: str) -> None:
    publish(LIST)
    known = KNOWN if keeps is None else KNOWN | {"keeps the control rules": keeps}
    assert judged(LIST, "central-money", "made-up works", WEST, known) is None
    screen(STEP, PROJECTS, ZONES)
    found = judged(LIST, "central-money", "made-up works", WEST, known)
    assert found is not None
    by, project = found
    assert "control rules" in by.classes
    assert project.verdict == verdict
    assert [each.zone.name for each in project.shared] == ["虚构红线甲（西山）"]


def test_an_area_that_crosses_itself_is_told() -> None:
    publish(LIST)
    screen(STEP, PROJECTS, ZONES)
    with pytest.raises(BridgeheadError) as caught:
        judged(LIST, "central-money", "made-up works", CROSSED, KNOWN)
    assert str(caught.value).startswith(
        "made-up works: SC206 feature 1 «made-up works»: it crosses itself at 113.05 40.05"
    )


def test_a_file_with_a_mistake_is_not_written_down() -> None:
    publish(LIST)
    projects = json.loads(PROJECTS)
    projects["features"][1]["geometry"]["coordinates"][0].pop()
    (told,) = refused(STEP, json.dumps(projects).encode())
    assert told.startswith("projects: SC206 feature 2 «虚构二号：西山封育»: ring 1 does not end where it begins")
    assert not models.Record.objects.filter(register="screens").exists()


def test_who_may_not_what_is_not_there_and_what_is_too_large_are_refused() -> None:
    publish(LIST)
    assert refused(Step(LIST, "central-money", PUBLIC, MOMENT))[0].startswith("AC001 ")
    (told,) = refused(Step(LIST, "central-moneys", CLERK, MOMENT))
    assert told == "AC111 no screen «central-moneys»; expected one of central-money; did you mean «central-money»?"
    (told,) = refused(STEP, PROJECTS + b" " * MOST_BYTES)
    assert told.startswith("AC112 files of 1,0")
