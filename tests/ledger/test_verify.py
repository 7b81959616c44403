"""`verify` fits a sound ledger, and names what was changed or deleted in any other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from bridgehead.actions.handle import Wanted, handle
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import chain, models
from bridgehead.ledger.read import Database
from bridgehead.ledger.sealing import seal
from bridgehead.ledger.verify import Tally, Workers, verify
from tests.cities import CLERK, MOMENT, publish, submit_train
from tests.sound import misfits

pytestmark = pytest.mark.django_db

TABLES = ("ledger_event", "ledger_leaf", "ledger_seal")


@pytest.fixture
def sealed() -> list[chain.Seal]:
    """Three claims under two seals, and a fourth that no seal closes yet."""
    publish()
    seals = []
    for numbers in (("K1", "K2"), ("K3",), ()):
        for number in numbers:
            submit_train(train_number=number)
        found = seal(MOMENT)
        seals += [found] if found else []
    submit_train(train_number="K4")
    return seals


@pytest.fixture
def intruder(sealed: list[chain.Seal]) -> None:
    """Somebody who may do everything in the database, the triggers included."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
                cursor.execute(f"DROP TRIGGER {table}_no_replace")
            else:
                cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")


def _found(*lines: str) -> list[str]:
    """What is told, which is the same where others follow the records, one or two events at a time."""
    printed = [chain.printed(line) for line in lines]
    found = [str(each) for each in verify(Database(), fold, Tally(), printed)]
    with ThreadPoolExecutor(1) as pool:
        shared = verify(Database(), fold, Tally(), printed, Workers(pool, waiting=1, events=1, here=0))
        assert sorted(map(str, shared)) == sorted(found)
    return found


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_sound_ledger_fits_and_is_counted(sealed: list[chain.Seal]) -> None:
    tally = Tally()
    assert list(verify(Database(), fold, tally, [chain.printed(each.line) for each in sealed])) == []
    assert (tally.events, tally.records, tally.sealed, tally.seals) == (4, 4, 3, 2)


def test_moments_that_go_back_are_noted_and_fit(sealed: list[chain.Seal]) -> None:
    first = models.Record.objects.order_by("pk")[0]
    for minutes in (5, -1, 0, 2):
        handle(first.pk, Wanted("note", reason="made up"), CLERK, MOMENT + timedelta(minutes=minutes))
    (told,) = _found()
    event = models.Event.objects.get(record=first, n=3)
    assert told.startswith("LG120 1 of the events are of moments before the step before them; ")
    assert f"event {event.pk}, step 3 of record {first.pk}" in told
    assert misfits() == [], "a clock may be set back: the steps tell what was done first"


COLUMNS = {
    "ledger_event": "hash",
    "ledger_leaf": "position",
    "ledger_seal": "root",
    "ledger_rulebook": "files",
    "ledger_enactment": "since",
}


@pytest.mark.parametrize("table", COLUMNS)
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_the_database_lets_nobody_change_or_delete(sealed: list[chain.Seal], table: str, verb: str) -> None:
    column = COLUMNS[table]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _do(verb.format(table, column, column))


UNIQUE = {
    "ledger_event": ("id", "record_id, n"),
    "ledger_leaf": ("position", "event"),
    "ledger_seal": ("number", "first"),
    "ledger_rulebook": ("hash",),
    "ledger_enactment": ("id", "matter, n", "matter, since"),
}
CASES = [(table, key) for table, keys in UNIQUE.items() for key in keys]


