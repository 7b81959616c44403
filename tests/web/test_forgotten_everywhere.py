"""A report that names a telephone wherever a text can be written, from its filing to its end: once it is forgotten
nothing of the service has the telephone any more.
"""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from bridgehead.config.logs import Lines
from bridgehead.ledger import exported, models
from bridgehead.ledger.read import snapshot
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from bridgehead.work.backup import back_up
from bridgehead.work.jobs import jobs
from tests.apart import alone, apart
from tests.cities import INSPECTION, UNITS, publish
from tests.evidence import PDF
from tests.sound import misfits

TELEPHONE = "13800138000"
SAYS = f"call her at {TELEPHONE}"
TRACES = (TELEPHONE[1:].encode(), TELEPHONE[1:].encode().hex().encode())
"""In any spelling, and as PostgreSQL shows bytes."""
REGISTER = f"/api/matters/{INSPECTION}/registers/inspection-report"
FORM = f"/services/{INSPECTION}/inspection-report/"
PERSONAL = {
    "description": SAYS,
    "reporter": f"made-up person {TELEPHONE}",
    "enterprise": f"made-up firm {TELEPHONE}",
    "telephone": TELEPHONE,
    "e-mail address": f"a{TELEPHONE}@example.org",
}
GIVEN = {"kind": "problem", "subject": "other", "other subject": "made up", "unit complained of": UNITS[0], **PERSONAL}
FREE = {"other subject": SAYS, "kind": SAYS, "unit complained of": SAYS}
"""What is no place for a telephone: each is refused."""
ROLES = ["clerk", "handler", "supervisor", "administrator"]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Iterator[io.StringIO]:
    """What the service writes into its log meanwhile; its home, its database and what it sends are in the folder."""
    monkeypatch.setattr(settings, "HOME", tmp_path / "home")
    (tmp_path / "home").mkdir()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        with django_db_blocker.unblock(), apart(tmp_path / "home"):
            alone(lambda: publish(INSPECTION))
            yield out
    finally:
        root.removeHandler(handler)


def _staff() -> tuple[Client, dict[str, str]]:
    user, made = User.objects.get_or_create(username="made-up-anybody", defaults={"roles": ROLES})
    if made:
        user.units.add(models.Unit.objects.get(slug=UNITS[1]))
    client = Client()
    client.force_login(user)
    token = tokens.issue(user, f"test {now()}", tokens.SCOPES, now() + timedelta(days=1))
    return client, {"authorization": f"Bearer {token}"}


def _json(address: str, body: Any, **headers: str) -> Any:
    return Client().post(address, body, content_type="application/json", headers=headers)


def _by_the_form() -> tuple[str, str]:
    """Number and code of a report that was filed at the portal, as a draft first, and with a file that is called so."""
    client = Client()
    answers = {f"field:{name}": value for name, value in GIVEN.items()}
    for go in ("look", "save", "next"):
        client.post(FORM, {**answers, "go": go, "key": "made-up-key-0123456789"})
    for n, (name, wrong) in enumerate(FREE.items()):
        refused = client.post(FORM, {**answers, f"field:{name}": wrong, "key": f"made-up-key-{n}-of-the-form"})
        assert refused.status_code == 422
    file = SimpleUploadedFile(f"{TELEPHONE}.pdf", PDF + TELEPHONE.encode())
    done = client.post(FORM, {**answers, "field:documents": file, "go": "file", "key": "made-up-key-0123456789"})
    assert done.status_code == 201, done.content.decode()
    return done.context["number"], done.context["code"]


def _by_the_interface() -> tuple[str, str]:
    for n, (name, wrong) in enumerate(FREE.items()):
        key = {"idempotency-key": f"made-up-key-{n}-0123456789"}
        assert _json(f"{REGISTER}/records", {"fields": {**GIVEN, name: wrong}}, **key).status_code == 422
    done = _json(f"{REGISTER}/records", {"fields": GIVEN}, **{"idempotency-key": "made-up-key-x-0123456789"})
    return done.json()["number"], done.json()["code"]


