"""`serve`, `prove` and `verify` as processes: a claim goes in over HTTP, and what it left is proved and recomputed."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cities import TRAIN
from tests.served import environment, run, serving, submit, until_sealed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a service that has taken in three claims, sealed them, and was stopped."""
    folder = tmp_path_factory.mktemp("service") / "home"
    with serving(folder) as port:
        for number in ("K1", "K2", "K3"):
            submit(port, TRAIN | {"train number": number})
        until_sealed(folder)
    return folder


def test_a_ledger_that_was_served_fits(home: Path) -> None:
    done = run("verify", str(home))
    assert done.returncode == 0, done.stderr
    assert re.search(r"3 events of 3 records, 3 of them under \d seals?", done.stdout)
    assert done.stdout.splitlines()[-1] == "all fit"
    assert re.search(r"0 stored files, \d keys, \d opened, \d+ entries to be found by", done.stdout)


HARMS = {
    "UPDATE ledger_record SET code = x''": "LG101 the code of record 1, number ",
    "UPDATE ledger_record SET submitted_at = '2020-02-02 02:02:02'": "LG102 record 1, number ",
    "DELETE FROM ledger_text": "LG111 the text of record 1, number ",
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_does_not_follow_from_the_events_is_told_by_verify_by_backup_and_by_restore(
    home: Path, harm: str, tmp_path: Path
) -> None:
    harmed, copy = shutil.copytree(home, tmp_path / "home"), tmp_path / "copy"
    with sqlite3.connect(harmed / "bridgehead.sqlite3") as database:
        database.execute(harm)
    database.close()
    for done in (
        run("verify", str(harmed)),
        run("backup", str(harmed), "--out", str(copy), "--keys", f"{tmp_path}/keys"),
        run("restore", str(copy), "--home", f"{tmp_path}/again", "--keys", f"{tmp_path}/keys"),
    ):
        assert done.returncode == 1, done.stdout + done.stderr
        assert sum(line.startswith(HARMS[harm][:13]) for line in done.stdout.splitlines()) == 3
        assert HARMS[harm] in done.stdout


def test_without_the_master_key_verify_says_what_it_cannot_look_at(home: Path, tmp_path: Path) -> None:
    locked = shutil.copytree(home, tmp_path / "home")
    (locked / "keys/master").unlink()
    done = run("verify", str(locked))
    assert (done.returncode, "note: the master key is not here" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_proof_holds_without_the_database_and_a_changed_one_does_not(home: Path, tmp_path: Path) -> None:
    proof = tmp_path / "proof.json"
    assert (
        run("prove", "TJ-2023-00002".replace("2023", _year(home)), "--home", str(home), "--out", str(proof)).returncode
        == 0
    )
    line = json.loads(proof.read_text())["seals"][0]["line"]
    held = run("verify", str(proof), "--seal", line)
    assert held.returncode == 0, held.stdout + held.stderr
    proof.write_text(proof.read_text().replace("大同站", "太原站"))
    broken = run("verify", str(proof), "--seal", line)
    assert broken.returncode != 0
    assert "LG104 step 1 does not stand under seal" in broken.stderr


def _year(home: Path) -> str:
    with sqlite3.connect(home / "bridgehead.sqlite3") as database:
        (number,) = database.execute("SELECT number FROM ledger_record ORDER BY id LIMIT 1").fetchone()
    return str(number).split("-")[1]


def test_a_record_that_is_not_there_cannot_be_proved(home: Path) -> None:
    done = run("prove", "TJ-1999-00001", "--home", str(home))
    assert done.returncode == 2
    assert "AC011" in done.stderr


@pytest.fixture(scope="module")
def exported(home: Path) -> Path:
    folder = home.with_name("exported")
    done = run("export", str(home), "--out", str(folder))
    assert (done.returncode, done.stdout) == (0, "3 events\n"), done.stderr
    return folder


def test_an_export_is_verified_without_django_and_by_the_printed_seal(home: Path, exported: Path) -> None:
    last = run("verify", str(home)).stdout.splitlines()[-2]
    code = (
        "import sys; from bridgehead.cli.main import app; app(sys.argv[1:], standalone_mode=False); "
        "print('django' in sys.modules)"
    )
    arguments = [sys.executable, "-c", code, "verify", str(exported), "--seal", last]
    done = subprocess.run(arguments, env=environment(), capture_output=True, text=True, check=False)
    of_home = [line for line in run("verify", str(home)).stdout.splitlines() if "stored files" not in line]
    assert done.stdout.splitlines() == [*of_home, "False"], done.stderr


def test_a_folder_that_is_there_is_not_written_over(home: Path, exported: Path) -> None:
    done = run("export", str(home), "--out", str(exported))
    assert done.returncode == 2
    assert "LG013 this is there already" in done.stderr


def test_a_changed_export_is_told_and_a_broken_one_refused(exported: Path, tmp_path: Path) -> None:
    changed = shutil.copytree(exported, tmp_path / "changed")
    rows = pq.read_table(changed / "events.parquet")
    bodies = [body.replace("大同站".encode(), "太原站".encode()) for body in rows["body"].to_pylist()]
    pq.write_table(
        rows.set_column(rows.schema.get_field_index("body"), rows.schema.field("body"), [bodies]),
        changed / "events.parquet",
    )
    told = run("verify", str(changed))
    assert told.returncode == 1
    assert "LG102 event 1, step 1 of record 1, was changed" in told.stdout
    for harm in (lambda file: file.unlink(), lambda file: file.write_bytes(b"PAR1" + file.read_bytes()[900:])):
        broken = shutil.copytree(exported, tmp_path / "broken", dirs_exist_ok=True)
        harm(broken / "events.parquet")
        refused = run("verify", str(broken))
        assert (refused.returncode, "LG012 this is no export" in refused.stderr) == (2, True), refused.stderr
