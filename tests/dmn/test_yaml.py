"""Decision tables in YAML: the model of DMN XML in a form that needs few quotes; every slip is told in its place."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import dmn
from bridgehead.dmn.check import check, check_decisions
from bridgehead.dmn.model import Aggregation, Decision, DecisionTable, HitPolicy, expressions
from bridgehead.dmn.read import read_all
from bridgehead.primitives.errors import BridgeheadError, Place
from tests.dmn import making
from tests.profiles import costing

FEES = """
name: Made-up fees
inputs:
  age: {type: number, allowed: '[0..150]'}
  card: {type: string, allowed: [none, student, senior]}
  day: date
decisions:
  Reduction:
    hit policy: first
    inputs: [age, card]
    outputs:
      - {name: reduction, type: string, allowed: [full, half, no], default: no}
    rules:
      - [< 18, -, full]
      - ['[18..150]', 'student, senior', half]
  Fee:
    inputs: [Reduction, day]
    outputs: [{name: fee, type: number}]
    annotations: [why]
    rules:
      - [full, -, 0, children pay nothing]
      - [half, -, 4]
      - ['"no"', < 2026-01-01, 8]
      - ['"no"', '>= 2026-01-01', 9]
""".replace("half, no], default: no}", "half, 'no'], default: 'no'}")


def decided(text: str, name: str, **given: object) -> object:
    return dmn.Decisions(dmn.read_bytes(text.encode(), "fees.yaml")).decide(name, given)


def table(text: str) -> DecisionTable:
    model = dmn.read_bytes(text.encode(), "fees.yaml")
    return next(one for one in expressions(model) if isinstance(one, DecisionTable))


def told(text: str) -> list[str]:
    with pytest.raises(BridgeheadError) as error:
        dmn.read_bytes(text.encode(), "f.yaml")
    return [str(one) for one in error.value.mistakes]


@pytest.mark.parametrize(
    ("age", "card", "day", "fee"),
    [
        (9, "none", "2025-05-04", 0),
        (30, "student", "2025-05-04", 4),
        (30, "none", "2025-12-31", 8),
        (30, "none", "2026-01-01", 9),
    ],
)
def test_decisions_find_each_other_by_name(age: int, card: str, day: str, fee: int) -> None:
    assert decided(FEES, "Fee", age=age, card=card, day=date.fromisoformat(day)) == fee


def test_the_same_table_in_xml_is_the_same_table() -> None:
    """Words became strings, dates became dates, and what the inputs allow holds for whatever is given."""
    model = dmn.read_bytes(FEES.encode(), "fees.yaml")
    again = dmn.read_bytes(dmn.write(model))
    assert again == model
    tests = [test.text for one in expressions(model) if isinstance(one, DecisionTable) for test in one.rules[-1].tests]
    assert tests == ["[18..150]", '"student", "senior"', '"no"', '>= date("2026-01-01")']
    assert decided(FEES, "Reduction", age=30, card="gold") == "no"


def test_sound_tables_have_no_findings(tmp_path: Path) -> None:
    path = tmp_path / "fees.yaml"
    path.write_text(FEES, "utf-8")
    assert check(path) == ()
    path.write_text(FEES.replace("      - [half, -, 4]\n", ""), "utf-8")
    assert [str(one).removeprefix(f"{path}:") for one in check(path)] == [
        '16:3: DM301 no rule takes Reduction = "half"; expected a rule such as «"half" | -», or a default output'
    ]


@pytest.mark.parametrize(
    ("words", "policy", "aggregation"),
    [
        ("unique", HitPolicy.UNIQUE, None),
        ("U", HitPolicy.UNIQUE, None),
        ("Rule Order", HitPolicy.RULE_ORDER, None),
        ("o", HitPolicy.OUTPUT_ORDER, None),
        ("C+", HitPolicy.COLLECT, Aggregation.SUM),
        ("collect (count)", HitPolicy.COLLECT, Aggregation.COUNT),
        ("'C#'", HitPolicy.COLLECT, Aggregation.COUNT),
        ("C <", HitPolicy.COLLECT, Aggregation.MIN),
    ],
)
def test_hit_policies_are_words_or_letters(words: str, policy: HitPolicy, aggregation: Aggregation | None) -> None:
    found = table(FEES.replace("hit policy: first", f"hit policy: {words}"))
    assert (found.hit_policy, found.aggregation) == (policy, aggregation)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("-", "-"),
        ("5", "5"),
        ("1.50", "1.50"),
        ("true", "true"),
        ("null", "null"),
        ("2026-01-01", 'date("2026-01-01")'),
        ("2026-01-01 08:30:00", 'date and time("2026-01-01T08:30:00")'),
        ("'[18..65]'", "[18..65]"),
        ("not(student)", 'not("student")'),
        ("'none, \"senior\"'", '"none", "senior"'),
        ('"student"', '"student"'),
        ("''", ""),
    ],
)
def test_a_cell_is_the_feel_that_was_meant(cell: str, text: str) -> None:
    """What YAML takes for a number, a date or a word in quotes is taken back."""
    rule = table(FEES.replace("[< 18, -, full]", f"[-, {cell}, full]")).rules[0]
    assert rule.tests[1].text == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("[2026-01-01..2026-06-30]", '[date("2026-01-01")..date("2026-06-30")]'),
        ("(2026-01-01 .. 2026-06-30)", '(date("2026-01-01") .. date("2026-06-30"))'),
        ("]2025-12-31..2026-07-01[", ']date("2025-12-31")..date("2026-07-01")['),
        ("2025-01-01, 2026-03-01", 'date("2025-01-01"), date("2026-03-01")'),
    ],
)
def test_days_stand_by_themselves_wherever_a_cell_has_them(cell: str, text: str) -> None:
    written = FEES.replace("'>= 2026-01-01', 9", f"'{cell}', 9")
    fee = [one for one in expressions(dmn.read_bytes(written.encode(), "fees.yaml")) if isinstance(one, DecisionTable)][
        1
    ]
    assert fee.rules[3].tests[1].text == text
    assert decided(written, "Fee", age=30, card="none", day=date(2026, 3, 1)) == 9


def test_a_name_in_scope_stays_a_name() -> None:
    text = FEES.replace("[none, student, senior]", "[none, day]").replace("'student, senior'", "day")
    assert table(text).rules[1].tests[1].text == "day"


def test_inputs_may_be_left_to_the_tables() -> None:
    text = """
