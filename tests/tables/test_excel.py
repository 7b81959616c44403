"""Excel workbooks as people make them, and such as nobody should send."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from bridgehead import tables
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.types import Column, FieldType
from bridgehead.tables import excel_reading
from tests.tables.claims import COLUMNS, LABELS, NAMES, ROW, ZONE, only


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.xlsx"


def save(path: Path, *rows: list[object], merged: str | None = None, sheets: tuple[str, ...] = ("claims",)) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for sheet in sheets[1:]:
        book.create_sheet(sheet)
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


def read(path: Path, *names: str) -> tables.Reading:
    return tables.read(path, only(*names) if names else COLUMNS, zone=ZONE, labels=LABELS)


UNIQUE = (Column("number", FieldType.TEXT, unique=True), Column("people", FieldType.INTEGER))


def test_real_values_and_values_kept_as_text(path: Path) -> None:
    real = [date(2023, 5, 4), datetime(2023, 5, 6, 9, 10)]  # noqa: DTZ001 - a sheet holds wall-clock time
    save(
        path,
        list(NAMES),
        ["TJ-1", None, 412, 1.5, 100000, 0.63, True, *real, "train", "恒山"],
        ["TJ-1", "", "４１２", "1.5", "100,000.00", "63%", "是", "2023年5月4日", "2023/5/6 9:10", "旅游专列", "恒山"],
    )
    reading = read(path)
    assert reading.rejects.to_pylist() == []
    assert reading.table.to_pylist() == [ROW, ROW]


def test_a_cell_beyond_the_headings_costs_its_row_as_in_csv(path: Path) -> None:
    save(path, ["number", "people"], ["TJ-1", 1, None, " "], ["TJ-2", 2, None, 3], ["TJ-3", 3], ["TJ-4", 4, "x", "y"])
    reading = read(path, "number", "people")
    assert reading.table["number"].to_pylist() == ["TJ-1", "TJ-3"]
    told = [(row["row"], row["value"], row["code"], row["expected en"]) for row in reading.rejects.to_pylist()]
    assert told == [
        (3, "3", "TB031", "cells under a heading; column D has none"),
        (5, "x", "TB031", "cells under a heading; column C has none"),
    ]


def test_numbers_have_the_digits_that_excel_shows(path: Path) -> None:
    save(path, ["number", "score"], [20230504, 0.1 + 0.2], [7.0, 1 / 3], [123456789012345678, 1])
    reading = read(path, "number", "score")
    assert [(row["number"], str(row["score"])) for row in reading.table.to_pylist()] == [("20230504", "0.300")]
    assert [(reject["row"], reject["column"], reject["code"]) for reject in reading.rejects.to_pylist()] == [
        (3, "score", "TB035"),
        (4, "number", "TB043"),
    ]


def test_percents_above_one_need_their_sign(path: Path) -> None:
    save(path, ["number", "ticket rate"], ["a", 63], ["b", 1.5])
    book = openpyxl.load_workbook(path)
    book.active["B3"].number_format = "0.0%"
    book.save(path)
    reading = read(path, "number", "ticket rate")
    assert [(row["number"], str(row["ticket rate"])) for row in reading.table.to_pylist()] == [("b", "1.5000")]
    assert reading.rejects["code"].to_pylist() == ["TB036"]


def test_what_a_sheet_made_of_a_text_is_a_reject(path: Path) -> None:
    save(path, ["number", "people"], [date(2023, 3, 4), 1], [True, 1], ["TJ-3", date(2023, 3, 4)], ["TJ-4", True])
    reading = read(path, "number", "people")
    assert reading.table.num_rows == 0
    assert [(reject["row"], reject["code"]) for reject in reading.rejects.to_pylist()] == [
        (2, "TB044"),
        (3, "TB044"),
        (4, "TB034"),
        (5, "TB034"),
    ]


def test_formulas_count_by_their_stored_value(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((["number", "people"], ["a", 1], ["b", 2], ["c", 3], ["d", 4])):
            sheet.write_row(row, 0, cells)
        sheet.write_formula("B3", "=40+2", value=42)
        sheet.write_formula("B4", "=40+2", value="")
        sheet.write_formula("B5", "=1/0", value="#DIV/0!")
    reading = read(path, "number", "people")
    assert reading.table["people"].to_pylist() == [1, 42]
    assert [(reject["row"], reject["value"], reject["code"]) for reject in reading.rejects.to_pylist()] == [
        (4, "=40+2", "TB042"),
        (5, "#DIV/0!", "TB041"),
    ]


def test_a_number_that_cannot_be_read_is_one_reject(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["number", "people"])
        sheet.write_row(1, 0, ["a", 1])
        sheet.write_formula("A3", "=A2", value="")
        sheet.write_row(2, 1, [2])
    reading = tables.read(path, UNIQUE, zone=ZONE)
    assert reading.table["people"].to_pylist() == [1]
    assert [(reject["row"], reject["code"]) for reject in reading.rejects.to_pylist()] == [(3, "TB042")]


def test_rows_keep_their_numbers_over_gaps(path: Path) -> None:
    book = openpyxl.Workbook()
    for cell, value in {"A3": "number", "B3": "people", "A5": "TJ-1", "B5": 1, "A9": "TJ-2", "B9": "few"}.items():
        book.active[cell] = value
    book.save(path)
    reading = read(path, "number", "people")
    assert reading.table.to_pylist() == [{"number": "TJ-1", "people": 1}]
    assert reading.rejects["row"].to_pylist() == [9]


def test_only_the_first_sheet_is_read_and_that_is_said(path: Path) -> None:
    save(path, ["number", "people"], ["TJ-1", 1], sheets=("claims", "notes"))
    assert [str(note).split(": ", 1)[1] for note in read(path, "number", "people").notes] == [
        "TB016 only the first sheet, «claims», was read; there are also notes; expected claims on the first sheet"
    ]


@pytest.mark.parametrize("merged", ["A1:B1", "A2:A3"])
def test_merged_cells_are_refused(path: Path, merged: str) -> None:
    save(path, ["number", "people"], ["TJ-1", 1], ["TJ-2", 2], merged=merged)
    with pytest.raises(BridgeheadError, match=f"TB013 merged cells: {merged}; expected one header row"):
        read(path, "number", "people")


def test_what_is_no_workbook(path: Path) -> None:
    for content, code in ((b"", "TB003"), (b"number,people\n", "TB005"), (b"\xd0\xcf\x11\xe0" + bytes(99), "TB005")):
        path.write_bytes(content)
        with pytest.raises(BridgeheadError, match=code):
            read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anything", "else")
    with pytest.raises(BridgeheadError, match="TB014"):
        read(path)
    with pytest.raises(BridgeheadError, match="TB003 the first sheet is empty"):
        read(save(path))


def test_a_cut_workbook_is_damaged(path: Path) -> None:
    save(path, ["number", "people"], *(["TJ-1", 1] for _ in range(100)))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BridgeheadError, match="TB005"):
        read(path, "number", "people")


def _replaced(path: Path, part: str, content: bytes) -> None:
    """The workbook with another content of one part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, old in parts.items():
            archive.writestr(name, content if name == part else old)


