"""Every null that was made out of an error tells why, and where."""

import re

import pytest
from hypothesis import given

from bridgehead import feel
from bridgehead.feel.functions.conversions import text_of
from bridgehead.feel.types import ANY, NUMBER, Variable
from bridgehead.primitives.errors import BridgeheadError
from tests.feel.test_fuzz import EXPRESSIONS, NAMES

GIVEN = {"x": [1, "a"], "paid sights": 3, "人数": "大同", "item": {"a": 1}, "?": 5}


WORDED = [
    ("list replace([1, 2], function(a, b) null, 5)", "a function that gives something else cannot be used"),
    ("list replace([1, 2], 5, 1)", "there is no place 5 among 2"),
    ("sort([3, 1], function(x) x)", "a function of 1 parameter cannot be used; expected one of two parameters"),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', 'the key "a" twice cannot be used'),
    (
        "context([{key: 1, value: 1}])",
        "the number 1 as the key of item 1 of «entries» cannot be used; expected a string",
    ),
    ("context([{a: 1}])", "a context with a as item 1 of «entries» cannot be used; expected entries like"),
    ("all([true, 3])", "the number 3 as item 2 of «list» cannot be used; expected true, false or null"),
    ("concatenate([1], null)", "null cannot be used; expected a list in each place"),
]


@pytest.mark.parametrize(("text", "said"), WORDED)
def test_a_reason_names_what_could_not_be_used(text: str, said: str) -> None:
    reasons: list[feel.Reason] = []
    assert feel.evaluate(text, {}, reasons=reasons) is None
    assert said in str(reasons[0].mistake)


def told(text: str, **values: object) -> list[tuple[str, str]]:
    """The codes of the reasons, with the text that each is about."""
    reasons: list[feel.Reason] = []
    feel.evaluate(text, values, reasons=reasons)
    return [(reason.mistake.code, text[slice(*reason.span)]) for reason in reasons]


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        ('median([1, "a"])', '"a"', '«median» does not take the string "a" as item 2 of «list»; expected number'),
        ("mean([1, null])", "null", "«mean» does not take null as item 2 of «list»; expected number"),
        ("sum(1, null)", "null", "«sum» does not take null as «n»"),
        ("stddev([1])", "[1]", "for a list of 1 item; expected 2 numbers or more"),
        ('max(2, 1, "a")', '"a"', '«max» does not take the string "a" as «c»; expected number, as the first is'),
        ("min([true])", "true", "«min» does not take the boolean true as item 1 of «list»; expected a number, string"),
        ("max(n, kinds)", None, "«max» does not take a list of 2 items as «c»; expected a number, string"),
        ("min(kinds)", "kinds", '«min» does not take the string "a" as item 2 of «list»; expected number, as'),
        ('string join(["a", 1])', "1", "does not take the number 1 as item 2 of «list»; expected string"),
        ("date(2023, 2, 29)", "29", "for the number 29; expected a day from 1 to 28: 2023-02 has 28 days"),
        ("date(day: 1, month: 13, year: 2023)", "13", "for the number 13; expected a month from 1 to 12"),
        ('date("2023-02-29")', '"2023-02-29"', "cannot be read; expected a day from 1 to 28: 2023-02 has 28 days"),
        ("time(10, 60, 0)", "60", "for the number 60; expected minutes from 0 to 59"),
        ('time("10:00:00@Europe/Pari")', None, "which «Europe/Pari» is not; did you mean «Europe/Paris»?"),
        ('time("10:00:00z")', None, "expected «Z» for Greenwich, a capital letter; did you mean «10:00:00Z»?"),
        ('matches("a", "(")', '"("', 'the string "(" cannot be used; expected a regular expression of XPath'),
        ('replace("a", "a", "$")', '"$"', "expected a digit after each «$»"),
        ('number("1.5", ",", ",")', '","', "expected another sign than the one between groups"),
        ("sqrt(-1)", "-1", "for the number -1; expected a number not below zero"),
        ("decimal(1, 6177)", "6177", "for the number 6177; expected a scale from -6111 to 6176"),
        ("context put({}, 1, 2)", "1", "does not take the number 1 as «key»; expected string"),
        ('get value({age: 1}, "aeg")', '"aeg"', "«aeg» is not a member of a context with age; did you mean «age»?"),
        ("day of week(1)", "1", "does not take the number 1 as «date»; expected date, or date and time"),
        ("is(1)", "is(1)", "«is» does not take 1 argument; expected 2"),
    ],
)
def test_a_reason_names_the_argument_or_the_item_at_fault(text: str, part: str | None, said: str) -> None:
    reasons: list[feel.Reason] = []
    assert feel.evaluate(text, {"n": 1, "kinds": [1, "a"]}, reasons=reasons) is None
    [reason] = reasons
    assert said in str(reason)
    assert text[slice(*reason.span)] == part or part is None


