"""What was in force from when: a rulebook can come into force again, and of a moment the first decides."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from pytest_django.plugin import DjangoDbBlocker

from bridgehead import published
from bridgehead.actions.award_record import Step
from bridgehead.actions.publish_rulebook import publish_rulebook, publish_rulebooks
from bridgehead.actions.reschedule import reschedule
from bridgehead.actions.settle import settle
from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.ledger.read import Database
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.replay import Replayed, replay
from tests.apart import alone, apart, at_once
from tests.cities import (
    CLERK,
    INSPECTION,
    MOMENT,
    RULEBOOKS,
    TOURISM,
    accept,
    found_units,
    publish,
    submit_report,
    submit_train,
)
from tests.sound import misfits

DAY = timedelta(days=1)
FRIDAY = datetime(2023, 4, 28, 2, tzinfo=UTC)


@pytest.fixture
def _sound(db: None) -> Iterator[None]:
    yield
    assert misfits() == []


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The rulebook of the inspection with a longer holiday in May."""
    folder = shutil.copytree(RULEBOOKS / INSPECTION, tmp_path / "rulebook")
    calendar = folder / "calendars/2023.yaml"
    calendar.write_text(calendar.read_text(encoding="utf-8").replace("last: 2023-05-03", "last: 2023-05-04"), "utf-8")
    return folder


@pytest.mark.usefixtures("_sound")
def test_a_rulebook_comes_into_force_again_and_each_moment_has_its_own(other: Path) -> None:
    first = publish(INSPECTION)
    second = publish_rulebook(other, MOMENT + DAY)
    assert published.current(INSPECTION)[0] == second
    assert publish_rulebook(RULEBOOKS / INSPECTION, MOMENT + 2 * DAY) == first
    assert publish_rulebook(RULEBOOKS / INSPECTION, MOMENT + 3 * DAY) == first, "which is in force"
    assert published.current(INSPECTION)[0] == first
    assert published.enactments() == {INSPECTION: 3}
    moment = timedelta(microseconds=1)
    days = (-5 * DAY, 0 * DAY, DAY - moment, DAY, 2 * DAY - moment, 2 * DAY, 9 * DAY)
    found = [published.in_force(INSPECTION, MOMENT + after)[0] for after in days]
    assert found == [first, first, first, second, second, first, first]


@pytest.mark.usefixtures("_sound")
def test_of_a_moment_the_first_decides(other: Path) -> None:
    first = publish(INSPECTION)
    for at in (MOMENT, MOMENT - DAY):
        with pytest.raises(BridgeheadError, match=r"AC029 .*is in force since 2023-09-20 08:00:00"):
            publish_rulebook(other, at)
    assert published.current(INSPECTION)[0] == first


def _named(folder: Path, name: str) -> None:
    about = folder / "about.yaml"
    about.write_text(about.read_text(encoding="utf-8").replace(INSPECTION, name), encoding="utf-8")


@pytest.mark.usefixtures("_sound")
def test_a_rulebook_is_not_put_in_force_beside_itself_under_another_name(other: Path) -> None:
    first = publish(INSPECTION)
    _named(other, "made-up/matter")
    told = f"AC030 this rulebook calls itself «made-up/matter», and by title, city and issuer is «{INSPECTION}»"
    with pytest.raises(BridgeheadError, match=told):
        publish_rulebooks([RULEBOOKS / TOURISM, other], MOMENT + DAY)
    assert published.enactments() == {INSPECTION: 1}, "the other one is not in force either"
    about = other / "about.yaml"
    about.write_text(about.read_text(encoding="utf-8").replace("营商环境督导受理", "虚构督导受理"), encoding="utf-8")
    publish_rulebook(other, MOMENT + DAY)
    assert published.enactments() == {INSPECTION: 1, "made-up/matter": 1}, "a title of its own makes another matter"
    assert published.current(INSPECTION)[0] == first


