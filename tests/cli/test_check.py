"""Coverage at the door: figures marked in place, a changed figure named, and texts of any kind."""

import random
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.calling import FIRMS, ROOT, TOURISM, TRAINS, bridgehead, settle


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / TOURISM, tmp_path / "rulebook"))


def marks(shown: str, line: str) -> str:
    """The marks below a line."""
    lines = shown.splitlines()
    return lines[next(at for at, each in enumerate(lines) if line in each) + 1]


def test_a_rulebook_without_examples_is_warned_of(copied: Path) -> None:
    (copied / "examples.yaml").unlink()
    done = bridgehead("check", str(copied), "--lang", "en")
    assert done.exit_code == 0
    assert "RB006 there is no examples.yaml; expected claims that are made up" in done.stdout.replace("\n", " ")
    assert bridgehead("check", str(copied), "--strict").exit_code == 1


def test_a_rulebook_of_registers_alone_needs_no_examples_and_is_covered_whole() -> None:
    done = bridgehead("check", "rulebooks/datong/business-environment-2023", "--strict", "--lang", "en")
    assert done.exit_code == 0, done.stdout
    assert "RB006" not in done.stdout
    total = next(line.split() for line in done.stdout.splitlines() if line.split()[:1] == ["Total"])
    assert total[-1] == "100%"


def test_bound_figures_are_marked_in_place_and_counted() -> None:
    done = bridgehead("check", TOURISM, "--lang", "en")
    assert done.exit_code == 0
    assert set(marks(done.stdout, "一次组织400人以上")) == {" ", "-", "."}
    total = next(line.split() for line in done.stdout.splitlines() if line.split()[:1] == ["Total"])
    figures, bound, listed, uncovered = map(int, total[1:5])
    assert (uncovered, total[5]) == (0, "100%")
    assert figures == bound + listed
    assert done.stdout.count("agrees") == 3


def test_a_changed_figure_is_named_and_marked(copied: Path) -> None:
    notice = copied / "notice.md"
    notice.write_text(notice.read_text("utf-8").replace("400人以上", "410人以上"), "utf-8")
    done = bridgehead("check", str(copied), "--strict")
    assert done.exit_code == 1
    assert "the figure «410人以上» of clause 2.1 is bound to no rule" in done.stdout
    assert "^" in marks(done.stdout, "一次组织410人以上")
    assert bridgehead("check", str(copied)).exit_code == 0


def test_a_sum_that_no_longer_agrees(copied: Path) -> None:
    award = copied / "special-train.yaml"
    award.write_text(award.read_text("utf-8").replace("first: 3", "first: 4", 1), "utf-8")
    done = bridgehead("check", str(copied), "--lang", "en")
    assert done.exit_code == 1
    assert "differs" in done.stdout


def test_any_text_can_be_the_source(tmp_path: Path) -> None:
    notice = (ROOT / TOURISM / "notice.md").read_text("utf-8").replace("#", "").replace("一", "壹\n")
    pieces = [notice[at : at + 7] for at in range(0, len(notice), 7)]
    random.Random(2023).shuffle(pieces)
    page = tmp_path / "page.txt"
    page.write_text("广告：本店周年庆，满300减50！\n" + "".join(pieces), "utf-8")
    done = bridgehead("check", TOURISM, "--strict", "--source", str(page))
    assert done.exit_code == 1
    assert "满300减50" in done.stdout
    assert "^" in marks(done.stdout, "page.txt:1:1: 广告")


def test_a_figure_that_another_text_lacks_is_told_of_that_text(tmp_path: Path) -> None:
    """Though it stands in the clause of the notice that its rule cites."""
    page = tmp_path / "page.txt"
    page.write_text((ROOT / TOURISM / "notice.md").read_text("utf-8").replace("资金共45万元", ""), "utf-8")
    done = bridgehead("check", TOURISM, "--source", str(page))
    assert f": CV105 450,000 of special-train › budget › total does not stand in {page}; expected" in done.stdout
    assert "does not stand in clause" not in done.stdout


