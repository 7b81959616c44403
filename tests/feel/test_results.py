"""The digits and the scale that are inferred for a number hold every value that is computed."""

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.types import DATE, DAYS_TIME, NUMBER, STRING, YEARS_MONTHS, ListType, NumberType, Type, Variable

FIELDS = {"people": (5, 0), "turnover": (14, 2), "rate": (4, 4), "深度 score": (9, 3)}
SCOPE: dict[str, Variable] = {
    **{name: Variable(NumberType(precision=digits, scale=scale)) for name, (digits, scale) in FIELDS.items()},
    "note": Variable(STRING),
    "stops": Variable(ListType(item=STRING)),
    "completed on": Variable(DATE),
}

EXAMPLES: dict[str, tuple[int, int] | None] = {
    "floor(turnover)": (13, 0),
    "floor(n: turnover)": (13, 0),
    "floor(scale: 1, n: turnover)": (14, 1),
    "ceiling(rate)": (1, 0),
    "round half up(rate, 2)": (3, 2),
    "round up(people, -3)": (6, 0),
    "round down(rate, -3)": (4, 0),
    "decimal(people, 2)": (5, 0),
    "decimal(turnover, people)": None,
    "abs(-turnover)": (14, 2),
    "min(people, rate)": (9, 4),
    "max([people, 3.25])": (7, 2),
    "sum(people, people, people)": (6, 0),
    "sum([turnover, rate])": (17, 4),
    "sum(for x in [1, 2] return x)": None,
    "modulo(turnover, people)": (7, 2),
    "modulo(people, rate)": (4, 4),
    "count(stops)": (10, 0),
    "string length(note)": (10, 0),
    "people / 3": None,
    "turnover * turnover * turnover": None,
}


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.items(), ids=EXAMPLES.keys())
def test_digits_and_scale(text: str, expected: tuple[int, int] | None) -> None:
    kind = NUMBER if expected is None else NumberType(precision=expected[0], scale=expected[1])
    assert feel.parse(text, SCOPE).type == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('abs(@"P1Y")', YEARS_MONTHS),
        ('abs(@"-P1D")', DAYS_TIME),
        ('max("a", note)', STRING),
        ("min(completed on)", DATE),
    ],
)
def test_other_types(text: str, expected: Type) -> None:
    assert feel.parse(text, SCOPE).type == expected


WIDE = decimal.Context(prec=200)


def fitting(digits: int, scale: int) -> st.SearchStrategy[Decimal]:
    """Numbers that fit, those above all whose every digit is a nine and which a carry makes longer."""
    most = 10**digits - 1
    whole = st.sampled_from((-most, most)) | st.integers(-most, most)
    return whole.map(lambda number: Decimal(number).scaleb(-scale, WIDE))


VALUES = st.fixed_dictionaries({name: fitting(*kind) for name, kind in FIELDS.items()})
LEAVES = st.sampled_from((*FIELDS, "0", "7", "0.05", "1000", "-2.5"))


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    roundings = st.sampled_from(
        ("decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down")
    )
    several = st.lists(inner, min_size=1, max_size=11).map(", ".join)
    return st.one_of(
        st.builds("{}({}, {})".format, roundings, inner, st.integers(-6, 6)),
        st.builds("{}({})".format, st.sampled_from(("floor", "ceiling", "abs", "-")), inner),
        st.builds("modulo({}, {})".format, inner, inner),
        st.builds("{}({})".format, st.sampled_from(("min", "max", "sum")), several),
        st.builds("{}([{}])".format, st.sampled_from(("min", "max", "sum", "count")), several),
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("(if {} > {} then {} else {})".format, inner, inner, inner, inner),
    )


@given(st.recursive(LEAVES, grow, max_leaves=8), VALUES)
def test_what_is_inferred_holds_what_is_computed(text: str, values: dict[str, Decimal]) -> None:
    node = feel.parse(text, SCOPE)
    value = feel.evaluate(node, {**values, "note": "", "stops": []})
    assert isinstance(node.type, NumberType)
    if node.type.precision is None or node.type.scale is None or value is None:
        return
    assert isinstance(value, Decimal)
    assert value == value.quantize(Decimal(1).scaleb(-node.type.scale), context=WIDE)
    assert abs(value) < Decimal(10).scaleb(node.type.precision - node.type.scale - 1, WIDE)


@given(st.recursive(LEAVES, grow, max_leaves=8), VALUES)
def test_a_value_does_not_depend_on_the_callers_precision(text: str, values: dict[str, Decimal]) -> None:
    value = feel.evaluate(text, dict(values))
    with decimal.localcontext(decimal.Context(prec=3)):
        assert feel.evaluate(text, dict(values)) == value
