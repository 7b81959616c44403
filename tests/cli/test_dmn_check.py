"""`bridgehead dmn check`: what it prints, and the code with which it leaves."""

from pathlib import Path

from tests.cli.calling import bridgehead

FARES = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="made-up" name="fares">
  <inputData id="age" name="age"><variable name="age" typeRef="number"/></inputData>
  <decision name="fare">
    <informationRequirement><requiredInput href="#age"/></informationRequirement>
    <decisionTable>
      <input><inputExpression typeRef="number"><text>age</text></inputExpression></input>
      <output/>
      <rule><inputEntry><text>&lt; 18</text></inputEntry><outputEntry><text>5</text></outputEntry></rule>
      <rule><inputEntry><text>{second}</text></inputEntry><outputEntry><text>10</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


def fares(folder: Path, second: str) -> str:
    path = folder / "fares.dmn"
    path.write_text(FARES.replace("{second}", second), "utf-8")
    return str(path)


def test_a_gap_is_an_error_and_told_in_its_place(tmp_path: Path) -> None:
    done = bridgehead("dmn", "check", fares(tmp_path, "&gt; 18"))
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{tmp_path}/fares.dmn:5:5: DM301 no rule takes age = 18; expected a rule such as «18», or a default output"
    ]


def test_a_whole_table_is_sound(tmp_path: Path) -> None:
    done = bridgehead("dmn", "check", fares(tmp_path, "&gt;= 18"))
    assert (done.exit_code, done.stdout) == (0, "mistakes 0, warnings 0\n")


def test_a_text_that_is_no_feel_is_told_and_the_table_put_off(tmp_path: Path) -> None:
    done = bridgehead("dmn", "check", fares(tmp_path, "&gt;= agee"))
    assert done.exit_code == 1
    assert "fares.dmn:9:37: FE101 «agee» is not a name that is known here; did you mean «age»?" in done.stderr
    assert "fares.dmn:5:5: DM312 not analysed: the table" in done.stdout


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert bridgehead("dmn", "check", str(tmp_path / "none.dmn")).exit_code == 2
