"""Every null that was made out of an error tells why, and where."""

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
    ("context([{key: 1, value: 1}])", "a context with key, value cannot be used; expected entries like"),
    ("all([true, 3])", "the number 3 cannot be used; expected true, false or null"),
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
    ("text", "expected"),
    [
        ('(1 + "a") * 2 < 3', [("FE501", '1 + "a"')]),
        ("{a: 1 / 0, b: a + 1, c: b > 2}.c", [("FE502", "1 / 0")]),
        ("(function(x) x / 0)(3) + 1", [("FE502", "x / 0")]),
        ('for x in [1, "a", "b"] return x * 2', [("FE501", "x * 2")]),
        ('substring("foobar", 3, 0)', [("FE517", 'substring("foobar", 3, 0)')]),
        ("sublist([1, 2, 3], -2, 3)", [("FE517", "sublist([1, 2, 3], -2, 3)")]),
        ("sublist([1, 2, 3], 4, 1)", [("FE509", "sublist([1, 2, 3], 4, 1)")]),
        ('[1, 2][5] + date("2023-02-30").year', [("FE509", "[1, 2][5]"), ("FE514", 'date("2023-02-30")')]),
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
