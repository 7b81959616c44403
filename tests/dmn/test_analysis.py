"""What is found in decision tables, against brute force: every gap and overlap told is real, and none is missed."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.dmn.analysis import findings
from bridgehead.dmn.check import check as check_file
from bridgehead.dmn.check import check_decisions as check
from bridgehead.dmn.mistakes import KINDS
from bridgehead.dmn.model import Aggregation, DecisionTable, HitPolicy, ItemDefinition, Literal, Output, Rule
from bridgehead.dmn.model import Tests as Cell
from bridgehead.primitives.errors import Mistake
from tests.dmn.tables import decisions, matched, table
from tests.profiles import costing

NUMBERS = [Decimal(one) for one in ("-1", "0", "0.5", "1", "1.5", "2", "2.25", "2.5", "2.75", "3", "3.5", "4", "5")]
DAYS = [date(2024, 2, 27) + timedelta(days=one) for one in range(7)]
VALUES: dict[str, Sequence[object]] = {
    "number": NUMBERS,
    "string": ["", "a", "ab", "b", "bb", "c", "z"],
    "boolean": [True, False],
    "date": DAYS,
}


def of_ordered(bound: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(bound, bound)
    return st.one_of(
        st.just("-"),
        bound,
        st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">=", "!="]), bound),
        st.builds("{0[0]}{1[0]}..{1[1]}{0[1]}".format, st.sampled_from(["[]", "()", "[)", "(]"]), pair),
        st.builds("{0[0]}, {0[1]}".format, pair),
        st.builds("not({0[0]}, {0[1]})".format, pair),
        st.builds("not([{0[0]}..{0[1]}])".format, pair),
        st.builds("? >= {0[0]} and not(? in ({0[1]}, > {0[0]}))".format, pair),
        st.just("null"),
    )


CELLS = {
    "number": of_ordered(st.sampled_from(["0", "1", "2", "3", "4", "2.5"])),
    "string": st.one_of(
        of_ordered(st.sampled_from(['"a"', '"b"', '"c"'])), st.sampled_from(['"a"', '"b"', '["a","c"]'])
    ),
    "boolean": st.sampled_from(["-", "true", "false", "not(true)", "true, false", "null"]),
    "date": of_ordered(st.sampled_from([f'@"{day}"' for day in DAYS[1:-1]])),
}


@st.composite
def tables(draw: st.DrawFn, policies: Sequence[HitPolicy] = (HitPolicy.UNIQUE,)) -> DecisionTable:
    types = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3))
    inputs = {f"in{at}": type for at, type in enumerate(types)}
    row = st.tuples(*(CELLS[type] for type in types), st.sampled_from(["1", "2"]))
    return table(inputs, draw(st.lists(row, max_size=5)), draw(st.sampled_from(policies)))


def cases(of: DecisionTable) -> Iterator[dict[str, object]]:
    """A case for each place on, between and beyond the constants of the cells."""
    values = []
    for at, one in enumerate(of.inputs):
        null = [None] if any("null" in rule.tests[at].text for rule in of.rules) else []
        values.append([*VALUES[one.expression.type_ref or ""], *null])
    for point in itertools.product(*values):
        yield {f"in{at}": value for at, value in enumerate(point)}


def told(found: Sequence[Mistake], code: str) -> list[Mistake]:
    return [one for one in found if one.code == code]


def case_of(found: Mistake, of: DecisionTable) -> dict[str, object]:
    """The counter-example in a message; what it leaves out may be anything, such as the last of the values."""
    written = re.findall(r"(in\d) = (.*?)(?=, in\d = |$)", found.message)
    return {**next(iter(cases(of))), **{name: feel.evaluate(value, {}) for name, value in written}}


def all_of(found: DecisionTable) -> dict[int, tuple[int, ...]]:
    collecting = decisions(replace(found, hit_policy=HitPolicy.COLLECT))
    return {at: matched(collecting, case) for at, case in enumerate(cases(found))}


@given(tables())
@costing(1)
def test_gaps_are_real_and_none_is_missed(of: DecisionTable) -> None:
    gaps = told(check(decisions(of)), "DM301")
    assert bool(gaps) == (() in all_of(of).values())
    collecting = decisions(replace(of, hit_policy=HitPolicy.COLLECT))
    assert [one for one in gaps if matched(collecting, case_of(one, of))] == []


@given(tables())
@costing(1)
def test_the_rules_that_are_told_close_every_gap(of: DecisionTable) -> None:
    gaps = told(check(decisions(of)), "DM301")
    cells = [re.search("«(.*)»", one.expected).group(1).split(" | ") for one in gaps]  # type: ignore[union-attr]
    new = [Rule(tests=tuple(Cell(text=text) for text in row), outputs=(Literal(text="1"),)) for row in cells]
    whole = replace(of, rules=(*of.rules, *new))
    assert [str(one) for one in check(decisions(whole)) if one.code in ("DM301", "FE206")] == []


@given(tables())
@costing(1)
def test_overlaps_are_real_and_none_is_missed(of: DecisionTable) -> None:
    expected = {pair for rules in all_of(of).values() for pair in itertools.combinations(rules, 2)}
    same = {(a, b) for (a, one), (b, two) in itertools.combinations(enumerate(of.rules, 1), 2) if one == two}
    wrong = [one for one in check(decisions(of)) if one.code in ("DM302", "DM304")]
    found = {pair_of(one): one for one in wrong}
    assert set(found) <= expected
    hidden = {pair for pair in expected - set(found) if not told_through(pair, found)}
    assert hidden - same == set()
    collecting = decisions(replace(of, hit_policy=HitPolicy.COLLECT))
    for pair, one in found.items():
        assert set(pair) <= set(matched(collecting, case_of(one, of)))


def pair_of(one: Mistake) -> tuple[int, int]:
    """The two rules that a message names."""
    first, second = sorted(
        int(number) for number in re.findall(r"\d+", one.message.split(" take ")[0].split(", as")[0])
    )
    return first, second


def told_through(pair: tuple[int, int], found: dict[tuple[int, int], Mistake]) -> bool:
    """Whether both rules say the same as a third one."""
    twins = [first for (first, second), one in found.items() if one.code == "DM304" and second in pair]
    return bool(twins)


@given(tables((HitPolicy.FIRST,)))
@costing(1)
def test_rules_that_are_never_reached_are_told(of: DecisionTable) -> None:
    matching = all_of(of).values()
    dead = {
        rule
        for rule in range(1, len(of.rules) + 1)
        if any(rule in rules for rules in matching) and not any(rules[:1] == (rule,) for rules in matching)
    }
    found = check(decisions(of))
    masked = {int(re.findall(r"rule (\d+)", one.message)[0]) for one in found if one.code in ("DM303", "DM304")}
    empty = {int(re.findall(r"rule (\d+)", one.message)[0]) for one in told(found, "DM305")}
    assert masked == dead
    assert empty == {rule for rule in range(1, len(of.rules) + 1) if not any(rule in rules for rules in matching)}


NUMBER = {"age": "number"}
BOTH = {"age": "number", "other": "number"}
RANKED = (Output(name="out", allowed=Cell(text='"high", "low"')),)
FIRST, PRIORITY, COLLECT = HitPolicy.FIRST, HitPolicy.PRIORITY, HitPolicy.COLLECT
EXAMPLES: dict[str, tuple[DecisionTable, str]] = {
    "DM301": (
        table({"age": "number", "kind": "string"}, [["< 18", "-", "1"], ["> 18", '"adult"', "1"]]),
        'no rule takes age = 18, kind = "adult"; expected a rule such as «18 | -», or a default output',
    ),
    "DM302": (
        table(NUMBER, [["<= 18", "1"], [">= 18", "2"]]),
        "table:2:1: DM302 rules 1 and 2 both take age = 18; expected at most one rule for a case",
    ),
    "DM303": (
        table(NUMBER, [["< 18", "1"], [">= 18", "2"], ["[10..20]", "3"]], FIRST),
        "rule 3 is never reached: rules 1, 2 take all that it matches, such as age = 10",
    ),
    "DM304": (
        table(NUMBER, [["-", "1"], ["> 5", "1"], ["> 5.0", "1"]], COLLECT),
        "rule 3 says the same as rule 2, as for age = 6",
    ),
    "DM305": (
        table({"kind": "string"}, [['"child"', "1"], ['"chld"', "2"]], allowed={"kind": '"child"'}),
        'rule 2 matches nothing: «"chld"» holds for no value of «kind»; expected a test that some value meets, '
        'such as "child"; did you mean «"child"»?',
    ),
    "DM306": (table(NUMBER, [["-", "1"]], PRIORITY), "the hit policy PRIORITY has no output values to go by"),
    "DM307": (
        table(NUMBER, [["-", '"hihg"']], PRIORITY, outputs=RANKED),
        '"hihg" is not an allowed value of «out»; expected one of "high", "low"; did you mean «"high"»?',
    ),
    "DM308": (
        table(NUMBER, [["-", '"high"']], COLLECT, aggregation=Aggregation.SUM),
        'SUM has no value over "high" of «out»; expected numbers to be aggregated',
    ),
    "DM309": (
        table(NUMBER, [["-", "1", "2"]], outputs=(Output(name="a", default=Literal(text="0")), Output(name="b"))),
        "«b» has no default output, and other outputs have one",
    ),
    "DM310": (table(NUMBER, [["-", ""]]), "rule 1 says nothing for «out», which then is null"),
    "DM311": (
        table(NUMBER, [["-", "1"]], FIRST, aggregation=Aggregation.SUM),
        "the aggregation SUM is of no use under the hit policy FIRST",
    ),
    "DM312": (
        table({"name": "string"}, [['starts with(?, "a")', "1"], ["-", "2"]], COLLECT),
        'not analysed: «starts with(?, "a")» of «name», since «starts with(?, "a")» is neither a',
    ),
    "DM314": (
        table(NUMBER, [["-", str(at)] for at in range(9)]),
        "there are more rules of this kind than the 20 told",
    ),
    "DM315": (
        table(NUMBER, [["> 5", "age"], ["> 3", "age * 1"], ["<= 3", "1"]], HitPolicy.ANY),
        "rules 1 and 2 both take age = 6, and their outputs may differ; expected equal outputs",
    ),
}


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_table_earns_its_code(code: str) -> None:
    of, sentence = EXAMPLES[code]
    found = check(decisions(of))
    assert {one.code for one in found} <= {code, "DM301", "DM302" if code == "DM314" else code}
    assert any(sentence in str(one) for one in told(found, code)), [str(one) for one in found]


def test_every_code_of_tables_has_an_example() -> None:
    elsewhere = {"DM313"}  # below
    assert set(EXAMPLES) | elsewhere == {code for code in KINDS if code.startswith("DM3")}


def test_the_search_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "STEPS", 10)
    of = table(NUMBER, [[f"[{at}..{at + 1})", "1"] for at in range(30)])
    assert [one.code for one in check(decisions(of))] == ["DM313"]


@pytest.mark.parametrize(
    ("policy", "outputs"),
    [(COLLECT, ("1", "2")), (HitPolicy.ANY, ("1", "1.0")), (HitPolicy.RULE_ORDER, ("1", "2"))],
)
def test_overlaps_are_right_where_the_policy_says_so(policy: HitPolicy, outputs: tuple[str, str]) -> None:
    rows = [["> 3", outputs[0]], ["-", outputs[1]]]
    assert check(decisions(table(NUMBER, rows, policy))) == ()


def test_a_default_output_closes_the_gaps() -> None:
    out = (Output(name="out", default=Literal(text="0")),)
    assert check(decisions(table(NUMBER, [["> 3", "1"]], outputs=out))) == ()


def test_a_rule_of_less_priority_may_be_masked() -> None:
    rows = [["[4..5]", '"low"'], ["> 3", '"high"'], ["-", '"low"']]
    (found,) = check(decisions(table(NUMBER, rows, PRIORITY, outputs=RANKED)))
    assert found.message == "rule 1 is never reached: rule 2 takes all that it matches, such as age = 4"


FORMULAS = st.builds(
    "{} other {}".format, st.sampled_from(["<", "<=", ">", ">=", "!="]), st.sampled_from(["", "+ 1", "* 2 - 1"])
)


ROWS = st.tuples(
    st.one_of(FORMULAS, of_ordered(st.sampled_from(["0", "1", "2"])).filter(lambda text: "null" not in text)),
    st.sampled_from(["-", "> 1", "<= 1", "? < age"]),
    st.just("1"),
)
HALVES = [Decimal(one) / 2 for one in range(-9, 10)]


@given(st.lists(ROWS, min_size=1, max_size=3))
@costing(1)
def test_formulas_over_other_inputs_are_decided(rows: list[tuple[str, ...]]) -> None:
    of = table(BOTH, rows)
    collecting = decisions(replace(of, hit_policy=COLLECT))
    matching = [matched(collecting, {"age": age, "other": other}) for age in HALVES for other in HALVES]
    found = check(decisions(of))
    assert not told(found, "DM312")
    if () in matching:
        assert told(found, "DM301")
    for one in told(found, "DM301"):
        assert matched(collecting, values_of(one)) == ()
    pairs = {pair for rules in matching for pair in itertools.combinations(rules, 2)}
    wrong = {pair_of(one): one for one in found if one.code in ("DM302", "DM304")}
    assert {pair for pair in pairs - set(wrong) if not told_through(pair, wrong)} == set()
    for pair, one in wrong.items():
        assert set(pair) <= set(matched(collecting, values_of(one)))


def values_of(found: Mistake) -> dict[str, object]:
    """The counter-example in a message about `age` and `other`."""
    return {"age": Decimal(0), "other": Decimal(0)} | {
        name: feel.evaluate(value, {}) for name, value in re.findall(r"(age|other) = ([^,;]+)", found.message)
    }


def test_dates_and_inputs_that_are_formulas_of_each_other_are_decided() -> None:
    due = table(
        {"paid": "date", "due": "date"},
        [['<= due + duration("P10D")', "-", "1"], ['> due + duration("P10D")', "-", "2"]],
    )
    assert check(decisions(due)) == ()
    late = replace(due, rules=due.rules[:1])
    (gap,) = check(decisions(late))
    assert gap.code == "DM301"
    assert "paid = @" in gap.message
    twice = table({"age": "number", "age * 2": "number"}, [["< 5", "-", "1"], [">= 5", ">= 10", "2"]])
    assert check(decisions(twice)) == ()


def test_what_may_not_exist_is_only_warned_of() -> None:
    """Two inputs are made of one that is none: the solver ties what is linear, and the rest is told by its name."""
    tied = table({"age + 1": "number", "age * 2": "number"}, [["<= 3", "-", "1"], ["> 3", "> 4", "2"]])
    assert check(decisions(tied, {"age": "number"})) == ()
    rows = [["0", "-", "1"], ["> 0", "< 1", "2"], ["-", "> 1", "3"]]
    free = check(decisions(table({"age * age": "number", "modulo(age, 2)": "number"}, rows), {"age": "number"}))
    assert {one.code for one in free} == {"DM301", "DM302", "DM312"}
    assert all(one.warning for one in free)
    assert all("if there is such a case" in one.message for one in free if one.code != "DM312")
    assert any("since «age * age» is no linear formula" in one.message for one in free)


MADE = """
inputs: {n: number, s: string, day: date, b: boolean, age: {type: number, allowed: '[0..120]'}}
decisions:
  B: {expression: 'if n > 0 then "x" else "y"', type: string}
  C: {inputs: [n], outputs: [{name: q, type: string}], rules: [['> 0', '"x"'], ['<= 0', '"y"']]}
  D: {expression: n * n + 1, type: number}
  T: {inputs: [{expression: TESTED, type: TYPE}], outputs: [r], rules: RULES}
