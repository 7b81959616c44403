"""An award over the interface, from settlement to payment; who may do what, and what everybody sees."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.settle import settle
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import CLERK, MOMENT, SETTLED, TOURISM, accept, publish, submit_train

pytestmark = pytest.mark.django_db

SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
CITY = ZoneInfo("Asia/Shanghai")
AWARD = f"/api/matters/{TOURISM}/awards/special-train"


class Staff:
    """Somebody with a role, who calls by a token."""

    def __init__(self, role: str, name: str = "") -> None:
        user = User.objects.create(username=f"made-up-{role}{name}", roles=[role])
        self.token = tokens.issue(user, "test", ["read", "decide"], now() + timedelta(days=1))

    def post(self, address: str, more: Mapping[str, str] = MappingProxyType({}), **content: object) -> tuple[int, Any]:
        headers = {"authorization": f"Bearer {self.token}", **more}
        answer = Client().post(address, content, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()


def test_an_award_goes_from_settlement_to_publicity_and_everybody_may_object() -> None:
    publish()
    submitted = submit_train(MOMENT)
    accept(submitted.number)
    clerk, supervisor, public = Staff("clerk"), Staff("supervisor"), Client()

    status, settled = clerk.post(f"{AWARD}/settlements", on="2023-10-16")
    assert (status, settled["stage"]) == (200, "previewed")
    assert public.get(f"{AWARD}/places").status_code == 404
    assert clerk.post(f"{AWARD}/confirmations", version=settled["version"])[0] == 403
    assert supervisor.post(f"{AWARD}/confirmations", version=settled["version"])[1]["stage"] == "confirmed"
    assert supervisor.post(f"{AWARD}/confirmations", version=settled["version"])[0] == 409
    assert supervisor.post(f"{AWARD}/publications", term="5 working days")[1]["stage"] == "published"

    seen = public.get(f"{AWARD}/places").json()
    assert [(each["number"], each["amount"]) for each in seen["places"]] == [(submitted.number, "100000.00")]
    assert "preview" not in seen
    objection = {"number": submitted.number, "reason": "the train did not stop here"}
    assert public.post(f"{AWARD}/objections", objection, content_type="application/json").status_code == 200
    unplaced = submit_train(MOMENT, train_number="K2")
    own = {"number": unplaced.number, "reason": "it came earlier"}
    for code, status in ((None, 422), ("AAAAAAAAAA", 404), (unplaced.code, 200)):
        answer = public.post(f"{AWARD}/objections", own | {"code": code}, content_type="application/json")
        assert answer.status_code == status
    assert supervisor.post(f"{AWARD}/payments")[0] == 409
    decided = supervisor.post(f"{AWARD}/objections/0", upheld=False, reason="it did")[1]
    assert decided["objections"][0]["decided"] == "dismissed"
    in_utc = [decided["until"], seen["until"], *(each["at"] for each in decided["objections"])]
    assert all(each.endswith("Z") for each in in_utc), in_utc


def _paid() -> str:
    """The number of the only claim, whose place was paid."""
    publish()
    number = submit_train(MOMENT).number
    accept(number)
    step = Step(TOURISM, "special-train", SUPERVISOR, SETTLED)
    confirm(step, settle(Step(TOURISM, "special-train", CLERK, MOMENT), date(2023, 10, 16)).version)
    publish_places(step, Term.read("5 working days"))
    pay(Step(TOURISM, "special-train", SUPERVISOR, MOMENT + timedelta(days=60)))
    return number


def test_who_filed_a_claim_does_not_open_it_again_once_its_place_is_confirmed() -> None:
    publish()
    receipt = submit_train(MOMENT)
    version = accept(receipt.number).version
    due = MOMENT + timedelta(days=30)  # after the last day for claims
    settled = settle(Step(TOURISM, "special-train", CLERK, due), date(2023, 10, 16))
    confirm(Step(TOURISM, "special-train", SUPERVISOR, due), settled.version)
    acts = f"/api/matters/{TOURISM}/registers/special-train-claim/records/{receipt.number}/acts"
    wanted = {"verb": "reopen", "reason": "made up", "code": receipt.code, "version": version}
    answer = Client().post(acts, wanted, content_type="application/json")
    assert (answer.status_code, answer.json()["mistakes"][0]["code"]) == (409, "AC082")


def test_a_place_is_revoked_and_what_was_paid_comes_back_over_the_interface() -> None:
    number = _paid()
    supervisor, cashier, clerk = Staff("supervisor"), Staff("cashier"), Staff("clerk")
    revoking = {"number": number, "reason": "the list was not true"}
    assert clerk.post(f"{AWARD}/revocations", **revoking)[0] == 403
    status, revoked = supervisor.post(f"{AWARD}/revocations", **revoking)
    assert (status, revoked["places"], revoked["revocations"][0]["paid"]) == (200, [], True)
    status, told = supervisor.post(f"{AWARD}/revocations", **revoking)
    assert (status, told["mistakes"][0]["code"]) == (409, "AC031")
    assert Client().get(f"{AWARD}/places").json()["revoked"] == [number]

    demand = {"number": number, "amount": "100000.00", "reason": "it is owed", "term": "15 working days"}
    asked = supervisor.post(f"{AWARD}/recoveries", **demand, version=revoked["version"])[1]
    assert (asked["recoveries"][0]["left"], asked["recoveries"][0]["overdue"]) == ("100000.00", False)
    assert asked["recoveries"][0]["until"].endswith("Z")
    assert supervisor.post(f"{AWARD}/recoveries", **demand, version=revoked["version"])[0] == 409

    repayments = f"{AWARD}/recoveries/0/repayments"
    part = {"amount": "40000.5", "on": "2023-11-20", "version": asked["version"]}
    assert clerk.post(repayments, **part)[0] == 403
    key = {"idempotency-key": "made-up-key-0123456789"}
    first, again = (cashier.post(repayments, key, **part) for _ in range(2))
    assert first == again, "a request that is sent again is answered again"
    assert (first[1]["recoveries"][0]["left"], len(first[1]["recoveries"][0]["back"])) == ("59999.50", 1)
    assert cashier.post(repayments, **part)[0] == 409
    assert cashier.post(f"{AWARD}/recoveries/1/repayments", **{**part, "version": first[1]["version"]})[0] == 404
    headers = {"authorization": f"Bearer {clerk.token}"}
    assert Client().get(AWARD, headers=headers).json()["recoveries"] == first[1]["recoveries"]


def test_a_second_person_undoes_a_demand_and_a_revocation_over_the_interface() -> None:
    number = _paid()
    supervisor, another = Staff("supervisor"), Staff("supervisor", "-2")
    revoked = supervisor.post(f"{AWARD}/revocations", number=number, reason="the list was not true")[1]
    demand = {"number": number, "amount": "100000.00", "reason": "it is owed", "term": "15 working days"}
    asked = supervisor.post(f"{AWARD}/recoveries", **demand, version=revoked["version"])[1]
    given_back = {"number": number, "reason": "it was true", "version": asked["version"]}
    status, told = another.post(f"{AWARD}/reinstatements", **given_back)
    assert (status, told["mistakes"][0]["code"]) == (409, "AC045")
    withdrawn = {"reason": "it is not owed", "version": asked["version"]}
    assert supervisor.post(f"{AWARD}/recoveries/0/withdrawal", **withdrawn)[0] == 403
    status, found = another.post(f"{AWARD}/recoveries/0/withdrawal", **withdrawn)
    assert (status, found["recoveries"][0]["withdrawn"], found["recoveries"][0]["left"]) == (
        200,
        "it is not owed",
        "0.00",
    )
    assert another.post(f"{AWARD}/recoveries/1/withdrawal", **{**withdrawn, "version": found["version"]})[0] == 404
    given_back["version"] = found["version"]
    status, found = another.post(f"{AWARD}/reinstatements", **given_back)
    assert (status, [each["number"] for each in found["places"]], found["paid"]) == (200, [number], [number])
    assert [each["reason"] for each in found["reinstatements"]] == ["it was true"]
    seen = Client().get(f"{AWARD}/places").json()
    assert ([each["number"] for each in seen["places"]], seen["revoked"]) == ([number], [])
    assert another.post(f"{AWARD}/reinstatements", **{**given_back, "version": found["version"]})[0] == 409


@pytest.mark.parametrize("term", ["99999999999 working days", "9" * 30 + " hours", "3000000 calendar days", "soon"])
def test_a_term_that_no_calendar_has_is_told(term: str) -> None:
    number, supervisor = _paid(), Staff("supervisor")
    version = supervisor.post(f"{AWARD}/revocations", number=number, reason="made up")[1]["version"]
    demand = {"number": number, "amount": "1.00", "reason": "made up", "term": term, "version": version}
    for address, content in (("recoveries", demand), ("publications", {"term": term})):
        status, told = supervisor.post(f"{AWARD}/{address}", **content)
        assert (status, told["mistakes"][0]["code"]) == (422, "CA004")


def test_places_are_published_for_days() -> None:
    publish()
    number = submit_train(MOMENT).number
    accept(number)
    settled = settle(Step(TOURISM, "special-train", CLERK, SETTLED), date(2023, 10, 16))
    confirm(Step(TOURISM, "special-train", SUPERVISOR, SETTLED), settled.version)
    status, told = Staff("supervisor").post(f"{AWARD}/publications", term="1 minutes")
    assert (status, told["mistakes"][0]["code"]) == (422, "AC084")


def test_an_award_that_is_not_known_is_not_there() -> None:
    publish()
    assert Staff("clerk").post(f"/api/matters/{TOURISM}/awards/special-trains/settlements", on="2023-10-16")[0] == 404


VISIT = {"province": "河北", "student card": True, "identity card": True, "sight": "恒山", "visited on": "2023-06-01"}


@pytest.mark.parametrize(
    ("changed", "outcome", "reason"),
    [
        ({}, "granted", None),
        ({"province": "上海"}, "refused", "上海"),
        ({"student card": None}, "undetermined", "学生证"),
    ],
)
def test_an_entitlement_is_decided_at_the_gate_and_nothing_is_stored(
    changed: dict[str, object], outcome: str, reason: str | None
) -> None:
    publish()
    address = f"/api/matters/{TOURISM}/awards/student-ticket/decisions"
    answer = Client().post(address, {"fields": VISIT | changed}, content_type="application/json").json()
    assert answer["outcome"] == outcome
    assert [reason in each["zh"] for each in answer["reasons"]] == ([True] if reason else []), answer
    assert all(each["zh"].endswith("。") and each["en"].endswith(".") for each in answer["reasons"])
    assert not models.Record.objects.exists()


def test_a_value_at_the_gate_that_cannot_be_read_is_told_beside_its_field() -> None:
    publish()
    address = f"/api/matters/{TOURISM}/awards/student-ticket/decisions"
    answer = Client().post(address, {"fields": VISIT | {"visited on": "soon"}}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["mistakes"][0]["at"] == "visited on"


def test_at_the_gate_a_mistake_is_told_in_the_language_of_the_reader_and_in_no_other() -> None:
    publish()
    address = f"/api/matters/{TOURISM}/awards/student-ticket/decisions"
    wrong = {"visited on": "2023-02-30", "student card": "perhaps", "sihgt": "恒山"}

    def told(language: str) -> Any:
        asked = {"accept-language": language}
        return Client().post(address, {"fields": VISIT | wrong}, content_type="application/json", headers=asked).json()

    chinese, english = told("zh-CN"), told("en")
    assert [(each["code"], each["at"], each["nearest"]) for each in chinese["mistakes"]] == [
        ("RG010", "student card", None),
        ("RG010", "visited on", "2023-02-28"),
        ("RG010", "sihgt", "sight"),
    ]
    texts = [each[key] for each in chinese["mistakes"] for key in ("message", "expected")]
    assert not [text for text in (chinese["title"], *texts) if "xpected" in text or not text.strip()]
    assert chinese["mistakes"][0]["message"] == "“student card”填写不正确"
    assert chinese["mistakes"][0]["expected"] == "是或否、true 或 false、yes 或 no"
    assert english["mistakes"][2]["expected"] == "There is no such field"
    assert {*chinese["fields"]} == {"visited on", "student card", "sihgt"}


def test_at_the_gate_a_day_to_come_is_refused_with_the_last_day_that_may_be() -> None:
    publish()
    address = f"/api/matters/{TOURISM}/awards/student-ticket/decisions"
    answer = Client().post(address, {"fields": VISIT | {"visited on": "2099-07-01"}}, content_type="application/json")
    assert answer.status_code == 422
    assert [(each["code"], each["at"]) for each in answer.json()["mistakes"]] == [("RG010", "visited on")]


@pytest.mark.parametrize(
    ("address", "code", "nearest"),
    [
        (f"/api/matters/{TOURISM}/awards/special-trains", "AW060", "special-train"),
        (f"/api/matters/{TOURISM}/awards/special-trains/places", "AW060", "special-train"),
        (f"/api/matters/{TOURISM}/awards/special-train/places", "AC128", None),
        ("/api/matters/datong/tourism-2032/awards/special-train/places", "RG001", TOURISM),
    ],
)
def test_an_award_that_is_not_there_or_shows_nothing_yet_is_told_so(
    address: str, code: str, nearest: str | None
) -> None:
    publish()
    headers = {"authorization": f"Bearer {Staff('clerk').token}", "accept-language": "zh"}
    answer = Client().get(address, headers=headers)
    (mistake,) = answer.json()["mistakes"]
    assert (answer.status_code, mistake["code"], mistake["nearest"]) == (404, code, nearest)
    assert all(re.search("[\u4e00-\u9fff]", mistake[key]) for key in ("message", "expected"))


def test_of_two_who_confirm_at_once_the_second_is_told_what_the_first_did_in_their_language() -> None:
    publish()
    accept(submit_train(MOMENT).number)
    supervisor = Staff("supervisor")
    seen = settle(Step(TOURISM, "special-train", CLERK, SETTLED), date(2023, 10, 16)).version
    confirm(Step(TOURISM, "special-train", SUPERVISOR, SETTLED), seen)
    for language, told in (("zh", "您查看之后又有了变化：已确认（"), ("en", "has changed meanwhile: confirmed at ")):
        asked = {"accept-language": language}
        status, refused = supervisor.post(f"{AWARD}/confirmations", asked, version=seen)
        assert (status, refused["mistakes"][0]["code"]) == (409, "AC002")
        assert told in refused["title"]
        assert f"{SETTLED.astimezone(CITY):%Y-%m-%d %H:%M}" in refused["title"]
