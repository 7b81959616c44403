"""Explaining at the door: one claim, among the claims of a file."""

from pathlib import Path

import pytest

from tests.cli.calling import FIRMS, GRANTS, ROOT, TOURISM, TRAINS, explain, settle

VISITS = f"{TOURISM}/samples/made-up-student-visits.csv"


def test_each_condition_and_what_would_change_it() -> None:
    done = explain("TJ-006")
    assert done.exit_code == 0, done.stderr
    assert "TJ-006 · 未获" in done.stdout
    assert "若住宿 1 晚，则" in done.stdout
    assert "依据 第2.1条" in done.stdout
    unknown = explain("TJ-06")
    assert unknown.exit_code == 2
    assert "AW511" in unknown.stderr


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    """The made-up claims: TJ-001 used twice, a figure that is none, a number left blank, a row with a cell too few."""
    lines = (ROOT / TRAINS).read_text("utf-8").splitlines()
    lines[2] = lines[2].replace("TJ-002", "TJ-001")
    lines[4] = lines[4].replace(",455,455,", ",455,many,")
    lines[6] = lines[6].removeprefix("TJ-006")
    lines[9] = lines[9].rpartition(",")[0]
    path = tmp_path / "untidy.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_number_used_twice_is_told_with_its_rows(tmp_path: Path, untidy: Path) -> None:
    done = explain("TJ-001", claims=untidy)
    assert done.exit_code == 0, done.stderr
    assert "重复使用的号码 1" in done.stderr
    assert "TJ-001 · 第 2 行 · 获奖" in done.stdout
    assert "TJ-001 · 第 3 行 · 未获\n申报号 TJ-001 用于第 2、3 行，只计其中一件（第2.1条）。" in done.stdout
    settled = settle(untidy, tmp_path / "out.csv", "--lang", "en")
    assert settled.exit_code == 1
    assert "Number TJ-001 is used in rows 2 and 3, of which only one" in settled.stdout
    rejects = (tmp_path / "out-rejects.csv").read_text("utf-8-sig").splitlines()
    assert '3,"number","TJ-001","TB046","each number once; it is used in rows 2 and 3"' in rejects
    assert '7,"number",,"TB045","a value in every row, by which the row is called"' in rejects


def test_a_number_that_is_typed_otherwise_is_told_as_the_same_number(tmp_path: Path) -> None:
    """Another party with another train: it is the number that is the same, and not the claim."""
    lines = (ROOT / TRAINS).read_text("utf-8").splitlines()
    lines[2] = lines[2].replace("TJ-002", "ＴＪ-001")
    path = tmp_path / "typed.csv"
    path.write_text("\n".join(lines), "utf-8")
    settled = settle(path, tmp_path / "out.csv", "--lang", "en")
    assert settled.exit_code == 1
    out, rejects = ((tmp_path / f"out{part}.csv").read_text("utf-8-sig") for part in ("", "-rejects"))
    assert "Number ＴＪ-001 is the same number as that of claim TJ-001, which counts" in out
    assert "the claim is the same as" not in out
    for row, number in ((2, "TJ-001"), (3, "ＴＪ-001")):
        assert f'{row},"number","{number}","TB046","each number once; it is used in rows 2 and 3"' in rejects


def test_a_blank_number_is_a_reject_and_the_others_are_explained(untidy: Path) -> None:
    done = explain("TJ-007", claims=untidy)
    assert done.exit_code == 0, done.stderr
    assert "TJ-007 · 未获" in done.stdout
    assert "TJ-006" not in done.stdout


def test_a_row_that_cannot_be_read_says_why(untidy: Path) -> None:
    unread = explain("TJ-004", claims=untidy)
    assert unread.exit_code == 1
    assert unread.stdout == (
        "TJ-004 · 第 5 行 · 不能读取，未作决定\npassengers verified «many»；应为整数，如 1234 或 1,234（TB034）\n"
    )
    short = explain("TJ-009", "--lang", "en", claims=untidy)
    assert short.exit_code == 1
    assert "TJ-009 · row 10 · cannot be read, and is not decided" in short.stdout
    assert "as many cells as in the header: 19, not 18 (TB030)" in short.stdout


