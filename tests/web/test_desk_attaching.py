"""Staff attach to a record what came in another way than by the form: with a reason, examined as all files. Made up."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.ledger import events, models
from tests import evidence
from tests.cities import MOMENT, TOURISM, publish, submit_train
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

LIST = "field:passenger list"


@pytest.fixture
def record() -> models.Record:
    publish()
    return models.Record.objects.get(number=submit_train(MOMENT).number)


def _page(record: models.Record, of: str = "records") -> str:
    return f"/en/desk/{of}/{TOURISM}/special-train-claim/{record.number}/"


def _attach(client: Client, record: models.Record, reason: str, *files: SimpleUploadedFile, at: str = LIST) -> str:
    """The page that somebody sees then."""
    sent = client.post(_page(record, "attaching"), {"reason": reason, at: files} if files else {"reason": reason})
    return (client.get(sent["location"]) if sent.status_code == 302 else sent).content.decode()


def _files(page: str) -> str:
    """What stands under its heading."""
    return page.partition("<h2>Files</h2>")[2].partition("<h2>")[0]


def _pdf(name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, evidence.PDF)


def test_a_clerk_attaches_what_came_by_letter_and_it_stands_with_the_reason_among_the_files(
    record: models.Record,
) -> None:
    clerk = signed_in("clerk")
    assert "<h2>Files</h2>" not in clerk.get(_page(record)).content.decode()
    page = _attach(clerk, record, "came by letter", _pdf("one.pdf"), _pdf("two.pdf"))
    assert _files(page).count(" · PDF · ") == 2
    assert page.count("A file was attached") == page.count("came by letter") == 2
    first, _ = models.Event.objects.filter(record=record, kind="attached/1")
    told = events.read(bytes(first.body))
    assert (told.actor, told.data["reason"]) == ("made-up clerk", "came by letter")
    (kept,) = told.data["files"]
    seen = clerk.post(f"{_page(record, 'files')}{kept}/", {"reason": "to see"})
    assert b"".join(seen.streaming_content) == evidence.PDF
    assert _files(_attach(clerk, record, "came by letter", _pdf("one.pdf"))).count(" · PDF · ") == 2, "it is there"


@pytest.mark.parametrize(
    ("reason", "files", "code"),
    [
        ("came by letter", (SimpleUploadedFile("a.pdf", evidence.png()),), "AC065"),
        ("came by letter", (SimpleUploadedFile("a.exe", b"MZ\x90\0"),), "AC064"),
        ("came by letter", (), "AC061"),
        ("", (_pdf(),), "AC004"),
        ("she called from 13800138000", (_pdf(),), "AC090"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    record: models.Record, reason: str, files: tuple[SimpleUploadedFile, ...], code: str
) -> None:
    page = _attach(signed_in("clerk"), record, reason, *files)
    assert code in page
    assert f'class="short" required>{reason}</textarea>' in page, "what was typed is there still"
    record.refresh_from_db()
    assert (record.version, record.attachments.count()) == (1, 0)


def test_a_field_that_takes_no_files_is_told(record: models.Record) -> None:
    assert "AC060" in _attach(signed_in("clerk"), record, "came by letter", _pdf(), at="field:passengers")


def test_who_does_not_act_in_the_stage_attaches_nothing(record: models.Record) -> None:
    handler = signed_in("handler")
    assert "Attach a file" not in handler.get(_page(record)).content.decode()
    assert "AC003" in _attach(handler, record, "came by letter", _pdf())
    assert Client().post(_page(record, "attaching")).status_code == 302
    assert not record.attachments.exists()
