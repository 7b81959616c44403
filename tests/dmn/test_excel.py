"""Decision tables in Excel: a sheet a table; what Excel makes of a cell means its FEEL; hostile files are refused."""

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bridgehead import dmn
from bridgehead.dmn.check import check
from bridgehead.dmn.model import DecisionTable, HitPolicy, expressions
from bridgehead.dmn.plain import sheets
from bridgehead.primitives.errors import BridgeheadError
from tests.dmn.workbooks import FEE, REDUCTION, Rows, changed, save


def told(path: Path) -> list[str]:
    """What is wrong with a workbook, by its cells."""
    try:
        found = check(path)
    except BridgeheadError as error:
        found = error.mistakes
    return [str(one).removeprefix(f"{path}:") for one in found if one.code != "DM312"]


@pytest.fixture
def fees(tmp_path: Path) -> Path:
    return save(tmp_path / "fees.xlsx", {"Reduction": REDUCTION, "Fee": FEE})


@pytest.mark.parametrize(
    ("age", "card", "day", "fee"),
    [
        (9, "none", "2025-05-04", 0),
        (30, "student", "2025-05-04", 4),
        (30, "none", "2025-12-31", 8),
        (30, "none", "2026-01-01", 5),
        (30, "none", "2026-01-02", 9.5),
    ],
)
def test_a_workbook_decides(fees: Path, age: int, card: str, day: str, fee: float) -> None:
    case = {"age": age, "card": card, "day": date.fromisoformat(day)}
    assert float(dmn.load(fees).decide("Fee", case)) == fee


def test_a_sound_workbook_has_no_findings(fees: Path) -> None:
    assert check(fees) == ()
    reduction, fee = (one for one in expressions(dmn.read(fees)) if isinstance(one, DecisionTable))
    assert reduction.hit_policy is HitPolicy.FIRST
    assert [one.text for one in fee.rules[0].annotations] == ["children pay nothing"]


def test_findings_stand_in_their_cells(tmp_path: Path) -> None:
    path = save(tmp_path / "fees.xlsx", {"Reduction": REDUCTION, "Fee fees": FEE[:-1]})
    assert told(path) == [
        'Fee fees!A1: DM301 no rule takes Reduction = "no", day = @"2026-01-02"; expected a rule such as '
        '«"no" | > @"2026-01-01"», or a default output'
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (0.1 + 0.2, "0.3"),
        (True, "true"),
        (date(2026, 1, 1), 'date("2026-01-01")'),
        (datetime(2026, 1, 1, 8, 30), 'date and time("2026-01-01T08:30:00")'),  # noqa: DTZ001
        (time(8, 30), 'time("08:30:00")'),
        ("[18..65]", "[18..65]"),
        ("student", '"student"'),
        ("not(student)", 'not("student")'),
        ("true", "true"),
        (None, ""),
    ],
)
def test_a_cell_is_the_feel_that_it_means(tmp_path: Path, value: object, text: str) -> None:
    path = save(tmp_path / "fees.xlsx", {"Reduction": changed(REDUCTION, 8, 1, "-", value, "full")})
    table = next(one for one in expressions(dmn.read(path)) if isinstance(one, DecisionTable))
    assert table.rules[0].tests[1].text == text


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (changed(REDUCTION, 1, "decison", "Reduction"), ["Sheet!A1: DM012 «decison» is not known in the first cell"]),
        (changed(REDUCTION, 2, "hit policy", "frist"), ["Sheet!B2: DM008 «frist» is not a value of «hit policy»"]),
        (changed(REDUCTION, 3, "columns", "input", "imput", "output"), ["Sheet!C3: DM012 «imput»"]),
        (changed(REDUCTION, 6, "alowed"), ["Sheet!A6: DM012 «alowed» is not known in the first column"]),
        (changed(REDUCTION, 8, 1, "< 18", None, "ful"), ["Sheet!D8: DM016 «ful» is neither FEEL nor a value allowed"]),
        (changed(REDUCTION, 8, 1, "=1+1", None, "full"), ["Sheet!B8: DM020 «=1+1» is a formula"]),
        (changed(REDUCTION, 8, 1, timedelta(2), None, "full"), ["Sheet!B8: DM020 «2 days, 0:00:00» is a formula"]),
        (changed(REDUCTION, 8, 1, "< 18", None, "full", "x"), ["Sheet!E8: DM023 «x» stands in a column with no"]),
        (changed(REDUCTION, 5, "type", "nmber", "string", "string"), ["Sheet!B4: DM104 «nmber» is not a type"]),
        (changed(REDUCTION, 4, "name", "age", None, "reduction"), ["Sheet!C4: DM007 «the column» has no «name»"]),
        (changed(REDUCTION, 9, 3, "[18..150]", None, "half"), ["Sheet!A9: DM028 the rule has the number «3»"]),
        (changed(REDUCTION, 9, "1.", "[18..150]", None, "half"), ["Sheet!A9: DM028 the rule has the number «1»"]),
        ((*REDUCTION, *REDUCTION), ["Sheet!A10: DM030 a second decision begins in the sheet, «Reduction»; expected a"]),
        (
            REDUCTION[:1] + REDUCTION[7:],
            ["Sheet!A1: DM007 «the sheet» has no «columns»", "Sheet!A1: DM007 «the sheet» has no «name»"],
        ),
        (
            (("remarks",),),
            ["DM007 «the workbook» has no «decision» in it", "Sheet!A1: DM022 the sheet «Sheet» is left"],
        ),
    ],
)
def test_slips_are_told_in_their_cells(tmp_path: Path, rows: Rows, expected: list[str]) -> None:
    found = told(save(tmp_path / "fees.xlsx", {"Sheet": rows}))
    assert [one for one, words in zip(sorted(found), sorted(expected), strict=True) if words not in one] == []


