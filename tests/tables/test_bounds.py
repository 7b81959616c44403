"""A figure beyond the bounds of its field costs its row, in every kind of file; the good rows are decided."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from bridgehead import tables
from bridgehead.primitives.types import Column, FieldType
from bridgehead.tables.parquet import stands_as_read
from tests.tables.claims import ZONE

COLUMNS = (
    Column("number", FieldType.TEXT, unique=True),
    Column("people", FieldType.INTEGER, minimum=Decimal(0)),
    Column("score", FieldType.DECIMAL, scale=4, minimum=Decimal(0), maximum=Decimal(100)),
)
ROWS = [
    {"number": "A", "people": 0, "score": Decimal("100.0000")},
    {"number": "B", "people": -1, "score": Decimal("0.5000")},
    {"number": "C", "people": None, "score": Decimal("100.0001")},
    {"number": "D", "people": 5, "score": None},
]
TABLE = pa.Table.from_pylist(ROWS, tables.arrow_schema(COLUMNS))


def filed(folder: Path, suffix: str) -> Path:
    path = folder / f"claims{suffix}"
    if suffix == ".parquet":
        parquet.write_table(TABLE, path)
    else:
        tables.write(path, TABLE)
    return path


@pytest.mark.parametrize(("suffix", "header"), [(".csv", 1), (".xlsx", 1), (".parquet", 0)])
def test_the_row_goes_to_the_rejects(tmp_path: Path, suffix: str, header: int) -> None:
    reading = tables.read(filed(tmp_path, suffix), COLUMNS, zone=ZONE)
    assert reading.table["number"].to_pylist() == ["A", "D"]
    rejects = [
        (row["row"] - header, row["column"], row["code"], row["expected en"]) for row in reading.rejects.to_pylist()
    ]
    assert rejects == [(2, "people", "TB048", "at least 0"), (3, "score", "TB048", "from 0 to 100")]


def test_the_statistics_of_a_file_tell_whether_it_may_be_read_piece_by_piece(tmp_path: Path) -> None:
    path = filed(tmp_path, ".parquet")
    assert not stands_as_read(path, COLUMNS)
    parquet.write_table(TABLE.slice(0, 1), path)
    assert stands_as_read(path, COLUMNS)
    parquet.write_table(TABLE.slice(0, 1), path, write_statistics=False)
    assert not stands_as_read(path, COLUMNS)


def test_the_figures_of_a_nested_column_are_not_taken_for_those_of_a_field(tmp_path: Path) -> None:
    """Statistics are kept by leaf, and a column beside the fields may have several."""
    path = tmp_path / "claims.parquet"
    wrong = TABLE.slice(1, 1)
    parquet.write_table(wrong.add_column(1, "seats", pa.array([{"hard": 5, "soft": 5, "bed": 5}])), path)
    assert not stands_as_read(path, COLUMNS)


def test_a_reject_shows_what_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("number,rate\nA,50%\nB,150%\n", "utf-8")
    columns = (
        Column("number", FieldType.TEXT, unique=True),
        Column("rate", FieldType.PERCENT, scale=4, minimum=Decimal(0), maximum=Decimal(1)),
    )
    assert tables.read(path, columns, zone=ZONE).rejects["value"].to_pylist() == ["150%"]
