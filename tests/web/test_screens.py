"""The page of a screen: its classes, the projects that were screened with verdict, reason and clause, and the files."""

import json

import pytest
from django.test import Client

from bridgehead.actions.screen import Step, screen
from tests.cities import CLERK, LIST, MOMENT, publish
from tests.instruments.screen.grounds import SAMPLES

PAGE = f"/screens/{LIST}/central-money/"
FILES = [(SAMPLES / f"made-up-{each}.geojson").read_bytes() for each in ("projects", "zones")]


def screened() -> None:
    publish(LIST)
    screen(Step(LIST, "central-money", CLERK, MOMENT), *FILES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "verdict", "reason"),
    [
        ("", "列入负面清单", "与生态保护红线重叠 2,165.9665 公顷；主管部门认定符合管控规则：否"),
        ("/en", "Refused", "Overlaps Ecological red line by 2,165.9665 ha; Found by the authority to keep the control"),
    ],
)
def test_each_project_stands_with_its_verdict_reason_and_clause(before: str, verdict: str, reason: str) -> None:
    screened()
    told = Client().get(before + PAGE).content.decode()
    (project,) = [each for each in told.split("<section") if "虚构一号" in each]
    assert verdict in project
    assert reason in project
    assert f"{before}/rules/{LIST}/#2.1" in project
    assert project.count("<tr><td") == 1 + 9


@pytest.mark.django_db
def test_slivers_are_listed_and_open_classes_say_so() -> None:
    screened()
    told = Client().get("/en" + PAGE).content.decode()
    (project,) = [each for each in told.split("<section") if "虚构十一号" in each]
    assert "Only slivers overlap" in project
    assert "0.0006 ha (1)" in project
    assert told.count('<span class="muted">not published</span>') == 5


@pytest.mark.django_db
def test_a_list_by_which_nothing_was_screened_is_shown_all_the_same() -> None:
    publish(LIST)
    told = Client().get("/en" + PAGE).content.decode()
    assert "No project has been screened yet." in told
    assert "data-open" not in told
    assert Client().get(f"{PAGE}csv/file/").status_code == 404


@pytest.mark.django_db
def test_the_rulebooks_page_leads_to_the_screen_and_has_its_criteria() -> None:
    publish(LIST)
    told = Client().get(f"/rules/{LIST}/").content.decode()
    assert f'href="{PAGE}"' in told
    assert "intervenes too much" in told


@pytest.mark.django_db
def test_verdicts_overlaps_and_ground_go_out_as_files() -> None:
    screened()
    client = Client()
    verdicts = b"".join(client.get(f"{PAGE}csv/file/").streaming_content)  # type: ignore[attr-defined]
    assert len(verdicts.decode("utf-8-sig").splitlines()) == 12 * 9 + 1
    overlaps = b"".join(client.get(f"{PAGE}overlaps-csv/file/").streaming_content)  # type: ignore[attr-defined]
    assert "虚构农田甲" in overlaps.decode("utf-8-sig")
    assert b"".join(client.get(f"{PAGE}xlsx/file/").streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    ground = json.loads(client.get(f"/en{PAGE}geojson/file/").content)
    assert ground["crs"]["properties"]["name"].endswith("4490")
    assert len(ground["features"]) == 7 + 12
    (first,) = [each for each in ground["features"] if each["properties"]["name"].startswith("虚构一号")]
    assert (first["properties"]["verdict"], first["properties"]["says"]) == ("refused", "Refused")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"{PAGE}pdf/file/", f"/screens/{LIST}/money/", "/screens/nowhere/money/"])
def test_what_is_not_there_is_not_found(address: str) -> None:
    screened()
    assert Client().get(address).status_code == 404
