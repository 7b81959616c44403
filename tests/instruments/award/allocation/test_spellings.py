"""How a name is typed does not matter to who it is."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.instruments.award.settling import Row, claim, settle, shown
from tests.profiles import costing

WIDE = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})
TYPED: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "full-width": lambda text: text.translate(WIDE),
    "blanks around it": lambda text: f" {text}\t",
    "a full-width blank": lambda text: f"\u3000{text}",
    "a blank that does not break": lambda text: f"{text}\u00a0",
    "a sign that is not seen": lambda text: f"\ufeff{text[:1]}\u200b{text[1:]}",
}
RULES = {
    "once per": """
    once per: run
    order: [done on, number]
    prizes: {train: {first: 2, pay: 100}}
    """,
    "sums": """
    per: organiser
    reach: sum(people) > 150
    order: [done on, number]
    prizes: {train: {first: 2, pay: 9}}
    """,
    "ceilings": """
    order: [done on, number]
    prizes: {all: {pay: 60}}
    ceilings: [{per: organiser, at most: 100}]
    """,
}


@pytest.mark.parametrize("typed", TYPED)
def test_one_run_is_one_run(typed: str) -> None:
    claims = [claim("a", run="甲X-1"), claim("b", run=TYPED[typed]("甲X-1")), claim("c", run="甲x-1")]
    assert shown(settle(RULES["once per"], claims), "outcome", "reference") == {
        "a": ("granted", None),
        "b": ("refused", "a"),
        "c": ("granted", None),
    }


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
@given(drawn=st.lists(st.tuples(st.sampled_from(["甲(1)", "B", "b"]), st.sampled_from(list(TYPED))), max_size=8))
@costing(10)
def test_claims_are_settled_alike_however_their_parties_are_typed(rule: str, drawn: list[tuple[str, str]]) -> None:
    def claims(write: Callable[[str, str], str]) -> list[Row]:
        return [claim(f"{at}", organiser=write(*one), run=write(*one)) for at, one in enumerate(drawn)]

    plain = settle(RULES[rule], claims(lambda name, typed: name))
    assert settle(RULES[rule], claims(lambda name, typed: TYPED[typed](name))) == plain


def test_a_name_that_lacks_is_none_that_is_typed_in_another_way() -> None:
    claims = [claim("a", run=None), claim("b", run="X1"), claim("c", run="Ｘ1")]
    assert shown(settle(RULES["once per"], claims), "outcome") == {
        "a": "undetermined",
        "b": "granted",
        "c": "refused",
    }
