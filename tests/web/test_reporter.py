"""Whoever filed a record corrects it, hands in more, withdraws it and rates it, by number and code alone."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bridgehead import published
from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.look import Sought, look, look_for
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import CLERK, INSPECTION, MOMENT, REPORT, TOURISM, TRAIN, accept, found_units, handler, publish
from tests.sound import misfits

pytestmark = pytest.mark.django_db

CLAIMS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"
REPORTS = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
OFFICE = handler("made-up-office")
ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))


@pytest.fixture
def client() -> Iterator[Client]:
    publish()
    publish(INSPECTION)
    found_units()
    yield Client()
    assert misfits() == []


class Filed:
    """A record as whoever filed it has it: its address, and its code."""

    def __init__(self, client: Client, address: str, fields: Mapping[str, str], *, anonymous: bool = False) -> None:
        said = {"fields": fields, "anonymous": anonymous}
        got = client.post(address, said, content_type="application/json").json()
        self.client, self.address, self.code = client, f"{address}/{got['number']}", got["code"]
        self.record = models.Record.objects.get(number=got["number"])

    def act(self, verb: str, code: str | None = None, **more: Any) -> Any:
        self.record.refresh_from_db()
        said = {"verb": verb, "version": self.record.version, "code": code or self.code, **more}
        return self.client.post(f"{self.address}/acts", said, content_type="application/json")

    def seen(self) -> Any:
        return self.client.get(self.address, {"code": self.code}).json()

    def done(self, *wanted: Wanted, actor: Actor = CLERK) -> None:
        for each in wanted:
            handle(self.record.pk, each, actor, MOMENT)


def _told(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(each["code"], each["at"]) for each in answer.json()["mistakes"]]


def test_what_was_filled_in_is_put_right_until_the_claim_is_accepted(client: Client) -> None:
    filed = Filed(client, CLAIMS, TRAIN)
    assert filed.seen()["can"] == ["correct", "withdraw"]
    answer = filed.act("correct", fields={"passengers": "430"})
    assert answer.status_code == 200
    assert answer.json()["fields"]["passengers"] == 430
    assert filed.seen()["fields"]["passengers"] == 430
    accept(filed.record.number)
    assert _told(filed.act("correct", fields={"passengers": "440"})) == (422, [("RG010", "passengers")])
    assert filed.act("correct", fields={"account number": "made-up-account-2"}).status_code == 200


def test_who_filed_it_and_comes_too_late_is_told_what_was_done_in_their_language(client: Client) -> None:
    filed = Filed(client, CLAIMS, TRAIN)
    filed.done(Wanted("note", reason="made-up doubts"), Wanted("ask", reason="the train number is wrong"))
    wanted = {"verb": "withdraw", "version": 1, "code": filed.code}
    for language, told in (("zh", "：要求补充材料（2023-09-20 16:00），"), ("en", ": asked at 2023-09-20 16:00 ")):
        asked = {"accept-language": language}
        answer = client.post(f"{filed.address}/acts", wanted, content_type="application/json", headers=asked)
        assert _told(answer) == (409, [("AC002", "")])
        assert told in answer.json()["title"]


def test_a_note_of_staff_is_neither_told_to_whoever_filed_it_nor_in_their_way(client: Client) -> None:
    filed = Filed(client, CLAIMS, TRAIN)
    filed.done(Wanted("note", reason="made-up doubts"))
    wanted = {"verb": "withdraw", "version": 1, "code": filed.code}
    assert (
        client.post(f"{filed.address}/acts", {**wanted, "version": 3}, content_type="application/json")
        .json()["title"]
        .startswith(f"{filed.record.number} has changed meanwhile: submitted at ")
    )
    assert client.post(f"{filed.address}/acts", wanted, content_type="application/json").status_code == 200


def test_nobody_acts_without_the_code_of_the_record(client: Client) -> None:
    filed, other = Filed(client, CLAIMS, TRAIN), Filed(client, CLAIMS, TRAIN)
    assert filed.act("correct", code=other.code, fields={"passengers": "430"}).status_code == 404
    said = {"verb": "withdraw", "version": 1}
    assert client.post(f"{filed.address}/acts", said, content_type="application/json").status_code == 401
    assert filed.seen()["fields"]["passengers"] == 420


@pytest.mark.parametrize("verb", ["accept", "note", "ask", "refuse"])
def test_what_is_for_staff_is_not_for_whoever_filed_it(client: Client, verb: str) -> None:
    assert _told(Filed(client, CLAIMS, TRAIN).act(verb, reason="x")) == (409, [("AC003", "")])


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"passengers": "many"}, "passengers"),
        ({"organiser": ""}, "organiser"),
        ({"organisers": "x"}, "organisers"),
        ({"number": "TJ-2023-99999"}, "number"),
        ({"submitted at": "2023-01-01T00:00"}, "submitted at"),
        ({"e-mail": "nowhere"}, "e-mail"),
    ],
)
def test_a_correction_is_held_to_what_a_claim_is_held_to(client: Client, fields: dict[str, str], at: str) -> None:
    filed = Filed(client, CLAIMS, TRAIN)
    assert _told(filed.act("correct", fields=fields)) == (422, [("RG010", at)])
    filed.done(Wanted("ask", reason="the list is missing"))
    assert _told(filed.act("submit", fields=fields)) == (422, [("RG010", at)])
    assert filed.seen()["version"] == 2


@pytest.mark.parametrize("fields", [{"answer": "all is well"}, {"satisfied": "是"}, {"submitted at": "2023-01-01"}])
def test_nobody_who_reports_says_what_is_for_later(client: Client, fields: dict[str, str]) -> None:
    answer = client.post(REPORTS, {"fields": REPORT | fields}, content_type="application/json")
    assert _told(answer) == (422, [("RG010", *fields)])
    assert _told(Filed(client, REPORTS, REPORT).act("correct", fields=fields)) == (422, [("RG010", *fields)])


def test_what_is_personal_is_boxed_anew_and_found_by_what_is_known_now(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    key = bytes(models.Key.objects.get().wrapped)
    assert filed.act("correct", fields={"telephone": "139 0013 9000"}).status_code == 200
    filed.record.refresh_from_db()
    opened = look(filed.record, "to call back", CLERK, MOMENT)
    assert opened == {**opened, "telephone": "+8613900139000", "reporter": REPORT["reporter"]}
    filed.record.refresh_from_db()
    for telephone, found in (("13900139000", [filed.record]), ("13800138000", [])):
        sought = Sought(filed.record.matter, filed.record.register, "telephone", telephone)
        assert look_for(sought, "they call", CLERK, MOMENT) == found
    assert bytes(models.Key.objects.get().wrapped) == key
    event = models.Event.objects.get(kind="corrected/1")
    assert b"13900139000" not in bytes(event.body)
    assert "telephone" not in events.read(bytes(event.body)).data["fields"]


def test_checks_read_what_is_personal_and_facts_are_derived_anew(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    assert _told(filed.act("correct", fields={"telephone": ""})) == (422, [("RG010", "telephone")])
    assert filed.act("correct", fields={"telephone": "", "e-mail address": "a@example.org"}).status_code == 200
    assert filed.seen()["fields"]["of an enterprise"] is False
    assert filed.act("correct", fields={"enterprise": "made-up firm"}).json()["fields"]["of an enterprise"] is True


def test_who_chooses_to_stay_anonymous_and_says_who_they_are_is_told_beside_each_field(client: Client) -> None:
    answer = client.post(REPORTS, {"fields": REPORT, "anonymous": True}, content_type="application/json")
    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"reporter", "telephone"})
    assert not models.Key.objects.exists()
    refused = client.post(CLAIMS, {"fields": TRAIN, "anonymous": True}, content_type="application/json")
    assert _told(refused) == (422, [("AC092", "")])


def test_who_is_anonymous_stays_so_or_can_be_reached(client: Client) -> None:
    nobody = {name: value for name, value in REPORT.items() if name not in ("reporter", "telephone")}
    filed = Filed(client, REPORTS, nobody, anonymous=True)
    assert filed.act("correct", fields={"amount overdue": "7"}).status_code == 200
    assert _told(filed.act("correct", fields={"reporter": "made-up"})) == (422, [("RG010", "telephone")])
    assert filed.act("correct", fields={"reporter": "made-up", "telephone": "13800138000"}).status_code == 200


def test_a_claim_without_anything_personal_gets_its_key_with_its_correction(client: Client) -> None:
    filed = Filed(client, CLAIMS, TRAIN)
    assert not models.Key.objects.exists()
    assert filed.act("correct", fields={"contact": "made-up person"}).status_code == 200
    filed.record.refresh_from_db()
    assert look(filed.record, "to call", CLERK, MOMENT) == {"contact": "made-up person"}


def test_what_is_not_asked_for_is_refused_with_its_condition_and_not_dropped(client: Client) -> None:
    given = {**REPORT, "kind": "suggestion", "subject": "projects"}
    refused = client.post(REPORTS, {"fields": given}, content_type="application/json")
    assert _told(refused) == (422, [("RG021", "unit complained of"), ("RG021", "amount overdue")])
    unit, amount = (each["expected"] for each in refused.json()["mistakes"])
    assert unit.endswith('it is asked for only where kind = "problem"')
    assert amount.endswith('it is asked for only where subject = "overdue payments"')
    chinese = client.post(
        REPORTS, {"fields": given}, content_type="application/json", headers={"accept-language": "zh"}
    )
    assert '只有在 kind = "problem" 时才填写' in chinese.json()["mistakes"][0]["expected"]
    assert not models.Record.objects.exists()
    blank = {**given, "unit complained of": "", "amount overdue": None}
    assert client.post(REPORTS, {"fields": blank}, content_type="application/json").status_code == 201


def test_a_correction_empties_what_is_not_asked_for_any_more_only_where_that_is_said(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    refused = filed.act("correct", fields={"kind": "suggestion"})
    assert _told(refused) == (422, [("RG021", "unit complained of")])
    refused = filed.act("correct", fields={"kind": "suggestion", "unit complained of": "made-up-office"})
    assert _told(refused) == (422, [("RG021", "unit complained of")])
    assert filed.seen()["fields"]["unit complained of"] == "made-up-bureau"
    filed.record.refresh_from_db()
    assert published.kept_from(filed.record, handler("made-up-bureau"))
    emptied: dict[str, Any] = {"kind": "suggestion", "unit complained of": None, "subject": "projects"}
    assert _told(filed.act("correct", fields=emptied)) == (422, [("RG021", "amount overdue")])
    assert filed.act("correct", fields={**emptied, "amount overdue": ""}).status_code == 200
    fields = filed.seen()["fields"]
    assert (fields["kind"], fields["unit complained of"], fields["amount overdue"]) == ("suggestion", None, None)


def test_of_a_record_that_is_split_what_is_not_asked_for_of_the_new_one_is_not_dropped(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    filed.done(Wanted("accept"))
    with pytest.raises(RefusedFields, match="RG021"):
        filed.done(Wanted("split", filled={"kind": "suggestion"}))
    filed.done(Wanted("split", filled={"kind": "suggestion", "unit complained of": ""}))
    assert models.Record.objects.count() == 2


def test_more_is_handed_in_when_it_is_asked_for_and_told_of(client: Client) -> None:
    filed = Filed(client, CLAIMS, TRAIN | {"telephone": "13800138000"})
    filed.done(Wanted("ask", reason="the train number is wrong"))
    assert filed.seen()["can"] == ["submit", "withdraw"]
    answer = filed.act("submit", fields={"train number": "K2", "contact": "made-up person"})
    assert (answer.json()["stage"], answer.json()["fields"]["train number"]) == ("filed", "K2")
    assert [each.kind for each in models.Message.objects.order_by("pk")] == ["receive", "ask", "submit"]


def test_a_claim_is_taken_back(client: Client) -> None:
    filed = Filed(client, CLAIMS, TRAIN)
    assert _told(filed.act("withdraw", fields={"passengers": "1"})) == (422, [("RG010", "passengers")])
    assert filed.act("withdraw").json()["stage"] == "withdrawn"
    assert filed.seen()["can"] == []


def test_an_answer_is_read_and_rated_and_nothing_else_is_changed_by_it(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    filed.done(Wanted("accept"), Wanted("note", reason="made-up secret"), Wanted("assign", unit="made-up-office"))
    filed.done(Wanted("answer", filled={"answer": "the money was paid"}), actor=OFFICE)
    seen = filed.seen()
    assert seen["fields"]["answer"] == "the money was paid"
    assert [step["kind"] for step in seen["steps"]] == ["submitted/1", "accepted/1", "assigned/1", "answered/1"]
    for fields in ({"amount overdue": "1"}, {"answer": "no"}, {"telephone": "13900139000"}):
        assert _told(filed.act("rate", fields=fields)) == (422, [("RG010", *fields)])
    assert filed.act("rate", fields={"satisfied": "是"}).json()["fields"]["satisfied"] is True


def test_a_unit_that_has_a_report_is_not_made_the_one_that_it_complains_about(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    filed.done(Wanted("accept"), Wanted("assign", unit="made-up-office"))
    filed.done(Wanted("suspend", reason="a bill is missing"), actor=OFFICE)
    answer = filed.act("submit", fields={"unit complained of": "made-up-office"})
    assert _told(answer) == (422, [("AC005", "")])


def test_of_what_was_forgotten_nothing_personal_is_filled_in_again(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    forget(filed.record.pk, "they asked for it", ADMINISTRATOR, MOMENT)
    assert _told(filed.act("correct", fields={"telephone": "13900139000"})) == (422, [("AC006", "")])
    assert filed.act("correct", fields={"amount overdue": "7"}).status_code == 200
    assert not models.Key.objects.exists()


def test_staff_corrects_what_is_personal_too_and_the_event_names_who_it_was(client: Client) -> None:
    filed = Filed(client, REPORTS, REPORT)
    user = User.objects.create(username="made-up-clerk", roles=["clerk"])
    headers = {"authorization": f"Bearer {tokens.issue(user, 'test', ['act'], now() + timedelta(days=1))}"}
    said = {"verb": "correct", "version": 1, "fields": {"telephone": "13900139000"}}
    answer = client.post(f"{filed.address}/acts", said, content_type="application/json", headers=headers)
    assert answer.status_code == 200
    assert events.read(bytes(models.Event.objects.get(kind="corrected/1").body)).actor == "made-up-clerk"
