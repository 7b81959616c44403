"""The ledger that the measures verify is one as the service writes it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.served import environment, run


@pytest.mark.slow
def test_a_made_up_ledger_fits(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.made_ledger", str(tmp_path / "home"), "100"]
    subprocess.run(command, env=environment(), check=True)
    found = run("verify", str(tmp_path / "home"))
    assert found.stdout.startswith("100 events of 50 records, 100 of them under 1 seals\n"), found.stderr
    assert found.stdout.endswith("all fit\n")
