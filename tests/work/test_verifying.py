"""The whole ledger is verified in a process of its own, and what came out is kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.served import run


def test_a_demonstration_begins_with_a_ledger_that_was_verified(tmp_path: Path) -> None:
    home = tmp_path / "home"
    filled = run("demo", "--records", "6", "--on", "2023-09-20", "--home", str(home))
    assert filled.returncode == 0, filled.stderr
    with closing(sqlite3.connect(home / "bridgehead.sqlite3")) as kept:
        (found,) = kept.execute("SELECT events, seals, mistakes FROM ledger_verification")
        (events,) = kept.execute("SELECT COUNT(*) FROM ledger_leaf").fetchone()
    assert found == (events, 1, 0)
