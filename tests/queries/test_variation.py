"""What a simulation may be asked to vary, and what it says to a request that it cannot follow."""

from datetime import date
from decimal import Decimal

import pytest

from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.variation import MONEY, PLACES, Value, grid, parse

KNOWN: dict[str, Value] = {
    "minimum passengers": Decimal(400),
    "minimum nights": Decimal(1),
    "last day": date(2023, 9, 30),
    "ticket rate": Decimal("0.5"),
    "budget": Decimal(450000),
    "first of train": Decimal(3),
}
LIMITS = {"budget": MONEY, "first of train": PLACES}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("minimum passengers=300..500 step 100", [300, 400, 500]),
        ("minimum passengers = 300 .. 450 step 100", [300, 400]),
        ("minimum nights=0..2", [0, 1, 2]),
        ("minimum nights=0.5..1 step 0.25", [Decimal("0.5"), Decimal("0.75"), 1]),
        ("minimum nights=-1..1", [-1, 0, 1]),
        ("minimum nights=1, 3,2", [1, 3, 2]),
        ("minimum nights=7", [7]),
        ("last day=2023-09-28..2023-09-30", [date(2023, 9, 28), date(2023, 9, 29), date(2023, 9, 30)]),
        ("last day=2023-09-30, 2023-10-31", [date(2023, 9, 30), date(2023, 10, 31)]),
        ("ticket rate=40%..60% step 10%", [Decimal("0.4"), Decimal("0.5"), Decimal("0.6")]),
        ("ticket rate=40%..42%", [Decimal("0.4"), Decimal("0.41"), Decimal("0.42")]),
        ("ticket rate=40％, 0.5, 62.5%", [Decimal("0.4"), Decimal("0.5"), Decimal("0.625")]),
        ("budget=0.5..1 step 0.25", [Decimal("0.5"), Decimal("0.75"), 1]),
        ("first of train=2..4", [2, 3, 4]),
    ],
)
def test_ranges_and_lists(text: str, values: list[Value]) -> None:
    (variation,) = parse([text], KNOWN, LIMITS)
    assert list(variation.values) == values


def test_several_make_a_grid() -> None:
    variations = parse(["minimum passengers=300, 400", "minimum nights=1..3"], KNOWN)
    assert [tuple(scenario.values()) for scenario in grid(variations)] == [
        (300, 1), (300, 2), (300, 3), (400, 1), (400, 2), (400, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            ["minimum passengers"],
            "minimum passengers: AW501 «minimum passengers»; expected a value and its range, as in",
        ),
        (["=3..4"], "=3..4: AW501 «=3..4»"),
        (
            ["minimum passenger=3"],
            "minimum passenger=3: AW502 unknown value «minimum passenger»; expected one of budget, first of train",
        ),
        (["minimum passenger=3"], "did you mean «minimum passengers»?"),
        (["minimum nights=many"], "minimum nights=many: AW503 «many» is not a number"),
        (["minimum nights=1..NaN"], "AW503 «NaN» is not a number"),
        (["minimum nights=1,"], "AW503 «» is not a number"),
        (["ticket rate=40%%"], "AW503 «40%%» is not a number"),
        (["budget=90%"], "AW503 «90%» is a percent; expected a number, as today's 450000 is"),
        (["last day=2023-09-01..2023-09-30 step 5%"], "AW503 «5%» is not a number"),
        (
            ["budget=1..2 step 0.005"],
            "AW508 1.005 for «budget»; expected an amount in whole cents, zero or more",
        ),
        (["budget=-1"], "AW508 -1 for «budget»"),
        (["first of train=2.5"], "AW508 2.5 for «first of train»; expected a whole number of places, one or more"),
        (["first of train=0..2"], "AW508 0 for «first of train»"),
        (["last day=30.9."], "AW503 «30.9.» is not a date; expected a date such as 2023-05-04"),
        (["minimum nights=1..2 step 0"], "minimum nights=1..2 step 0: AW504 a step of 0; expected a step above zero"),
        (["last day=2023-09-01..2023-09-30 step 0.5"], "AW504 a step of 0.5; expected whole days"),
        (["minimum nights=2..1"], "AW505 «2..1» ends before it starts; expected the smaller end first"),
        (["minimum nights=1", "minimum nights=2"], "AW506 «minimum nights» is varied twice; expected each value once"),
        (["minimum nights=1..1000000000000"], "AW507 1,000,000,000,000 scenarios; expected at most 1,000"),
        (["minimum nights=1..40", "minimum passengers=1..40"], "AW507 1,600 scenarios"),
    ],
)
def test_a_request_that_cannot_be_followed(texts: list[str], message: str) -> None:
    with pytest.raises(BridgeheadError) as refused:
        parse(texts, KNOWN, LIMITS)
    assert message in str(refused.value)


def test_every_mistake_is_reported() -> None:
    with pytest.raises(BridgeheadError) as refused:
        parse(["nights=1", "minimum nights=2..1", "minimum passengers=x"], KNOWN)
    assert [mistake.code for mistake in refused.value.mistakes] == ["AW502", "AW505", "AW503"]
