"""Parquet: what its types can hold decides; the plan and the table agree."""

from dataclasses import replace
from decimal import Decimal
from math import isfinite
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from bridgehead import tables
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.types import Column, FieldType
from bridgehead.tables.parquet import scan, stands_as_read
from tests.profiles import costing
from tests.tables.claims import COLUMNS, LABELS, ROW, ZONE, csv, only

WHOLE = pa.Table.from_pylist(
    [ROW, {**ROW, "number": "TJ-2", "note": "x", "people": None}], tables.arrow_schema(COLUMNS)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.parquet"


def test_the_plan_and_the_table_agree(path: Path) -> None:
    """Columns in another order, under labels, in narrower types, with one that nobody asked for."""
    narrow = {"people": pa.int16(), "invoice": pa.decimal128(9, 2), "kind": pa.dictionary(pa.int32(), pa.string())}
    data = {name: WHOLE[name].cast(narrow.get(name, WHOLE[name].type)) for name in reversed(WHOLE.column_names)}
    data = {"人数" if name == "people" else name: column for name, column in data.items()} | {"remark": [1, 2]}
    parquet.write_table(pa.table(data), path)
    reading = tables.read(path, COLUMNS, zone=ZONE, labels=LABELS)
    plan = scan(path, COLUMNS, ibis.duckdb.connect().read_parquet(path), labels=LABELS)
    assert reading.table == WHOLE
    assert reading.rejects.num_rows == 0
    assert [note.code for note in reading.notes] == ["TB012"]
    assert plan.to_pyarrow().cast(WHOLE.schema) == WHOLE


def test_absent_optional_columns_are_null(path: Path) -> None:
    parquet.write_table(WHOLE.select(["number"]), path)
    columns = only("number", "note")
    expected = [{"number": "TJ-1", "note": None}, {"number": "TJ-2", "note": None}]
    assert tables.read(path, columns, zone=ZONE).table.to_pylist() == expected
    assert scan(path, columns, ibis.duckdb.connect().read_parquet(path)).to_pyarrow().to_pylist() == expected


@pytest.mark.parametrize(
    ("column", "kind", "expected"),
    [
        (Column("x", FieldType.INTEGER), pa.float64(), 'an exact number, as CAST("x" AS BIGINT) makes it in SQL'),
        (Column("x", FieldType.INTEGER), pa.uint64(), "int64"),
        (Column("x", FieldType.INTEGER), pa.string(), "int64"),
        (
            Column("x", FieldType.MONEY, scale=2),
            pa.float64(),
            'an exact number, as CAST("x" AS DECIMAL(18, 2)) makes it in SQL',
        ),
        (Column("x", FieldType.MONEY, scale=2), pa.decimal128(18, 3), "decimal(18, 2) or narrower"),
        (Column("x", FieldType.MONEY, scale=2), pa.decimal128(19, 2), "decimal(18, 2) or narrower"),
        (Column("x", FieldType.MONEY, scale=2), pa.int64(), "decimal(18, 2) or narrower"),
        (Column("x", FieldType.BOOLEAN), pa.int8(), "bool"),
        (Column("x", FieldType.DATE), pa.timestamp("us"), "date32"),
        (Column("x", FieldType.DATE_TIME), pa.timestamp("us", "UTC"), "timestamp of at most microseconds, without"),
        (Column("x", FieldType.DATE_TIME), pa.timestamp("ns"), "timestamp of at most microseconds, without"),
        (Column("x", FieldType.TEXT), pa.int64(), "string"),
        (Column("x", FieldType.CHOICES, choices=("a",)), pa.string(), "list"),
    ],
)
def test_types_that_do_not_fit(path: Path, column: Column, kind: pa.DataType, expected: str) -> None:
    parquet.write_table(pa.table({"x": pa.nulls(1, kind)}), path)
    for attempt in (
        lambda: tables.read(path, [column], zone=ZONE),
        lambda: scan(path, [column], ibis.table({"x": "int64"})),
    ):
        with pytest.raises(BridgeheadError) as caught:
            attempt()
        assert [mistake.code for mistake in caught.value.mistakes] == ["TB017"]
        assert caught.value.mistakes[0].expected.startswith(expected)


def test_texts_are_read_into_the_spelling_of_their_form_or_refused(path: Path) -> None:
    parquet.write_table(pa.table({"x": ["Wang@Example.ORG", "wang", None]}), path)
    reading = tables.read(path, [Column("x", FieldType.E_MAIL, optional=True)], zone=ZONE)
    assert reading.table["x"].to_pylist() == ["Wang@example.org", None]
    assert [(each["row"], each["code"]) for each in reading.rejects.to_pylist()] == [(2, "TB058")]


AS_WRITTEN = {
    "number": st.sampled_from(["TJ-1", "TJ-2", " TJ-3", "\u3000", "", None]),
    "kind": st.sampled_from(["train", "旅游专列", " Train", "bus", "", None]),
    "sights": st.sampled_from(
        [["恒山"], ["恒山", "悬空寺"], ["恒山 ", "恒山"], ["恒山", "恒山"], [""], ["x"], [], None]
    ),
}
WORDED = tuple(replace(column, unique=column.name == "number") for column in only(*AS_WRITTEN))


@given(st.lists(st.fixed_dictionaries(AS_WRITTEN), min_size=1, max_size=4), st.booleans())
@costing(1)
def test_texts_are_read_as_those_of_csv_and_the_plan_says_where_it_would_not(
    rows: list[dict[str, object]], dictionary: bool
) -> None:
    """The choices of a list stand between signs in CSV; a list that is empty or blank there is no text at all."""
    whole = pa.Table.from_pylist(rows, tables.arrow_schema(WORDED))
    if dictionary:
        whole = whole.set_column(1, "kind", whole["kind"].dictionary_encode())
    cells = [[row[name] or "" for name in AS_WRITTEN] for row in rows]
    lines = [tuple("；".join(cell) if isinstance(cell, list) else str(cell) for cell in row) for row in cells]
    with TemporaryDirectory() as folder:
        path, written = Path(folder, "claims.parquet"), Path(folder, "claims.csv")
        parquet.write_table(whole, path, row_group_size=2)
        written.write_text(csv(*lines, header=[*AS_WRITTEN]), "utf-8")
        read, as_csv = (tables.read(each, WORDED, zone=ZONE, labels=LABELS) for each in (path, written))
        same = stands_as_read(path, WORDED, LABELS)
        plan = scan(path, WORDED, ibis.duckdb.connect().read_parquet(path), labels=LABELS).to_pyarrow()
    blank = {row for row, line in enumerate(lines, 1) if not "".join(line).strip()}  # of CSV, and so none at all
    told, told_of_csv = (
        sorted((row["row"] - header, row["column"], row["code"]) for row in reading.rejects.to_pylist())
        for reading, header in ((read, 0), (as_csv, 1))
    )
    assert [each for each in told if each[0] not in blank] == told_of_csv
    blank_as_none = [{**row, "sights": row["sights"] or None} for row in read.table.to_pylist()]
    assert blank_as_none == as_csv.table.to_pylist()
    assert same == (plan.cast(whole.schema).equals(read.table.cast(whole.schema)) and not read.rejects.num_rows)


@given(st.lists(st.floats(), min_size=1, max_size=30))
@costing(1)
def test_a_floating_column_takes_the_shortest_decimals(made: list[float]) -> None:
    column = Column("x", FieldType.DECIMAL, optional=True, digits=76, scale=38, floating=True)
    with NamedTemporaryFile(suffix=".parquet") as file:
        parquet.write_table(pa.table({"x": made}), file.name)
        reading = tables.read(Path(file.name), [column], zone=ZONE)
    held = {row: Decimal(repr(one)) for row, one in enumerate(made, 1) if isfinite(one) and _is_held(repr(one))}
    assert dict(zip(reading.rows.to_pylist(), reading.table["x"].to_pylist(), strict=True)) == held
    assert reading.rejects["row"].to_pylist() == [row for row in range(1, len(made) + 1) if row not in held]


def _is_held(number: str) -> bool:
    shortest = Decimal(number).normalize()
    return abs(shortest) < 10**38 and int(shortest.as_tuple().exponent) >= -38


def test_a_whole_number_fits_an_amount_that_is_wide_enough(path: Path) -> None:
    parquet.write_table(pa.table({"x": pa.array([7, None], pa.int32())}), path)
    reading = tables.read(path, [Column("x", FieldType.MONEY, scale=2)], zone=ZONE)
    assert reading.table["x"].to_pylist() == [Decimal("7.00"), None]


def test_unknown_choices_are_rejects(path: Path) -> None:
    rows = [ROW, {**ROW, "kind": "bus"}, {**ROW, "sights": ["恒山", "华严寺"]}, {**ROW, "kind": None, "sights": []}]
    parquet.write_table(pa.Table.from_pylist(rows, tables.arrow_schema(COLUMNS)), path)
    reading = tables.read(path, COLUMNS, zone=ZONE)
    assert reading.table["kind"].to_pylist() == ["train", None]
    assert [tuple(reject.values()) for reject in tables.in_words(reading.rejects, "en").to_pylist()] == [
        (2, "kind", "bus", "TB040", "one of train, high-speed train"),
        (3, "sights", "华严寺", "TB040", "one of 云冈石窟, 恒山, 悬空寺"),
    ]


@pytest.mark.parametrize("content", [b"", b"number,people\n", b"PAR1" + bytes(40) + b"PAR1"])
def test_what_is_no_parquet(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(BridgeheadError, match="TB018"):
        tables.read(path, COLUMNS, zone=ZONE)
