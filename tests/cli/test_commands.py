"""The commands as they are called: what they print, where, and the code with which they leave."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer

from bridgehead.cli import main, output
from tests.cli.calling import ROOT, TRAINS, bridgehead
from tests.cli.calling import TOURISM as RULEBOOK


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
    assert all(
        f" {command} " in shown for command in ("check", "test", "settle", "explain", "simulate", "schema", "feel")
    )


def test_check_prints_coverage_and_sums() -> None:
    done = bridgehead("check", RULEBOOK, "--strict")
    assert done.exit_code == 0, done.stdout + done.stderr
    assert "100%" in done.stdout
    assert "3 × 100,000 + 3 × 50,000" in done.stdout
    assert "\x1b" not in done.stdout


def test_check_underlines_what_no_rule_covers(tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text("另有奖金777万元。\n", "utf-8")
    done = bridgehead("check", RULEBOOK, "--strict", "--source", str(text))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    shown = next(number for number, line in enumerate(lines) if line.endswith("另有奖金777万元。"))
    assert set(lines[shown + 1].strip()) == {"^"}


def test_check_of_nothing() -> None:
    nowhere = bridgehead("check", "rulebooks/datong/tourism-2032")
    assert nowhere.exit_code == 2
    assert "RB001 there is no such folder" in nowhere.stderr
    assert "did you mean «tourism-2023»?" in nowhere.stderr
    absent = bridgehead("check", RULEBOOK, "--source", "nowhere.txt")
    assert (absent.exit_code, absent.stderr.split(": ", 1)[1][:5]) == (2, "CL001")


@pytest.mark.parametrize(
    ("expression", "context", "shown"),
    [
        ("0.1 + 0.2", None, "0.3"),
        ("-5", None, "-5"),
        ("-n + 1", '{"n": 3}', "-2"),
        ("passengers >= 400 and nights >= 1", '{"passengers": 412, "nights": 0}', "false"),
        ("人数 * 2", '{"人数": 12345678901234567890.5}', "24691357802469135781"),
        ('["a", 1, null]', None, '["a", 1, null]'),
    ],
)
def test_feel_prints_exact_values(tmp_path: Path, expression: str, context: str | None, shown: str) -> None:
    values = tmp_path / "values.json"
    values.write_text(context or "{}", "utf-8")
    done = bridgehead("feel", expression, "--context", str(values))
    assert (done.exit_code, done.stdout) == (0, shown + "\n"), done.stderr


def test_feel_tells_what_is_wrong(tmp_path: Path) -> None:
    unknown = bridgehead("feel", "passengrs > 1")
    assert unknown.exit_code == 2
    assert "FE101 «passengrs»" in unknown.stderr
    values = tmp_path / "values.json"
    for content, place, found in (
        ('{\n  "n": 1 2\n}', ":2:10", "«2» does not fit"),
        ("{", ":1:2", "a value or bracket is missing"),
        ("{n: 1}", ":1:2", "«n: 1}» does not fit"),
        ("[1]", ":1:1", "the values have no names"),
    ):
        values.write_text(content)
        said = f"{values}{place}: CL004 {found}; expected JSON: names and texts in double quotes"
        assert bridgehead("feel", "1", "--context", str(values)).stderr.startswith(said)


def test_values_of_json_are_never_guessed(tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    content = """{"n": 1, "a": {"n": [{"n": "}, \\"n\\": NaN"}]},
      "\\u006e": 2, "x": -Infinity, "y": [NaN]}"""
    values.write_text(content)
    done = bridgehead("feel", "1", "--context", str(values))
    assert (done.exit_code, done.stderr.splitlines()) == (
        2,
        [
            f"{values}:2:7: CL004 «n» stands twice; expected each name once",
            f"{values}:2:25: CL004 «-Infinity» is no number of JSON; expected a number in digits, or null",
            f"{values}:2:42: CL004 «NaN» is no number of JSON; expected a number in digits, or null",
        ],
    )
    values.write_text('{"n": "NaN", "a": {"n": 1}, "b": {"n": 2}}')
    assert bridgehead("feel", 'n = "NaN"', "--context", str(values)).stdout == "true\n"


def test_feel_takes_no_unknown_option_for_an_expression() -> None:
    wrong = bridgehead("feel", "--contxt", "values.json")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    alone = bridgehead("feel", "--contxt")
    assert (alone.exit_code, "no such option «--contxt»" in alone.stderr) == (2, True)


def test_test_says_of_a_failing_example_where_it_stands_and_what_came(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests/rulebook/sound", tmp_path / "rulebook"))
    examples = folder / "examples.yaml"
    text = examples.read_text("utf-8").replace("failed: [stay]", "failed: [stay, group]")
    examples.write_text(text.replace("number: C, people", "number: C, peeple"), "utf-8")
    done = bridgehead("test", str(folder), "--lang", "en")
    assert done.exit_code == 1
    assert done.stdout.replace(f"{folder}/", "").splitlines() == [
        "FAIL A group of 30 that stays 2 nights gets 5000 yuan.",
        "     examples.yaml:10:5",
        "     examples.yaml:18:37: B failed: expected group, stay, got stay",
        "FAIL 29人的团队没有奖励。",
        "     examples.yaml:19:5",
        "     examples.yaml:23:43: RB502 unknown field «peeple»; expected a field of the register; "
        "did you mean «people»?",
        "group-visit: no example sees it fail: window, claims due, group",
        "2 examples, 2 failed",
    ]


def test_schema_of_one_kind_and_of_an_unknown_one() -> None:
    assert '"title"' in bridgehead("schema", "award").stdout
    unknown = bridgehead("schema", "awrd")
    assert unknown.exit_code == 2
    assert "CL003 no schema «awrd»" in unknown.stderr
    assert "did you mean «award»?" in unknown.stderr


def test_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert bridgehead("--version").stdout == project["version"] + "\n"


OF_TRAINS = ("--award", "special-train", "--claims", TRAINS)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json"])
def test_settle_shows_winners_reasons_and_money_and_writes_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{name}.{suffix}" for name in ("one", "two")]
    for out in files:
        done = bridgehead("settle", RULEBOOK, *OF_TRAINS, "--on", "2023-10-16", "--out", str(out))
        assert done.exit_code == 0, done.stderr
        assert "获奖 6 · " in done.stdout
        assert "奖励合计 450,000.00 · 剩余 0.00" in done.stdout
        assert "住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2.1条）。" in done.stdout
    assert files[0].read_bytes() == files[1].read_bytes()


def test_settle_writes_reasons_in_the_language_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    bridgehead("settle", RULEBOOK, *OF_TRAINS, "--on", "2023-10-16", "--out", str(out), "--lang", "en")
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == '"number","outcome","prize","place","amount","reasons"'
    assert "the notice asks for 1 night or more; 1 night short (clause 2.1)." in next(
        line for line in lines if line.startswith('"TJ-006"')
    )


def test_settle_puts_aside_what_it_cannot_read_and_says_so(tmp_path: Path) -> None:
    header, first, second, *rest = (ROOT / TRAINS).read_text().splitlines()
    claims = tmp_path / "claims.csv"
    claims.write_text("\n".join([header, first.replace(",623,623,", ",623,many,"), second, *rest]), "gb18030")
    done = bridgehead(
        *("settle", RULEBOOK, "--award", "special-train", "--claims", str(claims)),
        *("--on", "2023-10-16", "--out", str(tmp_path / "out.csv")),
    )
    assert done.exit_code == 1
    assert "TB009 the file is not in UTF-8; it was read as GB18030" in done.stderr
    rejects = (tmp_path / "out-rejects.csv").read_text("utf-8-sig").splitlines()
    assert rejects[1:] == ['2,"passengers verified","many","TB034","整数，如 1234 或 1,234"']
    assert len((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()) == 2 + len(rest)


@pytest.mark.parametrize("command", ["settle", "explain", "simulate"])
def test_a_day_that_is_none(tmp_path: Path, command: str) -> None:
    more = {
        "settle": ("--out", str(tmp_path / "out.csv")),
        "explain": ("--claim", "TJ-001"),
        "simulate": ("--vary", "minimum nights=0, 1"),
    }
    for day, why, near in (
        ("2023-13-16", ": a year has the months 01 to 12", ""),
        ("2023-02-29", ": February 2023 has 28 days", ""),
        ("2023/5/4", "", "; did you mean «2023-05-04»?"),
        ("yesterday", "", ""),
    ):
        done = bridgehead(command, RULEBOOK, *OF_TRAINS, "--on", day, *more[command])
        assert done.exit_code == 2
        expected = "expected a date written YYYY-MM-DD, as in 2023-10-16"
        assert done.stderr == f"CL007 --on «{day}»{why}; {expected}{near}\n"
    assert "--on DATE" in bridgehead(command, "--help").stdout


def test_simulate_plots_every_scenario() -> None:
    done = bridgehead("simulate", RULEBOOK, *OF_TRAINS, "--vary", "minimum passengers=300..500 step 100")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("未给 --on，按2023年10月16日（申报截止的次日）计算\n")
    rows = [line.split() for line in done.stdout.splitlines() if "█" in line]
    assert [row[0] for row in rows] == ["今", "300", "400", "500"]


@pytest.mark.parametrize("columns", [80, 120])
def test_figures_and_plot_of_a_simulation_fit_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "PLAIN_WIDTH", columns)
    vary = ("--vary", "minimum passengers=300, 400", "--vary", "first of chartered train=2..3")
    done = bridgehead("simulate", RULEBOOK, *OF_TRAINS, *vary, "--lang", "en")
    assert done.exit_code == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if "█" in line]
    assert [line.split()[:3] for line in rows[:2]] == [["today", "today", "450,000.00"], ["300", "2", "350,000.00"]]
    assert len(rows) == 5
    assert max(map(len, rows)) == columns
    assert rows[0].count("█") == max(row.count("█") for row in rows) > columns / 6


def test_the_page_of_commands_names_every_command_and_option() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    commands = typer.main.get_command(main.app).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        section = page.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        assert [option for option in options if f"`{option}`" not in section and option != "--help"] == [], name
