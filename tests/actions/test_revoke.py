"""The rest of an award's life: a place is revoked, the next in line moves up, and what was paid is asked back."""

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from bridgehead import published
from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.object import decide_objection, object_to
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.recover import Demand, Repayment, note_repayment, recover
from bridgehead.actions.reinstate import reinstate
from bridgehead.actions.reschedule import reschedule
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.actions.withdraw_demand import withdraw_demand
from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Verb
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import models
from bridgehead.ledger.read import Database
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.awarded import awarded, find, shown
from bridgehead.queries.replay import Replayed, replay
from bridgehead.web.desk.awards import line_of
from tests.apart import alone, apart, at_once
from tests.cities import CLERK, RULEBOOKS, TOURISM, accept, publish, submit_train
from tests.profiles import QUICK, costing
from tests.sound import misfits

FILED = datetime(2023, 5, 22, 2, tzinfo=UTC)
SETTLED = datetime(2023, 10, 16, 2, tzinfo=UTC)
ON = date(2023, 10, 16)
AFTER = datetime(2023, 11, 1, 2, tzinfo=UTC)
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
ANOTHER = Actor(ActorKind.STAFF, "made-up other supervisor", frozenset({"supervisor"}))
CASHIER = Actor(ActorKind.STAFF, "made-up cashier", frozenset({"cashier"}))
DAY = timedelta(days=1)
WHY = "the list of passengers was not true"


def _step(actor: Actor = SUPERVISOR, at: datetime = SETTLED) -> Step:
    return Step(TOURISM, "special-train", actor, at)


def _file(*days: int) -> list[str]:
    """The numbers of accepted claims for trains that were completed on these days of May."""
    found = [submit_train(FILED, train_number=f"K{day}", completed_on=f"2023-05-{day:02}").number for day in days]
    for each in found:
        accept(each, FILED)
    return found


def _confirmed(at: datetime = SETTLED) -> models.Record:
    return confirm(_step(at=at), settle(_step(CLERK, at), ON).version)


def _published(at: datetime = SETTLED) -> models.Record:
    _confirmed(at)
    return publish_places(_step(at=at), Term.read("5 working days"))


def _paid(at: datetime = SETTLED) -> Path:
    _published(at)
    return pay(_step(at=at + 16 * DAY))


def _held() -> models.Record:
    return find(TOURISM, "special-train")


def _numbers() -> list[str]:
    return [each["number"] for each in _held().state["places"]]


def _amounts(file: Path) -> dict[str, Decimal]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {number: Decimal(amount) for number, _, amount in [*csv.reader(lines)][1:]}


def _does_not_fit() -> list[str]:
    tables = Path(settings.HOME) / TABLES
    return [*misfits(), *map(str, replay(Database(), tables, Replayed()))]


@pytest.fixture
def claims(db: None) -> Iterator[list[str]]:
    """The numbers of four claims for three places."""
    publish()
    yield _file(8, 9, 10, 11)
    assert _does_not_fit() == []


@pytest.mark.parametrize("until", [_confirmed, _published, _paid])
def test_the_next_in_line_moves_up_wherever_the_award_stood(
    claims: list[str], until: Callable[[], models.Record | Path]
) -> None:
    first, second, third, fourth = claims
    before = until()
    assert _numbers() == [first, second, third]
    revoked = revoke(_step(at=AFTER), second, WHY)
    assert _numbers() == [first, third]
    assert (revoked.state["revocations"][0]["reason"], revoked.events.order_by("-n")[0].kind) == (WHY, "revoked/1")
    with pytest.raises(BridgeheadError, match=f"AC031 the place of «{second}» .*was revoked on 2023-11-01"):
        revoke(_step(at=AFTER), second, WHY)
    again = _paid(AFTER)
    assert _numbers() == [first, third, fourth]
    due = {fourth} if isinstance(before, Path) else {first, third, fourth}
    assert _amounts(again) == dict.fromkeys(due, Decimal(100_000))
    assert {each["place"] for each in _held().state["places"]} == {1, 2, 3}, "each place once"