decisions:
  Fee:
    inputs: [{expression: years in city, type: number}, {expression: card, type: string, allowed: [a, b]}]
    outputs: [fee]
    rules:
      - [-, a, 1]
      - [-, b, 2]
"""
    assert decided(text, "Fee", **{"years in city": 3, "card": "b"}) == 2


def test_types_and_expressions() -> None:
    text = """
types:
  colour: {type: string, allowed: [red, green]}
  house: {fields: {colour: colour, rooms: {type: number}}}
inputs:
  houses: {type: list<house>}
decisions:
  Red:
    expression: count(houses[colour = "red"])
    type: number
"""
    assert decided(text, "Red", houses=[{"colour": "red", "rooms": 2}, {"colour": "green", "rooms": 1}]) == 1


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("{expression: house.moved in + 1}", 6),
        ("{expression: 'max(house.not paid, 3)'}", 4),
        ("{expression: house.in use and true}", True),
        ("{expression: 'houses[moved in > 3][1].moved in'}", 5),
        ("{expression: for one in houses return one.not paid + limit}", [5]),
        ("{inputs: [house], outputs: [a], rules: [['?.moved in > limit', house.not paid]]}", 4),
        ("{inputs: [house.moved in], outputs: [a], rules: [['> limit', Last.of the year.not paid]]}", 4),
    ],
)
def test_members_may_have_words_of_feel_in_their_names(body: str, wanted: object) -> None:
    text = f"""
types:
  household: {{fields: {{moved in: number, not paid: number, in use: boolean}}}}
inputs: {{house: household, houses: list<household>, limit: number}}
decisions:
  A: {body}
  Last: {{expression: "{{of the year: house}}"}}
