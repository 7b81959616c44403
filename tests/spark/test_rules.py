"""Spark decides made-up claims as DuckDB does, by every rule that the settlement in columns is tested with."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.engines import Engine
from tests.instruments.award.by_hand import RULES
from tests.instruments.award.settling import claim, settle


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
