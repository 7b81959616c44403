"""Published figures, recomputed: `bridgehead measure`, and what `check` says where a digit was altered."""

import io
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import sdmx
from pyarrow import csv

from tests.cli.calling import ROOT, bridgehead

FINANCE = "rulebooks/datong/finance-2023q1"


@pytest.fixture
def finance(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / FINANCE, tmp_path / "finance"))


def altered(finance: Path, file: str, old: str, new: str) -> None:
    text = (finance / file).read_text(encoding="utf-8")
    assert old in text
    (finance / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_published_rate_follows_from_the_published_amounts() -> None:
    result = bridgehead("measure", FINANCE, "--lang", "en")
    assert result.exit_code == 0
    lines = [line.split() for line in result.output.splitlines() if "agrees" in line]
    assert [line[-6:-4] for line in lines] == [[rate] * 2 for rate in ("12.2%", "7.8%", "17.4%", "11%")]
    assert lines[2][-3:] == ["371.96", "/", "2,139.93"]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("增长17.4%", "增长17.5%", "17.5%"),
        ("4692.98亿元", "4692.88亿元", "4692.88亿元"),
        ("增加248.56亿元", "增加248.57亿元", "248.57亿元"),
        ("民营企业贷款18.12%", "民营企业贷款18.13%", "18.13%"),
        ("第3位", "第4位", "第4位"),
    ],
)
def test_a_digit_of_the_notice_that_is_altered_fails_the_check_and_is_named(
    old: str, new: str, named: str, finance: Path
) -> None:
    altered(finance, "notice.md", old, new)
    result = bridgehead("check", str(finance))
    assert result.exit_code == 1
    assert any("notice.md" in line and f"«{named}»" in line for line in result.output.splitlines())
    assert "CV105" in result.output


def test_altered_in_both_it_does_not_follow_from_its_amounts(finance: Path) -> None:
    altered(finance, "notice.md", "增加371.96亿元", "增加371.69亿元")
    altered(finance, "deposits-and-loans.yaml", "amount: 371.96, rate: 0.174", "amount: 371.69, rate: 0.175")
    result = bridgehead("check", str(finance))
    assert result.exit_code == 1
    assert "IN106 the rate 17.5% of «loans» year on year" in result.output
    assert "expected 17.4%, as 371.69 / 2140.20" in result.output


