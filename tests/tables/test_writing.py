"""What is written is whole, is the same each time, carries no formulas, and is read back as it was."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bridgehead import tables
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.tables import excel_writing
from tests.profiles import costing
from tests.tables.claims import COLUMNS, ROW, ZONE

SCHEMA = tables.arrow_schema(COLUMNS)
SUFFIXES = ("csv", "xlsx", "parquet")
MIDNIGHT = datetime(1, 1, 1)  # noqa: DTZ001 - wall-clock time
signs = some.characters(exclude_categories=("Cs",), exclude_characters="\0\ufffe\uffff")
texts = some.text(signs, min_size=1).map(str.strip).filter(lambda text: text and text.strip() == text)
formulas = some.tuples(some.sampled_from("=+-@'＝＋－＠\x1b\x07"), texts).map("".join)


def decimals(whole: int, places: int) -> some.SearchStrategy[Decimal]:
    top = Decimal(10) ** whole - Decimal(1).scaleb(-places)
    return some.decimals(-top, top, places=places, allow_nan=False)


rows = some.fixed_dictionaries(
    {
        "number": texts,
        "note": some.none() | texts | formulas,
        "people": some.none() | some.integers(-(10**18) + 1, 10**18 - 1),
        "score": some.none() | decimals(7, 3),
        "invoice": some.none() | decimals(16, 2),
        "ticket rate": some.none() | decimals(0, 4),
        "accepted": some.none() | some.booleans(),
        "completed on": some.none() | some.dates(),
        "submitted at": some.none() | some.datetimes(min_value=MIDNIGHT),
        "kind": some.none() | some.sampled_from(["train", "high-speed train"]),
        "sights": some.none() | some.lists(some.sampled_from(["云冈石窟", "恒山"]), min_size=1, unique=True),
    }
)


@given(some.lists(rows, min_size=1, max_size=5), some.sampled_from(SUFFIXES))
@costing(2)
def test_what_is_written_is_read_back(claims: list[dict[str, object]], suffix: str) -> None:
    table = pa.Table.from_pylist(claims, SCHEMA)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"claims.{suffix}"
        assert tables.write(path, table) == len(claims)
        reading = tables.read(path, COLUMNS, zone=ZONE)
    assert reading.rejects.to_pylist() == []
    assert reading.table.to_pylist() == table.to_pylist()


@given(some.lists(rows, max_size=5))
@costing(2)
def test_json_holds_every_digit(claims: list[dict[str, object]]) -> None:
    table = pa.Table.from_pylist(claims, SCHEMA)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.json"
        tables.write(path, table)
        read = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    assert read == [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in table.to_pylist()
    ]


def test_structures_are_written_to_json_and_parquet(tmp_path: Path) -> None:
    reasons = [[{"condition": "stay", "holds": False, "seen": "0"}], []]
    table = pa.table({"number": ["a", "b"], "reasons": reasons})
    tables.write(tmp_path / "out.json", table)
    assert (tmp_path / "out.json").read_text() == (
        '[\n{"number": "a", "reasons": [{"condition": "stay", "holds": false, "seen": "0"}]},\n'
        '{"number": "b", "reasons": []}\n]\n'
    )
    tables.write(tmp_path / "out.parquet", table)
    assert pa.parquet.read_table(tmp_path / "out.parquet").to_pylist() == table.to_pylist()


def test_csv_opens_in_excel_and_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    cells = ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "＝1", "\x1b[31m", "大同站", "1-2", None]
    tables.write(path, pa.table({"note": cells, "amount": pa.array([Decimal("-1.50")] * 12, pa.decimal128(9, 2))}))
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\n")[:-1] == [
        '"note","amount"',
        '"\'=HYPERLINK(""x"")",-1.50',
        '"\'+1",-1.50',
        '"\'-1",-1.50',
        '"\'@SUM(A1)",-1.50',
        '"\'\tx",-1.50',
        '"\'\rx",-1.50',
        "\"''=1\",-1.50",
        '"\'＝1",-1.50',
        '"\'\x1b[31m",-1.50',
        '"大同站",-1.50',
        '"1-2",-1.50',
        ",-1.50",
    ]


def test_a_workbook_has_values_and_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    tables.write(path, pa.Table.from_pylist([{**ROW, "note": "=1+1"}, {**ROW, "note": "https://x.example"}], SCHEMA))
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[2]] == [
        *("TJ-1", "=1+1", 412, 1.5, 100000, 0.63, True),
        *(datetime(2023, 5, 4), datetime(2023, 5, 6, 9, 10), "train", "恒山"),  # noqa: DTZ001 - as a sheet holds them
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b", "d"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("suffix", [*SUFFIXES, "json"])
def test_the_same_rows_are_the_same_bytes_however_they_come(tmp_path: Path, suffix: str) -> None:
    table = pa.Table.from_pylist([{**ROW, "number": f"TJ-{n}"} for n in range(500)], SCHEMA)
    small = pa.RecordBatchReader.from_batches(SCHEMA, table.to_batches(max_chunksize=7))
    seen: list[int] = []
    assert tables.write(tmp_path / f"one.{suffix}", table) == 500
    assert tables.write(tmp_path / f"two.{suffix}", small, progress=seen.append) == 500
    assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"two.{suffix}").read_bytes()
    assert seen == [500]


@pytest.mark.parametrize("suffix", [*SUFFIXES, "json"])
def test_no_rows_leave_a_header(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    assert tables.write(path, SCHEMA.empty_table()) == 0
    if suffix == "json":
        assert path.read_text() == "[]\n"
    else:
        assert tables.read(path, COLUMNS, zone=ZONE).table.num_rows == 0


@pytest.mark.parametrize("suffix", [*SUFFIXES, "json"])
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    path.write_text("as it was")

    def breaking() -> Iterator[pa.RecordBatch]:
        yield from pa.Table.from_pylist([ROW] * 2_000, SCHEMA).to_batches()
        raise OSError("the source broke")

    with pytest.raises(OSError, match="the source broke"):
        tables.write(path, pa.RecordBatchReader.from_batches(SCHEMA, breaking()))
    assert path.read_text() == "as it was"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table({"note": ["x" * 40_000]})
    cases = {
        tmp_path / "out.xslx": r"TB050 «out.xslx» cannot be written; expected .*; did you mean «.xlsx»",
        tmp_path / "absent" / "out.csv": "TB051 the folder «.*absent» is not there",
        tmp_path / "out.xlsx": r"TB053 a text of 40,000 characters in row 2; expected at most 32,767",
    }
    for path, message in cases.items():
        with pytest.raises(BridgeheadError, match=message):
            tables.write(path, table)
    monkeypatch.setattr(excel_writing, "MOST_ROWS", 3)
    with pytest.raises(BridgeheadError, match="TB052 more rows than a sheet holds; expected at most 2"):
        tables.write(tmp_path / "out.xlsx", pa.table({"n": [1, 2, 3]}))
    assert list(tmp_path.iterdir()) == []