def test_a_place_is_revoked_by_who_may_with_a_reason_and_once_there_is_one(claims: list[str]) -> None:
    with pytest.raises(BridgeheadError, match="AC020"):
        revoke(_step(), claims[0], WHY)
    settle(_step(CLERK), ON)
    with pytest.raises(BridgeheadError, match="AC020"):
        revoke(_step(), claims[0], WHY)
    _published()
    for actor in (CLERK, CASHIER, PUBLIC):
        with pytest.raises(BridgeheadError, match="AC001"):
            revoke(_step(actor), claims[0], WHY)
    with pytest.raises(BridgeheadError, match="AC004"):
        revoke(_step(), claims[0], " ")
    with pytest.raises(BridgeheadError, match="AC090"):
        revoke(_step(), claims[0], "said 13800138000")
    with pytest.raises(BridgeheadError, match="AC026"):
        revoke(_step(), claims[3], WHY)


def test_what_was_seen_before_a_revocation_is_not_confirmed_after_it(claims: list[str]) -> None:
    _paid()
    _file(12)
    seen = settle(_step(CLERK, AFTER), ON)
    revoke(_step(at=AFTER), claims[0], WHY)
    with pytest.raises(BridgeheadError, match="AC002"):
        confirm(_step(at=AFTER), seen.version)
    with pytest.raises(BridgeheadError, match="AC023"):
        confirm(_step(at=AFTER), _held().version)


def test_an_open_objection_is_decided_before_anything_is_settled_anew(claims: list[str]) -> None:
    _published()
    for number, reason in ((claims[0], "it did not stop"), (claims[0], "it came empty"), (claims[1], "it came empty")):
        object_to(_step(PUBLIC), number, reason)
    revoke(_step(), claims[0], WHY)
    with pytest.raises(BridgeheadError, match="AC031"):
        object_to(_step(PUBLIC), claims[0], "again")
    with pytest.raises(BridgeheadError, match="AC028"):
        settle(_step(CLERK), ON)
    for index in (0, 1):
        assert decide_objection(_step(), index, "so it was", upheld=True).state["revoked"] == [claims[0]]
    decide_objection(_step(), 2, "it did", upheld=False)
    assert settle(_step(CLERK), ON).state["stage"] == "previewed"


def test_without_a_place_that_was_freed_nothing_is_settled_anew_before_it_is_paid(claims: list[str]) -> None:
    _published()
    _file(12)
    with pytest.raises(BridgeheadError, match="AC020"):
        settle(_step(CLERK), ON)


def test_what_was_published_stays_to_be_seen_and_what_was_not_is_not_seen_yet(claims: list[str]) -> None:
    with pytest.raises(models.Record.DoesNotExist):
        shown(_confirmed())
    publish_places(_step(), Term.read("5 working days"))
    revoke(_step(), claims[0], WHY)
    for do in (lambda: settle(_step(CLERK), ON), lambda: confirm(_step(), _held().version)):
        found = shown(do())
        assert [each["number"] for each in found.places] == claims[1:3]
        assert found.revoked == (claims[0],)
    found = shown(publish_places(_step(), Term.read("5 working days")))
    assert [each["number"] for each in found.places] == claims[1:]


def _demand(number: str, amount: str = "100000", **changed: Any) -> Demand:
    return Demand(number, Decimal(amount), **{"reason": WHY, "term": Term.read("15 working days"), **changed})


@pytest.fixture
def owed(claims: list[str]) -> str:
    """The number of a place of 100,000 that was paid and then revoked."""
    _paid()
    revoke(_step(at=AFTER), claims[0], WHY)
    return claims[0]


