"""Rates that are counted of a register: on their page, with the cases behind them, as the records themselves tell."""

import html
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags
from pyarrow import csv

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.tables.copies import COPIES
from bridgehead.web.accounts.models import User
from bridgehead.work.copying import copy_registers
from tests.cities import CLERK, RUNNING, UNITS, found_units, handler, publish
from tests.cli.calling import bridgehead
from tests.forms import RULEBOOKS

pytestmark = pytest.mark.django_db
PAGE = f"/figures/{RUNNING}/hotline-rates/"
MAY, JUNE = datetime(2023, 5, 10, 2, tzinfo=UTC), datetime(2023, 6, 12, 2, tzinfo=UTC)
DAY = timedelta(days=1)
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
FOLLOWED = {"reached": True, "contacted": True, "resolved": True, "satisfaction": "satisfied"}


def reported(at: datetime, subject: str = "supply") -> int:
    """A made-up report to the hotline: the key of its record."""
    given = {"kind": "help", "subject": subject, "county": "pingcheng", "description": "made up: no water"}
    number = submit(RUNNING, "hotline-report", given, PUBLIC, at, anonymous=True).number
    return models.Record.objects.get(number=number).pk


def in_hand(record: int, unit: str, at: datetime) -> None:
    handle(record, Wanted("assign", unit=unit), CLERK, at)


def answered(record: int, unit: str, at: datetime) -> None:
    filled = {"first contact": (at - DAY).replace(tzinfo=None).isoformat(), "answer": "made up: mended"}
    handle(record, Wanted("answer", filled=filled), handler(unit), at)


def closed(record: int, at: datetime, **followed: object) -> None:
    filled = {**FOLLOWED, **followed}
    filled = filled if filled["reached"] else {"reached": False}
    handle(record, Wanted("close", filled=filled), CLERK, at)


@pytest.fixture(autouse=True)
def _city(settings: Any, tmp_path: Path) -> None:
    """Five reports of two units: one is not solved, one's reporter was not reached, one is late, one is overdue."""
    settings.HOME = tmp_path
    publish(RUNNING)
    found_units()
    bureau, office, _ = UNITS
    for unit, after, followed in (
        (bureau, 2, {}),
        (bureau, 3, {"resolved": False, "satisfaction": "dissatisfied"}),
        (office, 2, {"reached": False}),
        (office, 20, {"contacted": False, "satisfaction": "fairly satisfied"}),
    ):
        record = reported(MAY)
        in_hand(record, unit, MAY + timedelta(hours=1))
        answered(record, unit, MAY + after * DAY)
        closed(record, MAY + (after + 1) * DAY, **followed)
    in_hand(reported(JUNE, "transport"), office, JUNE + timedelta(hours=1))


def copied(at: datetime = datetime(2023, 7, 3, 2, tzinfo=UTC)) -> None:
    copy_registers(Path(settings.HOME), at)


