"""`serve`, `prove` and `verify` as processes: a claim goes in over HTTP, and what it left is proved and recomputed."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cities import RULEBOOKS, TOURISM, TRAIN

pytestmark = pytest.mark.slow

OF_THE_TESTS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "BRIDGEHEAD_HOME")
PROGRAM = (sys.executable, "-c", "from bridgehead.cli.main import run; run()")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a service that has taken in three claims, sealed them, and was stopped."""
    folder = tmp_path_factory.mktemp("service") / "home"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen(
        [*PROGRAM, "serve", "--home", str(folder), "--port", str(port)], env=_environment(), stdout=subprocess.DEVNULL
    )
    try:
        for number in ("K1", "K2", "K3"):
            _submit(port, TRAIN | {"train number": number})
        _until_sealed(folder)
    finally:
        served.terminate()
        served.wait(30)
    return folder


def _environment() -> dict[str, str]:
    ours = {"BRIDGEHEAD_RULEBOOKS": str(RULEBOOKS), "BRIDGEHEAD_SECONDS_A_SEAL": "0.2"}
    return {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS} | ours


def _submit(port: int, fields: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{port}/api/matters/{TOURISM}/registers/special-train-claim/records"
    body = json.dumps({"fields": fields}).encode()
    request = urllib.request.Request(address, body, {"content-type": "application/json"})
    for _ in range(300):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                assert answer.status == 201
                return
        except urllib.error.HTTPError:
            raise
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError("the service did not come up")


def _until_sealed(folder: Path) -> None:
    for _ in range(100):
        if "3 of them under" in _run("verify", str(folder)).stdout:
            return
        time.sleep(0.1)
    raise AssertionError("nothing was sealed")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], env=_environment(), capture_output=True, text=True, check=False)


def test_a_ledger_that_was_served_fits(home: Path) -> None:
    done = _run("verify", str(home))
    assert done.returncode == 0, done.stderr
    assert re.search(r"3 events of 3 records, 3 of them under \d seals?", done.stdout)
    assert done.stdout.splitlines()[-1] == "all fit"


def test_a_proof_holds_without_the_database_and_a_changed_one_does_not(home: Path, tmp_path: Path) -> None:
    proof = tmp_path / "proof.json"
    assert (
        _run("prove", "TJ-2023-00002".replace("2023", _year(home)), "--home", str(home), "--out", str(proof)).returncode
        == 0
    )
    line = json.loads(proof.read_text())["seals"][0]["line"]
    held = _run("verify", str(proof), "--seal", line)
    assert held.returncode == 0, held.stdout + held.stderr
    proof.write_text(proof.read_text().replace("大同站", "太原站"))
    broken = _run("verify", str(proof), "--seal", line)
    assert broken.returncode != 0
    assert "LG104 step 1 does not stand under seal" in broken.stderr


def _year(home: Path) -> str:
    import sqlite3

    with sqlite3.connect(home / "bridgehead.sqlite3") as database:
        (number,) = database.execute("SELECT number FROM ledger_record ORDER BY id LIMIT 1").fetchone()
    return str(number).split("-")[1]


def test_a_record_that_is_not_there_cannot_be_proved(home: Path) -> None:
    done = _run("prove", "TJ-1999-00001", "--home", str(home))
    assert done.returncode == 2
    assert "AC011" in done.stderr


@pytest.fixture(scope="module")
def exported(home: Path) -> Path:
    folder = home.with_name("exported")
    done = _run("export", str(home), "--out", str(folder))
    assert (done.returncode, done.stdout) == (0, "3 events\n"), done.stderr
    return folder


def test_an_export_is_verified_without_django_and_by_the_printed_seal(home: Path, exported: Path) -> None:
    last = _run("verify", str(home)).stdout.splitlines()[-2]
    code = (
        "import sys; from bridgehead.cli.main import app; app(sys.argv[1:], standalone_mode=False); "
        "print('django' in sys.modules)"
    )
    arguments = [sys.executable, "-c", code, "verify", str(exported), "--seal", last]
    done = subprocess.run(arguments, env=_environment(), capture_output=True, text=True, check=False)
    assert done.stdout == _run("verify", str(home)).stdout + "False\n", done.stderr


def test_a_folder_that_is_there_is_not_written_over(home: Path, exported: Path) -> None:
    done = _run("export", str(home), "--out", str(exported))
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
    told = _run("verify", str(changed))
    assert told.returncode == 1
    assert "LG102 event 1, step 1 of record 1, was changed" in told.stdout
    for harm in (lambda file: file.unlink(), lambda file: file.write_bytes(b"PAR1" + file.read_bytes()[900:])):
        broken = shutil.copytree(exported, tmp_path / "broken", dirs_exist_ok=True)
        harm(broken / "events.parquet")
        refused = _run("verify", str(broken))
        assert (refused.returncode, "LG012 this is no export" in refused.stderr) == (2, True), refused.stderr
