"""Records that are made up come in, go on and end as the rules say, in a ledger that fits; all marked as made up."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from bridgehead import published
from bridgehead.actions.make_up import go_on, make_up, mark
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.instruments.register.made_up import FILE, Sheet, sheet
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import PUBLIC, SERVICE
from bridgehead.primitives.errors import BridgeheadError
from tests.cities import INSPECTION, INVESTMENT, MOMENT, TOURISM, publish, submit_train
from tests.forms import RULEBOOKS
from tests.sound import misfits

pytestmark = pytest.mark.django_db

MATTERS = (INSPECTION, TOURISM)
NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)


def sheets() -> dict[str, Sheet]:
    return {matter: sheet(RULEBOOKS / matter, published.current(matter)[1]) for matter in MATTERS}


def made(count: int, seed: int = 1, at: datetime = NEW_YEAR) -> Counter[tuple[str, str]]:
    for matter in MATTERS:
        publish(matter)
    mark(count, seed, SERVICE, at)
    return make_up(sheets(), count, seed, SERVICE, at, lambda done: None)


@pytest.mark.slow
def test_every_register_gets_records_which_go_through_their_stages() -> None:
    found = made(150)
    assert found.total() == 150
    assert {name for _, name in found} == {
        "inspection-report",
        "special-train-claim",
        "study-tour-claim",
        "short-video-entry",
        "student-visit",
    }
    records = models.Record.objects.exclude(matter="")
    assert records.count() == 150
    assert {"solved", "accepted", "answered"} <= {*records.values_list("stage", flat=True)}
    assert records.filter(stage="solved", unit=None).count() == 0
    days = records.dates("submitted_at", "month")
    assert len(days) == 9
    assert misfits() == []


def test_what_is_going_on_at_a_moment_is_in_time_for_the_most_part_and_nothing_is_of_later() -> None:
    made(150, at=MOMENT)
    records = models.Record.objects.exclude(matter="")
    assert records.filter(submitted_at__gt=MOMENT).count() == 0
    assert models.Event.objects.filter(at__gt=MOMENT).count() == 0
    running = records.filter(due_at__isnull=False)
    late = running.filter(due_at__lt=MOMENT)
    assert running.count() > 5
    assert late.count() <= running.count() // 4


def test_an_office_goes_on_from_one_moment_to_another_as_it_went_before() -> None:
    made(150, at=MOMENT)
    records = models.Record.objects.exclude(matter="")
    open_then = {*records.filter(due_at__isnull=False).values_list("pk", flat=True)}
    came, refused = go_on(sheets(), SERVICE, MOMENT, NEW_YEAR, lambda done: None)
    assert refused == []
    assert 40 < came.total() < 200
    assert records.filter(submitted_at__gt=MOMENT).count() == came.total()
    still = records.filter(pk__in=open_then, due_at__isnull=False).count()
    assert still < len(open_then) / 2
    running = records.filter(due_at__isnull=False)
    assert running.filter(due_at__lt=NEW_YEAR).count() <= running.count() // 2
    for record in records:
        moments = [*record.events.order_by("n").values_list("at", flat=True)]
        assert moments == sorted(moments)
    assert misfits() == []


def test_what_is_refused_while_it_goes_on_is_told_and_keeps_nothing_else_back() -> None:
    made(60, at=MOMENT)
    matter, sheet_of = INSPECTION, sheets()
    filing = sheet_of[matter].registers["inspection-report"]
    unknown = filing.model_copy(update={"fields": {**filing.fields, "subject": ("no such subject",)}})
    broken = sheet_of[matter].model_copy(update={"registers": {"inspection-report": unknown}})
    came, refused = go_on({**sheet_of, matter: broken}, SERVICE, MOMENT, NEW_YEAR, lambda done: None)
    assert "subject" in str(refused[0])
    assert came[matter, "inspection-report"] == 0
    assert came.total() > 10
    assert misfits() == []


def test_every_event_names_somebody_made_up_and_one_says_so_of_all() -> None:
    made(40)
    bodies = models.Event.objects.exclude(record__matter="").values_list("body", flat=True)
    assert {events.read(bytes(body)).actor for body in bodies} <= {
        "made-up submitter",
        "made-up clerk",
        "made-up handler",
        "service",
    }
    (mark,) = models.Record.objects.filter(matter="", register="made-up")
    assert mark.state["records"] == 40
    assert not models.Text.objects.filter(text__contains="@").exists()


@pytest.mark.slow
def test_the_same_seed_makes_the_same_records_and_another_one_others() -> None:
    said = []
    for seed in (1, 1, 2):
        before = models.Record.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        made(20, seed)
        records = models.Record.objects.filter(pk__gt=before).exclude(matter="").order_by("pk")
        kept = [dict(record.state["fields"]) for record in records]
        for fields in kept:
            fields.pop("number")
        said.append(kept)
    assert said[0] == said[1] != said[2]


def test_a_service_with_other_records_takes_none_that_are_made_up() -> None:
    publish()
    submit_train()
    with pytest.raises(BridgeheadError, match="AC080"):
        made(1)
    assert models.Record.objects.count() == 1


def test_nobody_but_the_service_makes_records_up() -> None:
    publish()
    with pytest.raises(BridgeheadError, match="AC001"):
        make_up({}, 1, 1, PUBLIC, MOMENT, lambda done: None)
    with pytest.raises(BridgeheadError, match="AC001"):
        mark(1, 1, PUBLIC, MOMENT)


def test_a_sheet_corrects_what_can_be_corrected_in_the_stage(tmp_path: Path) -> None:
    folder = copytree(RULEBOOKS / INVESTMENT, tmp_path / "rules")
    register = folder / "project.yaml"
    text = register.read_text(encoding="utf-8")
    started = "    may: [note, correct]\n  producing:\n"
    assert started in text
    register.write_text(text.replace(started, f"    counts: true\n{started}"), encoding="utf-8")
    publish_rulebook(folder, MOMENT)
    with pytest.raises(BridgeheadError, match="RG030 no field that is corrected here, «progress»"):
        sheet(folder, published.current(INVESTMENT)[1])


def test_a_sheet_names_what_there_is(tmp_path: Path) -> None:
    folder = copytree(RULEBOOKS / INSPECTION, tmp_path / "rules")
    text = (folder / FILE).read_text().replace("{firm}反映{thing}", "{form}反映{thing}").replace("waiting:", "wating:")
    (folder / FILE).write_text(text)
    publish_rulebook(folder, MOMENT)
    with pytest.raises(BridgeheadError) as raised:
        sheet(folder, published.current(INSPECTION)[1])
    said = [str(each) for each in raised.value.mistakes]
    assert len(said) == 3
    assert all("RG030" in each for each in said)
    assert "no word «form»" in said[0]
    assert said[0].endswith("did you mean «firm»?")
    assert "no stage «wating»" in said[1]