def test_what_was_paid_is_asked_back_and_comes_back_in_parts(owed: str) -> None:
    asked = recover(_step(at=AFTER), _demand(owed), _held().version)
    assert asked.due_at is not None
    assert asked.due_at.date() == date(2023, 11, 22)
    (demand,) = awarded(asked, AFTER).recoveries
    assert (demand.number, demand.amount, demand.left, demand.overdue) == (owed, 100_000, 100_000, False)
    part = Repayment(Decimal("40000.50"), date(2023, 11, 2))
    noted = note_repayment(_step(CASHIER, AFTER + 2 * DAY), 0, part, asked.version)
    (demand,) = awarded(noted, AFTER + 40 * DAY).recoveries
    assert (demand.left, demand.overdue, len(demand.back)) == (Decimal("59999.50"), True, 1)
    assert noted.due_at == asked.due_at
    assert awarded(noted, AFTER).outside == Decimal("59999.50")
    _, rulebook = published.current(TOURISM)
    line = line_of(TOURISM, rulebook, award_terms(rulebook, "special-train").award, noted)
    assert line.left == 450_000 - line.spent - Decimal("59999.50"), "what is not back is not left"
    rest = Repayment(Decimal("59999.50"), date(2023, 11, 30))
    done = note_repayment(_step(CASHIER, AFTER + 40 * DAY), 0, rest, noted.version)
    (demand,) = awarded(done, AFTER + 40 * DAY).recoveries
    assert (demand.left, demand.overdue, done.due_at) == (0, False, None)
    assert awarded(done, AFTER).outside == 0
    assert [each.kind for each in done.events.order_by("n")][-3:] == ["demanded/1", "repaid/1", "repaid/1"]


def test_no_more_is_asked_back_than_was_paid_and_no_more_comes_than_was_asked(owed: str, claims: list[str]) -> None:
    version = _held().version
    step = _step(at=AFTER)
    for code, demand in {
        "AC032": _demand(claims[1]),
        "AC032 .*did you mean": _demand(owed + "1"),
        "AC004": _demand(owed, reason=" "),
        "AC090": _demand(owed, reason="said 13800138000"),
    }.items():
        with pytest.raises(BridgeheadError, match=code):
            recover(step, demand, version)
    for amount in ("0", "-1", "100000.01", "0.001", "NaN", "Infinity", "1e30"):
        with pytest.raises(BridgeheadError, match=r"AC033 .*from 0\.01 to 100000\.00"):
            recover(step, _demand(owed, amount), version)
    for actor in (CLERK, CASHIER):
        with pytest.raises(BridgeheadError, match="AC001"):
            recover(_step(actor, AFTER), _demand(owed), version)
    recover(step, _demand(owed, "60000"), version)
    with pytest.raises(BridgeheadError, match="AC002"):
        recover(step, _demand(owed, "40000"), version)
    with pytest.raises(BridgeheadError, match=r"AC033 .*to 40000\.00"):
        recover(step, _demand(owed, "60000"), version + 1)
    recover(step, _demand(owed, "40000"), version + 1)
    with pytest.raises(BridgeheadError, match=r"AC033 .*nothing"):
        recover(step, _demand(owed, "1"), version + 2)
    today = date(2023, 11, 1)
    for code, index, amount, on in (
        ("AC034", 2, "1", today),
        ("AC034", -1, "1", today),
        ("AC035", 1, "40000.01", today),
        ("AC036", 1, "40000", date(2023, 11, 2)),
        ("AC085 .* 2023-10-31, before .* from 2023-11-01 on", 1, "40000", date(2023, 10, 31)),
    ):
        with pytest.raises(BridgeheadError, match=code):
            note_repayment(step, index, Repayment(Decimal(amount), on), version + 2)
    with pytest.raises(BridgeheadError, match="AC001"):
        note_repayment(_step(CLERK, AFTER), 1, Repayment(Decimal(1), today), version + 2)


def test_nothing_is_asked_back_of_a_place_that_was_revoked_before_it_was_paid(claims: list[str]) -> None:
    _published()
    revoke(_step(), claims[0], WHY)
    with pytest.raises(BridgeheadError, match="AC032"):
        recover(_step(), _demand(claims[0]), _held().version)


MISTAKE = "it was another train that was meant"


@pytest.mark.parametrize("until", [_confirmed, _published, _paid])
def test_a_place_that_was_revoked_by_mistake_is_given_back_as_it_was(
    claims: list[str], until: Callable[[], models.Record | Path]
) -> None:
    until()
    before = _held().state
    seen = revoke(_step(at=AFTER), claims[1], WHY)
    settled = settle(_step(CLERK, AFTER), ON)
    with pytest.raises(BridgeheadError, match="AC002"):
        reinstate(_step(ANOTHER, AFTER), claims[1], MISTAKE, seen.version)
    given_back = reinstate(_step(ANOTHER, AFTER), claims[1], MISTAKE, settled.version)
    after = given_back.state
    by_number = lambda state: sorted(state["places"], key=lambda place: place["number"])  # noqa: E731
    assert by_number(after) == by_number(before)
    assert (after["revoked"], after["freed"], after["revocations"]) == ([], [], [])
    assert [(each["number"], each["reason"]) for each in after["reinstatements"]] == [(claims[1], MISTAKE)]
    assert given_back.events.order_by("-n")[0].kind == "reinstated/1"
    with pytest.raises(BridgeheadError, match="AC023"):  # the next in line is not given what is not free any more
        confirm(_step(at=AFTER), given_back.version)
    again = _paid(AFTER)
    assert sorted(_numbers()) == claims[:3]
    paid = claims[:3] if until is not _paid else []
    assert sorted(_amounts(again)) == paid, "each is paid once"


