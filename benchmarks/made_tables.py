"""Decision tables made up by size: as trees of FEEL, as SQL by hand, as a graph of zen, and the cases that they meet.

A rule asks for one of the regions, for a band of an amount and a band of ages, and gives a rate. The bands cut every
region into equal parts, so that each case meets one rule.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from random import Random
from typing import Any

import cel
import pyarrow as pa
import pySFeel

from benchmarks import zen_table
from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import STRING, NumberType, Scope, Variable

SCOPE: Scope = {
    "region": Variable(STRING, optional=True),
    "amount": Variable(NumberType(precision=6, scale=0), optional=True),
    "age": Variable(NumberType(precision=3, scale=0), optional=True),
}
SIZES = (10, 100, 300, 1000, 3000)
BANDS, AGES = 5, 2  # of the amounts and ages in each region
MOST, OLDEST = 100_000, 100


@dataclass(frozen=True)
class Rule:
    """Bounds are half open: from the first to before the second."""

    region: str
    amounts: tuple[int, int]
    ages: tuple[int, int]
    rate: int


def rules(count: int) -> list[Rule]:
    """So many rules."""
    made = [
        Rule(f"region {region}", _band(amount, BANDS, MOST), _band(age, AGES, OLDEST), (region * 7 + amount + age) % 97)
        for region in range(ceil(count / (BANDS * AGES)))
        for amount in range(BANDS)
        for age in range(AGES)
    ]
    return made[:count]


def _band(place: int, bands: int, most: int) -> tuple[int, int]:
    return place * most // bands, (place + 1) * most // bands


def cases(count: int, regions: int) -> pa.Table:
    """Made-up cases, by a seed of their own."""
    random = Random(count)
    return pa.table(
        {
            "region": [f"region {random.randrange(regions)}" for _ in range(count)],
            "amount": pa.array([random.randrange(MOST) for _ in range(count)], type=pa.int64()),
            "age": pa.array([random.randrange(OLDEST) for _ in range(count)], type=pa.int64()),
        }
    )


def table(made: list[Rule]) -> tree.Table:
    """The rules as a unique decision table of FEEL."""
    return tree.Table(
        tuple(feel.parse(name, SCOPE) for name in SCOPE),
        tuple(
            tree.Rule(
                (
                    _cell(f'"{rule.region}"', "region"),
                    _cell(f"[{rule.amounts[0]}..{rule.amounts[1]})", "amount"),
                    _cell(f"[{rule.ages[0]}..{rule.ages[1]})", "age"),
                ),
                (tree.Literal(Decimal(rule.rate)),),
            )
            for rule in made
        ),
        "U",
    )


def _cell(text: str, field: str) -> tree.UnaryTests:
    return feel.parse_unary_tests(text, SCOPE, SCOPE[field].type)


def by_hand(made: list[Rule]) -> tuple[pa.Table, str]:
    """The rules as a table of bounds, and the SQL that a person would write with it."""
    bounds = pa.table(
        {
            "region": [rule.region for rule in made],
            "amount_from": pa.array([rule.amounts[0] for rule in made], type=pa.int64()),
            "amount_to": pa.array([rule.amounts[1] for rule in made], type=pa.int64()),
            "age_from": pa.array([rule.ages[0] for rule in made], type=pa.int64()),
            "age_to": pa.array([rule.ages[1] for rule in made], type=pa.int64()),
            "rate": pa.array([rule.rate for rule in made], type=pa.int64()),
        }
    )
    sql = """
        SELECT c.*, r.rate AS value FROM cases c LEFT JOIN rules r
        ON c.region = r.region AND c.amount >= r.amount_from AND c.amount < r.amount_to
        AND c.age >= r.age_from AND c.age < r.age_to
    """
    return bounds, sql


def in_python(made: list[Rule]) -> Callable[[Mapping[str, Any]], int | None]:
    """A walk through the rules, in plain Python."""

    def decide(case: Mapping[str, Any]) -> int | None:
        for rule in made:
            if (
                case["region"] == rule.region
                and rule.amounts[0] <= case["amount"] < rule.amounts[1]
                and rule.ages[0] <= case["age"] < rule.ages[1]
            ):
                return rule.rate
        return None

    return decide


def in_zen(made: list[Rule]) -> Callable[[Mapping[str, Any]], int | None]:
    """The same as a table of zen."""
    rules = [
        {
            "region": f"'{rule.region}'",
            "amount": f"[{rule.amounts[0]}..{rule.amounts[1]})",
            "age": f"[{rule.ages[0]}..{rule.ages[1]})",
            "rate": str(rule.rate),
        }
        for rule in made
    ]
    decide = zen_table.compiled(list(SCOPE), "rate", rules)
    return lambda case: decide(case).get("rate")


def in_cel(made: list[Rule]) -> Callable[[Mapping[str, Any]], int | None]:
    """The same in CEL: a chain of choices, or where its parser refuses that, a list that is filtered."""
    tests = [
        f'region == "{rule.region}" && amount >= {rule.amounts[0]} && amount < {rule.amounts[1]}'
        f" && age >= {rule.ages[0]} && age < {rule.ages[1]}"
        for rule in made
    ]
    pairs = list(zip(tests, made, strict=True))
    try:
        program = cel.compile(" ".join(f"{test} ? {rule.rate} :" for test, rule in pairs) + " null")
    except ValueError:
        rows = ", ".join(f"[{test} ? 1 : 0, {rule.rate}]" for test, rule in pairs)
        program = cel.compile(f"[{rows}].filter(row, row[0] == 1)[0][1]")
    return lambda case: program.execute(case)


def in_pysfeel(made: list[Rule]) -> Callable[[Mapping[str, Any]], int | None]:
    """A walk through the rules, the condition of each read by pySFeel, which has no tables."""
    parser = pySFeel.SFeelParser()
    tests = [
        f'(region = "{rule.region}") and (amount in [{rule.amounts[0]}..{rule.amounts[1]}))'
        f" and (age in [{rule.ages[0]}..{rule.ages[1]}))"
        for rule in made
    ]

    def decide(case: Mapping[str, Any]) -> int | None:
        parser.sFeelParse(f'region <- "{case["region"]}"')
        parser.sFeelParse(f"amount <- {case['amount']}")
        parser.sFeelParse(f"age <- {case['age']}")
        return next((rule.rate for test, rule in zip(tests, made, strict=True) if parser.sFeelParse(test)[1]), None)

    return decide
