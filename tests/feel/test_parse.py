"""Texts and the trees that they become."""

import gc
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import pairwise

import pytest

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import BOOLEAN, DATE, NUMBER, STRING, ContextType, NumberType, Variable
from bridgehead.primitives.errors import BridgeheadError

SCOPE = {
    "passengers": Variable(NUMBER),
    "paid sights": Variable(NUMBER),
    "a": Variable(NUMBER),
    "a and b": Variable(BOOLEAN),
    "人数（含儿童）": Variable(NUMBER),
    "completed on": Variable(DATE),
    "date": Variable(DATE),
    "stop": Variable(STRING),
    "values": Variable(ContextType(fields={"minimum nights": Variable(NUMBER)})),
}


def literal(value: object) -> tree.Literal:
    node = feel.parse(f"{value}", {})
    assert isinstance(node, tree.Literal)
    return node


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("paid sights", "paid sights"),
        ("paid\n  sights // a comment", "paid sights"),
        ("paid/* and open */sights", "paid sights"),
        ("/* how many */// of those\npaid // open\n sights", "paid sights"),
        ("人数（含儿童）", "人数（含儿童）"),
        ("a and b", "a and b"),
        ("completed on", "completed on"),
    ],
)
def test_a_name_may_hold_spaces_and_any_script_and_the_longest_wins(text: str, name: str) -> None:
    node = feel.parse(text, SCOPE)
    assert isinstance(node, tree.Name)
    assert node.name == name
    assert node.type == SCOPE[name].type


@pytest.mark.parametrize("names", [("a", "a and b"), ("a and b", "a")])
def test_a_short_name_is_found_where_a_longer_one_does_not_fit(names: tuple[str, str]) -> None:
    node = feel.parse("[a, a and b, a and true]", {name: Variable(BOOLEAN) for name in names})
    assert [one.name for one in feel.walk(node) if isinstance(one, tree.Name)] == ["a", "a and b", "a"]


def test_and_binds_looser_than_comparison() -> None:
    node = feel.parse("passengers >= 400 and paid sights >= 2 and a = 1", SCOPE)
    assert isinstance(node, tree.And)
    assert [type(operand) for operand in node.operands] == [tree.Comparison] * 3


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("2 ** 3 ** 2", "(2 ** 3) ** 2"),
        ("-2 ** 2", "(-2) ** 2"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("a = 1 or a = 2 and a = 3", "(a = 1) or ((a = 2) and (a = 3))"),
        ("a between 1 and 2 and a = 1", "(a between 1 and 2) and (a = 1)"),
        ("a in [1..2[ and a = 1", "(a in [1..2)) and (a = 1)"),
        ("a in ]1..2]", "a in (1..2]"),
        ("a in (1 + 2) * 3", "a in ((1 + 2) * 3)"),
        ("-a instance of number", "-(a instance of number)"),
        ("if a = 1 then 1 else 2 + 3", "if (a = 1) then 1 else (2 + 3)"),
    ],
)
def test_operators_bind_as_the_standard_says(text: str, same: str) -> None:
    assert feel.parse(text, SCOPE) == feel.parse(same, SCOPE)


def test_a_member_is_found_by_the_type_of_what_stands_before_it() -> None:
    node = feel.parse("passengers >= values.minimum nights + 1", SCOPE)
    assert isinstance(node, tree.Comparison)
    assert isinstance(node.right, tree.Arithmetic)
    assert isinstance(node.right.left, tree.Path)
    assert node.right.left.member == "minimum nights"


def test_a_field_may_be_named_as_a_function_is() -> None:
    node = feel.parse('date >= date("2023-05-04")', SCOPE)
    assert isinstance(node, tree.Comparison)
    assert isinstance(node.left, tree.Name)
    assert isinstance(node.right, tree.Call)
    assert node.left.type == node.right.type == DATE


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("1.25", NumberType(precision=3, scale=2)),
        ("0.05", NumberType(precision=2, scale=2)),
        ("1000", NumberType(precision=4, scale=0)),
        ("1.25 + 10", NumberType(precision=5, scale=2)),
        ("1.25 * 0.5", NumberType(precision=4, scale=3)),
        ('if stop = "x" then 1.5 else 100', NumberType(precision=4, scale=1)),
        ("1 / 3", NUMBER),
    ],
)
def test_digits_and_scale_of_numbers_are_inferred(text: str, type: NumberType) -> None:
    assert feel.parse(text, SCOPE).type == type


