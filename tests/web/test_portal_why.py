"""The page that says why: for whoever filed a claim, and for everybody of a place that is shown."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from bridgehead.actions.award_record import Step
from bridgehead.actions.begin import Receipt
from bridgehead.actions.confirm import confirm
from bridgehead.actions.publish import publish as show
from bridgehead.actions.settle import settle
from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.queries.explanation import explain
from bridgehead.queries.why import why, would_have
from bridgehead.web.portal import why as page
from tests.cities import MOMENT, TOURISM, accept, publish, submit_train

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(days=30)
ASKED = "/track/why/"


def _step(name: str) -> Step:
    return Step(TOURISM, "special-train", Actor(ActorKind.STAFF, name, frozenset({"supervisor"})), LATER)


def _claim(**changed: str) -> Receipt:
    receipt = submit_train(MOMENT, **changed)
    accept(receipt.number)
    return receipt


@pytest.fixture
def granted() -> Receipt:
    publish()
    return _claim()


@pytest.fixture
def refused(granted: Receipt) -> Receipt:
    return _claim(nights="0", train_number="K2", passengers="437")


def _settled(*, shown: bool = True) -> None:
    confirm(_step("made-up second"), settle(_step("made-up first"), date(2023, 10, 16)).version)
    if shown:
        show(_step("made-up second"), Term.read("5 working days"))


def _asked(receipt: Receipt, code: str | None = None) -> dict[str, str]:
    return {"number": receipt.number, "code": code or receipt.code, "award": "special-train"}


def test_whoever_filed_a_claim_is_told_why_with_what_would_have_changed_it(refused: Receipt) -> None:
    _settled()
    answer = Client().post(ASKED, _asked(refused))
    told = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert "住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2.1条）" in told
    assert "若住宿 1 晚，则符合全部条件（第2.1条）" in told
    assert f'href="/rules/{TOURISM}/#2.1"' in told
    assert (
        "若住宿 1 晚，则获旅游专列，第 2 名" in Client().post(ASKED, _asked(refused) | {"then": "yes"}).content.decode()
    )
    assert "With 1 night" in Client().post("/en" + ASKED, _asked(refused)).content.decode()


def test_a_claim_is_found_in_its_own_group_of_rows(
    granted: Receipt, refused: Receipt, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr("bridgehead.actions.settle.ROWS_A_GROUP", 1)
    _settled()
    preview = models.Record.objects.get(register="awards").state["preview"]
    kept = [pq.ParquetFile(Path(settings.HOME) / TABLES / f"{preview[of]}.parquet") for of in ("claims", "decisions")]
    assert [each.metadata.num_row_groups for each in kept] == [2, 2]
    numbers = [kept[1].read_row_group(at)["number"].to_pylist() for at in (0, 1)]
    assert numbers == [[granted.number], [refused.number]]
    told = [why(TOURISM, "special-train", each.number) for each in (granted, refused)]
    assert [(each.number, str(each.outcome)) for each in told] == [
        (granted.number, "granted"),
        (refused.number, "refused"),
    ]


def test_the_page_of_a_record_says_what_was_decided_once_it_is_published(refused: Receipt) -> None:
    tracked = {"number": refused.number, "code": refused.code}
    _settled(shown=False)
    assert "差 1 晚" not in Client().post("/track/", tracked).content.decode()
    show(_step("made-up second"), Term.read("5 working days"))
    assert "差 1 晚" in Client().post("/track/", tracked).content.decode()


def test_nobody_else_is_told_why_a_claim_was_refused(granted: Receipt, refused: Receipt) -> None:
    _settled()
    assert Client().post(ASKED, _asked(refused, granted.code)).status_code == 404
    assert Client().post(ASKED, _asked(granted, "AAAAAAAAAA")).status_code == 404
    assert Client().get(f"/why/{TOURISM}/special-train/{refused.number}/").status_code == 404
    assert Client().get(f"/why/{TOURISM}/special-train/{granted.number}/").status_code == 200


def test_everybody_sees_why_a_place_was_given_and_of_it_only_what_is_public(
    granted: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"/why/{TOURISM}/special-train/{granted.number}/"
    assert Client().get(place).status_code == 404
    _settled()
    monkeypatch.setattr(page, "now", lambda: LATER)
    told = Client().get(place).content.decode()
    assert "获旅游专列，第 1 名，奖励 10 万元" in told
    assert "普通列车" in told  # the kind of train is public
    assert "420" not in told  # the passengers are not
    assert "400 人以上" in told
    assert "提出异议" in told
    assert "420" in Client().post(ASKED, _asked(granted)).content.decode()


def test_a_new_settlement_that_nobody_confirmed_tells_nobody_anything(refused: Receipt) -> None:
    _settled(shown=False)
    assert Client().post(ASKED, _asked(refused)).status_code == 404


@pytest.mark.slow
def test_what_is_told_of_a_settlement_is_what_explaining_all_its_claims_says(refused: Receipt) -> None:
    from bridgehead.actions.settle import run
    from bridgehead.published import current

    for passengers, train in (("399", "K3"), ("500", "K1"), ("80", "K5")):
        _claim(passengers=passengers, train_number=train)
    _claim(kind="high-speed train", train_number="G1", passengers="10", stop="太原站")
    claims = run(_step("made-up first"), date(2023, 10, 16)).claims
    _settled()
    rulebook = current(TOURISM)[1]
    numbers = claims["number"].to_pylist()
    assert len(numbers) == 6
    for number in numbers:
        told = why(TOURISM, "special-train", number)
        (whole,) = explain(rulebook, "special-train", claims, number, on=date(2023, 10, 16))
        assert (told.sentence, told.outcome) == (whole.sentence, whole.decision.outcome)
        assert {*told.statements} <= {*whole.statements}
        assert len(told.changes) == len(whole.remedies)
        assert would_have(TOURISM, "special-train", number) == tuple(each.sentence for each in whole.remedies)


def test_rules_that_decided_can_be_read_when_others_are_in_force(granted: Receipt) -> None:
    by = models.Enactment.objects.get(matter=TOURISM).rulebook_id
    assert Client().get(f"/rules/{TOURISM}/?by={by}").status_code == 200
    assert Client().get(f"/rules/{TOURISM}/?by={'0' * 64}").status_code == 404
    assert re.search(r'id="2\.1"', Client().get(f"/rules/{TOURISM}/").content.decode())
