"""Spark gives the value of the scalar executor for every expression and claim; a query, which is slow, holds many."""

from collections.abc import Mapping
from random import Random
from typing import Any

import ibis
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.columns import translate
from bridgehead.instruments.award.engines import Engine
from bridgehead.instruments.award.judged import MOST_NESTED, nesting
from tests.feel.columns.claims import SCOPE, rows, table
from tests.feel.columns.executors import fields, unequal
from tests.feel.columns.expressions import columnar
from tests.feel.columns.traps import TRAPS
from tests.profiles import costing


def _near(value: Any) -> bool:
    """Whether all dates in a value are such that no expression moves them out of the years 1 to 9999."""
    if isinstance(value, Mapping):
        return all(map(_near, value.values()))
    if isinstance(value, list):
        return all(map(_near, value))
    return 1800 < getattr(value, "year", 2000) < 9000


# Spark gives back dates of the years 1 to 9999 alone, so none of its claims is moved out of these.
CLAIMS = [row for row in rows(Random(20230504), 60) if _near(row)]


@pytest.fixture(scope="module")
def spark(session: Any) -> Any:
    data = table(CLAIMS).append_column("place", [list(range(len(CLAIMS)))])
    session.createDataFrame(data).createOrReplaceTempView("claims")
    return ibis.pyspark.connect(session)


def test_traps(spark: Any) -> None:
    assert unequal(TRAPS, CLAIMS, spark) == []


@costing(10, phases=(Phase.generate,))  # Spark is too slow to look for smaller ones
@given(random=st.randoms(use_true_random=False))
def test_many_expressions(spark: Any, random: Random) -> None:
    names = fields(spark.table("claims"))
    texts = [text for text in columnar(random, 60, names) if _nested(text, names) <= MOST_NESTED[Engine.SPARK]]
    assert unequal(texts, CLAIMS, spark) == []


def _nested(text: str, names: Mapping[str, Any]) -> int:
    return nesting(translate(feel.parse(text, SCOPE), names, SCOPE).value)