@pytest.mark.parametrize(("table", "key"), CASES)
def test_the_database_lets_nobody_replace(sealed: list[chain.Seal], table: str, key: str) -> None:
    """By whichever of its keys the new row would take the place of an old one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 1")
        row, columns = cursor.fetchone(), [each[0] for each in cursor.description or ()]
        before = _count(table)
        shared = key.split(", ")
        row = [each if name in shared else _other(each) for name, each in zip(columns, row, strict=True)]
        places = ", ".join(["%s"] * len(row))
        names = ", ".join(f'"{name}"' for name in columns)
        changed = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
        insert = f"INTO {table} ({names}) VALUES ({places})"
        ways = [f"INSERT {insert} ON CONFLICT ({key}) DO UPDATE SET {changed}"]
        if connection.vendor == "sqlite":
            ways += [f"INSERT OR REPLACE {insert}", f"REPLACE {insert}"]
        for way in ways:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(way, row)
    assert _count(table) == before


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (found,) = cursor.fetchone()
        return int(found)


def _other(value: object) -> object:
    """Another value of the same kind, so that nothing else is shared."""
    if isinstance(value, int):
        return value + 1_000_000
    if isinstance(value, datetime):
        return value + timedelta(days=1)
    return value


@pytest.mark.usefixtures("intruder")
class TestIntruder:
    def test_a_changed_event_is_named(self) -> None:
        _do(
            "UPDATE ledger_event SET body = (SELECT body FROM ledger_event WHERE n = 1 AND record_id = "
            "(SELECT MAX(record_id) FROM ledger_event)) WHERE record_id = (SELECT MIN(record_id) FROM ledger_event)"
        )
        assert any("LG102" in line and "was changed" in line for line in _found())

    def test_a_deleted_event_is_named_and_is_no_change(self) -> None:
        _do("DELETE FROM ledger_event WHERE id = (SELECT MIN(id) FROM ledger_event)")
        found = _found()
        assert any("LG101" in line and "position 0 is gone" in line for line in found)
        assert not any("LG102" in line for line in found)

    def test_a_seal_that_is_gone_is_named(self) -> None:
        _do("DELETE FROM ledger_seal WHERE number = 1")
        assert any(line.startswith("LG101 seal 1 is gone") for line in _found())

    def test_a_state_that_events_do_not_give_is_named(self) -> None:
        _do(
            "UPDATE ledger_record SET state = "
            "(SELECT state FROM ledger_record WHERE id = (SELECT MIN(id) FROM ledger_record))"
        )
        assert sum("shows a state" in line for line in _found()) == 3

    def test_a_cut_tail_shows_against_the_printed_seal(self, sealed: list[chain.Seal]) -> None:
        last = sealed[-1]
        for statement in (
            f"DELETE FROM ledger_event WHERE id IN (SELECT event FROM ledger_leaf WHERE position >= {last.first})",
            "DELETE FROM ledger_event WHERE record_id = (SELECT MAX(id) FROM ledger_record)",
            f"DELETE FROM ledger_leaf WHERE position >= {last.first}",
            f"DELETE FROM ledger_seal WHERE number = {last.number}",
            *(
                f"DELETE FROM ledger_{beside} WHERE record_id NOT IN (SELECT record_id FROM ledger_event)"
                for beside in ("text", "key", "blindindex")
            ),
            "DELETE FROM ledger_record WHERE id NOT IN (SELECT record_id FROM ledger_event)",
        ):
            _do(statement)
        assert _found() == [], "by itself the ledger is sound again"
        assert [line.partition(";")[0] for line in _found(last.line)] == [
            "LG105 the printed seal 2 over 3 events is gone: the ledger's seals end at 2"
        ]

    @pytest.mark.parametrize("change", ["stage = 'paid out'", "number = 'TJ-1999-00001'", "due_at = '2020-02-02'"])
    def test_a_column_that_lists_show_and_events_do_not_give_is_named(self, change: str) -> None:
        _do(f"UPDATE ledger_record SET {change} WHERE id = (SELECT MIN(id) FROM ledger_record)")
        assert [line[:5] for line in _found()] == ["LG102"]

    @pytest.mark.parametrize("other", [1, 1.0])
    def test_a_state_that_only_python_takes_for_equal_is_named(self, other: float) -> None:
        record = models.Record.objects.first()
        assert record is not None
        assert record.state["fields"]["same day and train"] is True
        record.state["fields"]["same day and train"] = other
        record.save()
        assert [line[:5] for line in _found()] == ["LG102"]

    def test_a_step_that_is_gone_is_not_told_as_a_changed_state(self, sealed: list[chain.Seal]) -> None:
        _do("UPDATE ledger_event SET n = 3 WHERE record_id = (SELECT MIN(record_id) FROM ledger_event)")
        _do("UPDATE ledger_record SET version = 3 WHERE id = (SELECT MIN(id) FROM ledger_record)")
        assert any("steps 1 to 2 are gone" in line for line in _found())
        assert not any("shows a state" in line for line in _found())

    def test_a_number_beyond_all_bounds_takes_no_time(self) -> None:
        _do("UPDATE ledger_seal SET count = 2147483647 WHERE number = 2")
        assert any(line.startswith("LG101 positions 3 to 2147483648 are gone") for line in _found())

    def test_what_no_screen_shows_is_told_by_its_number(self) -> None:
        _do("UPDATE ledger_event SET kind = 'a\nb' WHERE id = (SELECT MIN(id) FROM ledger_event)")
        assert any("is shown as «a\\nb»" in line for line in _found())
