"""Whatever the parser accepts can be compiled and run, however it is nested."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from functools import reduce
from operator import add, mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import ListType
from bridgehead.feel.values import DECIMAL
from bridgehead.primitives.errors import BridgeheadError

DEEP = 70

NESTS = {
    "if": ("if true then " * DEEP + "1" + " else 2" * DEEP),
    "else": ("if false then 1 else " * DEEP + "2"),
    "filter": ("[1" + "[item = 1" * (DEEP - 40) + "]" * (DEEP - 40) + "]"),
    "for": ("for " + ", ".join(f"x{place} in [1]" for place in range(DEEP)) + " return 1"),
    "for in for": ("for x in [1] return " * DEEP + "1"),
    "function": ("function(x) " * DEEP + "1"),
    "some": ("some x in [1] satisfies " * DEEP + "true"),
    "context": ("{a: " * DEEP + "1" + "}" * DEEP),
    "not": ("not(" * DEEP + "true" + ")" * DEEP),
    "minus": ("-" * DEEP + "1"),
    "sum": ("1" + " + 1" * DEEP),
    "long and": " and ".join(["true"] * 5_000),
    "long in": f"1 in ({', '.join(map(str, range(5_000)))})",
}


@pytest.mark.parametrize("text", NESTS.values(), ids=NESTS.keys())
def test_a_deep_nest_runs(text: str) -> None:
    assert feel.evaluate(text, {}) is not None


LINKS = 1_000
FIELDS = {"a": Decimal(3), "b": True, "s": "x", "l": [1, 2], "c": {"d": {"e": 1}}}
CHAINS: dict[str, tuple[str, object]] = {
    "+": ("a" + " + a" * LINKS, 3 * (LINKS + 1)),
    "-": ("a" + " - 1" * LINKS, 3 - LINKS),
    "*": ("a" + " * 1" * LINKS, 3),
    "**": ("a" + " ** 1" * LINKS, 3),
    "+ and *": ("a" + " + a * a - a" * LINKS, 3 + 6 * LINKS),
    "texts": ("s" + ' + "y"' * LINKS, "x" + "y" * LINKS),
    "days": ('date("2023-01-01")' + ' + duration("P1D")' * LINKS, date(2023, 1, 1) + timedelta(LINKS)),
    "and": ("b" + " and b" * LINKS, True),
    "or": ("not(b)" + " or not(b)" * LINKS, False),
    "and in or": ("not(b)" + " or b and not(b)" * LINKS, False),
    "=": ("a = 3" + " = true" * LINKS, True),
    "in": ("b" + " in true" * LINKS, True),
    "between": ("1" + " between 1 and 2" * LINKS, None),
    "instance of": ("b" + " instance of boolean" * LINKS, True),
    "else if": ("".join(f"if a = {place + 4} then {place} else " for place in range(LINKS)) + "a", 3),
    "else if of what is null": ("".join(f"if null then {place} else " for place in range(LINKS)) + "a", 3),
    "paths": ("[]" + ".d" * LINKS, []),
    "places": ("l" + "[1]" * LINKS, 1),
    "filters": ("l" + "[item > 0]" * (LINKS // 5), [1, 2]),
    "calls": ("a" + "()" * LINKS, None),
}


@pytest.mark.slow
@pytest.mark.parametrize(("text", "value"), CHAINS.values(), ids=CHAINS.keys())
def test_a_long_chain_runs(text: str, value: object) -> None:
    """Read, checked, run with and without reasons, and written and read again, all without Python's recursion."""
    reasons: list[feel.Reason] = []
    scope = feel.scope_of(FIELDS)
    parsed = feel.parse(text, scope)
    assert feel.evaluate(parsed, FIELDS) == value
    assert feel.evaluate(parsed, FIELDS, reasons=reasons) == value
    assert bool(reasons) == (value is None)
    assert isinstance(feel.check(parsed, text), tuple)
    assert len(list(feel.literals(parsed))) == sum(isinstance(node, tree.Literal) for node in feel.walk(parsed))
    assert feel.parse(feel.unparse(parsed), scope) == parsed


