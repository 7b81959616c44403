"""Whoever filed a record sees it at the portal and does what its stage lets them do, by number and code alone."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.actions.begin import Receipt
from bridgehead.actions.boxed import open_box
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.web.portal import tracking
from tests.cities import (
    CLERK,
    INSPECTION,
    MOMENT,
    REPORT,
    TOURISM,
    accept,
    found_units,
    handler,
    publish,
    submit_train,
)
from tests.evidence import PDF

pytestmark = pytest.mark.django_db
ACTS = "/track/acts/"
KEY = "made-up-key-of-a-form-1"


@pytest.fixture
def claim(monkeypatch: pytest.MonkeyPatch) -> Receipt:
    publish()
    monkeypatch.setattr(tracking, "now", lambda: MOMENT + timedelta(hours=1))
    return submit_train(MOMENT, telephone="13800138000", contact="made-up person")


def _record(receipt: Receipt) -> models.Record:
    return models.Record.objects.get(number=receipt.number)


def _act(receipt: Receipt, verb: str, key: str = KEY, **more: object) -> object:
    about = {"number": receipt.number, "code": receipt.code, "version": _record(receipt).version}
    return {**about, "verb": verb, "key": key, **more}


def _form(page: str, verb: str) -> dict[str, str]:
    """What stands in the form of a verb, as a browser would send it untouched."""
    form = next(each for each in page.split("<form")[1:] if f'name="verb" value="{verb}"' in each).partition("</form>")[
        0
    ]
    found = dict(re.findall(r'<input type="(?:hidden|text|date|tel|email)"[^>]* name="([^"]+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)" checked', form))
    return found


def test_the_page_says_what_stands_there_in_the_readers_way_and_nothing_personal(claim: Receipt) -> None:
    page = Client().post("/track/", {"number": claim.number, "code": claim.code})
    told = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "60%" in told
    assert "420 人" in told
    assert "普通列车" in told
    assert "还剩 3 个工作日" in told
    assert "13800138000" not in told
    assert "made-up person" not in told


def test_what_is_corrected_is_only_what_was_changed(claim: Receipt) -> None:
    page = Client().post("/track/", {"number": claim.number, "code": claim.code}).content.decode()
    typed = _form(page, "correct") | {"field:passengers": "450"}
    assert typed["field:ticket rate"] == "60%"
    for _ in range(2):
        answer = Client().post(ACTS, typed)
        assert (answer.status_code, 'role="status"' in answer.content.decode()) == (200, True)
    record = _record(claim)
    assert (record.state["fields"]["passengers"], record.version) == (450, 2)
    assert "450 人" in answer.content.decode()
    wrong = _form(answer.content.decode(), "correct") | {"field:passengers": "many", "field:organiser": "<b>"}
    kept = Client().post(ACTS, wrong)
    assert kept.status_code == 422
    assert 'value="many"' in kept.content.decode()
    assert "&lt;b&gt;" in kept.content.decode()
    assert _record(claim).version == 2


def test_what_is_personal_and_not_shown_is_deleted_by_a_box_and_what_must_stand_is_not(claim: Receipt) -> None:
    page = Client().post("/en/track/", {"number": claim.number, "code": claim.code}).content.decode()
    form = page.partition('value="correct"')[2].partition("</form>")[0]
    assert form.count("Delete what stands there") == form.count('name="empty:') > 2
    typed = _form(page, "correct")
    for _ in range(2):
        assert Client().post(ACTS, typed | {"empty:telephone": "yes"}).status_code == 200
    record = _record(claim)
    kept = open_box(record)
    assert (kept.get("telephone"), kept["contact"], record.version) == (None, "made-up person", 2)
    assert not models.BlindIndex.objects.filter(record=record, field="telephone").exists()
    publish(INSPECTION)
    report = submit(INSPECTION, "inspection-report", REPORT, PUBLIC, MOMENT)
    page = Client().post("/track/", {"number": report.number, "code": report.code}).content.decode()
    form = page.partition('value="correct"')[2].partition("</form>")[0]
    assert 'name="empty:telephone"' in form
    assert 'name="empty:description"' not in form, "it has to be filled in"
    refused = Client().post(ACTS, _act(report, "correct", KEY + "2", **{"empty:description": "yes"}))
    assert (refused.status_code, _record(report).version) == (422, 1)


def test_what_the_stage_does_not_offer_is_not_done_and_the_reason_is_told_in_the_readers_language(
    claim: Receipt,
) -> None:
    accept(claim.number)
    page = Client().post("/track/", {"number": claim.number, "code": claim.code}).content.decode()
    assert re.findall('name="verb" value="([^"]+)"', page) == ["correct", "reopen", "attach"]
    late = Client().post(ACTS, _act(claim, "withdraw"))
    assert late.status_code == 409
    assert "目前的环节（" in late.content.decode()
    assert Client().post(ACTS, {**_act(claim, "withdraw"), "code": "AAAAAAAAAA"}).status_code == 404
    assert Client().post(ACTS, _act(claim, "no such verb")).status_code == 409


def test_more_is_handed_in_with_its_files_once_however_often_it_is_sent(claim: Receipt) -> None:
    handle(_record(claim).pk, Wanted("ask", reason="made-up <reason>"), CLERK, MOMENT)
    page = Client().post("/track/", {"number": claim.number, "code": claim.code}).content.decode()
    assert "made-up &lt;reason&gt;" in page
    typed = _form(page, "submit")
    for _ in range(2):
        file = SimpleUploadedFile("list.pdf", PDF)
        answer = Client().post(ACTS, {**typed, "field:passenger list": file})
        assert answer.status_code == 200, answer.content.decode()
    assert _record(claim).stage == "filed"
    assert _record(claim).attachments.count() == 1
    assert models.Event.objects.filter(kind="supplemented/1").count() == 1


def test_a_file_that_is_none_keeps_the_record_as_it_is_and_others_come_in_when_it_is_sent_again(claim: Receipt) -> None:
    def send(*files: SimpleUploadedFile) -> object:
        return Client().post(ACTS, _act(claim, "attach", **{"field:passenger list": list(files)}))

    good, lie = SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", b"MZ no pdf")
    refused = send(good, lie)
    assert refused.status_code == 409
    assert "b.pdf" in refused.content.decode()
    assert _record(claim).attachments.count() == 1
    assert send(SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)).status_code == 200
    assert _record(claim).attachments.count() == 2


def test_a_form_that_is_sent_again_attaches_the_files_that_are_not_in_yet(claim: Receipt) -> None:
    def send(second: bytes) -> str:
        from tests.forms import TRAIN

        typed = {"key": KEY, **{f"field:{name}": value for name, value in TRAIN.items()}}
        files = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", second)]
        return (
            Client()
            .post(f"/services/{TOURISM}/special-train-claim/", {**typed, "field:passenger list": files})
            .content.decode()
        )

    assert "b.pdf" in send(b"MZ no pdf")
    assert "b.pdf" not in send(PDF)
    (record,) = models.Record.objects.exclude(number=claim.number)
    assert record.attachments.count() == 2


def test_whoever_reported_rates_the_answer_and_takes_a_report_back(monkeypatch: pytest.MonkeyPatch) -> None:
    from bridgehead.actions.submit import submit
    from bridgehead.primitives.actor import PUBLIC
    from tests.cities import REPORT

    publish(INSPECTION)
    found_units()
    monkeypatch.setattr(tracking, "now", lambda: MOMENT + timedelta(hours=1))
    receipt = submit(INSPECTION, "inspection-report", REPORT, PUBLIC, MOMENT)
    office = handler("made-up-office")
    for wanted, actor in (
        (Wanted("accept"), CLERK),
        (Wanted("assign", unit="made-up-office"), CLERK),
        (Wanted("answer", filled={"answer": "made-up answer"}), office),
    ):
        handle(_record(receipt).pk, wanted, actor, MOMENT)
    page = Client().post("/en/track/", {"number": receipt.number, "code": receipt.code}).content.decode()
    assert "made-up answer" in page
    answer = Client().post(ACTS, _act(receipt, "rate", **{"field:satisfied": "true"}))
    assert answer.status_code == 200, answer.content.decode()
    assert _record(receipt).state["fields"]["satisfied"] is True
    assert Client().post(ACTS, _act(receipt, "reopen", key=KEY + "2")).status_code == 409
    again = Client().post(ACTS, _act(receipt, "reopen", key=KEY + "3", reason="made up"))
    assert (again.status_code, _record(receipt).stage) == (200, "assigned")
