"""Why a decision is null: each reason in its place in the file, from expressions, functions, types and tables."""

from decimal import Decimal
from pathlib import Path

import pytest

from bridgehead import dmn
from bridgehead.dmn.check import check_decisions
from bridgehead.dmn.run import Decisions
from bridgehead.primitives.errors import Mistake
from tests.dmn.making import decision, decisions, function, given, literal, model, table


def told(*parts: str, name: str = "A", **inputs: object) -> tuple[object, list[Mistake]]:
    reasons: list[Mistake] = []
    ready = decisions(*parts)
    value = ready.decide(name, inputs, reasons=reasons)
    assert value == ready.decide(name, inputs)
    return value, reasons


def thorough(*parts: str) -> tuple[Mistake, ...]:
    return check_decisions(Decisions(model(*parts), thorough=True))


def test_a_reason_stands_in_its_place_in_the_file() -> None:
    value, reasons = told(given("x", "number"), decision("A", literal("1 +\n10 / x"), "x"), x=0)
    assert value is None
    assert [(one.code, one.place.line if one.place else 0) for one in reasons] == [("FE502", 4)]


def test_nulls_of_decisions_before_are_told_where_they_arose_and_not_again() -> None:
    value, reasons = told(decision("B", literal("1 / 0")), decision("A", literal("B = null"), "B"))
    assert value is True
    assert [one.code for one in reasons] == ["FE502"]


def test_a_function_of_the_model_tells_why_it_gave_null() -> None:
    parts = [function("half", "n", literal("10 / n")), decision("A", literal("half(0)"), knows=("half",))]
    value, reasons = told(*parts)
    assert value is None
    assert [one.code for one in reasons] == ["FE502"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            "Java",
            "the count of parameters is 1, and that of «java.lang.Math.max(double,double)» 2; expected the same count",
        ),
        ("PMML", "a function outside of FEEL names no method of Java; expected one of those of java.lang.Math, String"),
    ],
)
def test_a_function_outside_of_feel_that_cannot_be_called_is_told_by_its_cause(kind: str, said: str) -> None:
    named = {"class": '"java.lang.Math"', "method signature": '"max(double,double)"'}
    entries = (f'<contextEntry><variable name="{name}"/>{literal(text)}</contextEntry>' for name, text in named.items())
    outside = function("top", "v", f"<context>{''.join(entries)}</context>")
    outside = outside.replace("<encapsulatedLogic>", f'<encapsulatedLogic kind="{kind}">')
    parts = outside, decision("A", literal("top(1)"), knows=("top",))
    assert [str(one).partition(" ")[2].startswith(f"FE210 {said}") for one in thorough(*parts)] == [True]
    assert f"FE518 {said}" in str(told(*parts)[1][0])


def test_what_is_given_in_vain_is_a_reason() -> None:
    parts = given("day", "date"), decision("A", literal("day + 1"), "day")
    _, reasons = told(*parts, day="2024-03-01", days=1)
    assert [one.code for one in reasons][:2] == ["DM202", "DM201"]
    assert str(reasons[1]).endswith("did you mean «day»?")


def test_a_value_of_another_type_is_told() -> None:
    value, reasons = told(decision("A", literal('"x"'), type="number"))
    assert value is None
    assert [str(one).partition(" ")[2] for one in reasons] == [
        'FE519 the string "x" is not of the type that is declared; expected number'
    ]


@pytest.mark.parametrize(
    ("policy", "x", "said"),
    [
        ("UNIQUE", 4, "DM402 the rules 1 and 2 of «A» match x = 4"),
        ("ANY", 4, "DM402 the rules 1 and 2 of «A» match x = 4"),
        ("UNIQUE", -1, "DM401 no rule of «A» matches x = -1"),
        ("FIRST", -1, "DM401 no rule of «A» matches x = -1"),
    ],
)
def test_a_table_tells_which_rules_matched(policy: str, x: int, said: str) -> None:
    rules = ("[0..5] | 1", "[4..9] | 2")
    value, reasons = told(given("x", "number"), decision("A", table(policy, "x", "a", *rules), "x"), x=Decimal(x))
    assert value is None
    assert [said in str(one) for one in reasons] == [True]


