"""A long form in steps, with what hangs on what was chosen, and drafts: as a browser without scripts sends it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.work.jobs import jobs
from tests.cities import INSPECTION, REPORT, TOURISM, TRAIN, UNITS, found_units, publish
from tests.evidence import PDF
from tests.forms import PAYEE

pytestmark = pytest.mark.django_db
CLAIM = f"/services/{TOURISM}/special-train-claim/"
REPORTS = f"/services/{INSPECTION}/inspection-report/"


@pytest.fixture
def client() -> Client:
    publish()
    publish(INSPECTION)
    found_units()
    return Client()


class Page:
    """A page as it stands in a browser: what its form would send, and what it asks."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.hidden: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html):
            if name != "csrfmiddlewaretoken":
                self.hidden.setdefault(name, []).append(unescape(value))
        self.asked = self.hidden.get("shown", [])

    def typed(self, answers: Mapping[str, str], go: str = "next") -> dict[str, object]:
        own = {f"field:{name}": answers[name] for name in self.asked if name in answers}
        return {**self.hidden, **own, "go": go}


def _post(client: Client, address: str, typed: Mapping[str, object], status: int = 200) -> Page:
    answer = client.post(address, typed)
    assert answer.status_code == status, answer.content.decode()
    return Page(answer.content.decode())


def test_a_claim_is_filed_step_by_step_without_a_script_and_nothing_is_stored_before(client: Client) -> None:
    page = Page(client.get(CLAIM).content.decode())
    seen = []
    while "passenger list" not in page.asked:
        seen.append(page.asked)
        page = _post(client, CLAIM, page.typed(TRAIN))
    assert [*seen[0], *seen[1]] == [*TRAIN, *PAYEE]
    assert "420 人" in page.html
    assert not models.Record.objects.exists()
    assert not Session.objects.exists()
    last = {**page.typed(TRAIN, "file"), "field:passenger list": SimpleUploadedFile("a.pdf", PDF)}
    receipt = _post(client, CLAIM, last, 201)
    record = models.Record.objects.get()
    assert record.number in receipt.html
    assert (record.state["fields"]["passengers"], record.attachments.count()) == (420, 1)


def test_a_mistake_keeps_the_step_and_going_back_keeps_what_was_typed(client: Client) -> None:
    page = Page(client.get(CLAIM).content.decode())
    wrong = _post(client, CLAIM, page.typed({**TRAIN, "organiser": ""}), 422)
    assert wrong.asked == page.asked
    assert "此项必填" in wrong.html
    second = _post(client, CLAIM, wrong.typed(TRAIN))
    back = _post(client, CLAIM, second.typed({next(iter(second.asked)): "<many>"}, "back"))
    assert back.asked == page.asked
    assert "made-up travel agency" in back.html
    assert "&lt;many&gt;" in back.html


def test_what_is_wrong_in_any_step_is_told_when_it_is_filed(client: Client) -> None:
    page = Page(client.get(CLAIM).content.decode())
    whole = _post(client, CLAIM, page.typed({"kind": "train"}, "file"), 422)
    assert {*TRAIN} <= {*whole.asked}
    assert _post(client, CLAIM, whole.typed(TRAIN, "look")).asked == whole.asked
    assert _post(client, CLAIM, whole.typed(TRAIN, "file"), 201)


def test_what_hangs_on_a_choice_is_asked_where_it_applies(client: Client) -> None:
    page = Page(client.get(REPORTS).content.decode())
    assert page.html.count("hx-post") >= 2  # of the kind and the subject
    said = {"kind": "suggestion", "subject": "projects", "description": "made up"}
    looked = _post(client, REPORTS, page.typed(said, "look"))
    assert {*page.asked} - {*looked.asked} == {"other subject", "unit complained of", "amount overdue"}
    assert "此项必填" not in looked.html
    chosen = {**said, "kind": "problem", "subject": "other"}
    more = _post(client, REPORTS, looked.typed(chosen))
    assert {"unit complained of", "other subject"} <= {*more.asked}  # the same step, which asks for more
    assert "此项必填" not in more.html
    assert "此项必填" in _post(client, REPORTS, more.typed(chosen), 422).html
    who = _post(client, REPORTS, more.typed({**chosen, "other subject": "x", "unit complained of": UNITS[0]}))
    assert "reporter" in who.asked


def test_what_is_filled_in_and_not_asked_for_is_told_beside_its_field_and_a_blank_is_not(client: Client) -> None:
    page = Page(client.get(REPORTS).content.decode())
    who = {"reporter": "made-up person", "telephone": "13800138000"}
    said = {"kind": "suggestion", "subject": "projects", "description": "made up", **who}
    hidden = {"field:unit complained of": UNITS[0], "field:amount overdue": ""}
    sent = {**page.typed({}, "file"), **{f"field:{name}": value for name, value in said.items()}}
    told = _post(client, REPORTS, {**sent, **hidden}, 422)
    assert "unit complained of" in told.asked
    assert "amount overdue" not in told.asked
    assert "只有在 kind = &quot;problem&quot; 时才填写" in told.html
    assert not models.Record.objects.exists()
    _post(client, REPORTS, {**sent, **hidden, "field:unit complained of": ""}, 201)
    assert models.Record.objects.count() == 1


