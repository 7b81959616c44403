"""`bridgehead demo`, as a process of its own: made-up records, and a folder in which nothing says what to make up."""

import subprocess
from pathlib import Path

from tests.served import PROGRAM, environment


def _demo(home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = (*PROGRAM, "demo", "--records", "12", "--lang", "en", "--home", str(home))
    return subprocess.run(command, env=environment() | more, capture_output=True, text=True, check=False, timeout=120)


def test_a_service_is_filled_and_says_that_all_is_made_up(tmp_path: Path) -> None:
    done = _demo(tmp_path / "home")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert sum(int(line.rpartition(" ")[2]) for line in lines if line[-1].isdigit()) == 12
    assert sum(line.startswith("Made up: ") for line in lines) == 2
    assert lines[-1].startswith("12 records, ")


def test_without_a_sheet_there_is_nothing_to_make_up(tmp_path: Path) -> None:
    rulebooks = tmp_path / "rulebooks"
    rulebooks.mkdir()
    done = _demo(tmp_path / "home", BRIDGEHEAD_RULEBOOKS=str(rulebooks))
    assert done.returncode == 2
    assert f"CL015 nothing to make up in {rulebooks}" in done.stderr
