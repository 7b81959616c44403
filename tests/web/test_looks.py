"""Over the interface and at the desk staff looks at what is personal, and finds who is named by a number."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from bridgehead.actions.attach import File, attach
from bridgehead.actions.verify_by_list import verify_by_list
from bridgehead.ledger import events, models
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import CLERK, INSPECTION, MOMENT, REPORT, TOURISM, UNITS, publish, submit_report, submit_train
from tests.forms import identity
from tests.lists import csv_list, people, publish_lists

pytestmark = pytest.mark.django_db

REGISTER = f"/api/matters/{INSPECTION}/registers/inspection-report"
DESK = f"/desk/searches/{INSPECTION}/inspection-report/"
BY_TELEPHONE = {"kind": "telephone", "value": "138 0013 8000", "reason": "the caller asks"}


@pytest.fixture
def user() -> User:
    publish(INSPECTION)
    return User.objects.create(username="made-up-clerk", roles=["clerk"])


def _post(user: User, address: str, said: Any, scope: str = "look", **headers: str) -> Any:
    token = tokens.issue(user, "test", [scope], now() + timedelta(days=1))
    own = {"authorization": f"Bearer {token}", **headers}
    return Client().post(address, said, content_type="application/json", headers=own)


def _looks() -> list[Any]:
    kept = models.Event.objects.filter(kind="looked/1").order_by("pk")
    return [events.read(bytes(body)) for body in kept.values_list("body", flat=True)]


def test_a_look_answers_what_is_personal_and_is_kept_with_its_reason(user: User) -> None:
    record = submit_report()
    answer = _post(user, f"{REGISTER}/records/{record.number}/looks", {"reason": "to call back"})
    assert (answer.status_code, answer["cache-control"]) == (200, "no-store")
    assert answer.json()["fields"] == {
        "description": REPORT["description"],
        "reporter": REPORT["reporter"],
        "telephone": "+8613800138000",
    }
    (look,) = _looks()
    assert (look.actor, look.data) == (
        user.username,
        {"record": record.pk, "number": record.number, "reason": "to call back"},
    )


def test_a_look_is_refused_without_scope_or_reason_and_where_the_record_is_kept_from_whoever_looks(user: User) -> None:
    address = f"{REGISTER}/records/{submit_report().number}/looks"
    assert _post(user, address, {"reason": "to call back"}, "read").status_code == 403
    assert _post(user, address, {"reason": " "}).json()["mistakes"][0]["code"] == "AC004"
    other = User.objects.create(username="made-up-handler", roles=["handler"])
    other.units.add(models.Unit.objects.get(slug=UNITS[0]))
    assert _post(other, address, {"reason": "who was it"}).status_code == 404
    assert _post(other, f"{REGISTER}/looks", BY_TELEPHONE).json() == {"records": []}
    assert [look.data.get("found") for look in _looks()] == [[]]


def test_a_look_is_never_kept_as_an_answer(user: User) -> None:
    address = f"{REGISTER}/records/{submit_report().number}/looks"
    for _ in range(2):
        again = _post(user, address, {"reason": "to call back"}, **{"idempotency-key": "made-up-key-0123456789"})
        assert again.status_code == 200
    assert (len(_looks()), models.Answer.objects.count()) == (2, 0)


def test_records_are_found_by_a_number_in_any_spelling_and_nothing_personal_is_shown(user: User) -> None:
    first, _ = submit_report(), submit_report(telephone="13900139000")
    answer = _post(user, f"{REGISTER}/looks", BY_TELEPHONE)
    assert [each["number"] for each in answer.json()["records"]] == [first.number]
    assert b"13800138000" not in answer.content
    assert _looks()[0].data == {
        "matter": INSPECTION,
        "register": "inspection-report",
        "field": "telephone",
        "found": [first.number],
        "reason": "the caller asks",
    }
    for changed, status in (({"value": "12"}, 422), ({"kind": "name"}, 422), ({"reason": "13800138000"}, 422)):
        assert _post(user, f"{REGISTER}/looks", BY_TELEPHONE | changed).status_code == status
    assert _post(user, REGISTER.replace("report", "nothing") + "/looks", BY_TELEPHONE).status_code == 404
    assert len(_looks()) == 1


def test_whoever_stands_in_a_list_is_found_by_their_identity_number(user: User) -> None:
    publish_lists()
    record = models.Record.objects.get(number=submit_train(MOMENT).number)
    kept = attach(
        record.pk, File("passenger list", "a.csv", BytesIO(csv_list(people(0, 2, bought=1))), "made up"), CLERK, MOMENT
    )
    verify_by_list(record.pk, kept.hash, 2, CLERK, MOMENT)
    wanted = {"kind": "identity number", "value": identity(1), "reason": "they ask"}
    answer = _post(user, f"/api/matters/{TOURISM}/registers/special-train-claim/looks", wanted)
    assert [each["number"] for each in answer.json()["records"]] == [record.number]


def test_at_the_desk_somebody_is_found_by_a_number_that_stands_in_no_address(user: User) -> None:
    first, other = submit_report(), submit_report(telephone="13900139000")
    client = Client()
    client.force_login(user)
    page = client.get(f"/desk/registers/{INSPECTION}/inspection-report/").content.decode()
    assert DESK in page
    found = client.post(DESK, BY_TELEPHONE)
    assert (found.status_code, found["cache-control"]) == (200, "no-store")
    text = found.content.decode()
    assert (first.number in text, other.number in text) == (True, False)
    assert "13800138000" not in text.replace(" ", "")
    nobody = client.post(DESK, BY_TELEPHONE | {"value": "13700137000"}).content.decode()
    assert "没有登记" in nobody
    refused = client.post(DESK, BY_TELEPHONE | {"value": "12"})
    assert (refused.status_code, "AC094" in refused.content.decode()) == (400, True)
    assert len(_looks()) == 2
