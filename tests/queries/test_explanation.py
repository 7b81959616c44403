"""Why a claim was decided as it was, and what would have to be otherwise."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bridgehead.instruments.award.schema import Exclusion
from bridgehead.instruments.award.settlement import Confirmed
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.explanation import Explanation, explain
from tests.queries.claims_of_trains import AFTER, claim, rulebook, table

BOOK = rulebook()
PRIZES = {"chartered train", "high-speed group"}
WINNERS = [claim(f"T{place}", completed_on=date(2023, 5, 10 + place)) for place in (1, 2, 3)]


def why(*claims: object, number: str = "T9", on: date = AFTER) -> Explanation:
    (found,) = explain(BOOK, "special-train", table(*claims), number, on=on)  # type: ignore[arg-type]
    return found


def test_a_refusal_says_what_was_seen_needed_and_where_it_stands() -> None:
    found = why(claim("T9", nights=0))
    assert found.decision.outcome is Outcome.REFUSED
    assert found.sentence.zh == "住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2.1条）。"
    assert [each.condition for each in found.statements if not each.holds] == ["stay"]
    assert [each.condition for each in found.statements if each.holds][:3] == ["window", "claims due", "together"]
    assert found.clause.zh == "第2.1条"
    assert "一次组织400人以上" in found.passage
    assert len(found.assumes) == 4


def test_the_remedy_says_which_place_and_how_much() -> None:
    (remedy,) = why(claim("T1"), claim("T9", nights=0)).remedies
    assert (remedy.change.field, remedy.change.to) == ("nights", 1)
    assert remedy.sentence.zh == "若住宿 1 晚，则获旅游专列，第 2 名，奖励 10 万元（第2.1条）。"
    assert (
        remedy.sentence.en
        == "With 1 night for “nights”, it is granted: special train, place 2, CNY 100,000 (clause 2.1)."
    )


def test_the_remedy_of_a_claim_that_is_there_twice_is_a_sentence() -> None:
    found = explain(BOOK, "special-train", table(claim("T9"), claim("T9", nights=0)), "T9", on=AFTER)
    (remedy,) = found[1].remedies
    said = "With 1 night for “nights”, number T9 is used in more than one row, of which only one counts (clause 2.1)."
    assert remedy.sentence.en == said
    (other,) = why(claim("T1"), claim("T9", nights=0, train_number="train of T1")).remedies
    assert other.sentence.en.startswith("With 1 night for “nights”, the claim is the same as claim T1, which counts")


def test_the_remedy_says_that_the_places_are_taken() -> None:
    (remedy,) = why(*WINNERS, claim("T9", nights=0, completed_on=date(2023, 6, 1))).remedies
    assert remedy.decision.outcome is Outcome.EXHAUSTED
    assert remedy.sentence.zh == "若住宿 1 晚，则符合全部条件，排第 4 名，但名额 3 个已满（第2.1条）。"


def test_a_train_with_too_few_has_two_ways_the_figure_first() -> None:
    remedies = why(claim("T9", passengers=250)).remedies
    assert [(each.change.field, each.change.to, each.decision.prize) for each in remedies] == [
        ("passengers", 400, "chartered train"),
        ("kind", "high-speed train", "high-speed group"),
    ]


def test_two_failures_have_no_single_remedy() -> None:
    assert why(claim("T9", nights=0, paid_sights=1)).remedies == ()


@pytest.mark.parametrize(
    ("claims", "on", "zh"),
    [
        ([claim("T9")], AFTER, "获旅游专列，第 1 名，奖励 10 万元（第2.1条）。"),
        (
            [claim("T9")],
            date(2023, 6, 2),
            "暂列旅游专列，第 1 名，拟奖励 10 万元；2023年10月15日申报截止前，结果可能变动（第2.1条）。",
        ),
        (
            [*WINNERS, claim("T9", completed_on=date(2023, 6, 1))],
            AFTER,
            "符合全部条件，排第 4 名，但名额 3 个已满（第2.1条）。",
        ),
        (
            [claim("T1", completed_on=date(2023, 5, 11)), claim("T9", train_number="train of T1")],
            AFTER,
            "与申报 T1 重复，不再计（第2.1条）。",
        ),
        ([claim("T9", nights=None)], AFTER, "未填住宿，公告要求 1 晚以上（第2.1条）。"),
    ],
)
def test_the_decision_in_one_sentence(claims: list[object], on: date, zh: str) -> None:
    assert why(*claims, on=on).sentence.zh == zh


def test_a_place_confirmed_earlier_is_explained_by_its_own_prize() -> None:
    """Though the claim would have another prize today."""
    paid = (Confirmed("T9", "high-speed group", 1, Decimal(50000)),)
    (found,) = explain(BOOK, "special-train", table(claim("T9")), "T9", on=AFTER, paid=paid)
    assert found.sentence.zh == "此前已确认，获高铁团队，第 1 名，奖励 5 万元（第2.2条）。"
    assert found.clause.zh == "第2.2条"
    of_a_prize = [(each.condition, each.holds) for each in found.statements if each.condition in PRIZES]
    assert of_a_prize == [("high-speed group", False), ("high-speed group", True)]
    assert {each.condition for each in found.decision.reasons} & PRIZES == {"high-speed group"}


def test_a_claim_over_the_better_of_two_prizes_is_explained_by_that_one() -> None:
    """Though the other, listed before, is met too."""
    key = ("award", "special-train")
    award: Any = BOOK.instruments[key]
    prizes = {
        "small": award.prizes["high-speed group"].model_copy(update={"when": "passengers >= 200"}),
        "big": award.prizes["chartered train"].model_copy(update={"first": 1}),
    }
    both = Exclusion.model_validate({"prizes": ("small", "big")})
    changed = award.model_copy(update={"prizes": prizes, "one_of": both})
    book = replace(BOOK, instruments={**BOOK.instruments, key: changed})
    claims = table(claim("T1", completed_on=date(2023, 5, 11)), claim("T9"))
    (found,) = explain(book, "special-train", claims, "T9", on=AFTER)
    assert found.decision.outcome is Outcome.EXHAUSTED
    assert found.clause.zh == "第2.1条"
    assert {each.condition for each in found.statements} & {"small", "big"} == {"big"}
    assert "too, but is decided by the better paid of them alone" in found.sentence.en


def test_an_unknown_number_names_the_nearest() -> None:
    with pytest.raises(BridgeheadError) as refused:
        why(claim("TRAIN-9"), number="TRAIN-8")
    assert str(refused.value) == "AW511 no claim «TRAIN-8»; expected the number of a claim; did you mean «TRAIN-9»?"


def test_that_a_field_is_missing_is_said_once() -> None:
    """Not again by the conditions whose figures hang on that day."""
    found = why(claim("T9", completed_on=None))
    assert found.decision.outcome is Outcome.UNDETERMINED
    assert found.sentence.zh == "未填完成日期，公告要求为2023年5月4日至9月30日（第2条）。"
