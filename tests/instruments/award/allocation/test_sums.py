"""Sums by party and period: the words in YAML, made-up claims, and which of them carries the sum."""

from datetime import date
from decimal import Decimal

from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.reasons.allocated import allocation_reason
from bridgehead.instruments.award.reasons.sentences import allocation_sentence
from tests.instruments.award.settling import claim, june, settle, shown, terms


def test_the_claim_at_which_a_sum_passes_carries_it() -> None:
    words = """
    per: organiser
    reach: sum(people) > 1000
    order: [done on, number]
    prizes: {tour: {first: 1, pay: 50000}}
    """
    claims = [
        claim("B1", organiser="B", people=900, done_on=june(1)),
        claim("A1", organiser="A", people=600, done_on=june(2)),
        claim("A2", organiser="A", people=400, done_on=june(3)),
        claim("A3", organiser="A", people=1, done_on=june(4)),
        claim("A4", organiser="A", people=700, done_on=june(5)),
        claim("B2", organiser="B", people=101, done_on=june(6)),
        claim("C1", organiser="C", people=1000, done_on=june(1)),
    ]
    assert shown(settle(words, claims), "outcome", "because", "reference", "figure") == {
        "A1": ("counted", "sum", "A3", None),
        "A2": ("counted", "sum", "A3", None),
        "A3": ("granted", None, None, None),
        "A4": ("counted", "sum", "A3", None),
        "B1": ("counted", "sum", "B2", None),
        "B2": ("exhausted", "quota", None, None),
        "C1": ("counted", "below", None, 1000),
    }


def test_sums_by_month_begin_anew() -> None:
    words = """
    per: organiser
    each: month of done on
    reach: sum(people) >= 200
    order: [done on, number]
    prizes: {tour: {pay: 1000}}
    """
    days = [june(1), june(30), date(2023, 7, 1), date(2023, 7, 2), date(2023, 7, 3)]
    found = settle(words, [claim(f"{day}", done_on=day) for day in days])
    assert [row["outcome"] for row in found] == ["counted", "granted", "counted", "granted", "counted"]


def test_what_is_said_of_a_claim_in_a_sum_holds_before_the_mark_and_after_it() -> None:
    """And where the claim that passes the mark comes too late for a place."""
    words = """
    per: organiser
    each: month of done on
    reach: sum(people) >= 200
    order: [done on, number]
    prizes: {tour: {first: 1, pay: 1000}}
    """
    claims = [claim(f"{name}{day}", organiser=name, done_on=june(day)) for name in "AB" for day in (1, 2, 3)]
    found = settle(words, claims)
    said = {row["number"]: allocation_sentence(terms(words), row) for row in found if row["because"] == "sum"}
    assert {number: each.zh for number, each in said.items()} == {
        f"{name}{day}": f"符合全部条件；同一organiser同月的申报合并计算，只按申报 {name}2 评定一次（第1条）。"
        for name in "AB"
        for day in (1, 3)
    }
    assert said["B3"].en == (
        "The claim meets every condition; the claims of one organiser in one month are added up and decided once, "
        "with claim B2 (clause 1)."
    )


def test_sums_by_quarter_and_by_year() -> None:
    words = """
    per: organiser
    each: {unit} of done on
    reach: count(number) >= 2
    order: [done on, number]
    prizes: {{tour: {{pay: 1000}}}}
    """
    days = [date(2023, 3, 31), date(2023, 4, 1), date(2023, 6, 30), date(2024, 1, 1)]
    claims = [claim(f"{day}", done_on=day) for day in days]
    by = {unit: [row["outcome"] for row in settle(words.format(unit=unit), claims)] for unit in ("quarter", "year")}
    assert by == {
        "quarter": ["counted", "counted", "granted", "counted"],
        "year": ["counted", "granted", "counted", "counted"],
    }


def test_pay_by_the_total_of_a_party_is_carried_by_its_last_claim() -> None:
    words = """
    per: organiser
    order: [done on, number]
    prizes:
      tour:
        pay: {by: sum(people), tiers: [{from: 150, pay: 1000}, {from: 300, pay: 5000}]}
    """
    claims = [
        claim("A1", organiser="A", people=200, done_on=june(2)),
        claim("A2", organiser="A", people=100, done_on=june(3)),
        claim("B1", organiser="B", people=299, done_on=june(1)),
        claim("C1", organiser="C", people=149, done_on=june(1)),
    ]
    assert shown(settle(words, claims), "outcome", "amount") == {
        "A1": ("counted", 0),
        "A2": ("granted", 5000),
        "B1": ("granted", 1000),
        "C1": ("counted", 0),
    }


def test_pay_by_the_total_of_all_claims() -> None:
    words = "prizes: {tour: {when: people > 0, pay: 10 * sum(people)}}"
    claims = [claim("1", people=100), claim("2", people=300), claim("3", people=0)]
    assert shown(settle(words, claims), "outcome", "amount") == {
        "1": ("granted", 4000),
        "2": ("granted", 4000),
        "3": ("refused", 0),
    }


def test_a_bonus_when_a_party_passes_a_mark() -> None:
    words = """
    order: [done on, number]
    prizes: {tour: {pay: 10 * people}}
    bonuses:
      thousand: {per: organiser, each: year of done on, reach: sum(people) >= 1000, pay: 20000}
    """
    claims = [
        claim("A1", organiser="A", people=600, done_on=june(1)),
        claim("A2", organiser="A", people=400, done_on=june(2)),
        claim("A3", organiser="A", people=900, done_on=june(3)),
        claim("B1", organiser="B", people=999, done_on=june(3)),
    ]
    assert shown(settle(words, claims), "amount") == {"A1": 6000, "A2": 24000, "A3": 9000, "B1": 9990}


def test_a_party_confirmed_before_is_counted_and_not_paid_again() -> None:
    words = """
    per: organiser
    reach: sum(people) >= 200
    order: [done on, number]
    prizes: {tour: {pay: 1000}}
    """
    claims = [claim("1", done_on=june(1)), claim("2", done_on=june(2)), claim("3", done_on=june(3))]
    found = settle(words, claims, paid=[Confirmed("3", "tour", 1, Decimal(1000))])
    assert shown(found, "outcome", "reference") == {
        "1": ("counted", "3"),
        "2": ("counted", "3"),
        "3": ("granted", None),
    }


def test_a_bonus_has_its_reason() -> None:
    words = """
    currency: CNY
    order: [done on, number]
    prizes: {visit: {title: {zh: 到访, en: Visit}, pay: 100}}
    bonuses:
      many: {per: organiser, reach: sum(people) >= 200, pay: 20000, cites: notice.md#3}
      large: {per: organiser, reach: count(number) > 2, pay: people}
    """
    found = settle(words, [claim(name) for name in "abc"])
    said = {row["number"]: allocation_sentence(terms(words), row) for row in found}
    assert said["a"].zh == (
        "获到访，第 1 名，奖励 100 元，未得加奖（累计至此 100，公告要求 200 以上，差 100，第3条）（第1条）。"
    )
    assert (
        "CNY 100, without the bonus (so far 100; the notice asks for 200 or more; 100 short; clause 3)" in said["a"].en
    )
    reason = allocation_reason(terms(words), found[0])
    assert (reason.seen, reason.needed, reason.distance) == (100, ">= 200", 100)
    assert "奖励 20,100 元，含加奖 2 万元（累计 200 以上，第3条）" in said["b"].zh
    assert "CNY 20,100, with a bonus of CNY 20,000 for 200 or more in all (clause 3)" in said["b"].en
    assert "CNY 200, with a bonus for over 2 in all" in said["c"].en
