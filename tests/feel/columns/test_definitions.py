"""Names that stand for other expressions, functions among them, are put in the place where they are used."""

from collections.abc import Mapping
from typing import Any

import ibis
import pytest

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.columns import NotColumnar, translate
from bridgehead.feel.types import ANY, FunctionType, NumberType, Variable

CLAIMS = ibis.memtable({"passengers": [100, 500, None]}, schema={"passengers": "int64"})
SCOPE = {
    "passengers": Variable(NumberType(precision=6, scale=0), optional=True),
    "double": Variable(NumberType(precision=8, scale=0), optional=True),
    "capped": Variable(FunctionType(parameters=(ANY, ANY))),
}


def defined(**texts: str) -> dict[str, tree.Expression]:
    return {name: feel.parse(text, SCOPE) for name, text in texts.items()}


def values(text: str, definitions: Mapping[str, tree.Expression]) -> list[Any]:
    parsed = feel.parse(text, SCOPE)
    column = translate(parsed, {"passengers": CLAIMS.passengers}, SCOPE, text, definitions)
    return ibis.duckdb.connect().to_pyarrow(CLAIMS.select(value=column.value))["value"].to_pylist()


def test_an_expression_and_a_function_are_put_in_place() -> None:
    definitions = defined(double="passengers * 2", capped="function(value, most) if value > most then most else value")
    assert values("capped(double, 600) + capped(most: 50, value: passengers)", definitions) == [250, 650, None]


def test_what_defines_itself_is_refused_with_the_name() -> None:
    with pytest.raises(NotColumnar, match="a function calls itself"):
        values("capped(1, passengers)", defined(capped="function(value, most) capped(value, most)"))
    with pytest.raises(NotColumnar, match="«double» is defined by itself"):
        values("double", defined(double="double + 1"))


def test_a_mistake_inside_names_the_definition() -> None:
    with pytest.raises(NotColumnar, match="«double»: engines have no exact power"):
        values("passengers + double", defined(double="passengers ** 2"))
