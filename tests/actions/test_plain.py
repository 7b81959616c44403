"""What is kept in the clear has nobody's telephone or identity number: it is refused where it comes in."""

from collections.abc import Callable, Iterator

import pytest

from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.look import Sought, look, look_at_all, look_for
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.web.accounts import saved
from bridgehead.web.accounts.models import User
from bridgehead.web.faces.refused import why_not
from tests.cities import CLERK, INSPECTION, MOMENT, handler, publish, submit_report
from tests.forms import identity
from tests.sound import misfits

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
SAYS = "call her at 13800138000"
REGISTER = "inspection-report"


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    publish(INSPECTION)
    yield
    assert misfits() == []


DOORS: dict[str, Callable[[models.Record, str], object]] = {
    "note": lambda record, said: handle(record.pk, Wanted("note", reason=said), CLERK, MOMENT),
    "refuse": lambda record, said: handle(record.pk, Wanted("refuse", reason=said), CLERK, MOMENT),
    "look": lambda record, said: look(record, said, CLERK, MOMENT),
    "look for": lambda record, said: look_for(
        Sought(INSPECTION, REGISTER, "telephone", "13900139000"), said, CLERK, MOMENT
    ),
    "look at all": lambda record, said: look_at_all(INSPECTION, REGISTER, said, CLERK, MOMENT),
    "forget": lambda record, said: forget(record.pk, said, ADMINISTRATOR, MOMENT),
    "save a view": lambda record, said: saved.save(
        User.objects.create(username="made-up"), INSPECTION, REGISTER, "mine", f"text={said.replace(' ', '+')}"
    ),
}


@pytest.mark.parametrize("door", sorted(DOORS))
@pytest.mark.parametrize(("said", "kind"), [(SAYS, "telephone number"), (f"she is {identity(7)}", "identity number")])
def test_a_reason_with_a_number_of_somebody_is_refused_and_nothing_is_kept(door: str, said: str, kind: str) -> None:
    record = submit_report()
    before = models.Event.objects.count()
    with pytest.raises(BridgeheadError) as refused:
        DOORS[door](record, said)
    (mistake,) = refused.value.mistakes
    assert (mistake.code, kind in mistake.message) == ("AC090", True)
    assert said.split()[-1] not in str(mistake) + why_not(mistake).zh + why_not(mistake).en
    assert models.Event.objects.count() == before


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_reason_that_names_papers_days_and_sums_is_kept(door: str) -> None:
    DOORS[door](submit_report(), "see 晋政发〔2023〕12号 of 2023-04-21, YS-2023-00001, CNY 1,500,000")


def test_a_field_that_is_not_personal_is_refused_beside_itself() -> None:
    with pytest.raises(RefusedFields) as refused:
        submit_report(subject="other", other_subject=SAYS, amount_overdue="")
    assert [each.code for each in refused.value.mistakes] == ["AC090"]
    assert "13800138000" not in str(refused.value)
    (said,) = refused.value.fields["other subject"]
    assert "第 13 个字" in said.zh


def test_an_answer_is_refused_with_a_number_and_taken_without() -> None:
    record = submit_report()
    handle(record.pk, Wanted("accept"), CLERK, MOMENT)
    handle(record.pk, Wanted("assign", unit="made-up-office"), CLERK, MOMENT)
    with pytest.raises(RefusedFields, match="AC090"):
        handle(record.pk, Wanted("answer", filled={"answer": SAYS}), handler("made-up-office"), MOMENT)
    done = handle(
        record.pk,
        Wanted("answer", filled={"answer": "已按晋政发〔2023〕12号付清 120,000 元"}),
        handler("made-up-office"),
        MOMENT,
    )
    assert done.stage == "answered"


def test_what_is_personal_takes_any_text() -> None:
    record = submit_report(description=SAYS)
    assert look(record, "to call back", CLERK, MOMENT)["description"] == SAYS


@pytest.mark.parametrize("verb", ["withdraw", "note"])
def test_whoever_filed_it_writes_no_number_into_a_reason_either(verb: str) -> None:
    record = submit_report()
    actor = Actor(ActorKind.PUBLIC, PUBLIC.name, frozenset({"reporter"}))
    with pytest.raises(BridgeheadError, match="AC090" if verb == "withdraw" else "AC003"):
        handle(record.pk, Wanted(verb, reason=SAYS), actor, MOMENT)  # type: ignore[arg-type]
