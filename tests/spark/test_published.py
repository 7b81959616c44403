"""Spark decides made-up claims by published awards row by row as DuckDB does, and writes the same bytes."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bridgehead import tables
from bridgehead.catalog import KINDS
from bridgehead.instruments.award import settlement
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook
from tests.cli.calling import ROOT, TOURISM, TRAINS, settle, trains_as_parquet

FINAL = date(2024, 6, 1)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def tourism() -> Rulebook:
    return load(ROOT / TOURISM, KINDS)


@pytest.mark.parametrize(
    ("award", "name"),
    [
        ("special-train", "made-up-special-train-claims.csv"),
        ("study-tour", "made-up-study-tour-claims.csv"),
        ("short-video", "made-up-short-video-entries.csv"),
        ("student-ticket", "made-up-student-visits.csv"),
    ],
)
def test_row_by_row(tourism: Rulebook, award: str, name: str) -> None:
    columns = settlement.award_terms(tourism, award).table.columns
    claims = tables.read(tourism.path / "samples" / name, columns, zone=ZONE).table
    here, there = (
        settlement.settle(tourism, award, claims, on=FINAL, engine=engine).table().to_pylist()
        for engine in settlement.Engine
    )
    assert here == there


def test_a_condition_that_nests_too_deep_for_spark_is_judged_row_by_row(tmp_path: Path) -> None:
    book = Path(shutil.copytree(ROOT / TOURISM, tmp_path / "book"))
    award, stay = book / "special-train.yaml", "nights >= values.minimum nights"
    deep = f"{'abs(' * 20}nights{')' * 20} >= values.minimum nights"
    award.write_text(award.read_text("utf-8").replace(stay, deep), "utf-8")
    rulebook = load(book, KINDS)
    columns = settlement.award_terms(rulebook, "special-train").table.columns
    claims = tables.read(ROOT / TRAINS, columns, zone=ZONE).table
    here, there = (
        settlement.settle(rulebook, "special-train", claims, on=FINAL, engine=engine) for engine in settlement.Engine
    )
    assert here.row_by_row == ()
    assert "nests 2" in str(there.row_by_row[0])
    assert here.table().to_pylist() == there.table().to_pylist()


def test_the_command_prints_and_writes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for claims, suffix in ((TRAINS, "csv"), (trains_as_parquet(tmp_path), "parquet")):
        files = [tmp_path / f"{engine}.{suffix}" for engine in ("duckdb", "spark")]
        shown = []
        for out in files:
            done = settle(claims, out, "--engine", out.stem)
            assert done.exit_code == 0, done.stderr
            shown.append(done.stdout)
        assert files[0].read_bytes() == files[1].read_bytes()
        assert shown[0] == shown[1]


def test_java_that_is_absent_is_told(tmp_path: Path) -> None:
    """In a process of its own: in this one Java runs already."""
    program = (sys.executable, "-c", "from bridgehead.cli.main import run; run()")
    of = ("--award", "special-train", "--claims", TRAINS, "--on", "2023-10-16", "--out", str(tmp_path / "out.csv"))
    done = subprocess.run(
        [*program, "settle", TOURISM, *of, "--engine", "spark"],
        env={**os.environ, "JAVA_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    told = done.stderr.splitlines()[-1]
    assert told.startswith("AW062 Spark does not start: [JAVA_GATEWAY_EXITED] ")
    assert "and Java 17 or newer" in told
