"""The first way through the house: a claim comes in over the interface, and stands in the ledger."""

import pytest
from django.test import Client

from bridgehead.ledger import events, models
from tests.cities import TOURISM, TRAIN, publish

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"


@pytest.fixture
def client() -> Client:
    publish()
    return Client()


def test_a_claim_is_taken_in_and_stands_in_the_ledger_as_it_was_meant(client: Client) -> None:
    answer = client.post(ADDRESS, {"fields": TRAIN}, content_type="application/json")
    assert answer.status_code == 201
    event = events.read(bytes(models.Event.objects.get().body))
    assert event.kind == "submitted/1"
    assert event.data["fields"]["passengers"] == 420
    assert event.data["fields"]["ticket rate"] == "0.6"
    assert event.data["number"] == answer.json()["number"]


def test_all_mistakes_are_told_and_nothing_is_stored(client: Client) -> None:
    given = {"organisers": "x", "kind": "trains", "passengers": "many"}
    answer = client.post(ADDRESS, {"fields": given}, content_type="application/json")
    assert answer.status_code == 422
    told = {each["at"] for each in answer.json()["mistakes"]}
    assert told >= {"organisers", "organiser", "kind", "passengers", "stop"}
    assert not models.Event.objects.exists()