def test_all_unknown_names_are_told_with_place_and_nearest() -> None:
    with pytest.raises(BridgeheadError) as caught:
        feel.parse("passengrs > 1\n  and values.minimum night > nichts", SCOPE)
    told = [(m.code, m.place and (m.place.line, m.place.column), m.nearest) for m in caught.value.mistakes]
    assert told == [
        ("FE101", (1, 1), "passengers"),
        ("FE103", (2, 14), "minimum nights"),
        ("FE101", (2, 30), None),
    ]


@pytest.mark.parametrize("text", ["(" * 70 + "1" + ")" * 70, "[" * 70 + "]" * 70, " or ".join(["true"] * 10_000)])
def test_depth_and_length_within_the_limits_work(text: str) -> None:
    assert tree.height(feel.parse(text, {})) <= 80


@pytest.mark.parametrize("text", ["(" * 50_000, "-" * 50_000 + "1", "1" + "+1" * 40_000, "f(" * 30_000, "[1," * 30_000])
def test_hostile_nests_end_in_a_mistake(text: str) -> None:
    with pytest.raises(BridgeheadError, match="FE008"):
        feel.parse(text, {}, lenient=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("piece", "times"),
    [("/* ", 300_000), ('"\\"\\"', 200_000), ("a.", 200_000), ("1 < ", 100_000), ("a - ", 100_000), ("-", 400_000)],
)
def test_a_long_hostile_text_ends_in_few_mistakes(piece: str, times: int) -> None:
    with pytest.raises(BridgeheadError) as caught:
        feel.parse(piece * times, SCOPE)
    assert len(caught.value.mistakes) <= 201


@pytest.mark.slow
def test_of_many_unknown_names_some_hundreds_are_told() -> None:
    with pytest.raises(BridgeheadError) as caught:
        feel.parse(f"[{', '.join(f'passenger{n}s' for n in range(20_000))}]", SCOPE)
    assert len(caught.value.mistakes) == 200


@pytest.mark.slow
def test_a_megabyte_is_read() -> None:
    text = " or ".join(['stop in ("a", "b") and passengers >= 400'] * 24_000)
    assert len(text) > 1_000_000
    assert feel.parse(text, SCOPE).type == BOOLEAN


@pytest.mark.slow
def test_of_many_names_that_begin_alike_each_is_found() -> None:
    keys = [f"row {number}" for number in range(20_000)]
    node = feel.parse("{row 0: 0, " + ", ".join(f"{key}: {last}" for last, key in pairwise(keys)) + "}", {})
    assert isinstance(node, tree.Context)
    assert [value.name for _, value in node.entries if isinstance(value, tree.Name)] == keys[:-1]


@pytest.mark.parametrize("collects", [True, False])
@pytest.mark.parametrize("read", [feel.parse, partial(feel.parse_unary_tests, input_type=NUMBER)])
def test_the_collector_of_garbage_is_left_as_it_was(collects: bool, read: Callable[..., object]) -> None:
    (gc.enable if collects else gc.disable)()
    try:
        read("1", {})
        assert gc.isenabled() == collects
        with pytest.raises(BridgeheadError):
            read("1 +", {})
        assert gc.isenabled() == collects
    finally:
        gc.enable()


def test_spans_are_those_of_the_text() -> None:
    text = 'passengers >= 400 and stop in ("a", "b")'
    node = feel.parse(text, SCOPE)
    spans = {text[slice(*inner.span)] for inner in feel.walk(node)}
    assert {"passengers >= 400", 'stop in ("a", "b")', '"b"', "400", "stop"} <= spans


def test_equality_of_trees_leaves_spans_out() -> None:
    assert feel.parse("1+2", {}) == feel.parse(" 1 + 2 ", {})
    assert literal(Decimal(1)) != literal(Decimal(2))
