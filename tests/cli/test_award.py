"""Where an award stands, as the command shows it: places, what was revoked, and what is asked back."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from typer.testing import CliRunner, Result

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.recover import Demand, Repayment, note_repayment, recover
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.cli import main
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from tests.cities import CLERK, MOMENT, SETTLED, TOURISM, accept, publish, submit_train

pytestmark = pytest.mark.django_db

SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))


def _shown(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, ["award", *arguments, "--home", str(Path(settings.HOME))])


def _lines(*arguments: str) -> list[str]:
    done = _shown(TOURISM, "special-train", *arguments)
    assert done.exit_code == 0, done.output
    return [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip(" ─")]


def test_what_was_revoked_and_comes_back_is_shown_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIDGEHEAD_HOME", str(settings.HOME))
    publish()
    one, two = (submit_train(train_number=name).number for name in ("K1", "K2"))
    for number in (one, two):
        accept(number)
    step, later = (Step(TOURISM, "special-train", SUPERVISOR, SETTLED + days * timedelta(days=1)) for days in (0, 30))
    confirm(step, settle(Step(TOURISM, "special-train", CLERK, MOMENT), date(2023, 10, 16)).version)
    publish_places(step, Term.read("5 working days"))
    pay(later)
    seen = revoke(later, one, "made-up reason")
    demand = Demand(one, Decimal(100_000), "made-up demand", Term.read("15 working days"))
    asked = recover(later, demand, seen.version)
    note_repayment(later, 0, Repayment(Decimal("40000.50"), date(2023, 11, 15)), asked.version)
    assert _lines("--lang", "en") == [
        "special-train · paid",
        "Claim Prize Reward Payment",
        f"{two} chartered train 100000.00 paid",
        "Revoked Reward Why",
        f"{one} 100000.00 made-up reason",
        "Asked back of Amount Left Due Standing Why",
        f"{one} 100,000.00 59,999.50 2023-12-06 overdue made-up demand",
    ]
    assert _lines()[0] == "special-train · 已付款"
    assert _lines()[-1] == f"{one} 100,000.00 59,999.50 2023-12-06 逾期 made-up demand"


def test_an_award_that_was_never_settled_and_a_matter_that_is_not_known_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRIDGEHEAD_HOME", str(settings.HOME))
    publish()
    for arguments, told in (((TOURISM, "special-train"), "AC038"), (("made-up/matter", "special-train"), "RG001")):
        done = _shown(*arguments)
        assert (done.exit_code, told in done.stderr) == (2, True)
