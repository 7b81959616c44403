"""What would have to be otherwise: the change always helps, and no smaller one does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel.types import NumberType, Variable
from bridgehead.instruments.award import case
from bridgehead.instruments.award.change.least import Change, changes
from bridgehead.instruments.award.change.solve import NotSolvableError, axis, holds
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.types import Column, FieldType
from tests.instruments.award.made_up import CLAIM, COLUMNS, TABLE, terms
from tests.profiles import costing

SMALL = range(-9, 10)
SCOPE = {name: Variable(NumberType(precision=1, scale=0)) for name in ("a", "b")}

terms_of_a_sum = st.sampled_from(["a", "b", "2 * a", "a - 2 * b", "b - a", "-a", "3", "0", "-2", "a / 2", "null"])
bounds = st.integers(-4, 4).map(str)
comparisons = st.builds("{} {} {}".format, terms_of_a_sum, st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]), bounds)
ranges = st.builds(
    "{} in {}{}..{}{}".format,
    st.sampled_from(["a", "b", "a + b"]),
    st.sampled_from("[("),
    bounds,
    bounds,
    st.sampled_from("])"),
)
lists = st.builds("{} in ({}, {})".format, terms_of_a_sum.filter(lambda each: each != "null"), bounds, bounds)
betweens = st.builds("(a between {} and {})".format, bounds, bounds)
conditions = st.recursive(
    st.one_of(comparisons, ranges, lists, betweens),
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not({})".format, inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
    ),
    max_leaves=5,
)


@given(conditions, st.sampled_from(SMALL))
def test_a_condition_is_solved_exactly(condition: str, b: int) -> None:
    expression = feel.parse(condition, SCOPE)
    run = feel.compile(expression, SCOPE)
    column = Column("a", FieldType.INTEGER, digits=1)
    over = axis(column, lambda part: feel.compile(part, SCOPE)({"b": b}))
    assert over is not None
    try:
        found = holds(expression, over)
    except NotSolvableError:
        assume(False)
    expected = {a for a in SMALL if run({"a": a, "b": b}) is True}
    assert {a for low, high in found for a in range(low, high + 1)} == expected


AWARD = terms(
    conditions={"stay": "nights in [2..6] or accepted", "rest": "not(nights in (3, 4)) and people - nights >= 2"},
    prizes={
        "big": {"when": 'kind = "train" and people >= 7', "pay": 100},
        "small": {"when": 'kind in ("bus", "boat") and people + nights > 6', "pay": 50},
    },
)
CASE = case.compile(AWARD)
claims = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["train", "bus", "boat"]),
        "people": st.integers(0, 9),
        "nights": st.integers(0, 9),
        "accepted": st.booleans(),
    }
).map(lambda made: {**CLAIM, **made})


def granted(claim: dict[str, object]) -> bool:
    return CASE.decide(claim).verdict.outcome is Outcome.GRANTED


@given(claims)
@costing(2)
def test_the_change_helps_and_no_smaller_one_does(claim: dict[str, object]) -> None:
    found = {change.column: change for change in changes(CASE, CASE.decide(claim))}
    assert all(granted({**claim, change.column: change.to}) for change in found.values())
    if granted(claim):
        assert not found
        return
    for column in ("people", "nights"):
        seen = claim[column]
        assert isinstance(seen, int)
        helping = [abs(value - seen) for value in range(-20, 40) if granted({**claim, column: value})]
        assert (abs(found[column].to - seen) if column in found else None) == min(helping, default=None)
    for column, others in (("kind", ["train", "bus", "boat"]), ("accepted", [True, False])):
        assert (column in found) == any(granted({**claim, column: value}) for value in others)


def the_changes(claim: dict[str, object], **words: object) -> list[tuple[str, object]]:
    compiled = case.compile(terms(**words))
    found: tuple[Change, ...] = changes(compiled, compiled.decide({**CLAIM, **claim}))
    return [(change.field, change.to) for change in found]


@pytest.mark.parametrize(
    ("condition", "claim", "expected"),
    [
        ("ticket rate > 0.5", {"ticket rate": Decimal("0.43")}, [("ticket rate", Decimal("0.5001"))]),
        ("turnover >= 20000000.5", {}, [("turnover", Decimal("20000000.50"))]),
        ('done on < date("2023-05-04")', {}, [("done on", date(2023, 5, 3))]),
        ('stop in ("太原站", "大同南站")', {}, [("stop", "太原站")]),
        ("not(accepted)", {}, [("accepted", False)]),
        ("count(sights) >= 2", {}, [("sights", ["恒山", "悬空寺"])]),
        ("people >= 400 and nights >= 2", {}, []),
        ("people >= 400", {"nights": None}, [("people", 400)]),
        ("people * people >= 160000", {}, []),
        ("nights >= 1", {"nights": None}, []),
    ],
)
def test_each_kind_of_field_changes_in_its_way(
    condition: str, claim: dict[str, object], expected: list[tuple[str, object]]
) -> None:
    assert the_changes(claim, conditions={"it": condition}) == expected


@pytest.mark.parametrize(
    ("condition", "claim", "expected"),
    [
        ("turnover >= 2000", {"turnover verified": None}, [("turnover", 2000)]),
        ("turnover < 2000", {"turnover verified": None}, [("turnover", Decimal("1999.99"))]),
        ("turnover in (5..9)", {"turnover verified": None}, [("turnover", Decimal("5.01"))]),
        ("turnover != null", {"turnover verified": None}, [("turnover", 0)]),
        ('done on >= date("2023-05-04")', {"done on": None}, [("done on", date(2023, 5, 4))]),
        ('done on <= date("2023-05-04")', {"done on": None}, [("done on", date(2023, 5, 4))]),
        ("done on != null", {"done on": None}, []),
        ('kind = "bus"', {"kind": None}, [("kind", "bus")]),
        ('stop = "太原站"', {"stop": None}, [("stop", "太原站")]),
        ("accepted = false", {"accepted": None}, [("accepted", False)]),
        ('list contains(sights, "悬空寺")', {"sights": None}, [("sights", ["悬空寺"])]),
        (
            "people >= 400 or nights >= 2",
            {"people": None},
            [("nights", 2), ("people", 400)],
        ),
    ],
)
def test_a_blank_field_that_may_be_blank_can_be_filled_in(
    condition: str, claim: dict[str, object], expected: list[tuple[str, object]]
) -> None:
    """With what is first enough; after the changes of fields that are given, which can be measured."""
    optional = replace(TABLE, columns=tuple(replace(column, optional=True) for column in COLUMNS))
    compiled = case.compile(replace(terms(conditions={"it": condition}), table=optional))
    found = changes(compiled, compiled.decide({**CLAIM, **claim}))
    assert [(change.field, change.to) for change in found] == expected


def test_the_day_may_change_what_is_asked() -> None:
    words = {"as_of": "done on", "conditions": {"stay": "nights >= values.minimum nights"}}
    assert the_changes({"done on": date(2023, 7, 20)}, **words) == [("done on", date(2023, 6, 30)), ("nights", 2)]
    assert the_changes({"done on": date(2023, 7, 20), "nights": 0}, **words) == [("nights", 2)]