def test_inputs_types_and_the_model_have_sheets_of_their_own(tmp_path: Path) -> None:
    sheets = {
        "about": (("model", "Made-up fees"), ("namespace", "urn:made-up")),
        "types": (
            ("types", "type", "allowed", "list"),
            ("house",),
            ("house.rooms", "number", "[1..9]"),
            ("ages", "number", "", True),
        ),
        "inputs": (("inputs", "type", "allowed"), ("card", "string", "none, student"), ("house", "house")),
        "fee": (
            ("decision", "Fee"),
            ("columns", "input", "input", "output"),
            ("name", "card", "house.rooms", "fee"),
            (1, "student", 3, 4),
        ),
        "twice": (("decision", "Twice"), ("expression", "Fee * 2"), ("decision type", "number")),
    }
    model = dmn.read(save(tmp_path / "fees.xlsx", sheets))
    assert (model.name, model.namespace) == ("Made-up fees", "urn:made-up")
    assert [one.name for one in model.types] == ["house", "ages", "tCard"]
    decisions = dmn.Decisions(model)
    assert decisions.decide("Twice", {"card": "student", "house": {"rooms": 3}}) == 8
    assert decisions.decide("Twice", {"card": "gold", "house": {"rooms": 3}}) is None


@pytest.mark.parametrize(
    ("cell", "is_list"), [("yes", True), ("是", True), ("TRUE", True), (True, True), ("no", False), (None, False)]
)
def test_a_type_is_a_list_where_its_cell_says_so(tmp_path: Path, cell: object, is_list: bool) -> None:
    types = (("types", "type", "list"), ("ages", "number", cell))
    model = dmn.read(save(tmp_path / "fees.xlsx", {"types": types, "fee": (("decision", "F"), ("expression", "1"))}))
    assert [one.collection for one in model.types] == [is_list]


@pytest.mark.parametrize("cell", ["x", "1", "garbage"])
def test_what_says_neither_that_a_type_is_a_list_nor_that_it_is_none(tmp_path: Path, cell: str) -> None:
    types = (("types", "type", "list"), ("ages", "number", cell))
    found = told(save(tmp_path / "fees.xlsx", {"types": types, "fee": (("decision", "F"), ("expression", "1"))}))
    assert [f"types!C2: DM013 «{cell}» is not what belongs here; expected 是 or 否" in one for one in found] == [True]


def test_what_is_hostile_is_refused(fees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = fees.read_bytes()
    merged = save(fees.with_name("merged.xlsx"), {"Reduction": REDUCTION}, merged="B8:B9")
    assert told(merged)[0].startswith("Reduction!B8: DM021 merged cells")
    with zipfile.ZipFile(fees, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"made up")
    with pytest.raises(BridgeheadError, match="DM019 the workbook has macros"):
        dmn.read(fees)
    for content, code in ((b"", "TB003"), (b"decision\n", "TB005"), (data[: len(data) // 2], "TB005")):
        fees.write_bytes(content)
        with pytest.raises(BridgeheadError, match=code):
            dmn.read(fees)
    fees.write_bytes(data)
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    with pytest.raises(BridgeheadError, match=r"Reduction!A6: DM004 the file goes beyond 5 rows"):
        dmn.read(fees)
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 5)
    with pytest.raises(BridgeheadError, match="TB015"):
        dmn.read(fees)
