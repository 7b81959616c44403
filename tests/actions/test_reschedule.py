"""A calendar that comes out, or is changed, moves the deadlines that run by it; each move is an event."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.reschedule import reschedule
from bridgehead.ledger import events, models
from tests.cities import CLERK, INSPECTION, MOMENT, RULEBOOKS, found_units, handler, publish, submit_report
from tests.sound import misfits

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2023, 12, 27, 2, tzinfo=UTC)  # a Wednesday; 2024 is not arranged yet
FRIDAY = datetime(2023, 4, 28, 2, tzinfo=UTC)
LATER = MOMENT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _city() -> Iterator[None]:
    publish(INSPECTION)
    found_units()
    reschedule(MOMENT)
    yield
    assert misfits() == []


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    return shutil.copytree(RULEBOOKS / INSPECTION, tmp_path / "rulebook")


def due(record: models.Record) -> str | None:
    kept = models.Record.objects.get(pk=record.pk).due_at
    return f"{kept + timedelta(hours=8):%Y-%m-%d}" if kept else None


def test_a_deadline_that_ran_into_a_year_that_was_not_arranged_moves_when_it_is(rulebook: Path) -> None:
    record = submit_report(DECEMBER)
    handle(record.pk, Wanted("accept"), CLERK, DECEMBER)
    handle(record.pk, Wanted("assign", unit="made-up-office"), CLERK, DECEMBER)
    provisional = models.Record.objects.get(pk=record.pk)
    assert (due(record), provisional.state["provisional"]) == ("2024-01-17", True)
    calendar = (rulebook / "calendars/2023.yaml").read_text(encoding="utf-8")
    arranged = (
        calendar[: calendar.index("  - name: {zh: 春节")].replace("2023-01-0", "2024-01-0").replace(": 2023", ": 2024")
    )
    (rulebook / "calendars/2024.yaml").write_text(arranged, encoding="utf-8")
    publish_rulebook(rulebook, LATER)
    assert reschedule(DECEMBER) == 1
    moved = models.Record.objects.get(pk=record.pk)
    assert (due(record), moved.state["provisional"]) == ("2024-01-19", False), "1 and 2 January are off"
    last = moved.events.order_by("-n").first()
    assert last is not None
    assert (last.kind, events.read(bytes(last.body)).actor) == ("rescheduled/1", "service")
    assert reschedule(DECEMBER) == 0


def test_what_counts_from_an_opening_in_a_year_that_was_not_arranged_moves_with_its_deadline(rulebook: Path) -> None:
    evening = datetime(2023, 12, 29, 11, tzinfo=UTC)  # a Friday, after hours
    record, taken_on = submit_report(evening), submit_report(evening)
    handle(taken_on.pk, Wanted("accept"), CLERK, evening)
    assert (record.state["received"], record.state["provisional"]) == ("2024-01-01T08:00:00+08:00", True)
    calendar = (rulebook / "calendars/2023.yaml").read_text(encoding="utf-8")
    arranged = (
        calendar[: calendar.index("  - name: {zh: 春节")].replace("2023-01-0", "2024-01-0").replace(": 2023", ": 2024")
    )
    (rulebook / "calendars/2024.yaml").write_text(arranged, encoding="utf-8")
    publish_rulebook(rulebook, LATER)
    reschedule(evening)
    moved = models.Record.objects.get(pk=record.pk)
    assert moved.state["received"] == moved.state["entered"] == "2024-01-03T08:00:00+08:00", "1 and 2 January are off"
    assert (due(moved), moved.state["provisional"]) == ("2024-01-04", False)
    assert due(taken_on) == "2024-01-04", "two working days after it was taken on"
    assert models.Record.objects.get(pk=taken_on.pk).state["received"] == "2024-01-01T08:00:00+08:00"
    assert reschedule(evening) == 0


def test_what_does_not_run_is_not_moved_and_what_waits_moves_later(rulebook: Path) -> None:
    waiting, closed, merged, into = (submit_report(FRIDAY) for _ in range(4))
    handle(waiting.pk, Wanted("accept"), CLERK, FRIDAY)
    handle(waiting.pk, Wanted("assign", unit="made-up-office"), CLERK, FRIDAY)
    handle(waiting.pk, Wanted("suspend", reason="a bill is missing"), handler("made-up-office"), FRIDAY)
    handle(closed.pk, Wanted("refuse", reason="not of the seven subjects"), CLERK, FRIDAY)
    handle(merged.pk, Wanted("merge", into=into.number), CLERK, FRIDAY)
    calendar = rulebook / "calendars/2023.yaml"
    calendar.write_text(calendar.read_text(encoding="utf-8").replace("last: 2023-05-03", "last: 2023-05-04"), "utf-8")
    publish_rulebook(rulebook, LATER)
    before = models.Record.objects.get(pk=waiting.pk).move_at
    assert reschedule(FRIDAY) == 2
    assert [due(each) for each in (waiting, closed, merged, into)] == [None, None, None, "2023-05-05"]
    assert models.Record.objects.get(pk=waiting.pk).move_at != before, "the move that ends its waiting"


def test_a_rulebook_with_the_same_calendar_moves_nothing(rulebook: Path) -> None:
    before = due(submit_report(FRIDAY))
    notice = rulebook / "notice.md"
    notice.write_text(notice.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    publish_rulebook(rulebook, LATER)
    assert reschedule(FRIDAY) == 0
    assert before == "2023-05-04"
