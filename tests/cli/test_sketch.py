"""A rulebook is sketched for a notice that nobody has seen before, and `check` reads it."""

from pathlib import Path

import pytest

from bridgehead.web.portal.made_up_notice import MADE_UP
from tests.cli.calling import bridgehead


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(MADE_UP, "utf-8")
    return path


def test_a_sketch_is_a_rulebook_of_which_no_figure_has_a_rule_yet(notice: Path, tmp_path: Path) -> None:
    out = tmp_path / "sketch"
    done = bridgehead("sketch", str(notice), "--out", str(out), "--lang", "en")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == ["about.yaml", "notice.md"]
    checked = bridgehead("check", str(out), "--lang", "en")
    assert checked.exit_code == 0, checked.output
    figures = [line for line in checked.output.splitlines() if " CV101 " in line]
    said = (out / "about.yaml").read_text("utf-8")
    assert f"To be stated: {len(figures)} figures" in said
    assert bridgehead("check", str(out), "--strict").exit_code == 1
    assert "published on: 2024-03-01" in said


def test_what_the_figures_come_to_is_shown(notice: Path) -> None:
    shown = bridgehead("sketch", str(notice), "--lang", "en").output
    assert "4 × 6万元 + 6 × 2万元" in shown
    assert next(line.split() for line in shown.splitlines() if "differs" in line)[:3] == ["3", "20%", "20.5%"]
    assert shown.count("agrees") == 4


def test_a_notice_in_the_older_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(MADE_UP.encode("gb18030"))
    assert "0.31亿元 ÷ (1.86亿元 − 0.31亿元)" in bridgehead("sketch", str(path)).output


def test_two_broken_notices_and_a_folder_that_is_taken(notice: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\xff")
    refused = bridgehead("sketch", str(picture))
    assert refused.exit_code == 2
    assert "picture.png: CV004 the file is neither UTF-8 nor GB18030; expected a text file" in refused.stderr
    twice = tmp_path / "twice.md"
    twice.write_text("## 1 甲\n\n共3名。\n\n## 1 乙\n", "utf-8")
    refused = bridgehead("sketch", str(twice))
    assert refused.exit_code == 2
    assert "notice.md:5:6: CV001 clause 1 stands twice, first in line 1" in refused.stderr
    refused = bridgehead("sketch", str(notice), "--out", str(tmp_path))
    assert refused.exit_code == 2
    assert "CL034 something is there already; expected a folder that is new or empty" in refused.stderr
