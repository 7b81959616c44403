"""Whoever must act is told that a deadline is near: in their language, once a term, and nobody who may not know."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.send import send
from bridgehead.actions.submit import submit
from bridgehead.actions.warn import warn_due
from bridgehead.ledger import models
from bridgehead.ledger.outbox import TO_STAFF, write
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.queries.records import steps
from bridgehead.queries.staff import reachable
from bridgehead.web.accounts.models import User
from tests.cities import (
    CLERK,
    INSPECTION,
    MOMENT,
    REPORT,
    RULEBOOKS,
    found_units,
    handler,
    publish,
    submit_report,
)
from tests.sound import misfits

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2023, 9, 20, 2, tzinfo=UTC)  # 10:00 by the city's clock
THURSDAY = datetime(2023, 9, 20, 16, tzinfo=UTC)  # as it begins there
TWELFTH_DAY = datetime(2023, 10, 11, 16, tzinfo=UTC)  # 12 October as it begins, the holidays between


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    publish(INSPECTION)
    found_units()
    yield
    assert misfits() == []


def account(name: str, role: str, *units: str, language: str = "zh", **more: Any) -> User:
    facts = {"email": f"{name}@example.org", "language": language, **more}
    user = User.objects.create(username=name, roles=[role], **facts)
    user.units.set(models.Unit.objects.filter(slug__in=units))
    return user


def warn(at: datetime) -> int:
    return warn_due(reachable, at)


def sent(folder: Path, at: datetime) -> list[dict[str, Any]]:
    """What leaves to staff, by address."""
    into = partial(write, folder)
    send({"e-mail": into, "telephone": into}, at)
    found = [json.loads(file.read_text()) for file in folder.glob("outbox/*.json")]
    return sorted((each for each in found if each["to"].endswith("example.org")), key=lambda each: str(each["to"]))


def test_each_is_told_in_their_language_and_once(tmp_path: Path) -> None:
    account("zhang", "clerk")
    account("smith", "clerk", language="en")
    account("handler", "handler", "made-up-office")
    account("closed", "clerk", is_active=False)
    account("without", "clerk", email="")
    record = submit_report(WEDNESDAY)
    assert warn(THURSDAY - timedelta(microseconds=1)) == 0
    assert warn(THURSDAY) == 2
    smith, zhang = sent(tmp_path, THURSDAY)
    assert (smith["to"], zhang["to"]) == ("smith@example.org", "zhang@example.org")
    assert smith["title"] == "Problems and suggestions on the business environment"
    assert smith["text"] == f"{record.number} (Received): it is due on 2023-09-21, and waits for you."
    assert zhang["text"] == f"编号 {record.number}（已收到）：2023-09-21 到期，请及时办理。"
    assert warn(THURSDAY) == warn(THURSDAY + timedelta(days=9)) == 0
    assert len(sent(tmp_path, THURSDAY + timedelta(days=9))) == 2
    kept = models.Record.objects.get(pk=record.pk)
    assert (kept.state["warn"], kept.state["told"]) == (None, 2)
    assert [step["kind"] for step in steps(kept)] == ["submitted/1"], "no step for whoever filed it"


def test_what_is_done_in_time_is_not_told() -> None:
    account("zhang", "clerk")
    record = submit_report(WEDNESDAY)
    handle(record.pk, Wanted("refuse", reason="not of the seven subjects"), CLERK, WEDNESDAY)
    other, into = submit_report(WEDNESDAY), submit_report(WEDNESDAY)
    handle(other.pk, Wanted("merge", into=into.number), CLERK, WEDNESDAY)
    assert warn(THURSDAY) == 1, "of the one that the other is merged into"


def in_hand(unit: str = "made-up-office") -> models.Record:
    record = submit_report(WEDNESDAY)
    handle(record.pk, Wanted("accept"), CLERK, WEDNESDAY)
    return handle(record.pk, Wanted("assign", unit=unit), CLERK, WEDNESDAY)


def test_the_unit_of_the_record_is_told_and_no_other(tmp_path: Path) -> None:
    for unit in ("made-up-office", "made-up-committee"):
        account(unit, "handler", unit)
    in_hand()
    assert warn(TWELFTH_DAY - timedelta(microseconds=1)) == 0
    assert warn(TWELFTH_DAY) == 1
    assert [each["to"] for each in sent(tmp_path, TWELFTH_DAY)] == ["made-up-office@example.org"]


def test_nobody_is_told_of_what_complains_about_their_unit(tmp_path: Path) -> None:
    account("clerk", "clerk")
    account("complained-of", "clerk", "made-up-bureau")
    submit_report(WEDNESDAY)
    assert warn(THURSDAY) == 1
    assert [each["to"] for each in sent(tmp_path, THURSDAY)] == ["clerk@example.org"]


def test_a_clock_that_stood_still_tells_nobody_again_and_a_longer_term_does() -> None:
    account("office", "handler", "made-up-office")
    record, by = in_hand(), handler("made-up-office")
    assert warn(TWELFTH_DAY) == 1
    later = TWELFTH_DAY + timedelta(hours=2)
    handle(record.pk, Wanted("suspend", reason="a bill is missing"), by, later)
    assert warn(later + timedelta(days=30)) == 0, "while it stands still"
    handle(record.pk, Wanted("resume"), by, later + timedelta(days=5))
    assert warn(later + timedelta(days=60)) == 0
    handle(record.pk, Wanted("extend", reason="a search that takes long"), by, later + timedelta(days=5))
    assert warn(later + timedelta(days=5)) == 0
    assert warn(later + timedelta(days=60)) == 1


def test_of_an_anonymous_or_forgotten_report_staff_is_told_all_the_same(tmp_path: Path) -> None:
    account("clerk", "clerk")
    anonymous = {name: value for name, value in REPORT.items() if name not in ("reporter", "telephone")}
    submit(INSPECTION, "inspection-report", anonymous, PUBLIC, WEDNESDAY, anonymous=True)
    forgotten = submit_report(WEDNESDAY)
    administrator = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
    forget(forgotten.pk, "asked for", administrator, WEDNESDAY)
    assert warn(THURSDAY) == 2
    assert len(sent(tmp_path, THURSDAY)) == 2


def test_an_address_stands_in_no_row_in_the_clear() -> None:
    account("clerk", "clerk")
    submit_report(WEDNESDAY)
    warn(THURSDAY)
    (message,) = models.Message.objects.filter(kind=TO_STAFF)
    assert "example.org" not in message.box
    bodies = [bytes(body) for body in models.Event.objects.values_list("body", flat=True)]
    assert not [body for body in bodies if b"example.org" in body]


def test_where_staff_has_nothing_to_do_whoever_filed_it_is_told(tmp_path: Path) -> None:
    rulebook = shutil.copytree(RULEBOOKS / INSPECTION, tmp_path / "rulebook")
    file = rulebook / "inspection-report.yaml"
    due = "    due: {within: 1 working day, warn at: 0.8}\n"
    goes = "{accept: accepted, refuse: out of scope, withdraw: withdrawn}\n    may: [note, correct, merge, split]\n"
    before = f"    who: {{role: clerk}}\n{due}    next: {goes}"
    after = f"{due}    next: {{submit: accepted, withdraw: withdrawn}}\n"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    publish_rulebook(rulebook, MOMENT + timedelta(days=1))
    receipt = submit(INSPECTION, "inspection-report", REPORT, PUBLIC, WEDNESDAY, language="en")
    account("clerk", "clerk")
    assert warn(THURSDAY) == 1
    assert sent(tmp_path, THURSDAY) == []
    told = [json.loads(each.read_text()) for each in (tmp_path / "outbox").glob("*.json")]
    assert f"{receipt.number}: it waits for you until 2023-09-21." in [each["text"] for each in told]
