"""What is found where inputs are formulas of other inputs, against brute force over a grid that has a point in every
part of the plane that the tests tell apart."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.dmn.analysis import formulas
from bridgehead.dmn.check import check as check_file
from bridgehead.dmn.check import check_decisions as check
from bridgehead.dmn.model import DecisionTable, HitPolicy, ItemDefinition, Output
from bridgehead.dmn.model import Tests as Cell
from bridgehead.dmn.run import Decisions
from bridgehead.feel.hits import Fired
from bridgehead.primitives.errors import Mistake
from tests.dmn.tables import decisions, matched, table
from tests.profiles import costing

PART = ItemDefinition(name="part", type_ref="number", allowed=Cell(text="[0..4]"))
A = [Decimal(one) / 8 for one in range(33)]
B = [Decimal(one) / 8 for one in range(-48, 89)]
OF_A = ["a * 2 + 1", "a + b", "a - b", "abs(a - b)", "if a > b then a else b", "3 - a"]
OF_BOTH = [*OF_A, "(a + b) / 2", "b"]

BOUND = st.sampled_from("012345")
CELLS = st.one_of(
    st.just("-"),
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">=", "!="]), BOUND),
    st.builds("[{}..{})".format, BOUND, BOUND),
    st.builds("not({})".format, BOUND),
    st.sampled_from(["0", "3", "null", "not(null)", "null, > 2"]),
)
RANKED = (Output(name="out", allowed=Cell(text="3, 4, 1, 2")),)


@st.composite
def tables(draw: st.DrawFn, policy: HitPolicy) -> DecisionTable:
    """A column for a, one that is made of it, and perhaps another."""
    more = draw(st.lists(st.sampled_from(OF_BOTH), max_size=1))
    heads = draw(st.permutations(list(dict.fromkeys(["a", draw(st.sampled_from(OF_A)), *more]))))
    ranked = policy is HitPolicy.PRIORITY
    rows = [
        [*(draw(CELLS) for _ in heads), draw(st.sampled_from("1234")) if ranked else str(rule)]
        for rule in range(draw(st.integers(1, 4)))
    ]
    types = {one: draw(st.sampled_from(["number", "part"])) if one == "a" else "number" for one in heads}
    allowed = {heads[0]: "[1..4]"} if heads[0] in OF_BOTH and draw(st.booleans()) else None
    return table(types, rows, policy, allowed=allowed, **({"outputs": RANKED} if ranked else {}))


def of(found: DecisionTable) -> Decisions:
    return decisions(found, {"a": "part", "b": "number"}, types=(PART,))


def every_case(found: DecisionTable) -> tuple[set[tuple[int, ...]], set[int]]:
    """The rules that match in each case that counts, and those that match in any.

    Null counts where a test of an input, or of one made of it, names it; what a column does not allow is null.
    """
    collecting = of(replace(found, hit_policy=HitPolicy.COLLECT))
    names = [set(re.findall(r"\b[ab]\b", one.expression.text)) for one in found.inputs]
    tested = [any("null" in rule.tests[at].text for rule in found.rules) for at in range(len(names))]
    null = {name for own, here in zip(names, tested, strict=True) if here for name in own}
    values = itertools.product(
        [*A, *([None] if "a" in null else [])],
        [*(B if "b" in set().union(*names) else B[:1]), *([None] if "b" in null else [])],
    )
    seen, anywhere = set(), set()
    for a, b in values:
        trace: list[Fired] = []
        collecting.decide("decided", {"a": a, "b": b}, trace=trace)
        inputs = [value for _, value in trace[0].inputs]
        if all(value is not None or own & null for value, own in zip(inputs, names, strict=True)):
            seen.add(trace[0].matched)
        anywhere.update(trace[0].matched)
    return seen, anywhere


def rules_of(found: DecisionTable, one: Mistake) -> tuple[int, ...]:
    """The rules that match the case in a message."""
    case: dict[str, object] = {"a": Decimal(0), "b": Decimal(0)}
    for name, value in re.findall(r"(?:takes?|as|for|,) ([ab]) = ([^,;]+)", one.message):
        case[name] = feel.evaluate(value, {})
    return matched(of(replace(found, hit_policy=HitPolicy.COLLECT)), case)


def told(found: Sequence[Mistake], *codes: str) -> dict[int, Mistake]:
    """The mistakes of some codes by the rule of which each is told."""
    return {int(one.message.split()[1]): one for one in found if one.code in codes}


@given(tables(HitPolicy.UNIQUE))
@costing(4)
def test_gaps_overlaps_and_rules_that_match_nothing(one: DecisionTable) -> None:
    found, (matching, anywhere) = check(of(one)), every_case(one)
    assert {each.code for each in found} <= {"DM301", "DM302", "DM305"}, list(map(str, found))
    rules = range(1, len(one.rules) + 1)
    assert set(told(found, "DM305")) == {*rules} - anywhere
    gaps = [each for each in found if each.code == "DM301"]
    assert bool(gaps) == (() in matching)
    assert [rules_of(one, each) for each in gaps] == [()] * len(gaps)
    pairs = {
        tuple(map(int, re.findall(r"\d+", each.message.split(" both ")[0]))): rules_of(one, each)
        for each in found
        if each.code == "DM302"
    }
    assert set(pairs) == {pair for case in matching for pair in itertools.combinations(case, 2)}
    assert [pair for pair, case in pairs.items() if not {*pair} <= {*case}] == []


@given(st.sampled_from([HitPolicy.FIRST, HitPolicy.PRIORITY]).flatmap(tables))
@costing(4)
def test_rules_that_never_decide(one: DecisionTable) -> None:
    found, (matching, anywhere) = check(of(one)), every_case(one)
    assert {each.code for each in found} <= {"DM301", "DM303", "DM304", "DM305"}, list(map(str, found))
    rules = range(1, len(one.rules) + 1)
    met = {rule for case in matching for rule in case}
    assert set(told(found, "DM305")) == {*rules} - anywhere
    ranks = "3412" if one.hit_policy is HitPolicy.PRIORITY else ""
    decides = {
        min(case, key=lambda rule: (ranks.find(one.rules[rule - 1].outputs[0].text), rule)) for case in matching if case
    }
    masked = told(found, "DM303", "DM304")
    assert set(masked) == met - decides
    assert [rule for rule, each in masked.items() if rule not in rules_of(one, each)] == []


MADE = """
inputs: {a: {type: number, allowed: '[0..100]'}, b: number, day: date, due: date}
decisions:
  D: {expression: 'if b > 0 then 1 else 2', type: number}
  T: {hit policy: POLICY, inputs: [INPUTS], outputs: [r], rules: [RULES]}
