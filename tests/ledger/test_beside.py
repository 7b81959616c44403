"""`verify` holds what stands beside the events against them: keys, files, by what records are found. `tamper` has the
harms; here stands what is at hand or not, and what happens meanwhile.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import QuerySet

from bridgehead.actions.attach import File, attach
from bridgehead.actions.forget import forget
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import attachments, models
from bridgehead.ledger.beside import AtHand
from bridgehead.ledger.findings import NOTES
from bridgehead.ledger.read import Database
from bridgehead.ledger.verify import Tally, verify
from bridgehead.primitives.actor import Actor, ActorKind
from tests.cities import CLERK, INSPECTION, MOMENT, publish, submit_report
from tests.evidence import PDF
from tests.sound import misfits

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))


@pytest.fixture
def reports() -> list[models.Record]:
    """Two reports with somebody to call, each with a file."""
    publish(INSPECTION)
    found = [submit_report(telephone=f"1380013800{n}") for n in range(2)]
    for each in found:
        attach(each.pk, File("documents", "made-up.pdf", BytesIO(PDF), "made up"), CLERK, MOMENT)
    return found


def _told(at_hand: AtHand) -> tuple[list[str], Tally]:
    tally = Tally()
    return [each.code for each in verify(Database(), fold, tally, at_hand=at_hand) if each.code not in NOTES], tally


def test_a_sound_ledger_fits_and_what_stands_beside_it_is_counted(reports: list[models.Record]) -> None:
    told, tally = _told(AtHand(Path(settings.HOME), settings.MASTER_KEY))
    assert told == []
    assert (tally.looked.files, tally.looked.keys, tally.looked.opened) == (2, 2, 2)
    assert tally.looked.entries == models.BlindIndex.objects.count() > 0


def test_without_the_master_key_keys_are_there_or_not_and_entries_are_counted(reports: list[models.Record]) -> None:
    entry = models.BlindIndex.objects.order_by("pk").last()
    assert entry is not None
    models.BlindIndex.objects.filter(pk=entry.pk).update(digest=bytes(32))
    assert _told(AtHand(Path(settings.HOME)))[0] == []
    assert _told(AtHand(Path(settings.HOME), settings.MASTER_KEY))[0] == ["LG112"]
    entry.delete()
    models.Key.objects.filter(record=reports[0]).delete()
    assert sorted(_told(AtHand(Path(settings.HOME)))[0]) == ["LG111", "LG111"]


def test_another_master_key_is_told_once_and_one_key_that_was_changed_by_itself(reports: list[models.Record]) -> None:
    assert _told(AtHand(Path(settings.HOME), bytes(32)))[0] == ["LG118"]
    models.Key.objects.filter(record=reports[0]).update(wrapped=bytes(60))
    (told,) = misfits()
    assert told.startswith(f"LG112 the key of record {reports[0].pk}, number {reports[0].number}, begun by event ")


def test_a_file_of_what_is_forgotten_meanwhile_is_not_told_as_gone(reports: list[models.Record]) -> None:
    """The ledger is read as it was before; the service, asked by then, knows."""

    class Before(Database):
        def forgotten(self, record: int) -> bool:
            return record == reports[0].pk

    for name in models.Attachment.objects.values_list("hash", flat=True):
        attachments.place(Path(settings.HOME), name).unlink()
    at_hand = AtHand(Path(settings.HOME), settings.MASTER_KEY)
    found = [str(each) for each in verify(Before(), fold, Tally(), at_hand=at_hand)]
    (gone,) = (each for each in found if each.startswith("LG114"))
    assert f"of record {reports[1].pk}, number {reports[1].number}, attached by event" in gone


def test_what_was_forgotten_fits_and_its_file_is_told_once_nothing_waits_to_remove_it(
    reports: list[models.Record],
) -> None:
    forget(reports[0].pk, "made-up request", ADMINISTRATOR, MOMENT)
    assert misfits() == []
    models.Forgetting.objects.all().delete()
    assert [each[:5] for each in misfits()] == ["LG116"]


ROWS: dict[str, tuple[Callable[[], object], str]] = {
    "attachments": (lambda: models.Attachment.objects.all().delete(), "LG111 the file "),
    "entries": (lambda: models.BlindIndex.objects.all().delete(), "LG111 of the "),
    "keys": (lambda: models.Key.objects.all().delete(), "LG111 the key of "),
    "texts": (lambda: models.Text.objects.all().delete(), "LG111 the text of "),
    "codes": (lambda: models.Record.objects.update(code=b""), "LG101 the code of "),
    "moments of messages": (lambda: models.Message.objects.update(at=MOMENT.replace(year=2022)), "LG113 message "),
    "boxes of messages": (lambda: models.Message.objects.update(box="made up"), "LG112 message "),
    "moments": (lambda: models.Record.objects.update(submitted_at=MOMENT.replace(year=2022)), "LG102 record "),
}


@pytest.mark.parametrize("what", ROWS)
def test_what_is_gone_or_changed_is_named_for_each_record_with_its_event(
    reports: list[models.Record], what: str
) -> None:
    harm, told = ROWS[what]
    harm()
    found = misfits()
    assert len(found) == 2
    for each, record in zip(found, reports, strict=True):
        assert each.startswith(told)
        assert f"record {record.pk}, number {record.number}," in each
        assert "event " in each or what == "boxes of messages"


def test_a_message_of_what_was_forgotten_is_named(reports: list[models.Record]) -> None:
    message = models.Message.objects.filter(record=reports[1]).get()
    forget(reports[0].pk, "made-up request", ADMINISTRATOR, MOMENT)
    models.Message.objects.filter(pk=message.pk).update(record=reports[0])
    (told,) = misfits()
    assert told.startswith(f"LG113 message {message.pk} of record {reports[0].pk}, number {reports[0].number}, stands")


@pytest.mark.parametrize("harm", [lambda found: found.update(last=1), lambda found: found.delete()])
def test_counters_that_were_set_back_are_named(
    reports: list[models.Record], harm: Callable[[QuerySet[models.Counter]], object]
) -> None:
    harm(models.Counter.objects.filter(register=reports[0].register))
    (told,) = misfits()
    assert told.startswith(f"LG119 the counters of «{reports[0].register}» of «{reports[0].matter}» stand at ")


def test_counters_may_be_beyond_what_was_given(reports: list[models.Record]) -> None:
    """As those are past which numbers that were given elsewhere were counted."""
    models.Counter.objects.update(last=70)
    assert misfits() == []