def test_a_null_in_a_long_chain_has_its_one_reason() -> None:
    reasons: list[feel.Reason] = []
    text = "a" + " + a" * LINKS + " + s" + " + a" * LINKS
    assert feel.evaluate(text, FIELDS, reasons=reasons) is None
    assert [(reason.mistake.code, text[slice(*reason.span)][-4:]) for reason in reasons] == [("FE501", " + s")]


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(-999, 999)), max_size=300))
def test_a_chain_of_numbers_is_worked_out_link_by_link(chain: list[tuple[str, int]]) -> None:
    text = "7" + "".join(f" {operator} {'x' if number == 5 else f'({number})'}" for operator, number in chain)
    with localcontext(DECIMAL):
        products = [[Decimal(7)]]
        for operator, number in chain:
            if operator == "*":
                products[-1].append(Decimal(number))
            else:
                products.append([Decimal(number if operator == "+" else -number)])
        wanted = reduce(add, (reduce(mul, product) for product in products))
    assert feel.evaluate(text, {"x": 5}) == wanted


@given(
    st.lists(st.tuples(st.sampled_from((True, False, None, "x")), st.integers(0, 9)), min_size=1, max_size=200),
    st.integers(0, 9),
)
def test_else_if_takes_the_first_that_holds(rungs: list[tuple[object, int]], otherwise: int) -> None:
    written = {True: "yes", False: "a > 5", None: "null", "x": "s"}
    text = "".join(f"if {written[condition]} then {value} else " for condition, value in rungs) + str(otherwise)
    wanted = next((value for condition, value in rungs if condition is True), otherwise)
    assert feel.evaluate(text, {"yes": True, "a": 1, "s": "x"}) == wanted
    known = [value for condition, value in rungs if condition is not False]
    assert feel.evaluate(text.replace("yes", "null").replace("null", "u").replace("if s", "if u"), UNKNOWN_U) == (
        feel.UNKNOWN if known else otherwise
    )


UNKNOWN_U = {"u": feel.UNKNOWN, "a": 1}


@pytest.mark.parametrize("text", ["1" + " + 1" * 100_000, "if b then 1 else " * 100_000 + "1", "l" + "[1]" * 100_000])
def test_a_chain_beyond_all_use_is_refused(text: str) -> None:
    with pytest.raises(BridgeheadError, match=r"FE008 .*5000 levels"):
        feel.evaluate(text, FIELDS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("item", "end", "turns"),
    [
        ("y", "count(long)", 20_000),
        ("y", "sum(long)", 2_000),
        ("y", "median(long)", 2_000),
        ("y / 7", "stddev(long)", 400),
        ('@"2023-05-04T08:00:00@Asia/Shanghai"', "max(long)", 200),
    ],
)
def test_functions_of_long_lists_take_steps(item: str, end: str, turns: int) -> None:
    with pytest.raises(BridgeheadError, match="FE401"):
        feel.evaluate(f"{{long: for y in 1..1000 return {item}, end: for x in 1..{turns} return {end}}}.end", {})


@pytest.mark.slow
def test_the_sum_of_a_very_long_list_is_not_too_much() -> None:
    scope = {"long": feel.Variable(ListType(feel.NUMBER))}
    assert feel.compile(feel.parse("sum(long)", scope), scope)({"long": [Decimal(1)] * 900_000}) == 900_000


def test_an_endless_recursion_ends_in_a_mistake() -> None:
    call = feel.parse("f(1)", {"f": feel.Variable(feel.parse("function(x) 1", {}).type)})
    scope = {"f": feel.Variable(feel.parse("function(x) 1", {}).type)}
    run = feel.compile(call, scope)
    itself: dict[str, object] = {}
    loop = feel.evaluate("function(x) x", {})
    assert loop is not None
    itself["f"] = type(loop)((("x", None),), lambda x: run(itself))
    with pytest.raises(BridgeheadError, match="FE404"):
        run(itself)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "1" * 7_000, "人" * 400])
def test_a_long_word_is_cut_in_messages_and_shown_to_be(text: str) -> None:
    with pytest.raises(BridgeheadError) as raised:
        feel.evaluate(text, {})
    assert all(len(str(one)) < 300 for one in raised.value.mistakes)
    assert "…" in str(raised.value)


def long_text(piece: str, count: int, end: str) -> str:
    """`end` over a text `t` of so many pieces."""
    return f'{{t: string join(for x in 1..{count} return "{piece}"), end: {end}}}.end'


