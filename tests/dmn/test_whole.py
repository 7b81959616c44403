"""A decision written out as one expression gives what it gives node by node."""

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from bridgehead import feel
from bridgehead.dmn.load import load
from bridgehead.dmn.model import Decision, DecisionService
from bridgehead.dmn.run import Decisions
from bridgehead.dmn.whole import whole
from bridgehead.feel.types import Variable
from bridgehead.feel.values import NOW, Function
from bridgehead.primitives.errors import BridgeheadError
from tests.dmn import making
from tests.dmn.test_columnar import cases
from tests.feel.columns.executors import same

MOMENT = dt.datetime(2023, 5, 4, tzinfo=dt.UTC)


def home(decisions: Decisions) -> list[str]:
    return [node.name for node in decisions.graph.main.nodes if isinstance(node, Decision | DecisionService)]


def holds_functions(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(holds_functions, value.values()))
    return isinstance(value, Function) or (isinstance(value, list) and any(map(holds_functions, value)))


@pytest.mark.slow
def test_what_the_kit_decides_written_out(shared: Path) -> None:
    random, met, refused = Random(1), 0, []
    for path in sorted((shared / "dmn-tck").rglob("*.dmn")):
        decisions = load(path, lenient=True)
        for name in home(decisions):
            try:
                made = whole(decisions, name)
            except BridgeheadError as error:
                refused += [one.code for one in error.mistakes]
                continue
            scope = {one: Variable(type, optional=True) for one, type in made.inputs.items()}
            function = feel.compile(made.expression, scope)
            for row in cases(random, dict(made.inputs))[:4]:
                expected = decisions.decide(name, row, now=MOMENT)
                got = function({**row, NOW: MOMENT})
                assert holds_functions(expected) or same(expected, got), (path.name, name, row, expected, got)
            met += 1
    assert met > 3000
    assert set(refused) == {"DM112"}
    assert len(refused) < 40


def test_a_name_that_would_take_another_meaning_is_refused() -> None:
    made = making.decisions(
        making.given("age", "number"),
        making.decision("Limit", making.literal("age * 2"), "age"),
        making.decision("Over", making.literal("some age in [1, 2] satisfies age > Limit"), "Limit"),
    )
    with pytest.raises(BridgeheadError, match=r"DM112 «Over» cannot be written out.*«age» hides what «Limit» means"):
        whole(made, "Over")


def test_a_name_of_its_own_stays() -> None:
    made = making.decisions(
        making.given("age", "number"),
        making.decision("Limit", making.literal("age * 2"), "age"),
        making.decision("Over", making.literal("sum(for n in [1, 2] return n * Limit) + {Limit: 1}.Limit"), "Limit"),
    )
    written = whole(made, "Over")
    assert feel.compile(written.expression, {"age": Variable(feel.NUMBER)})({"age": 5}) == 31
