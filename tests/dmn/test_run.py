"""Decisions that need one another, services, functions, types and imports (DMN 1.5, chapters 6, 7 and 10)."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bridgehead import dmn
from bridgehead.dmn.check import check, check_decisions
from bridgehead.dmn.run import Decisions
from bridgehead.feel.types import NUMBER
from bridgehead.primitives.errors import BridgeheadError, Mistake
from tests.dmn import making
from tests.dmn.making import decision, function, given, literal

SERVICE = (
    '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#Out"/>{}'
    '<inputDecision href="#Mid"/><inputData href="#a"/></decisionService>'
)


def test_each_needs_what_comes_before() -> None:
    made = making.decisions(
        given("a"),
        decision("C", literal("A + B"), "A", "B"),
        decision("B", literal("A * 2"), "A"),
        decision("A", literal("a + 1"), "a"),
    )
    assert made.decide("C", {"a": 1}) == 6
    assert made.inputs("C").keys() == {"a"}


def test_a_long_chain_is_no_depth() -> None:
    steps = [decision(f"D{place}", literal(f"D{place - 1} + 1"), f"D{place - 1}") for place in range(1, 2000)]
    made = making.decisions(given("a"), decision("D0", literal("a"), "a"), *steps)
    assert made.decide("D1999", {"a": 1}) == 2000


def test_a_long_chain_in_a_decision_is_no_depth() -> None:
    sums, ladder = (
        "a" + " + a" * 1_000,
        "".join(f"if a = {place} then {place} else " for place in range(2, 1_000)) + "0",
    )
    made = making.decisions(given("a"), decision("Sum", literal(sums), "a"), decision("Ladder", literal(ladder), "a"))
    assert (made.decide("Sum", {"a": 3}), made.decide("Ladder", {"a": 3})) == (3_003, 3)


def test_what_is_not_required_is_not_known() -> None:
    parts = (given("a"), given("b"), decision("D", literal("a + b"), "a"))
    with pytest.raises(BridgeheadError, match="FE101 «b» is not a name"):
        making.decisions(*parts).decide("D", {"a": 1, "b": 2})
    lenient = Decisions(making.model(*parts), lenient=True)
    assert lenient.decide("D", {"a": 1, "b": 2}) is None


def test_a_decision_that_is_not_there() -> None:
    made = making.decisions(decision("Fare", literal("1")))
    with pytest.raises(BridgeheadError, match=r"DM101 «Fair» .* did you mean «Fare»"):
        made.decide("Fair", {})


@pytest.mark.parametrize("opening", ["<functionDefinition>", '<for iteratorVariable="x"><return>'])
@pytest.mark.parametrize("levels", [50, 90])
def test_what_is_nested_too_deep_is_told(opening: str, levels: int) -> None:
    closing = "".join(f"</{tag.split()[0].strip('<>')}>" for tag in reversed(opening.split("<")[1:]))
    inner = f"<in>{literal('[1]')}</in>" if "<for" in opening else ""
    first = opening.replace("<return>", f"{inner}<return>")
    made = making.decisions(decision("D", first * levels + literal("1") + closing * levels))
    if levels < 90:
        made.decide("D", {})
    else:
        with pytest.raises(BridgeheadError, match="DM111 what «D» says is nested more than"):
            made.decide("D", {})


CALLS_S = """<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#A"/>{}</decisionService>"""
CIRCLES = {
    "A → B → A": (decision("A", literal("B"), "B"), decision("B", literal("A"), "A")),
    "A → A": (decision("A", literal("A + 1"), "A"),),
    "A → s → A": (decision("A", literal("s()"), knows=("s",)), CALLS_S.format("")),
    "A → f → s → A": (
        decision("A", literal("f()"), knows=("f",)),
        function("f", "", literal("s()"), "s"),
        CALLS_S.format(""),
    ),
}


@pytest.mark.parametrize("circle", CIRCLES)
def test_a_circle_is_told_by_name(circle: str) -> None:
    made = making.decisions(*CIRCLES[circle])
    with pytest.raises(BridgeheadError, match=f"DM103 a decision needs itself: {circle};"):
        made.decide("A", {})
    assert "DM103" in {one.code for one in check_decisions(made)}


