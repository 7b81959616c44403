"""Both executors give one value for every expression and claim, null and unknown kept apart; Spark: `tests/spark`."""

from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from duckdb import Error as DuckDBError
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.columns import rowwise, translate
from tests.feel.columns.claims import SCOPE, rows, table
from tests.feel.columns.executors import fields, unequal
from tests.feel.columns.expressions import columnar
from tests.feel.columns.traps import DUCKDB_TRAPS, TRAPS
from tests.profiles import costing

CLAIMS = rows(Random(20230504), 60)
DATA = table(CLAIMS).append_column("place", [list(range(len(CLAIMS)))])


@pytest.fixture(scope="module")
def duckdb() -> Any:
    connection = ibis.duckdb.connect()
    connection.create_table("claims", ibis.memtable(DATA))
    return connection


def test_traps_on_duckdb(duckdb: Any) -> None:
    assert unequal(TRAPS, CLAIMS, duckdb) == []
    assert unequal(DUCKDB_TRAPS, CLAIMS, duckdb, "duckdb") == []


@pytest.mark.parametrize(
    "text", ["2026-05-04T08:30:00Z", "2026-05-04T08:30:00.1234567", "12026-05-04", "-0001-01-01", "2026-05-04T24:00:00"]
)
def test_a_text_that_no_column_holds_ends_the_query(duckdb: Any, text: str) -> None:
    claims = duckdb.table("claims")
    expression = feel.parse(f'date and time(if agreed then "{text}" else "{text}")', SCOPE)
    column = translate(expression, fields(claims), SCOPE, engine="duckdb").value
    with pytest.raises(DuckDBError, match="which no column holds"):
        duckdb.to_pyarrow(claims.select(column=column))


@costing(10)
@given(random=st.randoms(use_true_random=False))
def test_any_expressions_on_duckdb(duckdb: Any, random: Random) -> None:
    """Many expressions in one query, as it costs more to plan it than to run it."""
    texts = columnar(random, 16, fields(duckdb.table("claims")))
    assert unequal(texts, CLAIMS, duckdb) == []


def test_row_by_row_gives_a_column_where_there_is_no_columnar_form() -> None:
    parsed = feel.parse("upper case(stop)", SCOPE)
    column = rowwise(parsed, DATA.to_batches(max_chunksize=7), SCOPE, pa.string())
    assert column.value.to_pylist() == [None if row["stop"] is None else str(row["stop"]).upper() for row in CLAIMS]
    assert column.unknown.to_pylist() == [row["stop"] is None for row in CLAIMS]
