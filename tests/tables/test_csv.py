"""CSV as people make it: any of the usual encodings, delimiters and line ends, and damage of every kind."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bridgehead import tables
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.types import Column
from tests.profiles import costing
from tests.tables.claims import CELLS, COLUMNS, LABELS, ROW, ZONE, csv, only


def read(
    path: Path, content: str | bytes, encoding: str = "utf-8", columns: Sequence[Column] = COLUMNS
) -> tables.Reading:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return tables.read(path, columns, zone=ZONE, labels=LABELS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.csv"


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", None), ("utf-8-sig", None), ("gb18030", "GB18030"), ("utf-16", "UTF-16")]
)
def test_encodings_are_found_and_said(path: Path, encoding: str, said: str | None) -> None:
    reading = read(path, csv(CELLS), encoding)
    assert reading.table.to_pylist() == [ROW]
    assert [note.code for note in reading.notes] == (["TB009"] if said else [])
    assert said is None or said in reading.notes[0].message


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(path: Path, delimiter: str, line_end: str) -> None:
    content = csv(CELLS, CELLS, delimiter=delimiter).replace("\n", line_end)
    assert read(path, content).table.to_pylist() == [ROW, ROW]


def test_line_breaks_commas_and_quotation_marks_in_a_cell(path: Path) -> None:
    note = 'first line\nsecond, "quoted"\r\nthird'
    reading = read(path, csv((CELLS[0], note, *CELLS[2:]), CELLS))
    assert reading.table["note"].to_pylist() == [note, None]


def test_headings_by_label_in_any_order_and_width(path: Path) -> None:
    content = "ＰＥＯＰＬＥ, 申报号 ,申报时间,kind\n4,TJ-1,2023-05-06 09:10,高铁团队\n"
    columns = only("number", "people", "submitted at", "kind")
    claim = {"number": "TJ-1", "people": 4, "submitted at": ROW["submitted at"], "kind": "high-speed train"}
    assert read(path, content, columns=columns).table.to_pylist() == [claim]


def test_blank_rows_are_passed_over_and_still_counted(path: Path) -> None:
    content = "\n\nnumber,people\nTJ-1,1\n\n,\n  ,\nTJ-2,few\n"
    reading = read(path, content, columns=only("number", "people"))
    assert reading.table.to_pylist() == [{"number": "TJ-1", "people": 1}]
    assert reading.rejects["row"].to_pylist() == [8]


def test_rows_that_do_not_fit_are_rejects_and_the_good_rows_go_on(path: Path) -> None:
    content = "number,people\nTJ-1,1\nTJ-2\nTJ-3,3,3\nTJ-4,four\nTJ-5,5\n"
    reading = read(path, content, columns=only("number", "people"))
    assert reading.table["number"].to_pylist() == ["TJ-1", "TJ-5"]
    rejects = [tuple(reject.values()) for reject in tables.in_words(reading.rejects, "en").to_pylist()]
    assert rejects == [
        (3, "", "TJ-2", "TB030", "as many cells as in the header: 2, not 1"),
        (4, "", "TJ-3,3,3", "TB031", "as many cells as in the header: 2, not 3"),
        (5, "people", "four", "TB034", "a whole number, as in 1234 or 1,234"),
    ]


def test_row_numbers_hold_over_many_blocks(path: Path) -> None:
    lines = [f"TJ-{n},{'x' if n % 90_000 == 5 else n}" if n % 70_000 else "short" for n in range(2, 1_000_000)]
    reading = read(path, "number,people\n" + "\n".join(lines), columns=only("number", "people"))
    expected = sorted([n for n in range(2, 1_000_000) if n % 70_000 == 0 or n % 90_000 == 5])
    assert reading.rejects["row"].to_pylist() == expected
    assert reading.table.num_rows == 999_998 - len(expected)


def test_damaged_bytes_and_nul_are_rejects_of_their_cells(path: Path) -> None:
    content = "number,note,people\nTJ-1,大同站,1\n".encode() + "TJ-2,大同".encode() + b"\xff,2\n" + b"TJ-3,a\0b,3\n"
    reading = read(path, content, columns=only("number", "note", "people"))
    assert reading.table["number"].to_pylist() == ["TJ-1"]
    assert [(reject["row"], reject["column"], reject["code"]) for reject in reading.rejects.to_pylist()] == [
        (3, "note", "TB033"),
        (4, "note", "TB032"),
    ]


def test_an_apostrophe_before_a_formula_is_ours(path: Path) -> None:
    content = "number,note\nTJ-1,'=1+1\nTJ-2,''-x\nTJ-3,'tis\n"
    assert read(path, content, columns=only("number", "note")).table["note"].to_pylist() == ["=1+1", "'-x", "'tis"]


@pytest.mark.parametrize(
    ("content", "codes", "words"),
    [
        ("", ["TB003"], "the file is empty"),
        (" \n\n", ["TB003"], "empty"),
        (",,\n,,\n", ["TB003"], "only blanks"),
        ("number,people,number\n", ["TB010"], "«number» stands twice"),
        ("申报号,number,people\n", ["TB010"], "column 1 is it already"),
        ("number,peple\n1,2\n", ["TB012", "TB011"], "did you mean «people»?"),
        ("number\n1\n", ["TB011"], "also as «人数» or «People»"),
        (b"PK\x03\x04" + bytes(50), ["TB005"], "an Excel workbook by its content"),
        (b"PAR1" + bytes(50), ["TB005"], "Parquet by its content"),
        ("number,people\né ,è \n".encode("latin-1"), ["TB002"], "neither UTF-8 nor GB18030"),
    ],
)
def test_what_is_no_table_of_claims(path: Path, content: str | bytes, codes: list[str], words: str) -> None:
    with pytest.raises(BridgeheadError, match="TB0") as caught:
        read(path, content, columns=only("number", "people"))
    assert [mistake.code for mistake in caught.value.mistakes] == codes
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("content", "good", "bad"),
    [
        ('TJ-1,1,a\nTJ-2,"2,b\nTJ-3,3,c\n', [("TJ-1", 2), ("TJ-3", 4)], [(3, 'TJ-2,"2,b')]),
        ('TJ-1,1,a\nTJ-2,2,"b', [("TJ-1", 2)], [(3, 'TJ-2,2,"b')]),
        ('TJ-1,1,"a\nTJ-2,2,"b, c"\nTJ-3,3,"d\ne"\n', [("TJ-2", 3), ("TJ-3", 4)], [(2, 'TJ-1,1,"a')]),
        ('TJ-1,1,"a\nTJ-2,2\nTJ-3,few,c\nTJ-4,4,d\n', [("TJ-4", 5)], [(2, None), (3, None), (4, None)]),
        ('TJ-1,1,"a\r\nTJ-2,2,b\r\n', [("TJ-2", 3)], [(2, 'TJ-1,1,"a')]),
        ('TJ-1,"1,a\nTJ-2,"2",b\nTJ-3,3,c\n', [("TJ-2", 3), ("TJ-3", 4)], [(2, 'TJ-1,"1,a')]),
        ('TJ-1,1,"a"b\nTJ-2,2,"b ""and"" c"\n', [("TJ-2", 3)], [(2, 'TJ-1,1,"a"b')]),
        ('TJ-1,1,"a\nb"c\nTJ-2,2,"d\ne"\nTJ-3,3,5"\n', [("TJ-2", 4), ("TJ-3", 5)], [(2, None), (3, 'b"c')]),
    ],
)
def test_an_open_quotation_mark_costs_its_line_alone(
    path: Path, content: str, good: list[tuple[str, int]], bad: list[tuple[int, str | None]]
) -> None:
    reading = read(path, f"number,people,note\n{content}", columns=only("number", "people", "note"))
    assert list(zip(reading.table["number"].to_pylist(), reading.rows.to_pylist(), strict=True)) == good
    rejects = reading.rejects.to_pylist()
    assert [row["row"] for row in rejects] == [row for row, _ in bad]
    assert rejects[0]["code"] == "TB007"
    assert all(said in (None, row["value"]) for row, (_, said) in zip(rejects, bad, strict=True))


def test_the_cell_whose_quotation_mark_is_open_is_named(path: Path) -> None:
    content = 'number,note,people,seats\nTJ-1,"a, b",2,"3\nTJ-2,"a"b,3,4\nTJ-3,c,4,5\n'
    reading = read(path, content, columns=only("number", "people", "note"))
    assert reading.rejects["column"].to_pylist() == ["seats", "note"]
    assert reading.table["number"].to_pylist() == ["TJ-3"]


NOTES = st.sampled_from(("", "a", '"b, c"', '"d\ne"', '"f ""g"" h"'))


@costing(1, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NOTES, NOTES), min_size=2, max_size=8), st.data())
def test_one_mark_too_many_costs_no_other_row(path: Path, notes: list[tuple[str, str]], data: st.DataObject) -> None:
    lines = [f"T{at},{first},{second}" for at, (first, second) in enumerate(notes)]
    broken = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[broken])))
    expected = [f"T{at}" for at in range(len(lines)) if at != broken]
    lines[broken] = f'{lines[broken][:cut]}"{lines[broken][cut:]}'
    reading = read(path, "\n".join(["number,people,note", *lines]), columns=only("number", "note"))
    assert [number for number in reading.table["number"].to_pylist() if number in expected] == expected


def test_rows_behind_an_open_quotation_mark_keep_their_place_among_many(path: Path) -> None:
    """Far apart, in several blocks of the file."""
    lines = [f"TJ-{at},1,{'x' * 400}" for at in range(60_000)]
    lines[30_000] = 'TJ-30000,1,"open'
    lines[30_050] = f'TJ-30050,1,"{"x" * 400}, closed"'
    reading = read(path, "number,people,note\n" + "\n".join(lines), columns=only("number", "people", "note"))
    assert reading.rejects["row"].to_pylist() == [30_002]
    assert reading.table["number"].to_pylist() == [f"TJ-{at}" for at in range(60_000) if at != 30_000]
    assert reading.rows.to_pylist() == [at + 2 for at in range(60_000) if at != 30_000]


def test_a_row_without_end(path: Path) -> None:
    with pytest.raises(BridgeheadError, match="TB008"):
        read(path, "number,people\n" + "x" * (18 << 20), columns=only("number", "people"))


def test_a_header_alone_is_said(path: Path) -> None:
    reading = read(path, csv())
    assert reading.table.num_rows == reading.rejects.num_rows == 0
    assert [str(note) for note in reading.notes] == [
        f"{path}:1:1: TB004 no rows under the header; expected one claim or case a row"
    ]


def test_unknown_and_absent_columns_are_said(path: Path) -> None:
    reading = read(path, "number,remark,people\nTJ-1,x,1\n", columns=only("number", "note", "people"))
    assert reading.table.to_pylist() == [{"number": "TJ-1", "note": None, "people": 1}]
    assert [str(note).split(": ", 1)[1] for note in reading.notes] == [
        "TB012 unknown column «remark»; expected one of number, note, people, or a label",
        "TB011 no column «note»; expected it in the header",
    ]


def test_a_file_that_is_absent(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("number\n")
    with pytest.raises(BridgeheadError, match=r"TB001 no such file.*did you mean «claims.csv»"):
        tables.read(tmp_path / "claim.csv", COLUMNS, zone=ZONE)
    with pytest.raises(BridgeheadError, match=r"TB001 «claims.docx» cannot be read; expected a file that ends in .csv"):
        tables.read(tmp_path / "claims.docx", COLUMNS, zone=ZONE)


def test_a_file_that_changes_while_it_is_read(path: Path) -> None:
    path.write_text("number,people\n" + "TJ-1,1\n" * 2_000_000)
    columns = only("number", "people")

    def append(rows: int) -> None:
        with path.open("a") as file:
            file.write("TJ-2,2\n")

    with pytest.raises(BridgeheadError, match="TB006"):
        tables.read(path, columns, zone=ZONE, progress=append)
    assert tables.read(path, columns, zone=ZONE).table.num_rows > 2_000_000


def test_progress_counts_the_rows(path: Path) -> None:
    path.write_text("number,people\n" + "TJ-1,1\n" * 2_000_000)
    seen: list[int] = []
    tables.read(path, only("number", "people"), zone=ZONE, progress=seen.append)
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == 2_000_000


def test_a_day_in_every_form(path: Path) -> None:
    days = ["2023-5-4", "2023/05/04", "2023.5.4", "２０２３年５月４日", "20230504", "2023-05-04 00:00:00"]
    content = csv(*((f"TJ-{n}", day) for n, day in enumerate(days)), header=["number", "completed on"])
    reading = read(path, content, columns=only("number", "completed on"))
    assert reading.table["completed on"].to_pylist() == [date(2023, 5, 4)] * len(days)