def test_a_service_may_call_itself_with_other_inputs() -> None:
    made = making.decisions(
        given("n", "number"),
        decision("A", literal("if n = 0 then 1 else n * s(n - 1)"), "n", knows=("s",)),
        CALLS_S.format('<inputData href="#n"/>'),
    )
    assert check_decisions(made) == ()
    assert made.decide("s", {"n": 5}) == 120


TYPES = """
<itemDefinition name="grade"><typeRef>string</typeRef>
  <allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
<itemDefinition name="grades" isCollection="true"><typeRef>grade</typeRef>
  <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
<itemDefinition name="pupil">
  <itemComponent name="name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="marks"><typeRef>grades</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="person">
  <itemComponent name="name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="children" isCollection="true"><typeRef>person</typeRef></itemComponent>
</itemDefinition>
"""


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        ("grade", "A", "A"),
        ("grade", "C", None),
        ("grade", ["B"], "B"),
        ("grades", "A", ["A"]),
        ("grades", ["A", "B"], ["A", "B"]),
        ("grades", ["A", "C"], None),
        ("grades", ["A", "B", "A"], None),
        ("pupil", {"name": "Li", "marks": ["A"]}, {"name": "Li", "marks": ["A"]}),
        ("pupil", {"name": "Li", "marks": ["Z"]}, None),
        ("pupil", {"name": "Li"}, None),
        ("number", "1", None),
        ("number", 1, Decimal(1)),
        ("date and time", dt.date(2026, 1, 1), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        ("person", {"name": "a", "children": [{"name": "b", "children": []}]}, ...),
    ],
)
def test_what_is_given_is_of_its_type_or_null(type: str, value: Any, expected: Any) -> None:
    made = making.decisions(TYPES, given("a", type), decision("D", literal("a"), "a"))
    assert made.decide("D", {"a": value}) == (value if expected is ... else expected)


def test_what_is_given_has_names() -> None:
    ready = making.decisions(given("a"), decision("A", literal("a"), "a"))
    wrong: Any = []
    with pytest.raises(TypeError, match="values are given by their names"):
        ready.decide("A", wrong)
    for inputs in ({1: 2}, {"a": {1: 2}}, {"a": [{None: 2}]}):
        with pytest.raises(BridgeheadError, match=r"FE403 the name (1|None) is not a value of FEEL"):
            ready.decide("A", inputs)  # type: ignore[arg-type]


def test_what_is_decided_is_of_its_type_or_null() -> None:
    made = making.decisions(TYPES, given("a"), decision("D", literal("a"), "a", type="grade"))
    assert made.decide("D", {"a": "A"}) == "A"
    assert made.decide("D", {"a": "C"}) is None


def test_functions_call_one_another_and_themselves() -> None:
    even = literal("if n = 0 then true else odd(n - 1)")
    odd = literal("if n = 0 then false else even(n: n - 1)")
    made = making.decisions(
        given("a"),
        function("even", "n", even, "odd"),
        function("odd", "n", odd, "even"),
        decision("D", literal("even(a)"), "a", knows=("even",)),
    )
    assert made.decide("D", {"a": 10}) is True
    assert made.decide("D", {"a": 7}) is False


def test_a_function_that_is_decided_is_called_with_values() -> None:
    assert making.decisions(function("half", "n", literal("n / 2"))).decide("half", {}).call(Decimal(4)) == 2


def test_a_function_that_never_ends_is_stopped() -> None:
    made = making.decisions(function("f", "n", literal("f(n)")), decision("D", literal("f(1)"), knows=("f",)))
    told = r"^made-up.dmn:2:1: FE404 «f» calls itself too many times, \d{3} levels deep; expected fewer levels"
    with pytest.raises(BridgeheadError, match=told):
        made.decide("D", {})
    body = literal("if n = 0 then 0 else 1 + f(n - 1)")
    ends = making.decisions(given("n"), function("f", "n", body), decision("D", literal("f(n)"), "n", knows=("f",)))
    assert ends.decide("D", {"n": 400}) == 400


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("s(n + 1)", "2:1: FE404 the service «s» is called 100 levels deep, in itself or in others;"),
        ("{f: function(g) g(g), end: f(f)}.end", "3:1: FE404 a function in «A» calls itself too many times, "),
        ("count(for a in 1..1000, b in 1..1001 return n)", "3:1: FE401 "),
    ],
)
def test_a_limit_is_told_in_its_place(expression: str, told: str) -> None:
    service = CALLS_S.format('<inputData href="#n"/>')
    made = making.decisions(service, decision("A", literal(expression), "n", knows=("s",)), given("n"))
    for reasons in (None, []):
        with pytest.raises(BridgeheadError, match=f"^made-up.dmn:{told}"):
            made.decide("A", {"n": 1}, reasons=reasons)


