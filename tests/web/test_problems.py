"""Whatever goes wrong, and whoever notices it, the answer has one shape (RFC 9457)."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.cities import INSPECTION, REPORT, TOURISM, publish

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"


def _problem(method: str, address: str, body: object = None, **more: Any) -> dict[str, Any]:
    client = Client(raise_request_exception=False)
    answer = client.generic(method, address, body or "", content_type="application/json", **more)
    assert answer["content-type"] == "application/problem+json"
    found = answer.json()
    assert {*found} >= {"type", "title", "status", "mistakes"}
    assert found["status"] == answer.status_code
    return dict(found)


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("GET", "/open311/nowhere", "", 404),
        ("GET", "/api/nowhere", "", 404),
        ("PUT", ADDRESS, "", 405),
        ("POST", ADDRESS, "{", 400),
        ("POST", ADDRESS, '{"fields": 1}', 422),
        ("POST", ADDRESS, "x" * 2**21, 413),
        ("GET", ADDRESS, "", 401),
    ],
)
def test_a_program_is_told_in_one_shape(method: str, address: str, body: str, status: int) -> None:
    publish()
    assert _problem(method, address, body)["status"] == status


def test_people_are_told_on_a_page_in_their_language() -> None:
    publish()
    client = Client()
    assert "没有这个页面" in client.get("/nowhere").content.decode()
    assert "There is no such page" in client.get("/en/nowhere").content.decode()


def test_a_request_that_is_not_as_described_is_told_in_its_place() -> None:
    (mistake,) = _problem("POST", ADDRESS, '{"fields": 1}')["mistakes"]
    assert (mistake["code"], mistake["at"]) == ("AC041", "body.filled.fields")


def test_a_method_that_there_is_not_is_told_with_those_that_there_are() -> None:
    answer = Client().put(ADDRESS)
    assert {each.strip() for each in answer["allow"].split(",")} == {"GET", "POST"}


def test_a_fault_of_the_service_tells_nothing_of_itself(settings: Any) -> None:
    publish(INSPECTION)
    settings.MASTER_KEY = b"too short"
    address = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
    found = _problem("POST", address, json.dumps({"fields": REPORT}))
    assert found == {"type": "about:blank", "title": "internal server error", "status": 500, "mistakes": []}


def test_a_host_that_is_not_ours_is_refused() -> None:
    assert _problem("GET", "/api/openapi.json", headers={"host": "made-up.example"})["status"] == 400
