"""What an administrator does at the desk: accounts, tokens and units, each of which is an event; and the calendars."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import found_units, publish

pytestmark = pytest.mark.django_db
ACCOUNTS = "/en/desk/accounts/"
PASSWORD = "a made-up pass phrase"


@pytest.fixture
def client() -> Client:
    publish()
    found_units()
    found = Client()
    found.force_login(User.objects.create(username="made-up-administrator", roles=["administrator"]))
    return found


def _opened(client: Client, **typed: object) -> tuple[int, str]:
    given = {"name": "made-up-clerk", "role": ["clerk"], "unit": ["made-up-office"], "password": PASSWORD}
    answer = client.post(ACCOUNTS, given | typed)
    return answer.status_code, answer.content.decode()


def _kinds() -> list[str]:
    return list(models.Event.objects.order_by("pk").values_list("kind", flat=True))


def test_an_account_is_opened_changed_and_closed_and_each_is_an_event(client: Client) -> None:
    assert _opened(client)[0] == 302
    assert Client().login(username="made-up-clerk", password=PASSWORD)
    page = client.get(f"{ACCOUNTS}made-up-clerk/").content.decode()
    assert re.search(r'value="clerk" checked', page)
    assert re.search(r'value="made-up-office" checked', page)
    assert PASSWORD not in page
    changed = {"what": "change", "role": ["handler", "supervisor"], "language": "en"}
    assert client.post(f"{ACCOUNTS}made-up-clerk/", changed).status_code == 302
    user = User.objects.get(username="made-up-clerk")
    assert (user.roles, user.units.count(), user.language) == (["handler", "supervisor"], 0, "en")
    assert client.post(f"{ACCOUNTS}made-up-clerk/", {"what": "close"}).status_code == 302
    assert not Client().login(username="made-up-clerk", password=PASSWORD)
    assert _kinds() == ["opened/1", "entitled/1", "shut/1"]
    assert client.post(f"{ACCOUNTS}made-up-clerk/", {"what": "close"}).status_code == 409, "nothing twice"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"name": "a b"}, "AC052"),
        ({"name": "made-up-administrator"}, "AC052"),
        ({"password": "12345"}, "AC053"),
        ({"role": ["<b>"]}, "AC051"),
        ({"e_mail": "nowhere"}, "AC057"),
    ],
)
def test_what_cannot_be_an_account_is_told_and_keeps_what_was_typed_but_the_password(
    client: Client, typed: dict[str, object], code: str
) -> None:
    status, page = _opened(client, **typed)
    assert (status, code in page, PASSWORD in page) == (409, True, False)
    assert f'value="{typed.get("name", "made-up-clerk")}"' in page
    assert _kinds() == []


def test_a_token_is_shown_once_works_and_is_taken_away(client: Client) -> None:
    _opened(client)
    address = f"{ACCOUNTS}made-up-clerk/"
    given = client.post(address, {"what": "give", "label": "copy", "scope": ["read"], "days": "30"})
    token = re.search(r'translate="no">([\w-]{40,})</code>', given.content.decode())
    assert token
    assert given.headers["cache-control"] == "no-store"
    assert tokens.holder(token[1], now()) is not None
    assert token[1] not in client.get(address).content.decode()
    assert client.post(address, {"what": "give", "label": "copy", "scope": ["read"], "days": "30"}).status_code == 409
    assert client.post(address, {"what": "take", "label": "copy"}).status_code == 302
    assert tokens.holder(token[1], now()) is None
    assert client.post(address, {"what": "nonsense"}).status_code == 404


def test_a_unit_is_added_once(client: Client) -> None:
    unit = {"slug": "made-up-county", "zh": "虚构县", "en": "Made-up <county>"}
    assert client.post("/en/desk/units/", unit).status_code == 302
    assert "Made-up &lt;county&gt;" in client.get("/en/desk/units/").content.decode()
    again = client.post("/en/desk/units/", unit)
    assert (again.status_code, "AC050" in again.content.decode()) == (409, True)
    assert client.post("/en/desk/units/", unit | {"slug": "another", "zh": " "}).status_code == 409
    assert _kinds() == ["founded/1"]


def test_calendars_tell_each_holiday_and_the_weekends_that_are_worked_for_it(client: Client) -> None:
    page = client.get("/en/desk/calendars/").content.decode()
    assert "Labour Day" in page
    assert "23 April 2023" in page


def test_more_accounts_ask_no_more_of_the_database(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        _opened(client, name=f"made-up-{n}")
    with django_assert_max_num_queries(10):
        page = client.get(ACCOUNTS).content.decode()
    assert page.count("data-row") == 13