@pytest.mark.parametrize("encapsulated", ["", '<encapsulatedDecision href="#Inner"/>'])
def test_a_service_takes_its_inputs_alone(encapsulated: str) -> None:
    made = making.decisions(
        given("a", "number"),
        decision("Mid", literal("100")),
        decision("Inner", literal("a * 10"), "a"),
        decision("Out", literal("Inner + Mid"), "Inner", "Mid"),
        SERVICE.format(encapsulated),
        decision("Caller", literal("s(1, 2) + s(Mid: 5, a: 3)"), knows=("s",)),
        decision("Wrong", literal('[s(1), s("x", 2)]'), knows=("s",)),
    )
    assert made.decide("s", {"a": 1, "Mid": 2}) == 12
    assert made.decide("Out", {"a": 1}) == 110
    assert made.decide("Caller", {"a": 1000}) == 12 + 35
    assert made.decide("Wrong", {}) == [None, None]
    assert made.inputs("s")["a"] == NUMBER


def test_a_service_with_two_outputs_gives_both() -> None:
    service = (
        '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#A"/>'
        '<outputDecision href="#B"/></decisionService>'
    )
    made = making.decisions(decision("A", literal("1")), decision("B", literal("2")), service)
    assert made.decide("s", {}) == {"A": 1, "B": 2}


def test_the_moment_is_passed_in() -> None:
    made = making.decisions(decision("D", literal("today()")))
    assert made.decide("D", {}, now=dt.datetime(2026, 5, 4, tzinfo=dt.UTC)) == dt.date(2026, 5, 4)
    with pytest.raises(BridgeheadError, match="FE406"):
        made.decide("D", {})


IMPORTING = '<import name="{}" namespace="prices" importType="{}"/>'


@pytest.mark.parametrize("alias", ["prices", "the prices", ""])
def test_names_of_an_import_stand_behind_its_own(tmp_path: Path, alias: str) -> None:
    prices = making.text(
        '<itemDefinition name="grade"><typeRef>string</typeRef></itemDefinition>',
        given("rate"),
        decision("Base", literal("rate * 2"), "rate"),
        function("double", "n", literal("n * 2")),
        namespace="prices",
    )
    before = f"{alias}." if alias else ""
    fare = making.text(
        IMPORTING.format(alias, making.NAMESPACE),
        given("grade", f"{before}grade"),
        '<decision id="Fare" name="Fare"><informationRequirement><requiredDecision href="prices#Base"/>'
        '</informationRequirement><informationRequirement><requiredInput href="#grade"/></informationRequirement>'
        '<knowledgeRequirement><requiredKnowledge href="prices#double"/></knowledgeRequirement>'
        f"{literal(f'string({before}double({before}Base)) + grade')}</decision>",
    )
    (tmp_path / "prices.dmn").write_text(prices)
    (tmp_path / "fare.dmn").write_text(fare)
    made = dmn.load(tmp_path / "fare.dmn")
    assert made.decide("Fare", {"{prices}rate": 3, "grade": "A"}) == "12A"
    assert made.decide("Fare", {f"{before}rate": 3, "grade": "A"}) == "12A"
    assert made.inputs("Fare").keys() == {f"{before}rate", "grade"}
    reasons: list[Mistake] = []
    made.decide("Fare", {"rate": 3, "grade": "A"}, reasons=reasons)
    assert [one.nearest for one in reasons if one.code == "DM201"] == [f"{before}rate"] * bool(alias)


@pytest.mark.parametrize("encoding", ["foo", "GB18030", "utf-7"])
def test_a_file_beside_an_import_that_cannot_be_read_breaks_nothing(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "prices.dmn").write_text(making.text(decision("Base", literal("1")), namespace="prices"))
    (tmp_path / "fare.dmn").write_text(
        making.text(IMPORTING.format("prices", making.NAMESPACE), decision("Fare", literal("2")))
    )
    (tmp_path / "a.dmn").write_bytes(f'<?xml version="1.0" encoding="{encoding}"?><a b="'.encode() + b'+\xff"/>')
    assert dmn.load(tmp_path / "fare.dmn").decide("Fare", {}) == 2


