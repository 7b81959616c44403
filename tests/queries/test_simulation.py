"""What other figures would have brought about."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bridgehead.instruments.award.schema import Bonus, Ceiling, SharedBudget
from bridgehead.instruments.award.settlement import Confirmed, settle
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.simulation import simulate
from bridgehead.rulebook.rulebook import Rulebook
from tests.queries.claims_of_trains import AFTER, claim, rulebook, table

BOOK = rulebook()
KEY = ("award", "special-train")
ROWS = 'upper case(stop) != "X"'
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


def test_a_condition_without_columns_is_judged_in_every_scenario() -> None:
    """And says the same as one with columns."""
    book = with_rows(BOOK)
    assert settle(book, "special-train", CLAIMS, on=AFTER).row_by_row
    vary = ["minimum passengers=300..500 step 50", "minimum nights=0..2"]
    found, expected = (simulate(each, "special-train", CLAIMS, vary, on=AFTER) for each in (book, BOOK))
    assert found == expected


def with_rows(book: Rulebook) -> Rulebook:
    """The same rules, of which one condition has no columnar form."""
    award: Any = book.instruments[KEY]
    stay = award.conditions["stay"].model_copy(update={"test": f"{award.conditions['stay'].test} and {ROWS}"})
    changed = award.model_copy(update={"conditions": {**award.conditions, "stay": stay}})
    return replace(book, instruments={**book.instruments, KEY: changed})


def test_ceilings_over_prizes_and_over_bonuses_hold_in_every_scenario() -> None:
    """Of 400: 100,000, then 50,000 and 10,000; of 300: 100,000, 50,000, the bonus alone, nothing; of 1,000: one."""
    bonus = Bonus.model_validate({"per": "organiser", "reach": "sum(passengers) >= 800", "pay": 30_000})
    caps = [{"over": ("chartered train",), "at most": 150_000}, {"over": ("big",), "at most": 10_000}]
    held = {
        "bonuses": {"big": bonus},
        "ceilings": tuple(Ceiling.model_validate({"per": "organiser"} | c) for c in caps),
    }
    award: Any = BOOK.instruments[KEY]
    book = replace(BOOK, instruments={**BOOK.instruments, KEY: award.model_copy(update=held)})
    sizes = enumerate((300, 350, 412, 1200))
    claims = table(*(claim(f"T{number}", organiser="one", passengers=size) for number, size in sizes))
    found = simulate(book, "special-train", claims, ["minimum passengers=300, 400, 1000"], on=AFTER)
    assert [(each.cost, each.winners) for each in found.results] == [(160_000, 3), (160_000, 2), (110_000, 1)]


def test_who_gets_more_or_less_than_today_gains_or_loses() -> None:
    """By less money in the order of the claims, and by the part of it that each gets where it is shared."""
    book = _with(BOOK, budget=SharedBudget(total=150_000), when_short="part")
    found = simulate(book, "special-train", CLAIMS, ["budget=100000, 140000, 150000, 200000"], on=AFTER)
    assert [(each.cost, each.winners, each.gained, each.lost) for each in found.results] == [
        (100_000, 1, 0, 1),
        (140_000, 2, 0, 1),
        (150_000, 2, 0, 0),
        (200_000, 2, 1, 0),
    ]
    shared = _with(BOOK, budget=SharedBudget(total=200_000), when_short="share")
    found = simulate(shared, "special-train", CLAIMS, ["minimum passengers=300, 500", "budget=150000"], on=AFTER)
    assert [(each.winners, each.gained, each.lost) for each in found.results] == [(3, 2, 2), (1, 0, 1)]


def test_too_many_claims_to_be_judged_one_by_one_are_refused() -> None:
    claims = table(*(claim(f"T{number}") for number in range(3000)))
    with pytest.raises(BridgeheadError, match=r"AW509 3,000,000 claims to be judged one by one"):
        simulate(with_rows(BOOK), "special-train", claims, ["minimum passengers=1..1000"], on=AFTER)


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(BridgeheadError) as refused:
        simulate(BOOK, "special-train", CLAIMS, ["minimum passenger=1"], on=AFTER)
    assert "AW502 unknown value «minimum passenger»" in str(refused.value)


MANY = table(
    *(claim(f"T{number}", passengers=400 + number) for number in range(7)),
    *(claim(f"H{number}", kind="high-speed train", passengers=200) for number in range(2)),
)
SHARED = SharedBudget(total=450000, by="kind", shares={"train": Decimal("0.7777"), "high-speed train": Decimal("0.1")})


def _with(rulebook: Rulebook, **changes: Any) -> Rulebook:
    award = rulebook.instruments[KEY].model_copy(update=changes)
    return replace(rulebook, instruments={**rulebook.instruments, KEY: award})


def _of(rulebook: Rulebook, first: int) -> dict[str, Any]:
    """The prizes of the award, the chartered train with so many places."""
    prizes: dict[str, Any] = rulebook.instruments[KEY].prizes  # type: ignore[attr-defined]
    return {"prizes": prizes | {"chartered train": prizes["chartered train"].model_copy(update={"first": first})}}


PAID = (Confirmed("T3", "chartered train", 2, Decimal(100000)), Confirmed("Z9", "high-speed group", 1, Decimal(5000)))
"""The second is of no claim among these, and is paid all the same."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("budget", "way", "paid"),
    [
        (SharedBudget(total=450000), "whole", ()),
        (SharedBudget(total=450000), "share", PAID),
        (SHARED, "whole", PAID),
        (SHARED, "share", ()),
    ],
)
def test_budget_and_places_are_varied_as_if_they_were_so_written(
    budget: SharedBudget, way: str, paid: tuple[Confirmed, ...]
) -> None:
    book = _with(BOOK, budget=budget, when_short=way)
    vary = ["budget=50000, 777777.77", "first of chartered train=1, 6"]
    found = simulate(book, "special-train", MANY, vary, on=AFTER, paid=paid)
    for each in found.results:
        total, first = each.scenario["budget"], int(each.scenario["first of chartered train"])  # type: ignore[arg-type]
        written = _with(book, budget=budget.model_copy(update={"total": total}), **_of(book, first))
        settled = settle(written, "special-train", MANY, on=AFTER, paid=paid)
        assert (each.cost, each.winners) == (settled.granted, settled.counts["granted"]), each.scenario
    today = settle(book, "special-train", MANY, on=AFTER, paid=paid)
    assert (found.today.cost, found.elsewhere) == (today.granted, paid[1:])
    assert len({each.cost for each in found.results}) > 1


def test_a_value_of_the_rulebook_comes_before_a_figure_of_the_award() -> None:
    named = replace(BOOK, values=BOOK.values | {"budget": BOOK.values["minimum passengers"]})
    found = simulate(named, "special-train", CLAIMS, ["budget=1"], on=AFTER)
    assert found.results[0].winners == found.today.winners


def test_only_a_prize_with_places_has_places_to_vary() -> None:
    with pytest.raises(BridgeheadError) as refused:
        simulate(BOOK, "special-train", CLAIMS, ["first of charted train=1"], on=AFTER)
    assert "did you mean «first of chartered train»?" in str(refused.value)