@pytest.mark.parametrize("option", ["check", "feel"])
def test_a_text_that_is_not_utf_8(tmp_path: Path, option: str) -> None:
    text = tmp_path / "page.txt"
    text.write_bytes("奖励".encode("gb18030"))
    calls = {"check": ("check", TOURISM, "--source", str(text)), "feel": ("feel", "1", "--context", str(text))}
    done = bridgehead(*calls[option])
    assert (done.exit_code, "CL002" in done.stderr) == (2, True)


def test_a_source_without_figures_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("本地新闻。\n", "utf-8")
    done = bridgehead("check", TOURISM, "--source", str(page))
    assert done.stdout.startswith(f"{page}: CV002 no figure is found in the text; expected what was published")
    assert bridgehead("check", TOURISM, "--source", str(page), "--strict").exit_code == 1


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_an_empty_source_is_an_error_and_not_covered(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(text, "utf-8")
    done = bridgehead("check", TOURISM, "--source", str(page))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{page}: CV002 the text is empty; expected what was published")


def test_what_stands_before_the_first_clause_goes_by_its_first_line() -> None:
    done = bridgehead("check", TOURISM)
    assert [line for line in done.stdout.splitlines() if line.startswith(" 2023年旅游奖励 ")]


def test_a_sum_that_cannot_be_told_says_why() -> None:
    done = bridgehead("check", FIRMS, "--lang", "en")
    assert "entry-and-growth: cannot be told; open in number or amount: " in done.stdout


def test_a_warning_fails_a_strict_check_and_is_said_in_settling(copied: Path, tmp_path: Path) -> None:
    award = copied / "special-train.yaml"
    text = award.read_text("utf-8")
    bare = re.sub(r"claims due: \{by: ([0-9-]+), .*\}", r"claims due: {by: \1}", text)
    assert bare != text
    award.write_text(bare, "utf-8")
    examples = copied / "examples.yaml"
    examples.write_text(examples.read_text("utf-8").replace(", failed: [claims due]", ""), "utf-8")
    assert "AW120" in bridgehead("check", str(copied)).stdout
    assert [bridgehead("check", str(copied), *strict).exit_code for strict in ((), ("--strict",))] == [0, 1]
    claims, out = str(ROOT / TOURISM / "samples" / "made-up-special-train-claims.csv"), str(tmp_path / "out.csv")
    asked = ("--award", "special-train", "--claims", claims, "--on", "2023-11-01", "--out", out)
    assert "AW120" in bridgehead("settle", str(copied), *asked).stderr


def test_a_figure_is_held_against_the_one_of_its_own_clause(copied: Path) -> None:
    notice = copied / "notice.md"
    changed = (
        notice.read_text("utf-8").replace("每趟奖励10万元", "每趟奖励12万元").replace("资金共45万元", "资金共46万元")
    )
    notice.write_text(changed, "utf-8")
    shown = bridgehead("check", str(copied)).stdout
    assert "«12万元» of clause 2.1 is bound to no rule; expected 100,000, as special-train" in shown
    assert "«46万元» of clause 2 is bound to no rule; expected 450,000, as special-train" in shown


@pytest.mark.parametrize("command", ["check", "test", "settle"])
@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("CNY", "RMB", "7:11: RB221 the currency «RMB»"),
        ("Asia/Shanghai", "Asia/Beijing", "6:12: RB220 the time zone «Asia/Beijing»"),
        ("2023-04-21", "2023-4-21", "5:15: RB112 the date «2023-4-21» without leading zeros"),
        (None, "", "1:1: RB130 an empty file"),
    ],
)
def test_a_wrong_value_of_the_base_is_told_beside_the_other_mistakes(
    right: str | None, wrong: str, told: str, command: str, copied: Path
) -> None:
    about, award = copied / "about.yaml", copied / "special-train.yaml"
    text = about.read_text("utf-8")
    about.write_text(text.replace(right, wrong) if right else wrong, "utf-8")
    award.write_text(award.read_text("utf-8").replace("passengers >=", "passengrs >="), "utf-8")
    if command == "settle":
        done = settle(TRAINS, copied.parent / "out.csv", rulebook=str(copied))
    else:
        done = bridgehead(command, str(copied))
    assert done.exit_code != 0
    shown = (done.stdout + done.stderr).replace("\n", " ")
    assert f"{about}:{told}" in shown
    assert "FE101 «passengrs»" in shown
