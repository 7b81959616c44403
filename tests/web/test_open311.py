"""Open311 GeoReport v2, sentence by sentence, as a client that was made for any city asks."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.ledger import keys, models
from bridgehead.primitives import moment
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from bridgehead.web.open311.answers import MEDIA_TYPES, written
from tests.cities import CLERK, INSPECTION, MOMENT, TOURISM, publish, submit_report
from tests.forms import RULEBOOKS
from tests.profiles import costing

pytestmark = pytest.mark.django_db

REPORT = {
    "service_code": "inspection-report",
    "description": "made-up firm has waited for its money since spring",
    "address_string": "1 Made-up Street",
    "first_name": "Made-up",
    "last_name": "Person",
    "phone": "13800138000",
    "attribute[kind]": "problem",
    "attribute[subject]": "overdue payments",
    "attribute[unit complained of]": "made-up-bureau",
    "attribute[amount overdue]": "120000",
    "attribute[happened on]": "2023-05-20T20:00:00Z",
}
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _city() -> None:
    publish(INSPECTION)


def _get(address: str, expected: int = 200, **query: Any) -> Any:
    answer = Client().get(f"/open311/{address}", query, headers=ENGLISH)
    assert answer.status_code == expected, answer.content
    assert answer["content-type"] == "application/json; charset=utf-8"
    return answer.json()


def _post(address: str = "v2/requests.json", **changed: Any) -> Any:
    given = {name: value for name, value in (REPORT | changed).items() if value is not None}
    body = "&".join(f"{quote(name)}={quote(each)}" for name, value in given.items() for each in _each(value))
    form = "application/x-www-form-urlencoded; charset=utf-8"
    return Client().post(f"/open311/{address}", body, content_type=form, headers=ENGLISH)


def _each(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


# -- formats -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["discovery", "v2/services", "v2/services/inspection-report", "v2/requests", "v2/requests/nowhere", "v2/tokens/x"],
)
def test_xml_and_json_say_the_same(address: str) -> None:
    submit_report(now())
    xml = Client().get(f"/open311/{address}.xml", headers=ENGLISH)
    assert xml["content-type"] == "text/xml; charset=utf-8"
    assert xml.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    plain = Client().get(f"/open311/{address}.json", headers=ENGLISH)
    assert plain["content-type"] == "application/json; charset=utf-8"
    assert _plain(ElementTree.fromstring(xml.content)) == _texts(plain.json())


LISTS = {"services", "attributes", "values", "service_requests", "endpoints", "formats", "errors"}


def _plain(element: ElementTree.Element) -> Any:
    if element.tag in LISTS:
        return [_plain(each) for each in element]
    return {each.tag: _plain(each) for each in element} if len(element) else (element.text or None)


def _texts(found: Any) -> Any:
    match found:
        case dict():
            return {name: _texts(value) for name, value in found.items()}
        case list():
            return [_texts(each) for each in found]
        case bool():
            return str(found).lower()
    return None if found in (None, "") else str(found)


@given(st.text())
def test_any_text_makes_sound_xml(text: str) -> None:
    answer = written("errors", [{"code": 400, "description": text}], "xml")
    ElementTree.fromstring(answer.content)


def test_a_format_that_there_is_not_is_told_in_the_one_that_must_be_there() -> None:
    answer = Client().get("/open311/v2/services.html")
    assert (answer.status_code, answer["content-type"]) == (400, "text/xml; charset=utf-8")


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize(("language", "told"), [("en", "too many requests; to ask again in "), ("zh", "请求太多，请 ")])
def test_who_asks_too_often_is_told_in_the_standards_form(settings: Any, form: str, language: str, told: str) -> None:
    settings.REQUESTS_A_MINUTE = 1
    handler = WSGIHandler()
    asked = RequestFactory().get(f"/open311/v2/services.{form}", headers={"accept-language": language})
    _, answer = (handler.get_response(asked) for _ in range(2))  # type: ignore[arg-type]
    assert (answer.status_code, answer["content-type"]) == (429, MEDIA_TYPES[form])
    assert int(answer["retry-after"]) > 0
    _is_told_in(language, answer, 429, told)


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize(("language", "told"), [("en", "at most 1 MiB"), ("zh", "最大 1 MiB")])
@pytest.mark.parametrize("bound", ["LARGEST_REQUEST", "DATA_UPLOAD_MAX_MEMORY_SIZE"])
def test_what_is_too_large_is_told_in_the_standards_form(
    settings: Any, form: str, language: str, told: str, bound: str
) -> None:
    setattr(settings, bound, 2**20)
    body, kind = "description=" + "x" * 2**20, "application/x-www-form-urlencoded"
    asked = {"accept-language": language}
    answer = Client().post(f"/open311/v2/requests.{form}", body, content_type=kind, headers=asked)
    assert (answer.status_code, answer["content-type"]) == (413, MEDIA_TYPES[form])
    _is_told_in(language, answer, 413, told)


@pytest.mark.parametrize(
    ("address", "query", "status", "zh"),
    [
        ("nowhere", "", 404, "没有这个地址"),
        ("v2/nowhere.json", "", 404, "没有这个地址"),
        ("v2/services.json", "jurisdiction_id=a%00b", 400, "有文本不能有的符号"),
        ("v2/services.json", "jurisdiction_id=nowhere", 404, "没有“nowhere”这个 jurisdiction_id"),
        ("v2/requests.json", "status=lost", 400, "没有“lost”这个 status（open 或 closed）"),
        ("v2/requests.json", "start_date=2023", 400, "start_date 写成“2023”（带时区的时间，"),
        ("v2/requests/nothing.json", "", 404, "没有这个 service_request_id"),
    ],
)
def test_what_is_wrong_is_told_in_the_language_that_is_asked_for(
    address: str, query: str, status: int, zh: str
) -> None:
    asked = {"QUERY_STRING": query}
    chinese = Client().generic("GET", f"/open311/{address}", headers={"accept-language": "zh-CN"}, **asked)
    _is_told_in("zh", chinese, status, zh)
    english = Client().generic("GET", f"/open311/{address}", headers={"accept-language": "en"}, **asked)
    _is_told_in("en", english, status, "")


def _is_told_in(language: str, answer: Any, status: int, told: str) -> None:
    json_here = answer["content-type"] == MEDIA_TYPES["json"]
    (error,) = json.loads(answer.content) if json_here else _plain(ElementTree.fromstring(answer.content))
    assert (answer.status_code, int(error["code"])) == (status, status)
    assert told in error["description"]
    assert bool(re.search("[\u4e00-\u9fff]", error["description"])) == (language == "zh")
    assert answer["content-language"] == ("en" if language == "en" else "zh-hans")


# -- services ----------------------------------------------------------------------------------------------------------


def test_discovery_tells_the_endpoint_and_its_formats() -> None:
    found = _get("discovery.json")
    assert {*found} == {"changeset", "contact", "key_service", "endpoints"}
    assert found["contact"].startswith("http://testserver/services/; ")
    (endpoint,) = found["endpoints"]
    assert {*endpoint} == {"specification", "url", "changeset", "type", "formats"}
    assert endpoint["url"] == "http://testserver/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert endpoint["type"] == "production"


def test_a_demonstration_is_no_production(tmp_path: Path) -> None:
    (tmp_path / moment.FILE).write_text("-86400")
    moment.keep_by(tmp_path)
    try:
        assert _get("discovery.json")["endpoints"][0]["type"] == "test"
    finally:
        moment.keep_by(None)


def test_a_register_that_is_public_is_a_service() -> None:
    (service,) = _get("v2/services.json")
    assert service["service_code"] == "inspection-report"
    assert service["service_name"] == "Problems and suggestions on the business environment"
    assert (service["metadata"], service["type"]) == (True, "realtime")
    assert service["keywords"] == "Letter, Telephone, Visit, E-mail, Website"
    chinese = Client().get("/open311/v2/services.json").json()
    assert chinese[0]["service_name"] == "营商环境问题和建议"


def test_a_service_defines_its_fields_but_those_that_the_standard_knows_itself() -> None:
    found = _get("v2/services/inspection-report.json")
    assert found["service_code"] == "inspection-report"
    kinds = {each["code"]: (each["datatype"], each["required"]) for each in found["attributes"]}
    assert kinds == {
        "kind": ("singlevaluelist", True),
        "subject": ("singlevaluelist", True),
        "other subject": ("string", False),
        "happened on": ("datetime", False),
        "unit complained of": ("string", False),
        "amount overdue": ("number", False),
        "enterprise": ("string", False),
        "credit code": ("string", False),
    }
    assert [each["order"] for each in found["attributes"]] == [*range(1, len(kinds) + 1)]
    assert {each["variable"] for each in found["attributes"]} == {True}
    kind = found["attributes"][0]
    assert kind["values"] == [{"key": "problem", "name": "A problem"}, {"key": "suggestion", "name": "A suggestion"}]
    assert found["attributes"][5]["datatype_description"] == "yuan"


def test_where_there_are_several_jurisdictions_one_is_named() -> None:
    publish(TOURISM)
    assert _get("v2/services.json", 400)[0]["code"] == 400
    assert _get("v2/services.json", 404, jurisdiction_id="nowhere")[0]["code"] == 404
    assert [each["service_code"] for each in _get("v2/services.json", jurisdiction_id=INSPECTION)] == [
        "inspection-report"
    ]
    assert "special-train-claim" in {each["service_code"] for each in _get("v2/services.json", jurisdiction_id=TOURISM)}


# -- filing ------------------------------------------------------------------------------------------------------------


def test_a_request_that_is_posted_is_a_record_with_its_fields() -> None:
    answer = _post()
    assert answer.status_code == 200, answer.content
    (made,) = answer.json()
    assert {*made} == {"service_request_id", "service_notice", "account_id"}, "and no token"
    record = models.Record.objects.get()
    assert record.number in made["service_notice"]
    assert record.number not in made["service_request_id"]
    fields = record.state["fields"]
    assert (fields["kind"], fields["amount overdue"], fields["happened on"]) == ("problem", "120000", "2023-05-21")
    row = models.Key.objects.get(record=record)
    assert _personal(record, bytes(row.wrapped)) == {
        "description": "made-up firm has waited for its money since spring\n1 Made-up Street",
        "reporter": "Made-up Person",
        "telephone": "+8613800138000",
    }


def _personal(record: models.Record, wrapped: bytes) -> dict[str, Any]:
    from django.conf import settings

    return keys.unbox(keys.unwrap(settings.MASTER_KEY, wrapped, record.pk), record.state["personal"], record.pk)


def test_the_notice_has_the_code_that_opens_the_record_and_tells_what_was_not_kept() -> None:
    (made,) = _post(address_id="made-up", device_id="made-up", media_url="").json()
    words = made["service_notice"].replace(",", " ").replace(":", " ").split()
    number, code = words[1], words[3]
    address = f"/api/matters/{INSPECTION}/registers/inspection-report/records/{number}"
    assert Client().get(address, {"code": code}).status_code == 200
    assert "Not kept, since nothing here asks for it: address_id, device_id." in made["service_notice"]


def test_who_does_not_say_who_they_are_is_anonymous_where_that_is_allowed() -> None:
    assert _post(first_name=None, last_name=None, phone=None).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"service_code": None}, 400),
        ({"service_code": "nothing"}, 404),
        ({"jurisdiction_id": "nowhere"}, 404),
        ({"api_key": "made up"}, 403),
        ({"attribute[kind]": "praise"}, 400),
        ({"attribute[kind]": None}, 400),
        ({"attribute[kind]": ["problem", "suggestion"]}, 400),
        ({"attribute[answer]": "x"}, 400),
        ({"attribute[nothing]": "x"}, 400),
        ({"description": "x" * 4001}, 400),
        ({"description": "a\0b"}, 400),
        ({"phone": "12"}, 400),
        ({"attribute[happened on]": "9999-12-31T23:59:59-23:59"}, 400),
    ],
)
@pytest.mark.parametrize("form", ["xml", "json"])
def test_what_is_refused_is_told_with_its_code_and_nothing_is_stored(
    changed: dict[str, Any], status: int, form: str
) -> None:
    answer = _post(f"v2/requests.{form}", **changed)
    assert answer.status_code == status, answer.content
    found = answer.json() if form == "json" else _plain(ElementTree.fromstring(answer.content))
    assert {str(each["code"]) for each in found} == {str(status)}
    assert all(each["description"] for each in found)
    assert not models.Record.objects.exists()


def test_every_mistake_is_told() -> None:
    assert len(_post(**{"attribute[kind]": "praise", "attribute[subject]": "x", "phone": "12"}).json()) == 3


def test_an_attribute_that_is_not_asked_for_is_refused_with_its_condition() -> None:
    answer = _post(**{"attribute[kind]": "suggestion"})
    assert answer.status_code == 400
    (told,) = answer.json()
    assert told["description"].startswith("unit complained of: ")
    assert told["description"].endswith('it is asked for only where kind = "problem".')
    assert not models.Record.objects.exists()


def test_an_api_key_is_a_token_for_filing_and_the_event_names_its_user() -> None:
    user = User.objects.create(username="made-up-clerk", roles=["clerk"])
    right, wrong = (tokens.issue(user, "test", [scope], now() + timedelta(days=1)) for scope in ("submit", "read"))
    assert _post(api_key=wrong).status_code == 403
    assert _post(api_key=right).status_code == 200
    assert b"made-up-clerk" in bytes(models.Event.objects.get().body)


def test_what_is_no_form_is_refused() -> None:
    answer = Client().post("/open311/v2/requests.json", json.dumps(REPORT), content_type="application/json")
    assert answer.status_code == 400
    answer = Client().put("/open311/v2/requests.json")
    assert (answer.status_code, answer["allow"], answer.json()[0]["code"]) == (405, "GET, POST", 405)


def test_a_request_that_is_posted_again_with_its_key_is_done_once() -> None:
    form, headers = "application/x-www-form-urlencoded", {"idempotency-key": "made-up-key-0123456789"}
    body = "&".join(f"{quote(name)}={quote(value)}" for name, value in REPORT.items())
    first, second = (
        Client().post("/open311/v2/requests.json", body, content_type=form, headers=headers) for _ in range(2)
    )
    assert first.json() == second.json()
    assert models.Record.objects.count() == 1


# -- reading -----------------------------------------------------------------------------------------------------------


def test_a_request_shows_what_is_public_and_nothing_else() -> None:
    record = submit_report(MOMENT)
    listed = _get("v2/requests.json", start_date="2023-09-01T00:00:00Z")
    (found,) = listed
    assert found == {
        "service_request_id": found["service_request_id"],
        "status": "open",
        "status_notes": "Received",
        "service_name": "Problems and suggestions on the business environment",
        "service_code": "inspection-report",
        "description": "Kind: A problem\nSubject: Overdue payments to small and medium firms",
        "agency_responsible": None,
        "service_notice": None,
        "requested_datetime": "2023-09-20T00:00:00+08:00",
        "updated_datetime": None,
        "expected_datetime": "2023-09-21T00:00:00+08:00",
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }
    assert record.number not in json.dumps(listed), "the number is not public here"
    assert _get(f"v2/requests/{found['service_request_id']}.json") == listed


def test_an_expected_day_that_a_calendar_may_still_move_is_said_to_be_provisional() -> None:
    submit_report(datetime(2023, 12, 29, 8, tzinfo=UTC))
    (found,) = _get("v2/requests.json", start_date="2023-12-01T00:00:00Z")
    assert found["expected_datetime"] == "2024-01-01T00:00:00+08:00"
    assert found["service_notice"].startswith("expected_datetime is provisional")


def test_a_request_that_has_ended_is_closed_on_its_day() -> None:
    record = submit_report(MOMENT)
    handle(record.pk, Wanted("refuse", reason="made up"), CLERK, MOMENT + timedelta(days=2))
    (found,) = _get("v2/requests.json", start_date="2023-09-01T00:00:00Z", status="closed")
    assert (found["status"], found["updated_datetime"]) == ("closed", "2023-09-22T00:00:00+08:00")
    assert _get("v2/requests.json", start_date="2023-09-01T00:00:00Z", status="open") == []
    assert len(_get("v2/requests.json", start_date="2023-09-01T00:00:00Z", status="open,closed")) == 1


def test_requests_are_found_by_their_names_whatever_else_is_asked() -> None:
    first, second, _ = (submit_report(MOMENT + timedelta(days=day)) for day in range(3))
    names = [each["service_request_id"] for each in _get("v2/requests.json", start_date="2023-09-01T00:00:00Z")][1:]
    found = _get("v2/requests.json", service_request_id=",".join(names), status="closed", service_code="nothing")
    assert [each["service_request_id"] for each in found] == names
    assert {each["requested_datetime"][:10] for each in found} == {"2023-09-20", "2023-09-21"}
    assert first.pk < second.pk


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({}, [0, 89]),
        ({"start_date": "2023-06-01T00:00:00Z"}, []),
        ({"service_code": "inspection-report"}, [0, 89]),
    ],
)
def test_without_days_the_last_ninety_are_searched(query: dict[str, str], days: list[int]) -> None:
    today = now()
    for ago in (0, 89, 91):
        submit_report(today - timedelta(days=ago))
    found = [datetime.fromisoformat(each["requested_datetime"]) for each in _get("v2/requests.json", **query)]
    assert [(today - at).days for at in found] == days


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"start_date": "2023-01-01T00:00:00Z", "end_date": "2023-04-02T00:00:01Z"}, 400),
        ({"start_date": "2023-03-01T00:00:00Z", "end_date": "2023-02-01T00:00:00Z"}, 400),
        ({"start_date": "2023-01-01T00:00:00"}, 400),
        ({"start_date": "yesterday"}, 400),
        ({"end_date": "0001-01-01T00:00:00Z"}, 400),
        ({"start_date": "9999-12-31T23:59:59Z"}, 400),
        ({"end_date": "9999-12-31T23:59:59Z"}, 400),
        ({"status": "lost"}, 400),
        ({"service_code": "nothing"}, 404),
        ({"service_request_id": "nothing"}, 404),
        ({"service_request_id": "a" * 26}, 404),
        ({"service_request_id": ",".join(f"{n}" for n in range(1001))}, 400),
        ({"jurisdiction_id": "nowhere"}, 404),
    ],
)
def test_what_cannot_be_searched_is_told_with_its_code(query: dict[str, str], status: int) -> None:
    assert {each["code"] for each in _get("v2/requests.json", status, **query)} == {status}


def test_what_does_not_show_its_stage_and_its_day_stands_in_no_list(tmp_path: Path) -> None:
    folder = shutil.copytree(RULEBOOKS / TOURISM, tmp_path / "tourism")
    register = folder / "short-video-entry.yaml"
    register.write_text(register.read_text().replace(", received on, due on]", "]"))
    publish_rulebook(folder, MOMENT)
    entry = {"creator": "made-up", "published at": "2023-05-20T20:00:00+08:00", "content accepted": "true"}
    figures = {"plays": "2", "likes": "1", "shares": "0"}
    given = {f"attribute[{name}]": value for name, value in {**entry, **figures}.items()}
    dropped = dict.fromkeys(REPORT)
    answer = _post(**dropped | given | {"jurisdiction_id": TOURISM, "service_code": "short-video-entry"})
    assert answer.status_code == 200, answer.content
    assert _get("v2/requests.json", jurisdiction_id=TOURISM, service_code="short-video-entry") == []
    name = answer.json()[0]["service_request_id"]
    (found,) = _get(f"v2/requests/{name}.json", jurisdiction_id=TOURISM)
    assert (found["status"], found["requested_datetime"]) == ("open", None)
    assert "Published at: 20 May 2023" in found["description"]
    assert _get(f"v2/requests/{name}.json", 404, jurisdiction_id=INSPECTION)[0]["code"] == 404


def test_no_more_than_a_thousand_requests_are_listed() -> None:
    record = submit_report(now())
    copies = [models.Record.objects.get(pk=record.pk) for _ in range(1000)]
    for n, copy in enumerate(copies):
        copy.pk, copy.number = None, f"made-up-{n}"
    models.Record.objects.bulk_create(copies)
    found = _get("v2/requests.json")
    assert len(found) == len({each["service_request_id"] for each in found}) == 1000


ASKED = st.sampled_from(
    (
        *("jurisdiction_id", "service_code", "service_request_id", "start_date", "end_date", "status", "lat", "long"),
        *("email", "phone", "description", "first_name", "address_string", "attribute[kind]", "attribute[subject][]"),
        "api_key",
    )
)
VALUES = st.one_of(st.text(max_size=20), st.sampled_from([INSPECTION, "inspection-report", "open", "1e400", "٣", "\0"]))


@costing(3)
@given(st.dictionaries(ASKED, VALUES, max_size=6), st.sampled_from(["GET", "POST"]), st.booleans())
def test_whatever_is_asked_is_answered_in_the_standards_shape(asked: dict[str, str], method: str, named: bool) -> None:
    asked = {name: value.encode(errors="replace").decode() for name, value in asked.items()}
    if named:
        asked = {**REPORT, **asked}
    body = "&".join(f"{quote(name)}={quote(value)}" for name, value in asked.items())
    form = "application/x-www-form-urlencoded"
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        more = {"data": body, "content_type": form} if method == "POST" else {"QUERY_STRING": body}
        answer = client.generic(method, "/open311/v2/requests.json", **more)
        transaction.set_rollback(True)
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400 and not any("\0" in value for value in asked.values()):
        assert {each["code"] for each in answer.json()} == {answer.status_code}


KEYS = st.binary(min_size=32, max_size=32)


@given(st.integers(1, 2**63 - 1), KEYS, KEYS)
def test_an_alias_is_read_back_by_its_key_alone(record: int, master: bytes, other: bytes) -> None:
    name = keys.alias(master, record)
    assert keys.aliased(master, name) == record
    assert keys.aliased(other, name) == (record if other == master else None)
    assert keys.aliased(master, name[:-1]) is None


def test_staff_is_staff_by_a_header_too() -> None:
    actor = Actor(ActorKind.STAFF, "made-up", frozenset())
    user = User.objects.create(username=actor.name, roles=[])
    token = tokens.issue(user, "test", ["submit"], now() + timedelta(days=1))
    body = "&".join(f"{quote(name)}={quote(value)}" for name, value in REPORT.items())
    form = "application/x-www-form-urlencoded"
    for shown, status in ((f"Bearer {token}", 200), ("Bearer made-up", 403)):
        answer = Client().post("/open311/v2/requests.json", body, content_type=form, headers={"authorization": shown})
        assert answer.status_code == status
