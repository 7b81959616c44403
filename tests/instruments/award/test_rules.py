"""The settlement in columns against the same words in plain Python, over random small tables of claims."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note
from hypothesis import settings as bounded
from hypothesis import strategies as st

from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.engines import Engine
from tests.instruments.award import by_hand
from tests.instruments.award.by_hand import Row, Rule
from tests.instruments.award.settling import claim, settle, settle_many

SLOW = bounded(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
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
            invoice=or_missing(random.choice([Decimal("33.33"), Decimal(50), Decimal(100), Decimal("100.01")])),
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
TABLES = SEEDS.map(lambda seed: [made_up(Random(seed + at)) for at in range(60)])
CLAIMS = SEEDS.map(lambda seed: made_up(Random(seed)))


def decisions(found: list[Row]) -> list[tuple[Any, ...]]:
    return [(row["outcome"], _prize(row), *(row[key] for key in ORDERED)) for row in found]


def plain(rule: Rule, rows: list[Row], paid: list[Confirmed]) -> list[tuple[Any, ...]]:
    found = [dict(zip(("outcome", "prize", *ORDERED), each, strict=True)) for each in by_hand.settle(rule, rows, paid)]
    return decisions(found)


def _prize(row: Row) -> str | None:
    return None if row["outcome"] in ("refused", "undetermined") else row["prize"]


RULES = {
    "entitlement": Rule(),
    "first come": Rule(first=2),
    "first come, once a run": Rule(first=2, once=True),
    "sums": Rule(mark=20),
    "sums, first come": Rule(first=1, mark=20, once=True),
    "ceilings": Rule(ceiling=120),
    "the better of two": Rule(better=True),
    "whole": Rule(budget=200),
    "part": Rule(budget=200, way="part"),
    "skip": Rule(budget=200, way="skip"),
    "share": Rule(budget=200, way="share"),
    "everything": Rule(first=2, mark=10, ceiling=120, budget=150, way="part", once=True),
    "everything, skipped": Rule(first=3, ceiling=90, budget=120, way="skip", once=True, better=True),
}


@pytest.mark.parametrize("name", RULES)
@SLOW
@given(TABLES, SEEDS)
def test_columns_decide_as_the_words_read_by_hand(name: str, tables: list[list[Row]], seed: int) -> None:
    """Many tables of claims in one run, each a scenario; the first of them once more alone."""
    rule = RULES[name]
    paid = confirmed(Random(seed), rule)
    note(rule.words)
    for rows, found in zip(tables, settle_many(rule.words, tables, paid=paid), strict=True):
        assert decisions(found) == plain(rule, rows, paid)
    assert decisions(settle(rule.words, tables[0], paid=paid)) == plain(rule, tables[0], paid)


@pytest.mark.parametrize("way", ["whole", "part", "skip", "share"])
@SLOW
@given(TABLES, st.integers(60, 400))
def test_no_budget_is_ever_passed(way: str, tables: list[list[Row]], budget: int) -> None:
    rule = replace(RULES["whole"], way=way, budget=budget)
    paid = [Confirmed("elsewhere", "train", 1, Decimal(50))]
    for found in settle_many(rule.words, tables, paid=paid):
        asked = sum((row["asked"] or row["amount"] for row in found), Decimal(0))
        spent = sum((row["amount"] for row in found), Decimal(0))
        assert spent <= budget - 50
        if way == "share" and asked > budget - 50:
            assert spent == budget - 50


@SLOW
@given(CLAIMS, st.sampled_from(sorted(RULES)), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], name: str, random: Random) -> None:
    rows = list({row["number"]: row for row in rows}.values())
    shuffled = random.sample(rows, len(rows))
    first, second = settle(RULES[name].words, rows), settle(RULES[name].words, shuffled)
    assert [row["number"] for row in second] == [row["number"] for row in shuffled]
    for row in (*first, *second):
        del row["@row"]
    assert sorted(first, key=lambda row: row["number"]) == sorted(second, key=lambda row: row["number"])


@SLOW
@given(CLAIMS, st.sampled_from(sorted(RULES)))
def test_a_number_is_granted_at_most_once(rows: list[Row], name: str) -> None:
    granted = [row["number"] for row in settle(RULES[name].words, rows) if row["outcome"] == "granted"]
    assert len(granted) == len(set(granted))


@SLOW
@given(CLAIMS, SEEDS)
def test_a_confirmed_place_never_moves(rows: list[Row], seed: int) -> None:
    """What one settlement granted, confirmed, is granted again whatever comes later."""
    rule = RULES["first come"]
    rows = list({row["number"]: row for row in rows}.values())
    early = rows[: Random(seed).randint(1, len(rows))]
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


@pytest.mark.spark
@pytest.mark.parametrize("name", RULES)
def test_spark_decides_as_duckdb_does(name: str) -> None:
    random = Random(name)
    rows = [
        claim(
            f"N{random.randrange(40):02}",
            organiser=random.choice("ABCD"),
            kind=random.choice(["train", "bus", None]),
            run=f"r{random.randrange(30)}",
            people=random.choice([9, 10, 20, 30, None]),
            invoice=random.choice([Decimal("33.33"), Decimal(50), Decimal(100)]),
            done_on=date(2023, 6, random.randrange(1, 5)),
        )
        for _ in range(60)
    ]
    paid = [Confirmed("N01", "train", 2, Decimal(20)), Confirmed("elsewhere", "train", 1, Decimal(20))]
    here = settle(RULES[name].words, rows, paid=paid)
    assert settle(RULES[name].words, rows, paid=paid, engine=Engine.SPARK) == here
