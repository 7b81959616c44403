"""Deadlines that were kept are counted once, from sealed events, in whatever pieces these come."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bridgehead.actions import tally as tallying
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.tally import tally
from bridgehead.ledger import models, sealing
from tests.cities import CLERK, INSPECTION, MOMENT, found_units, publish, submit_report

pytestmark = pytest.mark.django_db


def _sums() -> dict[tuple[str, str], tuple[int, int]]:
    rows = models.Kept.objects.values_list("register", "day", "ended", "in_time")
    return {(register, day.isoformat()): (ended, in_time) for register, day, ended, in_time in rows}


def _accepted(after: timedelta) -> None:
    found = submit_report()
    handle(found.pk, Wanted("accept", found.version), CLERK, MOMENT + after)


def _happen(each: Callable[[], None]) -> None:
    """One deadline that was kept, two that were not on another day, and one that runs."""
    publish(INSPECTION)
    found_units()
    for after in (timedelta(hours=1), timedelta(days=30), timedelta(days=30)):
        _accepted(after)
        each()
    submit_report()
    each()


EXPECTED = {("inspection-report", "2023-09-20"): (1, 1), ("inspection-report", "2023-10-20"): (2, 0)}


def test_a_deadline_is_counted_when_its_record_leaves_the_stage() -> None:
    _happen(lambda: None)
    assert tally(MOMENT) == 0  # nothing is under seal
    sealing.seal(MOMENT)
    assert tally(MOMENT) == models.Event.objects.count()
    assert _sums() == EXPECTED
    assert tally(MOMENT) == 0
    assert _sums() == EXPECTED


@pytest.mark.parametrize("events", [1, 2, 3])
def test_in_pieces_the_same_is_counted(events: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallying, "EVENTS", events)

    def sealed_and_counted() -> None:
        sealing.seal(MOMENT)
        tally(MOMENT)

    _happen(sealed_and_counted)
    assert _sums() == EXPECTED
