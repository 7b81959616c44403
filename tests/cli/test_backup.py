"""`backup` of a running service and `restore` elsewhere, on both databases."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bridgehead.ledger import outbox
from tests import postgres
from tests.cities import TOURISM, TRAIN
from tests.served import readable_by_others, run, serving, submit, until_sealed

pytestmark = pytest.mark.slow
Urls = tuple[str | None, ...]
MESSAGE = {"to": "13800138000", "title": "made-up", "text": "made-up"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest) -> Iterator[Urls]:
    """The database of the service, and three empty ones to restore into."""
    programs = postgres.binaries() if request.param == "postgresql" else None
    if programs is None:
        if request.param == "postgresql":
            pytest.skip("PostgreSQL is absent")
        yield (None,) * 4
        return
    with ExitStack() as servers:
        yield tuple(servers.enter_context(postgres.server(programs)) for _ in range(4))


@pytest.fixture(scope="module")
def backed_up(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the home of a service, and the backup and the keys that were taken while it ran."""
    folder = tmp_path_factory.mktemp("backup")
    home = folder / "home"
    with serving(home, urls[0]) as port:
        for number in ("K1", "K2", "K3"):
            submit(port, TRAIN | {"train number": number})
        until_sealed(home, urls[0])
        (home / "attachments").mkdir()
        (home / "attachments" / "made-up").write_bytes(b"made-up")
        (home / "payments" / TOURISM).mkdir(parents=True)
        (home / "payments" / TOURISM / "special-train-1.csv").write_bytes(b"made-up payments")
        (home / "operations" / TOURISM).mkdir(parents=True)
        (home / "operations" / TOURISM / "journal.jsonl").write_bytes(b"made-up alarms")
        outbox.write(home, "made-up", MESSAGE)
        done = run("backup", str(home), "--out", f"{folder}/copy", "--keys", f"{folder}/keys", url=urls[0])
        assert done.returncode == 0, done.stderr
        note, events, seal = done.stdout.splitlines()
        assert note.startswith("note: LG117 the stored file made-up is there, and no record has it")
        assert (events, seal[:15]) == ("3 events", "bridgehead seal")
    return folder


def test_what_is_restored_is_the_ledger_that_was_backed_up_and_goes_on(
    backed_up: Path, urls: Urls, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    done = run("restore", f"{backed_up}/copy", "--home", str(home), "--keys", f"{backed_up}/keys", url=urls[1])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == json.loads((backed_up / "copy/backup.json").read_text())["seal"]
    assert (home / "attachments/made-up").read_bytes() == b"made-up"
    assert (home / "payments" / TOURISM / "special-train-1.csv").read_bytes() == b"made-up payments"
    assert (home / "operations" / TOURISM / "journal.jsonl").read_bytes() == b"made-up alarms"
    message = home / "outbox/made-up.json"
    assert (json.loads(message.read_text()), message.stat().st_mode & 0o077) == (MESSAGE, 0)
    with serving(home, urls[1]) as port:
        assert submit(port, TRAIN | {"train number": "K4"}).endswith("00004")
    again = run("restore", f"{backed_up}/copy", "--home", str(home), url=urls[1])
    assert (again.returncode, "BK005 the database is not empty" in again.stderr) == (2, True)


def test_copies_and_what_is_restored_are_their_owners_alone_though_the_copy_was_opened_meanwhile(
    backed_up: Path, urls: Urls, tmp_path: Path
) -> None:
    assert readable_by_others(backed_up / "copy") == []
    copy, home = shutil.copytree(backed_up / "copy", tmp_path / "copy"), tmp_path / "home"
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    done = run("restore", str(copy), "--home", str(home), "--keys", f"{backed_up}/keys", url=urls[3])
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "keys/master").is_file()
    assert readable_by_others(home) == []
    assert run("export", str(home), "--out", f"{tmp_path}/exported", url=urls[3]).returncode == 0
    assert readable_by_others(tmp_path / "exported") == []


def test_keys_are_no_part_of_a_backup(backed_up: Path) -> None:
    key = (backed_up / "keys").read_bytes()
    assert (backed_up / "keys").stat().st_mode & 0o077 == 0
    for file in (backed_up / "copy").rglob("*"):
        assert file.is_dir() or (key not in file.read_bytes() and bytes.fromhex(key.decode()) not in file.read_bytes())


def test_a_message_in_a_backup_tells_nothing_without_the_key(backed_up: Path) -> None:
    (sealed,) = (backed_up / "copy/outbox").glob("made-up*")
    assert MESSAGE["to"].encode() not in sealed.read_bytes()


def test_a_backup_of_a_version_that_had_no_payments_and_messages_in_it_is_restored(
    backed_up: Path, urls: Urls, tmp_path: Path
) -> None:
    copy = shutil.copytree(backed_up / "copy", tmp_path / "copy")
    manifest = json.loads((copy / "backup.json").read_text())
    for name in ("payments", "outbox"):
        shutil.rmtree(copy / name)
    manifest["files"] = {name: kept for name, kept in manifest["files"].items() if (copy / name).exists()}
    (copy / "backup.json").write_text(json.dumps(manifest))
    done = run("restore", str(copy), "--home", f"{tmp_path}/home", "--keys", f"{backed_up}/keys", url=urls[2])
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "home" / "payments").exists()


def test_a_backup_that_was_changed_is_refused_before_anything_is_done(backed_up: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(backed_up / "copy", tmp_path / "copy")
    database = next(copy.glob("database.*"))
    database.write_bytes(database.read_bytes()[:-1] + b"x")
    (copy / "attachments" / "more").touch()
    refused = run("restore", str(copy), "--home", f"{tmp_path}/home", "--keys", f"{backed_up}/keys")
    assert refused.returncode == 2
    assert [line.rpartition("/")[2].partition(" this")[0] for line in refused.stderr.splitlines()] == [
        "more: BK004",
        f"{database.name}: BK004",
    ]
    assert not (tmp_path / "home").exists()


def test_what_cannot_be_done_is_told_with_its_code(backed_up: Path, urls: Urls, tmp_path: Path) -> None:
    home, copy, other = str(backed_up / "home"), str(backed_up / "copy"), tmp_path / "other"
    other.write_text("00" * 32)
    for code, arguments, url in (
        ("BK001", ("backup", home, "--out", copy), urls[0]),
        ("BK002", ("backup", home, "--out", f"{tmp_path}/new", "--keys", f"{tmp_path}/new/keys"), urls[0]),
        ("BK003", ("restore", str(tmp_path), "--home", f"{tmp_path}/home"), urls[1]),
        ("BK007", ("restore", copy, "--home", f"{tmp_path}/home"), urls[1]),
        ("LG020", ("restore", copy, "--home", f"{tmp_path}/second", "--keys", str(other)), urls[1]),
        ("BK008", ("restore", copy, "--home", f"{tmp_path}/second", "--keys", f"{copy}/manifest.json"), urls[1]),
    ):
        done = run(*arguments, url=url)
        assert (done.returncode, f"{code} " in done.stderr) == (2, True), done.stdout + done.stderr
    assert not (tmp_path / "second").exists(), "the right key is taken after a wrong one"
