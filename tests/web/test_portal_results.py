"""The results of an award as everybody sees them, and an objection by whoever has no account."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as show
from bridgehead.actions.settle import settle
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.web.portal import results, why
from tests.cities import MOMENT, TOURISM, accept, publish, submit_train

pytestmark = pytest.mark.django_db
PAGE = f"/results/{TOURISM}/special-train/"
LATER = MOMENT + timedelta(days=30)
KEY = "made-up-key-of-a-form-1"


def _step(name: str) -> Step:
    return Step(TOURISM, "special-train", Actor(ActorKind.STAFF, name, frozenset({"supervisor"})), LATER)


@pytest.fixture
def number(monkeypatch: pytest.MonkeyPatch) -> str:
    publish()
    number = submit_train(MOMENT).number
    accept(number)
    confirm(_step("made-up second"), settle(_step("made-up first"), date(2023, 10, 16)).version)
    monkeypatch.setattr(results, "now", lambda: LATER)
    return number


def test_places_are_shown_once_they_are_published_and_not_before(number: str) -> None:
    to_come = Client().get(PAGE)
    assert (to_come.status_code, "还没有公示" in to_come.content.decode()) == (404, True)
    show(_step("made-up second"), Term.read("5 working days"))
    page = Client().get(PAGE).content.decode()
    assert number in page
    assert "10 万元" in page or "100,000" in page
    assert "Results" in Client().get("/en" + PAGE).content.decode()


def test_an_objection_comes_in_once_and_not_without_a_reason_nor_after_the_publicity(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(_step("made-up second"), Term.read("5 working days"))
    typed = {"key": KEY, "number": number, "reason": "made-up <reason>"}
    assert Client().post(PAGE, {**typed, "key": KEY + "2", "reason": " "}).status_code == 409
    for _ in range(2):
        assert 'role="status"' in Client().post(PAGE, typed).content.decode()
    before = models.Event.objects.count()
    assert 'role="status"' in Client().post(PAGE, {**typed, "key": KEY + "4"}).content.decode(), "from another form"
    assert models.Event.objects.count() == before
    state = models.Record.objects.get(register="awards").state
    assert [each["reason"] for each in state["objections"]] == ["made-up <reason>"]
    monkeypatch.setattr(results, "now", lambda: LATER + timedelta(days=60))
    late = Client().post(PAGE, {**typed, "key": KEY + "3"})
    assert (late.status_code, "AC025" in late.content.decode()) == (409, True)
    assert "made-up &lt;reason&gt;" not in Client().get(PAGE).content.decode()


def test_whoever_has_no_place_objects_by_number_and_code_once_and_nobody_else_does(number: str) -> None:
    mine = submit_train(MOMENT, train_number="K2", nights="0")
    show(_step("made-up second"), Term.read("5 working days"))
    typed = {"key": KEY, "number": mine.number, "code": mine.code, "reason": "made-up night"}
    refused = Client().post("/en" + PAGE, {**typed, "key": KEY + "2", "code": "AAAAAAAAAA"})
    assert (refused.status_code, "no record with this number" in refused.content.decode()) == (404, True)
    assert "made-up night" in refused.content.decode(), "what was typed is kept"
    without = Client().post(PAGE, {"key": KEY + "4", "number": mine.number, "reason": "made-up night"})
    assert (without.status_code, "AC026" in without.content.decode()) == (409, True)
    for _ in range(2):
        assert 'role="status"' in Client().post(PAGE, typed).content.decode()
    (objection,) = models.Record.objects.get(register="awards").state["objections"]
    assert (objection["against"], objection["own"]) == (mine.number, True)


def test_the_page_that_says_why_there_is_no_place_takes_the_objection(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(_step("made-up second"), Term.read("1 working day"))
    pay(Step(TOURISM, "special-train", _step("made-up second").actor, LATER + timedelta(days=9)))
    mine = submit_train(MOMENT, train_number="K2", nights="0")
    accept(mine.number)
    confirm(_step("made-up second"), settle(_step("made-up first"), date(2023, 10, 16)).version)
    show(_step("made-up second"), Term.read("5 working days"))
    monkeypatch.setattr(why, "now", lambda: LATER)
    asked = {"number": mine.number, "code": mine.code, "award": "special-train"}
    page = Client().post("/en/track/why/", asked).content.decode()
    form = page.partition("Not right?")[2]
    typed = dict(re.findall(r'<input type="hidden" name="(key|number|code)" value="([^"]+)"', form))
    assert (typed["number"], typed["code"]) == (mine.number, mine.code)
    assert Client().post("/en" + PAGE, {**typed, "reason": "made-up night"}).status_code == 200
    assert models.Record.objects.get(register="awards").state["objections"][0]["own"]


def test_places_are_shown_by_as_many_statements_however_many_they_are(
    number: str, django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    show(_step("made-up second"), Term.read("5 working days"))
    record = models.Record.objects.get(register="awards")
    (place,) = record.state["places"]
    record.state["places"] += [{**place, "number": f"made-up-{n}"} for n in range(50)]
    record.state["published"] += [f"made-up-{n}" for n in range(50)]
    record.save()
    with django_assert_max_num_queries(12):
        page = Client().get(PAGE).content.decode()
    assert page.count("made-up-") >= 50
