"""The portal as somebody uses it who has no account: a service, its form, a receipt, and what became of it."""

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.ledger import models
from bridgehead.web.portal import qualifying
from bridgehead.web.portal import services as listed
from tests.cities import MOMENT, TOURISM, TRAIN, publish

pytestmark = pytest.mark.django_db

FORM = f"/services/{TOURISM}/special-train-claim/"
KEY = "made-up-key-of-a-form-1"


@pytest.fixture
def client() -> Client:
    publish()
    return Client()


def _typed(**others: str) -> dict[str, str]:
    return {"key": KEY, **{f"field:{name}": value for name, value in TRAIN.items()}, **others}


def test_a_form_is_filed_once_however_often_it_is_sent(client: Client) -> None:
    first = client.post(FORM, _typed())
    again = client.post(FORM, _typed())
    assert (first.status_code, again.status_code) == (201, 201)
    assert models.Record.objects.filter(register="special-train-claim").count() == 1
    code = re.compile(r'class="code">([^<]+)<')
    assert code.findall(first.content.decode()) == code.findall(again.content.decode())


def test_what_was_typed_stays_and_each_mistake_stands_beside_its_field(client: Client) -> None:
    answer = client.post(FORM, _typed(**{"field:passengers": "many", "field:organiser": "旅行社 <b>"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="many"' in page
    assert "旅行社 &lt;b&gt;" in page
    assert page.count("应为整数") >= 1
    assert not models.Record.objects.exists()


def test_whoever_has_number_and_code_sees_what_became_of_it_and_nobody_else(client: Client) -> None:
    number, code = re.findall(r'class="code">([^<]+)<', client.post(FORM, _typed()).content.decode())
    seen = client.post("/track/", {"number": f" {number} ", "code": code.lower()})
    assert seen.status_code == 200
    assert "已提交" in seen.content.decode()
    wrong = client.post("/track/", {"number": number, "code": "AAAAAAAAAA"})
    assert wrong.status_code == 404
    assert number in wrong.content.decode()


def test_the_receipt_says_which_file_could_not_be_attached_and_the_record_stands(client: Client) -> None:
    register = f"/services/{TOURISM}/special-train-claim/"
    lie = SimpleUploadedFile("list.pdf", b"MZ no pdf at all")
    answer = client.post(register, {**_typed(), "field:passenger list": lie})
    page = answer.content.decode()
    assert answer.status_code in (201, 422)
    assert ("list.pdf" in page) == (answer.status_code == 201)
    assert models.Record.objects.count() == (answer.status_code == 201)


@pytest.mark.parametrize("language", ["", "/en"])
def test_services_and_notices_are_told_in_either_language(
    client: Client, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "now", lambda: MOMENT)
    services = client.get(f"{language}/services/").content.decode()
    notice = client.get(f"{language}/rules/{TOURISM}/").content.decode()
    assert ("还剩 3 个名额" in services) == (not language)
    assert ("3 places left" in services) == bool(language)
    assert '<mark class="bound"' in notice
    assert notice.count('class="uncovered"') == 1, "where the marks are explained, and nowhere else"


@pytest.mark.parametrize(
    ("day", "stands"),
    [("2023-04-20", "Opens later"), ("2023-09-20", "open"), ("2023-10-15", "open"), ("2023-10-16", "Closed")],
)
def test_a_service_can_be_filed_from_its_notice_to_the_last_day_for_claims(
    day: str, stands: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "now", lambda: datetime.fromisoformat(f"{day}T12:00:00+08:00"))
    told = client.get("/en/services/").content.decode()
    before, _, below = told.partition("Special-train claims")
    heads = [head for head in ("Opens later", "Closed") if f"<h2>{head}</h2>" in before]
    assert heads[-1:] == ([] if stands == "open" else [stands])
    assert (f'href="/en{FORM}"' in told) is (stands == "open")
    assert f'href="/en/rules/{TOURISM}/#2"' in below


def test_a_service_says_who_may_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "now", lambda: MOMENT)
    assert "organisers that bring groups by special or high-speed train" in client.get("/en/services/").content.decode()


def test_an_unknown_service_is_not_there(client: Client) -> None:
    assert client.get("/services/nowhere/nothing/").status_code == 404
    assert client.get("/rules/nowhere/").status_code == 404


QUALIFY = f"/qualify/{TOURISM}/special-train/"


def test_whoever_asks_whether_they_qualify_is_told_by_each_condition_and_nothing_is_stored(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qualifying, "now", lambda: MOMENT)
    known = {f"field:{name}": value for name, value in TRAIN.items()}
    met = client.post(QUALIFY, known).content.decode()
    assert "各项条件均已满足" in met
    short = client.post(
        "/en" + QUALIFY, {**known, "field:passengers": "399", "field:organiser": "<b>"}
    ).content.decode()
    assert "Not as it stands" in short
    assert "399" in short
    assert "not met" in short
    assert "It cannot be said yet" in client.post("/en" + QUALIFY, {}).content.decode()
    assert client.post(QUALIFY, {**known, "field:passengers": "many"}).status_code == 422
    assert not models.Record.objects.exists()
    assert not models.Event.objects.filter(kind="submitted/1").exists()