"""


def messages(tmp_path: Path, policy: str, inputs: str, rules: str) -> list[str]:
    path = tmp_path / "made.yaml"
    written = MADE.replace("POLICY", policy).replace("INPUTS", inputs).replace("RULES", rules)
    path.write_text(written, encoding="utf-8")
    return [f"{one.code}{'?' if one.warning else ''} {one.message}" for one in check_file(path)]


TWICE = "{expression: a * 2 + 1, type: number}, a"
SUM = "a, b, {expression: a + b, type: number}"
TERM = "day, due, {expression: due - day, type: days and time duration}"


@pytest.mark.parametrize(
    ("policy", "inputs", "rules", "expected"),
    [
        (
            "unique",
            TWICE,
            "['-', '< 50', 1], ['-', '>= 50', 2], ['> 201', '-', 3]",
            "DM305 rule 3 matches nothing: «> 201» holds for no value of «a * 2 + 1»",
        ),
        (
            "first",
            TWICE,
            "['> 101', '< 50', 3], ['-', '-', 2]",
            "DM305 rule 1 matches nothing: «> 101» of «a * 2 + 1» and «< 50» of «a» exclude each other",
        ),
        (
            "collect",
            SUM,
            "['< 10', '< 10', '> 50', 1]",
            "DM305 rule 1 matches nothing: «< 10» of «a» and «< 10» of «b» and «> 50» of «a + b» exclude each other",
        ),
        (
            "first",
            TWICE,
            "['-', '< 50', 1], ['<= 101', '-', 2], ['-', '[40..50]', 3], ['-', '-', 4]",
            "DM303 rule 3 is never reached: rules 1, 2 take all that it matches, such as a * 2 + 1 = ",
        ),
        (
            "unique",
            TWICE,
            "['<= 101', '-', 1], ['-', '>= 50', 2]",
            "DM302 rules 1 and 2 both take a * 2 + 1 = 101, a = 50",
        ),
        (
            "unique",
            SUM,
            "['-', '-', '< 5', 1], ['-', '-', '> 5', 2], ['-', '> 3', 5, 3], ['> 2', '-', 5, 4]",
            "DM301 no rule takes a = 2, b = 3, a + b = 5",
        ),
        (
            "first",
            TERM,
            """['< @"2026-02-01"', '> @"2026-03-31"', '< duration("P50D")', 1], ['-', '-', '-', 2]""",
            'DM305 rule 1 matches nothing: «< @"2026-02-01"» of «day» and «> @"2026-03-31"» of «due» and '
            '«< duration("P50D")» of «due - day» exclude each other',
        ),
    ],
)
def test_what_is_told_of_a_formula_beside_its_inputs(
    tmp_path: Path, policy: str, inputs: str, rules: str, expected: str
) -> None:
    (found,) = messages(tmp_path, policy, inputs, rules)
    assert found.startswith(expected)


def test_what_feel_rounds_to_what_is_tested_is_no_rule_that_matches_nothing(tmp_path: Path) -> None:
    third = "a, {expression: a / 3, type: number}"
    assert messages(tmp_path, "first", third, "[1, 1 / 3, 1], ['-', '-', 2]") == []


def test_two_formulas_are_shown_with_the_input_that_both_are_made_of(tmp_path: Path) -> None:
    inputs = "{expression: a + 1, type: number}, {expression: a * 2, type: number}"
    (found,) = messages(tmp_path, "unique", inputs, "['<= 3', '-', 1], ['> 3', '> 5', 2]")
    assert re.fullmatch(r"DM301 no rule takes a \+ 1 = [\d.]+, a \* 2 = [\d.]+, a = [\d.]+", found)


def test_what_a_formula_makes_of_a_decision_is_only_warned_of(tmp_path: Path) -> None:
    found = messages(tmp_path, "unique", "D, {expression: D * 2, type: number}", "[1, 2, 1], [2, 4, 2]")
    assert [one for one in found if not one.startswith(("DM301?", "DM312?"))] == []


def test_a_formula_that_is_not_linear_hides_no_rule_that_matches_nothing(tmp_path: Path) -> None:
    inputs = f"{TWICE}, {{expression: a * a, type: number}}"
    found = messages(tmp_path, "first", inputs, "['> 101', '< 50', '-', 3], ['-', '-', '> 9', 2], ['-', '-', '-', 2]")
    assert [one for one in found if "?" not in one.split()[0]] == [
        "DM305 rule 1 matches nothing: «> 101» of «a * 2 + 1» and «< 50» of «a» exclude each other"
    ]


def test_questions_are_bounded_and_those_left_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "MAX_QUESTIONS", 0)
    (found,) = messages(tmp_path, "first", TWICE, "['> 101', '< 50', 3], ['-', '-', 2]")
    assert re.fullmatch(r"DM313\? the search for cases ended with \d+ questions about formulas open.*", found)


def test_a_rule_of_the_same_priority_that_stands_before_decides(tmp_path: Path) -> None:
    inputs = "a"
    outputs = '{name: r, type: string, allowed: \'"high", "low"\'}, {name: s, type: number}'
    path = tmp_path / "ranked.yaml"
    rules = """['< 10', '"low"', 1], ['< 5', '"low"', 2], ['< 3', '"low"', a], ['-', '"high"', a + 1]"""
    path.write_text(
        MADE.replace("POLICY", "priority")
        .replace("INPUTS", inputs)
        .replace("outputs: [r]", f"outputs: [{outputs}]")
        .replace("RULES", rules),
        encoding="utf-8",
    )
    told = [one.message.split(",")[0] for one in check_file(path)]
    assert [one.partition(" take")[0] for one in told] == [
        "rule 1 is never reached: rule 4",
        "rule 2 is never reached: rule 1",
        "rule 3 is never reached: rule 1",
    ]
