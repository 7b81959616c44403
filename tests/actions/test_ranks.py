"""An award by rank, of which a rank is revoked: who was not paid moves up, who was paid keeps theirs."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import settings

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.reinstate import reinstate
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.ledger.read import Database
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.awarded import find
from bridgehead.queries.replay import Replayed, replay
from tests.cities import CLERK, MOMENT, TOURISM, accept, submit_train
from tests.forms import RULEBOOKS
from tests.sound import misfits

pytestmark = pytest.mark.django_db

FILED, SETTLED = datetime(2023, 5, 22, 2, tzinfo=UTC), datetime(2023, 10, 16, 2, tzinfo=UTC)
ON = date(2023, 10, 16)
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
ANOTHER = Actor(ActorKind.STAFF, "made-up other supervisor", frozenset({"supervisor"}))
CASHIER = Actor(ActorKind.STAFF, "made-up cashier", frozenset({"cashier"}))
RANKS = """rank: [completed on, submitted at, number]
prizes:
  - {rank: 1, pay: 100000}
  - {rank: 2..3, pay: 50000}
assumes:
"""
Standing = list[tuple[str, int, str]]


@pytest.fixture
def claims(tmp_path: Path) -> list[str]:
    """The numbers of five claims for three ranks, in the order in which they rank."""
    folder = copytree(RULEBOOKS / TOURISM, tmp_path / "rules")
    (folder / "examples.yaml").unlink()
    award = folder / "special-train.yaml"
    text = award.read_text(encoding="utf-8")
    award.write_text(re.sub(r"prizes:\n.*?assumes:\n", RANKS, text, flags=re.DOTALL), encoding="utf-8")
    publish_rulebook(folder, MOMENT)
    found = [
        submit_train(FILED, train_number=f"K{day}", completed_on=f"2023-05-{day:02}").number for day in range(8, 13)
    ]
    for each in found:
        accept(each, FILED)
    return found


def _step(actor: Actor = SUPERVISOR, at: datetime = SETTLED) -> Step:
    return Step(TOURISM, "special-train", actor, at)


def _confirm() -> Standing:
    confirm(_step(), settle(_step(CLERK), ON).version)
    return _standing()


def _standing() -> Standing:
    stands = (
        (each["number"], each["place"], each["amount"]) for each in find(TOURISM, "special-train").state["places"]
    )
    return sorted(stands, key=lambda each: each[1])


def _fits() -> bool:
    found = [*misfits(), *map(str, replay(Database(), Path(settings.HOME) / TABLES, Replayed()))]
    assert found == []
    return True


def test_who_was_not_paid_moves_up_and_the_next_takes_the_last_rank(claims: list[str]) -> None:
    first, second, third, fourth, _ = claims
    assert _confirm() == [(first, 1, "100000.00"), (second, 2, "50000.00"), (third, 3, "50000.00")]
    publish_places(_step(), Term.read("5 working days"))
    revoke(_step(), first, "bought clicks")
    assert _confirm() == [(second, 1, "100000.00"), (third, 2, "50000.00"), (fourth, 3, "50000.00")]
    assert find(TOURISM, "special-train").state["published"] == [first], "all others are published anew"
    assert _fits()


def test_a_rank_that_is_given_back_before_leaves_all_as_they_were(claims: list[str]) -> None:
    before = _confirm()
    revoke(_step(), claims[0], "bought clicks")
    assert settle(_step(CLERK), ON).state["preview"]["places"][0]["number"] == claims[1]
    reinstate(_step(ANOTHER), claims[0], "it was another", find(TOURISM, "special-train").version)
    assert _confirm() == before
    assert _fits()


def test_who_was_paid_keeps_the_rank_and_one_above_stays_empty(claims: list[str]) -> None:
    first, second, third, fourth, fifth = claims
    _confirm()
    publish_places(_step(), Term.read("5 working days"))
    later = SETTLED + timedelta(days=16)
    pay(_step(CASHIER, later))
    revoke(_step(at=later), first, "bought clicks")
    assert _confirm() == [(second, 2, "50000.00"), (third, 3, "50000.00")], "nobody ranks before those who were paid"
    revoke(_step(at=later), third, "bought clicks too")
    assert _confirm() == [(second, 2, "50000.00"), (fourth, 3, "50000.00")]
    assert fifth not in str(_standing())
    assert _fits()


def test_nobody_who_is_to_move_up_is_put_behind(claims: list[str]) -> None:
    """Who were put right after an objection would come before them."""
    first, second, third, *_ = claims
    _confirm()
    revoke(_step(), first, "bought clicks")
    for day in (1, 2):
        better = submit_train(FILED, train_number=f"T{day}", completed_on=f"2023-05-{day + 4:02}").number
        accept(better, FILED)
    with pytest.raises(BridgeheadError, match="AC132") as raised:
        settle(_step(CLERK), ON)
    assert f"«{third}»" in str(raised.value), "the second would keep the third rank, which is below its own"
    assert f"«{second}»" in str(raised.value)