def test_a_place_is_given_back_by_a_second_person_with_a_reason_and_before_it_was_given_on(claims: list[str]) -> None:
    _published()
    seen = revoke(_step(at=AFTER), claims[0], WHY)
    for actor, code in ((CLERK, "AC001"), (CASHIER, "AC001"), (PUBLIC, "AC001"), (SUPERVISOR, "AC022")):
        with pytest.raises(BridgeheadError, match=code):
            reinstate(_step(actor, AFTER), claims[0], MISTAKE, seen.version)
    with pytest.raises(BridgeheadError, match="AC004"):
        reinstate(_step(ANOTHER, AFTER), claims[0], " ", seen.version)
    with pytest.raises(BridgeheadError, match="AC090"):
        reinstate(_step(ANOTHER, AFTER), claims[0], "said 13800138000", seen.version)
    for number in (claims[1], claims[3]):
        with pytest.raises(BridgeheadError, match="AC039"):
            reinstate(_step(ANOTHER, AFTER), number, MISTAKE, seen.version)
    confirmed = _confirmed(AFTER)
    with pytest.raises(BridgeheadError, match=r"AC044 .*a new decision"):
        reinstate(_step(ANOTHER, AFTER), claims[0], MISTAKE, confirmed.version)


def test_who_revoked_it_last_is_the_one_who_does_not_give_it_back(claims: list[str]) -> None:
    _published()
    seen = revoke(_step(at=AFTER), claims[0], WHY)
    reinstate(_step(ANOTHER, AFTER), claims[0], MISTAKE, seen.version)
    seen = revoke(_step(ANOTHER, AFTER + DAY), claims[0], WHY)
    with pytest.raises(BridgeheadError, match="AC022"):
        reinstate(_step(ANOTHER, AFTER + DAY), claims[0], MISTAKE, seen.version)
    assert claims[0] in [each["number"] for each in reinstate(_step(at=AFTER + DAY), *_back(claims[0])).state["places"]]


def _back(number: str) -> tuple[str, str, int]:
    return number, MISTAKE, _held().version


def test_a_demand_that_was_made_by_mistake_is_withdrawn_and_may_be_made_anew(owed: str) -> None:
    asked = recover(_step(at=AFTER), _demand(owed), _held().version)
    for actor, code in ((CLERK, "AC001"), (CASHIER, "AC001"), (SUPERVISOR, "AC022")):
        with pytest.raises(BridgeheadError, match=code):
            withdraw_demand(_step(actor, AFTER), 0, MISTAKE, asked.version)
    with pytest.raises(BridgeheadError, match="AC045 100,000"):
        reinstate(_step(ANOTHER, AFTER), *_back(owed))
    with pytest.raises(BridgeheadError, match="AC090"):
        withdraw_demand(_step(ANOTHER, AFTER), 0, "said 13800138000", asked.version)
    withdrawn = withdraw_demand(_step(ANOTHER, AFTER), 0, MISTAKE, asked.version)
    (demand,) = awarded(withdrawn, AFTER + 40 * DAY).recoveries
    assert (demand.amount, demand.left, demand.overdue, demand.withdrawn) == (100_000, 0, False, MISTAKE)
    assert withdrawn.due_at is None
    for code, index, version in (("AC034", 1, 0), ("AC046", 0, 0), ("AC002", 0, -1)):
        with pytest.raises(BridgeheadError, match=code):
            withdraw_demand(_step(ANOTHER, AFTER), index, MISTAKE, withdrawn.version + version)
    with pytest.raises(BridgeheadError, match="AC035"):
        note_repayment(_step(at=AFTER), 0, Repayment(Decimal(1), date(2023, 11, 1)), withdrawn.version)
    anew = recover(_step(at=AFTER), _demand(owed), withdrawn.version)
    withdrawn = withdraw_demand(_step(ANOTHER, AFTER), 1, MISTAKE, anew.version)
    assert owed in [each["number"] for each in reinstate(_step(ANOTHER, AFTER), *_back(owed)).state["places"]]


