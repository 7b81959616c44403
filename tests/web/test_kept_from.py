"""Who may not see a record is answered as of a number that is not there, at every door and whatever else is wrong."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from bridgehead.actions.handle import Wanted, handle
from bridgehead.ledger import append, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.apart import alone, apart, at_once
from tests.cities import CLERK, INSPECTION, MOMENT, UNITS, publish, submit_report
from tests.evidence import PDF

pytestmark = pytest.mark.django_db

REGISTER = f"/api/matters/{INSPECTION}/registers/inspection-report"
ABSENT = "ER-2099-99999"
SHOWN_KEY = {"idempotency-key": "made-up-key-of-this-test"}
ACTS: tuple[dict[str, Any], ...] = (
    {"verb": "note", "version": 1, "reason": "x"},
    {"verb": "note", "version": 2, "reason": "x"},
    {"verb": "note", "version": 2, "reason": "call 13800138000"},
    {"verb": "refuse", "version": 1},
    {"verb": "correct", "version": 9, "fields": {"nothing": "x"}},
    {"verb": "assign", "version": 1, "unit": "nowhere"},
    {"verb": "merge", "version": 1, "into": ABSENT},
)
DOORS: tuple[tuple[str, dict[str, Any] | None], ...] = (
    *(("acts", act) for act in ACTS),
    ("looks", {"reason": ""}),
    ("looks", {"reason": "to call back"}),
    ("looks", {"reason": "call 13800138000"}),
    ("forgetting", {"reason": ""}),
    ("forgetting", {"reason": "asked for"}),
    (f"files/{'0' * 64}/figures", {"version": 1}),
    (f"files/{'0' * 64}/figures", {"version": 2}),
    ("related", None),
    (f"files/{'0' * 64}", None),
    (f"files/{'0' * 64}?reason=asked", None),
)
"""What stands behind the number of a record in an address, and what is sent there; without it is asked."""


@pytest.fixture
def kept() -> str:
    """A report that complains about a unit, and was acted upon since it came in."""
    publish(INSPECTION)
    record = submit_report(MOMENT, unit_complained_of=UNITS[0])
    return handle(record.pk, Wanted("accept"), CLERK, MOMENT).number


def _handler(*roles: str) -> User:
    user = User.objects.create_user("made-up-handler", password="made up", roles=["handler", *roles])
    user.units.add(models.Unit.objects.get(slug=UNITS[0]))
    return user


def _told(answer: HttpResponse, number: str) -> tuple[int, str]:
    told = re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return answer.status_code, told.replace(number, "NUMBER")


def _calling(user: User, **more: str) -> Client:
    token = tokens.issue(user, "test", ["read", "act", "look", "forget"], now() + timedelta(days=1))
    return Client(headers={"authorization": f"Bearer {token}", **more})


def _asked(client: Client, number: str, door: str, said: dict[str, Any] | None) -> tuple[int, str]:
    address = f"{REGISTER}/records/{number}/{door}"
    if said is None:
        return _told(client.get(address), number)
    return _told(client.post(address, said, content_type="application/json"), number)


@pytest.mark.parametrize(("door", "said"), DOORS)
def test_over_the_interface_the_unit_that_is_complained_of_does_not_learn_of_a_report(
    kept: str, door: str, said: dict[str, Any] | None
) -> None:
    client = _calling(_handler("administrator", "clerk"))
    answer = _asked(client, kept, door, said)
    assert answer[0] == 404
    assert answer == _asked(client, ABSENT, door, said)
    client = _calling(User.objects.get(), **{"idempotency-key": "short"})
    assert _asked(client, kept, door, said) == _asked(client, ABSENT, door, said)


@pytest.mark.parametrize(("door", "said"), DOORS)
def test_nor_does_who_is_not_signed_in_or_has_no_role_that_sees_records(
    kept: str, door: str, said: dict[str, Any] | None
) -> None:
    nobody = User.objects.create_user("made-up-nobody", password="made up", roles=[])
    for client in (Client(), _calling(nobody)):
        assert _asked(client, kept, door, said) == _asked(client, ABSENT, door, said)


def test_nor_does_who_hands_in_a_file(kept: str) -> None:
    client = _calling(_handler("clerk"))
    for field, reason in (("evidence", ""), ("evidence", "asked"), ("nothing", "asked")):
        told = []
        for number in (kept, ABSENT):
            given = {"field": field, "reason": reason, "file": SimpleUploadedFile("made-up.pdf", PDF)}
            told.append(_told(client.post(f"{REGISTER}/records/{number}/files", given), number))
        assert told[0] == told[1]
        assert told[0][0] == 404


@pytest.mark.parametrize("version", [1, 2])
def test_nor_does_who_acts_on_several(kept: str, version: int) -> None:
    client = _calling(_handler())
    records = [{"number": each, "version": version} for each in (kept, ABSENT)]
    said = {"verb": "note", "reason": "x", "records": records}
    done = client.post(f"{REGISTER}/acts", said, content_type="application/json").json()["records"]
    assert done[0]["problem"]["status"] == 404
    assert done[0]["problem"] == done[1]["problem"]


@pytest.mark.parametrize("version", ["1", "2", "none"])
@pytest.mark.parametrize("door", ["records", "acts", "looks", "forgetting", "attaching", "counts", "files"])
def test_nor_at_the_desk(kept: str, version: str, door: str) -> None:
    client = Client()
    client.force_login(_handler("administrator", "clerk"))
    told = []
    for number in (kept, ABSENT):
        file = f"{'0' * 64}/" if door in ("counts", "files") else ""
        address = f"/desk/{door}/{INSPECTION}/inspection-report/{number}/{file}"
        said = {"verb": "note", "version": version, "reason": "", "number": number}
        told.append(_told(client.get(address) if door == "records" else client.post(address, said), number))
    assert told[0] == told[1]
    assert told[0][0] == 404


def test_nor_at_the_desk_by_acting_on_several(kept: str) -> None:
    client = Client()
    client.force_login(_handler())
    told = []
    for number in (kept, ABSENT):
        said = {"verb": "note", "reason": "x", "record": f"{number} 1"}
        answer = client.post(f"/desk/several/{INSPECTION}/inspection-report/", said)
        told.append(_told(answer, number))
    assert told[0] == told[1]


def test_who_assigns_learns_of_no_record_that_is_kept_from_them_and_merged_into_another(kept: str) -> None:
    other = submit_report(MOMENT, unit_complained_of=UNITS[1])
    handle(other.pk, Wanted("accept"), CLERK, MOMENT)
    handle(models.Record.objects.get(number=kept).pk, Wanted("merge", into=other.number), CLERK, MOMENT)
    client = _calling(_handler("clerk"))
    other.refresh_from_db()
    said = {"verb": "assign", "version": other.version, "unit": UNITS[0]}
    answer = client.post(f"{REGISTER}/records/{other.number}/acts", said, content_type="application/json")
    assert answer.json()["mistakes"][0]["code"] == "AC005"
    assert kept not in answer.content.decode()


def test_nor_by_merging_into_one_that_somebody_changes(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    held, told = Event(), Event()

    def prepare() -> tuple[models.Record, models.Record]:
        publish(INSPECTION)
        return submit_report(MOMENT, unit_complained_of=UNITS[0]), submit_report(MOMENT, unit_complained_of=UNITS[1])

    def change() -> None:
        with append.unit():
            append.hold(hidden.pk)
            held.set()
            told.wait(2)

    def merge() -> None:
        held.wait(10)
        try:
            handle(own.pk, Wanted("merge", into=hidden.number), staff, MOMENT)
        finally:
            told.set()

    staff = Actor(ActorKind.STAFF, "made-up handler", frozenset({"clerk", "handler"}), frozenset({UNITS[0]}))
    with django_db_blocker.unblock(), apart(tmp_path):
        hidden, own = alone(prepare)
        _, refused = at_once(change, merge)
    assert str(refused).startswith("AC007 "), refused
    assert "another record of the register" in str(refused)