def test_two_models_of_one_namespace_are_both_named(tmp_path: Path) -> None:
    fare = '<decision id="Fare" name="Fare"><informationRequirement><requiredDecision href="prices#Base"/>'
    fare += f"</informationRequirement>{literal('prices.Base')}</decision>"
    importing = IMPORTING.format("prices", making.NAMESPACE)
    model = tmp_path / "fare.dmn"
    for number in (1, 2):
        text = making.text(decision("Base", literal(str(number))), namespace="prices")
        (tmp_path / f"prices{number}.dmn").write_text(text)
    model.write_text(making.text(importing, fare))
    listed = f"{tmp_path}/prices1.dmn, {tmp_path}/prices2.dmn"
    said = f"DM117 «prices», which is imported, is the namespace of several models: {listed}; expected one model"
    with pytest.raises(BridgeheadError, match=said):
        dmn.load(model).decide("Fare", {})
    assert [(one.code, one.place and one.place.line) for one in check(model)] == [("DM117", 2)]
    model.write_text(making.text(importing.replace("/>", ' locationURI="prices2.dmn"/>'), fare))
    assert dmn.load(model).decide("Fare", {}) == 2
    assert check(model) == ()


@pytest.mark.parametrize("way", ["below/prices.dmn", "./below/../below/prices.dmn", "../prices.dmn", "link.dmn", "{}"])
def test_an_import_opens_no_file_outside_of_the_folder(tmp_path: Path, way: str) -> None:
    prices = making.text(decision("Base", literal("1")), namespace="prices")
    (tmp_path / "models" / "below").mkdir(parents=True)
    for outside in ("prices.dmn", "models/below/prices.dmn"):
        (tmp_path / outside).write_text(prices)
    (tmp_path / "models" / "link.dmn").symlink_to(tmp_path / "prices.dmn")
    way = way.format(tmp_path / "prices.dmn")
    importing = IMPORTING.format("prices", making.NAMESPACE).replace("/>", f' locationURI="{way}"/>')
    model = tmp_path / "models" / "fare.dmn"
    model.write_text(making.text(importing, decision("Fare", literal("2"))))
    if "below" in way:
        assert dmn.load(model).decide("Fare", {}) == 2
        return
    with pytest.raises(BridgeheadError, match=f"^{model}:2:1: DM027 «{way}», which is imported, is outside"):
        dmn.load(model)


def test_a_place_that_one_import_says_counts_for_all(tmp_path: Path) -> None:
    for number in (1, 2):
        text = making.text(decision("Base", literal(str(number))), namespace="prices")
        (tmp_path / f"prices{number}.dmn").write_text(text)
    importing = IMPORTING.format("prices", making.NAMESPACE)
    (tmp_path / "more.dmn").write_text(making.text(importing, namespace="more"))
    placed = importing.replace("/>", ' locationURI="prices1.dmn"/>')
    model = tmp_path / "fare.dmn"
    model.write_text(making.text(importing.replace("prices", "more"), placed))
    assert check(model) == ()


def test_the_same_bytes_are_compiled_once(tmp_path: Path) -> None:
    path = tmp_path / "fare.dmn"
    path.write_text(making.text(decision("D", literal("1"))))
    assert dmn.load(path) is dmn.load(path)
    path.write_text(making.text(decision("D", literal("2"))))
    assert dmn.load(path).decide("D", {}) == 2


def test_values_that_a_type_allows_and_nobody_can_read_are_told_and_not_dropped() -> None:
    allowed = "<allowedValues><text>[0..</text></allowedValues>"
    kind = f'<itemDefinition name="tAge"><typeRef>number</typeRef>{allowed}</itemDefinition>'
    ready = making.decisions(kind, given("age", "tAge"), decision("A", literal("age"), "age"))
    with pytest.raises(BridgeheadError, match="FE005"):
        ready.decide("A", {"age": 5})
    assert "FE005" in [one.code for one in check_decisions(ready)]
