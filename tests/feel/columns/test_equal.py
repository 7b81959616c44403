"""Both executors give one value for every expression and claim, null and unknown kept apart; Spark: `tests/spark`."""

from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.columns import rowwise
from tests.feel.columns.claims import SCOPE, rows, table
from tests.feel.columns.executors import fields, unequal
from tests.feel.columns.expressions import columnar
from tests.feel.columns.traps import TRAPS
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
