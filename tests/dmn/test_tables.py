"""Decision tables: what each hit policy makes of the rules that match (DMN 1.5, 8.2.8 to 8.2.11)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bridgehead.dmn.run import Decisions
from bridgehead.feel.hits import Fired
from bridgehead.primitives.errors import BridgeheadError
from tests.dmn import making
from tests.dmn.making import decision, given, table

RULES = ('>= 1 | "low"', '>= 2 | "high"', '>= 3 | "low"')
FEES = (">= 1 | 5", ">= 2 | 2", ">= 3 | 5")


def decide(inputs: dict[str, Any], expression: str, *needs: str) -> Any:
    names = needs or tuple(inputs)
    parts = [given(name) for name in names]
    return making.decisions(*parts, decision("D", expression, *names)).decide("D", inputs)


@pytest.mark.parametrize(
    ("policy", "size", "expected"),
    [
        ("UNIQUE", 0, None),
        ("UNIQUE", 1, "low"),
        ("UNIQUE", 2, None),
        ("ANY", 1, "low"),
        ("ANY", 2, None),
        ("FIRST", 3, "low"),
        ("PRIORITY", 1, "low"),
        ("PRIORITY", 3, "high"),
        ("RULE ORDER", 3, ["low", "high", "low"]),
        ("OUTPUT ORDER", 3, ["high", "low", "low"]),
        ("COLLECT", 2, ["low", "high"]),
        ("COLLECT", 0, None),
    ],
)
def test_a_policy_over_rules_that_match(policy: str, size: int, expected: Any) -> None:
    made = table(policy, "size", 'risk: "high", "low"', *RULES)
    assert decide({"size": size}, made) == expected


@pytest.mark.parametrize(
    ("aggregation", "size", "expected"),
    [("SUM", 3, 12), ("COUNT", 3, 3), ("MIN", 3, 2), ("MAX", 2, 5), ("SUM", 0, None), ("MIN", 1, 5)],
)
def test_what_is_collected_is_aggregated(aggregation: str, size: int, expected: int | None) -> None:
    assert decide({"size": size}, table("COLLECT", "size", "fee", *FEES, aggregation=aggregation)) == expected


def test_any_wants_equal_outputs() -> None:
    rules = ("> 1 | 1 | 2", "> 2 | 1.0 | 2", "> 3 | 1 | 3")
    made = table("ANY", "size", "a | b", *rules)
    assert decide({"size": 3}, made) == {"a": 1, "b": 2}
    assert decide({"size": 4}, made) is None


def test_several_outputs_make_a_context_and_rank_from_the_first_on() -> None:
    rules = ('- | "b" | 1', '- | "a" | 2', '- | "a" | 1')
    made = table("OUTPUT ORDER", "size", 'class: "a", "b" | seat: 1, 2', *rules)
    values = decide({"size": 1}, made)
    assert [(one["class"], one["seat"]) for one in values] == [("a", 1), ("a", 2), ("b", 1)]


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"])
def test_where_no_rule_matches_the_default_stands(policy: str) -> None:
    made = table(policy, "size", 'risk: "high", "none" = "none"', '> 5 | "high"')
    assert decide({"size": 1}, made) == "none"


def test_a_null_input_matches_a_test_for_null_and_no_test_at_all() -> None:
    made = table("FIRST", "size | kind", "found", '> 1 | - | "large"', 'null | "x" | "null"', '- | - | "any"')
    assert decide({"size": None, "kind": "x"}, made) == "null"
    assert decide({"size": None, "kind": "y"}, made) == "any"


def test_cells_are_any_unary_tests() -> None:
    rules = ("not(1, 2) | 1", "[1..2) | 2", "? * 2 = 4 | 3")
    made = table("FIRST", "size", "found", *rules)
    assert [decide({"size": size}, made) for size in (5, 1, 2)] == [1, 2, 3]


def test_a_cell_may_use_what_the_decision_needs() -> None:
    made = table("FIRST", "size", "found", "<= limit | limit - size", "- | 0")
    assert decide({"size": 3, "limit": 10}, made) == 7
    assert decide({"size": 30, "limit": 10}, made) == 0


def test_a_trace_tells_rules_and_inputs() -> None:
    parts = (
        given("size"),
        given("kind"),
        decision("D", table("COLLECT", "size + 1 | kind", "risk", "> 2|-|1", '-|"a"|2'), "size", "kind"),
    )
    trace: list[Fired] = []
    making.decisions(*parts).decide("D", {"size": 4, "kind": "a"}, trace=trace)
    (fired,) = trace
    assert fired.label == "D"
    assert fired.inputs == (("size + 1", Decimal(5)), ("kind", "a"))
    assert fired.matched == (1, 2)
    assert fired.value == [1, 2]


cell = st.sampled_from(["-", "< 3", "[2..5]", "not(4)", "3, 7", "null"])
row = st.tuples(cell, cell, st.integers(0, 3))
tests = {
    "-": lambda value: True,
    "< 3": lambda value: value is not None and value < 3,
    "[2..5]": lambda value: value is not None and 2 <= value <= 5,
    "not(4)": lambda value: value != 4,
    "3, 7": lambda value: value in (3, 7),
    "null": lambda value: value is None,
}
number = st.one_of(st.none(), st.integers(0, 8))


@drawn(st.lists(row, min_size=1, max_size=6), number, number)
def test_policies_agree_with_their_definition(
    rows: list[tuple[str, str, int]], one: int | None, other: int | None
) -> None:
    rules = [f"{first} | {second} | {value}" for first, second, value in rows]
    inputs = {"one": one, "other": other}
    matched = [value for first, second, value in rows if tests[first](one) and tests[second](other)]
    found = {
        policy: decide(inputs, table(policy, "one | other", "value: 3, 2, 1, 0", *rules))
        for policy in ("UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER")
    }
    assert found["UNIQUE"] == (matched[0] if len(matched) == 1 else None)
    assert found["ANY"] == (matched[0] if len(set(matched)) == 1 else None)
    assert found["FIRST"] == (matched[0] if matched else None)
    assert found["PRIORITY"] == (max(matched) if matched else None)
    assert found["RULE ORDER"] == (matched or None)
    assert found["OUTPUT ORDER"] == (sorted(matched, reverse=True) or None)


def test_a_mistake_in_a_cell_is_told_in_its_place() -> None:
    parts = (given("size"), decision("D", "\n" + table("UNIQUE", "size", "found", "> | 1"), "size"))
    with pytest.raises(BridgeheadError) as error:
        Decisions(making.model(*parts)).decide("D", {"size": 1})
    (found,) = error.value.mistakes
    assert found.code == "FE005"
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("made-up.dmn", 4)
