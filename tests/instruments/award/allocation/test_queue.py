"""First come, first served, and ranks: the words in YAML, made-up claims, and who gets which place."""

from datetime import date, datetime
from decimal import Decimal
from textwrap import dedent

import pytest

from tests.instruments.award.settling import claim, june, settle, shown


def test_first_come_first_served() -> None:
    words = """
    conditions: {size: people >= 100}
    prizes:
      train: {order: [done on, filed at, number], first: 2, pay: 5000}
    """
    claims = [
        claim("late", done_on=june(9)),
        claim("small", done_on=june(1), people=99),
        claim("second", done_on=june(3), filed_at=datetime(2023, 6, 5, 9)),  # noqa: DTZ001
        claim("first", done_on=june(3), filed_at=datetime(2023, 6, 4, 9)),  # noqa: DTZ001
        claim("unknown", people=None),
    ]
    assert shown(settle(words, claims), "outcome", "place", "amount", "because") == {
        "late": ("exhausted", 3, 0, "quota"),
        "small": ("refused", None, 0, None),
        "second": ("granted", 2, 5000, None),
        "first": ("granted", 1, 5000, None),
        "unknown": ("undetermined", None, 0, None),
    }


def test_within_one_second_the_earlier_claim_comes_first() -> None:
    words = "prizes: {train: {order: [filed at, number], first: 1, pay: 5000}}"
    at = datetime(2023, 6, 5, 9)  # noqa: DTZ001
    claims = [claim("a", filed_at=at.replace(microsecond=2)), claim("b", filed_at=at.replace(microsecond=1))]
    assert shown(settle(words, claims), "outcome", "place") == {"a": ("exhausted", 2), "b": ("granted", 1)}


def test_places_are_provisional_until_the_last_day_for_claims_is_over() -> None:
    words = """
    claims due: 2023-10-15
    order: [done on, number]
    prizes: {all: {first: 1, pay: 100}}
    """
    claims = [claim("a"), claim("b"), claim("c", people=None)]
    assert shown(settle(words, claims, on=date(2023, 10, 15)), "provisional") == {"a": True, "b": True, "c": True}
    assert shown(settle(words, claims, on=date(2023, 10, 16)), "provisional") == {"a": False, "b": False, "c": False}


BY_DAY = "order: [done on, number]\n"
FREE = "prizes: {tour: {pay: invoice}}\n"
BUS_OR_TRAIN = "prizes: {bus: {when: 'kind = \"bus\"', pay: invoice}, train: {pay: invoice}}\n"
A_LATER_CLAIM_CHANGES = {
    "places": BY_DAY + "prizes: {tour: {first: 1, pay: 100}}",
    "ranks": "rank: [people desc, number]\nprizes: [{rank: 1, pay: 500}, {rank: 2, pay: 100}]",
    "ranks of ranks": """
        places: {by people: {by: people desc}, by nights: {by: nights desc}}
        rank: [by people + by nights, number]
        prizes: [{rank: 1, pay: 500}, {rank: 2, pay: 100}]
    """,
    "the money, whole": BY_DAY + FREE + "budget: 1500",
    "the money, skipping": BY_DAY + FREE + "budget: 1500\nwhen short: skip",
    "the money, in part": BY_DAY + FREE + "budget: 1500\nwhen short: part",
    "the money, shared": FREE + "budget: 1500\nwhen short: share",
    "a sum to reach": BY_DAY + FREE + "per: organiser\nreach: sum(people) >= 100",
    "a total, of a party": "per: organiser\nprizes: {tour: {pay: 10 * sum(people)}}",
    "a total, of all": "prizes: {tour: {pay: 10 * sum(people)}}",
    "a bonus": BY_DAY + FREE + "bonuses: {hundred: {per: organiser, reach: sum(people) >= 100, pay: 500}}",
    "a ceiling": BY_DAY + FREE + "ceilings: [{per: organiser, at most: 1500}]",
    "the better of two prizes": BUS_OR_TRAIN + "one of: {prizes: [bus, train], per: organiser}",
    "the first of two prizes": BUS_OR_TRAIN + "one of: {prizes: [bus, train], per: organiser, take: first}",
    "the same thing twice": FREE + "once per: run",
}
NONE_CHANGES = {
    "a pay of its own": FREE,
    "the better of two prizes of one claim": BUS_OR_TRAIN + "one of: {prizes: [bus, train]}",
}


