"""A decision table of many rules, which is indexed, says what its rules say one by one, which are walked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.compile.index import LEAST_RULES, index
from bridgehead.feel.types import Scope, Variable
from tests.feel.rules import POLICIES, SCOPE, cell, table
from tests.profiles import costing

NEEDED: Scope = {name: Variable(variable.type) for name, variable in SCOPE.items()}
VALUES: dict[str, tuple[object, ...]] = {
    "people": (None, 1, 2, 3, 4, 5, -3, Decimal("2.5"), "x"),
    "rate": (None, Decimal("0.5"), Decimal("0.25"), Decimal("0.750"), Decimal("1.01"), Decimal(-1), 0),
    "stop": (None, "a", "b", "c", "", "d", 1),
    "agreed": (None, True, False),
    "day": (None, *(dt.date(2023, *day) for day in ((5, 1), (5, 3), (5, 4), (6, 30), (9, 30), (12, 1)))),
}
NEVER = {
    "people": "[4..2]",
    "rate": "[4..2]",
    "stop": '"never"',
    "agreed": "not(true, false, null)",
    "day": 'date("1999-01-01")',
}


def case(random: Random) -> dict[str, object]:
    return {name: random.choice(values) for name, values in VALUES.items()}


def numbers_one_by_one(whole: tree.Table, scope: Scope, given: Mapping[str, object]) -> Any:
    """The numbers of the rules that match, each from a table of that rule alone; UNKNOWN where one is in doubt."""
    found = []
    for number, rule in enumerate(whole.rules, 1):
        alone = replace(whole, rules=(replace(rule, outputs=(tree.Literal(Decimal(1)),)),), policy="U")
        outcome = feel.compile(replace(alone, names=(), priorities=(), defaults=()), scope)(given)
        if outcome is feel.UNKNOWN:
            return feel.UNKNOWN
        found += [number] if outcome is not None else []
    return found


@costing(3)
@given(random=st.randoms(use_true_random=False), needed=st.booleans(), formulas=st.booleans())
def test_the_index_finds_the_rules_that_match(random: Random, needed: bool, formulas: bool) -> None:
    scope = NEEDED if needed else SCOPE
    made = table(random, "R", LEAST_RULES + random.randrange(8), formulas=formulas)
    made = replace(
        made,
        rules=tuple(
            replace(rule, outputs=(tree.Literal(Decimal(number)),)) for number, rule in enumerate(made.rules, 1)
        ),
        names=(),
    )
    decide = feel.compile(made, scope)
    for given_ in (case(random) for _ in range(6)):
        found = decide(given_)
        assert (found if found is not None else []) == numbers_one_by_one(made, scope, given_)


@costing(3)
@given(random=st.randoms(use_true_random=False), policy=st.sampled_from(POLICIES))
def test_every_policy_says_the_same_of_a_longer_table(random: Random, policy: str) -> None:
    """Rules that never match are added, until the table is long enough to be indexed."""
    made = table(random, policy, LEAST_RULES - 1)
    never = replace(made.rules[0], tests=tuple(cell(NEVER[one.name], one.name) for one in made.inputs))
    longer = replace(made, rules=(*made.rules, never))
    assert index(longer.rules, len(longer.inputs)) is not None
    assert index(made.rules, len(made.inputs)) is None
    walked, indexed = feel.compile(made, SCOPE), feel.compile(longer, SCOPE)
    for given_ in (case(random) for _ in range(6)):
        assert walked(given_) == indexed(given_)
