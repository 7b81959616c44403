"""A claim that meets the conditions of several prizes is told that it does, wherever one of them decides it."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from bridgehead.instruments.award import case
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.reasons.written import sentences
from bridgehead.primitives.decision import Outcome
from tests.instruments.award.settling import claim, settle, table, terms

PRIZES = """
order: [done on, number]
prizes:
  group: {when: people >= 30, first: 1, pay: 500}
  long stay: {when: nights >= 5, pay: 10 * people}
"""
BETTER = "one of: {prizes: [group, long stay], take: better, cites: notice.md#3}"
FIRST = "one of: {prizes: [group, long stay], take: first, cites: notice.md#3}"
LONG = "也符合“long stay”的条件，但只按其中"


def said(words: str, rows: Sequence[dict[str, Any]], **more: Any) -> dict[str, str]:
    """What is written out on each claim, in Chinese."""
    decided = settle(words, rows, **more)
    keys = {name: [row[name] for row in decided] for name in decided[0]}
    zh, _ = sentences(case.compile(terms(words)), table(rows), pa.table(keys))
    return dict(zip(keys["number"], zh.to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", f"{LONG}列在前面的一项评定。"),
        (BETTER, f"{LONG}金额较高的一项评定（第3条）。"),
        (FIRST, f"{LONG}列在前面的一项评定（第3条）。"),
    ],
)
def test_a_claim_over_a_full_prize_is_told_which_other_it_meets(words: str, told: str) -> None:
    """Also beside one that is decided alike and meets no other."""
    rows = [claim("1"), claim("2", people=40), claim("3", people=40, nights=5)]
    found = said(PRIZES + words, rows)
    assert found["2"] == "符合全部条件，排第 2 名，但名额 1 个已满（第1条）。"
    assert found["3"] == "符合全部条件，排第 3 名，但名额 1 个已满（第1条）。" + told


def test_a_winner_is_told_which_prize_it_has_not_got() -> None:
    found = said(PRIZES + BETTER, [claim("1", nights=5), claim("2", people=40, nights=5)])
    assert (
        found["1"]
        == "获 long stay，第 1 名，奖励 1,000 元（第1条）。也符合“group”的条件，但只按其中金额较高的一项评定（第3条）。"
    )
    assert found["2"].startswith("获 group，第 1 名，奖励 500 元（第1条）。也符合“long stay”的条件")


def test_a_prize_whose_formula_gives_nothing_is_told_beside_the_other() -> None:
    words = """
    prizes:
      many: {pay: '10 * max(0, people - 40)'}
      long stay: {when: nights >= 5, pay: 200}
    """
    found = said(words, [claim("1", people=40, nights=5), claim("2", people=40)])
    assert found["1"] == f"符合全部条件，但按公式算得的金额为零（第1条）。{LONG}列在前面的一项评定。"
    assert found["2"] == "符合全部条件，但按公式算得的金额为零（第1条）。"


def test_what_another_claim_or_an_earlier_day_decided_is_told_alone() -> None:
    rows = [claim("1", nights=5), claim("2", nights=5, run="run of 1")]
    confirmed = [Confirmed("1", "long stay", None, rows[0]["invoice"])]
    found = said(f"{PRIZES}once per: run", rows, paid=confirmed)
    assert found == {
        "1": "此前已确认，获 long stay，奖励 1,000 元（第1条）。",
        "2": "与申报 1 重复，不再计（第1条）。",
    }


def test_prizes_by_rank_are_met_by_all_and_not_told() -> None:
    words = """
    rank: [people desc, number]
    prizes: [{rank: 1, pay: 3000}, {rank: 2..3, pay: 1000}]
    """
    assert said(words, [claim("1")])["1"].count("。") == 1


def test_an_undetermined_prize_is_not_said_to_be_met() -> None:
    decided = settle(PRIZES, [claim("1", nights=None)])
    assert decided[0]["outcome"] == Outcome.GRANTED
    assert said(PRIZES, [claim("1", nights=None)])["1"] == "获 group，第 1 名，奖励 500 元（第1条）。"


def test_the_bonus_of_a_claim_without_a_place_goes_with_it() -> None:
    words = """
    order: [done on, number]
    prizes: {group: {first: 1, pay: 500}}
    bonuses: {busy: {per: organiser, reach: sum(people) >= 200, pay: 900}}
    """
    found = said(words, [claim("1"), claim("2"), claim("3")])
    assert found["2"] == "符合全部条件，排第 2 名，但名额 1 个已满，所带加奖随之不发（第1条）。"
    assert found["3"] == "符合全部条件，排第 3 名，但名额 1 个已满（第1条）。"
