"""Awards at the desk: from a settlement to its payment file by forms, and what a page tells who may not or errs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bridgehead.ledger import models
from tests.cities import MOMENT, TOURISM, accept, publish, submit_train
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
PAGE = f"/desk/awards/{TOURISM}/special-train/"


def _act(client: Client, what: str, **typed: object) -> tuple[int, str]:
    version = models.Record.objects.filter(register="awards").values_list("version", flat=True).first()
    address = f"/en/desk/award-acts/{what}/{TOURISM}/special-train/"
    answer = client.post(address, {"version": "" if version is None else version, **typed})
    return answer.status_code, answer.content.decode()


def _claim() -> str:
    publish()
    number = submit_train(MOMENT).number
    accept(number)
    return number


def _stage() -> str:
    return str(models.Record.objects.get(register="awards").state["stage"])


def test_an_award_goes_from_settlement_to_publicity_by_forms() -> None:
    number = _claim()
    first, second = signed_in("supervisor"), signed_in("supervisor", " 2")
    assert _act(first, "settle", on="2023-10-16")[0] == 302
    page = first.get("/en" + PAGE).content.decode()
    assert "<strong>+1</strong> / <strong>−0</strong>" in page
    assert number in page
    status, told = _act(first, "confirm")
    assert (status, "AC022" in told, "second person" in told) == (409, True, True)
    assert _act(second, "confirm", version=99)[0] == 409, "another version than the one that stands"
    assert _act(second, "confirm")[0] == 302
    assert _act(second, "publish", days="5")[0] == 302
    assert _stage() == "published"
    status, told = _act(second, "pay")
    assert (status, "AC028" in told) == (409, True)
    status, told = _act(second, "revoke", number=number, reason=" ")
    assert (status, "AC004" in told) == (409, True)
    assert _act(second, "revoke", number=number, reason="the list was <b>not</b> true")[0] == 302
    assert models.Record.objects.get(register="awards").state["revoked"] == [number]


def test_a_clerk_settles_and_may_do_nothing_else() -> None:
    _claim()
    clerk = signed_in("clerk")
    assert _act(clerk, "settle", on="")[0] == 409
    assert _act(clerk, "settle", on="2023-10-16")[0] == 302
    status, told = _act(clerk, "confirm")
    assert (status, "AC001" in told, _stage()) == (409, True, "previewed")
    assert clerk.get(f"/desk/payments/{TOURISM}/special-train/").status_code == 403


def test_the_list_of_awards_asks_for_their_records_once() -> None:
    _claim()
    client = signed_in("clerk")
    assert _act(client, "settle", on="2023-10-16")[0] == 302
    with CaptureQueriesContext(connection) as asked:
        assert "previewed" in client.get("/en/desk/awards/").content.decode()
    assert sum("awards" in each["sql"] for each in asked.captured_queries) == 1