def told(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> list[list[str]]:
    return [
        [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    ]


def staff() -> Client:
    client = Client()
    client.force_login(User.objects.get_or_create(username="made-up-supervisor", roles=["supervisor"])[0])
    return client


def test_each_rate_stands_beside_its_numerator_and_denominator() -> None:
    copied()
    found = {tuple(row[:2]): row[2:5] for row in rows(told("/en" + PAGE)) if len(row) == 6}
    rule = "as the rule says"
    assert found["Response rate", rule] == ["66.7%", "2", "3"]
    assert found["Resolution rate", rule] == ["66.7%", "2", "3"]
    assert found["Resolution rate", "Of all that were closed"] == ["50.0%", "2", "4"]
    assert found["Satisfaction rate", "Fairly satisfied counts 0.9"] == ["63.3%", "1.9", "3"]
    assert found["Response rate", "Mean of the units of 2 groups"] == ["50.0%", "2", "3"]
    assert found["Closed in time", rule] == ["60.0%", "3", "5"], "one was late, and one is overdue"
    assert found["Closed in time", "Of what was closed alone"] == ["75.0%", "3", "4"]


@pytest.mark.parametrize(("before", "said"), [("", "以全部办结件计"), ("/en", "Of all that were closed")])
def test_the_page_is_told_in_both_languages_by_unit_subject_and_month(before: str, said: str) -> None:
    copied()
    page = told(before + PAGE)
    assert said in page
    found = rows(page)
    assert len([row for row in found if row and "2023" in row[0] and len(row) == 5]) == 2, "months"
    assert [row[1] for row in found if row and row[0] in UNITS] == ["100.0% 2 / 2", "0.0% 0 / 1"]
    june = rows(told(f"{before}{PAGE}?month=2023-06"))
    assert [row[1:4] for row in june if row and row[0] in UNITS] == [["– 0 / 0"] * 3]


def test_a_figure_opens_the_cases_behind_it() -> None:
    copied()
    page = told("/en" + PAGE)
    row = next(row for row in page.split("<tr") if "Resolution rate" in row and "as the rule says" in row)
    of, to = (html.unescape(each) for each in re.findall(r'href="(/en/board/[^"]+)"', row))
    assert [len(rows(told(each))) - 1 for each in (of, to)] == [2, 3]
    unit = html.unescape(re.search(r'href="([^"]+resolution[^"]+side=of[^"]+made-up-office[^"]*)"', page)[1])  # type: ignore[index]
    assert "made-up-office" in told(unit)
    assert len(rows(told(unit))) - 1 == 1


def test_cases_that_tell_what_is_not_public_are_for_staff_alone() -> None:
    copied()
    assert "rate=in+time" not in told(PAGE)
    address = f"/board/counted/{RUNNING}/hotline-rates/?rate=in+time&side=to"
    assert Client().get(address).status_code == 404
    page = told(address, staff())
    assert len(re.findall(rf'href="/desk/records/{RUNNING}/hotline-report/RX-2023-', page)) == 5
    assert "rate=in+time" in told(PAGE, staff())


def test_both_are_past_half_when_time_and_task_are() -> None:
    copied(datetime(2023, 5, 30, 2, tzinfo=UTC))
    row = next(row for row in rows(told("/en" + PAGE)) if row and row[0].startswith("Reports of the year closed"))
    assert row[1:] == ["30 May 2023", "41.4%", "75.0%", "3", "4", "not yet"]
    record = models.Record.objects.get(stage="in hand")
    answered(record.pk, UNITS[1], JUNE + DAY)
    copied()
    row = next(row for row in rows(told("/en" + PAGE)) if row and row[0].startswith("Reports of the year closed"))
    assert row[1:] == ["30 June 2023", "50.0%", "80.0%", "4", "5", "both"]


def test_until_the_register_is_copied_the_page_says_so() -> None:
    assert "Nothing has been counted yet" in told("/en" + PAGE)
    assert Client().get(f"{PAGE}csv/file/").status_code == 404


def test_counts_go_out_as_a_table() -> None:
    copied()
    sent = b"".join(Client().get(f"{PAGE}csv/file/").streaming_content)  # type: ignore[attr-defined]
    found = csv.read_csv(io.BytesIO(sent.removeprefix(b"\xef\xbb\xbf"))).to_pylist()
    resolved = [row for row in found if row["rate"] == "resolution rate" and not row["way"]]
    assert sum(row["denominator"] for row in resolved) == 3
    assert {row["month"] for row in resolved} == {"2023-05"}


def test_the_command_counts_the_same_of_the_copy() -> None:
    copied()
    folder = Path(settings.HOME) / COPIES / RUNNING / "hotline-report"
    asked = (
        "measure",
        str(RULEBOOKS / RUNNING),
        "--indicator",
        "hotline-rates",
        "--cases",
        str(folder),
        "--lang",
        "en",
    )
    lines = [line.split() for line in bridgehead(*asked).output.splitlines()]
    assert ["Resolution", "rate", "66.7%", "2", "3"] in lines
    by_unit = [line.split() for line in bridgehead(*asked, "--by", "unit of record").output.splitlines()]
    assert ["made-up-bureau", "Resolution", "rate", "50.0%", "1", "2"] in by_unit


@pytest.mark.parametrize("asked", ["rate=no&side=of", "rate=response+rate&side=all", "rate=response+rate&@month=x"])
def test_what_is_not_counted_is_not_found(asked: str) -> None:
    copied()
    assert Client().get(f"/board/counted/{RUNNING}/hotline-rates/?{asked}").status_code == 404
