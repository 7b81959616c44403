"""When the money does not reach, for a party or for all: the words in YAML, made-up claims, and what each gets."""

from datetime import date
from decimal import Decimal

import pytest

from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.reasons.allocated import allocation_reason
from bridgehead.instruments.award.reasons.sentences import allocation_sentence
from tests.instruments.award.settling import claim, june, settle, shown, terms


def test_a_ceiling_a_party_and_year_across_prizes() -> None:
    words = """
    order: [done on, number]
    prizes:
      bus: {when: 'kind = "bus"', pay: 600}
      train: {pay: 500}
    ceilings: [{per: organiser, each: year of done on, over: all, at most: 1000}]
    """
    claims = [
        claim("1", kind="bus", done_on=june(1)),
        claim("2", done_on=june(2)),
        claim("3", done_on=june(3)),
        claim("4", done_on=date(2024, 1, 1)),
        claim("5", organiser="B", done_on=june(3)),
    ]
    assert shown(settle(words, claims), "outcome", "amount", "because", "figure", "asked") == {
        "1": ("granted", 600, None, None, None),
        "2": ("granted", 400, "ceiling", 400, 500),
        "3": ("exhausted", 0, "ceiling", 0, 500),
        "4": ("granted", 500, None, None, None),
        "5": ("granted", 500, None, None, None),
    }


def test_when_the_money_does_not_reach() -> None:
    words = """
    order: [done on, number]
    budget: 1000
    when short: {way}
    prizes: {{tour: {{pay: invoice}}}}
    """
    asked = {"a": 600, "b": 500, "c": 400, "d": 100}
    claims = [claim(name, invoice=Decimal(amount)) for name, amount in asked.items()]
    found = {way: settle(words.format(way=way), claims) for way in ("whole", "skip", "part", "share")}
    assert {way: shown(rows, "amount") for way, rows in found.items()} == {
        "whole": {"a": 600, "b": 0, "c": 0, "d": 0},
        "skip": {"a": 600, "b": 0, "c": 400, "d": 0},
        "part": {"a": 600, "b": 400, "c": 0, "d": 0},
        "share": {"a": 375, "b": Decimal("312.50"), "c": 250, "d": Decimal("62.50")},
    }
    reasons = {way: shown(rows, "outcome", "because", "figure", "asked")["b"] for way, rows in found.items()}
    assert reasons["whole"] == ("exhausted", "budget", 400, 500)
    assert shown(found["whole"], "reference") == {"a": None, "b": None, "c": "b", "d": "b"}
    assert set(shown(found["skip"], "reference").values()) == {None}
    assert reasons["part"] == ("granted", "budget", 400, 500)


def test_a_pool_shared_in_proportion_adds_up_to_the_cent() -> None:
    words = """
    budget: 100
    when short: share
    prizes: {tour: {pay: invoice}}
    """
    found = settle(words, [claim(str(number), invoice=Decimal(700)) for number in range(3)])
    assert [row["amount"] for row in found] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    said, reason = allocation_sentence(terms(words), found[1]), allocation_reason(terms(words), found[1])
    assert "奖励 33.33 元（应奖励 700 元，资金 100 元不足，按约 4.76% 发放）" in said.zh
    assert "CNY 33.33, about 4.76% of the CNY 700 due, since CNY 100 is not enough for all" in said.en
    assert (reason.seen, reason.needed, reason.distance) == (100, None, Decimal("666.67"))


def test_a_share_that_rounds_to_nothing_is_said_to_do_so() -> None:
    words = """
    budget: 100
    when short: share
    prizes: {tour: {pay: invoice}}
    """
    found = settle(words, [claim("a", invoice=Decimal(40_000)), claim("b", invoice=Decimal("0.01"))])
    assert [(row["outcome"], row["amount"]) for row in found] == [("granted", 100), ("exhausted", 0)]
    said = allocation_sentence(terms(words), found[1])
    assert said.zh == "符合全部条件，但资金 100 元不足，按比例发放，应奖励 0.01 元所得的份额取整后为零（第1条）。"
    not_enough = "The claim meets every condition, but CNY 100 is not enough for all"
    assert said.en == f"{not_enough}, and its share of the CNY 0.01 due rounds to nothing (clause 1)."


def test_a_budget_in_shares_by_kind_of_applicant() -> None:
    words = """
    order: [done on, number]
    budget: {total: 1000, by: kind, shares: {train: 0.7, bus: 0.3}}
    when short: part
    prizes: {tour: {pay: 400}}
    """
    claims = [claim("t1"), claim("t2"), claim("b1", kind="bus"), claim("b2", kind="bus")]
    assert shown(settle(words, claims), "amount") == {"t1": 400, "t2": 300, "b1": 300, "b2": 0}


def test_a_quota_of_one_prize_leaves_the_budget_of_all_in_force() -> None:
    words = """
    order: [number]
    budget: 150
    when short: part
    prizes:
      train: {when: 'kind = "train"', first: 2, pay: 100}
      bus: {when: 'kind = "bus"', pay: 100}
    """
    assert shown(settle(words, [claim("a"), claim("b", kind="bus")]), "amount") == {"a": 100, "b": 50}


