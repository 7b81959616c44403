"""Who acts on a record while somebody is changing one that goes with it waits for nobody, and is told so."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from django.db import connection
from pytest_django import DjangoDbBlocker

from bridgehead.actions.handle import Wanted, handle
from bridgehead.ledger import append
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.web.faces.refused import why_not
from tests.apart import alone, apart, at_once
from tests.cities import CLERK, INSPECTION, publish, submit_report

FRIDAY = datetime(2023, 4, 28, 2, tzinfo=UTC)


def test_nobody_waits_for_a_record_that_another_holds_and_it_is_not_named(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    held, tried = Event(), Event()

    def prepare() -> tuple[int, str, int]:
        publish(INSPECTION)
        first, second = submit_report(FRIDAY), submit_report(FRIDAY, telephone="13900139000")
        handle(first.pk, Wanted("accept"), CLERK, FRIDAY)
        return first.pk, first.number, second.pk

    with django_db_blocker.unblock(), apart(tmp_path):
        first, number, second = alone(prepare)

        def hold() -> None:
            with append.unit():
                append.hold(first)
                held.set()
                tried.wait(1)  # of SQLite one unit goes on at a time, so that the other waits for this one

        def merge() -> Any:
            held.wait()
            try:
                return handle(second, Wanted("merge", into=number), CLERK, FRIDAY)
            finally:
                tried.set()

        _, found = at_once(hold, merge)
    if connection.vendor == "sqlite":
        assert found.state["merged into"] == number
        return
    assert isinstance(found, BridgeheadError)
    (mistake,) = found.mistakes
    assert (mistake.code, number in mistake.message) == ("AC117", False)
    assert why_not(mistake).zh == "别人正在办理相关的另一件，请稍后再办。"
