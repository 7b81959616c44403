"""`serve`, `prove` and `verify` as processes: a claim goes in over HTTP, and what it left is proved and recomputed."""

import json
import re
import shutil
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
    import sqlite3

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
    assert done.stdout == run("verify", str(home)).stdout + "False\n", done.stderr


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
