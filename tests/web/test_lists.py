"""A list of passengers is evidence: what a claim says is counted in it; who stands in two claims is told. Made up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.actions.award_record import Step
from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.settle import settle
from bridgehead.ledger import events, keys, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests import evidence
from tests.cities import CLERK, MOMENT, TOURISM, submit_train
from tests.forms import identity
from tests.lists import HEADER, Row, csv_list, people, publish_declared, publish_lists
from tests.signed_in import signed_in
from tests.sound import misfits

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"


@pytest.fixture
def client() -> Iterator[Client]:
    publish_lists()
    user = User.objects.create(username="made-up-clerk", roles=["clerk"])
    token = tokens.issue(user, "test", ["read", "act"], now() + timedelta(days=1))
    client = Client()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    yield client
    assert misfits() == []


class Claim:
    """A claim with a list."""

    def __init__(self, client: Client, content: bytes, name: str = "list.csv", **given: str) -> None:
        filed = submit_train(MOMENT, **given)
        self.client, self.number, self.code = client, filed.number, filed.code
        self.files = f"{ADDRESS}/{self.number}/files"
        said = {"field": "passenger list", "code": self.code, "file": SimpleUploadedFile(name, content)}
        self.file = Client().post(self.files, said).json()["hash"]

    def count(self, version: int = 2, file: str | None = None) -> Any:
        address = f"{self.files}/{file or self.file}/figures"
        return self.client.post(address, {"version": version}, content_type="application/json")

    def verify_the_rest(self) -> None:
        """What no list tells, by hand."""
        kept, rest = self.record.state["fields"], ("kind", "same day and train", "paid sights", "completed on")
        filled = {f"{name} verified": kept[name] for name in rest}
        handle(self.record.pk, Wanted("verify", filled=filled, evidence=(self.file,)), CLERK, MOMENT)

    def listed(self) -> Mapping[str, Any]:
        found = self.client.get(ADDRESS).json()["records"]
        return next(each for each in found if each["number"] == self.number)

    @property
    def record(self) -> models.Record:
        return models.Record.objects.get(number=self.number)


def _told(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(each["code"], each["at"]) for each in answer.json()["mistakes"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_figures_are_counted_in_a_list_and_stand_with_their_evidence_and_who_did_it(client: Client, kind: str) -> None:
    rows = people(0, 7, bought=5)
    content = csv_list(rows) if kind == "csv" else evidence.xlsx(HEADER, *rows)
    claim = Claim(client, content, f"虚构.{kind}")
    answer = claim.count()
    assert answer.status_code == 200, answer.content
    shown = answer.json()
    assert {name: shown["fields"][f"{name} verified"] for name in ("passengers", "nights", "ticket rate")} == {
        "passengers": 7,
        "nights": 1,
        "ticket rate": "0.7142",
    }
    assert shown["fields"]["passengers"] == 420, "what was declared stands beside it"
    by = {"by": "made-up-clerk", "evidence": [claim.file], "because": None}
    derived = {"passengers": 7, "nights": 1, "ticket rate": "0.7142"}
    assert {name: {**by, "derived": value} for name, value in derived.items()} == shown["verified"]
    event = bytes(models.Event.objects.get(kind="verified/1").body)
    assert events.read(event).actor == "made-up-clerk"
    assert b"1101051880" not in event


def _accepted_as_declared(*trains: str) -> list[str]:
    """Claims that were accepted before the rulebook had their figures verified."""
    publish_declared(MOMENT + timedelta(seconds=1))
    filed = [submit_train(MOMENT, train_number=each).number for each in trains]
    for number in filed:
        handle(models.Record.objects.get(number=number).pk, Wanted("accept"), CLERK, MOMENT)
    publish_lists(at=MOMENT + timedelta(seconds=2))
    return filed


def test_what_was_verified_decides_and_nothing_before_it(client: Client) -> None:
    known = Claim(client, csv_list(people(0, 401, bought=300)))
    known.count()
    fewer = Claim(client, csv_list(people(500, 100, bought=100)), train_number="K2")
    fewer.count()
    for claim in (known, fewer):
        claim.verify_the_rest()
        handle(claim.record.pk, Wanted("accept"), CLERK, MOMENT)
    (unknown,) = _accepted_as_declared("K3")
    settled = settle(Step(TOURISM, "special-train", CLERK, MOMENT), date(2023, 10, 16))
    counts = settled.state["preview"]["counts"]
    assert {outcome: count for outcome, count in counts.items() if count} == {
        "granted": 1,
        "refused": 1,
        "undetermined": 1,
    }
    assert [place["number"] for place in settled.state["preview"]["places"]] == [known.number]
    assert settled.state["preview"]["undetermined"] == {
        "claims": 1,
        "first": [unknown],
        "may_change_others": True,
    }


def test_a_preview_tells_which_claims_wait_for_a_verification_how_many_and_the_first_of_them(client: Client) -> None:
    waiting = _accepted_as_declared(*(f"K{n}" for n in range(11)))
    told = settle(Step(TOURISM, "special-train", CLERK, MOMENT), date(2023, 10, 16)).state["preview"]["undetermined"]
    assert told == {"claims": 11, "first": waiting[:10], "may_change_others": False}, "there are no others"
    desk = Client()
    desk.force_login(User.objects.get())
    page = desk.get(f"/en/desk/awards/{TOURISM}/special-train/").content.decode()
    preview = page.partition("Preview of the settlement")[2].partition("Confirmed places")[0]
    assert "11 claims cannot be decided" in preview
    assert [number in preview for number in waiting] == [True] * 10 + [False]


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([("虚构甲", "110105188001010000", 1, "是")], "passenger list:2:1"),
        ([("虚构甲", identity(1), "many", "是")], "passenger list:2:1"),
        ([("虚构甲", identity(1), 1, "")], "passenger list:2:1"),
        ([("虚构甲", identity(1), 1, "是"), ("虚构乙", identity(1), 1, "是")], "passenger list:3:1"),
        ([], "passenger list"),
    ],
)
def test_a_list_is_refused_by_row_and_without_what_is_personal(client: Client, rows: list[Row], at: str) -> None:
    claim = Claim(client, csv_list(rows))
    answer = claim.count()
    assert _told(answer) == (422, [("AC071", at)])
    assert "110105" not in answer.content.decode()
    assert "verified" not in claim.record.state
    assert not models.BlindIndex.objects.filter(field=keys.LISTED).exists()


def test_a_file_that_is_no_such_table_or_no_list_is_refused(client: Client) -> None:
    lacking = Claim(client, "姓名,晚数\n虚构甲,1\n".encode())
    told = _told(lacking.count())
    assert told[0] == 422
    assert ("TB011", "passenger list") in {(code, at.split(":")[0]) for code, at in told[1]}
    assert _told(Claim(client, evidence.PDF, "a.pdf").count()) == (422, [("AC070", "")])
    assert _told(lacking.count(file="0" * 64)) == (404, [("AC068", "")])


def test_a_list_is_counted_by_staff_of_the_stage_who_saw_the_record_as_it_stands(client: Client) -> None:
    claim = Claim(client, csv_list(people(0, 2, bought=1)))
    assert _told(claim.count(version=1)) == (409, [("AC002", "")])
    handle(claim.record.pk, Wanted("refuse", reason="made up"), CLERK, MOMENT)
    assert _told(claim.count(version=3)) == (409, [("AC003", "")])


def test_a_claim_counts_once_each_of_its_figures_is_verified_and_not_before(client: Client) -> None:
    claim = Claim(client, csv_list(people(0, 2, bought=1)))
    accept = {"verb": "accept", "version": 2}
    told = client.post(f"{ADDRESS}/{claim.number}/acts", accept, content_type="application/json")
    assert _told(told) == (409, [("AC095", "")])
    everything = "kind, same day and train, passengers, nights, paid sights, ticket rate, completed on"
    assert everything in told.json()["mistakes"][0]["message"]
    claim.count()
    told = client.post(f"{ADDRESS}/{claim.number}/acts", accept | {"version": 3}, content_type="application/json")
    assert "verified: kind, same day and train, paid sights, completed on" in told.json()["mistakes"][0]["message"]
    claim.verify_the_rest()
    done = client.post(f"{ADDRESS}/{claim.number}/acts", accept | {"version": 4}, content_type="application/json")
    assert (done.status_code, done.json()["stage"]) == (200, "accepted")


def test_who_stands_in_two_claims_is_told_beside_both_and_not_to_whoever_filed_them(client: Client) -> None:
    one, two = Claim(client, csv_list(people(0, 4, bought=4))), Claim(client, csv_list(people(2, 4, bought=4)))
    alone = Claim(client, csv_list(people(50, 2, bought=2)))
    assert one.count().json()["shared"] == []
    assert two.count().json()["shared"] == [{"number": one.number, "stage": "filed", "count": 2}]
    alone.count()
    assert [each["number"] for each in one.listed()["shared"]] == [two.number]
    assert [each["number"] for each in two.listed()["shared"]] == [one.number]
    assert alone.listed()["shared"] == []
    acted = client.post(
        f"{ADDRESS}/{two.number}/acts",
        {"verb": "note", "version": 3, "reason": "seen"},
        content_type="application/json",
    )
    assert acted.json()["shared"] == [{"number": one.number, "stage": "filed", "count": 2}]
    seen = Client().get(f"{ADDRESS}/{one.number}", {"code": one.code}).json()
    correct = {"verb": "correct", "version": seen["version"], "code": one.code, "fields": {"organiser": "虚构社"}}
    corrected = Client().post(f"{ADDRESS}/{one.number}/acts", correct, content_type="application/json").json()
    assert corrected["fields"]["organiser"] == "虚构社"
    assert not {"shared"} & {*seen, *corrected}, "whoever filed it is told nothing of others"


def test_a_list_that_is_counted_again_takes_the_place_of_the_one_before(client: Client) -> None:
    one, two = Claim(client, csv_list(people(0, 4, bought=4))), Claim(client, csv_list(people(0, 4, bought=4)))
    one.count()
    two.count()
    said = {
        "field": "passenger list",
        "code": two.code,
        "file": SimpleUploadedFile("b.csv", csv_list(people(9, 2, bought=0))),
    }
    better = Client().post(two.files, said).json()["hash"]
    answer = two.count(version=4, file=better)
    assert (answer.json()["fields"]["passengers verified"], answer.json()["shared"]) == (2, [])
    assert one.listed()["shared"] == []


def test_a_correction_keeps_who_is_listed_and_forgetting_does_not(client: Client) -> None:
    one, two = Claim(client, csv_list(people(0, 2, bought=2))), Claim(client, csv_list(people(0, 2, bought=2)))
    one.count()
    two.count()
    handle(one.record.pk, Wanted("correct", filled={"telephone": "13800138000"}), CLERK, MOMENT)
    assert [each["count"] for each in two.listed()["shared"]] == [2]
    administrator = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
    forget(one.record.pk, "asked for", administrator, MOMENT)
    assert two.listed()["shared"] == []
    assert one.record.state["fields"]["passengers verified"] == 2


def test_figures_that_somebody_verifies_by_hand_need_evidence_too(client: Client) -> None:
    claim = Claim(client, evidence.PDF, "a.pdf")
    by_hand = Wanted("verify", filled={"passengers verified": "400"})
    done = handle(claim.record.pk, by_hand, CLERK, MOMENT)
    assert done.state["verified"] == {"passengers": {"by": CLERK.name, "evidence": [claim.file]}}
    assert done.state["fields"]["passengers verified"] == 400
    bare = models.Record.objects.get(number=submit_train(MOMENT).number)
    with pytest.raises(BridgeheadError, match="AC069"):
        handle(bare.pk, by_hand, CLERK, MOMENT)


def _by_hand(claim: Claim, version: int, passengers: int, **more: str) -> Any:
    said = {"verb": "verify", "version": version, "fields": {"passengers verified": passengers}, **more}
    return claim.client.post(f"{ADDRESS}/{claim.number}/acts", said, content_type="application/json")


def test_a_figure_is_verified_by_hand_otherwise_than_its_list_gives_for_a_reason_alone(client: Client) -> None:
    claim = Claim(client, csv_list(people(0, 4, bought=4)))
    assert _told(_by_hand(claim, 2, 4)) == (422, [("AC131", "")]), "nobody has counted the list"
    claim.count()
    assert _by_hand(claim, 3, 4).status_code == 200, "the same as the list gives"
    assert _told(_by_hand(claim, 4, 3)) == (422, [("AC131", "")])
    done = _by_hand(claim, 4, 3, reason="one stayed at home").json()
    by = {"by": "made-up-clerk", "evidence": [claim.file]}
    assert done["verified"]["passengers"] == {**by, "derived": 4, "because": "one stayed at home"}
    assert done["fields"]["passengers verified"] == 3
    page = signed_in("clerk").get(f"/en/desk/records/{TOURISM}/special-train-claim/{claim.number}/").content.decode()
    assert "its list gives 4 people: one stayed at home" in " ".join(page.split())
    assert "one stayed at home" in page.partition("What was done")[2]
    assert _by_hand(claim, 5, 3).json()["verified"] == done["verified"], "the reason stays while the figure does"
    assert _by_hand(claim, 6, 4).json()["verified"]["passengers"] == {**by, "derived": 4, "because": None}


def test_evidence_is_a_file_of_the_very_record_and_which_one_can_be_said(client: Client) -> None:
    claim, other = Claim(client, evidence.PDF, "a.pdf"), Claim(client, evidence.PDF, "b.pdf")
    by = Wanted("verify", filled={"passengers verified": "400"})
    for no_file in (other.file, "0" * 64, ""):
        with pytest.raises(BridgeheadError, match="AC068"):
            handle(claim.record.pk, replace(by, evidence=(claim.file, no_file)), CLERK, MOMENT)
    act = {"verb": "verify", "version": 2, "fields": {"passengers verified": 400}}
    address = f"{ADDRESS}/{claim.number}/acts"
    told = client.post(address, act | {"evidence": [other.file]}, content_type="application/json")
    assert _told(told) == (404, [("AC068", "")])
    assert "verified" not in claim.record.state
    done = client.post(address, act | {"evidence": [claim.file]}, content_type="application/json")
    assert done.json()["verified"]["passengers"]["evidence"] == [claim.file]


@pytest.mark.parametrize(
    ("changed", "nights", "told"),
    [
        ({"nights: {type: integer, label": "nights: {type: integer, optional: true, label"}, "", ("AC072", "")),
        ({"'round down(count(rows[ticket bought]) / count(rows), 4)'": "1.01"}, 1, ("RG010", "ticket rate verified")),
    ],
)
def test_a_figure_that_the_rows_do_not_give_or_its_field_does_not_take_is_told(
    client: Client, changed: dict[str, str], nights: object, told: tuple[str, str]
) -> None:
    publish_lists(changed, MOMENT + timedelta(seconds=1))
    claim = Claim(client, csv_list([("虚构甲", identity(1), nights, "是")]))
    assert _told(claim.count()) == (422, [told])


def test_a_share_is_rounded_to_the_digits_of_its_field(client: Client) -> None:
    changed = {
        "'round down(count(rows[ticket bought]) / count(rows), 4)'": "'count(rows[ticket bought]) / count(rows)'"
    }
    publish_lists(changed, MOMENT + timedelta(seconds=1))
    answer = Claim(client, csv_list(people(0, 3, bought=2))).count()
    assert (answer.status_code, answer.json()["fields"]["ticket rate verified"]) == (200, "0.6667")