def test_a_published_rate_that_does_not_follow_is_kept_with_its_reason(finance: Path) -> None:
    differs = "rate: 0.175, differs: {zh: 原文如此, en: As it was printed}"
    altered(finance, "notice.md", "增长17.4%", "增长17.5%")
    altered(finance, "deposits-and-loans.yaml", "rate: 0.174", differs)
    result = bridgehead("check", str(finance), "--strict", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert any("17.5%" in line and "17.4%" in line and "differs" in line for line in result.output.splitlines())


def test_one_of_the_four_that_grew_slower_is_no_longer_above_all(finance: Path) -> None:
    altered(finance, "notice.md", "民营企业贷款18.12%", "民营企业贷款16.12%")
    altered(finance, "deposits-and-loans.yaml", "0.1812", "0.1612")
    result = bridgehead("check", str(finance))
    assert result.exit_code == 1
    assert "IN107 «All four kinds of loans grew faster than all loans» does not hold" in result.output
    assert "private enterprises.year on year.rate is 0.1612" in result.output


def test_figures_go_out_as_csv_excel_and_sdmx(tmp_path: Path) -> None:
    for name in ("figures.csv", "figures.xlsx", "figures.xml"):
        assert bridgehead("measure", FINANCE, "--out", str(tmp_path / name)).exit_code == 0
    rows = csv.read_csv(tmp_path / "figures.csv").to_pylist()
    loans = next(row for row in rows if (row["series"], row["measure"]) == ("loans", "growth year on year"))
    assert (loans["value"], loans["numerator"], loans["denominator"], loans["clause"]) == (0.174, 371.96, 2139.93, 3.2)
    sheet = openpyxl.load_workbook(tmp_path / "figures.xlsx").worksheets[0]
    assert sheet.max_row == len(rows) + 1
    structure = sdmx.read_sdmx(tmp_path / "figures.structure.xml").structure["DEPOSITS_AND_LOANS"]
    found = sdmx.read_sdmx(io.BytesIO((tmp_path / "figures.xml").read_bytes()), structure=structure).data[0]
    said = {tuple(str(each.value) for each in one.key.values.values()): one for one in found.obs}
    one = said["loans", "growth year on year", "2023-Q1"]
    assert Decimal(one.value) == Decimal("0.174")
    assert one.attached_attribute["DENOMINATOR"].value == "2139.93"
    assert len(said) == len(rows)


def test_the_same_figures_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xml", "two.xml"):
        bridgehead("measure", FINANCE, "--out", str(tmp_path / name))
    assert (tmp_path / "one.xml").read_bytes() == (tmp_path / "two.xml").read_bytes()


def test_a_rulebook_without_an_indicator_says_so() -> None:
    result = bridgehead("measure", "rulebooks/datong/tourism-2023")
    assert result.exit_code == 2
    assert "CL021 no indicators; expected a rulebook with an indicator" in result.output


def test_an_indicator_by_a_wrong_name_is_told_the_nearest() -> None:
    result = bridgehead("measure", FINANCE, "--indicator", "deposit-and-loans")
    assert result.exit_code == 2
    assert "CL021 no indicator «deposit-and-loans»" in result.output
    assert "did you mean «deposits-and-loans»?" in result.output


RUNNING = "rulebooks/datong/city-running-2023q1"
CASES = """工单号,诉求类型,类别,环节,收到时间,办结时间,承办单位,有效回访,承办单位已联系,已解决,满意度
RX-1,求助,交通运输,closed,2023-04-20 09:00,2023-04-21 09:00,a,是,是,是,满意
RX-2,求助,交通运输,closed,2023-04-20 09:00,2023-04-23 09:00,a,是,是,否,不满意
RX-3,投诉,卫生健康,closed,2023-05-02 09:00,2023-05-12 09:00,b,是,否,是,基本满意
RX-4,投诉,卫生健康,in hand,2023-05-03 09:00,,b,,,,
RX-5,投诉,不知道,in hand,2023-05-03 09:00,,b,,,,
"""
"""Made up. The last one has no subject that there is."""


def counted(folder: Path, *more: str) -> list[list[str]]:
    (folder / "cases.csv").write_text(CASES, encoding="utf-8")
    asked = ("--indicator", "hotline-rates", "--cases", str(folder / "cases.csv"), "--on", "2023-06-30", "--lang", "en")
    result = bridgehead("measure", RUNNING, *asked, *more)
    assert result.exit_code == 0, result.output
    return [line.split() for line in result.output.splitlines()]


def test_rates_are_counted_of_a_file_of_cases(tmp_path: Path) -> None:
    lines = counted(tmp_path)
    assert ["1", "rows", "could", "not", "be", "read", "and", "are", "not", "counted"] in lines
    assert ["Resolution", "rate", "66.7%", "2", "3"] in lines
    assert ["Satisfaction", "rate", "Fairly", "satisfied", "counts", "0.9", "63.3%", "1.9", "3"] in lines
    assert ["Closed", "in", "time", "-", "0", "0"] in lines, "a file does not tell which deadlines were missed"
    by_month = counted(tmp_path, "--by", "month")
    assert ["2023-05", "Resolution", "rate", "100.0%", "1", "1"] in by_month


def test_counts_of_a_file_go_out_as_a_table(tmp_path: Path) -> None:
    counted(tmp_path, "--out", str(tmp_path / "rates.csv"))
    found = csv.read_csv(tmp_path / "rates.csv").to_pylist()
    resolved = {row["month"]: row for row in found if (row["rate"], row["way"]) == ("resolution rate", "")}
    assert [resolved[month]["denominator"] for month in ("2023-04", "2023-05")] == [2, 1]
    assert resolved["2023-04"]["subject"] == "transport"


def test_without_cases_nothing_is_counted() -> None:
    result = bridgehead("measure", RUNNING, "--indicator", "hotline-rates")
    assert result.exit_code == 2
    assert "CL023 hotline-rates counts cases of hotline-report; expected --cases with a file" in result.output


def test_cases_are_told_apart_by_what_has_groups(tmp_path: Path) -> None:
    result = bridgehead("measure", RUNNING, "--indicator", "hotline-rates", "--cases", str(tmp_path), "--by", "subjekt")
    assert result.exit_code == 2
    assert "CL024 no groups «subjekt»" in result.output
    assert "did you mean «subject»?" in result.output
