"""A request that is sent again, since nobody knows whether it arrived, is done once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from bridgehead.actions.once import forget_answers
from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import TOURISM, TRAIN, publish

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"
KEY = "made-up-key-0123456789"


@pytest.fixture(autouse=True)
def _city() -> None:
    publish()


def _post(key: str | None = KEY, address: str = ADDRESS, body: Any = None, **headers: str) -> Any:
    sent = {"idempotency-key": key, **headers} if key else headers
    body = body or {"fields": TRAIN}
    return Client().post(address, body, content_type="application/json", headers=sent)


def _staff() -> str:
    user = User.objects.create(username="made-up-clerk", roles=["clerk"])
    return f"Bearer {tokens.issue(user, 'test', ['submit', 'act'], now() + timedelta(days=1))}"


def test_the_same_request_with_the_same_key_gets_the_same_answer_and_is_done_once() -> None:
    first, second = _post(), _post()
    assert (first.status_code, first.content) == (201, second.content)
    assert second.status_code == 201
    assert models.Record.objects.count() == 1
    assert _post(key=None).json()["number"] != first.json()["number"]


def test_another_request_with_the_same_key_is_refused() -> None:
    _post()
    for other in (_post(body={"fields": TRAIN | {"train number": "K2"}}), _post(authorization=_staff())):
        assert other.status_code == 422
        assert other.json()["mistakes"][0]["code"] == "AC043"
    assert models.Record.objects.count() == 1


def test_an_act_is_done_once_though_the_record_has_changed_since() -> None:
    number = _post().json()["number"]
    wanted = {"verb": "note", "version": 1, "reason": "seen"}
    answers = [
        _post(f"{KEY}{KEY}", f"{ADDRESS}/{number}/acts", wanted, authorization=staff) for staff in [_staff()] * 2
    ]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert models.Event.objects.count() == 2


def test_what_was_refused_is_judged_anew() -> None:
    assert _post(body={"fields": {}}).status_code == 422
    assert _post().status_code == 201


@pytest.mark.parametrize("key", ["short", "with blanks 0123456789", "x" * 201])
def test_what_is_no_key_is_refused(key: str) -> None:
    answer = _post(key)
    assert answer.status_code == 400
    assert answer.json()["mistakes"][0]["code"] == "AC042"


def test_the_code_of_a_receipt_lies_nowhere_in_the_clear() -> None:
    receipt = _post().json()
    assert [_in_the_database(receipt[name]) for name in ("number", "code")] == [True, False]


def _in_the_database(text: str) -> bool:
    with connection.cursor() as cursor:
        found = []
        for table in {*connection.introspection.table_names()} - {"ledger_bigrams"}:  # it has no rows: see its `_data`
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [cell for row in cursor.fetchall() for cell in row]
    return any(
        text.encode() in (bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()) for cell in found
    )


def test_an_answer_is_kept_for_a_day() -> None:
    _post()
    assert forget_answers(now()) == 0
    assert forget_answers(now() + timedelta(days=1, seconds=1)) == 1
    assert not models.Answer.objects.exists()
