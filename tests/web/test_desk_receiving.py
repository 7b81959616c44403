"""Staff takes in what comes by telephone, letter or visit: as a clerk fills it in, with the channel it came by."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.ledger import events, models
from tests.cities import INSPECTION, REPORT, found_units, publish
from tests.evidence import PDF
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
FORM = f"/desk/receiving/{INSPECTION}/inspection-report/"
SATURDAY = datetime(2023, 4, 15, 2, tzinfo=UTC)
KEY = "made-up-key-of-a-form-1"


@pytest.fixture
def clerk(monkeypatch: pytest.MonkeyPatch) -> Client:
    publish(INSPECTION)
    found_units()
    monkeypatch.setattr("bridgehead.web.desk.receiving.now", lambda: SATURDAY)
    return signed_in("clerk")


def _typed(**more: object) -> dict[str, object]:
    return {f"field:{name}": value for name, value in REPORT.items()} | {"key": KEY, "go": "file"} | more


def test_a_call_is_taken_in_with_its_channel_and_counts_from_when_the_office_opens(clerk: Client) -> None:
    page = clerk.get(FORM).content.decode()
    assert 'value="telephone"' in page
    assert 'value="website"' not in page, "what is filed there needs nobody"
    letter = SimpleUploadedFile("letter.pdf", PDF)
    taken = clerk.post(FORM, _typed(channel="telephone", language="en", **{"field:documents": letter}))
    receipt = taken.content.decode()
    assert (taken.status_code, taken["Cache-Control"]) == (201, "no-store")
    assert "2023年4月17日 08:00" in receipt
    record = models.Record.objects.get()
    number, code = re.findall(r'<dd class="code">([^<]+)</dd>', receipt)
    assert number == record.number
    assert (record.state["channel"], record.state["language"]) == ("telephone", "en")
    assert len(record.state["files"]) == 1
    first = record.events.order_by("n").first()
    assert first is not None
    assert events.read(bytes(first.body)).actor == "made-up clerk"
    assert Client().post("/track/", {"number": number, "code": code}).status_code == 200
    shown = clerk.get(f"/desk/records/{INSPECTION}/inspection-report/{number}/").content.decode()
    assert "视为收到" in shown
    assert "来电" in shown


def test_the_same_form_again_takes_in_nothing_twice(clerk: Client) -> None:
    first, again = (clerk.post(FORM, _typed(channel="letter")) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert models.Record.objects.count() == 1


def test_what_is_wrong_is_told_beside_its_field_and_nothing_that_was_typed_is_lost(clerk: Client) -> None:
    wrong = clerk.post(FORM, _typed(channel="visit", **{"field:amount overdue": "much"}))
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "made-up firm has waited" in page
    assert '<option value="visit" selected>' in page
    for channel, code in (("", "AC087"), ("fax", "AC086")):
        refused = clerk.post(FORM, _typed(channel=channel))
        assert (refused.status_code, code in refused.content.decode()) == (409, True)
    assert not models.Record.objects.exists()


def test_whoever_takes_in_a_complaint_about_their_own_unit_gets_its_number_and_no_way_into_it(clerk: Client) -> None:
    handler = signed_in("handler", unit="made-up-bureau")
    letter = SimpleUploadedFile("letter.pdf", PDF)
    taken = handler.post(FORM, _typed(channel="letter", **{"field:documents": letter}))
    assert taken.status_code == 201
    record = models.Record.objects.get()
    assert len(record.state["files"]) == 1
    assert handler.get(f"/desk/records/{INSPECTION}/inspection-report/{record.number}/").status_code == 404