def test_a_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, ["number"], ["TJ-1"])
    _replaced(path, "xl/theme/theme1.xml", bytes(50 << 20))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(excel_reading, "LARGEST_UNPACKED", 49 << 20)
    with pytest.raises(BridgeheadError, match=r"TB015 the workbook has \d+ parts and 50 MiB once unpacked"):
        read(path)


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>number</t></is></c></row>'
BOMB = "<!DOCTYPE b [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)


@pytest.mark.parametrize(
    "sheet",
    [
        BOMB + SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'),
        SHEET.format(HEADER + '<row r="2"><c r="A2" t="s"><v>99</v></c></row>'),
        SHEET.format(HEADER + '<row r="2"><c r="A2"><v>many</v></c></row>'),
        SHEET.format(HEADER)[:-20],
    ],
)
def test_a_hostile_sheet_is_damaged(path: Path, sheet: str) -> None:
    save(path, ["number"], ["TJ-1"])
    _replaced(path, "xl/worksheets/sheet1.xml", sheet.encode())
    with pytest.raises(BridgeheadError, match="TB014"):
        read(path, "number")


@pytest.mark.slow
def test_a_row_beyond_the_end_of_every_sheet_is_not_waited_for(path: Path) -> None:
    save(path, ["number"], ["TJ-1"])
    far = '<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>TJ-2</t></is></c></row>'
    _replaced(path, "xl/worksheets/sheet1.xml", SHEET.format(HEADER + far).encode())
    with pytest.raises(BridgeheadError, match="TB014"):
        read(path, "number")
