"""Decisions as columns give what they give case by case: all of the kit's that are columnar, over made-up cases."""

from pathlib import Path
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest

from bridgehead import feel
from bridgehead.dmn.columnar import decided, schema_of
from bridgehead.dmn.load import load
from bridgehead.dmn.model import Decision, DecisionService
from bridgehead.dmn.run import Decisions
from bridgehead.feel.columns import NotColumnar
from bridgehead.feel.types import ContextType, ListType, NumberType, Type, Variable
from tests.feel.columns.claims import value
from tests.feel.columns.columnar import outcomes, told
from tests.feel.columns.executors import outside, same

ROWS = 12


def with_digits(of: Type) -> Type:
    """The type with numbers of few digits, such as fields have."""
    match of:
        case NumberType():
            return NumberType(precision=5, scale=2)
        case ListType(item=item):
            return ListType(item=with_digits(item))
        case ContextType(fields=fields) if fields:
            return ContextType(fields={name: Variable(with_digits(one.type), True) for name, one in fields.items()})
    return of


def cases(random: Random, inputs: dict[str, Type]) -> list[dict[str, Any]]:
    types = {name: with_digits(type) for name, type in inputs.items()}
    return [
        {name: value(random, type) if random.randrange(8) else None for name, type in types.items()}
        for _ in range(ROWS)
    ]


def columnar(decisions: Decisions) -> list[str]:
    """The decisions and services of a model with inputs that are columnar."""
    found = []
    for key, node in decisions.graph.nodes.items():
        decides = isinstance(node, Decision | DecisionService)
        inputs = decisions.inputs(key.name) if decides and _is_home(decisions, key) else {}
        schema = schema_of(inputs) if inputs else None
        if schema is None:
            continue
        try:
            decided(decisions, key.name, ibis.table({**schema, "case": "int64"}, name="cases"))
        except NotColumnar:
            continue
        found.append(key.name)
    return found


def _is_home(decisions: Decisions, key: Any) -> bool:
    return bool(key.namespace == decisions.graph.main.namespace)


@pytest.mark.parametrize("level", [2, pytest.param(3, marks=pytest.mark.slow)])
def test_what_is_columnar_of_the_kit_says_the_same(shared: Path, level: int) -> None:
    random, connection, met = Random(level), ibis.duckdb.connect(), 0
    for path in sorted((shared / "dmn-tck" / f"compliance-level-{level}").rglob("*.dmn")):
        decisions = load(path, lenient=True)
        for name in columnar(decisions):
            inputs = decisions.inputs(name)
            rows = cases(random, inputs)
            schema = schema_of(inputs)
            assert schema is not None
            data = pa.Table.from_pylist(rows, schema=schema.to_pyarrow())
            source = ibis.memtable(data.append_column("case", [list(range(ROWS))]))
            table = connection.to_pyarrow(decided(decisions, name, source).order_by("case"))
            for row, got in zip(rows, outside(table[name]), strict=True):
                expected = decisions.decide(name, row)
                assert same(expected, got), (path.name, name, row, expected, got)
            met += 1
    assert met >= {2: 10, 3: 40}[level]


@pytest.mark.slow
def test_how_much_is_columnar_is_told(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(list(outcomes(shared / "dmn-tck")))
    with capsys.disabled():
        print("", *(line for line in lines if not line.startswith(" ")), sep="\n")
    assert int(lines[0].split(": ")[1].split()[0]) >= 125


def test_a_chain_of_decisions_becomes_columns(tmp_path: Path) -> None:
    """A knowledge model is put in the place of its call, and a table with its trace becomes a join."""
    model = tmp_path / "fares.dmn"
    model.write_text(MODEL, encoding="utf-8")
    decisions = load(model)
    source = ibis.memtable(
        {"passengers": [10, 400, None], "case": [0, 1, 2]}, schema={"passengers": "int64", "case": "int64"}
    )
    found = (
        ibis.duckdb.connect().to_pyarrow(decided(decisions, "reward", source, trace=True).order_by("case")).to_pylist()
    )
    assert [(row["reward"], row["rules"]) for row in found] == [("small", [2]), ("large", [1]), (None, [])]
    assert [decisions.decide("reward", {"passengers": row["passengers"]}) for row in found] == ["small", "large", None]
    assert feel.UNKNOWN not in found


MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fares" namespace="urn:fares" id="fares">
  <inputData name="passengers" id="passengers"><variable name="passengers" typeRef="number"/></inputData>
  <businessKnowledgeModel name="doubled" id="doubled">
    <variable name="doubled"/>
    <encapsulatedLogic><formalParameter name="n" typeRef="number"/>
      <literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic>
  </businessKnowledgeModel>
  <decision name="seats" id="seats">
    <variable name="seats" typeRef="number"/>
    <informationRequirement><requiredInput href="#passengers"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#doubled"/></knowledgeRequirement>
    <literalExpression><text>doubled(passengers) + 1</text></literalExpression>
  </decision>
  <decision name="reward" id="reward">
    <variable name="reward" typeRef="string"/>
    <informationRequirement><requiredDecision href="#seats"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="number"><text>seats</text></inputExpression></input>
      <output typeRef="string"/>
      <rule><inputEntry><text>&gt;= 800</text></inputEntry><outputEntry><text>"large"</text></outputEntry></rule>
      <rule><inputEntry><text>&lt; 800</text></inputEntry><outputEntry><text>"small"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""