def test_an_entry_that_is_null_is_no_error() -> None:
    assert told('get value({a: null}, "a")') == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('@"2023-02-29"', "expected a day from 1 to 28: 2023-02 has 28 days"),
        ('@"2023-05-04T08:00:00@Asia/Shangai"', "did you mean «Asia/Shanghai»?"),
        ("{1: 2}", '«1» stands where a name should; expected a name, or a string: "1"'),
        ("{} instance of context<>", "«context<>» is not a type; expected one like"),
    ],
)
def test_a_text_that_is_refused_says_which_part(text: str, said: str) -> None:
    with pytest.raises(BridgeheadError, match=re.escape(said)):
        feel.evaluate(text, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('(1 + "a") * 2 < 3', [("FE501", '1 + "a"')]),
        ("{a: 1 / 0, b: a + 1, c: b > 2}.c", [("FE502", "1 / 0")]),
        ("(function(x) x / 0)(3) + 1", [("FE502", "x / 0")]),
        ('for x in [1, "a", "b"] return x * 2', [("FE501", "x * 2")]),
        ('substring("foobar", 3, 0)', [("FE517", "0")]),
        ("sublist([1, 2, 3], -2, 3)", [("FE517", "3")]),
        ("sublist([1, 2, 3], 4, 1)", [("FE509", "4")]),
        ('[1, 2][5] + date("2023-02-30").year', [("FE509", "[1, 2][5]"), ("FE514", '"2023-02-30"')]),
        ('sort([1, "a"], function(a, b) a < b)', [("FE506", "a < b")]),
        ('if 1 then 2 else floor("x")', [("FE505", "1"), ("FE511", '"x"')]),
        ('if false then 1 / 0 else "a"', []),
        ("{f: function(n: number) n, end: f(true)}.end", [("FE511", "true")]),
        ("null", []),
        ("blank", []),
        ("if blank = null then null else 1", []),
        ("[{k: blank}].k[1]", []),
        ("blank + 1", [("FE501", "blank + 1")]),
        ("some n in [1, blank] satisfies n > 1", [("FE506", "n > 1")]),
    ],
)
def test_the_innermost_cause_is_told_and_not_what_follows(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text, blank=None) == expected


def test_a_reason_has_its_line_and_the_values_that_were_met() -> None:
    reasons: list[feel.Reason] = []
    feel.evaluate("nights > 1 and\n  stop * 2 > nights", {"nights": 3, "stop": "大同站"}, reasons=reasons)
    assert [str(reason) for reason in reasons] == [
        '2:3: FE501 «*» has no value for the string "大同站" and the number 2'
    ]


@pytest.mark.parametrize(
    ("text", "value", "reasons"),
    [
        ("if p.a > 0 then p.b else 0", None, [("FE508", "p.b")]),
        ("q.b", [None, None], []),
        ("{r: p}.r.b.c", None, [("FE508", "{r: p}.r.b")]),
    ],
)
def test_a_member_that_the_data_lack_is_null_and_told(text: str, value: object, reasons: list[tuple[str, str]]) -> None:
    data = {"p": {"a": 1}, "q": [{"a": 1}, {"a": 2}]}
    assert feel.evaluate(text, data) == value
    assert feel.check(feel.parse(text, feel.scope_of(data)), text) == ()
    assert told(text, **data) == reasons
    with pytest.raises(BridgeheadError, match="FE103"):
        feel.evaluate("{a: 1}.b", {})


def test_what_is_unknown_needs_no_reason() -> None:
    scope = {"nights": Variable(NUMBER)}
    tree = feel.parse("nights + 1 > 2", scope)
    assert feel.trace(tree, scope)({}) == (feel.UNKNOWN, ())


def test_a_traced_expression_starts_afresh_each_time() -> None:
    scope = {"n": Variable(ANY)}
    run = feel.trace(feel.parse("1 / n", scope), scope)
    assert [len(run({"n": n})[1]) for n in (0, 0, 2, "a")] == [1, 1, 0, 1]


def test_reasons_of_an_endless_loop_are_bounded() -> None:
    many = ", ".join(f"1 / {n - n}" for n in range(300))
    assert len(told(f"[{many}]")) == 100


@given(EXPRESSIONS)
def test_a_traced_expression_has_the_same_value_and_a_reason_for_each_null(text: str) -> None:
    scope = {name: Variable(ANY, optional=True) for name in NAMES}
    try:
        tree = feel.parse(text, scope, lenient=True)
        value = feel.compile(tree, scope)(GIVEN)
        traced, reasons = feel.trace(tree, scope, text)(GIVEN)
    except BridgeheadError:
        return
    assert value is traced is feel.UNKNOWN or text_of(value) == text_of(traced)
    assert value is not None or reasons or "null" in text or not _strict(text)


def _strict(text: str) -> bool:
    """Whether a text has no mistake, after which a part of it would be null from the start."""
    try:
        feel.parse(text, {name: Variable(ANY, optional=True) for name in NAMES})
    except BridgeheadError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "takes"), [("floor()", "1 or 2"), ("min()", "1 or more"), ("date(1, 2, 3, 4)", "1 or 3"), ("count()", "1")]
)
def test_a_function_says_how_many_arguments_it_takes(text: str, takes: str) -> None:
    reasons: list[feel.Reason] = []
    feel.evaluate(text, {}, reasons=reasons)
    assert [one.mistake.expected for one in reasons] == [takes]
    assert [one.expected for one in feel.check(feel.parse(text, {}), text)] == [takes]
