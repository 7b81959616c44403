"""At the gate it is told where places or money of an award are gone: by what was published, and by nothing else."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.queries.gate import Answer, would_be
from bridgehead.web.portal import qualifying
from tests.cities import CLERK, MOMENT, SETTLED, accept
from tests.forms import RULEBOOKS, TOURISM, TRAIN

pytestmark = pytest.mark.django_db
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
STEP = Step(TOURISM, "special-train", SUPERVISOR, SETTLED)
GROUP = {"kind": "high-speed train", "passengers": "400"}


def _confirmed(folder: Path, *changes: tuple[str, str]) -> None:
    """Three trains that are confirmed, by a rulebook that was changed."""
    copy = shutil.copytree(RULEBOOKS / TOURISM, folder / "changed")
    award = copy / "special-train.yaml"
    for old, new in changes:
        award.write_text(award.read_text().replace(old, new))
    publish_rulebook(copy, MOMENT)
    for n in range(3):
        number = submit(TOURISM, "special-train-claim", TRAIN | {"train number": f"K{n}"}, PUBLIC, MOMENT).number
        accept(number)
    confirm(STEP, settle(replace(STEP, actor=CLERK), date(2023, 10, 16)).version)


def _published() -> None:
    publish_places(STEP, Term.read("5 working days"))


def _asked(**changed: str) -> Answer:
    given = TRAIN | {"submitted at": "2023-09-20T10:00:00", "number": "0"} | changed
    return would_be(TOURISM, "special-train", given)


def test_places_that_are_taken_are_told_once_they_are_published_and_until_one_is_free(tmp_path: Path) -> None:
    _confirmed(tmp_path)
    assert _asked().outcome == "granted", "what is not published is not told"
    _published()
    told = _asked()
    assert (told.outcome, told.prize) == ("exhausted", None)
    assert [each.en for each in told.reasons] == [
        "Every condition is met, but all places of “Special train” are taken: 3."
    ]
    assert _asked(**GROUP).outcome == "granted"
    assert _asked(**{"ticket rate": "0.1"}).outcome == "refused"
    revoke(STEP, models.Record.objects.get(register="awards").state["places"][0]["number"], "made up")
    assert _asked().outcome == "granted"


@pytest.mark.parametrize(
    ("budget", "told", "of_a_group"),
    [
        ("350000", "预算只余 5 万元，应奖励 10 万元", "granted"),
        ("300000", "预算 30 万元已用完", "exhausted"),
        ("500000", None, "granted"),
    ],
)
def test_money_that_is_gone_is_told_with_what_is_left(
    budget: str, told: str | None, of_a_group: str, tmp_path: Path
) -> None:
    _confirmed(tmp_path, ("budget: 450000", f"budget: {budget}"), ("first: 3\n    pay: 100000", "pay: 100000"))
    _published()
    found = _asked()
    assert found.outcome == ("exhausted" if told else "granted")
    assert [told in each.zh for each in found.reasons if told] == [True] * bool(told), found
    assert _asked(**GROUP).outcome == of_a_group


def test_whoever_asks_at_the_portal_reads_that_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qualifying, "now", lambda: MOMENT)
    _confirmed(tmp_path)
    _published()
    typed = {f"field:{name}": value for name, value in TRAIN.items()}
    page = Client().post(f"/en/qualify/{TOURISM}/special-train/", typed).content.decode()
    assert "Every condition is met, but nothing is left" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shares", "of_a_train", "of_a_group"),
    [
        ("train: 0.6, high-speed train: 0.4", "exhausted", "granted"),
        ("train: 0.9, high-speed train: 0.1", "granted", "granted"),
        ("train: 1, high-speed train: 0", "granted", "exhausted"),
    ],
)
def test_of_a_budget_in_shares_the_one_that_is_gone_says_so_of_itself(
    shares: str, of_a_train: str, of_a_group: str, tmp_path: Path
) -> None:
    """Three trains of 100,000 each are paid from 500,000."""
    budget = f"budget: {{total: 500000, by: kind, shares: {{{shares}, chartered high-speed train: 0}}}}"
    _confirmed(tmp_path, ("budget: 450000", budget), ("first: 3\n    pay: 100000", "pay: 100000"))
    _published()
    train, group = _asked(), _asked(**GROUP)
    assert (train.outcome, group.outcome) == (of_a_train, of_a_group)
    told = [each.en for answer in (train, group) for each in answer.reasons]
    assert all(" for “" in each for each in told)
    assert all("预算" in each.zh and "”的预算" in each.zh for answer in (train, group) for each in answer.reasons)