def test_who_ticks_anonymous_is_asked_to_empty_what_says_who_they_are(client: Client) -> None:
    answers = {"kind": "suggestion", "subject": "projects", "description": "made up", "reporter": "made-up person"}
    page = _post(client, REPORTS, Page(client.get(REPORTS).content.decode()).typed(answers, "look"))
    page = _post(client, REPORTS, page.typed(answers))
    assert "reporter" in page.asked
    said = _post(client, REPORTS, {**page.typed(answers), "anonymous": "yes"}, 422)
    assert "您选择了匿名" in said.html
    assert "made-up person" in said.html
    assert not models.Record.objects.exists()
    without = {**answers, "reporter": ""}
    last = _post(client, REPORTS, {**said.typed(without), "anonymous": "yes"})
    named = {**last.typed(without, "file"), "field:reporter": "made-up person", "anonymous": "yes"}
    assert "您选择了匿名" in _post(client, REPORTS, named, 422).html
    _post(client, REPORTS, {**last.typed(without, "file"), "anonymous": "yes"}, 201)
    assert models.Record.objects.count() == 1


def test_a_draft_is_kept_sealed_in_the_session_until_it_is_filed_or_deleted(client: Client) -> None:
    page = Page(client.get(CLAIM).content.decode())
    saved = _post(client, CLAIM, page.typed({**TRAIN, "organiser": "made-up <agency>"}, "save"))
    assert "草稿已保存" in saved.html
    (session,) = Session.objects.all()
    assert "agency" not in str(session.get_decoded())
    again = Page(client.get(CLAIM).content.decode())
    assert "made-up &lt;agency&gt;" in again.html
    assert "agency" not in Client().get(CLAIM).content.decode()
    _post(client, CLAIM, again.typed(TRAIN, "forget"))
    assert "agency" not in client.get(CLAIM).content.decode()
    _post(client, CLAIM, again.typed(TRAIN, "save"))
    _post(client, CLAIM, {**again.hidden, **{f"field:{name}": value for name, value in TRAIN.items()}}, 201)
    assert "travel agency" not in client.get(CLAIM).content.decode()
    assert "草稿太长" in _post(client, CLAIM, again.typed({"organiser": "x" * 70_000}, "save")).html


def test_sessions_that_are_over_are_cleared_by_the_background(client: Client) -> None:
    _post(client, CLAIM, Page(client.get(CLAIM).content.decode()).typed(TRAIN, "save"))
    (job,) = (each for each in jobs(now) if each.name == "forget sessions")
    job.do()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now())
    job.do()
    assert not Session.objects.exists()


def test_a_place_is_typed_in_degrees_without_a_script_and_told_in_words(client: Client) -> None:
    page = Page(client.get(REPORTS).content.decode())
    said = {"kind": "suggestion", "subject": "projects", "description": "made up"}
    half = _post(client, REPORTS, {**page.typed(said), "east:where it happened": " 113.3 "}, 422)
    assert "经度和纬度都要填" in half.html
    assert 'name="east:where it happened" value="113.3"' in half.html
    degrees = {"east:where it happened": "113.3", "north:where it happened": "40.10"}
    who = _post(client, REPORTS, {**page.typed(said), **degrees})
    assert who.hidden["field:where it happened"] == ["POINT (113.3 40.10)"]
    last = _post(client, REPORTS, {**who.typed({}), "anonymous": "yes"})
    assert "东经113.3°，北纬40.1°" in last.html
    _post(client, REPORTS, {**last.typed({}, "file"), "anonymous": "yes"}, 201)
    assert "113.3" not in str(models.Record.objects.get(register="inspection-report").state)  # it is personal


def test_what_is_filed_outside_office_hours_is_told_from_when_it_counts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour, counts in ((2, False), (11, True)):
        at = datetime(2023, 4, 14, hour, tzinfo=UTC)  # a Friday, open until 18:00 in the city, which is 10:00 UTC
        monkeypatch.setattr("bridgehead.web.portal.filing.now", lambda at=at: at)
        typed = {f"field:{name}": value for name, value in REPORT.items()}
        key = f"made-up-key-of-a-form-{hour}"
        receipt = client.post(REPORTS, {**typed, "key": key, "go": "file"}).content.decode()
        assert ("2023年4月17日 08:00" in receipt) is counts, receipt
        number, code = re.findall(r'<dd class="code">([^<]+)</dd>', receipt)
        record = client.post("/track/", {"number": number, "code": code}).content.decode()
        assert ("视为收到" in record) is counts
        assert "网上" in record
