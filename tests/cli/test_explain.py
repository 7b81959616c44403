"""Explaining at the door: one claim, among the claims of a file."""

from pathlib import Path

import pytest

from tests.cli.calling import FIRMS, TOURISM, explain

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