@pytest.mark.usefixtures("_sound")
def test_two_folders_with_a_rulebook_of_one_name_are_told_with_every_other_mistake(other: Path) -> None:
    broken = shutil.copytree(RULEBOOKS / TOURISM, other.parent / "broken")
    (broken / "notice.md").unlink()
    with pytest.raises(BridgeheadError) as raised:
        publish_rulebooks([RULEBOOKS / INSPECTION, other, broken], MOMENT)
    said = {each.code for each in raised.value.mistakes}
    assert "AC130" in said
    assert len(said) > 1
    assert f"{RULEBOOKS / INSPECTION}" in str(raised.value)
    assert f"{other / 'about.yaml'}: AC130" in str(raised.value)
    assert published.enactments() == {}


@pytest.mark.usefixtures("_sound")
def test_deadlines_that_were_set_in_between_move_when_a_rulebook_comes_into_force_again(other: Path) -> None:
    found_units()
    publish(INSPECTION)
    reschedule(MOMENT)
    publish_rulebook(other, MOMENT + DAY)
    record = submit_report(FRIDAY)
    assert f"{record.due_at:%m-%d}" == "05-05"
    publish_rulebook(RULEBOOKS / INSPECTION, MOMENT + 2 * DAY)
    assert reschedule(MOMENT + 2 * DAY) == 1, "though the rulebook is the one by which all was reckoned last"
    record.refresh_from_db()
    assert f"{record.due_at:%m-%d}" == "05-04"


def _settled(at: datetime) -> models.Record:
    return settle(Step(TOURISM, "special-train", CLERK, at), date(2023, 10, 16))


def _replayed() -> list[str]:
    return [str(each) for each in replay(Database(), Path(settings.HOME) / TABLES, Replayed())]


@pytest.mark.usefixtures("_sound")
def test_a_settlement_goes_by_the_rulebook_of_its_moment_and_replay_finds_another(tmp_path: Path) -> None:
    first = publish()
    number = submit_train(MOMENT).number
    accept(number, MOMENT)
    folder = shutil.copytree(RULEBOOKS / TOURISM, tmp_path / "rulebook")
    award = folder / "special-train.yaml"
    award.write_text(award.read_text(encoding="utf-8").replace("budget: 450000", "budget: 440000"), encoding="utf-8")
    second = publish_rulebook(folder, MOMENT + 2 * DAY)
    publish_rulebook(RULEBOOKS / TOURISM, MOMENT + 4 * DAY)
    found = [_settled(MOMENT + after * DAY).state["preview"] for after in (1, 3, 5)]
    assert [(each["rulebook"], each["left"]) for each in found] == [
        (first, "350000.00"),
        (second, "340000.00"),
        (first, "350000.00"),
    ]
    assert _replayed() == []
    record = models.Record.objects.get(register="awards")
    early = append.Author(CLERK, MOMENT + DAY, second)
    append.append(record, "settled/1", {"preview": found[1]}, early, fold)
    (told,) = _replayed()
    assert "LG103" in told
    assert second in told


def test_rulebooks_that_were_published_before_there_were_enactments_came_into_force_once_each(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    from django.core.management import call_command

    rows = [("a", "one", MOMENT), ("b", "two", MOMENT + DAY), ("c", "one", MOMENT + 2 * DAY)]

    def publish_as_before() -> None:
        with connection.cursor() as cursor:
            for name, matter, at in rows:
                cursor.execute(
                    "INSERT INTO ledger_rulebook (hash, matter, at, files) VALUES (%s, %s, %s, %s)",
                    [name, matter, at, b"files"],
                )

    def bring_up_to_date() -> list[tuple[object, ...]]:
        call_command("migrate", verbosity=0)
        for table in ("ledger_rulebook", "ledger_enactment"):
            with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table}")
        assert {bytes(each.files) for each in models.Rulebook.objects.all()} == {b"files"}
        return [*models.Enactment.objects.order_by("matter", "n").values_list("matter", "n", "since", "rulebook_id")]

    with django_db_blocker.unblock(), apart(tmp_path, "ledger", "0008"):
        alone(publish_as_before)
        assert alone(bring_up_to_date) == [
            ("one", 1, MOMENT, "a"),
            ("one", 2, MOMENT + 2 * DAY, "c"),
            ("two", 1, MOMENT + DAY, "b"),
        ]


def test_of_several_who_put_the_same_rulebook_in_force_at_once_one_does(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), apart(tmp_path):
        found = at_once(*[publish] * 4)
        assert len({str(each) for each in found}) == 1, found
        assert alone(published.enactments) == {TOURISM: 1}