def test_what_has_come_back_stays_where_the_rest_is_withdrawn_and_keeps_the_place_from_coming_back(owed: str) -> None:
    asked = recover(_step(at=AFTER), _demand(owed), _held().version)
    noted = note_repayment(_step(at=AFTER), 0, Repayment(Decimal(30_000), date(2023, 11, 1)), asked.version)
    withdrawn = withdraw_demand(_step(ANOTHER, AFTER), 0, MISTAKE, noted.version)
    (demand,) = awarded(withdrawn, AFTER).recoveries
    assert (demand.left, len(demand.back)) == (0, 1)
    with pytest.raises(BridgeheadError, match=r"AC045 30,000\.00 .*a new decision"):
        reinstate(_step(ANOTHER, AFTER), *_back(owed))
    with pytest.raises(BridgeheadError, match=r"AC033 .*to 70000\.00"):
        recover(_step(at=AFTER), _demand(owed, "70000.01"), withdrawn.version)


REPORTER = Actor(ActorKind.PUBLIC, PUBLIC.name, frozenset({"reporter"}))


def _do(number: str, verb: Verb, actor: Actor = REPORTER, **more: Any) -> models.Record:
    wanted = Wanted(verb, reason="made up", **more)
    return handle(models.Record.objects.get(number=number).pk, wanted, actor, AFTER)


@pytest.mark.parametrize("until", [_confirmed, _published, _paid])
def test_a_claim_whose_place_stands_is_not_changed_or_taken_back_and_told_the_way(
    claims: list[str], until: Callable[[], models.Record | Path], tmp_path: Path
) -> None:
    text = "    counts: true\n    next: {reopen: filed}\n    may: [note, correct, ask]\n"
    more = (
        "    next: {reopen: filed, withdraw: withdrawn, refuse: not accepted}\n"
        "    may: [correct, merge, split, note, verify]\n"
    )
    _with(tmp_path, "special-train-claim.yaml", text, f"    counts: true\n{more}", SETTLED - DAY)
    until()
    first, fourth = claims[0], claims[3]
    before = models.Record.objects.get(number=first).version
    done: list[tuple[Verb, Actor, dict[str, Any]]] = [
        ("reopen", REPORTER, {}),
        ("withdraw", REPORTER, {}),
        ("verify", CLERK, {"filled": {"passengers verified": "999"}}),
        ("merge", CLERK, {"into": fourth}),
        ("split", CLERK, {}),
        ("refuse", CLERK, {}),
    ]
    for verb, actor, more in done:
        with pytest.raises(BridgeheadError, match=r"AC082 .*an objection .*revoke"):
            _do(first, verb, actor, **more)
    assert models.Record.objects.get(number=first).version == before
    _do(first, "note", CLERK)
    with pytest.raises(RefusedFields):
        _do(first, "correct", CLERK, filled={"passengers": "999"})
    assert _do(fourth, "reopen").stage == "filed", "what has no place is free"
    revoke(_step(at=AFTER), first, WHY)
    assert _do(first, "withdraw").stage == "withdrawn"
    with pytest.raises(BridgeheadError, match=f"AC083 the claim {first}"):
        reinstate(_step(ANOTHER, AFTER), *_back(first))


def test_money_is_paid_for_no_claim_that_counts_no_more(claims: list[str], tmp_path: Path) -> None:
    counted = "    counts: true\n    next: {reopen: filed}\n    may: [note, correct, ask]\n  not accepted:\n"
    moved = "    next: {reopen: filed}\n  not accepted:\n    counts: true\n"
    _published()
    _with(tmp_path, "special-train-claim.yaml", counted, moved, SETTLED + DAY)
    with pytest.raises(BridgeheadError) as refused:
        pay(_step(at=AFTER))
    assert [each.code for each in refused.value.mistakes] == ["AC083"] * 3
    assert [number in str(each) for number, each in zip(claims, refused.value.mistakes, strict=False)] == [True] * 3
    assert _held().state["stage"] == "published"