"""
    house = {"moved in": 5, "not paid": 4, "in use": True}
    assert decided(text, "A", house=house, houses=[house], limit=1) == wanted


def test_decisions_that_mention_one_another_without_a_type_are_read(tmp_path: Path) -> None:
    """A long chain, the last of it first, and one that needs itself: neither is gone into without end."""
    chain = "".join(f"  D{at}: {{expression: D{at + 1}.x}}\n" for at in range(400))
    path = tmp_path / "chain.yaml"
    path.write_text(f"decisions:\n{chain}  D400: {{expression: D7.x}}\n", "utf-8")
    assert {one.code for one in check(path)} == {"DM103"}


def test_all_slips_are_told_at_once_in_their_places() -> None:
    text = (
        FEES.replace("day: date", "day: {typ: date}")
        .replace("hit policy: first", "hit policy: frist")
        .replace("[< 18, -, full]", "[> 18, -, full]")
        .replace("['[18..150]', 'student", "[[18..150], 'studnet")
        .replace("inputs: [Reduction, day]", "inputs: [Reductoin, day]")
        .replace("[full, -, 0,", "[yes, 0]  #")
    )
    assert told(text) == [
        "f.yaml:6:9: DM012 «typ» is not known in an input; expected one of type, allowed, label, id; "
        "did you mean «type»?",
        "f.yaml:9:17: DM008 «frist» is not a value of «hit policy»; expected one of unique, any, priority, first, "
        "rule order, output order, collect, collect sum, collect count, collect min, collect max; "
        "did you mean «first»?",
        "f.yaml:14:10: RB120 «> 18» begins with a sign of YAML, or has one in it; expected quotes around it: '> 18'",
        "f.yaml:15:10: DM013 «[18..150]» is not what belongs here; expected a text; quotes around FEEL that begins "
        "with a bracket, as in '[18..65]'",
        "f.yaml:15:21: DM016 «studnet» is neither FEEL nor a value allowed here; expected one of none, student, "
        'senior; did you mean «"student"»?',
        "f.yaml:17:14: DM017 «Reductoin» is no input and no decision of this file; expected a name under «inputs», "
        "or that of a decision; did you mean «Reduction»?",
        "f.yaml:21:9: DM009 the rule has 2 of «cells», and the table 4 columns for them; expected one a column",
        "f.yaml:21:10: RB107 YAML may read «yes» as true or false; expected true, or 'yes' for the word",
    ]


def test_feel_is_placed_through_the_quotes_of_yaml(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    text = FEES.replace("< 2026-01-01, 8", """'< 2026-01-01', '"it''s" + agee'""")
    path.write_text(text, "utf-8")
    (found,) = (one for one in check(path) if one.code == "FE101")
    line = text.split("\n")[22]
    assert found.place == Place(str(path), 23, line.index("agee") + 1)


def test_an_xml_model_says_the_same() -> None:
    """A table by hand in both forms decides alike."""
    xml = making.decisions(
        making.given("age", "number"),
        making.decision("Fee", making.table("UNIQUE", "age", "fee", "< 18 | 0", ">= 18 | 4"), "age"),
    )
    text = """
inputs: {age: number}
decisions:
  Fee:
    inputs: [age]
    outputs: [fee]
    rules:
      - [< 18, 0]
      - ['>= 18', 4]
"""
    for age in (3, 17, 18, None):
        assert decided(text, "Fee", age=age) == xml.decide("Fee", {"age": age})
    (_, node) = dmn.read_bytes(text.encode(), "f.yaml").nodes
    assert isinstance(node, Decision)
    assert [one.href for one in node.requirements] == ["#age"]


@costing(2)
@given(st.data())
def test_a_file_with_any_slips_is_read_or_told(data: st.DataObject) -> None:
    """Each mistake has its place in the file; nothing but mistakes is raised."""
    text = FEES
    for _ in range(data.draw(st.integers(1, 3))):
        at, cut = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 6))
        text = text[:at] + data.draw(st.text("[]{},:'\"-> <#\n&*!|%@`()n5.?", max_size=2)) + text[at + cut :]
    try:
        model, mistakes = read_all(text.encode(), "fees.yaml")
        mistakes += check_decisions(dmn.Decisions(model, thorough=True), readable=not mistakes)
    except BridgeheadError as error:
        mistakes = error.mistakes
    assert all(one.place is not None and one.place.file == "fees.yaml" for one in mistakes)
