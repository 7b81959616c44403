"""Whoever filed a record is told what became of it: in their language, once, and not after it was forgotten."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.move import move_due
from bridgehead.actions.send import CLAIMED, send
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.ledger.outbox import write
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from tests.cities import CLERK, INSPECTION, MOMENT, REPORT, handler, publish, submit_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    publish(INSPECTION)


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


def _sent(outbox: Path) -> list[dict[str, Any]]:
    into = partial(write, outbox.parent)
    send({"e-mail": into, "telephone": into}, MOMENT)
    return [json.loads(file.read_text()) for file in _files(outbox)]


def _files(outbox: Path) -> list[Path]:
    """In the order in which they were written down, by the number of the message, which ends the name."""
    return sorted(outbox.glob("*.json"), key=lambda file: int(file.stem.rpartition("-")[2]))


def test_a_receipt_names_number_and_code_in_the_language_of_whoever_filed_it(outbox: Path) -> None:
    receipt = submit(INSPECTION, "inspection-report", REPORT, PUBLIC, MOMENT, language="en")
    (message,) = _sent(outbox)
    assert message["to"] == "+8613800138000"
    assert message["text"] == f"Received as {receipt.number}; your code is {receipt.code}. Keep both."
    assert message["title"] == "Problems and suggestions on the business environment"


def test_a_message_is_sent_once(outbox: Path) -> None:
    submit_report()
    assert len(_sent(outbox)) == 1
    for file in outbox.glob("*.json"):
        file.unlink()
    assert _sent(outbox) == []


def test_what_fails_is_sent_later(outbox: Path) -> None:
    submit_report()

    def away(name: str, message: Mapping[str, Any]) -> None:
        raise ConnectionError

    assert send({"telephone": away}, MOMENT) == 0
    assert send({"telephone": partial(write, outbox.parent)}, MOMENT + timedelta(minutes=1)) == 0
    assert send({"telephone": partial(write, outbox.parent)}, MOMENT + CLAIMED) == 1


def test_a_refusal_is_told_with_its_reason_and_a_note_is_not(outbox: Path) -> None:
    record = submit_report()
    handle(record.pk, Wanted("note", reason="called twice"), CLERK, MOMENT)
    handle(record.pk, Wanted("refuse", reason="这不属于本组的受理范围。"), CLERK, MOMENT)
    told = [each["text"] for each in _sent(outbox)]
    assert told[1:] == [f"编号 {record.number}：不予受理。这不属于本组的受理范围。"]


def test_what_moves_when_its_time_is_over_is_told_as_acts_of_people_are(outbox: Path) -> None:
    record = submit_report()
    office, reporter = handler("made-up-office"), Actor(ActorKind.PUBLIC, "public", frozenset({"reporter"}))
    for wanted, actor in (
        (Wanted("accept"), CLERK),
        (Wanted("assign", unit="made-up-office"), CLERK),
        (Wanted("answer", filled={"answer": "the money was paid"}), office),
        (Wanted("rate", filled={"satisfied": True}), reporter),
    ):
        handle(record.pk, wanted, actor, MOMENT)
    assert move_due(MOMENT + timedelta(days=30)) == 1
    assert _sent(outbox)[-1]["text"] == f"编号 {record.number}：期限已满，转入“已解决”。"


def test_a_deadline_that_may_move_is_told_as_provisional(outbox: Path) -> None:
    december = datetime(2023, 12, 27, 2, tzinfo=UTC)
    record = submit_report(december)
    handle(record.pk, Wanted("accept"), CLERK, december)
    handle(record.pk, Wanted("assign", unit="made-up-office"), CLERK, december)
    handle(record.pk, Wanted("extend", reason="法院尚未退回案卷。"), handler("made-up-office"), december)
    into = partial(write, outbox.parent)
    send({"e-mail": into, "telephone": into}, december)
    told = [json.loads(file.read_text())["text"] for file in _files(outbox)]
    assert f"编号 {record.number}：期限延长至 2024-01-31（暂定）。法院尚未退回案卷。" in told


def test_nothing_is_sent_of_what_was_forgotten_and_nobody_is_told_who_is_anonymous(outbox: Path) -> None:
    record = submit_report()
    administrator = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
    forget(record.pk, "the reporter asked for it", administrator, MOMENT)
    handle(record.pk, Wanted("accept"), CLERK, MOMENT)
    anonymous = {name: value for name, value in REPORT.items() if name not in ("reporter", "telephone")}
    submit(INSPECTION, "inspection-report", anonymous, PUBLIC, MOMENT, anonymous=True)
    assert _sent(outbox) == []
    assert not models.Message.objects.exists()
