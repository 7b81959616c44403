"""What is personal is opened for a reason, found by its blind index, and forgotten; the chain stays whole."""

from collections.abc import Iterator

import pytest

from bridgehead.actions.forget import forget
from bridgehead.actions.look import Sought, look, look_for
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from tests.cities import CLERK, INSPECTION, MOMENT, handler, publish, submit_report
from tests.sound import misfits

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
TELEPHONE = "+8613800138000"
REGISTER = "inspection-report"


def _sought(telephone: str) -> Sought:
    return Sought(INSPECTION, REGISTER, "telephone", telephone)


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    publish(INSPECTION)
    yield
    assert misfits() == []


def test_personal_fields_are_opened_for_a_reason_and_every_look_is_an_event() -> None:
    record = submit_report()
    assert look(record, "to call back", CLERK, MOMENT)["telephone"] == TELEPHONE
    look(record, "to call again", CLERK, MOMENT)
    looks = models.Record.objects.get(register="looks").events.order_by("n")
    seen = [events.read(bytes(each.body)) for each in looks]
    assert [(each.actor, each.data["reason"]) for each in seen] == [
        (CLERK.name, "to call back"),
        (CLERK.name, "to call again"),
    ]


def test_nobody_looks_without_a_role_or_a_reason_nor_at_what_complains_about_them() -> None:
    record = submit_report()
    with pytest.raises(BridgeheadError, match="AC001"):
        look(record, "curious", PUBLIC, MOMENT)
    with pytest.raises(BridgeheadError, match="AC004"):
        look(record, " ", CLERK, MOMENT)
    with pytest.raises(models.Record.DoesNotExist):
        look(record, "to know who it was", handler("made-up-bureau"), MOMENT)


def test_a_person_is_found_by_the_one_spelling_of_what_is_known() -> None:
    first, _ = submit_report(), submit_report(telephone="13900139000")
    for spelling in (TELEPHONE, "138 0013 8000"):
        assert look_for(_sought(spelling), "the caller asks", CLERK, MOMENT) == [first]
    body = models.Event.objects.filter(kind="looked/1").order_by("pk").values_list("body", flat=True)[0]
    assert events.read(bytes(body)).data["found"] == [first.number]
    assert b"13800138000" not in bytes(body)
    assert look_for(_sought(TELEPHONE), "who it was", handler("made-up-bureau"), MOMENT) == []
    unknown = Sought(INSPECTION, "x", "telephone", TELEPHONE)
    by_name = Sought(INSPECTION, REGISTER, "name", "x")
    for wrong, code in ((_sought("12"), "AC094"), (by_name, "AC093"), (unknown, "RG002")):
        with pytest.raises(BridgeheadError, match=code):
            look_for(wrong, "the caller asks", CLERK, MOMENT)


def test_what_stands_in_the_ledger_does_not_show_what_is_personal() -> None:
    submit_report()
    stored = b"".join(bytes(body) for body in models.Event.objects.values_list("body", flat=True))
    assert b"13800138000" not in stored
    assert b"made-up person" not in stored


def test_forgetting_destroys_key_and_index_and_the_chain_still_fits() -> None:
    record = submit_report()
    with pytest.raises(BridgeheadError, match="AC001"):
        forget(record.pk, "asked for", CLERK, MOMENT)
    assert forget(record.pk, "the reporter asked for it", ADMINISTRATOR, MOMENT).numbers == (record.number,)
    record.refresh_from_db()
    assert not models.Key.objects.exists()
    assert not models.BlindIndex.objects.exists()
    with pytest.raises(BridgeheadError, match="AC006"):
        look(record, "to call back", CLERK, MOMENT)
    with pytest.raises(BridgeheadError, match="AC006"):
        forget(record.pk, "twice", ADMINISTRATOR, MOMENT)


def test_a_box_of_one_record_does_not_open_in_another() -> None:
    first, second = submit_report(), submit_report()
    second.state["personal"] = first.state["personal"]
    with pytest.raises(BridgeheadError, match="LG020"):
        look(second, "to see", CLERK, MOMENT)
