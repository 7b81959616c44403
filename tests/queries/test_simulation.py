"""What other figures would have brought about."""

from decimal import Decimal

import pytest

from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.simulation import simulate
from tests.queries.claims_of_trains import AFTER, claim, rulebook, table

BOOK = rulebook()
CLAIMS = table(*(claim(f"T{number}", passengers=passengers) for number, passengers in enumerate((300, 350, 412, 1200))))


def test_each_scenario_tells_cost_winners_and_who_gains_or_loses() -> None:
    found = simulate(BOOK, "special-train", CLAIMS, ["minimum passengers=300..500 step 50"], on=AFTER)
    assert (found.today.cost, found.today.winners) == (Decimal(200_000), 2)
    told = [
        (int(each.scenario["minimum passengers"]), each.cost, each.winners, each.gained, each.lost)
        for each in found.results
    ]  # type: ignore[arg-type]
    assert told == [
        (300, 300_000, 3, 2, 1),
        (350, 300_000, 3, 1, 0),
        (400, 200_000, 2, 0, 0),
        (450, 100_000, 1, 0, 1),
        (500, 100_000, 1, 0, 1),
    ]


def test_a_grid_is_decided_in_one_run() -> None:
    vary = ["minimum passengers=400, 5000", "minimum nights=1..2"]
    found = simulate(BOOK, "special-train", CLAIMS, vary, on=AFTER)
    assert [each.winners for each in found.results] == [2, 0, 0, 0]
    assert [each.lost for each in found.results] == [0, 2, 2, 2]


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(BridgeheadError) as refused:
        simulate(BOOK, "special-train", CLAIMS, ["minimum passenger=1"], on=AFTER)
    assert "AW502 unknown value «minimum passenger»" in str(refused.value)
