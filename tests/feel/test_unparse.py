"""Any tree, written as text and read again, is the same tree."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import ANY, BOOLEAN, NUMBER, ListType, Variable

NAMES = ("x", "paid sights", "人数")
SCOPE = {name: Variable(ANY) for name in NAMES}

constants = st.one_of(
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Zl", "Zp", "Cc")), max_size=5),
    st.sampled_from((True, False, None)),
).map(tree.Literal)
leaves = constants | st.sampled_from(NAMES).map(tree.Name)


def grow(inner: st.SearchStrategy[tree.Expression]) -> st.SearchStrategy[tree.Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    comparisons = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))
    ranges = st.builds(tree.Range, inner, inner, st.booleans(), st.booleans())
    tests = st.lists(inner | st.builds(tree.Test, comparisons, inner), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(tree.And),
        several.map(tree.Or),
        st.builds(tree.Arithmetic, st.sampled_from(("+", "-", "*", "/", "**")), inner, inner),
        st.builds(tree.Comparison, comparisons, inner, inner),
        st.builds(tree.Negation, inner),
        st.builds(tree.Between, inner, inner, inner),
        st.builds(tree.In, inner, tests),
        ranges,
        st.builds(tree.If, inner, inner, inner),
        st.lists(inner, max_size=3).map(lambda items: tree.List(tuple(items))),
        st.builds(tree.Filter, inner, inner),
        st.builds(tree.Path, inner, st.sampled_from(NAMES)),
        st.builds(tree.InstanceOf, inner, st.sampled_from((NUMBER, BOOLEAN, ListType(item=NUMBER)))),
        st.dictionaries(st.sampled_from(("k", "a b", "a:b")), inner, max_size=2).map(
            lambda entries: tree.Context(tuple(entries.items()))
        ),
    )


def shape(part: Any) -> Any:
    """A tree without spans and types."""
    if isinstance(part, tree.Expression):
        inner = [shape(getattr(part, field.name)) for field in fields(part) if field.name not in ("span", "type")]
        return (type(part).__name__, *inner)
    if isinstance(part, tuple):
        return tuple(map(shape, part))
    return (type(part).__name__, part) if isinstance(part, (bool, Decimal)) else part


@given(st.recursive(leaves, grow, max_leaves=12))
def test_a_tree_reads_back_as_itself(node: tree.Expression) -> None:
    text = feel.unparse(node)
    assert shape(feel.parse(text, SCOPE, lenient=True)) == shape(node), text
