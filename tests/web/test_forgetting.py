"""What is personal is forgotten by command, over the interface and at the desk; then nothing of it is found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from typer.testing import CliRunner

from bridgehead.actions.forget import finish, forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.send import send
from bridgehead.cli import main
from bridgehead.ledger import models
from bridgehead.ledger.outbox import write
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.apart import alone, apart
from tests.cities import CLERK, INSPECTION, MOMENT, publish, submit_report
from tests.sound import misfits

ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
RECORDS = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
TELEPHONE = b"13800138000"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def city(home: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database to which everything is committed."""
    with django_db_blocker.unblock(), apart(home):
        alone(lambda: publish(INSPECTION))
        yield
        assert alone(misfits) == []


def _found(home: Path, said: bytes) -> list[str]:
    return [file.name for file in home.rglob("*") if file.is_file() and said in file.read_bytes()]


def _send(home: Path) -> int:
    into = partial(write, home)
    return send({"e-mail": into, "telephone": into}, MOMENT)


@pytest.mark.usefixtures("city")
def test_no_message_of_a_forgotten_record_is_left_neither_sent_nor_waiting(home: Path) -> None:
    record = alone(submit_report)
    assert alone(lambda: _send(home)) == 1
    assert len(_found(home, TELEPHONE)) == 1
    sent = next((home / "outbox").iterdir())
    assert (sent.stat().st_mode & 0o777, sent.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    alone(lambda: handle(record.pk, Wanted("refuse", reason="made up"), CLERK, MOMENT))
    assert alone(lambda: forget(record.pk, "asked for", ADMINISTRATOR, MOMENT)).finished
    assert alone(lambda: _send(home)) == 0
    assert _found(home, TELEPHONE) == []


@pytest.mark.usefixtures("city")
def test_a_message_that_leaves_while_its_record_is_forgotten_is_removed_after(home: Path) -> None:
    record = alone(submit_report)

    def slow(name: str, message: object) -> None:
        forget(record.pk, "asked for", ADMINISTRATOR, MOMENT)
        write(home, name, message)  # type: ignore[arg-type]

    alone(lambda: send({"telephone": slow}, MOMENT))
    assert len(_found(home, TELEPHONE)) == 1
    assert alone(finish)
    assert _found(home, TELEPHONE) == []


@contextmanager
def _reading(home: Path) -> Iterator[None]:
    """Somebody who reads the ledger as it was when they began."""
    look = "SELECT count(*) FROM ledger_key"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(home / "apart.sqlite3", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute(look).fetchone()
            yield
        return
    made = connections.settings["default"]
    address = {"host": made["HOST"], "user": made["USER"], "dbname": made["NAME"], **made["OPTIONS"]}
    with psycopg.connect(**address) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute(look).fetchone()
        yield


@pytest.mark.usefixtures("city")
def test_what_somebody_reads_meanwhile_is_removed_when_they_are_done(home: Path) -> None:
    record = alone(submit_report)
    secrets = alone(
        lambda: [
            bytes(models.Key.objects.get().wrapped),
            *(bytes(each) for each in models.BlindIndex.objects.values_list("digest", flat=True)),
        ]
    )
    assert len(secrets) > 1
    with _reading(home):
        assert not alone(lambda: forget(record.pk, "asked for", ADMINISTRATOR, MOMENT)).finished
        assert not alone(finish)
        if connection.vendor == "sqlite":
            assert _found(home, secrets[0])
    assert alone(finish)
    assert alone(models.Forgetting.objects.count) == 0
    assert [file for said in secrets for file in _found(home, said)] == []


@pytest.mark.django_db
def test_who_was_split_from_a_forgotten_one_is_named_and_forgotten_where_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(INSPECTION)
    monkeypatch.setenv("BRIDGEHEAD_HOME", str(settings.HOME))
    first = submit_report()
    handle(first.pk, Wanted("split", filled={"description": "the other matter"}), CLERK, MOMENT)
    (second,) = models.Record.objects.filter(register="inspection-report").exclude(pk=first.pk)
    where = ["forget", INSPECTION, "inspection-report"]

    def said(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main.app, [*where, *arguments, "--reason", "asked for", "--home", str(settings.HOME)])
        return done.exit_code, done.output

    code, told = said(first.number)
    assert (code, told.splitlines()[:1]) == (0, [f"forgotten: {first.number}"])
    assert f"still kept: {second.number}" in told
    assert said(second.number, "--also-split")[0] == 0
    assert not models.Key.objects.exists()
    assert said("nothing")[0] == 2
    assert "AC006" in said(first.number)[1]


@pytest.mark.django_db
def test_over_the_interface_an_administrator_forgets_several_at_once() -> None:
    publish(INSPECTION)
    first = submit_report()
    handle(first.pk, Wanted("split", filled={"description": "the other matter"}), CLERK, MOMENT)
    (second,) = models.Record.objects.filter(register="inspection-report").exclude(pk=first.pk)
    user = User.objects.create(username="made-up", roles=["administrator"])
    token = tokens.issue(user, "test", ["forget"], now() + timedelta(days=1))

    def asked(record: models.Record, **said: object) -> tuple[int, dict[str, object]]:
        answer = Client().post(
            f"{RECORDS}/{record.number}/forgetting",
            said,
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.json()

    assert asked(first, reason=" ")[0] == 422
    code, told = asked(second, reason="asked for", also_split=True)
    assert (code, told["numbers"], told["still_kept"]) == (200, [second.number, first.number], [])
    assert asked(second, reason="again")[1]["mistakes"][0]["code"] == "AC006"  # type: ignore[index]


@pytest.mark.django_db
def test_at_the_desk_the_number_is_typed_first() -> None:
    publish(INSPECTION)
    record, client = submit_report(), Client()
    client.force_login(User.objects.create(username="made-up", roles=["administrator"]))
    where = f"{INSPECTION}/inspection-report/{record.number}/"
    assert "number-forget" in client.get(f"/desk/records/{where}").content.decode()
    wrong = client.post(f"/desk/forgetting/{where}", {"reason": "asked for", "number": "IR"})
    assert (wrong.status_code, "AC091" in wrong.content.decode()) == (409, True)
    assert models.Key.objects.exists()
    done = client.post(f"/desk/forgetting/{where}", {"reason": "asked for", "number": record.number})
    assert (done.status_code, done.headers["location"]) == (302, f"/desk/records/{where}")
    assert not models.Key.objects.exists()
    assert "number-forget" not in client.get(f"/desk/records/{where}").content.decode()
