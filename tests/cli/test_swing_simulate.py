"""`bridgehead swing simulate`, on the published rotation."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bridgehead.swing.ranges import RANGES
from tests.cli.calling import ROOT, bridgehead

RAMP = "rulebooks/datong/flyover-ramp-a/ramp-a.yaml"


def test_each_second_of_a_window_is_written(tmp_path: Path) -> None:
    out = tmp_path / "trial.parquet"
    result = bridgehead("swing", "simulate", RAMP, "--phase", "trial", "--out", str(out), "--lang", "en")
    assert result.exit_code == 0
    assert "Trial" in result.output
    rows = pq.read_table(out).to_pylist()
    assert [row["time"] for row in rows[:3]] == pytest.approx([0, 1, 2])
    stages = list(dict.fromkeys(row["stage"] for row in rows))
    assert stages[:4] == ["wind up", "turn", "shut", "settle"]
    assert rows[-1]["angle"] == pytest.approx(0.104720, abs=1e-5)  # 6 degrees


def test_scenarios_have_a_row_each_with_what_was_drawn_and_the_seed_decides(tmp_path: Path) -> None:
    found = []
    for seed in ("5", "5", "6"):
        out = tmp_path / "scenarios.json"
        given = ("--phase", "1", "--scenarios", "3", "--seed", seed)
        assert bridgehead("swing", "simulate", RAMP, *given, "--out", str(out)).exit_code == 0
        found.append(json.loads(out.read_text(encoding="utf-8")))
    assert found[0] == found[1] != found[2]
    assert [row["number"] for row in found[0]] == [0, 1, 2]
    assert set(RANGES) < set(found[0][0])
    assert {"window", "error mm", "overshoot mm", "contact mm/s", "minutes"} < set(found[0][0])


def test_a_window_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    result = bridgehead("swing", "simulate", RAMP, "--phase", "frist", "--out", str(tmp_path / "out.csv"))
    assert result.exit_code == 2
    told = "OP003 window «frist»; expected one of trial, first, second, or its number; did you mean «first»?"
    assert told in result.stderr


def test_an_operation_that_says_nothing_of_its_twin_cannot_be_tried(tmp_path: Path) -> None:
    for name in ("about.yaml", "notice.md", "ramp-a.yaml"):
        text = (ROOT / RAMP).with_name(name).read_text(encoding="utf-8")
        begin, end = text.find("\ntwin:\n"), text.find("\nweighing:\n")
        (tmp_path / name).write_text(text if begin < 0 else text[:begin] + text[end:], encoding="utf-8")
    result = bridgehead("swing", "simulate", str(tmp_path), "--out", str(tmp_path / "out.csv"))
    assert result.exit_code == 2
    assert "OP002 an operation without a twin; expected a part «twin:»" in result.stderr


def test_a_file_of_no_known_kind_is_refused_before_anything_turns(tmp_path: Path) -> None:
    result = bridgehead("swing", "simulate", RAMP, "--out", str(tmp_path / "out.txt"))
    assert result.exit_code == 2
    assert "TB050" in result.stderr
