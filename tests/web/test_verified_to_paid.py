"""A claim from its list of passengers to the bank, at the doors: filed, verified, accepted, settled by what was
verified, and paid to whom it names, who is looked at and kept nowhere in clear. Made up.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.settle import settle
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import CLERK, MOMENT, SETTLED, TOURISM, accept, publish, submit_train
from tests.evidence import PDF
from tests.forms import PAYEE
from tests.lists import csv_list, people
from tests.signed_in import signed_in
from tests.sound import misfits

pytestmark = pytest.mark.django_db

CLAIMS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"
AWARD = f"/api/matters/{TOURISM}/awards/special-train"
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
ON, LATER = SETTLED.date(), SETTLED + timedelta(days=30)
SHARED = "Lists some of the same people"


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    publish()
    yield
    assert misfits() == []


def _step(actor: Actor = SUPERVISOR, days: int = 0) -> Step:
    return Step(TOURISM, "special-train", actor, SETTLED + timedelta(days=days))


def _published() -> models.Record:
    confirm(_step(), settle(_step(CLERK), ON).version)
    return publish_places(_step(), Term.read("5 working days"))


def _file(number: str, code: str, field: str, content: bytes, name: str) -> None:
    said = {"field": field, "code": code, "file": SimpleUploadedFile(name, content)}
    answer = Client().post(f"{CLAIMS}/{number}/files", said)
    assert answer.status_code == 201, answer.content


def _filed(listed: bytes | None, **changed: str) -> tuple[str, str]:
    """A claim as an organiser files it, with its evidence, of which the list of passengers may be a scan."""
    receipt = submit_train(MOMENT, **changed)
    number, code = receipt.number, receipt.code
    _file(number, code, "passenger list", listed or PDF, "list.csv" if listed else "list.pdf")
    for field in ("train tickets", "sight tickets"):
        _file(number, code, field, PDF, "scan.pdf")
    return number, code


def _page(number: str, of: str = "records") -> str:
    return f"/en/desk/{of}/{TOURISM}/special-train-claim/{number}/"


def _act(clerk: Client, number: str, verb: str, **found: str) -> str:
    record = models.Record.objects.get(number=number)
    version, ticked = record.version, [*record.state.get("files", {})]
    said = {f"field:{name.replace('_', ' ')} verified": value for name, value in found.items()}
    answer = clerk.post(
        _page(number, "acts"), {"verb": verb, "version": version, "evidence": ticked, **said}, follow=True
    )
    return answer.content.decode()


BY_HAND = {
    "kind": "train",
    "same_day_and_train": "true",
    "paid_sights": "2",
    "completed_on": "2023-05-20",
}


def test_a_list_verifies_what_was_declared_and_the_award_pays_by_it_to_whom_the_claim_names() -> None:
    clerk = signed_in("clerk")
    number, _ = _filed(csv_list(people(0, 401, bought=300)), passengers="650")
    other, _ = _filed(csv_list(people(400, 402, bought=300)), train_number="K2", passengers="402")
    for each in (number, other):
        (count,) = re.findall(rf"/en/desk/counts/[^\"]*{each}/\w+/", clerk.get(_page(each)).content.decode())
        version = models.Record.objects.get(number=each).version
        assert clerk.post(count, {"version": version}).status_code == 302
    page = clerk.get(_page(number)).content.decode()
    assert 'class="light yellow">verified 401 people' in page, "650 were declared"
    for each, beside in ((number, other), (other, number)):
        page = clerk.get(_page(each)).content.decode()
        assert (SHARED in page, f"{beside}</a> (1)" in page) == (True, True), "one person stands in both lists"
    assert "AC095" in _act(clerk, number, "accept"), "the rest is not verified yet"
    for each in (number, other):
        _act(clerk, each, "verify", **BY_HAND)
        assert "Accepted" in _act(clerk, each, "accept")
    _published()
    seen = {each["number"]: each for each in _published_claims()}
    assert seen[number]["fields"]["passengers verified"] == 401
    assert {each["number"] for each in _award()["places"]} == {number, other}
    pay(_step(days=30))
    rows = _taken()
    assert [(row["number"], row["amount"]) for row in rows] == [(number, "100000.00"), (other, "100000.00")]
    assert {row["account number"] for row in rows} == {PAYEE["account number"]}


def test_without_a_list_a_clerk_verifies_by_hand_and_what_falls_short_is_not_paid() -> None:
    clerk = signed_in("clerk")
    whole = BY_HAND | {"passengers": "420", "nights": "1", "ticket_rate": "60%"}
    number, _ = _filed(None)
    short, _ = _filed(None, train_number="K2", passengers="500")
    _act(clerk, number, "verify", **whole)
    assert 'class="light yellow">verified 399 people' in _act(clerk, short, "verify", **whole | {"passengers": "399"})
    for each in (number, short):
        _act(clerk, each, "accept")
    settled = settle(_step(CLERK), ON).state["preview"]
    assert [each["number"] for each in settled["places"]] == [number]
    assert settled["counts"] == {"granted": 1, "refused": 1}


def test_two_claims_of_one_run_are_told_beside_each_other() -> None:
    one, two = submit_train().number, submit_train(organiser="虚构社").number
    page = signed_in("clerk").get(_page(one)).content.decode()
    assert "Perhaps the same" in page
    assert two in page


def test_nothing_is_paid_while_a_payee_is_blank_and_whoever_filed_the_claim_fills_it_in() -> None:
    receipt = submit_train(account_number="")
    accept(receipt.number)
    _published()
    with pytest.raises(BridgeheadError, match=f"AC096 the claim {receipt.number} has no account number"):
        pay(_step(days=30))
    page = signed_in("supervisor").get(f"/en/desk/awards/{TOURISM}/special-train/")
    assert page.status_code == 200
    record = models.Record.objects.get(number=receipt.number)
    said = {
        "verb": "correct",
        "version": record.version,
        "code": receipt.code,
        "fields": {"account number": "made-up-account-2"},
    }
    acts = f"{CLAIMS}/{receipt.number}/acts"
    assert Client().post(acts, said, content_type="application/json").status_code == 200
    decides = said | {"version": record.version + 1, "fields": {"train number": "K9"}}
    assert Client().post(acts, decides, content_type="application/json").status_code == 422, "what decides stays"
    pay(_step(days=30))
    assert [row["account number"] for row in _taken()] == ["made-up-account-2"]


def test_who_was_forgotten_is_not_paid_and_not_told_after_it() -> None:
    one, two = (accept(submit_train(train_number=each).number).number for each in ("K1", "K2"))
    _published()
    forget(models.Record.objects.get(number=one).pk, "asked for", ADMINISTRATOR, LATER)
    with pytest.raises(BridgeheadError) as refused:
        pay(_step(days=30))
    assert [(each.code, one in each.message) for each in refused.value.mistakes] == [("AC096", True)]
    assert two not in str(refused.value)


def test_a_payment_file_is_a_look_at_each_of_its_claims_and_names_nobody_where_it_is_kept() -> None:
    number = accept(submit_train(account_number="=made-up()").number).number
    _published()
    kept = pay(_step(days=30)).read_text(encoding="utf-8-sig")
    assert kept.splitlines()[0] == '"number","prize","amount"'
    before = models.Event.objects.filter(kind="looked/1").count()
    cashier = signed_in("cashier")
    assert cashier.get(f"/en/desk/payments/{TOURISM}/special-train/").status_code == 405, "a link would look unasked"
    answer = cashier.post(f"/en/desk/payments/{TOURISM}/special-train/")
    assert answer["Cache-Control"] == "no-store"
    assert '"\'=made-up()"' in answer.content.decode("utf-8-sig"), "no spreadsheet takes it for a formula"
    (look,) = models.Event.objects.filter(kind="looked/1")[before:]
    event = events.read(bytes(look.body))
    assert (event.actor, event.data["number"]) == ("made-up cashier", number)
    assert event.data["reason"] == "payment file special-train-1.csv"
    home = Path(settings.HOME)
    assert not [path for path in home.rglob("*.csv") if b"=made-up()" in path.read_bytes()]
    assert signed_in("clerk").post(f"/en/desk/payments/{TOURISM}/special-train/").status_code == 403


def test_what_was_forgotten_after_its_payment_is_blank_in_the_file() -> None:
    number = accept(submit_train().number).number
    _published()
    pay(_step(days=30))
    assert [row["bank"] for row in _taken()] == [PAYEE["bank"]]
    forget(models.Record.objects.get(number=number).pk, "asked for", ADMINISTRATOR, LATER)
    assert [(row["number"], row["bank"]) for row in _taken()] == [(number, "")]


def test_there_is_no_payment_file_before_anything_was_paid() -> None:
    accept(submit_train().number)
    _published()
    assert _take().json()["mistakes"][0]["code"] == "AC097"
    assert handle(
        models.Record.objects.get(register="special-train-claim").pk, Wanted("note", reason="x"), CLERK, MOMENT
    )


def _token() -> dict[str, str]:
    user, _ = User.objects.get_or_create(username="made-up supervisor", defaults={"roles": ["supervisor"]})
    token = tokens.issue(user, "test", ["read", "look", "decide"], now() + timedelta(days=1))
    return {"authorization": f"Bearer {token}"}


def _take() -> Any:
    return Client().post(f"{AWARD}/payments/file", headers=_token())


def _taken() -> list[dict[str, str]]:
    answer = _take()
    assert answer.status_code == 200, answer.content
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def _award() -> Any:
    return Client().get(AWARD, headers=_token()).json()


def _published_claims() -> Any:
    return Client().get(CLAIMS, headers=_token()).json()["records"]