def test_what_allocation_decided_stands_among_the_conditions() -> None:
    rows = {number: explain(number).stdout for number in ("TJ-004", "TJ-019")}
    assert " no   名额 " in rows["TJ-004"]
    assert " no   重复申报 " in rows["TJ-019"]
    assert " no   quota " in explain("TJ-004", "--lang", "en").stdout
    order = "次序 按完成日期（早者在前），再按申报时间（早者在前），再按申报号（逐字符比较，A10 在 A9 之前）"
    assert order in rows["TJ-004"]


def test_choices_are_called_by_their_labels() -> None:
    assert "列车种类为普通列车，公告要求为普通列车或整列包租的动车或高铁" in explain("TJ-004").stdout.replace(
        "\n", ""
    ).replace(" ", "")


def test_the_prize_that_a_claim_is_for_judges_it() -> None:
    firms = {"claims": f"{FIRMS}/samples/made-up-firm-claims.csv", "rulebook": FIRMS, "award": "entry-and-growth"}
    done = explain("F-009", **firms)
    assert "F-009 · 未获\n比上年增长 12%，公告要求 15%以上，差 3 个百分点（第3条）。" in done.stdout


def test_a_granted_claim_has_its_instalments() -> None:
    firms = {"claims": f"{FIRMS}/samples/made-up-firm-claims.csv", "rulebook": FIRMS, "award": "entry-and-growth"}
    lines = explain("F-001", "--on", "2024-12-31", "--lang", "en", **firms).stdout.splitlines()
    assert any(line.split()[:5] == ["F-001", "1/2", "2024-12-31", "50%", "25,000.00"] for line in lines)
    later = next(line for line in lines if line.split()[:3] == ["F-001", "2/2", "2025-12-31"])
    assert "waits for a report: still in the statistics and" in later


def test_without_a_day_places_are_final_and_the_day_is_said() -> None:
    done = explain("TJ-001")
    assert done.stdout.startswith("未给 --on，按2023年10月16日（申报截止的次日）计算\n")
    assert "暂列" not in done.stdout
    assert "暂列" in explain("TJ-001", "--on", "2023-10-15").stdout
    assert "--on" not in explain("TJ-001", "--on", "2023-10-16").stdout


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("RY-001", VISITS, TOURISM, "student-ticket"), "as on 29 February 2024, the last date in the claims"),
        (("F-001", f"{FIRMS}/samples/made-up-firm-claims.csv", FIRMS, "entry-and-growth"), "as on 7 January 2026"),
    ],
)
def test_an_award_without_a_last_day_takes_the_last_date_of_the_claims(call: tuple[str, ...], said: str) -> None:
    number, claims, rulebook, award = call
    done = explain(number, "--lang", "en", claims=claims, rulebook=rulebook, award=award)
    assert (done.exit_code, said in done.stdout) == (0, True), done.output


def test_no_date_anywhere(tmp_path: Path) -> None:
    claims = tmp_path / "visits.csv"
    claims.write_text(
        "number,province,student card,identity card,sight,visited on\nRY-1,山西,true,true,恒山,\n", "utf-8"
    )
    done = explain("RY-1", claims=claims, award="student-ticket")
    assert (done.exit_code, "CL005" in done.stderr) == (2, True)


def test_a_missing_field_is_said_once_whatever_the_prizes_ask_of_it() -> None:
    done = explain("C-17", claims=f"{GRANTS}/samples/made-up-applications.csv", rulebook=GRANTS, award="grant")
    assert done.stdout.splitlines()[1:3] == ["C-17 · 待补材料", "未填申报者类型（第3条）。"]


def test_conditions_are_called_in_the_language_of_the_reader() -> None:
    """Those of every award too; a prize's by its title."""
    zh, en = (explain("TJ-004", "--lang", lang).stdout.splitlines() for lang in ("zh", "en"))
    assert names(zh) == [
        "期间",
        "申报截止",
        "同日同车",
        "停靠站",
        "住宿",
        "景区",
        "购票率",
        "必填项",
        "旅游专列",
        "名额",
    ]
    called = ["window", "claims due", "Together", "Station", "Stay", "Sights", "Tickets", "required", "Special train"]
    assert names(en) == [*called, "quota"]


def names(lines: list[str]) -> list[str]:
    """The second column of the table of conditions, each name once."""
    cells = [line.split("  ") for line in lines if line.startswith((" ok ", " no ", " ?  "))]
    return list(dict.fromkeys(next(cell.strip() for cell in row[1:] if cell.strip()) for row in cells))