def _acts(number: str, code: str) -> None:
    """From accepting to closing, each with a reason that is refused first."""
    _, staff = _staff()
    address = f"{REGISTER}/records/{number}"

    def act(verb: str, status: int = 200, **more: Any) -> None:
        version = models.Record.objects.get(number=number).version
        own = {} if "code" in more else staff
        answer = _json(f"{address}/acts", {"verb": verb, "version": version, **more}, **own)
        assert answer.status_code == status, (verb, answer.content)
        assert TELEPHONE.encode() not in answer.content

    for verb in ("note", "accept"):
        act(verb, 422, reason=SAYS)
        act(verb, reason="made up")
    act("assign", unit=UNITS[1])
    act("suspend", 422, reason=SAYS)
    act("suspend", reason="made up")
    act("ask", 422, reason=SAYS)
    act("ask", reason="made up")
    act("submit", 422, code=code, fields={"answer": SAYS})
    act("submit", code=code, fields={"description": f"{SAYS}, or later"})
    act("answer", 422, fields={"answer": SAYS})
    act("answer", fields={"answer": "made up"})
    act("rate", code=code, fields={"satisfied": True})
    act("close", reason="made up")


def _looked_at(number: str) -> None:
    """Every door at which what is personal is opened, and every one that refuses the telephone."""
    client, staff = _staff()
    record = f"{INSPECTION}/inspection-report/{number}/"
    opened = _json(f"{REGISTER}/records/{number}/looks", {"reason": "made up"}, **staff)
    assert TELEPHONE in opened.json()["fields"]["description"]
    sought = {"kind": "telephone", "value": TELEPHONE, "reason": "made up"}
    assert _json(f"{REGISTER}/looks", sought, **staff).json()["records"]
    assert client.post(f"/desk/searches/{INSPECTION}/inspection-report/", sought).status_code == 200
    assert TELEPHONE in client.post(f"/desk/looks/{record}", {"reason": "made up"}).content.decode()
    client.get(f"/desk/registers/{INSPECTION}/inspection-report/", {"text": TELEPHONE})
    view = f"/desk/views/{INSPECTION}/inspection-report/?text={TELEPHONE}"
    assert "AC090" in client.post(view, {"name": "mine"}).content.decode()
    for form in ("csv", "xlsx", "parquet"):
        table = Client().get(f"{REGISTER}/table", {"form": form, "reason": "made up"}, headers=staff)
        assert b"".join(table.streaming_content)  # type: ignore[arg-type]


def _background() -> None:
    """But for the verification, which is a process of its own and looks for the service's own database."""
    for job in jobs(now):
        if job.name != "verify":
            job.do()


def _traces(folder: Path, out: io.StringIO) -> list[str]:
    """Where the telephone stands: in files, in the log, and on PostgreSQL in any column of any table."""
    found = [
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and _in(file.read_bytes())
    ]
    found += ["log"] if _in(out.getvalue().encode()) else []
    if connection.vendor == "postgresql":
        found += alone(_rows_with_it)
    return found


def _rows_with_it() -> list[str]:
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [table for (row,) in cursor.fetchall() if _in(row.encode())]
    return found


def _in(content: bytes) -> bool:
    return any(trace in content for trace in TRACES)


def test_nothing_has_the_telephone_once_its_reports_are_forgotten(tmp_path: Path, said: io.StringIO) -> None:
    home = tmp_path / "home"
    filed = [alone(_by_the_form), alone(_by_the_interface)]
    for number, code in filed:
        alone(lambda number=number, code=code: _acts(number, code))  # type: ignore[misc]
        alone(lambda number=number: _looked_at(number))  # type: ignore[misc]
        alone(_background)
    before = _traces(home, said)
    assert before, "what was sent has it"
    assert {name.partition("/")[0] for name in before} == {"outbox"}
    for number, _ in filed:
        alone(lambda number=number: _forgotten(number))  # type: ignore[misc]
    alone(_background)
    alone(lambda: _exported(tmp_path / "exported"))
    alone(lambda: back_up(tmp_path / "backup", now()))
    assert _traces(tmp_path, said) == []
    assert alone(misfits) == []
    assert json.loads(said.getvalue().splitlines()[-1])


def _forgotten(number: str) -> None:
    _, staff = _staff()
    address = f"{REGISTER}/records/{number}/forgetting"
    assert _json(address, {"reason": SAYS}, **staff).status_code == 422
    answer = _json(address, {"reason": "asked for"}, **staff)
    assert (answer.status_code, answer.json()["finished"]) == (200, True)


def _exported(folder: Path) -> None:
    folder.mkdir()
    with snapshot() as ledger:
        exported.write(ledger, folder)
