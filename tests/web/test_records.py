"""The first way through the house: a claim comes in over the interface, and stands in the ledger."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from bridgehead.actions.send import send
from bridgehead.ledger import events, models
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import INSPECTION, REPORT, TOURISM, TRAIN, publish

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"


@pytest.fixture
def client() -> Client:
    publish()
    return Client()


def test_a_claim_is_taken_in_and_stands_in_the_ledger_as_it_was_meant(client: Client) -> None:
    answer = client.post(ADDRESS, {"fields": TRAIN}, content_type="application/json")
    assert answer.status_code == 201
    event = events.read(bytes(models.Event.objects.get().body))
    assert event.kind == "submitted/1"
    assert event.data["fields"]["passengers"] == 420
    assert event.data["fields"]["ticket rate"] == "0.6"
    assert event.data["number"] == answer.json()["number"]


def test_a_record_has_the_channel_by_which_it_came_and_counts_from_when_that_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(INSPECTION)
    address = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
    saturday = datetime(2023, 4, 15, 2, tzinfo=UTC)
    monkeypatch.setattr("bridgehead.web.api.records.now", lambda: saturday)
    by_telephone = {"fields": REPORT, "channel": "telephone"}
    clerk = _calling("clerk", "submit")
    filed = clerk.post(address, by_telephone, content_type="application/json").json()
    assert (filed["at"][:16], filed["received_at"][:16]) == ("2023-04-15T02:00", "2023-04-17T00:00")
    seen = Client().get(f"{address}/{filed['number']}", {"code": filed["code"]}).json()
    assert (seen["channel"], seen["received_at"]) == ("telephone", "2023-04-17T00:00:00Z")
    assert (seen["due_at"][:10], seen["provisional"]) == ("2023-04-18", False)
    refused = Client().post(address, {**by_telephone, "channel": "telefone"}, content_type="application/json")
    assert refused.status_code == 422
    (mistake,) = refused.json()["mistakes"]
    assert (mistake["code"], mistake["nearest"]) == ("AC086", "telephone")


def test_by_a_channel_of_the_office_staff_alone_takes_something_in() -> None:
    publish(INSPECTION)
    address = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
    named = ("telephone", "letter", "visit", "e-mail")
    for channel in named:
        for somebody in (Client(), _calling("administrator", "submit")):
            given = {"fields": REPORT, "channel": channel}
            refused = somebody.post(address, given, content_type="application/json")
            (mistake,) = refused.json()["mistakes"]
            assert (refused.status_code, mistake["code"]) == (403, "AC113"), channel
            assert f"«{channel}»" in mistake["message"]
            assert f"“{channel}”" in _zh(somebody, address, given)
    assert not models.Record.objects.exists()
    assert Client().post(address, {"fields": REPORT}, content_type="application/json").status_code == 201
    for channel in named:
        taken = _calling("clerk", "submit").post(
            address, {"fields": REPORT, "channel": channel}, content_type="application/json"
        )
        assert taken.status_code == 201


def _calling(role: str, scope: str) -> Client:
    user, _ = User.objects.get_or_create(username=f"made-up-{role}", defaults={"roles": [role]})
    token = tokens.issue(user, "test", [scope], now() + timedelta(days=1))
    return Client(headers={"authorization": f"Bearer {token}"})


def _zh(client: Client, address: str, given: object) -> str:
    answer = client.post(address, given, content_type="application/json", headers={"accept-language": "zh"})
    return str(answer.json()["title"])


@pytest.mark.parametrize(("language", "kept"), [("en-GB", "en"), ("zh-CN", "zh"), ("", "zh")])
def test_what_is_filed_is_answered_in_the_language_in_which_it_was(language: str, kept: str) -> None:
    publish(INSPECTION)
    address = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
    given, asked = {"fields": REPORT}, {"accept-language": language} if language else {}
    assert Client().post(address, given, content_type="application/json", headers=asked).status_code == 201
    assert models.Record.objects.get().state["language"] == kept
    told: list[str] = []
    send({"telephone": lambda _, message: told.append(message["text"])}, now() + timedelta(days=1))
    (text,) = told
    assert text.startswith("Received as" if kept == "en" else "已收到")


def test_all_mistakes_are_told_and_nothing_is_stored(client: Client) -> None:
    given = {"organisers": "x", "kind": "trains", "passengers": "many"}
    answer = client.post(ADDRESS, {"fields": given}, content_type="application/json")
    assert answer.status_code == 422
    told = {each["at"] for each in answer.json()["mistakes"]}
    assert {each["code"] for each in answer.json()["mistakes"]} == {"RG010"}
    assert told >= {"organisers", "organiser", "kind", "passengers", "stop"}
    assert not models.Event.objects.exists()


def _told(answer: HttpResponse) -> list[tuple[str, str, str]]:
    return [(each["code"], each["at"], each["expected"]) for each in json.loads(answer.content)["mistakes"]]


@pytest.mark.parametrize("number", ["TJ-2023-00001", "mine", ""])
def test_nobody_gives_a_claim_its_number(client: Client, number: str) -> None:
    answer = client.post(ADDRESS, {"fields": TRAIN | {"number": number}}, content_type="application/json")
    assert answer.status_code == 422
    assert _told(answer) == [("RG010", "number", "This is not filled in so")]
    assert not models.Event.objects.exists()


@pytest.mark.parametrize(("day", "status"), [("2023-09-20", 201), ("2023-09-21", 422), ("2099-01-01", 422)])
def test_what_has_happened_has_a_day_that_is_not_to_come(
    client: Client, monkeypatch: pytest.MonkeyPatch, day: str, status: int
) -> None:
    monkeypatch.setattr("bridgehead.web.api.records.now", lambda: datetime(2023, 9, 20, 15, 30, tzinfo=UTC))
    given = {"fields": TRAIN | {"completed on": day}}
    answer = client.post(ADDRESS, given, content_type="application/json")
    assert answer.status_code == status, answer.content
    if status == 422:
        assert _told(answer) == [("RG010", "completed on", "a day not after today, 2023-09-20")]
        assert answer.json()["mistakes"][0]["nearest"] == "2023-09-20"


def test_a_moment_that_is_to_come_is_refused_by_the_clock_of_the_city(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridgehead.web.api.records.now", lambda: datetime(2023, 9, 20, 15, 30, tzinfo=UTC))
    entry = {"creator": "made-up creator", "content accepted": "是", "plays": "1", "likes": "1", "shares": "1"}
    address = f"/api/matters/{TOURISM}/registers/short-video-entry/records"
    for published, status in (("2023-09-20T23:30", 201), ("2023-09-20T23:31", 422)):
        fields = {"fields": entry | {"published at": published}}
        answer = client.post(address, fields, content_type="application/json")
        assert answer.status_code == status, answer.content
    assert [at for _, at, _ in _told(answer)] == ["published at"]
    assert answer.json()["mistakes"][0]["nearest"] == "2023-09-20 23:30"


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ({"completed on": "2023-02-29"}, "2023-02-28"),
        ({"completed on": "soon"}, None),
        ({"passengers": "-1"}, "0"),
        ({"ticket rate": "1.5"}, None),
        ({"kind": "trian"}, "train"),
        ({"organizer": "x"}, "organiser"),
    ],
)
def test_the_nearest_right_thing_is_told_where_there_is_one(
    client: Client, given: dict[str, str], nearest: str | None
) -> None:
    answer = client.post(ADDRESS, {"fields": TRAIN | given}, content_type="application/json")
    told = {each["at"]: (each["code"], each["nearest"]) for each in answer.json()["mistakes"]}
    assert told[next(iter(given))] == ("RG010", nearest)


@pytest.mark.parametrize(
    ("filed", "late"),
    [("2023-10-15T15:59", []), ("2023-10-15T16:00", [("special-train", "2023-10-15")])],
)
def test_a_claim_after_the_last_day_is_taken_in_and_told_that_it_does_not_count(
    client: Client, monkeypatch: pytest.MonkeyPatch, filed: str, late: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr("bridgehead.web.api.records.now", lambda: datetime.fromisoformat(filed).replace(tzinfo=UTC))
    answer = client.post(ADDRESS, {"fields": TRAIN}, content_type="application/json")
    assert answer.status_code == 201
    assert [(each["award"], each["last_day"]) for each in answer.json()["late"]] == late
    said = [each["says"]["zh"] for each in answer.json()["late"]]
    assert said == ["“旅游专列奖励”的申报截止日是2023-10-15，在此之后申报的不计入。"] * len(late)


def _staff(*roles: str) -> dict[str, str]:
    user = User.objects.create(username="made-up-clerk", roles=list(roles))
    token = tokens.issue(user, "test", ["read", "act"], now() + timedelta(days=1))
    return {"authorization": f"Bearer {token}"}


def test_whoever_filed_it_sees_what_became_of_it_by_number_and_code_and_nobody_else_does(client: Client) -> None:
    filed = client.post(ADDRESS, {"fields": TRAIN}, content_type="application/json").json()
    seen = client.get(f"{ADDRESS}/{filed['number']}", {"code": filed["code"].lower()})
    assert seen.status_code == 200
    assert [step["kind"] for step in seen.json()["steps"]] == ["submitted/1"]
    assert client.get(f"{ADDRESS}/{filed['number']}", {"code": "AAAAAAAAAA"}).status_code == 404
    assert client.get(f"{ADDRESS}/TJ-2023-99999", {"code": filed["code"]}).status_code == 404


def test_staff_asks_for_one_record_by_its_number_without_its_code(client: Client) -> None:
    filed = client.post(ADDRESS, {"fields": TRAIN}, content_type="application/json").json()
    address, staff = f"{ADDRESS}/{filed['number']}", _staff("clerk")
    seen = client.get(address, headers=staff).json()
    (listed,) = client.get(ADDRESS, headers=staff).json()["records"]
    assert {**seen, **listed} == seen, "as in the list"
    assert ([each["kind"] for each in seen["steps"]], "accept" in seen["can"]) == (["submitted/1"], True)
    assert client.get(address).status_code == 401, "neither a token nor a code"
    assert client.get(address, headers=_staff_without_a_role()).status_code == 403
    assert client.get(f"{ADDRESS}/TJ-2023-99999", headers=staff).status_code == 404


def test_staff_lists_page_by_page_and_nobody_else_does(client: Client) -> None:
    for number in ("K1", "K2", "K3"):
        client.post(ADDRESS, {"fields": TRAIN | {"train number": number}}, content_type="application/json")
    staff = _staff("clerk")
    first = client.get(ADDRESS, {"size": 2}, headers=staff).json()
    second = client.get(ADDRESS, {"size": 2, "after": first["after"]}, headers=staff).json()
    assert [each["fields"]["train number"] for page in (first, second) for each in page["records"]] == [
        "K3",
        "K2",
        "K1",
    ]
    assert second["after"] is None
    assert client.get(ADDRESS).status_code == 401
    assert client.get(ADDRESS, headers=_staff_without_a_role()).status_code == 403
    assert client.get(ADDRESS, {"after": "x"}, headers=staff).status_code == 400


def _staff_without_a_role() -> dict[str, str]:
    user = User.objects.create(username="made-up-guest", roles=[])
    return {"authorization": f"Bearer {tokens.issue(user, 'test', ['read'], now() + timedelta(days=1))}"}


def test_an_act_says_what_was_seen_and_is_refused_with_the_stage_that_it_meets(client: Client) -> None:
    filed = client.post(ADDRESS, {"fields": TRAIN}, content_type="application/json").json()
    wanted = {"verb": "close", "version": 1}
    address = f"{ADDRESS}/{filed['number']}/acts"
    clerk = _staff("clerk")
    answer = client.post(address, wanted, content_type="application/json", headers=clerk)
    assert answer.status_code == 409
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["mistakes"][0]["code"] == "AC003"
    asked = clerk | {"accept-language": "zh"}
    chinese = client.post(address, wanted, content_type="application/json", headers=asked).json()
    assert chinese["title"] == "目前的环节（已申报）不能办理“办结”。"
    accept = client.post(address, {**wanted, "verb": "accept"}, content_type="application/json", headers=asked).json()
    assert accept["title"].startswith("还有数值没有核实：列车种类、")


@pytest.mark.parametrize(
    ("address", "code", "nearest"),
    [
        ("/api/matters/datong/tourism-2032/registers/special-train-claim/records", "RG001", TOURISM),
        (f"/api/matters/{TOURISM}/registers/special-trains-claim/records", "RG002", "special-train-claim"),
    ],
)
def test_a_matter_or_register_that_is_not_known_is_told_with_the_nearest(
    client: Client, address: str, code: str, nearest: str
) -> None:
    answer = client.post(address, {"fields": TRAIN}, content_type="application/json")
    assert answer.status_code == 404
    assert [(each["code"], each["nearest"]) for each in answer.json()["mistakes"]] == [(code, nearest)]


def test_several_claims_are_acted_on_at_once_and_what_cannot_be_done_to_one_is_told_beside_it(client: Client) -> None:
    numbers = [
        client.post(ADDRESS, {"fields": TRAIN | {"train number": each}}, content_type="application/json").json()[
            "number"
        ]
        for each in ("K1", "K2")
    ]
    asked = [{"number": each, "version": 1} for each in (*numbers, "TJ-2023-99999", numbers[0])]
    wanted = {"verb": "refuse", "reason": "made up", "records": asked}
    several = ADDRESS.replace("/records", "/acts")
    answer = client.post(several, wanted, headers=_staff("clerk"), content_type="application/json")
    done = answer.json()["records"]
    assert [each["version"] for each in done] == [2, 2, None, None]
    assert done[2]["problem"]["status"] == 404
    assert done[3]["problem"]["mistakes"][0]["code"] == "AC002"
    assert set(models.Record.objects.values_list("stage", flat=True)) == {"not accepted"}
