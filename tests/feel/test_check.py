"""Types tell what can never work, and only that."""

from collections import Counter

import pytest
from hypothesis import given

from bridgehead import feel
from bridgehead.feel.types import ANY, DATE, NUMBER, STRING, Variable
from bridgehead.primitives.errors import BridgeheadError, Place
from tests.feel.test_fuzz import EXPRESSIONS, NAMES
from tests.feel.test_reasons import GIVEN

SCOPE = {"passengers": Variable(NUMBER), "stop": Variable(STRING), "completed on": Variable(DATE)}


@pytest.mark.parametrize(
    "text",
    [
        'stop in ("a", "b") and passengers >= 400',
        'completed on in [date("2023-05-04")..date("2023-09-30")]',
        "passengers = null",
        "sum([1, 2]) + max(1, 2)",
        "for x in [1, 2] return x + 1",
        'completed on + @"P1M" < completed on',
        "passengers in [1, 2]",
        "floor(n: passengers / 3) > 2",
        "[1, 2][1] + [3, 4][item > 3][1]",
        "for day in completed on..completed on return day.month",
        "{f: function(n: list<number>) n, end: f(1)}.end",
        "sort(reverse([1, 2]), function(a, b) a < b)[1] + 1",
        'append(["a"], 1)[2] + 1',
        "[] instance of list<string> and passengers instance of number",
        "every n in [] satisfies n",
        "[1, 2][2] + [1, 2][-2]",
        "[passengers][7 - passengers]",
        "sum([passengers, 1]) + min(1, passengers) + max([1, 2])",
        "date(stop) < date(completed on)",
        'matches(stop, "[0-9]+") or matches(stop, stop)',
        "sqrt(passengers) + sqrt(4) + log(1) + modulo(passengers, 2)",
        'string join(["a", null], ",")',
        "now() > date and time(completed on)",
    ],
)
def test_what_can_work_is_not_blamed(text: str) -> None:
    assert feel.check(feel.parse(text, SCOPE), text) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("sublist([1, 2], 1)[1] + stop", ["FE201"]),
        ('get value({a: "x"}, "a") * 2', ["FE201"]),
        ('[1, 2][item = "a"]', ["FE206"]),
        ("for n in concatenate([1], [2]) return n + stop", ["FE201"]),
        ("passengers instance of string", ["FE211"]),
        ('{f: function(n: number) stop, end: f("a") + f(1, 2)}.end', ["FE202", "FE203"]),
        ('completed on > date("2023-02-30")', ["FE212"]),
        ("passengers / 0 > 1", ["FE212"]),
        ("passengers / (1 - 1) > 1", ["FE212"]),
        ("1 / -(2 - 2) + 1", ["FE212"]),
        ("5e6144 * 10", ["FE212"]),
        ("9e6140" + " * 2" * 1_500 + " * 9" * 1_500, ["FE212"]),
        ("passengers" + " / (1 - 1)" * 2 + " + 1" * 1_500, ["FE212", "FE212"]),
        ("modulo(passengers, 0)", ["FE212"]),
        ("modulo(divisor: 3 - 3, dividend: passengers)", ["FE212"]),
        ("null.x", ["FE212"]),
        ('sum(["a"])', ["FE202"]),
        ("sum([passengers, stop])", ["FE202"]),
        ("sum([1, null])", ["FE212"]),
        ("sum([[1]])", ["FE212"]),
        ("min([true])", ["FE212"]),
        ("sqrt(-1)", ["FE212"]),
        ("floor(sqrt(1 - 2)) + 1", ["FE212"]),
        ("floor(null)", ["FE212"]),
        ("[1, 2][7]", ["FE212"]),
        ("[1, 2][7][8][1][0] + 1", ["FE212"]),
        ("passengers" + "[0]" * 4_900, ["FE212"]),
        ("[passengers, 2][-3] + 1", ["FE212"]),
        ('split(stop, ",")[0]', ["FE212"]),
        ('matches("a", "[")', ["FE212"]),
        ('matches(pattern: "(", input: stop)', ["FE212"]),
        ('replace(stop, "a", "b", "z")', ["FE212"]),
        ('min("a", 1)', ["FE206"]),
        ("max([passengers, completed on, 1])", ["FE206"]),
        ("date(passengers)", ["FE202"]),
        ("years and months duration(completed on, stop)", ["FE202"]),
        ("day of week(stop)", ["FE202"]),
        ("[week of year(passengers), month of year(stop)]", ["FE202", "FE202"]),
        ("{f: function(a: number) a, r: f(m: 1)}", ["FE204"]),
        ("{f: function(a: number) a, r: f(a: stop)}", ["FE202"]),
        ("(function(a) a)(b: 1)", ["FE204"]),
        ("(function(a, b) a)(b: 1, a: stop)", []),
        ('get value({a: 1}, "b")', ["FE208"]),
        ('get value(key: "a", m: {a: 1})', []),
        ("context put({a: 1}, 1, 2)", ["FE202"]),
        ('context put({a: 1}, ["a", stop], 2)', []),
        ("substring(stop, 0)", ["FE212"]),
        ("sublist([passengers], 1 - 1, 1)", ["FE212"]),
        ("index of(stop, 1)", ["FE206"]),
        ('list contains(passengers, "a")', ["FE206"]),
        ("list contains([passengers], null)", []),
        ("list contains([[1]], [1])", []),
        ("sort([1], function(a, b) a + b)", ["FE205"]),
        ("sort([1, 2], function(a, b) a < b)", []),
        ("passengers in [5..1]", ["FE214"]),
        ("passengers in (1..1)", ["FE214"]),
        ("passengers in ([1..1], (1..5), 7)", []),
        ("passengers between 5 and 1", ["FE214"]),
        ('completed on in [date("2024-02-01")..date("2024-01-01")]', ["FE214"]),
        ("for n in [5..1] return n + passengers", []),
        ("null + passengers", ["FE201"]),
        ("-null", ["FE207"]),
    ],
)
def test_what_can_never_work_is_found_before_it_runs(text: str, codes: list[str]) -> None:
    assert [mistake.code for mistake in feel.check(feel.parse(text, SCOPE), text)] == codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floor(stop)", "number"),
        ("floor(stop, passengers)", "number, number"),
        ("floor(scale: passengers, n: stop)", "number, number"),
        ("sum(stop, stop)", "number"),
    ],
)
def test_as_many_types_are_expected_as_are_given(text: str, expected: str) -> None:
    (found,) = feel.check(feel.parse(text, SCOPE), text)
    assert (found.code, found.expected) == ("FE202", expected)


def test_places_are_those_of_the_text() -> None:
    text = 'passengers >= 400\nand stop = 5 and completed on > "2023-05-04"'
    found = feel.check(feel.parse(text, SCOPE), text)
    assert [(one.code, one.place) for one in found] == [("FE206", Place("", 2, 5)), ("FE206", Place("", 2, 18))]


SURE = {"FE201", "FE202", "FE207", "FE212"}  # each says that the construct itself is null


@given(EXPRESSIONS)
def test_what_is_blamed_is_null(text: str) -> None:
    scope = {name: Variable(ANY, optional=True) for name in NAMES}
    try:
        tree = feel.parse(text, scope, lenient=True)
        value = feel.compile(tree, scope)(GIVEN)
    except BridgeheadError:
        return
    inside = Counter(mistake for child in feel.children(tree) for mistake in feel.check(child))
    own = {mistake.code for mistake in Counter(feel.check(tree)) - inside}
    assert value is None or not own & SURE, text
