"""Decision tables over many cases give what they give one by one, in every policy, with the rules that matched."""

from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.columns import NotColumnar, decide, translate
from bridgehead.feel.hits import TRACE
from bridgehead.feel.types import NumberType, Variable
from tests.feel.columns.claims import field_type
from tests.feel.columns.executors import run, same
from tests.feel.rules import POLICIES, SCOPE, cell, table
from tests.feel.test_tables import NEEDED, VALUES
from tests.profiles import costing

SCHEMA = pa.schema([(name, field_type(variable.type)) for name, variable in SCOPE.items()])


def cases(random: Random, count: int) -> list[dict[str, Any]]:
    """Cases whose values are of the types of their columns."""
    fitting = {name: [value for value in values if _fits(name, value)] for name, values in VALUES.items()}
    return [{name: random.choice(values) for name, values in fitting.items()} for _ in range(count)]


def _fits(name: str, value: object) -> bool:
    try:
        pa.array([value], type=SCHEMA.field(name).type)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return False
    return value != 2.5 or name != "people"


def unequal(made: feel.tree.Table, rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[Any]:
    """The cases whose value, or rules that matched, is another than one by one."""
    one_by_one, wrong = feel.compile(made, SCOPE), []
    for row, got in zip(rows, found, strict=True):
        fired: list[Any] = []
        expected = one_by_one({**row, TRACE: fired})
        if not same(expected, got["value"]) or list(fired[0].matched) != got["rules"]:
            wrong.append((row, expected, got))
    return wrong


@costing(5)
@given(random=st.randoms(use_true_random=False), policy=st.sampled_from(POLICIES), count=st.integers(1, 20))
def test_tables_over_columns_say_the_same(random: Random, policy: str, count: int) -> None:
    made, rows = table(random, policy, count), cases(random, 40)
    source = ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA).append_column("place", [list(range(len(rows)))]))
    try:
        decided = decide(source, made, {name: source[name] for name in SCOPE}, SCOPE, trace="rules")
    except NotColumnar as refusal:
        if refusal.mistakes[0].code not in ("FE304", "FE307"):
            raise
        return
    found = ibis.duckdb.connect().to_pyarrow(decided.order_by("place")).to_pylist()
    assert unequal(made, rows, found) == []


@costing(5)
@given(random=st.randoms(use_true_random=False), policy=st.sampled_from(("U", "A", "F", "P", "C+", "C#")))
def test_tables_inside_expressions_say_the_same(random: Random, policy: str) -> None:
    """There a case may lack what a rule asks for, and a cell may be a formula."""
    scope = NEEDED if random.randrange(2) else SCOPE
    made, rows = table(random, policy, random.randint(1, 6), formulas=True), cases(random, 40)
    source = ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA).append_column("place", [list(range(len(rows)))]))
    try:
        column = translate(made, {name: source[name] for name in scope}, scope)
    except NotColumnar as refusal:
        if refusal.mistakes[0].code not in ("FE304", "FE305", "FE307"):
            raise
        return
    found = run([column], source, ibis.duckdb.connect())[0]
    one_by_one = feel.compile(made, scope)
    for row, got in zip(rows, found, strict=True):
        expected = one_by_one({name: value for name, value in row.items() if value is not None or scope is SCOPE})
        assert same(expected, got), (row, expected, got)


def test_formulas_and_unknown_inputs_are_refused() -> None:
    source = ibis.memtable(pa.Table.from_pylist([], schema=SCHEMA))
    columns = {name: source[name] for name in SCOPE}
    made = table(Random(1), "U", 3)
    needed = {**SCOPE, **{name: Variable(SCOPE[name].type) for name in SCOPE}}
    with pytest.raises(NotColumnar, match="may be unknown"):
        decide(source, made, columns, needed)
    rule = feel.tree.Rule((cell("? > rate", "people"),), (feel.parse("1", SCOPE),))
    formula = feel.tree.Table((feel.parse("people", SCOPE),), (rule,), "U")
    with pytest.raises(NotColumnar, match="is a formula"):
        decide(source, formula, columns, SCOPE)


def test_numbers_are_met_at_the_digits_of_their_column() -> None:
    """A bound with more digits than the column lies between two of its values."""
    scope = {"rate": Variable(NumberType(precision=4, scale=1), optional=True)}
    cells = ("< 0.25", "[0.25..0.3]", "> 0.3")
    rules = tuple(
        feel.tree.Rule((feel.parse_unary_tests(cell, scope, scope["rate"].type),), (feel.parse(f"{place}", scope),))
        for place, cell in enumerate(cells)
    )
    made = feel.tree.Table((feel.parse("rate", scope),), rules, "U")
    rates = pa.array([0, 2, 3, 4, None], type=pa.int64()).cast(pa.decimal128(21, 1))
    source = ibis.memtable(
        pa.table(
            {"rate": pa.array([None if r is None else r / 10 for r in rates.to_pylist()], type=pa.decimal128(4, 1))}
        )
    )
    decided = decide(source, made, {"rate": source.rate}, scope)
    found = {row["rate"]: row["value"] for row in ibis.duckdb.connect().to_pyarrow(decided).to_pylist()}
    assert list(found.values()) == [0, 0, 1, 2, None]
