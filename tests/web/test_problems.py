"""Whatever goes wrong, and whoever notices it, the answer has one shape (RFC 9457)."""

import json
import re
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

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
    assert found["mistakes"]
    assert all({*each} == {"code", "at", "message", "expected", "nearest"} for each in found["mistakes"])
    asked = more.get("headers", {}).get("accept-language", "en")
    assert answer["content-language"] == ("zh-hans" if asked.startswith("zh") else "en")
    return dict(found)


@pytest.mark.parametrize(
    ("method", "address", "body", "status", "code"),
    [
        ("GET", "/api/nowhere", "", 404, "AC119"),
        ("GET", f"{ADDRESS}/TJ-2023-99999?code=x", "", 404, "AC120"),
        ("PUT", ADDRESS, "", 405, "AC121"),
        ("POST", "/health", "", 405, "AC121"),
        ("POST", ADDRESS, "{", 400, "AC123"),
        ("POST", ADDRESS, b"\xff", 400, "AC123"),
        ("POST", ADDRESS, "[" * 100_000, 400, "AC123"),
        ("POST", ADDRESS, '{"fields": {"organiser": "a\\u0000b"}}', 400, "AC124"),
        ("GET", f"{ADDRESS}?text=a%00b", "", 400, "AC124"),
        ("POST", ADDRESS, '{"fields": 1}', 422, "AC041"),
        ("POST", ADDRESS, "x" * 2**21, 413, "AC062"),
        ("GET", ADDRESS, "", 401, "AC118"),
        ("GET", "/api/verification", "", 401, "AC118"),
    ],
)
def test_a_program_is_told_in_one_shape_with_a_code(
    method: str, address: str, body: str | bytes, status: int, code: str
) -> None:
    publish()
    for language in ({}, {"accept-language": "en"}, {"accept-language": "zh-CN"}):
        found = _problem(method, address, body, headers=language)
        assert (found["status"], [each["code"] for each in found["mistakes"]]) == (status, [code])


def test_what_is_no_json_is_told_with_its_place() -> None:
    (mistake,) = _problem("POST", ADDRESS, '{"fields":\n {"kind" "train"}}')["mistakes"]
    assert (mistake["at"], mistake["message"]) == ("2:10", "a body that is no JSON: expecting ':' delimiter")


@pytest.mark.parametrize(("kind", "status"), [("text/plain", 415), ("application/x-www-form-urlencoded", 415),
    ("application/json; charset=utf-8", 422), ("application/merge-patch+json", 422), ("", 422)])  # fmt: skip
def test_a_body_that_says_that_it_is_no_json_is_not_read(kind: str, status: int) -> None:
    publish()
    answer = Client().post(ADDRESS, '{"fields": {"kind": "trains"}}', content_type=kind)
    assert answer.status_code == status, answer.content
    codes = {each["code"] for each in json.loads(answer.content)["mistakes"]}
    assert codes == ({"AC129"} if status == 415 else {"RG010"})


def test_a_body_that_is_not_in_utf_8_is_told_by_its_byte() -> None:
    (mistake,) = _problem("POST", ADDRESS, '{"fields": "文"}'.encode("gb18030"))["mistakes"]
    assert (mistake["code"], mistake["at"]) == ("AC123", "byte 13")


def test_what_is_read_is_also_asked_for_its_head_alone() -> None:
    answer = Client().head("/api/openapi.json")
    assert (answer.status_code, answer["content-type"]) == (200, "application/json")


def test_who_calls_without_a_token_is_told_how_a_program_does() -> None:
    assert Client().get(ADDRESS)["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "address", "body", "zh"),
    [
        ("GET", "/api/nowhere", "", "没有这个地址。"),
        ("PUT", ADDRESS, "", "这个地址不能用 PUT 请求。"),
        ("POST", ADDRESS, "{", "请求读不出来，请核对它的形式。"),
        ("POST", ADDRESS, '{"fields": 1}', "请求与接口说明不符"),
        ("POST", ADDRESS, '{"fields": {"kind": "trains"}}', "“kind”填写不正确"),
        ("POST", ADDRESS, '{"fields": {}, "channel": "web"}', "没有“web”这个渠道，请从登记的渠道中选择。"),
        ("POST", ADDRESS.replace("special", "spetial"), '{"fields": {}}', "没有这个登记。"),
        ("POST", ADDRESS, '{"fields": {}, "anonymous": true}', "这个登记不收匿名件。"),
        ("GET", ADDRESS, "", "需要有效的令牌。"),
        ("GET", f"{ADDRESS}/TJ-2023-99999?code=x", "", "没有这一件。"),
    ],
)  # fmt: skip
def test_a_program_is_told_in_the_language_that_it_asks_for(method: str, address: str, body: str, zh: str) -> None:
    publish()
    for language in ("zh-CN,zh;q=0.9,en;q=0.5", "zh"):
        found = _problem(method, address, body, headers={"accept-language": language})
        assert found["title"] == zh
        texts = [each[key] for each in found["mistakes"] for key in ("message", "expected")]
        assert all(re.search("[\u4e00-\u9fff]", text) for text in texts), texts
    english = _problem(method, address, body, headers={"accept-language": "en-GB"})
    assert english == _problem(method, address, body), "as it is without the header"
    assert not re.search("[\u4e00-\u9fff]", english["title"])


def test_who_asks_too_often_is_told_so_in_their_language(settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = 1
    handler = WSGIHandler()
    asked = RequestFactory().get("/api/nowhere", headers={"accept-language": "zh"})
    answers = [handler.get_response(asked) for _ in range(2)]  # type: ignore[arg-type]
    first, second = (json.loads(each.content)["mistakes"][0] for each in answers)
    assert (first["code"], second["code"]) == ("AC119", "AC122")
    assert second["message"] == f"请求太多，请 {answers[1]['retry-after']} 秒后再试。"
    assert (answers[1].status_code, answers[1]["content-language"]) == (429, "zh-hans")


def test_people_are_told_on_a_page_in_their_language() -> None:
    publish()
    client = Client()
    assert "没有这个页面" in client.get("/nowhere").content.decode()
    assert "There is no such page" in client.get("/en/nowhere").content.decode()


def test_a_request_that_is_not_as_described_is_told_in_its_place() -> None:
    (mistake,) = _problem("POST", ADDRESS, '{"fields": 1}')["mistakes"]
    assert (mistake["code"], mistake["at"]) == ("AC041", "body.fields")


def test_a_method_that_there_is_not_is_told_with_those_that_there_are() -> None:
    answer = Client().put(ADDRESS)
    assert {each.strip() for each in answer["allow"].split(",")} == {"GET", "POST"}


def test_a_fault_of_the_service_tells_nothing_of_itself(settings: Any) -> None:
    publish(INSPECTION)
    settings.MASTER_KEY = b"too short"
    address = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
    found = _problem("POST", address, json.dumps({"fields": REPORT}))
    (mistake,) = found["mistakes"]
    assert (found["status"], mistake["code"], mistake["at"]) == (500, "AC125", "")
    assert found["title"] == mistake["message"] == "a fault of the service, which stored nothing"


def test_a_host_that_is_not_ours_is_refused() -> None:
    assert _problem("GET", "/api/openapi.json", headers={"host": "made-up.example"})["status"] == 400
