"""Spark gives for decision tables, as joins and inside expressions, what they give case by case."""

from collections.abc import Iterator
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest

from bridgehead import feel
from bridgehead.feel.columns import NotColumnar, decide, translate
from tests.feel.columns.executors import run, same
from tests.feel.columns.test_decision import SCHEMA, cases, unequal
from tests.feel.rules import POLICIES, SCOPE, table

ARROW = "spark.sql.execution.arrow.pyspark.enabled"
CASES = cases(Random(20230504), 40)


@pytest.fixture(scope="module")
def spark(session: Any) -> Any:
    data = pa.Table.from_pylist(CASES, schema=SCHEMA).append_column("place", [list(range(len(CASES)))])
    session.createDataFrame(data).createOrReplaceTempView("cases")
    return ibis.pyspark.connect(session)


@pytest.fixture
def quick(session: Any) -> Iterator[None]:
    """The rules of a table reach Spark as Arrow: several times quicker than by its default way, row by row."""
    session.conf.set(ARROW, "true")
    yield
    session.conf.unset(ARROW)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("policy", POLICIES)
def test_tables_over_columns_say_the_same(spark: Any, policy: str) -> None:
    source = spark.table("cases")
    made = table(Random(policy), policy, 5)
    decided = decide(source, made, {name: source[name] for name in SCOPE}, SCOPE, trace="rules")
    assert unequal(made, CASES, spark.to_pyarrow(decided.order_by("place")).to_pylist()) == []


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ('"x"', "x"),
        ("1.25", "1.25"),
        ("90071992547409931", "90071992547409931"),
        ("true", "true"),
        ('date("2023-05-04")', "2023-05-04"),
    ],
)
def test_an_output_beside_null_reaches_spark_as_it_is(spark: Any, output: str, text: str) -> None:
    """By its default way Spark would take null for the text NaN or fail, and whole numbers for floating point."""
    source, agreed = spark.table("cases"), SCOPE["agreed"]
    rules = tuple(
        feel.tree.Rule((feel.parse_unary_tests(cell, SCOPE, agreed.type),), (feel.parse(value, SCOPE),))
        for cell, value in (("true", "null"), ("false", output))
    )
    made = feel.tree.Table((feel.parse("agreed", SCOPE),), rules, "U")
    decided = decide(source, made, {"agreed": source.agreed}, {"agreed": agreed})
    found = spark.to_pyarrow(decided.select("agreed", value=decided.value.cast("string")).distinct())
    assert {row["agreed"]: row["value"] for row in found.to_pylist()} == {True: None, False: text, None: None}


def test_tables_inside_expressions_say_the_same(spark: Any) -> None:
    random, source = Random(1), spark.table("cases")
    made, columns = [], []
    for policy in ("U", "A", "F", "P", "C+", "C#") * 4:
        one = table(random, policy, random.randint(1, 4), formulas=True)
        try:
            columns.append(translate(one, {name: source[name] for name in SCOPE}, SCOPE))
        except NotColumnar:
            continue
        made.append(one)
    assert len(made) > 10
    for one, values in zip(made, run(columns, source, spark), strict=True):
        expected = map(feel.compile(one, SCOPE), CASES)
        assert all(map(same, expected, values))