@pytest.mark.parametrize(
    ("policy", "outputs", "rules", "x", "codes"),
    [
        ("FIRST", "a|b", ("< 18 | 1 / x | 1", ">= 10 | 9 | 2"), 0, ["FE502"]),
        ("FIRST", "a|b", ("< 18 | 1 | 1", ">= 10 | 9 | 2"), 20, []),
        ("UNIQUE", "a|b", ("< 18 | 1 | 1", ">= 10 | 9 | 2"), 12, ["DM402"]),
        ("COLLECT", "a", ("< 18 | 1 / x", ">= 0 | 9"), 0, ["FE502"]),
        ("RULE ORDER", "a", ("< 18 | 1 / x", ">= 0 | 9"), 0, ["FE502"]),
        ("UNIQUE", "a", ("< 18 | {b: [x]}", ">= 18 | 9"), 1, []),
        ("UNIQUE", "a", ("[1] | 1", "[2] | 9"), [3, {"b": 4}], ["DM401"]),
        ("UNIQUE", "a", ("{b: 1} | 1", "{b: 2} | 9"), {"b": [4]}, ["DM401"]),
    ],
)
def test_reasons_are_told_of_tables_whose_values_are_lists_and_contexts(
    policy: str, outputs: str, rules: tuple[str, ...], x: object, codes: list[str]
) -> None:
    body = table(policy, "x", outputs, *rules)
    for parts in ([decision("A", body, "x")], [decision("B", body, "x"), decision("A", literal("{c: [B]}"), "B")]):
        assert [one.code for one in told(given("x"), *parts, x=x)[1]] == codes


def test_an_aggregation_that_null_stops_is_told_by_its_rules(tmp_path: Path) -> None:
    model = tmp_path / "fees.yaml"
    model.write_text(
        "name: Fees\ninputs: {n: number}\ndecisions:\n  Fee:\n    inputs: [n]\n    hit policy: collect sum\n"
        "    outputs: [{name: fee, type: number}]\n    rules:\n      - ['> 10', 'n']\n      - ['> 20', 'null']\n"
    )
    reasons: list[Mistake] = []
    assert dmn.load(model).decide("Fee", {"n": 50}, reasons=reasons) is None
    assert [one.code for one in reasons] == ["DM403"]
    assert "no sum of the outputs of what matches, 1 and 2" in str(reasons[0])


def test_the_same_miss_of_a_table_is_told_once() -> None:
    parts = (function("fee", "x", table("UNIQUE", "x", "a", "[1] | 1")), given("x"))
    called = decision("A", literal("[fee(x), fee(x), fee([x])]"), "x", knows=("fee",))
    assert [one.code for one in told(*parts, called, x={"b": [2]})[1]] == ["DM401", "DM401"]


def test_one_run_keeps_no_reasons_of_another() -> None:
    ready = decisions(given("x", "number"), decision("A", literal("1 / x"), "x"))
    for x, count in ((0, 1), (1, 0), (0, 1)):
        reasons: list[Mistake] = []
        ready.decide("A", {"x": x}, reasons=reasons)
        assert len(reasons) == count


@pytest.mark.parametrize(
    "wrong",
    [
        decision("A", literal('"x"'), type="number"),
        decision("A", table("FIRST", "x", "a", '- | "abc"'), "x", type="number"),
        decision("A", table("COLLECT", "x", "a", "- | 1", aggregation="COUNT"), "x", type="string"),
        decision("A", literal("x > 1"), "x", type="number"),
    ],
)
def test_a_value_that_is_never_of_its_type_is_found_before_running(wrong: str) -> None:
    found = thorough(given("x", "number"), wrong)
    assert "DM114" in [one.code for one in found]


@pytest.mark.parametrize("kind", ["date and time", "number", "Any"])
def test_what_becomes_a_value_of_its_type_is_not_warned_of(kind: str) -> None:
    text = {"date and time": 'date("2024-01-01")', "number": "[1]", "Any": '"x"'}[kind]
    assert thorough(decision("A", literal(text), type=kind)) == ()
