"""What a request says that the interface does not describe is refused, with the nearest that it does; nothing is passed
over unsaid.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from bridgehead.web.api.main import api
from tests.cities import TOURISM, TRAIN, publish

pytestmark = pytest.mark.django_db

REGISTER = f"/api/matters/{TOURISM}/registers/special-train-claim"
RECORDS, AWARD = f"{REGISTER}/records", f"/api/matters/{TOURISM}/awards/special-train"


@pytest.fixture
def staff() -> Client:
    publish()
    user = User.objects.create(username="made-up-anybody", roles=["clerk", "handler", "supervisor", "administrator"])
    token = tokens.issue(user, "test", tokens.SCOPES, now() + timedelta(days=1))
    return Client(headers={"authorization": f"Bearer {token}"})


def _told(answer: Any) -> tuple[int, list[tuple[str, str, str | None]]]:
    return answer.status_code, [(each["code"], each["at"], each["nearest"]) for each in answer.json()["mistakes"]]


@pytest.mark.parametrize(
    ("address", "at", "nearest"),
    [
        (f"{RECORDS}?sinse=2023-01-01T00:00:00Z", "query.sinse", "since"),
        (f"{RECORDS}?lang=zh", "query.lang", None),
        (f"{REGISTER}/counts?since=2023-01&until=2023-02&utnil=x", "query.utnil", "until"),
        (f"{REGISTER}/table?from=csv", "query.from", "form"),
        (f"{RECORDS}/TJ-2023-00001?code=x&lang=en", "query.lang", None),
        (f"{AWARD}?version=1", "query.version", None),
    ],
)
def test_a_parameter_that_there_is_not_is_refused_with_the_nearest(
    staff: Client, address: str, at: str, nearest: str | None
) -> None:
    assert _told(staff.get(address)) == (422, [("AC041", at, nearest)])


def test_all_that_is_wrong_with_what_is_asked_is_told_at_once(staff: Client) -> None:
    answer = staff.get(RECORDS, {"sinse": "x", "size": "0", "order": "du"}, headers={"accept-language": "zh"})
    assert _told(answer) == (
        422,
        [("AC041", "query.sinse", "since"), ("AC041", "query.order", "due"), ("AC041", "query.size", None)],
    )
    known, order, size = (each["expected"] for each in answer.json()["mistakes"])
    assert known.startswith("以下之一：stage, unit, channel, since")
    assert (order, size) == ("以下之一：newest, due", "不小于 1 的数")


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("given", ["2023", "1690000000", "1e9", "-1", "2023-01-01", "2023-01-01T00:00:00", "soon", ""])
def test_a_moment_is_written_with_its_zone(staff: Client, name: str, given: str) -> None:
    answer = staff.get(RECORDS, {name: given})
    assert _told(answer) == (422, [("AC041", f"query.{name}", None)])
    assert answer.json()["mistakes"][0]["expected"] == "a moment with its zone, as in 2023-10-16T08:00:00Z"
    for right in ("2023-10-16T08:00:00Z", "2023-10-16 16:00+08:00"):
        assert staff.get(RECORDS, {name: right}).status_code == 200


@pytest.mark.parametrize("given", ["2023", "86400", 86400, 0.0, "2023-10-16T00:00:00", True, "16.10.2023"])
def test_a_day_is_written_as_one(staff: Client, given: object) -> None:
    answer = staff.post(f"{AWARD}/settlements", {"on": given}, content_type="application/json")
    assert _told(answer) == (422, [("AC041", "body.on", None)])
    assert answer.json()["mistakes"][0]["expected"] == "a day, as in 2023-10-16"


@pytest.mark.parametrize(
    ("address", "body", "at", "nearest"),
    [
        (RECORDS, {"fields": TRAIN, "chanel": "telephone"}, "body.chanel", "channel"),
        (f"{REGISTER}/acts", {"verb": "notes", "records": [{"number": "1", "version": 1}]}, "body.verb", "note"),
        (
            f"{REGISTER}/acts",
            {"verb": "note", "records": [{"number": "1", "version": 1, "versoin": 1}]},
            "body.records.0.versoin",
            "version",
        ),
        (f"{AWARD}/settlements", {"on": "2023-10-16", "off": "x"}, "body.off", None),
    ],
)
def test_what_a_body_says_beside_what_is_described_is_refused(
    staff: Client, address: str, body: object, at: str, nearest: str | None
) -> None:
    assert _told(staff.post(address, body, content_type="application/json")) == (422, [("AC041", at, nearest)])
    assert not models.Record.objects.exists()


def test_what_is_given_twice_is_refused_and_not_the_last_of_it_taken(staff: Client) -> None:
    answer = staff.get(f"{RECORDS}?stage=paid&size=5&stage=received")
    assert _told(answer) == (422, [("AC041", "query.stage", None)])
    assert answer.json()["mistakes"][0]["message"] == "«stage» is given more than once"
    body = '{"fields": {"kind": "train", "kind": "flight"}, "channel": "web"}'
    answer = staff.post(RECORDS, body, content_type="application/json")
    assert _told(answer) == (400, [("AC123", "kind", None)])
    assert answer.json()["mistakes"][0]["expected"] == "each name once"
    assert not models.Record.objects.exists()


@pytest.mark.parametrize("given", [{"a": 1}, 1.5, [1], [["a"]]])
def test_of_a_value_that_no_field_has_one_mistake_is_told(staff: Client, given: object) -> None:
    answer = staff.post(RECORDS, {"fields": TRAIN | {"kind": given}}, content_type="application/json")
    assert _told(answer) == (422, [("AC041", "body.fields.kind", None)])
    assert answer.json()["mistakes"][0]["expected"].startswith("a text, a whole number, true or false")


def test_very_many_mistakes_bring_no_answer_that_is_larger_than_the_request(staff: Client) -> None:
    body = {"fields": TRAIN, **{f"made-up-{n}": 1 for n in range(10_000)}}
    answer = staff.post(RECORDS, body, content_type="application/json")
    assert (answer.status_code, len(answer.json()["mistakes"])) == (422, 100)


def test_every_operation_describes_what_it_answers_to_what_is_wrong() -> None:
    described = api.get_openapi_schema()
    problem = described["components"]["schemas"]["Problem"]["properties"]
    assert {*problem} >= {"type", "title", "status", "mistakes", "fields"}
    for path in described["paths"].values():
        for operation in path.values():
            assert [*operation["responses"]["default"]["content"]] == ["application/problem+json"]
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                name = body["schema"]["$ref"].rpartition("/")[2]
                assert described["components"]["schemas"][name]["additionalProperties"] is False, name
