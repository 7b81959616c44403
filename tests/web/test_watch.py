"""The service is watched and guarded: health, metrics, logs without what is personal, limits, headers."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.config.logs import Lines
from bridgehead.ledger.sealing import seal
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from bridgehead.web.limits import Limits
from tests.cities import INSPECTION, MOMENT, REPORT, publish, submit_report

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.1"}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the service's own handler writes."""
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each.formatter, Lines)]
    assert isinstance(handler, logging.StreamHandler)
    written = StringIO()
    before, handler.stream = handler.stream, written  # not by setStream, which flushes: a command's may be closed
    yield written
    handler.stream = before


def _lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_health_and_readiness_are_told() -> None:
    assert Client().get("/health").json()["status"] == "well"
    assert Client().get("/ready").json() == {"status": "ready", "jobs": {}}


def test_metrics_tell_requests_by_route_and_how_the_ledger_stands() -> None:
    publish(INSPECTION)
    submit_report(MOMENT)
    text = Client().get("/metrics").content.decode()
    assert "bridgehead_events_unsealed 1.0" in text
    assert "bridgehead_records_overdue 1.0" in text
    seal(MOMENT)
    Client().get(f"{ADDRESS}/YS-2023-00001", {"code": "x"})
    text = Client().get("/metrics").content.decode()
    assert "bridgehead_events_unsealed 0.0" in text
    route = "api/matters/<path:matter>/registers/<name>/records/<number>"
    assert f'bridgehead_requests_total{{method="GET",route="{route}",status="404"}}' in text
    assert "YS-2023" not in text


@pytest.mark.parametrize(
    "more", [ELSEWHERE, {"headers": {"x-forwarded-for": "192.0.2.1"}}, {"headers": {"authorization": "Bearer x"}}]
)
def test_metrics_are_for_this_machine_and_for_administrators(more: Any) -> None:
    assert Client().get("/metrics", **more).status_code == 401
    user = User.objects.create(username="made-up administrator", roles=["administrator"])
    token = tokens.issue(user, "monitoring", ["read"], now() + timedelta(days=1))
    assert Client(**ELSEWHERE).get("/metrics", headers={"authorization": f"Bearer {token}"}).status_code == 200


def test_a_request_is_a_line_with_its_route_and_nothing_that_was_typed_in(log: StringIO) -> None:
    publish(INSPECTION)
    answer = Client().post(ADDRESS, {"fields": REPORT}, content_type="application/json")
    Client().get(f"{ADDRESS}/made-up-person", {"code": "13800138000"})
    Client().get("/made-up-person")
    lines = _lines(log)
    assert [(each["status"], each["method"]) for each in lines] == [(201, "POST"), (404, "GET"), (404, "GET")]
    assert lines[0]["request"] == answer["x-request-id"]
    assert not [typed for typed in ("13800138000", "made-up", "127.0.0.1") if typed in json.dumps(lines)]


def test_a_fault_is_logged_with_its_place_and_without_its_words(log: StringIO, settings: Any) -> None:
    publish(INSPECTION)
    settings.MASTER_KEY = b"too short"
    client = Client(raise_request_exception=False)
    answer = client.post(ADDRESS, {"fields": REPORT}, content_type="application/json")
    (fault,) = [each for each in _lines(log) if each["level"] == "error"]
    assert (fault["exception"], fault["request"]) == ("ValueError", answer["x-request-id"])
    assert any("keys.py" in frame for frame in fault["raised"])
    assert "must be" not in json.dumps(fault)


def test_who_asks_too_often_waits_and_others_do_not(settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = 2
    handler = WSGIHandler()
    statuses = [_ask(handler, "192.0.2.1").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = _ask(handler, "192.0.2.1")
    assert refused["content-type"] == "application/problem+json"
    assert 1 <= int(refused["retry-after"]) <= 30
    assert _ask(handler, "192.0.2.2").status_code == 200
    answers = [_ask(handler, f"192.0.2.{n}", authorization="Bearer x").status_code for n in (3, 4, 5)]
    assert answers == [200, 200, 429], "a token is one caller, wherever it is shown"


def test_a_browser_that_asks_too_often_sees_a_page_in_its_language(settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = 1
    handler = WSGIHandler()
    for path, told in (("/track/", "请求太多"), ("/en/track/", "Too many requests")):
        _, refused = (_ask(handler, f"192.0.2.{len(path)}", path, accept="text/html,*/*") for _ in range(2))
        page = refused.content.decode()
        assert (refused.status_code, f"<h1>{told}</h1>" in page) == (429, True)
        assert int(refused["retry-after"]) == 60
        assert 'class="language"' not in page, "no link that leads nowhere"


def test_what_monitoring_asks_is_answered_however_often_and_uses_nothing_up(settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = 2
    handler = WSGIHandler()
    for path in ("/health", "/ready", "/metrics"):
        assert {_ask(handler, "127.0.0.1", path).status_code for _ in range(4)} == {200}
    assert [_ask(handler, "127.0.0.1").status_code for _ in range(3)] == [200, 200, 429]


def _ask(handler: WSGIHandler, address: str, path: str = "/track/", **headers: str) -> Any:
    return handler.get_response(RequestFactory(REMOTE_ADDR=address).get(path, headers=headers))  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.floats(0, 20), st.sampled_from([b"a", b"b", b"c"])), max_size=60), st.integers(1, 5))
def test_no_caller_gets_more_than_a_minutes_requests_and_what_time_has_added(
    calls: list[tuple[float, bytes]], a_minute: int
) -> None:
    at = 0.0
    limits = Limits(a_minute, clock=lambda: at, most=2)
    answered: list[float] = []
    for later, caller in calls:
        at += later
        waits = limits.wait(caller)
        assert 0 <= waits <= 60
        if caller == b"a" and not waits:
            answered.append(at)
        assert len(limits) <= 2
    if b"c" not in {caller for _, caller in calls}:  # nobody is forgotten
        for start in answered:
            within = [each for each in answered if start <= each <= start + 60]
            assert len(within) <= 2 * a_minute + 1


def test_who_has_waited_as_long_as_was_said_is_answered() -> None:
    at = 0.0
    limits = Limits(7, clock=lambda: at)
    for _ in range(7):
        assert limits.wait(b"a") == 0
    at += limits.wait(b"a") + 1e-6
    assert limits.wait(b"a") == 0
    assert limits.wait(b"a") > 0


def test_every_answer_is_guarded() -> None:
    answer = Client().get("/api/nowhere")
    assert answer["content-security-policy"].startswith("default-src 'none'")
    assert answer["cache-control"] == "no-store"
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["x-frame-options"] == "DENY"
    assert answer["referrer-policy"] == "same-origin"


def test_the_page_of_the_interface_loads_nothing_from_elsewhere() -> None:
    page = Client().get("/api/docs")
    assert "default-src 'self'" in page["content-security-policy"]
    assert "://" not in page.content.decode().replace("http://www.w3.org", "")
    assert Client().get("/static/ninja/swagger-ui.css").status_code == 200