def test_a_claim_after_the_end_of_the_money_is_told_by_which_claim_it_ended() -> None:
    words = "order: [number]\nbudget: 1000\nprizes: {tour: {pay: invoice}}"
    asked = {"a": 700, "b": 400, "c": 300}
    found = settle(words, [claim(name, invoice=Decimal(amount)) for name, amount in asked.items()])
    said = {row["number"]: allocation_sentence(terms(words), row) for row in found}
    assert "but only CNY 300 of the money is left, and CNY 400 is due" in said["b"].en
    assert "but claim b before it no longer fitted, which ended the payments" in said["c"].en
    assert "但排在前面的申报 b 余款已不足，此后不再发放" in said["c"].zh


@pytest.mark.parametrize("more", ["", "order: [number]\nbudget: 1000\n"])
def test_an_amount_below_zero_is_told(more: str) -> None:
    words = f"{more}prizes: {{tour: {{pay: 50 - people}}}}"
    (row,) = settle(words, [claim("a", people=100)])
    assert (row["outcome"], row["because"], row["figure"]) == ("undetermined", "amount", -50)
    assert "但按公式算得 -50 元，低于零" in allocation_sentence(terms(words), row).zh
    assert "but its formula gives CNY -50, which is below zero" in allocation_sentence(terms(words), row).en


@pytest.mark.parametrize(
    "more", ["", "budget: 5000\n", "once per: run\n", "ceilings: [{per: organiser, at most: 5000}]\n"]
)
def test_a_claim_that_is_paid_nothing_is_refused_and_takes_no_place(more: str) -> None:
    """However many there are of them before the first that is paid."""
    words = f"{more}order: [number]\nprizes: {{tour: {{pay: invoice, first: 1}}}}"
    claims = [claim(f"a{number:02}", invoice=Decimal(0)) for number in range(15)]
    found = settle(words, [*claims, claim("b", invoice=Decimal("0.01")), claim("c")])
    assert {(row["outcome"], row["because"], row["place"], row["amount"]) for row in found[:15]} == {
        ("refused", "nought", None, 0)
    }
    assert shown(found[15:], "outcome", "place") == {"b": ("granted", 1), "c": ("exhausted", 2)}
    assert "但按公式算得的金额为零" in allocation_sentence(terms(words), found[0]).zh


@pytest.mark.parametrize("more", ["", "order: [number]\nbudget: 5000\n"])
def test_a_prize_for_all_refuses_whom_it_pays_nothing(more: str) -> None:
    """By a formula or by a plain nought; one that gives a thing pays nothing, and is granted all the same."""
    by_formula = f"{more}prizes: {{tour: {{pay: invoice}}}}"
    assert shown(settle(by_formula, [claim("a", invoice=Decimal(0)), claim("b")]), "outcome", "amount") == {
        "a": ("refused", 0),
        "b": ("granted", 1000),
    }
    assert shown(settle(f"{more}prizes: {{tour: {{pay: 0}}}}", [claim("a")]), "because") == {"a": "nought"}
    gives = "prizes: {tour: {gives: {zh: 门票, en: a ticket}}}"
    assert shown(settle(gives, [claim("a")]), "outcome") == {"a": "granted"}


def test_a_claim_of_nought_is_granted_the_bonus_that_it_carries() -> None:
    words = """
    order: [number]
    prizes: {tour: {pay: invoice}}
    bonuses: {busy: {per: organiser, reach: count(number) >= 2, pay: 50}}
    """
    found = settle(words, [claim(number, invoice=Decimal(0)) for number in "abc"])
    assert shown(found, "outcome", "amount") == {"a": ("refused", 0), "b": ("granted", 50), "c": ("refused", 0)}


CAPPED = """
order: [done on, number]
prizes: {all: {pay: 60000, cites: notice.md#2}}
ceilings:
  - {per: organiser, at most: 110000, cites: notice.md#3}
  - {per: organiser, each: year of done on, at most: 100000, cites: notice.md#4}
"""


def test_a_ceiling_is_told_with_its_limit_party_period_and_clause() -> None:
    known = terms(CAPPED)
    first, part, none = (allocation_reason(known, row) for row in settle(known, [claim(each) for each in "abc"]))
    assert (first.clause, part.clause, none.clause) == ("notice.md#2", "notice.md#4", "notice.md#3")
    assert part.zh == (
        "获虚构，第 2 名，奖励 4 万元"
        "（应奖励 6 万元，但同一organiser同年上限 10 万元（第4条）内只余 4 万元）（第2条）。"
    )
    assert part.en == (
        "Granted: made up, place 2, CNY 40,000 of the CNY 60,000 due, since only CNY 40,000 is left under the ceiling "
        "of CNY 100,000 for one organiser in one year (clause 4) (clause 2)."
    )
    assert none.zh == "符合全部条件，但同一organiser上限 11 万元已满，应奖励 6 万元（第3条）。"
    assert none.en == (
        "The claim meets every condition, but the ceiling of CNY 110,000 for one organiser is reached, "
        "and CNY 60,000 is due (clause 3)."
    )


