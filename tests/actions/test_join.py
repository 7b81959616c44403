"""Several records of one affair: merged, answered together, taken apart; one made of another; and those that may be
about the same are shown.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.move import move_due
from bridgehead.actions.submit import submit
from bridgehead.instruments.register.likeness import marks
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.related import related
from tests.cities import CLERK, INSPECTION, REPORT, UNITS, found_units, handler, publish, submit_report
from tests.sound import misfits

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2023, 4, 28, 2, tzinfo=UTC)
OFFICE, OTHER = UNITS[1], UNITS[2]
REPORTER = Actor(ActorKind.PUBLIC, PUBLIC.name, frozenset({"reporter"}))


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    publish(INSPECTION)
    found_units()
    yield
    assert misfits() == [], "whatever was done or refused, the ledger fits"


def do(record: models.Record, verb: str, actor: Actor = CLERK, at: datetime = FRIDAY, **more: object) -> models.Record:
    done = handle(record.pk, Wanted(verb, **more), actor, at)  # type: ignore[arg-type]
    return models.Record.objects.get(pk=done.pk)


def two() -> tuple[models.Record, models.Record]:
    first, second = submit_report(FRIDAY), submit_report(FRIDAY, telephone="13900139000")
    do(first, "accept")
    return first, second


def now_of(record: models.Record) -> models.Record:
    return models.Record.objects.get(pk=record.pk)


def test_a_merged_report_has_no_deadline_and_its_reporter_is_answered_with_the_other() -> None:
    first, second = two()
    merged = do(second, "merge", into=first.number)
    assert merged.due_at is None
    assert related(now_of(first), CLERK).joined == (second.number,)
    do(first, "assign", unit=OFFICE)
    do(first, "answer", handler(OFFICE), filled={"answer": "the money was paid"})
    followed = now_of(second)
    assert (followed.stage, followed.state["fields"]["answer"]) == ("answered", "the money was paid")
    told = models.Message.objects.filter(record=second).values_list("kind", flat=True)
    assert "answer" in told
    do(first, "close")
    assert now_of(second).stage == "solved"


def test_a_merged_report_goes_its_own_way_again_with_the_deadline_that_it_had() -> None:
    first, second = two()
    before = second.due_at
    do(second, "merge", into=first.number)
    apart = do(second, "split")
    assert apart.due_at == before
    assert related(now_of(first), CLERK).joined == ()
    do(first, "assign", unit=OFFICE)
    assert now_of(second).stage == "received"
    do(second, "accept")


def test_nothing_is_done_to_a_merged_report_but_to_take_it_apart() -> None:
    first, second = two()
    do(second, "merge", into=first.number)
    with pytest.raises(BridgeheadError, match=r"AC003 .* cannot accept .*split"):
        do(second, "accept")


def test_whoever_withdraws_a_report_does_not_withdraw_those_of_others() -> None:
    first, second = two()
    do(second, "merge", into=first.number)
    do(first, "withdraw", REPORTER)
    apart = now_of(second)
    assert apart.stage == "received"
    assert apart.due_at is not None
    do(second, "accept")


def test_it_follows_where_the_other_moves_by_itself() -> None:
    first, second = two()
    do(second, "merge", into=first.number)
    do(first, "assign", unit=OFFICE)
    do(first, "suspend", handler(OFFICE), reason="a bill is missing")
    assert now_of(second).stage == "waiting"
    move_due(FRIDAY + timedelta(days=60))
    assert now_of(first).stage == now_of(second).stage == "assigned"


def test_a_report_that_follows_two_others_follows_the_last() -> None:
    first, second = two()
    third = submit_report(FRIDAY)
    do(third, "merge", into=second.number)
    do(second, "merge", into=first.number)
    do(first, "refuse", reason="not of the seven subjects")
    assert now_of(third).stage == "out of scope"


@pytest.mark.parametrize("into", ["YS-2023-99999", None, "itself"])
def test_a_report_is_merged_into_another_one_that_is_there(into: str | None) -> None:
    _, second = two()
    with pytest.raises(BridgeheadError, match=r"AC007 .* another record of the register"):
        do(second, "merge", into=second.number if into == "itself" else into)


def test_a_report_is_not_merged_into_one_that_is_merged_or_closed() -> None:
    first, second = two()
    third = submit_report(FRIDAY)
    do(second, "merge", into=first.number)
    with pytest.raises(BridgeheadError, match=rf"AC007 .* is merged itself.*{first.number}"):
        do(third, "merge", into=second.number)
    with pytest.raises(BridgeheadError, match="AC007"):
        do(first, "merge", into=second.number)
    do(first, "refuse", reason="not of the seven subjects")
    with pytest.raises(BridgeheadError, match=r"AC007 .* is closed"):
        do(third, "merge", into=first.number)


def test_no_unit_gets_a_report_about_itself_by_way_of_another() -> None:
    first = submit_report(FRIDAY, unit_complained_of=OTHER)
    second = submit_report(FRIDAY)  # about the first unit
    do(first, "accept")
    do(second, "merge", into=first.number)
    with pytest.raises(BridgeheadError, match=rf"AC005 {second.number}, which is merged into .* complains"):
        do(first, "assign", unit=UNITS[0])
    third = submit_report(FRIDAY, unit_complained_of=OFFICE)
    do(first, "assign", unit=OFFICE)
    with pytest.raises(BridgeheadError, match=rf"AC005 {third.number} complains about «{OFFICE}», which has"):
        do(third, "merge", into=first.number)


def test_a_second_report_is_made_of_one_with_a_number_and_a_code_for_the_same_person() -> None:
    first = submit_report(FRIDAY)
    own = {"subject": "projects", "amount overdue": "", "description": "made-up permit that never comes"}
    do(first, "split", filled=own)
    (number,) = related(now_of(first), CLERK).split
    made = models.Record.objects.get(number=number)
    assert made.state["fields"]["subject"] == "projects"
    assert made.stage == "received"
    assert related(made, CLERK).split_from == first.number
    assert models.Message.objects.filter(record=made, kind="receive").count() == 1
    assert now_of(first).state["fields"]["subject"] == "overdue payments"


LONG = "made-up firm in the east of the city has waited for the money of a contract on roads since the spring of 2021"


def test_what_is_joined_is_not_named_to_the_unit_that_it_complains_about() -> None:
    first, second = (submit_report(FRIDAY, unit_complained_of=unit) for unit in UNITS[:2])
    for each in (first, second):
        do(each, "accept")
    do(second, "merge", into=first.number)
    assert related(now_of(first), CLERK).joined == (second.number,)
    assert related(now_of(first), handler(UNITS[1])).joined == ()


def test_reports_with_a_similar_text_are_shown_though_nobody_can_read_it_and_no_others() -> None:
    reports = [
        submit_report(FRIDAY, description=text)
        for text in (LONG, LONG.replace("spring", "summer"), "the street light before the made-up school is broken")
    ]
    assert related(reports[0], CLERK).similar == (reports[1].number,)
    assert related(reports[2], CLERK).similar == ()
    with pytest.raises(models.Record.DoesNotExist):
        related(reports[0], handler(UNITS[0]))
    kept_from_other = submit_report(FRIDAY, description=LONG, unit_complained_of=OFFICE)
    assert kept_from_other.number not in related(reports[0], handler(OFFICE)).similar


def test_two_texts_share_the_more_marks_the_more_they_have_in_common() -> None:
    near = len({*marks(LONG)} & {*marks(LONG.replace("spring", "summer"))})
    far = len({*marks(LONG)} & {*marks("拖欠工程款三年，多次催要没有结果，请求督导组协调解决这笔工程欠款")})
    assert near >= 4 > far == 0
    assert marks("too short") == ()


def test_a_forgotten_report_is_not_found_by_its_text() -> None:
    first, second = submit_report(FRIDAY, description=LONG), submit_report(FRIDAY, description=LONG)
    forget(second.pk, "asked for", Actor(ActorKind.SERVICE, "bridgehead"), FRIDAY)
    assert related(first, CLERK).similar == ()


def test_records_are_the_same_where_the_register_says_what_makes_them_so() -> None:
    given = {**REPORT, "happened on": "2023-03-01", "amount overdue": "98765"}
    numbers = [submit(INSPECTION, "inspection-report", given, PUBLIC, FRIDAY).number for _ in range(2)]
    first = models.Record.objects.get(number=numbers[0])
    assert related(first, CLERK).same == (numbers[1],)
