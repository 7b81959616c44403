"""The settlement in columns against the same words in plain Python, over random small tables of claims.

To plan a settlement takes a third of a second, to run it hardly anything: so each decides many tables, drawn by seed.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from bridgehead.instruments.award.allocation.paid import Confirmed
from tests.instruments.award import by_hand
from tests.instruments.award.by_hand import RULES, Row, Rule
from tests.instruments.award.settling import claim, settle, settle_many
from tests.profiles import costing

NUMBERS = [f"N{number:02}" for number in range(14)]
ORDERED = ("place", "amount", "because", "reference")


def made_up(random: Random) -> list[Row]:
    """Few organisers, runs, days and amounts, so that ties, sums and doubles are common; some fields are missing."""

    def or_missing(value: Any) -> Any:
        return None if random.random() < 0.06 else value

    return [
        claim(
            random.choice(NUMBERS),
            organiser=or_missing(random.choice("ABC")),
            kind=or_missing(random.choice(["train", "bus"])),
            run=random.choice(["r1", "r2", "r3", f"r{random.randrange(99)}"]),
            people=or_missing(random.choice([9, 10, 11, 20, 30])),
            invoice=or_missing(
                random.choice([Decimal(0), Decimal("33.33"), Decimal(50), Decimal(100), Decimal("100.01")])
            ),
            done_on=or_missing(date(2023, 6, random.choice([1, 2, 3]))),
            filed_at=datetime(2023, 6, 4, random.choice([8, 9])),  # noqa: DTZ001
        )
        for _ in range(random.randint(1, 12))
    ]


def confirmed(random: Random, rule: Rule) -> list[Confirmed]:
    """A few places confirmed before, each once, within the money; often none."""
    numbers = random.sample([*NUMBERS[:6], "elsewhere"], random.choice([0, 0, 1, 2]))
    places = random.sample(range(1, 1 + (rule.first or 5)), rule.first or 5)
    return [Confirmed(number, "train", place, Decimal(20)) for number, place in zip(numbers, places, strict=False)]


SEEDS = st.integers(0, 10**9)
NAMES = st.sampled_from(sorted(RULES))


def tables(seed: object) -> list[list[Row]]:
    return [made_up(Random(f"{seed} {at}")) for at in range(60)]


def with_each_number_once(rows: list[Row]) -> list[Row]:
    return list({row["number"]: row for row in rows}.values())


def decisions(found: list[Row]) -> list[tuple[Any, ...]]:
    return [(row["outcome"], _prize(row), *(row[key] for key in ORDERED)) for row in found]


def plain(rule: Rule, rows: list[Row], paid: list[Confirmed]) -> list[tuple[Any, ...]]:
    found = [dict(zip(("outcome", "prize", *ORDERED), each, strict=True)) for each in by_hand.settle(rule, rows, paid)]
    return decisions(found)


def _prize(row: Row) -> str | None:
    return None if row["outcome"] in ("refused", "undetermined") else row["prize"]


@pytest.mark.slow
@pytest.mark.parametrize("name", RULES)
@costing(100)
@given(SEEDS)
def test_columns_decide_as_the_words_read_by_hand(name: str, seed: int) -> None:
    """Many tables of claims in one run, each a scenario; the first of them once more alone."""
    rule, many = RULES[name], tables(f"{name} {seed}")
    paid = confirmed(Random(f"{name} {seed}"), rule)
    note(rule.words)
    for rows, found in zip(many, settle_many(rule.words, many, paid=paid), strict=True):
        assert decisions(found) == plain(rule, rows, paid)
    assert decisions(settle(rule.words, many[0], paid=paid)) == plain(rule, many[0], paid)


@pytest.mark.parametrize("way", ["whole", "part", "skip", "share"])
@costing(100)
@given(SEEDS, st.integers(60, 400))
def test_no_budget_is_ever_passed(way: str, seed: int, budget: int) -> None:
    rule = replace(RULES["whole"], way=way, budget=budget)
    paid = [Confirmed("elsewhere", "train", 1, Decimal(50))]
    for found in settle_many(rule.words, tables(seed), paid=paid):
        asked = sum((row["asked"] or row["amount"] for row in found), Decimal(0))
        spent = sum((row["amount"] for row in found), Decimal(0))
        assert spent <= budget - 50
        if way == "share" and asked > budget - 50:
            assert spent == budget - 50


@costing(15)
@given(SEEDS, NAMES)
def test_the_order_of_rows_does_not_matter(seed: int, name: str) -> None:
    random, words = Random(seed), RULES[name].words
    many = [with_each_number_once(rows) for rows in tables(seed)]
    shuffled = [random.sample(rows, len(rows)) for rows in many]
    for mixed, first, second in zip(shuffled, settle_many(words, many), settle_many(words, shuffled), strict=True):
        assert [row["number"] for row in second] == [row["number"] for row in mixed]
        for row in (*first, *second):
            del row["@row"]
        assert sorted(first, key=lambda row: row["number"]) == sorted(second, key=lambda row: row["number"])


@costing(15)
@given(SEEDS, NAMES)
def test_a_number_is_granted_at_most_once(seed: int, name: str) -> None:
    for found in settle_many(RULES[name].words, tables(seed)):
        granted = [row["number"] for row in found if row["outcome"] == "granted"]
        assert len(granted) == len(set(granted))


@costing(15)
@given(SEEDS)
def test_a_confirmed_place_never_moves(seed: int) -> None:
    """What one settlement granted, confirmed, is granted again whatever comes later."""
    rule, random = RULES["first come"], Random(seed)
    rows = with_each_number_once(made_up(random))
    early = rows[: random.randint(1, len(rows))]
    granted = [row for row in settle(rule.words, early) if row["outcome"] == "granted"]
    paid = [Confirmed(row["number"], row["prize"], row["place"], row["amount"]) for row in granted]
    later = {row["number"]: row for row in settle(rule.words, rows, paid=paid)}
    for each in paid:
        row = later[each.number]
        assert (row["outcome"], row["prize"], row["place"], row["amount"]) == (
            "granted",
            each.prize,
            each.place,
            each.amount,
        )
