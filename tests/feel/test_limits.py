"""Whatever the parser accepts can be compiled and run, however it is nested."""

from decimal import Decimal

import pytest

from bridgehead import feel
from bridgehead.feel.types import ListType
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
    tree = feel.parse("f(1)", {"f": feel.Variable(feel.parse("function(x) 1", {}).type)})
    scope = {"f": feel.Variable(feel.parse("function(x) 1", {}).type)}
    run = feel.compile(tree, scope)
    itself: dict[str, object] = {}
    loop = feel.evaluate("function(x) x", {})
    assert loop is not None
    itself["f"] = type(loop)((("x", None),), lambda x: run(itself))
    with pytest.raises(BridgeheadError, match="FE404"):
        run(itself)


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


@pytest.mark.slow
def test_an_evaluation_inside_another_goes_on_counting() -> None:
    inner = feel.compile(feel.parse("count(for x in 1..1000 return x)", {}), {})
    function = feel.evaluate("function(x) x", {})
    assert function is not None
    calls = type(function)((("x", None),), lambda x: inner({}))
    with pytest.raises(BridgeheadError, match="FE401"):
        feel.evaluate("for x in 1..1000000 return f(x)", {"f": calls})
    assert inner({}) == 1000