WEIGHTY = {
    "long ranges to read": long_text("[1..2]    ", 2_000, "for x in 1..100 return range(t)"),
    "functions of texts": 'for x in 1..150000 return contains(string(x), "a")',
    "a pattern read anew each time": long_text("[ab]", 20_000, 'for x in 1..1000 return matches("c", t + string(x))'),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", WEIGHTY.values(), ids=WEIGHTY.keys())
def test_work_on_texts_takes_steps_by_their_length(text: str) -> None:
    assert limit_of(text) == "FE401"


@pytest.mark.slow
def test_a_hundred_thousand_short_texts_are_not_too_many() -> None:
    assert feel.evaluate('count(for x in 1..100000 return if contains("no. 7", "7") then string(x) else null)', {})
    assert feel.evaluate('count(for x in 1..1000 return replace(string(x), "[0-9]+", "<$0>"))', {}) == 1000


HOSTILE = {
    "a great power": "10 ** 10 ** 10 ** 10",
    "a fine root": "2 ** 0.1234567890123456789 ** 1e30",
    "a loop without end": "every x in [1..1e30] satisfies true",
    "a loop over all days": 'for x in @"-999999999-01-01"..@"999999999-12-31" return x',
    "loops in loops": f"for {', '.join(f'x{n} in 1..10' for n in range(30))} return 1",
    "a slow turn": "for x in 1..1000000 return exp(x) + exp(x + 1) + exp(x + 2) + x ** 0.3 + x ** 0.7",
    "comparing a slow way": "sort(for x in 1..3000 return x, function(a, b) count(for x in 1..1000 return x) > 0)",
    "lists of all that went before": "for x in 1..1000000 return partial",
    "texts that double": "{t: string join(for x in 1..99999 return "
    '"abcdefghi"), end: for x in 1..1000000 return t + "a"}.end',
    "replacing by much": "{t: string join(for x in 1..1000 return "
    '"a"), end: for x in 1..1000000 return replace(t, "a", t)}.end',
    "a slow pattern in a loop": "for x in 1..1000000 return "
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|a)+$")',
    "durations that double": 'for x in 1..1000 return if x = 1 then @"P1D" else partial[-1] + partial[-1]',
    "a function of itself": "{f: function(f, x) [f(f, x), f(f, x)], end: f(f, 1)}.end",
    "many distinct lists": "count(distinct values(for x in 1..100000 return [x, [x]]))",
    "a long path": "context put({}, for x in 1..100000 return string(x), 1)",
}
TREES = (
    "r = s",
    "string(r)",
    "flatten(r)",
    "count(distinct values(r))",
    "r.x",
    f"r instance of {'list<' * 13}number{'>' * 13}",
)


def limit_of(text: str) -> str:
    """The limit that an expression meets; none where it ends in a value."""
    try:
        feel.evaluate(text, {})
    except BridgeheadError as error:
        return error.mistakes[0].code
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_expression_ends_in_a_value_or_a_limit(text: str) -> None:
    assert limit_of(text) in ("", "FE401", "FE402", "FE404", "FE405")


@pytest.mark.slow
@pytest.mark.parametrize("end", TREES)
def test_lists_that_hold_one_another_many_times_end_in_a_limit(end: str) -> None:
    """Ten to the power of twelve items, though no list has more than ten."""
    entries = ["a0: [1]", "b0: [1]"]
    for level in range(12):
        entries += [f"{name}{level + 1}: [{', '.join([f'{name}{level}'] * 10)}]" for name in "ab"]
    assert limit_of(f"{{{', '.join(entries)}, r: a12, s: b12, end: {end}}}.end") == "FE401"


def test_a_value_that_holds_itself_many_times_is_written_within_limits() -> None:
    value = feel.evaluate("for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]", {})
    with pytest.raises(BridgeheadError, match="FE401"):
        feel.text_of(value)


@pytest.mark.slow
def test_an_evaluation_inside_another_goes_on_counting() -> None:
    inner = feel.compile(feel.parse("count(for x in 1..1000 return x)", {}), {})
    function = feel.evaluate("function(x) x", {})
    assert function is not None
    calls = type(function)((("x", None),), lambda x: inner({}))
    with pytest.raises(BridgeheadError, match="FE401"):
        feel.evaluate("for x in 1..1000000 return f(x)", {"f": calls})
    assert inner({}) == 1000
