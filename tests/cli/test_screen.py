"""Projects under a negative list, by criteria and by place: `bridgehead screen`."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pyarrow import csv
from typer.testing import Result

from tests.cli.calling import ROOT, bridgehead

LIST = "rulebooks/datong/ecology-negative-list"
PROJECTS, ZONES = (f"{LIST}/samples/made-up-{each}.geojson" for each in ("projects", "zones"))


def screen(
    *more: str, projects: str | Path = PROJECTS, zones: str | Path = ZONES, rulebook: str | Path = LIST
) -> Result:
    of = ("--projects", str(projects), "--zones", str(zones), "--lang", "en")
    return bridgehead("screen", str(rulebook), *of, *more)


def rows(out: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = csv.read_csv(
        out, convert_options=csv.ConvertOptions(strings_can_be_null=True)
    ).to_pylist()
    return found


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("screened") / "screened.csv"
    result = screen("--out", str(out))
    assert result.exit_code == 0, result.output
    return out


VERDICTS = {
    "一号": (
        "Refused",
        "Overlaps Ecological red line by 2,165.9665 ha; Found by the authority to keep the control rules: no",
    ),
    "三号": ("Not known yet", "not said: Found by the authority to keep the control rules"),
    "六号": ("Refused", "Found by reviewers to be for show: yes"),
    "八号": ("Refused", "Found by reviewers to have scientific ground: no"),
    "九号": ("Cannot be decided", "What this class holds was not published"),
    "十号": ("Not known yet", "Not said: Found by reviewers to be for show"),
    "十一号": ("Not known yet", "Only slivers overlap"),
}


@pytest.mark.parametrize("number", VERDICTS)
def test_each_project_has_its_verdict_with_the_reason(number: str, screened: Path) -> None:
    verdict, reason = VERDICTS[number]
    of = [row for row in rows(screened) if str(row["project"]).startswith(f"虚构{number}：")]
    assert len(of) == 9
    assert {str(row["verdict"]).partition(":")[0] for row in of} == {verdict}
    assert any(reason in str(row["reason"]) for row in of)


def test_each_class_is_told_with_its_clause_and_five_are_not_published(screened: Path) -> None:
    of = [row for row in rows(screened) if "一号" in str(row["project"]) and "十" not in str(row["project"])]
    assert [row["clause"] for row in of] == [2.1, 2.2, 2.3, 2.4] + [2] * 5
    assert [row["finding"] for row in of] == ["In this class"] + ["Not in this class"] * 3 + ["Not published"] * 5


def test_overlaps_are_told_by_zone_and_slivers_are_listed(screened: Path) -> None:
    found = {(str(row["project"])[2:4], row["name"]): row for row in rows(screened.with_suffix(".overlaps.csv"))}
    halves = [found["五号", name]["hectares"] for name in ("虚构农田甲", "虚构农田乙（与甲相邻）")]
    assert halves == [pytest.approx(854.395370)] * 2
    assert sum(map(Decimal, map(str, halves))) == Decimal("1708.79074")
    sliver = found["十一", "虚构农田甲"]
    assert (sliver["hectares"], sliver["sliver_hectares"], sliver["sliver_pieces"]) == (0, 0.00057, 1)
    assert not any(project == "四号" for project, _ in found), "it lies in a hole of a zone"


def test_a_sliver_counts_where_the_rulebook_knows_none(tmp_path: Path) -> None:
    rulebook = Path(shutil.copytree(ROOT / LIST, tmp_path / "list"))
    text = (rulebook / "central-money.yaml").read_text(encoding="utf-8")
    (rulebook / "central-money.yaml").write_text(text.replace("slivers: {area: 100, width: 1}\n", ""), encoding="utf-8")
    screen("--out", str(tmp_path / "out.csv"), rulebook=rulebook)
    (first, *_) = [row for row in rows(tmp_path / "out.csv") if "十一号" in str(row["project"])]
    assert "not said: Found by the authority" in str(first["reason"])


def test_with_every_class_published_a_project_can_be_clear(tmp_path: Path) -> None:
    rulebook = Path(shutil.copytree(ROOT / LIST, tmp_path / "list"))
    text = (rulebook / "central-money.yaml").read_text(encoding="utf-8")
    text = "\n".join(line for line in text.splitlines() if "published: false" not in line)
    (rulebook / "central-money.yaml").write_text(text.replace("in all: 9\n", ""), encoding="utf-8")
    result = screen("--out", str(tmp_path / "out.csv"), rulebook=rulebook)
    assert "Clear 4" in result.output
    assert "Cannot be decided" not in result.output


def test_zones_may_stand_beside_the_rulebook_and_the_result_in_a_workbook(tmp_path: Path) -> None:
    rulebook = Path(shutil.copytree(ROOT / LIST, tmp_path / "list"))
    shutil.copy(ROOT / ZONES, rulebook / "zones.geojson")
    out = tmp_path / "out.xlsx"
    result = bridgehead("screen", str(rulebook), "--projects", PROJECTS, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "列入负面清单 5" in result.output
    assert openpyxl.load_workbook(out).worksheets[0].max_row == 12 * 9 + 1


def test_a_project_that_cannot_be_read_leaves_the_others_and_says_so(tmp_path: Path) -> None:
    data = json.loads((ROOT / PROJECTS).read_text(encoding="utf-8"))
    data["features"][0]["geometry"]["coordinates"][0].pop()
    (tmp_path / "projects.geojson").write_text(json.dumps(data), encoding="utf-8")
    result = screen(projects=tmp_path / "projects.geojson")
    assert result.exit_code == 1
    assert "SC206 feature 1 «虚构一号：西山采石场复绿»: ring 1 does not end where it begins" in result.output
    assert "Refused 4" in result.output


def test_without_a_common_control_point_it_says_that_a_shift_was_not_looked_for(tmp_path: Path) -> None:
    data = json.loads((ROOT / PROJECTS).read_text(encoding="utf-8"))
    data["features"] = [each for each in data["features"] if each["geometry"]["type"] != "Point"]
    (tmp_path / "projects.geojson").write_text(json.dumps(data), encoding="utf-8")
    assert "a shift (GCJ-02) could not be looked for" in screen(projects=tmp_path / "projects.geojson").output
    assert "could not be looked for" not in screen().output


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("44个", "45个", "45个"),
        ("27个", "28个", "28个"),
        ("537万公顷", "573万公顷", "573万公顷"),
        ("9类", "8类", "8类"),
    ],
)
def test_a_figure_of_the_notice_that_is_altered_fails_the_strict_check(
    old: str, new: str, named: str, tmp_path: Path
) -> None:
    rulebook = Path(shutil.copytree(ROOT / LIST, tmp_path / "list"))
    text = (rulebook / "notice.md").read_text(encoding="utf-8")
    (rulebook / "notice.md").write_text(text.replace(old, new, 1), encoding="utf-8")
    result = bridgehead("check", str(rulebook), "--strict")
    assert result.exit_code == 1
    assert any("notice.md" in line and named in line for line in result.output.splitlines())


def test_a_rulebook_without_a_screen_and_a_wrong_name_say_so() -> None:
    assert (
        "CL022 no screens; expected a rulebook with a screen" in screen(rulebook="rulebooks/datong/tourism-2023").output
    )
    told = screen("--screen", "central-moneys")
    assert told.exit_code == 2
    assert "did you mean «central-money»?" in told.output