"""


def of_made(tmp_path: Path, tested: str, type: str, rules: str) -> list[Mistake]:
    path = tmp_path / "made.yaml"
    written = MADE.replace("TESTED", tested).replace("TYPE", type).replace("RULES", rules)
    path.write_text(written, encoding="utf-8")
    return list(check_file(path))


@pytest.mark.parametrize(
    ("tested", "type", "rules"),
    [
        ("abs(n)", "number", "[['[0..6]', 1], ['> 6', 2]]"),
        ("n * 0", "number", "[[0, 1]]"),
        ("if b then 1 else 2", "number", "[[1, 1], [2, 2]]"),
        ("age * 2", "number", "[['[0..100]', 1], ['(100..240]', 2]]"),
        ("n > 3", "boolean", "[[true, 1], [false, 2]]"),
        ("B", "string", "[['\"x\"', 1], ['\"y\"', 2]]"),
        ("C", "string", "[['\"x\"', 1], ['\"y\"', 2]]"),
    ],
)
def test_values_that_no_case_comes_to_are_no_gaps(tmp_path: Path, tested: str, type: str, rules: str) -> None:
    assert of_made(tmp_path, tested, type, rules) == []


@pytest.mark.parametrize(
    ("tested", "type", "rules"),
    [
        ("string length(s)", "number", "[[0, 1], ['> 0', 2]]"),
        ("day.month", "number", "[['[1..6]', 1], ['[7..12]', 2]]"),
        ("n * n", "number", "[['[0..6]', 1], ['> 6', 2]]"),
        ("floor(n)", "number", "[['<= 0', 1], ['>= 1', 2]]"),
        ("day of week(day)", "string", "[['ends with(?, \"day\")', 1]]"),
        ("D", "number", "[['[1..6]', 1], ['> 6', 2]]"),
    ],
)
def test_of_values_that_perhaps_no_case_comes_to_is_only_warned(
    tmp_path: Path, tested: str, type: str, rules: str
) -> None:
    found = of_made(tmp_path, tested, type, rules)
    assert all(one.warning for one in found)
    assert {one.code for one in found} <= {"DM301", "DM312"}
    assert all("if there is such a case" in one.message for one in told(found, "DM301"))
    assert told(found, "DM312")


@pytest.mark.parametrize(
    ("tested", "type", "rules", "code", "shown"),
    [
        ("abs(n)", "number", "[['[0..6)', 1], ['> 6', 2]]", "DM301", "abs(n) = 6"),
        ("age * 2", "number", "[['[0..240]', 1], [240, 2]]", "DM302", "age * 2 = 240"),
        ("age * 2", "number", "[['[0..240]', 1], [241, 2]]", "DM305", "«241» holds for no value of «age * 2»"),
        ("string length(s)", "number", "[[0, 1], ['> 1', 2]]", "DM301", "string length(s) = 1"),
        ("string length(s)", "number", "[['>= 0', 1], [5, 2]]", "DM302", "string length(s) = 5"),
        ("day.month", "number", "[['[1..6]', 1], ['[8..12]', 2]]", "DM301", "day.month = 7"),
        ("day of week(day)", "string", "[['not(\"Friday\")', 1]]", "DM301", 'day of week(day) = "Friday"'),
        ("B", "string", "[['\"x\"', 1]]", "DM301", 'B = "y"'),
        ("C", "string", "[['\"x\"', 1], ['\"y\"', 2], ['\"z\"', 2]]", "DM305", "holds for no value of «C»"),
        ("D", "number", "[['[1..5]', 1], ['>= 5', 1]]", "DM302", "D = 5"),
    ],
)
def test_what_a_case_shows_of_a_formula_is_wrong(
    tmp_path: Path, tested: str, type: str, rules: str, code: str, shown: str
) -> None:
    found = of_made(tmp_path, tested, type, rules)
    (wrong,) = [one for one in found if not one.warning]
    assert (wrong.code, shown in wrong.message) == (code, True), str(wrong)


def test_a_rule_whose_formula_is_taken_before_is_never_reached() -> None:
    of = table({"age": "number", "age * 2": "number"}, [["< 10", "-", "1"], ["-", "< 20", "2"], ["-", "-", "3"]])
    (found,) = check(decisions(replace(of, hit_policy=HitPolicy.FIRST)))
    assert (found.code, "rule 2 is never reached: rule 1 takes" in found.message) == ("DM303", True)
    wider = replace(of, rules=(of.rules[0], *table({"a": "", "b": ""}, [["-", "< 21", "2"]]).rules, of.rules[2]))
    assert check(decisions(replace(wider, hit_policy=HitPolicy.FIRST))) == ()


def test_what_is_not_allowed_is_null_and_may_be_tested_so() -> None:
    of = table({"age": "number"}, [["null", "1"], [">= 0", "2"]], allowed={"age": "[0..120]"})
    assert check(decisions(of)) == ()
    assert matched(decisions(of), {"age": 121}) == (1,)


def test_each_gap_has_an_example_of_its_own() -> None:
    rows = [["< 18", "-", "1"], ["> 18", '"a"', "2"]]
    gaps = told(check(decisions(table({"age": "number", "kind": "string"}, rows))), "DM301")
    assert len({one.message for one in gaps}) == len(gaps) == 2
    first, second = ({**dict(re.findall(r'(\w+) = (\d+|"\w*")', one.message))} for one in gaps)
    assert first["age"] != second["age"] or first["kind"] != second["kind"]


def test_allowed_values_that_there_are_none_of_are_told(tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    table = "{T: {inputs: [a], outputs: [r], rules: [['-', 1]]}}"
    path.write_text(f"inputs: {{a: {{type: number, allowed: '[5..1]'}}}}\ndecisions: {table}\n", encoding="utf-8")
    first, *others = check_file(path)
    assert (first.code, first.place and (first.place.line, first.place.column)) == ("FE214", (1, 38))
    assert {one.code for one in others} == {"DM305"}


def test_null_counts_where_a_test_names_it() -> None:
    of = table({"name": "string"}, [["null", "1"], ['"a"', "2"]], allowed={"name": '"a", null'})
    assert check(decisions(of)) == ()
    (gap,) = check(decisions(replace(of, rules=of.rules[1:])))
    assert "no rule takes name = null" in gap.message


def test_parts_of_a_context_are_inputs_like_others() -> None:
    fares = table({"applicant.age": "number"}, [["< 18", "1"], ["> 18", "2"]])
    person = ItemDefinition(name="person", components=(ItemDefinition(name="age", type_ref="number"),))
    (gap,) = check(decisions(fares, {"applicant": "person"}, types=(person,)))
    assert "no rule takes applicant.age = 18" in gap.message

    either = table({"one.age": "number"}, [["> other.age", "1"], ["< other.age", "2"]])
    (gap,) = check(decisions(either, {"one": "person", "other": "person"}, types=(person,)))
    one, other = (feel.evaluate(value, {}) for value in re.findall(r"age = ([^,;]+)", gap.message))
    assert one == other


def test_tests_of_several_kinds_in_one_column_are_told() -> None:
    """Each kind is whole beside the others, so that none can be said as what the others are not."""
    rows = [("5", '@"2024-02-27"', "1"), ("5", '< @"2024-02-27"', "2"), ("5", '> @"2024-02-27"', "3")]
    one = table({"in0": "number", "7": "date"}, rows)
    assert {found.code for found in check(decisions(one))} == {"DM301"}
