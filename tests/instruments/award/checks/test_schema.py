"""The words of an award as they are written: short forms, ranks, periods and the errors of each."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from bridgehead.instruments.award.schema import Award, Payment, Prize

LEAST = {
    "award": "bed-nights",
    "title": {"zh": "住宿奖励", "en": "Bed nights"},
    "cites": "notice.md#1",
    "claims": "stay",
    "prizes": {"stay": {"pay": "30 * people * nights"}},
}


def award(**words: object) -> Award:
    return Award.model_validate(LEAST | {key.replace("_", " "): value for key, value in words.items()})


def codes(error: ValidationError) -> list[str]:
    return [each["type"] for each in error.errors()]


def test_a_condition_is_an_expression_or_has_a_clause() -> None:
    found = award(conditions={"stay": "nights >= 2", "sights": {"test": "sights >= 2", "cites": "notice.md#2"}})
    assert [each.test for each in found.conditions.values()] == ["nights >= 2", "sights >= 2"]
    assert found.conditions["sights"].cites == "notice.md#2"


def test_an_order_goes_up_unless_it_says_down() -> None:
    found = award(order=("score desc", "submitted at", "number asc"))
    assert found.order is not None
    assert [(key.by, key.descending) for key in found.order] == [
        ("score", True),
        ("submitted at", False),
        ("number", False),
    ]


def test_ranked_prizes_are_a_list_and_are_called_by_their_rank() -> None:
    found = award(rank=("score desc", "number"), prizes=({"rank": 1, "pay": 500000}, {"rank": "2..5", "pay": 100000}))
    assert {name: (p.rank and (p.rank.first, p.rank.last)) for name, p in found.prizes.items()} == {
        "rank 1": (1, 1),
        "rank 2..5": (2, 5),
    }
    assert [p.pay and p.pay.of for p in found.prizes.values()] == ["500000", "100000"]


def test_a_period_names_its_unit_and_its_field() -> None:
    found = award(per="organiser", each="quarter of completed on", reach="sum(people) > 1000")
    assert found.each is not None
    assert (found.each.unit, found.each.field) == ("quarter", "completed on")


def test_a_budget_is_an_amount_or_shares_of_one() -> None:
    assert award(budget=450000).budget.total == Decimal(450000)  # type: ignore[union-attr]
    shares = {"total": 100, "by": "kind", "shares": {"a": Decimal("0.3"), "b": Decimal("0.7")}}
    assert award(budget=shares).budget.shares == {"a": Decimal("0.3"), "b": Decimal("0.7")}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"each": "fortnight of completed on"}, "AW001"),
        ({"prizes": {"a": {"rank": "5..2", "pay": 1}}}, "AW002"),
        ({"prizes": {"a": {"rank": "first", "pay": 1}}}, "AW002"),
        ({"prizes": {"a": {"pay": {"of": "people", "by": "people"}}}}, "AW003"),
        ({"prizes": {"a": {"pay": {"by": "people"}}}}, "AW003"),
        ({"prizes": {"a": {"when": "true"}}}, "AW004"),
        ({"prizes": ({"pay": 100},)}, "AW005"),
        ({"prizes": ({"rank": 1, "pay": 100}, {"rank": 1, "pay": 200})}, "AW006"),
    ],
)
def test_each_error_has_its_example(words: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as error:
        award(**words)
    assert code in codes(error.value)


def test_marginal_bands_and_tiers_are_ways_to_pay() -> None:
    bands = Payment.model_validate({"of": "invoice", "bands": ({"above": 0, "rate": Decimal("0.1")},), "at most": 5})
    assert bands.at_most == Decimal(5)
    prize = Prize.model_validate({"pay": {"by": "turnover", "tiers": ({"from": 100, "pay": 5},)}})
    assert prize.pay is not None
    assert prize.pay.tiers[0].from_ == "100"
