"""The commands as they are called: what they print, where, and the code with which they leave."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULEBOOK = "rulebooks/datong/tourism-2023"


def bridgehead(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from bridgehead.cli.main import run; run()", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom bridgehead.cli.main import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'ibis', 'duckdb', 'pyarrow', 'pydantic', 'numpy', 'yaml', 'openpyxl'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert shown.endswith("[]\n")
    assert all(f" {command} " in shown for command in ("check", "test", "schema", "feel"))


def test_check_prints_coverage_and_sums() -> None:
    done = bridgehead("check", RULEBOOK, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "100%" in done.stdout
    assert "3 × 100,000 + 3 × 50,000" in done.stdout
    assert "\x1b" not in done.stdout


def test_check_underlines_what_no_rule_covers(tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text("另有奖金777万元。\n", "utf-8")
    done = bridgehead("check", RULEBOOK, "--strict", "--source", str(text))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    shown = next(number for number, line in enumerate(lines) if line.endswith("另有奖金777万元。"))
    assert set(lines[shown + 1].strip()) == {"^"}


def test_check_of_nothing() -> None:
    assert bridgehead("check", "rulebooks/nowhere").returncode == 1
    absent = bridgehead("check", RULEBOOK, "--source", "nowhere.txt")
    assert (absent.returncode, absent.stderr.split(": ", 1)[1][:5]) == (2, "CL001")


@pytest.mark.parametrize(
    ("expression", "context", "shown"),
    [
        ("0.1 + 0.2", None, "0.3"),
        ("passengers >= 400 and nights >= 1", '{"passengers": 412, "nights": 0}', "false"),
        ("人数 * 2", '{"人数": 12345678901234567890.5}', "24691357802469135781.0"),
        ('["a", 1, null]', None, '["a", 1, null]'),
    ],
)
def test_feel_prints_exact_values(tmp_path: Path, expression: str, context: str | None, shown: str) -> None:
    values = tmp_path / "values.json"
    values.write_text(context or "{}", "utf-8")
    done = bridgehead("feel", expression, "--context", str(values))
    assert (done.returncode, done.stdout) == (0, shown + "\n"), done.stderr


def test_feel_tells_what_is_wrong(tmp_path: Path) -> None:
    unknown = bridgehead("feel", "passengrs > 1")
    assert unknown.returncode == 2
    assert "FE101 «passengrs»" in unknown.stderr
    values = tmp_path / "values.json"
    for content in ("{", "[1]"):
        values.write_text(content)
        assert "CL004" in bridgehead("feel", "1", "--context", str(values)).stderr


def test_schema_of_one_kind_and_of_an_unknown_one() -> None:
    assert '"title"' in bridgehead("schema", "award").stdout
    unknown = bridgehead("schema", "awrd")
    assert unknown.returncode == 2
    assert "CL003 no schema «awrd»" in unknown.stderr
    assert "did you mean «award»?" in unknown.stderr


def test_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert bridgehead("--version").stdout == project["version"] + "\n"
