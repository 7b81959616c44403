"""The records of a register as a file: typed, safe for spreadsheets, what is personal for a reason alone."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.test import Client

from bridgehead import published, tables
from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.submit import submit
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import (
    CLERK,
    INSPECTION,
    MOMENT,
    REPORT,
    TOURISM,
    accept,
    found_units,
    publish,
    submit_report,
    submit_train,
)

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))


def _export(matter: str, register: str, role: str = "supervisor", unit: str | None = None, **asked: str) -> Any:
    user, made = User.objects.get_or_create(username=f"made-up-{role}", roles=[role])
    if made and unit:
        user.units.add(models.Unit.objects.get(slug=unit))
    token = tokens.issue(user, "test", ["export"], now() + timedelta(days=1))
    headers = {"authorization": f"Bearer {token}"}
    return Client().get(f"/api/matters/{matter}/registers/{register}/table", asked, headers=headers)


def _content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def test_records_go_out_typed_and_with_where_they_stand() -> None:
    publish()
    first, _ = submit_train(), submit_train(train_number="K2")
    accept(first.number)
    answer = _export(TOURISM, "special-train-claim", form="parquet", headings="names")
    assert answer["content-disposition"] == 'attachment; filename="special-train-claim.parquet"'
    rows = pq.read_table(BytesIO(_content(answer))).to_pylist()
    assert [(row["number"], row["stage"]) for row in rows] == [(first.number, "accepted"), (rows[1]["number"], "filed")]
    assert rows[0]["passengers verified"] == 420
    moments = [f"{rows[n][name]:%Y-%m-%d %H:%M}" for n, name in ((0, "received on"), (0, "closed on"), (1, "due on"))]
    assert moments == ["2023-09-20 16:00", "2023-09-20 16:00", "2023-09-25 23:59"], "by the city's clock"
    only = _export(TOURISM, "special-train-claim", form="parquet", headings="names", stage="filed")
    assert pq.read_table(BytesIO(_content(only))).num_rows == 1


YEAR_END = datetime(2023, 12, 29, 8, tzinfo=UTC)
"""Of the next year the inspection knows no calendar."""


def test_a_file_tells_the_channel_and_whether_a_deadline_is_provisional() -> None:
    publish(INSPECTION)
    submit(INSPECTION, "inspection-report", REPORT, CLERK, MOMENT, channel="letter")
    submit_report(YEAR_END)
    closed = submit_report(YEAR_END)
    handle(closed.pk, Wanted("refuse", reason="a matter of a court"), CLERK, YEAR_END)
    asked = {"form": "parquet", "headings": "names"}
    table = pq.read_table(BytesIO(_content(_export(INSPECTION, "inspection-report", **asked))))
    assert table["channel"].to_pylist() == ["letter", "website", "website"]
    assert table["due provisional"].to_pylist() == [False, True, None]
    header, first, second, _ = csv.reader(
        _content(_export(INSPECTION, "inspection-report")).decode("utf-8-sig").splitlines()
    )
    told = [(row[header.index("渠道")], row[header.index("期限暂定")]) for row in (first, second)]
    assert told == [("letter", "false"), ("website", "true")]


def test_a_spreadsheet_has_labels_and_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    publish()
    submit_train(organiser="=HYPERLINK(1)")
    text = _content(_export(TOURISM, "special-train-claim"))
    assert text.startswith("\ufeff".encode() + '"申报号","组织机构"'.encode())
    assert b'"\'=HYPERLINK(1)"' in text
    book = openpyxl.load_workbook(
        BytesIO(_content(_export(TOURISM, "special-train-claim", form="xlsx", headings="en")))
    )
    header, row = book.active.iter_rows(values_only=True)
    assert header[:2] == ("Number", "Organiser")
    assert {"Stage", "Received on", "Unit of record"} <= {*header}
    assert row[header.index("Passengers (declared)")] == 420


def test_what_goes_out_comes_in_again(tmp_path: Path) -> None:
    publish()
    submit_train()
    submit_train(train_number="K2")
    for form in ("csv", "xlsx", "parquet"):
        file = tmp_path / f"claims.{form}"
        file.write_bytes(_content(_export(TOURISM, "special-train-claim", form=form, headings="names")))
        table = published.current(TOURISM)[1].tables["special-train-claim"]
        read = tables.read(file, table.columns, zone=ZoneInfo("Asia/Shanghai"))
        assert read.rejects.num_rows == 0
        assert [row["train number"] for row in read.table.to_pylist()] == ["K1", "K2"]


def test_what_is_personal_goes_out_for_a_reason_which_is_kept_as_a_look() -> None:
    publish(INSPECTION)
    submit_report()
    gone = submit_report(telephone="13900139000")
    forget(gone.pk, "asked for", ADMINISTRATOR, MOMENT)
    plain = _content(_export(INSPECTION, "inspection-report", headings="names"))
    assert b"telephone" not in plain
    assert b"13800138000" not in plain
    assert not models.Record.objects.filter(register="looks").exists()
    opened = _content(_export(INSPECTION, "inspection-report", form="parquet", headings="names", reason="an audit"))
    rows = pq.read_table(BytesIO(opened)).to_pylist()
    assert [row["telephone"] for row in rows] == ["+8613800138000", None]
    (look,) = models.Record.objects.get(register="looks").events.all()
    said = events.read(bytes(look.body))
    assert (said.actor, said.data["register"], said.data["reason"]) == (
        "made-up-supervisor",
        "inspection-report",
        "an audit",
    )


@pytest.mark.parametrize(
    ("role", "asked", "status"),
    [
        ("administrator", {}, 200),
        ("administrator", {"reason": "curious"}, 403),
        ("supervisor", {"reason": " "}, 422),
        ("clerk", {}, 403),
        ("supervisor", {"form": "docx"}, 422),
    ],
)
def test_who_may_not_gets_nothing(role: str, asked: dict[str, str], status: int) -> None:
    publish(INSPECTION)
    submit_report()
    assert _export(INSPECTION, "inspection-report", role, **asked).status_code == status


def test_a_register_that_is_not_known_is_told_with_the_nearest() -> None:
    publish()
    answer = _export(TOURISM, "special-train-claims")
    assert (answer.status_code, answer.json()["mistakes"][0]["nearest"]) == (404, "special-train-claim")


def test_a_unit_is_not_given_what_complains_about_it() -> None:
    publish(INSPECTION)
    found_units()
    submit_report()
    other = submit_report(unit_complained_of="made-up-office")
    mine = _export(INSPECTION, "inspection-report", unit="made-up-bureau", form="parquet", headings="names")
    assert [row["number"] for row in pq.read_table(BytesIO(_content(mine))).to_pylist()] == [other.number]


def test_a_register_without_records_is_a_table_without_rows() -> None:
    publish()
    content = _content(_export(TOURISM, "special-train-claim", form="parquet"))
    assert pq.read_table(BytesIO(content)).num_rows == 0


def test_many_records_go_out_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridgehead.queries.register_table.ROWS", 2)
    publish()
    numbers = [submit_train(train_number=f"K{n}").number for n in range(5)]
    content = _content(_export(TOURISM, "special-train-claim", form="parquet", headings="names"))
    assert pq.read_table(BytesIO(content))["number"].to_pylist() == numbers
