"""Both executors give one value for every expression and claim, null and unknown kept apart."""

import importlib.util
import shutil
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.columns import NotColumnar, rowwise, translate
from tests.feel.columns.claims import SCOPE, Row, rows, table
from tests.feel.columns.executors import differences, fields, found
from tests.feel.columns.expressions import expression


def _near(value: Any) -> bool:
    """Whether all dates in a value are such that no expression moves them out of the years 1 to 9999."""
    if isinstance(value, Mapping):
        return all(map(_near, value.values()))
    if isinstance(value, list):
        return all(map(_near, value))
    return 1800 < getattr(value, "year", 2000) < 9000


CLAIMS = rows(Random(20230504), 60)
DATA = table(CLAIMS).append_column("place", [list(range(len(CLAIMS)))])
# Spark gives back dates of the years 1 to 9999 alone, so none of its claims is moved out of these.
NEAR_CLAIMS = [row for row in CLAIMS if _near(row)]
NEAR_DATA = table(NEAR_CLAIMS).append_column("place", [list(range(len(NEAR_CLAIMS)))])
# The traps in which engines part from FEEL or from one another.
TRAPS = (
    "rate * rate * rate",
    "amount * 1.005",
    "0.1 + 0.2 = 0.3",
    "0.1234567890123456789012345678901234 * 1",
    "-0.1234567890123456789012345678901234 * 1",
    "all([agreed, checked])",
    "any([agreed, checked])",
    "product([amount, bonus])",
    "not(stop in (\"a\", \"ab\")) = agreed",
    "amount > 12345678901234567890123456789012",
    "modulo(passengers, 7)",
    "modulo(passengers, -7)",
    "modulo(amount, -1.5)",
    "modulo(人数, passengers)",
    "decimal(amount / passengers, 2)",
    "floor(amount / passengers)",
    "round half down(bonus / 3, 2)",
    "amount / passengers > 100",
    "amount / passengers = 0",
    "decimal(bonus, 2)",
    "round half up(bonus, 2)",
    "round half down(bonus, 2)",
    "floor(bonus, 1)",
    "ceiling(bonus, 1)",
    "paid sights = null",
    "paid sights != 2",
    "paid sights in (1, 2)",
    "paid sights < 2",
    'note = "a" and stop = "a"',
    "not(agreed) = checked",
    "(agreed and checked) = checked",
    "passengers between paid sights and 人数",
    "if checked then passengers else bonus",
    "min(bonus, amount)",
    "string length(stop)",
    'contains(stop, "%")',
    "substring(stop, 2, 1)",
    "substring(stop, -2)",
    "completed on + duration(\"P1M\")",
    "completed on - duration(\"P1Y\")",
    "completed on + duration(\"PT36H\")",
    "(completed on - paid on).days",
    "completed on - paid on >= duration(\"P3D\")",
    "years and months duration(completed on, paid on).months",
    "submitted at + duration(\"P30D\")",
    "submitted at + duration(\"P1M\")",
    "submitted at <= date and time(\"2023-05-04T08:30:00\")",
    "submitted at - seen at > duration(\"PT1H\")",
    "completed on.weekday",
    "week of year(completed on)",
    "some x in stays satisfies x > passengers",
    "every x in fares satisfies x < 100 or agreed",
    "some x in stays, y in fares satisfies x = y",
    "fares[item > bonus]",
    "fares[checked]",
    "visits[people > 10].site",
    "visits[site in stops].people",
    "visits[-1].fee",
    "first visit.people",
    "visits[paid sights]",
    "sum(fares)",
    "sum(visits.fee)",
    "min(stays)",
    "max(visits.day)",
    "decimal(mean(visits.fee), 1)",
    "mean(stays) > 3",
    "floor(mean(stays))",
    'matches(stop, "b.?$|^x")',
    "all(flags)",
    "any(flags)",
    "count(visits[people > 1])",
    "list contains(tags, note)",
    "note in stops",
    'stop in (tags, "a")',
    "for x in stays return x + paid sights",
    "for x in stays return if x > passengers then x else bonus",
    "for x in fares, y in stays return x * y",
    "append(stays, passengers, 1.5)",
    "concatenate(tags, stops)",
    "union(stays, fares)",
    "distinct values(stops)",
    "index of(tags, note)",
    "reverse(fares)",
    "sublist(stays, -2, 1)",
    "sublist(stays, 2)",
    "remove(fares, -1)",
    "sort(fares, function(a, b) a > b)",
    "stays = fares",
    "tags = stops",
    'string join(tags, ",")',
    'split(stop, "大")',
    'matches(stop, "^[a-z]+$")',
    'replace(stop, "[ab]+", "x")',
    "{total: amount + bonus, double: total * 2}",
    "{low: function(x) x < passengers, found: stays[low(item)]}.found",
    "[passengers, paid sights]",
)  # fmt: skip


@pytest.fixture(scope="module")
def duckdb() -> Any:
    connection = ibis.duckdb.connect()
    connection.create_table("claims", ibis.memtable(DATA))
    return connection


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("pyspark or Java is absent")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    session.createDataFrame(NEAR_DATA).createOrReplaceTempView("claims")
    yield ibis.pyspark.connect(session)
    session.stop()


def _hold_equal(texts: tuple[str, ...], connection: Any, claims_met: list[Row] = CLAIMS) -> None:
    claims = connection.table("claims")
    trees = [feel.parse(text, SCOPE) for text in texts]
    values = found([translate(parsed, fields(claims), SCOPE) for parsed in trees], claims, connection)
    assert differences(texts, trees, values, claims_met) == []


def test_traps_on_duckdb(duckdb: Any) -> None:
    _hold_equal(TRAPS, duckdb)


@pytest.mark.spark
def test_traps_on_spark(spark: Any) -> None:
    _hold_equal(TRAPS, spark, NEAR_CLAIMS)


def _columnar_texts(random: Random, count: int, connection: Any) -> tuple[str, ...]:
    columns, texts = fields(connection.table("claims")), []
    for made in (expression(random) for _ in range(count)):
        try:
            translate(feel.parse(made.text, SCOPE), columns, SCOPE)
        except NotColumnar:
            continue
        texts.append(made.text)
    return tuple(texts)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_any_expression_on_duckdb(duckdb: Any, random: Random) -> None:
    if texts := _columnar_texts(random, 1, duckdb):
        _hold_equal(texts, duckdb)


@pytest.mark.spark
@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.generate,),  # Spark is too slow to look for smaller ones
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(random=st.randoms(use_true_random=False))
def test_many_expressions_on_spark(spark: Any, random: Random) -> None:
    """A query costs Spark seconds, so that each example is a batch of expressions."""
    _hold_equal(_columnar_texts(random, 60, spark), spark, NEAR_CLAIMS)


def test_row_by_row_gives_a_column_where_there_is_no_columnar_form() -> None:
    parsed = feel.parse("upper case(stop)", SCOPE)
    column = rowwise(parsed, DATA.to_batches(max_chunksize=7), SCOPE, pa.string())
    assert column.value.to_pylist() == [None if row["stop"] is None else str(row["stop"]).upper() for row in CLAIMS]
    assert column.unknown.to_pylist() == [row["stop"] is None for row in CLAIMS]