def _with(folder: Path, file: str, old: str, new: str, at: datetime) -> None:
    """Put the rulebook in force with another word in one of its files."""
    made = shutil.copytree(RULEBOOKS / TOURISM, folder / file, dirs_exist_ok=True)
    text = (made / file).read_text(encoding="utf-8")
    assert old in text
    (made / file).write_text(text.replace(old, new), encoding="utf-8")
    publish_rulebook(made, at)


def test_the_budget_is_not_passed_while_what_was_paid_has_not_come_back(
    owed: str, claims: list[str], tmp_path: Path
) -> None:
    _with(tmp_path, "special-train.yaml", "budget: 450000", "budget: 350000", AFTER)
    _published(AFTER)
    later = AFTER + 16 * DAY
    with pytest.raises(BridgeheadError, match=r"AC037 100,000\.00 is to be paid .*of which 50,000\.00 is there"):
        pay(_step(at=later))
    asked = recover(_step(at=AFTER), _demand(owed), _held().version)
    half = Repayment(Decimal(49_999), date(2023, 11, 1))
    noted = note_repayment(_step(at=AFTER), 0, half, asked.version)
    with pytest.raises(BridgeheadError, match="AC037"):
        pay(_step(at=later))
    note_repayment(_step(at=AFTER), 0, Repayment(Decimal(1), date(2023, 11, 1)), noted.version)
    assert _amounts(pay(_step(at=later))) == {claims[3]: Decimal(100_000)}


def test_a_calendar_that_is_changed_moves_when_money_is_to_come_back(owed: str, tmp_path: Path) -> None:
    reschedule(AFTER)
    asked = recover(_step(at=AFTER), _demand(owed), _held().version)
    longer = "holidays:\n  - name: {zh: 虚构节, en: Made-up Day}\n    first: 2023-11-06\n"
    _with(tmp_path, "calendars/2023.yaml", "holidays:\n", longer, AFTER)
    assert reschedule(AFTER) == 1
    moved = _held()
    assert (moved.due_at, moved.events.order_by("-n")[0].kind) == (asked.due_at + DAY, "rescheduled/1")
    assert reschedule(AFTER) == 0


def _net(record: models.Record) -> Decimal:
    """What was paid and has not come back, told from the payment files."""
    files = (Path(settings.HOME) / "payments").rglob("special-train-*.csv")
    paid = sum((sum(_amounts(each).values()) for each in files), Decimal(0))
    back = sum((each.amount - each.left for each in awarded(record, AFTER).recoveries), Decimal(0))
    return paid - back


WALK = ("settle", "confirm", "publish", "pay", "revoke", "recover", "repay", "reinstate", "withdraw")


@pytest.mark.django_db
@costing(QUICK)
@given(st.lists(st.tuples(st.sampled_from(WALK), st.integers(0, 5)), min_size=5, max_size=25))
def test_whatever_is_done_in_whatever_order_no_place_and_no_money_is_given_twice(walk: list[tuple[str, int]]) -> None:
    for file in (Path(settings.HOME) / "payments").rglob("*.csv"):
        file.unlink()
    with transaction.atomic():
        _walked(walk)
        transaction.set_rollback(True)


def _walked(walk: list[tuple[str, int]]) -> None:
    publish()
    claims = _file(8, 9, 10, 11, 12)
    _paid()
    for turn, (what, which) in enumerate(walk):
        at = AFTER + 20 * DAY * turn
        with suppress(BridgeheadError):
            _done(what, which, claims[which % 5], at)
        record = _held()
        found = awarded(record, at)
        standing = [each["number"] for each in found.places]
        taken = [each["number"] for each in found.revocations]
        assert len({*standing, *taken}) == len(standing) + len(taken)
        assert len({(each["prize"], each["place"]) for each in found.places}) == len(standing) <= 3
        assert len({*found.paid}) == len(found.paid)
        assert all(each.left >= 0 for each in found.recoveries)
        for number in taken:
            asked = [each for each in found.recoveries if each.number == number]
            assert sum(each.left + sum(back.amount for back in each.back) for each in asked) <= 100_000
        assert 0 <= _net(record) <= 450_000
    assert _does_not_fit() == []


