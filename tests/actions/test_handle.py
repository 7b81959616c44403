"""A report goes its way: who may do what in which stage, what must be filled in, and what becomes of its deadline."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridgehead.actions.boxed import open_box
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.move import move_due
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.submit import submit
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.history import history
from tests.cities import CLERK, INSPECTION, MOMENT, REPORT, RULEBOOKS, found_units, handler, publish, submit_report
from tests.sound import misfits

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2023, 4, 28, 2, tzinfo=UTC)  # 10:00 in the city; 29 April to 3 May are off, 6 May is worked
OFFICE = handler("made-up-office")
REPORTER = Actor(ActorKind.PUBLIC, "public", frozenset({"reporter"}))
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    publish(INSPECTION)
    found_units()
    yield
    assert misfits() == [], "whatever was done or refused, the ledger fits"


def _do(record: models.Record, verb: str, actor: Actor, at: datetime, **more: object) -> models.Record:
    return handle(record.pk, Wanted(verb, **more), actor, at)  # type: ignore[arg-type]


def _assigned(at: datetime = FRIDAY) -> models.Record:
    record = submit_report(at)
    _do(record, "accept", CLERK, at)
    return _do(record, "assign", CLERK, at, unit="made-up-office")


def _due(record: models.Record) -> str:
    record.refresh_from_db()
    assert record.due_at is not None
    return f"{record.due_at + timedelta(hours=8):%Y-%m-%d}"


def test_a_deadline_counts_working_days_with_the_weekend_that_is_worked() -> None:
    assert _due(submit_report(FRIDAY)) == "2023-05-04"
    assert _due(_assigned()) == "2023-05-23", "15 working days, 6 May among them"


def test_a_report_goes_from_received_to_solved_and_every_step_is_an_event() -> None:
    record = _assigned()
    _do(record, "answer", OFFICE, FRIDAY, filled={"answer": "the money was paid"})
    done = _do(record, "close", CLERK, FRIDAY)
    assert done.stage == "solved"
    assert done.due_at is None
    kinds = list(record.events.order_by("n").values_list("kind", flat=True))
    assert kinds == ["submitted/1", "accepted/1", "assigned/1", "answered/1", "closed/1"]


def test_a_stage_is_not_left_without_what_it_asks_for() -> None:
    record = _assigned()
    with pytest.raises(RefusedFields) as refused:
        _do(record, "answer", OFFICE, FRIDAY)
    assert set(refused.value.fields) == {"answer"}


@pytest.mark.parametrize(
    ("verb", "actor", "code"),
    [
        ("accept", PUBLIC, "AC003"),
        ("accept", OFFICE, "AC003"),
        ("answer", CLERK, "AC003"),
        ("refuse", CLERK, "AC004"),
    ],
)
def test_no_is_said_with_a_code(verb: str, actor: Actor, code: str) -> None:
    with pytest.raises(BridgeheadError, match=code):
        _do(submit_report(), verb, actor, FRIDAY)


def test_a_unit_that_is_complained_about_neither_gets_the_report_nor_learns_of_it() -> None:
    record = submit_report()
    _do(record, "accept", CLERK, FRIDAY)
    with pytest.raises(BridgeheadError, match=r"AC005 .* complains about"):
        _do(record, "assign", CLERK, FRIDAY, unit="made-up-bureau")
    with pytest.raises(models.Record.DoesNotExist):
        _do(record, "note", handler("made-up-bureau"), FRIDAY)


@pytest.mark.parametrize("named", ["虚构局", "Made-up Bureau", "MADE-UP-BUREAU", "made-up bureau"])
def test_a_unit_is_known_by_any_of_its_names_so_that_it_is_kept_from_what_complains_about_it(named: str) -> None:
    models.Unit.objects.filter(slug="made-up-bureau").update(title={"zh": "虚构局", "en": "Made-up bureau"})
    record = submit_report(unit_complained_of=named)
    assert record.state["fields"]["unit complained of"] == "made-up-bureau"
    with pytest.raises(models.Record.DoesNotExist):
        _do(record, "note", handler("made-up-bureau"), FRIDAY)


def test_a_report_about_a_unit_that_nobody_added_is_refused_beside_its_field() -> None:
    with pytest.raises(RefusedFields) as refused:
        submit_report(unit_complained_of="made-up-burau")
    (said,) = refused.value.fields["unit complained of"]
    assert said.en == "Expected a unit that was added, as in «made-up-bureau»."


def test_a_unit_that_is_not_known_is_named_with_the_nearest() -> None:
    record = submit_report()
    _do(record, "accept", CLERK, FRIDAY)
    with pytest.raises(BridgeheadError, match=r"made-up-ofice.*did you mean «made-up-office»"):
        _do(record, "assign", CLERK, FRIDAY, unit="made-up-ofice")


def test_of_two_who_do_the_same_at_once_the_second_is_told_what_happened() -> None:
    record = submit_report()
    _do(record, "accept", CLERK, FRIDAY, version=1)
    with pytest.raises(BridgeheadError, match=r"AC002 .* has changed meanwhile: accepted"):
        _do(record, "accept", CLERK, FRIDAY, version=1)


def test_the_clock_stands_still_while_more_is_waited_for_and_goes_on_by_the_time_that_it_stood() -> None:
    record = _assigned()
    before = _due(record)
    waiting = _do(record, "suspend", OFFICE, datetime(2023, 5, 8, 2, tzinfo=UTC), reason="a bill is missing")
    assert waiting.due_at is None
    _do(record, "resume", OFFICE, datetime(2023, 5, 10, 2, tzinfo=UTC))
    assert (before, _due(record)) == ("2023-05-23", "2023-05-25")


def test_a_deadline_is_lengthened_as_often_as_the_register_says() -> None:
    record = _assigned()
    _do(record, "extend", OFFICE, FRIDAY, reason="the court has the files")
    assert _due(record) == "2023-06-06", "25 working days"
    with pytest.raises(BridgeheadError, match="AC003"):
        _do(record, "extend", OFFICE, FRIDAY, reason="once more")


def test_after_three_returns_the_unit_is_designated_and_cannot_return() -> None:
    record = _assigned()
    for _ in range(3):
        _do(record, "return", OFFICE, FRIDAY, reason="not ours")
        _do(record, "assign", CLERK, FRIDAY, unit="made-up-office")
    with pytest.raises(BridgeheadError, match="AC003"):
        _do(record, "return", OFFICE, FRIDAY, reason="still not ours")


def test_a_deadline_beyond_the_years_that_are_published_is_said_to_be_provisional() -> None:
    record = submit_report(datetime(2023, 12, 29, 8, tzinfo=UTC))
    assert record.state["provisional"] is True
    assert submit_report().state["provisional"] is False


def test_a_record_moves_by_itself_when_its_time_is_over_and_not_before() -> None:
    record = _assigned()
    waiting = _do(record, "suspend", OFFICE, FRIDAY, reason="a bill is missing")
    assert waiting.move_at is not None
    assert move_due(waiting.move_at - timedelta(seconds=1)) == 0
    assert move_due(waiting.move_at) == 1
    record.refresh_from_db()
    assert record.stage == "assigned", "where it was suspended: nobody has answered it yet"
    assert record.due_at is not None
    assert record.events.order_by("-n")[0].kind == "moved/1"


@pytest.mark.parametrize(("closed", "again"), [("solved", "assigned"), ("out of scope", "received")])
def test_a_supervisor_opens_a_closed_report_again_with_a_reason_and_a_clerk_does_not(closed: str, again: str) -> None:
    record = _assigned() if closed == "solved" else submit_report(FRIDAY)
    if closed == "solved":
        _do(record, "answer", OFFICE, FRIDAY, filled={"answer": "the money was paid"})
        _do(record, "close", CLERK, FRIDAY)
    else:
        _do(record, "refuse", CLERK, FRIDAY, reason="a matter of a court")
    with pytest.raises(BridgeheadError, match="AC003"):
        _do(record, "reopen", CLERK, FRIDAY, reason="it was not paid")
    with pytest.raises(BridgeheadError, match="AC004"):
        _do(record, "reopen", SUPERVISOR, FRIDAY)
    opened = _do(record, "reopen", SUPERVISOR, FRIDAY, reason="it was not paid")
    assert opened.stage == again
    assert opened.due_at is not None
    assert opened.state["closed"] is None


def test_a_move_whose_condition_does_not_hold_waits_for_somebody() -> None:
    record = _assigned()
    answered = _do(record, "answer", OFFICE, FRIDAY, filled={"answer": "the money was paid"})
    assert answered.move_at is not None
    assert move_due(answered.move_at) == 0
    record.refresh_from_db()
    assert (record.stage, record.move_at) == ("answered", None)


def test_a_record_moves_once_its_condition_holds_and_its_time_is_over() -> None:
    record = _assigned()
    _do(record, "answer", OFFICE, FRIDAY, filled={"answer": "the money was paid"})
    rated = _do(record, "rate", REPORTER, FRIDAY, filled={"satisfied": True})
    assert rated.move_at is not None
    assert move_due(rated.move_at) == 1
    record.refresh_from_db()
    assert record.stage == "solved"


def test_a_rating_ends_with_the_answer_that_it_was_of() -> None:
    record = _assigned()
    for n, opens in enumerate((CLERK, REPORTER, SUPERVISOR)):
        _do(record, "answer", OFFICE, FRIDAY, filled={"answer": f"answer {n}"})
        rated = _do(record, "rate", REPORTER, FRIDAY, filled={"satisfied": True})
        if opens is SUPERVISOR:
            assert _do(record, "close", CLERK, FRIDAY).state["fields"]["satisfied"] is True, "it is still that answer"
        again = _do(record, "reopen", opens, FRIDAY, reason="it was not paid")
        assert again.state["fields"]["satisfied"] is None
    answered = _do(record, "answer", OFFICE, FRIDAY, filled={"answer": "the money will be paid"})
    assert rated.move_at is not None
    assert answered.move_at is not None
    assert move_due(answered.move_at) == 0
    record.refresh_from_db()
    assert record.stage == "answered", "nobody has rated this answer"
    told = [step.fields["satisfied"] for step in history(record, CLERK) if "satisfied" in step.fields]
    assert told == [True, None] * 3


def test_a_rating_that_is_personal_ends_too_and_leaves_alone_what_else_is_personal(tmp_path: Path) -> None:
    remark = "  remark: {type: text, personal: true, optional: true, label: {zh: 话, en: Remark}}\n"
    _changed(
        tmp_path,
        ("  answer: {type: long text,", "  answer: {type: long text, personal: true,"),
        ("  satisfied: {", f"{remark}  satisfied: {{"),
        ("rates: [satisfied]", "rates: [satisfied, remark]"),
    )
    record = _assigned()
    answered = _do(record, "answer", OFFICE, FRIDAY, filled={"answer": "we called 13900139000"})
    assert open_box(answered)["telephone"] == "+8613800138000"
    rated = _do(record, "rate", REPORTER, FRIDAY, filled={"remark": "call 13800138000"})
    assert open_box(rated)["remark"] == "call 13800138000"
    kept = open_box(_do(record, "reopen", CLERK, FRIDAY, reason="it was not paid"))
    assert (kept["remark"], kept["telephone"]) == (None, "+8613800138000")


def test_what_is_merged_keeps_no_rating_of_an_answer_that_is_given_anew(tmp_path: Path) -> None:
    _changed(tmp_path, ("may: [note, rate]", "may: [note, rate, merge]"))
    other, record = _assigned(), _assigned()
    for each in (other, record):
        _do(each, "answer", OFFICE, FRIDAY, filled={"answer": "the money was paid"})
    _do(record, "rate", REPORTER, FRIDAY, filled={"satisfied": True})
    _do(record, "merge", CLERK, FRIDAY, into=other.number)
    _do(other, "reopen", CLERK, FRIDAY, reason="it was not paid")
    record.refresh_from_db()
    assert (record.stage, record.state["fields"]["satisfied"]) == ("assigned", None)


def _changed(folder: Path, *changes: tuple[str, str]) -> None:
    """Put the rulebook in force with other words in its register, each of which stands there."""
    copy = shutil.copytree(RULEBOOKS / INSPECTION, folder / "rulebook")
    register = copy / "inspection-report.yaml"
    text = register.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    register.write_text(text, encoding="utf-8")
    publish_rulebook(copy, MOMENT + timedelta(days=1))


def test_a_record_moves_by_a_fact_that_was_derived_of_what_is_personal(tmp_path: Path) -> None:
    received = "    may: [note, correct, merge, split]\n  accepted:"
    moved = received.replace("\n", "\n    moves: [{to: accepted, when: can be answered = true}]\n", 1)
    _changed(tmp_path, (received, moved))
    assert submit_report(FRIDAY).stage == "accepted"
    without = {"telephone": None, "reporter": None}
    silent = submit(INSPECTION, "inspection-report", {**REPORT, **without}, PUBLIC, FRIDAY, anonymous=True)
    assert models.Record.objects.get(number=silent.number).stage == "received"