@pytest.mark.parametrize(
    ("way", "en"),
    [
        ("share", "about 50% of the CNY 40,000 due under {}, since CNY 50,000 is not enough for all (clause 2)."),
        ("part", "The claim meets every condition, but no money is left, and CNY 40,000 is due under {} (clause 2)."),
    ],
)
def test_a_ceiling_that_had_cut_before_the_money_did_is_told_too(way: str, en: str) -> None:
    known = terms(f"{CAPPED}\nbudget: 50000\nwhen short: {way}")
    said = allocation_reason(known, settle(known, [claim(each) for each in "ab"])[1])
    assert said.en.endswith(en.format("the ceiling of CNY 100,000 for one organiser in one year (clause 4)"))
    assert "同一organiser同年上限 10 万元（第4条）内应奖励 4 万元" in said.zh
    assert said.clause == "notice.md#2"


BUSY = """
currency: CNY
order: [done on, number]
prizes: {night: {pay: invoice}}
bonuses: {busy: {per: organiser, each: month of done on, reach: sum(people) >= 100, pay: 2000}}
ceilings:
"""
THREE = [claim(name, people=60, invoice=Decimal(pays)) for name, pays in (("1", 3000), ("2", 3000), ("3", 1000))]
"""The second passes the mark: of these three, 3,000, then 3,000 and 2,000, then 1,000 are due."""


def ceilings(*over: tuple[str, int]) -> str:
    return BUSY + "\n".join(f"  - {{per: organiser, over: {names}, at most: {most}}}" for names, most in over)


@pytest.mark.parametrize(
    ("over", "paid"),
    [
        ([("all", 5000)], (3000, 2000, 0)),
        ([("[night, busy]", 5000)], (3000, 2000, 0)),
        ([("[night]", 5000)], (3000, 4000, 0)),  # 2,000 and the bonus
        ([("[night]", 3000)], (3000, 2000, 0)),  # the bonus alone
        ([("[busy]", 5000)], (3000, 5000, 1000)),
        ([("[busy]", 1500)], (3000, 4500, 1000)),
        ([("[busy]", 1500), ("[night]", 5000)], (3000, 3500, 0)),  # 2,000 and 1,500
        ([("all", 7500), ("[busy]", 1000)], (3000, 4000, 0)),  # 3,000 and 1,500 of the bonus, then 1,000
        ([("all", 5000), ("[busy]", 1000)], (3000, 2000, 0)),  # nothing of the bonus, before the second looks at it
        ([("[busy]", 1000), ("all", 5000)], (3000, 2000, 0)),
    ],
)
def test_a_ceiling_holds_the_prizes_and_bonuses_that_it_names(
    over: list[tuple[str, int]], paid: tuple[int, ...]
) -> None:
    found = settle(ceilings(*over), THREE)
    assert tuple(row["amount"] for row in found) == paid
    assert [row["outcome"] for row in found] == ["granted" if amount else "exhausted" for amount in paid]


def test_what_was_paid_before_counts_under_a_ceiling_with_all_that_it_may_be() -> None:
    before = [Confirmed("1", "night", 1, Decimal(3000)), Confirmed("2", "night", 2, Decimal(4000))]
    assert shown(settle(ceilings(("[night]", 6500)), THREE, paid=before), "amount")["3"] == 500  # 3,000 and 3,000
    assert shown(settle(ceilings(("[busy]", 2000)), THREE, paid=before), "amount")["3"] == 1000
    july = claim("4", people=100, invoice=Decimal(3000), done_on=date(2023, 7, 1))
    later = settle(ceilings(("[busy]", 3000)), [*THREE, july], paid=before)
    assert shown(later, "amount")["4"] == 4000  # 2,000 of the bonuses were paid in June


@pytest.mark.parametrize(
    ("over", "zh", "en"),
    [
        (
            "[night]",
            "奖励 4,000 元（应奖励 5,000 元，但同一organiser不含加奖的上限 5,000 元内只余 2,000 元），含加奖 2,000 元",
            "CNY 4,000 of the CNY 5,000 due, since only CNY 2,000 is left under the ceiling of CNY 5,000 without "
            "bonuses for one organiser, with a bonus of CNY 2,000",
        ),
        (
            "[busy]",
            "奖励 3,500 元（应奖励 5,000 元，但同一organiser加奖上限 500 元内只余 500 元），含加奖 2,000 元",
            "CNY 3,500 of the CNY 5,000 due, since only CNY 500 is left under the ceiling of CNY 500 on bonuses for "
            "one organiser, with a bonus of CNY 2,000",
        ),
    ],
)
def test_a_ceiling_tells_whether_it_holds_bonuses(over: str, zh: str, en: str) -> None:
    known = terms(ceilings((over, 500 if over == "[busy]" else 5000)))
    reason = allocation_reason(known, settle(known, THREE)[1])
    assert zh in reason.zh
    assert en in reason.en
    left = 500 if over == "[busy]" else 2000
    lack = 5000 - (3500 if over == "[busy]" else 4000)
    assert (reason.seen, reason.needed, reason.distance) == (left, f">= {left + lack}", lack)
