"""Whatever the parser accepts can be compiled and run, however it is nested."""

import pytest

from bridgehead import feel
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


def test_functions_of_long_lists_take_steps() -> None:
    with pytest.raises(BridgeheadError, match="FE401"):
        feel.evaluate("{long: for x in 1..1000 return x, end: for x in 1..20000 return count(long)}.end", {})


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