@pytest.mark.slow
@pytest.mark.parametrize("way", [*A_LATER_CLAIM_CHANGES, *NONE_CHANGES])
def test_whatever_a_later_claim_can_change_is_provisional(way: str) -> None:
    """The later claim was done before, has the smaller number, and is the greater in all."""
    words = dedent(A_LATER_CLAIM_CHANGES.get(way) or NONE_CHANGES[way]) + "\nclaims due: 2023-10-15\n"
    here = claim("M", run="one run", done_on=june(9))
    later = claim("A", run="one run", done_on=june(1), people=101, nights=9, kind="bus", invoice=Decimal(1001))
    day = date(2023, 10, 15)
    keys = ("outcome", "prize", "place", "amount")
    alone, beside = (shown(settle(words, claims, on=day), *keys)["M"] for claims in ([here], [here, later]))
    assert (alone != beside) == (way in A_LATER_CLAIM_CHANGES)
    assert shown(settle(words, [here], on=day), "provisional") == {"M": way in A_LATER_CLAIM_CHANGES}
    assert shown(settle(words, [here], on=date(2023, 10, 16)), "provisional") == {"M": False}


def test_only_the_first_runners_up_are_told_their_place() -> None:
    words = """
    order: [number]
    prizes: {all: {first: 1, pay: 100}}
    """
    found = settle(words, [claim(f"{number:03}") for number in range(30)])
    assert [row["place"] for row in found] == [*range(1, 12), *[None] * 19]


def test_ranks_with_tiers() -> None:
    words = """
    derived: {score: 0.5 * people + 0.3 * nights}
    rank: [score desc, number]
    prizes:
      - {rank: 1, pay: 500}
      - {rank: 2..3, pay: 100}
    """
    claims = [
        claim("d", people=1),
        claim("b", people=7, nights=9),
        claim("c", people=7, nights=9),
        claim("a", people=9),
    ]
    assert shown(settle(words, claims), "outcome", "prize", "place", "amount") == {
        "d": ("exhausted", None, 4, 0),
        "b": ("granted", "rank 1", 1, 500),
        "c": ("granted", "rank 2..3", 2, 100),
        "a": ("granted", "rank 2..3", 3, 100),
    }


def test_equal_claims_may_share_a_place() -> None:
    words = """
    rank: [people desc]
    ties: same
    prizes:
      - {rank: 1..2, pay: 500}
      - {rank: 3, pay: 100}
    """
    claims = [claim("a", people=9), claim("b", people=8), claim("c", people=8), claim("d", people=7)]
    assert shown(settle(words, claims), "outcome", "place", "amount") == {
        "a": ("granted", 1, 500),
        "b": ("granted", 2, 500),
        "c": ("granted", 2, 500),
        "d": ("exhausted", 4, 0),
    }


@pytest.mark.parametrize("way", ["share", "part"])
def test_what_equal_claims_are_paid_does_not_hang_on_the_order_of_rows(way: str) -> None:
    """Three equal parts of a budget leave a cent; without a rule it goes by number, and so do claims at one place."""
    words = f"""
    rank: [people desc]
    ties: same
    when short: {way}
    budget: 100
    prizes: [{{rank: 1, pay: 90}}]
    """
    claims = [claim("c"), claim("a"), claim("b")]
    paid = {"share": ("33.34", "33.33", "33.33"), "part": ("90", "10", "0")}[way]
    expected = {number: (1, Decimal(amount)) for number, amount in zip("abc", paid, strict=True)}
    assert shown(settle(words, claims), "place", "amount") == expected
    assert shown(settle(words, claims[::-1]), "place", "amount") == expected


def test_a_rank_by_the_weighted_mix_of_two_ranks() -> None:
    words = """
    places: {size: {by: invoice desc}, growth: {by: growth desc}}
    rank: [0.6 * size + 0.4 * growth, number]
    prizes:
      - {rank: 1, pay: 1000}
      - {rank: 2, pay: 500}
    """
    claims = [
        claim("big", invoice=Decimal(900), growth=Decimal("0.01")),  # 1, 3: 1.8
        claim("even", invoice=Decimal(800), growth=Decimal("0.20")),  # 2, 1: 1.6
        claim("small", invoice=Decimal(100), growth=Decimal("0.02")),  # 3, 2: 2.6
    ]
    assert shown(settle(words, claims), "place", "amount") == {"big": (2, 500), "even": (1, 1000), "small": (3, 0)}
