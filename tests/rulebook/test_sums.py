"""Quotas and payments add up to the budget, or it is said that they cannot be told to."""

from dataclasses import replace
from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.queries.coverage import coverage
from bridgehead.queries.sums import sums
from bridgehead.rulebook.load import load

ROOT = Path(__file__).parents[2] / "rulebooks"


def test_the_tourism_rewards_add_up() -> None:
    tourism = load(ROOT / "datong" / "tourism-2023", KINDS)
    found = {each.award: each for each in sums(tourism, coverage(tourism))}
    assert {name: each.implied for name, each in found.items()} == {
        "special-train": 450_000,
        "study-tour": 400_000,
        "short-video": 1_500_000,
    }
    assert all(each.agrees and each.in_notice for each in found.values())


def test_a_budget_that_the_prizes_do_not_make_differs() -> None:
    tourism = load(ROOT / "datong" / "tourism-2023", KINDS)
    award = tourism.instruments["award", "study-tour"]
    short = award.model_copy(update={"budget": award.budget.model_copy(update={"total": 350_000})})  # type: ignore[attr-defined]
    changed = replace(tourism, instruments={("award", "study-tour"): short})
    assert [each.agrees for each in sums(changed, coverage(changed))] == [False]


@pytest.mark.parametrize("name", ["above-scale-firms", "culture-grants"])
def test_prizes_that_are_open_in_number_cannot_be_told(name: str) -> None:
    rulebook = load(ROOT / "examples" / name, KINDS)
    for each in sums(rulebook, coverage(rulebook)):
        assert each.agrees is None
        assert each.unknown
