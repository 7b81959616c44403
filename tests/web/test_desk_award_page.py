"""The page of an award: who has a place, why others have none, what is paid and asked back, and who sees what."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.settle import settle
from bridgehead.claimed import claimed
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.moment import now
from bridgehead.published import by_hash
from bridgehead.queries.awarded import awarded, find
from bridgehead.queries.decided import decided
from bridgehead.queries.explanation import explain
from tests.cities import MOMENT, TOURISM, accept, publish, submit_train
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
PAGE = f"/en/desk/awards/{TOURISM}/special-train/"
ON = date(2023, 10, 16)
CONFIRM = re.compile("<button([^>]*)>Confirm as the second person")
LATER = MOMENT + timedelta(days=40)
FIRST, SECOND = (Actor(ActorKind.STAFF, f"made-up {n}", frozenset({"supervisor"})) for n in (1, 2))


def _step(actor: Actor = FIRST) -> Step:
    return Step(TOURISM, "special-train", actor, LATER)


def _act(client: Client, what: str, **typed: object) -> tuple[int, str]:
    version = models.Record.objects.get(register="awards").version
    answer = client.post(f"/en/desk/award-acts/{what}/{TOURISM}/special-train/", {"version": version, **typed})
    return answer.status_code, answer.content.decode()


@pytest.fixture(autouse=True)
def numbers() -> list[str]:
    """Claims by their passengers, accepted and settled: the last three win."""
    publish()
    found = []
    for passengers in (100, 200, 399, 400, 412, 1200):
        changed = {"passengers": str(passengers), "train_number": f"K{passengers}", "organiser": f"<{passengers}>"}
        found.append(submit_train(MOMENT, **changed).number)
        accept(found[-1])
    settle(_step(), ON)
    return found


def _paid() -> None:
    confirm(_step(SECOND), find(TOURISM, "special-train").version)
    publish_places(_step(), Term.read("1 working day"))
    pay(Step(TOURISM, "special-train", FIRST, LATER + timedelta(days=40)))


def test_who_wins_is_told_with_what_counts_and_who_does_not_with_its_reason(
    numbers: list[str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("clerk")
    with django_assert_max_num_queries(9):
        page = client.get(PAGE).content.decode()
    assert "&lt;412&gt;" in page
    assert "<412>" not in page
    assert page.count('class="tag"') == 3
    assert re.search(r"399 people.{0,300}400", page, re.DOTALL)
    others = page.partition("Claims without a place")[2]
    assert [number in others for number in numbers] == [True] * 3 + [False] * 3


@pytest.mark.slow
def test_the_reason_of_each_claim_is_the_one_that_an_explanation_gives(numbers: list[str]) -> None:
    preview = find(TOURISM, "special-train").state["preview"]
    told = decided("special-train", preview, numbers, slice(0, 2))
    assert told is not None
    assert ([each.number for each in told.others], told.without) == (numbers[:2], 3)
    read = claimed(TOURISM, "special-train", LATER)
    for number in numbers:
        (why,) = explain(by_hash(preview["rulebook"]), "special-train", read.table, number, on=ON)
        assert told.by_number[number].sentence == why.sentence
        assert told.by_number[number].outcome == why.decision.outcome


def test_a_long_table_is_told_a_page_at_a_time_at_addresses_that_stay(
    numbers: list[str], monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr("bridgehead.web.faces.pages.PAGE", 2)
    _paid()
    settle(_step(), date(2023, 10, 17))
    client = signed_in("clerk")
    seen = []
    address = PAGE
    for _ in range(2):
        with django_assert_max_num_queries(9):
            page = client.get(address).content.decode()
        seen.append([number for number in numbers if f"/{number}/" in page.partition('id="places"')[2]])
        (address, *_) = re.findall(r'rel="next" href="([^"]*places=2)#places"', page) or [f"{PAGE}?places=2&others=2"]
    assert seen == [[*numbers[:2], *numbers[3:5]], [*numbers[:2], numbers[5]]]
    last = client.get(f"{PAGE}?places=2&others=2&preview=1").content.decode()
    assert re.findall(r'rel="prev" href="([^"]*)"', last) == [
        f"{PAGE}?places=1&amp;others=2&amp;preview=1#places",
        f"{PAGE}?places=2&amp;others=1&amp;preview=1#others",
    ]
    assert f'href="{PAGE}?places=2&amp;others=2&amp;preview=2#preview"' in last
    assert numbers[2] in last.partition('id="others"')[2]
    for odd in ("0", "-1", "x", "9" * 40, "٣", "3"):
        assert client.get(PAGE, {"places": odd, "others": odd}).status_code == 200


def test_a_step_that_was_refused_shows_pages_of_the_award(numbers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridgehead.web.faces.pages.PAGE", 2)
    status, page = _act(signed_in("supervisor"), "publish", days="5")
    assert status == 409
    assert f'href="{PAGE}?preview=2#preview"' in page


def test_a_settlement_whose_tables_are_gone_still_shows_its_places(
    numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridgehead.queries.decided.TABLES", "nowhere")
    page = signed_in("clerk").get(PAGE).content.decode()
    assert [number in page for number in numbers] == [False] * 3 + [True] * 3


def test_what_was_paid_for_a_revoked_place_is_asked_back_and_comes_back_by_forms(numbers: list[str]) -> None:
    _paid()
    one, another, cashier = signed_in("supervisor"), signed_in("supervisor", " 2"), signed_in("cashier")
    assert _act(one, "revoke", number=numbers[3], reason="the list was not true")[0] == 302
    demand = {"number": numbers[3], "amount": "100,000", "reason": "it is owed", "days": "15"}
    status, told = _act(one, "recover", **demand | {"amount": "much <b>"})
    assert (status, "RG010" in told, "much &lt;b&gt;" in told) == (409, True, True)
    assert _act(one, "recover", **demand)[0] == 302
    assert _act(cashier, "repaid", index=0, amount="40000", on="2099-01-01")[0] == 409
    status, told = _act(cashier, "repaid", index=0, amount="40000", on="2023-12-08")
    assert (status, "The money was paid on 2023-12-09" in told) == (409, True)
    assert _act(cashier, "repaid", index=0, amount="40000", on="2023-12-09")[0] == 302
    page = one.get(PAGE).content.decode()
    assert "CNY 60,000" in page
    assert _act(one, "withdraw", index=0, reason="a mistake")[0] == 409, "whoever asked does not withdraw"
    assert _act(another, "withdraw", index=0, reason="a mistake")[0] == 302
    assert _act(another, "reinstate", number=numbers[3], reason="it was true")[0] == 409, "money has come back"
    (found,) = awarded(find(TOURISM, "special-train"), LATER).recoveries
    assert (found.withdrawn, found.left) == ("a mistake", 0)


def test_a_place_that_was_revoked_by_mistake_is_given_back_by_a_second_person(numbers: list[str]) -> None:
    confirm(_step(SECOND), find(TOURISM, "special-train").version)
    one, another = signed_in("supervisor"), signed_in("supervisor", " 2")
    assert _act(one, "revoke", number=numbers[3], reason="the list was not true")[0] == 302
    assert _act(one, "reinstate", number=numbers[3], reason="it was true")[0] == 409
    assert _act(another, "reinstate", number=numbers[3], reason="it was true")[0] == 302
    assert "Places given back" in one.get(PAGE).content.decode()


def test_who_settled_sees_why_another_has_to_confirm_and_the_other_a_button(numbers: list[str]) -> None:
    first, another = signed_in("supervisor", ""), signed_in("supervisor", " 2")
    assert _act(first, "settle", on="2023-10-17")[0] == 302
    page = first.get(PAGE).content.decode()
    assert CONFIRM.findall(page) == [' class="quiet" disabled']
    assert "a second person has to" in page
    assert CONFIRM.findall(another.get(PAGE).content.decode()) == [""]
    assert _act(first, "settle", on="2023-06-01")[0] == 302
    page = another.get(PAGE).content.decode()
    assert CONFIRM.findall(page) == [' class="quiet" disabled']
    assert "Places are provisional" in page


def test_a_payment_is_not_offered_before_the_publicity_is_over() -> None:
    confirm(_step(SECOND), find(TOURISM, "special-train").version)
    publish_places(Step(TOURISM, "special-train", FIRST, now()), Term.read("1 working day"))
    page = signed_in("cashier").get(PAGE).content.decode()
    assert '<button class="quiet" disabled>Make the payment file' in page
    assert "The publicity still runs" in page


def test_a_mistake_is_offered_to_be_undone_to_another_than_who_made_it(numbers: list[str]) -> None:
    _paid()
    one, another = signed_in("supervisor"), signed_in("supervisor", " 2")
    assert _act(one, "revoke", number=numbers[3], reason="the list was not true")[0] == 302
    offers = [
        (f"/award-acts/{what}/" in each.get(PAGE).content.decode())
        for what in ("reinstate", "recover")
        for each in (one, another)
    ]
    assert offers == [False, True, True, True]
    demand = {"number": numbers[3], "amount": "100000", "reason": "it is owed", "days": "15"}
    assert _act(one, "recover", **demand)[0] == 302
    pages = [each.get(PAGE).content.decode() for each in (one, another)]
    assert ["/award-acts/withdraw/" in page for page in pages] == [False, True]
    assert ["/award-acts/recover/" in page for page in pages] == [False, False], "all is asked back"
    assert ["/award-acts/reinstate/" in page for page in pages] == [False, False], (
        "what is asked back is withdrawn first"
    )


def test_a_cashier_sees_what_is_paid_and_no_record(numbers: list[str]) -> None:
    _paid()
    cashier = signed_in("cashier")
    assert cashier.get("/desk/").headers["location"] == "/desk/awards/"
    assert "Special-train reward" in cashier.get("/en/desk/awards/").content.decode()
    page = cashier.get(PAGE).content.decode()
    assert [number in page for number in numbers] == [False] * 3 + [True] * 3
    assert "/desk/records/" not in page
    assert cashier.get(f"{PAGE}what-if/").status_code == 403
    assert cashier.get(f"/desk/records/{TOURISM}/special-train-claim/{numbers[3]}/").status_code == 403
    file = cashier.post(f"/desk/payments/{TOURISM}/special-train/")
    assert (file.status_code, numbers[3] in file.content.decode()) == (200, True)
