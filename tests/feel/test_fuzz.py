"""Whatever is written, reading and running it ends: in a value or in a mistake, never in another error."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel import library
from bridgehead.feel.temporal import DaysTime, YearsMonths
from bridgehead.feel.types import ANY, Variable
from bridgehead.primitives.errors import BridgeheadError

FUNCTIONS = sorted(library.rows())
NAMES = ("x", "paid sights", "人数", "item", "?")
LEAVES = st.sampled_from(
    (
        *("0", "1", "-1", "2.5", "1e6144", "1e-6143", "9999999999999999999999999999999999", "true", "null", "[]", "{}"),
        *('""', '"大同"', '"2023-02-28"', '"P1M"', '"(a+)+$"', '"\\\\"', '"i"', '" "', '"\\ud83d"'),
        *('@"2023-05-04"', '@"-999999999-12-31"', '@"999999999-12-31"', '@"23:59:59"', '@"00:00:00@Europe/Berlin"'),
        *('@"2023-05-04T10:00:00+08:00"', '@"2023-05-04T10:00:00"', '@"P999999999Y"', '@"-P1DT1S"', '@"P1Y"'),
        *(
            "[1..5]",
            "(< 3)",
            '["a".."z"]',
            "[null]",
            "[1, 2, 3]",
            '["a", "b"]',
            "[[1]]",
            "{a: 1}",
            '[{a: 1}, {a: "b"}]',
        ),
        *("function(a) a", "function(a, b) a < b", "sum", *NAMES),
    )
)
OPERATORS = st.sampled_from(("+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"))


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    arguments = st.lists(inner, max_size=4).map(", ".join)
    named = st.sampled_from(
        sorted({parameter.name for rows in library.rows().values() for row in rows for parameter in row.parameters})
    )
    members = st.sampled_from(("a", "year", "start", "days", "time offset", "weekday", "seconds", "b c"))
    return st.one_of(
        st.builds("({} {} {})".format, inner, OPERATORS, inner),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), arguments),
        st.builds("{}({}: {})".format, st.sampled_from(FUNCTIONS), named, inner),
        st.builds("({})({})".format, inner, arguments),
        st.builds("-{}".format, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("({}).{}".format, inner, members),
        st.builds("[{}..{})".format, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{a: {}, b c: {}}}".format, inner, inner),
        st.builds("({} between {} and {})".format, inner, inner, inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("({} in ({}, < {}))".format, inner, inner, inner),
        st.builds("(for x in {} return {})".format, inner, inner),
        st.builds("(for x in {}..{}, 人数 in {} return {})".format, inner, inner, inner, inner),
        st.builds("(some x in {} satisfies {})".format, inner, inner),
        st.builds("(every x in {} satisfies {})".format, inner, inner),
        st.builds("(function(x) {})".format, inner),
        st.builds("({} instance of {})".format, inner, st.sampled_from(("number", "list<Any>", "context<a: date>"))),
    )


EXPRESSIONS = st.recursive(LEAVES, grow, max_leaves=10)
VALUES = st.sampled_from(
    (
        *(feel.UNKNOWN, None, True, Decimal("1E+6144"), Decimal("-0.5"), 3, "大同", [], [1, None], {"a": {"a": 1}}),
        *(dt.date(9999, 12, 31), dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.time(0), DaysTime(-1), YearsMonths(10**12)),
    )
)


def ends(text: str, values: dict[str, object]) -> None:
    scope = {name: Variable(ANY, optional=True) for name in NAMES}
    try:
        node = feel.parse(text, scope, lenient=True)
        feel.check(node, text)
        feel.compile(node, scope)(values)
    except BridgeheadError:
        pass


@given(EXPRESSIONS, st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES)))
def test_an_expression_ends_in_a_value_or_a_mistake(text: str, values: dict[str, object]) -> None:
    ends(text, values)


@given(EXPRESSIONS, st.data())
def test_a_broken_text_ends_in_a_mistake(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    upto = data.draw(st.integers(at, min(len(text), at + 3)))
    between = data.draw(
        st.sampled_from(
            ("", " ", "(", ")", "[", "]", "{", "..", ",", ":", '"', "\\", "@", "if ", " in ", "?", "?.", "。")
        )
        | st.text(max_size=2)
    )
    ends(text[:at] + between + text[upto:], {})
