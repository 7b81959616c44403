"""Models that are made to be too much, through every door: a value or a mistake with its place, and no end without."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bridgehead import dmn
from bridgehead.dmn.check import check_decisions
from bridgehead.feel.types import MAX_LEVELS
from bridgehead.primitives.errors import BridgeheadError
from tests.cli.calling import bridgehead
from tests.dmn import making
from tests.dmn.making import decision, function, given, literal

DEEP = 600  # beyond Python's own stack, where each level takes two calls or more
FIRST = '<itemDefinition name="t0"><typeRef>number</typeRef></itemDefinition>'
COMPONENT = '<itemComponent name="{}"><typeRef>{}</typeRef></itemComponent>'


def types(inner: str, depth: int, attribute: str = "") -> list[str]:
    """Types of which each is made of the one before, written as `inner`, and an input and a decision of the last."""
    made = (
        f'<itemDefinition name="t{n}"{attribute}>{inner.format(f"t{n - 1}")}</itemDefinition>' for n in range(1, depth)
    )
    last = f"t{depth - 1}"
    return [FIRST, *made, given("a", last), decision("Out", literal("a"), "a", type=last)]


def chain(text: str, depth: int) -> list[str]:
    """Decisions of which each needs the one before."""
    made = (decision(f"D{n}", literal(text.format(f"D{n - 1}")), f"D{n - 1}") for n in range(1, depth))
    return [
        given("a"),
        decision("D0", literal("a"), "a"),
        *made,
        decision("Out", literal(f"D{depth - 1}"), f"D{depth - 1}"),
    ]


def functions(depth: int) -> list[str]:
    made = (function(f"f{n}", "x", literal(f"f{n - 1}(x) + 1"), f"f{n - 1}") for n in range(1, depth))
    last = f"f{depth - 1}"
    return [
        given("a"),
        function("f0", "x", literal("x")),
        *made,
        decision("Out", literal(f"{last}(a)"), "a", knows=(last,)),
    ]


def services(depth: int, inputs: str) -> list[str]:
    made = [given("a"), decision("D0", literal("1"))]
    for n in range(1, depth):
        made.append(
            f'<decisionService id="s{n}" name="s{n}"><variable name="s{n}"/><outputDecision href="#D{n - 1}"/>{inputs}'
            "</decisionService>"
        )
        made.append(
            decision(f"D{n}", literal(f"s{n}({'a' if inputs else ''})"), *("a" * bool(inputs)), knows=(f"s{n}",))
        )
    return [*made, decision("Out", literal(f"D{depth - 1}"), f"D{depth - 1}")]


ALIAS = "<typeRef>{}</typeRef>"
MODELS: dict[str, Callable[[int], list[str]]] = {
    "types that are names of one another": lambda depth: types(ALIAS, depth),
    "the same, the last first": lambda depth: types(ALIAS, depth)[::-1],
    "types narrowed again and again": lambda depth: types(
        ALIAS + "<allowedValues><text>&gt;= 0</text></allowedValues>", depth
    ),
    "types in a circle": lambda depth: [
        f'<itemDefinition name="t0"><typeRef>t{depth - 1}</typeRef></itemDefinition>',
        *types(ALIAS, depth)[1:],
    ],
    "types of contexts of contexts": lambda depth: types(COMPONENT.format("x", "{}"), depth),
    "the same, the last type first": lambda depth: types(COMPONENT.format("x", "{}"), depth)[::-1],
    "types of contexts of two contexts": lambda depth: types(
        COMPONENT.format("x", "{0}") + COMPONENT.format("y", "{0}"), depth
    ),
    "types of lists of lists": lambda depth: types(ALIAS, depth, ' isCollection="true"'),
    "types of functions of functions": lambda depth: types('<functionItem outputTypeRef="{}"/>', depth),
    "decisions": lambda depth: chain("{} + 1", depth),
    "decisions, the last first": lambda depth: chain("{} + 1", depth)[::-1],
    "decisions of lists of lists": lambda depth: chain("[{}]", depth),
    "decisions of contexts of contexts": lambda depth: chain("{{x: {}}}", depth),
    "decisions of functions of functions": lambda depth: chain("function(y) {}", depth),
    "decisions in a circle": lambda depth: [decision("D0", literal("Out"), "Out"), *chain("{} + 1", depth)[2:]],
    "knowledge models": functions,
    "services": lambda depth: services(depth, ""),
    "services with inputs": lambda depth: services(depth, '<inputData href="#a"/>'),
    "a context of lists of lists": lambda depth: [
        given("a"),
        decision("Out", literal("{e0: a, " + ", ".join(f"e{n}: [e{n - 1}]" for n in range(1, depth)) + "}"), "a"),
    ],
}


QUICK = ("types that", "the same", "types in", "types of")


@pytest.mark.parametrize(
    "kind", [kind if kind.startswith(QUICK) else pytest.param(kind, marks=pytest.mark.slow) for kind in MODELS]
)
def test_a_deep_model_ends_in_a_value_or_a_mistake_in_its_place(kind: str, tmp_path: Path) -> None:
    model, cases, out = tmp_path / "deep.dmn", tmp_path / "cases.json", tmp_path / "out.json"
    model.write_text(making.text(*MODELS[kind](DEEP)), "utf-8")
    cases.write_text(json.dumps([{"a": 1}, {"a": None}]), "utf-8")
    for door in (
        ("check", str(model)),
        ("run", str(model), "--decision", "Out", "--input", '{"a": 1}'),
        ("batch", str(model), "--decision", "Out", "--input", str(cases), "--out", str(out)),
        ("convert", str(model), str(tmp_path / "deep.yaml")),
        ("convert", str(model), str(tmp_path / "deep-again.dmn")),
    ):
        done = bridgehead("dmn", *door)
        assert done.exception is None or isinstance(done.exception, SystemExit), door
        assert "FE4" not in done.stderr or f"{model}:" in done.stderr, door


def codes(*parts: str) -> list[str]:
    """What is wrong in a model, each with the line where it stands."""
    return [f"{one.code} {one.place.line}" for one in check_decisions(making.decisions(*parts)) if one.place]


def test_types_in_one_another_are_bounded_where_they_pass_the_bound() -> None:
    component = COMPONENT.format("x", "{}")
    assert codes(*types(component, MAX_LEVELS + 1)) == []
    assert codes(*types(component, MAX_LEVELS + 2)) == [f"DM004 {MAX_LEVELS + 3}"]
    assert codes(*types(component, 5 * MAX_LEVELS)) == [f"DM004 {MAX_LEVELS + 3}"]
    written = given("b", f"list&lt;t{MAX_LEVELS}&gt;")
    assert codes(*types(component, MAX_LEVELS + 1), written) == [f"DM004 {MAX_LEVELS + 5}"]


def test_a_circle_is_told_once() -> None:
    assert codes(*MODELS["decisions in a circle"](50)) == ["DM103 2"]
    assert codes(*MODELS["types in a circle"](50)) == ["DM115 2"]


def test_a_limit_passed_in_a_constraint_is_told_where_the_constraint_stands() -> None:
    text = "<allowedValues>\n<text>count(for i in 1..?, j in 1..? return 1) &gt; 1</text></allowedValues>"
    made = making.decisions(
        f'<itemDefinition name="t"><typeRef>number</typeRef>{text}</itemDefinition>',
        given("a", "t"),
        decision("Out", literal("a"), "a"),
        decision("Made", literal("100000"), type="t"),
    )
    for name, inputs in (("Out", {"a": 100_000}), ("Made", {})):
        with pytest.raises(BridgeheadError, match=r"^made-up.dmn:3:7: FE401"):
            made.decide(name, inputs)


def test_an_expression_too_large_to_be_run_is_told_where_it_stands() -> None:
    made = making.decisions(given("b"), decision("Out", literal("b" + " and b" * 40_000), "b"))
    with pytest.raises(BridgeheadError, match=r"^made-up.dmn:3:\d+: FE411 the expression takes more than 100000 "):
        made.decide("Out", {"b": True})


def importing(number: int, last: int) -> str:
    """A model that imports the next one."""
    if number == last:
        return making.text(FIRST, decision("D", literal("1")), namespace=f"n{number}")
    following = (
        f'<import name="i" namespace="n{number + 1}" importType="{making.NAMESPACE}" locationURI="{number + 1}.dmn"/>'
    )
    return making.text(following, decision("D", literal("1")), namespace=f"n{number}")


def test_a_long_chain_of_imports_is_no_depth() -> None:
    first, *others = (dmn.read_bytes(importing(number, DEEP).encode(), f"{number}.dmn") for number in range(DEEP + 1))
    assert "i." * DEEP + "t0" in dmn.Decisions(first, others).types("n0").known


def test_the_models_that_are_imported_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("bridgehead.dmn.load"), "MAX_MODELS", 3)
    for number in range(5):
        (tmp_path / f"{number}.dmn").write_text(importing(number, 4), "utf-8")
    assert dmn.load(tmp_path / "1.dmn").decide("D", {}) == 1
    with pytest.raises(BridgeheadError, match=r"0.dmn: DM004 the file goes beyond 3 models to import"):
        dmn.load(tmp_path / "0.dmn")
