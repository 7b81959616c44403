"""Projects from lead to above scale: their lights on a day, and how those of each county stand."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.queries.lights import lights
from bridgehead.web.faces.in_force import register_of
from bridgehead.work.copying import copy_registers
from tests.cities import CLEAR_SITE, CLERK, INVESTMENT, publish, screen_sites
from tests.signed_in import signed_in
from tests.web.test_counted import rows

PAGE = f"/standing/{INVESTMENT}/project/"
SIGNED = {"leader": "made-up post", "visited on": "2023-05-10"}
PLANNED = {"signed on": "2023-05-20", "planned start": "2023-06-01", "planned production": "2024-06-01"}
STARTED = {"started on": "2023-06-05"}


def on(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def enter(county: str = "平城区", *steps: Mapping[str, str], **more: str) -> models.Record:
    given = {"project": "虚构项目", "investor": "虚构投资", "county": county, "chain": "health", "investment": "1000"}
    given |= {"site": CLEAR_SITE}
    screen_sites()
    at = on("2023-05-08")
    receipt = submit(INVESTMENT, "project", given | more, CLERK, at, channel="counter")
    for filled in steps:
        record = models.Record.objects.get(number=receipt.number)
        handle(record.pk, Wanted("accept", version=record.version, filled=filled), CLERK, at)
    return models.Record.objects.get(number=receipt.number)


def lit(record: models.Record, day: str) -> list[tuple[str, str]]:
    rulebook, register = register_of(INVESTMENT, "project")
    return [(light.light, light.says.en) for light in lights(record, rulebook, register, on(day))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2023-05-31", []),
        ("2023-06-01", [("yellow", "Due and not started")]),
        ("2023-08-31", [("yellow", "Due and not started")]),
        ("2023-09-01", [("red", "Due 3 months ago and not started")]),
    ],
)
def test_a_project_that_does_not_start_is_yellow_when_due_and_red_three_months_later(
    day: str, said: list[tuple[str, str]]
) -> None:
    publish(INVESTMENT)
    assert lit(enter("平城区", SIGNED, PLANNED), day) == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("progress", "light"),
    [("0.41", None), ("0.4", "yellow"), ("0.21", "yellow"), ("0.2", "red"), ("", "red")],
)
def test_half_way_a_project_is_yellow_when_ten_points_behind_and_red_when_thirty(
    progress: str, light: str | None
) -> None:
    """366 days from the planned start to planned production; on the 183rd of them half of it should be done."""
    publish(INVESTMENT)
    record = enter("平城区", SIGNED, PLANNED, STARTED, progress=progress)
    assert [each for each, _ in lit(record, "2023-12-01")] == ([light] if light else [])


@pytest.mark.django_db
def test_what_has_ended_has_no_light() -> None:
    publish(INVESTMENT)
    ended = enter("平城区", SIGNED, PLANNED, STARTED, {"producing on": "2024-05-01"}, {"above scale on": "2024-06-30"})
    assert ended.stage == "above scale"
    assert lit(ended, "2025-01-01") == []


@pytest.mark.django_db
def test_counties_stand_in_a_table_with_stages_and_lights() -> None:
    publish(INVESTMENT)
    enter("平城区", SIGNED, PLANNED)
    enter("平城区", SIGNED, PLANNED, STARTED, progress="1")
    enter("左云县")
    page = Client().get("/en" + PAGE).content.decode()
    rows = {row.split("</th>")[0]: row.split("<td")[1:] for row in page.split('<th scope="row">')[1:]}
    figures = {name: [cell.split(">")[-3].split("<")[0] for cell in cells][:1] for name, cells in rows.items()}
    assert figures == figures | {"Pingcheng": ["2"], "Zuoyun": ["1"], "Tianzhen": ["0"], "All": ["3"]}
    assert Client().get(PAGE, {"by": "chain"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"{PAGE}?by=investor", f"/standing/{INVESTMENT}/projects/"])
def test_what_is_not_there_or_not_public_is_not_found(address: str) -> None:
    publish(INVESTMENT)
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_staff_see_the_light_in_the_list_and_on_the_record() -> None:
    publish(INVESTMENT)
    record = enter("平城区", SIGNED, PLANNED)
    client = signed_in("clerk")
    for address in (
        f"/en/desk/registers/{INVESTMENT}/project/",
        f"/en/desk/records/{INVESTMENT}/project/{record.number}/",
    ):
        assert 'class="light red">Due 3 months ago and not started' in client.get(address).content.decode()


@pytest.mark.django_db
def test_the_start_rate_is_of_the_projects_that_were_signed_and_leads_to_them(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    publish(INVESTMENT)
    enter("平城区", SIGNED, PLANNED)
    enter("平城区", SIGNED, PLANNED, STARTED)
    enter("左云县", SIGNED, PLANNED, STARTED, {"producing on": "2024-02-01"})
    enter("左云县", SIGNED)
    copy_registers(tmp_path, on("2024-06-01"))
    page = Client().get(f"/en/figures/{INVESTMENT}/project-rates/").content.decode()
    found = {tuple(row[:2]): row[2:5] for row in rows(page) if len(row) == 6}
    assert found["Start rate", "as the rule says"] == ["66.7%", "2", "3"]
    assert found["Production rate", "as the rule says"] == ["50.0%", "1", "2"]
    assert found["Production rate", "Producing in the year of the start"] == ["0.0%", "0", "2"]
    assert [row[1:3] for row in rows(page) if row and row[0] == "Zuoyun"] == [["100.0% 1 / 1", "100.0% 1 / 1"]]
    assert ">Signed on (month)</label>" in page
    row = next(row for row in page.split("<tr") if "Start rate" in row and "as the rule says" in row)
    behind = [html.unescape(each) for each in re.findall(r'href="(/en/board/[^"]+)"', row)]
    assert [len(rows(Client().get(each).content.decode())) - 1 for each in behind] == [2, 3]
