"""Old cases at the desk: handed in, mapped and looked at with their rejects, and taken over once."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.actions import take_over_file
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.web.accounts.models import User
from tests.cities import INSPECTION, MOMENT, found_units, publish

pytestmark = pytest.mark.django_db
PAGE = f"/en/desk/import/{INSPECTION}/inspection-report/"
CASES = """受理号,收到时间,环节,办结时间,承办单位,kind,subject,amount overdue,reporter,电话
YS-2023-00007,2023-04-20 15:00,已解决,2023-05-10,made-up-office,problem,overdue payments,120000,who&,13800138000
YS-2023-00008,2023/4/21,办理中,,made-up-office,反映问题,拖欠中小企业账款的清理,,,13900139000
YS-2023-00009,2099-04-22,,,,suggestion,other,,,
YS-2023-00010,2023-04-22,,,,suggestion,other,many <b>,,
YS-2023-00011,2023-04-22,,,,suggestion,other,,,139001
"""
"""Made up: two good rows; then a day that is to come, an amount that is none, and a telephone that is none."""
MAP = "?map:%E7%94%B5%E8%AF%9D=telephone&without=description"


@pytest.fixture(autouse=True)
def _city() -> None:
    publish(INSPECTION)
    found_units()


def _administrator() -> Client:
    client = Client()
    user, _ = User.objects.get_or_create(username="made-up administrator", defaults={"roles": ["administrator"]})
    client.force_login(user)
    return client


def _handed_in(client: Client, content: bytes = CASES.encode("gb18030"), name: str = "old.csv") -> str:
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["location"])


def test_a_file_is_looked_at_and_nothing_is_stored() -> None:
    client = _administrator()
    address = _handed_in(client)
    page = client.get(address).content.decode()
    assert '<label for="map-1" translate="no">电话</label>' in page
    page = client.get(address + MAP).content.decode()
    assert "Take 2 cases over" in page
    assert "a day that is not to come" in page
    assert "many &lt;b&gt;" in page
    assert [word in page for word in ("13800138000", "139001", "who&")] == [False] * 3, "what is personal"
    assert not models.Record.objects.exists()
    (kept,) = (Path(settings.HOME) / take_over_file.FOLDER).iterdir()
    assert oct(kept.stat().st_mode)[-3:] == "600"


def test_all_that_is_wrong_in_a_row_is_shown() -> None:
    client = _administrator()
    text = CASES.splitlines(keepends=True)[0] + "YS-2023-00012,2099-04-22,lost,,nowhere,suggestion,other,many,,139001\n"
    address = _handed_in(client, text.encode())
    page = client.get(address + MAP).content.decode()
    (Path(settings.HOME) / take_over_file.FOLDER / address.rstrip("/").rpartition("/")[2]).unlink()
    told = ("RG023", "TB040", "RG024", "TB034", "TB055")
    assert [code for code in told if code not in page] == []


def test_a_file_is_taken_over_once_and_is_gone() -> None:
    client = _administrator()
    address = _handed_in(client) + MAP
    assert "2 cases were taken over." in client.post(address).content.decode()
    again = client.post(address)
    assert (again.status_code, "AC068" in again.content.decode()) == (409, True)
    assert sorted(models.Record.objects.values_list("number", "stage")) == [
        ("YS-2023-00007", "solved"),
        ("YS-2023-00008", "assigned"),
    ]
    assert list((Path(settings.HOME) / take_over_file.FOLDER).iterdir()) == []
    assert client.get(address).status_code == 404


def test_a_number_that_was_taken_meanwhile_leaves_the_file_to_be_looked_at_again() -> None:
    client = _administrator()
    address = _handed_in(client) + MAP
    client.post(_handed_in(client, CASES.encode(), "same.csv") + MAP)
    assert client.post(address).content.decode().count("taken over") > 0
    assert models.Record.objects.count() == 2
    assert "Take 2 cases over" not in client.get(address).content.decode()


def test_rows_with_a_wrong_stage_channel_or_day_are_rejects_and_the_others_are_taken_over() -> None:
    client = _administrator()
    text = "received on,stage,channel,kind,subject\n2023-04-20,finished,letter,suggestion,other\n"
    text += "2023-04-20,received,telefone,suggestion,other\n2019-04-20,received,letter,suggestion,other\n"
    text += "2099-04-20,received,letter,suggestion,other\n2023-04-20,received,letter,suggestion,other\n"
    address = _handed_in(client, text.encode()) + "?without=description"
    page = client.get(address).content.decode()
    assert [code in page for code in ("TB040", "RG027", "RG028", "RG023")] == [True] * 4
    assert "did you mean «telephone»" in page
    assert "1 case was taken over" in client.post(address).content.decode()
    assert models.Record.objects.get().state["channel"] == "letter"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("old.exe", b"x", "AC064"), ("old.csv", b"", "AC061"), ("../../old", b"x", "AC064")],
)
def test_what_is_no_table_is_told_on_the_page(name: str, content: bytes, code: str) -> None:
    answer = _administrator().post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert (answer.status_code, code in answer.content.decode()) == (400, True)


def test_a_file_without_a_column_that_it_needs_says_so_and_lets_it_be_mapped_or_said_to_have_none() -> None:
    client = _administrator()
    address = _handed_in(client, "什么时候,kind,subject\n2023-04-20,problem,other\n".encode())
    page = client.get(address).content.decode()
    assert "The column “received on” is missing." in page
    page = client.get(f"{address}?map:什么时候=received on").content.decode()
    assert "The column “description” is missing." in page
    assert "Take 1 case over" not in page
    assert '<input type="checkbox" name="without" value="description">' in page
    assert 'value="received on">The file has no' not in page, "what no case can be without"
    said = f"{address}?map:什么时候=received on&without=description"
    page = client.get(said).content.decode()
    assert "Take 1 case over" in page
    assert 'value="description" checked>' in page
    assert "1 case was taken over" in client.post(said).content.decode()


def test_what_all_cases_have_is_said_once_and_stands_in_each_that_does_not_say_another() -> None:
    client = _administrator()
    address = _handed_in(client, b"received on,subject\n2023-04-20,other\n2023-04-20,production\n")
    page = client.get(address).content.decode()
    assert '<select id="missing-1" name="all:kind"><option value="">' in page
    assert "Take 2 cases over" not in page
    page = client.get(f"{address}?all:kind=problems&without=description").content.decode()
    assert ("RG033" in page, "does not take “problems”" in page) == (True, True)
    said = f"{address}?all:kind=suggestion&all:stage=solved&all:channel=letter&without=description"
    page = client.get(said).content.decode()
    assert '<option value="suggestion" selected>' in page
    assert '<option value="solved" selected>' in page
    assert "2 cases were taken over" in client.post(said).content.decode()
    kept = models.Record.objects.values_list("stage", "state__channel", "state__fields__kind")
    assert [*kept] == [("solved", "letter", "suggestion")] * 2


def test_a_heading_that_the_file_does_not_have_is_told_on_the_page() -> None:
    client = _administrator()
    page = client.get(_handed_in(client) + f"{MAP}&map:手机=telephone").content.decode()
    assert "The file has no heading “手机”." in page
    assert "Take" not in page.partition("<main")[2].replace("Take over old cases", "")


def test_too_many_cases_are_left_to_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take_over_file, "MOST", 1)
    client = _administrator()
    address = _handed_in(client) + MAP
    answer = client.post(address)
    assert (answer.status_code, "AC049" in answer.content.decode()) == (409, True)
    assert not models.Record.objects.exists()
    assert client.get(address).status_code == 200, "the file is still there"


def test_a_file_that_nobody_took_over_is_gone_the_next_day() -> None:
    actor = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
    kept = take_over_file.keep_file("old.csv", [b"number"], actor, MOMENT)
    assert take_over_file.keep_file("new.csv", [b"x"], actor, MOMENT + timedelta(hours=23)) != kept
    assert take_over_file.kept_file(kept).read_bytes() == b"number"
    take_over_file.keep_file("new.csv", [b"x"], actor, MOMENT + timedelta(hours=25))
    with pytest.raises(BridgeheadError, match="AC068"):
        take_over_file.kept_file(kept)
