"""Values of expressions, and what unknown fields make of them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.types import ANY, BOOLEAN, DATE, DATE_TIME, NUMBER, STRING, ContextType, Variable
from bridgehead.primitives.errors import BridgeheadError

VALUES = ContextType(fields={"minimum nights": Variable(NUMBER)})
SCOPE = {
    "stop": Variable(STRING),
    "nights": Variable(NUMBER),
    "ticket rate": Variable(NUMBER),
    "completed on": Variable(DATE),
    "together": Variable(BOOLEAN),
    "note": Variable(STRING, optional=True),
    "values": Variable(VALUES),
}
CLAIM = {
    "stop": "A",
    "nights": 2,
    "ticket rate": Decimal("0.5"),
    "completed on": dt.date(2023, 5, 4),
    "together": True,
    "values": {"minimum nights": 1},
}
RULE = (
    'together and stop in ("A", "B") and nights >= values.minimum nights and ticket rate >= 0.5 '
    'and completed on in [date("2023-05-04")..date("2023-09-30")]'
)


def value(text: str, **changes: object) -> object:
    claim = {**CLAIM, **{name.replace("_", " "): change for name, change in changes.items()}}
    return feel.compile(feel.parse(text, SCOPE), SCOPE)(claim)


def test_a_rule_holds_or_does_not() -> None:
    assert value(RULE) is True
    assert value(RULE, nights=0) is False
    assert value(RULE, completed_on=dt.date(2023, 10, 1)) is False


def test_unknown_is_not_null_and_false_outweighs_it() -> None:
    assert value(RULE, nights=None) is feel.UNKNOWN
    assert value(RULE, nights=None, stop="C") is False
    assert value("nights >= 1 or together", nights=None) is True
    assert value("floor(nights) + 1", nights=None) is feel.UNKNOWN
    assert value("note = null") is True
    assert value('note = "x"') is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("1 / 3 * 3 = 1", False),
        ("1 / 0", None),
        ("modulo(-10, 4)", Decimal(2)),
        ("round half up(2.5, 0)", Decimal(3)),
        ('@"2023-01-31" + @"P1M"', dt.date(2023, 2, 28)),
        ('string length("张家界")', Decimal(3)),
        ("null and false", False),
        ("null or null", None),
        ("(function(x) x * x)(3)", Decimal(9)),
        ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [1, 2, 6, 24]),
        ("every x in [1, 2], y in [3] satisfies x < y", True),
        ("{a b: 1, c: a b + 1}.c", Decimal(2)),
        ('[{k: 1, v: "x"}, {k: 2, v: "y"}][k = 2].v', ["y"]),
        ("{add: sum, end: add([1, 2])}.end", Decimal(3)),
        ("{max: sum, end: max([1, 2])}.end", Decimal(3)),
        ("even(9999999999999999999999999999999999)", False),
        ("min(c: 1)", Decimal(1)),
        (
            'distinct values([1, 1.0, "1", true, true, null, null, [1], [1], @"10:00:00Z", @"11:00:00+01:00"])',
            [1, "1", True, None, [1], dt.time(10, tzinfo=dt.UTC)],
        ),
        ("flatten([1, [2, [], [3, [4]]], 5])", [1, 2, 3, 4, 5]),
        ('replace("abcd", "(b)|(c)", "[$1$2]")', "a[b][c]d"),
        ("0 ** 0", Decimal(1)),
        ("[2, 5][item]", Decimal(5)),
        ("[{a: 2}, {a: 5}][a].a", Decimal(5)),
        ("[1..3] in [1..3]", True),
        ("[1..3] in ([2..3], [1..3])", True),
        ('context put({a: {a: 1}}, ["a", "a"], 2)', {"a": {"a": Decimal(2)}}),
        ("{twice: function(f, x) f(x, x), end: twice(sum, 2) + twice(max, 3)}.end", Decimal(7)),
        ("{f: function(f: function<list<number>> -> number) f([1, 2]), end: f(sum)}.end", Decimal(3)),
        ("sort([2, 3, 1], before)", [1, 2, 3]),
        ("(function(a: number) a) instance of function<number> -> number", True),
        ("(function(a: number) a) instance of function<string> -> number", False),
        ('(function(a: number) "x") instance of function<number> -> number', False),
        ("(function(a) a) instance of function<number> -> string", True),
        ("(function(a: number) a) instance of function<Any> -> Any", False),
        ("(function(a: list<number>) 1) instance of function<list<Any>> -> number", False),
        ("(function(a: list<Any>) 1) instance of function<list<number>> -> number", True),
        (
            "(function(f: function<Any> -> number) 1) instance of function<function<number> -> Any> -> number",
            False,
        ),
        ("sum instance of function<number, number> -> number", True),
        ("sqrt instance of function<number, number> -> number", False),
        ('matches("ß", "SS", "i")', False),
        ('matches("aa", "a+?")', True),
    ],
)
def test_values_are_those_of_the_standard(text: str, expected: object) -> None:
    assert feel.evaluate(text, {}) == expected


@pytest.mark.parametrize(
    "text",
    [
        "6176 * 1e6144",
        "stddev(1e6144, 3)",
        '@"PT1S" * 1e6144',
        "for x in 1e6144..0 return x",
        "for x in 0.5..3 return x",
        "0 ** -1",
        "time(8, 30, -0.5)",
        'matches("aa", "a++")',
        'matches("aa", "a{1}*")',
    ],
)
def test_what_cannot_be_held_is_null(text: str) -> None:
    assert feel.evaluate(text, {}) is None


def test_a_name_is_a_text() -> None:
    for ask in (lambda: feel.evaluate("a", {1: 2}), lambda: feel.scope_of({1: 2})):  # type: ignore[dict-item]
        with pytest.raises(BridgeheadError, match="FE403 the name 1 is not a value of FEEL, but of Python's int;"):
            ask()


@pytest.mark.parametrize("text", ["{a: 1, a: 2}", "1 instance of numbre", "(function(x: numbre) x)(1)"])
def test_what_a_lenient_reading_leaves_in_is_null(text: str) -> None:
    assert feel.compile(feel.parse(text, {}, lenient=True), {})({}) is None


@pytest.mark.parametrize(
    "text",
    [
        RULE,
        "-(1 + 2) * 3 ** 2",
        "nights in (< 5, [7..9], 12)",
        "[1..2)",
        "(= 5)",
        '{"a:b": 1, c d: [1, "x\\n"]}',
        "some x in 1..3 satisfies x > nights",
        "if together then 1 else nights in ((1..5))",
        "function(x: number) x",
        "1 instance of context<a: list<number>>",
        "floor(n: nights)",
        '@"P1DT2H"',
        "(stop)[1].b",
    ],
)
def test_text_of_a_tree_reads_back_as_the_tree(text: str) -> None:
    tree = feel.parse(text, SCOPE)
    assert feel.parse(feel.unparse(tree), SCOPE) == tree


@given(st.text() | st.text("\\\"'nu\n\r\t\x00\x85\u2028😀"))
def test_a_text_is_written_on_one_line_and_reads_back_as_itself(value: str) -> None:
    for held in (value, [value], {"x": value}):
        text = feel.text_of(held)
        assert len(text.splitlines()) == 1
        assert feel.evaluate(text, {}) == held


def test_what_is_no_value_of_feel_has_no_text() -> None:
    assert (feel.text_of(feel.UNKNOWN), feel.text_of([1, (2,)])) == ("unknown", "[1, [2]]")
    for value in (object(), {1, 2}, float("nan"), 0.5):
        with pytest.raises(BridgeheadError, match="FE403"):
            feel.text_of(value)


def test_literals_are_told_with_their_spans() -> None:
    tree = feel.parse('nights >= 2 and completed on > date("2023-05-04")', SCOPE)
    assert list(feel.literals(tree)) == [(Decimal(2), (10, 11)), (dt.date(2023, 5, 4), (31, 49))]


MOMENT = "2023-10-16T00:00:01"
MOMENTS = st.datetimes(
    dt.datetime.fromisoformat(MOMENT) - dt.timedelta(seconds=2),
    dt.datetime.fromisoformat(MOMENT) + dt.timedelta(seconds=2),
    timezones=st.sampled_from([None, None, None, dt.UTC]),
)
COMPARED = [
    *(f"a {sign} b" for sign in ("=", "!=", "<", "<=", ">", ">=")),
    *(f'a {sign} date and time("{MOMENT}")' for sign in ("=", "!=", "<", "<=", ">", ">=")),
    *(f'date and time("{MOMENT}.5") {sign} a' for sign in ("=", "<", ">=")),
    *(f'a {sign} date and time("{MOMENT}.5")' for sign in ("=", "<", ">=")),
    f'a between b and date and time("{MOMENT}.5")',
    f'a in [b..date and time("{MOMENT}")]',
    f'a in (date and time("{MOMENT}"), b)',
    f'a in (< b, > date and time("{MOMENT}.5"))',
    "(if a < b then a else b) = a",
    "a",
]


@given(a=st.none() | MOMENTS, b=MOMENTS)
def test_moments_of_a_known_type_are_compared_as_any_are(a: dt.datetime | None, b: dt.datetime) -> None:
    known = {"a": Variable(DATE_TIME), "b": Variable(DATE_TIME)}
    open_ = {"a": Variable(ANY), "b": Variable(ANY)}
    for text in COMPARED:
        quick, general = (feel.compile(feel.parse(text, scope), scope) for scope in (known, open_))
        assert quick({"a": a, "b": b}) == general({"a": a, "b": b}), text


@pytest.mark.parametrize("number", [0, 1, 1024, 1025, -1, True])
def test_a_whole_number_of_python_is_a_number_of_feel(number: int) -> None:
    found = feel.compile(feel.parse("nights + 0", SCOPE), SCOPE)({"nights": number})
    assert found is None if number is True else type(found) is Decimal and found == number


@pytest.mark.parametrize("value", [0.5, b"x", object(), {1}, dt.timedelta(1), len, Fraction(1, 3), [b"x"], {"a": 0.5}])
def test_what_is_no_value_of_feel_is_refused_and_never_taken_for_null(value: object) -> None:
    with pytest.raises(BridgeheadError, match="FE403"):
        feel.evaluate("x = 1", {"x": value})


@pytest.mark.parametrize("text", ["x", "-x", "x > 1", "count([x])", "string(x)"])
@pytest.mark.parametrize("number", ["1e7000", "-1e7000", "1e99999999999", f"{'9' * 40}e6105"])
def test_a_number_from_outside_is_bounded_as_a_literal_is(text: str, number: str) -> None:
    for large in (Decimal(number), 10**7000):
        with pytest.raises(BridgeheadError, match="FE408"):
            feel.evaluate(text, {"x": large})


@pytest.mark.parametrize("text", ["-nights", "nights + 1", "string(nights)", "string([nights])"])
def test_a_compiled_rule_bounds_its_numbers_too(text: str) -> None:
    with pytest.raises(BridgeheadError, match="FE408"):
        value(text, nights=Decimal("1e99999999999"))
    assert feel.text_of(value("nights", nights=Decimal("1e-99999999999"))) == "0"


@pytest.mark.parametrize("number", ["1e6144", "-1e-6143", "1e-7000", "1e-99999999999", "0e99999999999", "-0e-99999999"])
def test_a_number_near_the_bounds_is_that_of_its_literal(number: str) -> None:
    assert feel.text_of(feel.evaluate("x", {"x": Decimal(number)})) == feel.text_of(feel.evaluate(number, {}))


@pytest.mark.parametrize("text", ["x", "count(x)", "x = x", "string(x)"])
def test_lists_from_outside_stand_in_one_another_to_a_bound(text: str) -> None:
    itself: list[object] = []
    itself.append(itself)
    deep: object = 1
    for level in range(5_000):
        deep = [deep] if level % 2 else {"in": deep}
        if level == 198:
            assert feel.evaluate("count(x) > 0", {"x": [deep]}) is True
    for value in (itself, deep):
        with pytest.raises(BridgeheadError, match="FE404 lists or contexts stand too deep in one another"):
            feel.evaluate(text, {"x": value})


@pytest.mark.parametrize("value", ["\ud83d", "大同\udfff", ["\ud83d"], {"\ud83d": 1}, "\ude00\ud83d"])
def test_half_of_a_character_is_refused(value: object) -> None:
    for text in ("x", "x = 1", "string(x)"):
        with pytest.raises(BridgeheadError, match="FE410"):
            feel.evaluate(text, {"x": value})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, "a finite Decimal or an int"),
        (Fraction(1, 3), "a finite Decimal or an int"),
        (dt.timedelta(1), """the value of its text, as feel.evaluate('duration("P1DT2H")', {}) gives it"""),
        ({1}, "None, a bool, str, int, Decimal, date"),
    ],
)
def test_what_is_refused_is_told_how_to_be_given(value: object, expected: str) -> None:
    with pytest.raises(BridgeheadError) as refused:
        feel.evaluate("x", {"x": value})
    assert expected in str(refused.value)


def test_a_duration_is_given_as_it_comes_out() -> None:
    length = feel.evaluate('duration("P1DT2H")', {})
    assert feel.evaluate('x + @"PT1H" = @"P1DT3H"', {"x": length}) is True


@pytest.mark.parametrize("now", [dt.date(2023, 5, 4), "2023-05-04T08:00:00", 0])
def test_the_present_moment_is_a_date_and_time(now: object) -> None:
    for text in ("now()", "today()", "today().year > 2000"):
        with pytest.raises(BridgeheadError, match="FE409"):
            feel.evaluate(text, {}, now=now)
        assert feel.evaluate(text, {}, now=dt.datetime(2023, 5, 4, 8, tzinfo=dt.UTC)) is not None


@pytest.mark.parametrize("expression", [None, 1, b"1"])
def test_what_is_no_expression_is_named(expression: Any) -> None:
    with pytest.raises(TypeError, match="an expression is a text or what `parse` gives"):
        feel.evaluate(expression, {})


@pytest.mark.parametrize(
    "text", ['duration("PT1.S")', 'duration("PT.5S")', 'time("08:00:00@localtime")', 'time("08:00:00@posixrules")']
)
def test_what_the_standards_do_not_write_is_no_value(text: str) -> None:
    assert feel.evaluate(text, {}) is None


def test_a_message_counts_its_arguments() -> None:
    reasons: list[feel.Reason] = []
    feel.evaluate("(function(x, y) x)(1)", {}, reasons=reasons)
    assert reasons[0].mistake.message == "«the function» does not take 1 argument"


ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Shanghai"]
TURN = dt.datetime(2024, 10, 27, 0, 30, tzinfo=dt.UTC)


@given(st.sampled_from(ZONES), st.integers(0, 400 * 48), st.integers(-100, 100), st.booleans())
def test_a_moment_of_a_zone_moves_on_the_line_of_time(zone: str, half_hours: int, by: int, fine: bool) -> None:
    """In an hour that clocks show twice too; with a fraction that Python does not hold it is no other."""
    scope = {
        "moment": feel.evaluate(f'@"2024-01-01T00:00:00{".000000001" if fine else ""}@{zone}"', {}),
        "since": feel.evaluate(f'@"PT{half_hours * 30}M"', {}),
        "by": feel.evaluate(f'@"{"-" if by < 0 else ""}PT{abs(by) * 30}M"', {}),
    }
    asked = "{m: moment + since, n: m + by, back: is(n - by, m), apart: n - m = by, same: n = m, on: n > m}"
    found = feel.evaluate(asked, scope)
    assert isinstance(found, dict)
    assert [found[name] for name in ("back", "apart", "same", "on")] == [True, True, by == 0, by > 0]


@pytest.mark.parametrize(
    "text",
    [
        "not(second = first) and second > first and not(is(first, second))",
        'second - first = @"PT1H" and second - @"PT1H" = first and is(second + @"P0M", second)',
        'second in (first..first + @"PT61M") and count(distinct values([first, second, second])) = 2',
        "is(date and time(date(second), time(second)), second) and string(second) = string(first)",
        'is(second + @"P1D", first + @"P1D" + @"PT1H") and (second + @"P1M").time offset = @"PT1H"',
        # of an hour that clocks leave out there is no second turn
        'is(date and time(@"2024-03-31", time(second)), @"2024-03-31T02:30:00@Europe/Paris")',
    ],
)
def test_the_second_turn_of_an_hour_is_another_moment(text: str) -> None:
    first = feel.evaluate('@"2024-10-27T02:30:00@Europe/Paris"', {})
    second = feel.evaluate('first + @"PT1H"', {"first": first})
    assert feel.evaluate(text, {"first": first, "second": second}) is True
    assert feel.evaluate("first = at and second > at", {"first": first, "second": second, "at": TURN}) is True
