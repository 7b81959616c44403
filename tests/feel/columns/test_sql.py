"""What a rule looks like in SQL: as a person would write it, so that settling is as fast."""

from decimal import Decimal

import ibis

from bridgehead.feel import tree
from bridgehead.feel.columns import translate
from bridgehead.feel.types import STRING, NumberType, Variable

SCOPE = {
    "passengers": Variable(NumberType(precision=9, scale=0)),
    "rate": Variable(NumberType(precision=5, scale=4)),
    "stop": Variable(STRING),
    "note": Variable(STRING, optional=True),
}
TABLE = ibis.table({"passengers": "int64", "rate": "decimal(5, 4)", "stop": "string", "note": "string"}, name="claims")
PASSENGERS, RATE, STOP, NOTE = map(tree.Name, SCOPE)


def sql(expression: tree.Expression) -> str:
    columnar = translate(expression, {name: TABLE[name] for name in SCOPE}, SCOPE)
    text = ibis.to_sql(TABLE.select(value=columnar.value), dialect="duckdb")
    return " ".join(text.split()).removeprefix("SELECT ").removesuffix(' AS "value" FROM "claims" AS "t0"')


def number(text: str) -> tree.Literal:
    return tree.Literal(Decimal(text))


def test_a_comparison_is_one() -> None:
    assert sql(tree.Comparison(">=", PASSENGERS, number("400"))) == '"t0"."passengers" >= 400'


def test_a_constant_takes_the_type_of_the_column() -> None:
    assert sql(tree.Comparison(">=", RATE, number("0.5"))) == '"t0"."rate" >= CAST(0.5000 AS DECIMAL(5, 4))'


def test_a_list_is_an_in() -> None:
    stations = tree.List((tree.Literal("大同站"), tree.Literal("大同南站")))
    assert sql(tree.In(STOP, (stations,))) == "\"t0\".\"stop\" IN ('大同站', '大同南站')"


def test_an_optional_column_compares_without_null() -> None:
    assert sql(tree.Comparison("=", NOTE, tree.Literal("x"))) == '"t0"."note" IS NOT DISTINCT FROM \'x\''


def test_whole_numbers_stay_whole() -> None:
    product = tree.Arithmetic("*", PASSENGERS, number("30"))
    assert sql(tree.Arithmetic("+", product, number("1"))) == '( "t0"."passengers" * 30 ) + 1'