def _done(what: str, which: int, number: str, at: datetime) -> object:
    """What somebody does; what cannot be done then is refused."""
    step, version = _step(at=at), _held().version
    match what:
        case "settle":
            return settle(_step(CLERK, at), ON)
        case "confirm":
            return confirm(step, version)
        case "publish":
            return publish_places(step, Term.read("1 working day"))
        case "pay":
            return pay(step)
        case "revoke":
            return revoke(step, number, WHY)
        case "recover":
            return recover(step, _demand(number, "60000"), version)
        case "reinstate":
            return reinstate(_step(ANOTHER, at), number, MISTAKE, version)
        case "withdraw":
            return withdraw_demand(_step(ANOTHER, at), which % 3, MISTAKE, version)
        case _:
            return note_repayment(step, which % 3, Repayment(Decimal(25_000), at.date()), version)


@pytest.fixture
def settled(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The claims of an award that nobody has confirmed yet, where several may work at once."""

    def prepare() -> list[str]:
        publish()
        claims = _file(8, 9, 10, 11)
        settle(_step(CLERK), ON)
        return claims

    with django_db_blocker.unblock(), apart(tmp_path):
        yield alone(prepare)
        assert alone(_does_not_fit) == []


@pytest.mark.parametrize("turn", range(4))
def test_a_claim_that_is_opened_again_while_its_place_is_confirmed_has_one_of_both(
    settled: list[str], turn: int
) -> None:
    version = alone(_held).version
    both = [lambda: confirm(_step(), version), lambda: _do(settled[0], "reopen")]
    found = _codes(at_once(*(both if turn % 2 else both[::-1])))
    stage = alone(lambda: models.Record.objects.get(number=settled[0]).stage)
    assert (found, stage) in ((["AC082", "Record"], "accepted"), (["AC023", "Record"], "filed"))
    assert ("places" in alone(_held).state) == (stage == "accepted")


@pytest.fixture
def several(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The claims of an award that was paid, where several may work at once."""

    def prepare() -> list[str]:
        publish()
        claims = _file(8, 9, 10, 11)
        _paid()
        return claims

    with django_db_blocker.unblock(), apart(tmp_path):
        yield alone(prepare)
        assert alone(_does_not_fit) == []


def _codes(found: list[Any]) -> list[str]:
    """What several were told, those who were first at the front."""
    return sorted(each.mistakes[0].code if isinstance(each, BridgeheadError) else type(each).__name__ for each in found)


def test_of_several_who_do_the_same_at_once_one_succeeds_and_the_others_are_told(several: list[str]) -> None:
    number, later = several[0], _step(at=AFTER)
    assert _codes(at_once(*[lambda: revoke(later, number, WHY)] * 3)) == ["AC031", "AC031", "Record"]
    version = alone(_held).version
    demand = _demand(number, "30000")
    assert _codes(at_once(*[lambda: recover(later, demand, version)] * 3)) == ["AC002", "AC002", "Record"]
    back = Repayment(Decimal(10_000), date(2023, 11, 1))
    noted = at_once(*[lambda: note_repayment(later, 0, back, version + 1)] * 3)
    assert _codes(noted) == ["AC002", "AC002", "Record"]
    (found,) = alone(lambda: awarded(_held(), AFTER)).recoveries
    assert (found.amount, found.left) == (30_000, 20_000)


def test_a_place_that_is_revoked_and_paid_at_once_is_paid_and_to_come_back_or_neither(several: list[str]) -> None:
    fourth = several[3]

    def free() -> None:
        revoke(_step(at=AFTER), several[0], WHY)
        _published(AFTER)

    alone(free)
    later = _step(at=AFTER + 16 * DAY)
    done = at_once(lambda: pay(later), lambda: revoke(later, fourth, WHY))
    assert not [each for each in done if isinstance(each, Exception)]
    (file,) = [each for each in done if isinstance(each, Path)]
    (taken,) = [each for each in alone(_held).state["revocations"] if each["number"] == fourth]
    assert taken["paid"] is (fourth in _amounts(file)) is (fourth in alone(_held).state["paid"])
