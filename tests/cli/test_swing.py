"""`bridgehead swing`, on the published rotation and on files that are wrong."""

import shutil
from pathlib import Path

import pytest

from tests.cli.calling import ROOT, bridgehead

RAMP = "rulebooks/datong/flyover-ramp-a"


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / RAMP, tmp_path / "ramp")) / "ramp-a.yaml"


def altered(ramp: Path, old: str, new: str) -> Path:
    text = ramp.read_text(encoding="utf-8")
    assert text.count(old) == 1
    ramp.write_text(text.replace(old, new), encoding="utf-8")
    return ramp


def test_the_published_rotation_has_a_plan() -> None:
    result = bridgehead("swing", "plan", f"{RAMP}/ramp-a.yaml", "--lang", "en")
    assert result.exit_code == 0
    assert "5.469 m" in result.output
    for window, angle in (("Trial", "6.00°"), ("First possession", "80.00°"), ("Second possession", "62.00°")):
        assert window in result.output
        assert angle in result.output


def test_the_folder_of_one_operation_will_do_and_chinese_comes_first() -> None:
    result = bridgehead("swing", "plan", RAMP)
    assert result.exit_code == 0
    assert "第一天窗" in result.output
    assert "无时限" in result.output


def test_a_limit_that_is_put_in_force_refuses_the_plan_with_its_source_and_the_nearest(ramp: Path) -> None:
    result = bridgehead("swing", "plan", str(altered(ramp, "    in force: false\n", "")), "--lang", "en")
    assert result.exit_code == 1
    assert "Refused: turning speed of 0.0175 rad/min, bound 0.0100 rad/min (JTG/T 3650" in result.output
    assert "The nearest plan: 0.573°/min" in result.output
    assert "are left for another window" in result.output


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("angle: 62 deg", "angle: 62", "OP101 «62» without a unit; expected a quantity as in 62 deg"),
        ("angle: 62 deg", "angle: 62 dge", "OP101 the unit «dge»; expected a unit as in 62 deg; did you mean «deg»?"),
        ("angle: 62 deg", "angle: 0 deg", "OP102 «0 deg»; expected more than nothing"),
        ("angle: 62 deg", "angle: 61 deg", "OP105 windows of 147 deg together; expected 148 deg, the whole"),
        ("static: 0.03", "static: 0.01", "OP103 static friction of 0.01 below the moving one of 0.02"),
        ("at least: 2", "at most: 2", "OP104 «at most» of the reserve of traction; expected at least"),
        ("at most: 5 cm", "at most: 5 s", "OP101 «5 s»; expected a quantity as in 5 cm"),
        (", other: {force: 3450 kN, lever: 4 m}", "", "OP106 a weighing of one force; expected «other»"),
    ],
)
def test_a_file_that_is_wrong_says_what_and_where(ramp: Path, old: str, new: str, told: str) -> None:
    result = bridgehead("swing", "plan", str(altered(ramp, old, new)))
    assert result.exit_code == 2
    assert told in result.stderr
    assert f"{ramp.name}:" in result.stderr


def test_a_file_without_an_operation_names_those_beside_it(ramp: Path) -> None:
    result = bridgehead("swing", "plan", str(ramp.with_name("ramp-b.yaml")))
    assert result.exit_code == 2
    assert "OP001 no operation; expected a file that begins with «operation:»: ramp-a.yaml" in result.stderr
    assert "did you mean «ramp-a.yaml»?" in result.stderr
