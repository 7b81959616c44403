"""Old cases are taken over from a file: looked at first, good rows alone, each once, sealed and found as all others."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pyarrow.csv as pc
import pytest
import xlsxwriter
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bridgehead.actions.look import Sought, look_for
from bridgehead.cli import main
from bridgehead.instruments.register.numbering import counted, numbered
from bridgehead.ledger import events, models
from tests.cities import CLERK, INSPECTION, MOMENT, TOURISM, found_units, publish, submit_report, submit_train
from tests.sound import misfits

pytestmark = pytest.mark.django_db

CASES = """受理号,收到时间,环节,办结时间,承办单位,kind,subject,amount overdue,reporter,电话
YS-2023-00007,2023-04-20 15:00,已解决,2023-05-10,made-up-office,problem,overdue payments,120000,somebody,13800138000
YS-2023-00008,2023/4/21,办理中,,虚构办,反映问题,拖欠中小企业账款的清理,,,13900139000
,2023-04-22,,,,suggestion,other,,,
"""
"""Made up. The second has no reporter though one must be named now; the third has neither number nor stage."""
MAP = ("--map", "电话=telephone", "--without", "description")
BARE = ("--without", "description")
"""No file here has a column of it, though it must be filled in now."""


@pytest.fixture(autouse=True)
def _city(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BRIDGEHEAD_HOME", str(settings.HOME))
    publish(INSPECTION)
    found_units()
    models.Unit.objects.filter(slug="made-up-office").update(title={"zh": "虚构办", "en": "Made-up office"})
    yield
    assert misfits() == []


def _import(file: Path, *more: str, matter: str = INSPECTION, register: str = "inspection-report") -> Result:
    return CliRunner().invoke(main.app, ["import", matter, register, str(file), "--home", str(settings.HOME), *more])


def _file(folder: Path, text: str = CASES) -> Path:
    file = folder / "old.csv"
    file.write_bytes(text.encode("gb18030"))
    return file


def _rejects(folder: Path) -> list[tuple[int, str, str]]:
    rows = pc.read_csv(folder / "old-rejects.csv").to_pylist()
    return [(row["row"], row["column"], row["code"]) for row in rows]


def test_what_a_file_would_bring_is_shown_and_nothing_is_stored(tmp_path: Path) -> None:
    done = _import(_file(tmp_path), *MAP)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[:4] == ["可导入 3", "  已解决 1", "  办理中 1", "  已收到 1"]
    assert lines[4].startswith("2 · YS-2023-00007 · 2023-04-20 · kind = problem")
    assert "13800138000" not in done.stdout
    assert not models.Record.objects.exists()


def test_good_cases_are_records_with_their_number_day_stage_and_unit(tmp_path: Path) -> None:
    assert _import(_file(tmp_path), *MAP, "--write").exit_code == 0
    first, second, third = models.Record.objects.order_by("pk")
    assert (first.number, first.stage, first.due_at) == ("YS-2023-00007", "solved", None)
    assert f"{first.submitted_at:%Y-%m-%d %H:%M}" == "2023-04-20 07:00", "15:00 in the city"
    assert first.state["closed"] == "2023-05-10T00:00:00+08:00"
    assert first.state["fields"]["amount overdue"] == "120000"
    assert first.unit
    assert first.unit.slug == "made-up-office"
    assert (second.stage, second.unit) == ("assigned", first.unit)
    assert second.due_at
    assert f"{second.due_at:%Y-%m-%d}" == "2023-05-15", "15 working days after 21 April"
    assert (third.number, third.stage) == ("YS-2023-00009", "received"), "counted past those that were given"
    event = events.read(bytes(second.events.get().body))
    assert (event.kind, event.actor, event.data["source"]["row"]) == ("taken over/1", "command line", 3)
    assert submit_report(MOMENT).number == "YS-2023-00010"


def test_a_case_has_its_channel_by_any_of_its_names_and_an_unknown_one_makes_a_reject_of_its_row(
    tmp_path: Path,
) -> None:
    text = "received on,渠道,kind,subject\n"
    text += "2023-04-15 10:00,来电,suggestion,other\n2023-04-15 10:00,E-mail,suggestion,other\n"
    text += "2023-04-15 10:00,telefone,suggestion,other\n2023-04-15 10:00,,suggestion,other\n"
    assert _import(_file(tmp_path, text), *BARE, "--write").exit_code == 1
    assert _rejects(tmp_path) == [(4, "channel", "RG027")]
    (reject,) = pc.read_csv(tmp_path / "old-rejects.csv").to_pylist()
    assert reject["expected"] == "登记的渠道：来信、来电、来访、电子邮件、网上；是不是“telephone”"
    told = [(each.state.get("channel"), f"{each.due_at:%m-%d}") for each in models.Record.objects.order_by("pk")]
    assert told == [("telephone", "04-18"), ("e-mail", "04-17"), (None, "04-17")], "a Saturday: its office was closed"


def test_rows_that_are_wrong_are_rejects_each_with_its_code_and_stop_no_other(tmp_path: Path) -> None:
    text = "received on,stage,closed on,kind,subject,amount overdue\n"
    text += "2019-04-20,received,,suggestion,other,\n"  # before the calendar by which its deadline would run
    text += "2019-04-20,solved,2019-05-20,suggestion,other,\n"  # nothing runs
    text += "2999-01-01,received,,suggestion,other,\n"
    text += "0001-01-01,solved,,suggestion,other,\n"
    text += "yesterday,received,,suggestion,other,\n"
    text += "2023-04-20,finished,,suggestion,other,\n"
    text += "2023-04-20,solved,2999-01-01,suggestion,other,\n"
    text += "2023-04-20,assigned,,problem,overdue payments,-5\n"
    text += "2023-04-20,received,,suggestion,other,\n"
    assert _import(_file(tmp_path, text), *BARE, "--write").exit_code == 1
    assert _rejects(tmp_path) == [
        (2, "received on", "RG028"),
        (4, "received on", "RG023"),
        (5, "received on", "RG023"),
        (6, "received on", "TB038"),
        (7, "stage", "TB040"),
        (8, "closed on", "RG023"),
        (9, "amount overdue", "TB048"),
    ]
    assert [each.stage for each in models.Record.objects.order_by("pk")] == ["solved", "received"]


def test_a_case_that_gets_a_number_takes_none_that_a_later_row_has(tmp_path: Path) -> None:
    text = "受理号,received on,kind,subject\n,2023-04-20,suggestion,other\nYS-2023-00001,2023-04-20,suggestion,other\n"
    done = _import(_file(tmp_path, text), *BARE, "--write")
    assert done.exit_code == 0, done.output
    assert [each.number for each in models.Record.objects.order_by("pk")] == ["YS-2023-00002", "YS-2023-00001"]


def test_what_is_personal_is_sealed_and_found(tmp_path: Path) -> None:
    _import(_file(tmp_path), *MAP, "--write")
    stored = b"".join(bytes(body) for body in models.Event.objects.values_list("body", flat=True))
    assert b"13800138000" not in stored
    assert b"made-up person" not in stored
    (found,) = look_for(
        Sought(INSPECTION, "inspection-report", "telephone", "+8613800138000"), "made up", CLERK, MOMENT
    )
    assert found.number == "YS-2023-00007"


def test_the_same_file_again_brings_nothing_twice(tmp_path: Path) -> None:
    file = _file(tmp_path, "".join(CASES.splitlines(keepends=True)[:3]))
    _import(file, *MAP, "--write")
    again = _import(file, *MAP, "--write")
    assert again.exit_code == 1
    assert "可导入 0" in again.stdout
    assert _rejects(tmp_path) == [(2, "number", "RG025"), (3, "number", "RG025")]
    assert models.Record.objects.count() == 2


def test_rows_without_a_number_are_not_taken_over_again_from_the_same_file(tmp_path: Path) -> None:
    header, *rows = CASES.splitlines(keepends=True)
    file = _file(tmp_path, header + rows[2])
    _import(file, *MAP, "--write")
    again = _import(file, *MAP, "--write")
    assert "可导入 0" in again.stdout
    assert _rejects(tmp_path) == [(2, "number", "RG025")]
    assert models.Record.objects.count() == 1


def test_a_case_is_not_taken_over_for_the_unit_that_it_complains_about(tmp_path: Path) -> None:
    text = "received on,stage,unit of record,kind,subject,unit complained of,amount overdue\n"
    text += "2023-04-20 15:00,received,虚构办,problem,overdue payments,made-up-office,120000\n"
    _import(_file(tmp_path, text), *BARE, "--write")
    assert _rejects(tmp_path) == [(2, "unit of record", "RG026")]


WRONG = """number,received on,stage,closed on,unit of record,kind,subject,happened on,amount overdue,telephone
YS-2023-00001,2023-04-20,received,,,problem,production,,,
YS-2023-00001,2023-04-20,received,,,problem,production,,,
A-3,2999-01-01,received,,,problem,production,,,
A-4,soon,received,,,problem,production,,,
A-5,2023-04-20,received,2023-05-01,,problem,production,,,
A-6,2023-04-20,solved,2023-04-01,,problem,production,,,
A-7,2023-04-20,lost,,,problem,production,,,
A-8,2023-04-20,received,,nowhere,problem,production,,,
A-9,2023-04-20,received,,,praise,production,2023-02-30,,12
A-10,2023-04-20,received,,,problem,production,,5,
A-11,2023-04-20,received,,,problem,production,,,
A-12,,received,,,problem,production,,,
"""


def test_what_is_wrong_is_told_row_by_row_and_the_good_rows_go_on(tmp_path: Path) -> None:
    done = _import(_file(tmp_path, WRONG), *BARE, "--write")
    assert done.exit_code == 1
    assert _rejects(tmp_path) == [
        (2, "number", "RG020"),
        (3, "number", "RG020"),
        (4, "received on", "RG023"),
        (5, "received on", "TB038"),
        (6, "closed on", "RG023"),
        (7, "closed on", "RG023"),
        (8, "stage", "TB040"),
        (9, "unit of record", "RG024"),
        (10, "kind", "TB040"),
        (10, "happened on", "TB038"),
        (10, "telephone", "TB055"),
        (11, "amount overdue", "RG021"),
        (13, "received on", "RG023"),
    ]
    assert list(models.Record.objects.values_list("number", flat=True)) == ["A-11"]


def test_all_that_is_wrong_in_a_row_is_told_whatever_could_not_be_read_of_it(tmp_path: Path) -> None:
    text = "number,received on,stage,closed on,unit of record,渠道,kind,subject,happened on,amount overdue,telephone\n"
    text += "A-1,2999-01-01,lost,2999-02-01,nowhere,fax,praise,production,2023-02-30,5,12\n"
    text += "A-2,soon,received,2023-05-01,nowhere,,suggestion,projects,2999-01-01,,\n"
    text += "A-3,2019-04-20,lost,,,,suggestion,other,,,\n"  # whether a term runs hangs on its stage
    text += "A-4,2023-04-20,received,,,,suggestion,other,,,\n"
    text += "A-4,2023-04-20,lost,,,,suggestion,other,,,\n"
    assert _import(_file(tmp_path, text), *BARE, "--write").exit_code == 1
    told = _rejects(tmp_path)
    assert {(column, code) for row, column, code in told if row == 2} == {
        ("received on", "RG023"),
        ("stage", "TB040"),
        ("closed on", "RG023"),
        ("unit of record", "RG024"),
        ("channel", "RG027"),
        ("kind", "TB040"),
        ("happened on", "TB038"),
        ("telephone", "TB055"),
        ("amount overdue", "RG021"),
    }
    assert {(column, code) for row, column, code in told if row == 3} == {
        ("received on", "TB038"),
        ("closed on", "RG023"),
        ("unit of record", "RG024"),
        ("happened on", "RG010"),
    }
    assert [each for each in told if each[0] > 3] == [
        (4, "stage", "TB040"),
        (5, "number", "RG020"),
        (6, "stage", "TB040"),
        (6, "number", "RG020"),
    ]
    assert not models.Record.objects.exists()


def test_what_all_cases_have_stands_where_a_row_does_not_say_it(tmp_path: Path) -> None:
    done = _import(_file(tmp_path), *MAP, "--all", "stage=已解决", "--all", "unit of record=made-up-bureau")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:3] == ["可导入 3", "  已解决 2", "  办理中 1"]


def test_a_field_that_the_file_does_not_have_has_one_value_in_all_rows_that_do_not_say_another(tmp_path: Path) -> None:
    text = "received on,stage,subject,amount overdue\n2023-04-20,solved,,\n2023-04-20,solved,拖欠中小企业账款的清理,\n"
    text += "2023-04-20,solved,production,50\n"
    of_all = ("--all", "kind=反映问题", "--all", "subject=其他", "--all", "description=made up")
    assert _import(_file(tmp_path, text), *of_all, "--write").exit_code == 1
    assert _rejects(tmp_path) == [(4, "amount overdue", "RG021")], "a row with what all cases have is judged as any"
    kept = [each.state["fields"] for each in models.Record.objects.order_by("pk")]
    assert [(each["kind"], each["subject"]) for each in kept] == [("problem", "other"), ("problem", "overdue payments")]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--map", "电话"), "CL014 «电话»"),
        (("--map", "电话=telefone"), "RG022 no column «telefone».*did you mean «telephone»"),
        ((*MAP, "--all", "stage"), "CL014 «stage»"),
        ((*MAP, "--all", "stages=solved"), "RG022 no column «stages» that all cases can have.*did you mean «stage»"),
        ((*MAP, "--all", "stage=solvedd"), "RG029 no stage «solvedd».*did you mean «solved»"),
        ((*MAP, "--all", "number=1"), "RG022 no column «number» that all cases can have"),
        ((*MAP, "--all", "subject=othr"), "RG033 «othr» in «subject», which all cases would have.*other"),
        ((*MAP, "--all", "amount overdue=many"), "RG033 «many» in «amount overdue»"),
        ((*MAP, "--without", "descriptions"), "RG022 no column «descriptions».*did you mean «description»"),
        (
            (*MAP, "--map", "联系电话号=telephone"),
            r"old.csv:1:1: TB019 no heading «联系电话号»; expected one of 受理号.*电话",
        ),
        (("--map", "承办=kind"), "TB019 .*did you mean «承办单位»"),
    ],
)
def test_what_is_said_of_columns_that_there_are_not_is_told(tmp_path: Path, more: tuple[str, ...], code: str) -> None:
    done = _import(_file(tmp_path), *more)
    assert done.exit_code == 2
    assert re.search(code, done.stderr.replace("\n", " ")), done.stderr


def test_a_column_that_must_be_filled_in_and_is_not_there_stops_the_file_until_it_is_said_to_be_away(
    tmp_path: Path,
) -> None:
    file = _file(tmp_path, "received on,stage,kind,subjekt,description\n2023-04-20,solved,suggestion,other,made up\n")
    done = _import(file, "--write")
    assert (done.exit_code, models.Record.objects.count()) == (2, 0)
    assert "可导入" not in done.stdout
    told = done.stderr.replace("\n", " ")
    assert re.search(r"old.csv:1:4: TB012 unknown column «subjekt»", told), told
    assert re.search(r"old.csv:1:1: TB011 no column «subject»; .*did you mean «subjekt»", told), told
    assert _import(file, "--map", "subjekt=subject", "--write").exit_code == 0
    assert models.Record.objects.get().state["fields"]["subject"] == "other"
    bare = tmp_path / "bare.csv"
    bare.write_text("received on,stage,kind,description\n2023-04-20,solved,suggestion,made up\n", encoding="utf-8")
    assert _import(bare, "--without", "subject", "--write").exit_code == 0


def test_a_case_of_before_the_calendar_needs_none_where_nothing_runs(tmp_path: Path) -> None:
    text = "received on,环节,办结时间,进入环节时间,渠道,kind,subject\n"
    text += "2019-04-20,已解决,2019-05-20,,来电,suggestion,other\n"
    text += "2019-04-20,办理中,,2023-04-20,来电,suggestion,other\n"
    text += "2019-04-20,,2019-05-20,,来电,suggestion,other\n"
    text += "2019-04-20,办理中,,,来电,suggestion,other\n"
    text += "2019-04-20,办理中,,2019-04-19,来电,suggestion,other\n"
    assert _import(_file(tmp_path, text), *BARE, "--write").exit_code == 1
    assert _rejects(tmp_path) == [(4, "stage", "RG032"), (5, "received on", "RG028"), (6, "in stage since", "RG023")]
    told = {row["row"]: row["expected"] for row in pc.read_csv(tmp_path / "old-rejects.csv").to_pylist()}
    assert told[4] == "已办结的环节，已解决、不属于受理范围、已撤回之一"
    solved, running = models.Record.objects.order_by("pk")
    assert (solved.stage, solved.due_at, solved.state["closed"]) == ("solved", None, "2019-05-20T00:00:00+08:00")
    assert (f"{running.submitted_at:%Y}", f"{running.due_at:%Y-%m-%d}") == ("2019", "2023-05-12"), "15 working days"


def test_a_register_that_there_is_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    done = _import(_file(tmp_path), register="inspection-reports")
    assert "RG002 no register «inspection-reports»" in done.stderr
    assert done.exit_code == 2


def test_days_of_a_workbook_may_be_dates_or_texts(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "old.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["received on", "closed on", "stage", "kind", "subject"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, (received, closed, form) in enumerate(
        [
            (datetime.fromisoformat("2023-04-20T15:00"), date(2023, 5, 10), day),
            ("2023/4/20 15:00", datetime.fromisoformat("2023-05-10"), None),
            (True, "2023-05-10", None),
        ],
        start=1,
    ):
        sheet.write(row, 0, received)
        sheet.write(row, 1, closed, form)
        sheet.write_row(row, 2, ["solved", "suggestion", "other"])
    book.close()
    assert _import(tmp_path / "old.xlsx", *BARE, "--write").exit_code == 1
    assert _rejects(tmp_path) == [(4, "received on", "TB038")]
    kept = [(each.submitted_at.isoformat(), each.state["closed"]) for each in models.Record.objects.all()]
    assert kept == [("2023-04-20T07:00:00+00:00", "2023-05-10T00:00:00+08:00")] * 2


def test_claims_of_a_workbook_stand_as_if_they_had_been_filed_then(tmp_path: Path) -> None:
    publish(TOURISM)
    book = xlsxwriter.Workbook(tmp_path / "old.xlsx")
    sheet = book.add_worksheet()
    found = [f"{each}（核实）" for each in ("列车种类", "同日同车", "人数", "完成日期")]
    heads = ["申报时间", "组织机构", found[0], "车次", "停靠站", *found[1:], "环节"]
    sheet.write_row(0, 0, heads)
    sheet.write_row(
        1, 0, ["2023-09-01 09:30", "made-up agency", "普通列车", "K7", "大同站", "是", 400, "2023-05-20", "已受理"]
    )
    book.close()
    without = [
        each
        for name in ("nights declared", "paid sights declared", "ticket rate declared")
        for each in ("--without", name)
    ]
    claims = {"matter": TOURISM, "register": "special-train-claim"}
    asked = _import(tmp_path / "old.xlsx", "--map", "车次=train number", **claims).stderr
    assert re.findall("TB011 no column «(.*?)»", asked) == [
        "nights declared",
        "paid sights declared",
        "ticket rate declared",
    ]
    done = _import(tmp_path / "old.xlsx", "--map", "车次=train number", *without, "--write", **claims)
    assert done.exit_code == 0, done.output
    record = models.Record.objects.get()
    assert record.number == "TJ-2023-00001"
    assert record.state["fields"]["submitted at"] == "2023-09-01T09:30:00"
    fields = record.state["fields"]
    assert (fields["kind verified"], fields["passengers verified"]) == ("train", 400)
    assert submit_train().number == "TJ-2023-00002"


@given(
    st.sampled_from(["TJ-{year}-{count:05}", "{count}/{year}", "{year}{count:03}", "a.{year}.{count:02}.b"]), st.data()
)
def test_a_number_of_a_pattern_is_read_back_and_no_other(pattern: str, data: st.DataObject) -> None:
    year, count = data.draw(st.integers(1, 9999)), data.draw(st.integers(0, 10**7))
    number = numbered(pattern, year, count)
    assert counted(pattern, number) == (year, count)
    assert counted(pattern, f"{number}x") is None
    assert counted(pattern, f"x{number}") is None
