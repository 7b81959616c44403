"""Evidence over the interface: files are examined, stored so that only the record's key opens them, and looked into."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from bridgehead.actions.attach import File, attach
from bridgehead.actions.forget import forget
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from bridgehead.web.api.callers import REPORTING
from tests import evidence
from tests.cities import MOMENT, TOURISM, TRAIN, publish
from tests.sound import misfits

pytestmark = pytest.mark.django_db

ADDRESS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"
LIST = "passenger list"
ROWS = evidence.xlsx(("姓名", "晚数"), ("虚构甲", 1))


@pytest.fixture
def client() -> Iterator[Client]:
    publish()
    yield Client()
    assert misfits() == []


@pytest.fixture
def home(settings: LazySettings) -> Path:
    return Path(settings.HOME) / "attachments"


def _filed(client: Client) -> dict[str, str]:
    given = TRAIN | {"contact": "made-up person"}
    found: dict[str, str] = client.post(ADDRESS, {"fields": given}, content_type="application/json").json()
    return found


def _staff(*roles: str) -> dict[str, str]:
    user, _ = User.objects.get_or_create(username=f"made-up {' '.join(roles)}", roles=list(roles))
    return {"authorization": f"Bearer {tokens.issue(user, 'test', ['look', 'act'], now() + timedelta(days=1))}"}


def _attach(
    client: Client,
    filed: dict[str, str],
    content: bytes = ROWS,
    name: str = "虚构甲.xlsx",
    field: str = LIST,
    headers: dict[str, str] | None = None,
) -> Any:
    said = {"field": field, "file": SimpleUploadedFile(name, content)}
    by = {"reason": "came by letter"} if headers else {"code": filed["code"]}
    return client.post(f"{ADDRESS}/{filed['number']}/files", said | by, headers=headers)


def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["mistakes"][0]["code"]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.PDF", evidence.PDF, "application/pdf"),
        ("a.jpeg", evidence.JPG, "image/jpeg"),
        ("a.png", evidence.png(), "image/png"),
        ("虚构甲.xlsx", ROWS, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_stored_under_the_hash_of_what_is_stored_and_comes_back_as_it_was(
    client: Client, home: Path, name: str, content: bytes, media_type: str
) -> None:
    filed = _filed(client)
    answer = _attach(client, filed, content, name)
    assert answer.status_code == 201
    kept = answer.json()
    assert (kept["type"], kept["size"]) == (media_type, len(content))
    stored = (home / kept["hash"]).read_bytes()
    assert content[:16] not in stored
    address = f"{ADDRESS}/{filed['number']}/files/{kept['hash']}"
    seen = client.get(address, {"reason": "to count"}, headers=_staff("clerk"))
    assert b"".join(seen.streaming_content) == content
    assert seen["content-type"] == media_type
    assert seen["content-disposition"].startswith("attachment; ")
    look = events.read(bytes(models.Record.objects.get(register="looks").events.get().body))
    assert (look.data["file"], look.data["reason"]) == (kept["hash"], "to count")


def test_what_a_file_is_called_stands_nowhere_in_the_clear(client: Client) -> None:
    filed = _filed(client)
    _attach(client, filed, evidence.PDF, "made-up-name.pdf")
    event = models.Event.objects.get(kind="attached/1")
    assert b"made-up-name" not in bytes(event.body)
    about = events.read(bytes(event.body)).data["files"].values()
    assert [(each["field"], each["size"]) for each in about] == [(LIST, len(evidence.PDF))]


BOMB = evidence.docx(**{"word/media/x.xml": bytes(64 * 2**20)})
MACRO_TYPES = b'<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "AC061"),
        ("a.pdf", b"%PDF-" + bytes(2**20), "AC062"),
        ("a.exe", b"MZ\x90\0", "AC064"),
        ("a.csv", b"<html><script>1</script>", "AC064"),
        ("a.docx", evidence.docx(), "AC064"),
        ("a.xlsx", evidence.archive({"x": b"1"}), "AC064"),
        ("a.pdf", evidence.png(), "AC065"),
        ("a.xlsx", evidence.PDF, "AC065"),
        ("a", evidence.PDF, "AC065"),
        ("a.xlsx", BOMB, "AC066"),
        ("a.xlsx", evidence.archive({str(n): b"" for n in range(2001)}), "AC066"),
        ("a.xlsx", evidence.archive({"../../a.txt": b"1"}), "AC066"),
        ("a.xlsx", evidence.archive({"/etc/a": b"1"}), "AC066"),
        ("a.xlsx", evidence.archive({"xl\\..\\a": b"1"}), "AC066"),
        ("a.xlsx", evidence.archive({"xl/a": b"1", "XL/A": b"2"}), "AC066"),
        ("a.xlsx", evidence.archive({"xl/vbaProject.bin": b"1"}), "AC066"),
        ("a.xlsx", evidence.archive({"xl/macrosheets/sheet1.xml": b"1"}), "AC066"),
        ("a.xlsx", evidence.archive({evidence.TYPES: MACRO_TYPES}), "AC066"),
        ("a.xlsx", evidence.archive({evidence.TYPES: MACRO_TYPES.decode().encode("utf-16")}), "AC066"),
        ("a.xlsx", ROWS[: len(ROWS) // 2], "AC066"),
    ],
)
def test_what_lies_or_could_do_harm_is_refused_and_leaves_nothing_behind(
    client: Client, home: Path, settings: LazySettings, name: str, content: bytes, code: str
) -> None:
    settings.LARGEST_FILE = 2**20
    before = set(home.iterdir()) if home.exists() else set()
    answer = _attach(client, _filed(client), content, name)
    assert _code(answer) == (413 if code == "AC062" else 422, code)
    assert (set(home.iterdir()) if home.exists() else set()) == before
    assert not models.Attachment.objects.exists()


@pytest.mark.parametrize(
    "name", ["../a.pdf", "a\\b.pdf", "/a.pdf", "C:a.pdf", "a\n.pdf", "..", " ", "a" * 200 + ".pdf"]
)
def test_a_path_is_no_name(client: Client, name: str) -> None:
    filed = _filed(client)
    record = models.Record.objects.get(number=filed["number"])
    content = SimpleUploadedFile("a", evidence.PDF).file
    assert content is not None
    with pytest.raises(BridgeheadError, match="AC063"):
        attach(record.pk, File(LIST, name, content), REPORTING, MOMENT)


@pytest.mark.parametrize("name", ["../../etc/a.pdf", "..\\\\a.pdf", "/a.pdf", "folder/a.pdf", "&#47;a.pdf"])
def test_a_path_is_refused_at_the_door_as_it_came_and_not_cut(client: Client, name: str) -> None:
    filed, sign = _filed(client), "made-up-boundary"
    parts = [
        *(
            f'--{sign}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{said}\r\n'
            for key, said in (("field", LIST), ("code", filed["code"]))
        ),
        f'--{sign}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
    ]
    body = "".join(parts).encode() + evidence.PDF + f"\r\n--{sign}--\r\n".encode()
    address = f"{ADDRESS}/{filed['number']}/files"
    kind = f"multipart/form-data; boundary={sign}"
    assert _code(client.post(address, body, content_type=kind)) == (422, "AC063")
    assert not models.Attachment.objects.exists()
    right = body.replace(name.encode(), b"a.pdf")
    assert client.post(address, right, content_type=kind).status_code == 201


def test_a_part_of_the_form_that_there_is_not_is_refused_with_the_nearest(client: Client) -> None:
    filed = _filed(client)
    said = {"field": LIST, "code": filed["code"], "resaon": "made up", "file": _file()}
    answer = client.post(f"{ADDRESS}/{filed['number']}/files", said)
    (mistake,) = answer.json()["mistakes"]
    assert (answer.status_code, mistake["code"], mistake["nearest"]) == (422, "AC041", "reason")


def test_a_field_takes_so_many_files_of_its_kinds(client: Client) -> None:
    filed = _filed(client)
    assert _code(_attach(client, filed, field="passenger lists")) == (422, "AC060")
    assert _code(_attach(client, filed, field="passengers")) == (422, "AC060")
    for n in range(10):
        assert _attach(client, filed, evidence.PDF, f"{n}.pdf").status_code == 201
    assert _code(_attach(client, filed, evidence.PDF, "a.pdf")) == (422, "AC067")


def test_who_filed_it_attaches_until_it_is_refused_staff_where_they_act_and_nobody_else(client: Client) -> None:
    filed = _filed(client)
    clerk = _staff("clerk")
    assert _attach(client, {**filed, "code": "AAAAAAAAAA"}).status_code == 404
    assert client.post(f"{ADDRESS}/{filed['number']}/files", {"field": LIST, "file": _file()}).status_code == 401
    assert _code(_attach(client, filed, headers=_staff("guest"))) == (403, "AC001")
    assert _code(_attach(client, filed, headers=_staff("handler"))) == (409, "AC003")
    bare = client.post(f"{ADDRESS}/{filed['number']}/files", {"field": LIST, "file": _file()}, headers=clerk)
    assert _code(bare) == (422, "AC004")
    assert _attach(client, filed, headers=clerk).status_code == 201
    steps = client.get(f"{ADDRESS}/{filed['number']}", {"code": filed["code"]}).json()["steps"]
    assert [(each["kind"], each["reason"]) for each in steps] == [
        ("submitted/1", None),
        ("attached/1", "came by letter"),
    ]
    acts = f"{ADDRESS}/{filed['number']}/acts"
    refuse = {"verb": "refuse", "version": 2, "reason": "made up"}
    refused = client.post(acts, refuse, content_type="application/json", headers=clerk)
    assert [each["field"] for each in refused.json()["files"]] == [LIST]
    assert _code(_attach(client, filed)) == (409, "AC003")


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", evidence.PDF)


def test_nobody_looks_into_a_file_without_a_role_or_a_reason_nor_into_one_of_another_record(client: Client) -> None:
    filed, other = _filed(client), _filed(client)
    kept = _attach(client, filed).json()["hash"]
    address = f"{ADDRESS}/{filed['number']}/files/{kept}"
    assert client.get(address, {"reason": "to see"}).status_code == 401
    assert _code(client.get(address, {"reason": "to see"}, headers=_staff("guest"))) == (403, "AC001")
    assert _code(client.get(address, headers=_staff("clerk"))) == (422, "AC004")
    elsewhere = f"{ADDRESS}/{other['number']}/files/{kept}"
    assert _code(client.get(elsewhere, {"reason": "to see"}, headers=_staff("clerk"))) == (404, "AC068")


@pytest.mark.parametrize("change", ["flip", "cut", "gone"])
def test_a_stored_file_that_was_changed_is_told_before_a_byte_of_it_is_given(
    client: Client, home: Path, change: str
) -> None:
    filed = _filed(client)
    kept = _attach(client, filed).json()["hash"]
    stored = (home / kept).read_bytes()
    changed = {"flip": stored[:-1] + bytes([stored[-1] ^ 1]), "cut": stored[:-20], "gone": b""}[change]
    (home / kept).write_bytes(changed)
    if change == "gone":
        (home / kept).unlink()
    address = f"{ADDRESS}/{filed['number']}/files/{kept}"
    assert _code(client.get(address, {"reason": "to see"}, headers=_staff("clerk"))) == (500, "LG021")
    (home / kept).write_bytes(stored)


def test_forgetting_destroys_the_files_and_nothing_can_be_added(
    client: Client, home: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    filed = _filed(client)
    kept = _attach(client, filed).json()["hash"]
    record = models.Record.objects.get(number=filed["number"])
    with django_capture_on_commit_callbacks() as done:
        forget(record.pk, "asked for", Actor(ActorKind.STAFF, "made-up", frozenset({"administrator"})), now())
    done[0]()  # the database is wiped after it, which needs a transaction that is really over
    assert not (home / kept).exists()
    assert _code(_attach(client, filed)) == (422, "AC006")


def test_a_claim_without_anything_personal_gets_its_key_with_its_first_file(client: Client) -> None:
    filed = client.post(ADDRESS, {"fields": TRAIN}, content_type="application/json").json()
    assert not models.Key.objects.exists()
    kept = _attach(client, filed).json()["hash"]
    address = f"{ADDRESS}/{filed['number']}/files/{kept}"
    seen = client.get(address, {"reason": "to see"}, headers=_staff("clerk"))
    assert b"".join(seen.streaming_content) == ROWS
