"""What real notices ask for, a pattern a test: the words in YAML, a few made-up claims, and who gets what."""

from datetime import date, datetime
from decimal import Decimal

from bridgehead.instruments.award.allocation.paid import Confirmed
from tests.instruments.award.settling import claim, settle, shown, terms


def june(day: int) -> date:
    return date(2023, 6, day)


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


def test_the_window_counts_both_its_ends() -> None:
    words = """
    window: {field: done on, in: '[date("2023-05-04")..date("2023-09-30")]'}
    prizes: {all: {pay: 100}}
    """
    days = [date(2023, 5, 3), date(2023, 5, 4), date(2023, 9, 30), date(2023, 10, 1)]
    found = settle(words, [claim(f"{day}", done_on=day) for day in days])
    assert [row["outcome"] for row in found] == ["refused", "granted", "granted", "refused"]


def test_places_are_provisional_until_the_last_day_for_claims_is_over() -> None:
    words = """
    claims due: 2023-10-15
    order: [done on, number]
    prizes: {all: {first: 1, pay: 100}}
    """
    claims = [claim("a"), claim("b"), claim("c", people=None)]
    assert shown(settle(words, claims, on=date(2023, 10, 15)), "provisional") == {"a": True, "b": True, "c": True}
    assert shown(settle(words, claims, on=date(2023, 10, 16)), "provisional") == {"a": False, "b": False, "c": False}


def test_a_claim_is_for_the_first_prize_whose_conditions_it_meets() -> None:
    words = """
    prizes:
      large: {when: people >= 400, pay: 1000}
      train: {when: 'kind = "train" and people >= 200', pay: 500}
    """
    claims = [
        claim("large", people=400),
        claim("train", people=399),
        claim("bus", people=399, kind="bus"),
        claim("unknown", people=None),
        claim("large of unknown kind", people=400, kind=None),
        claim("small of unknown kind", people=300, kind=None),
    ]
    assert shown(settle(words, claims), "outcome", "prize") == {
        "large": ("granted", "large"),
        "train": ("granted", "train"),
        "bus": ("refused", None),
        "unknown": ("undetermined", None),
        "large of unknown kind": ("granted", "large"),
        "small of unknown kind": ("undetermined", None),
    }


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


def test_pay_by_a_formula_with_a_ceiling() -> None:
    words = """
    prizes:
      nights: {when: 'kind = "bus"', pay: 30 * people * nights}
      invoice: {pay: {of: 0.3 * invoice, at most: 500}}
    """
    claims = [
        claim("nights", kind="bus", people=40, nights=3),
        claim("share", invoice=Decimal("1000.05")),
        claim("capped", invoice=Decimal(2000)),
    ]
    assert shown(settle(words, claims), "amount") == {
        "nights": Decimal(3600),
        "share": Decimal("300.02"),  # 300.015, rounded half up to the cent
        "capped": Decimal(500),
    }


def test_amounts_are_rounded_as_the_award_says() -> None:
    words = """
    rounding: {{digits: {digits}, way: {way}}}
    prizes: {{invoice: {{pay: 0.3 * invoice}}}}
    """
    claims = [claim("a", invoice=Decimal("1000.05"))]
    ways = [(2, "half up", "300.02"), (2, "down", "300.01"), (0, "up", "301"), (0, "half up", "300")]
    for digits, way, amount in ways:
        assert settle(words.format(digits=digits, way=way), claims)[0]["amount"] == Decimal(amount)


def test_tiers_by_value_and_by_marginal_band() -> None:
    words = """
    prizes:
      tier: {when: 'kind = "bus"', pay: {by: people, tiers: [{from: 100, pay: 1000}, {from: 200, pay: 3000}]}}
      band:
        when: kind = "train"
        pay: {of: invoice, bands: [{above: 0, rate: 0.1}, {above: 1000, rate: 0.05}], at most: 130}
    """
    buses = [claim(f"bus {people}", kind="bus", people=people) for people in (99, 100, 199, 200)]
    trains = [claim(f"train {invoice}", invoice=Decimal(invoice)) for invoice in (500, 1000, 1200, 2000)]
    assert shown(settle(words, buses + trains), "outcome", "amount") == {
        "bus 99": ("refused", 0),
        "bus 100": ("granted", 1000),
        "bus 199": ("granted", 1000),
        "bus 200": ("granted", 3000),
        "train 500": ("granted", 50),
        "train 1000": ("granted", 100),
        "train 1200": ("granted", 110),
        "train 2000": ("granted", 130),
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


def test_of_prizes_that_exclude_one_another_a_party_gets_the_better() -> None:
    words = """
    prizes:
      bus: {when: 'kind = "bus"', pay: 600}
      train: {pay: 500}
    one of: {prizes: [bus, train], per: organiser, take: better}
    """
    claims = [claim("1"), claim("2", kind="bus"), claim("3", organiser="B"), claim("4", organiser="B")]
    assert shown(settle(words, claims), "outcome", "because", "reference") == {
        "1": ("refused", "excluded", "2"),
        "2": ("granted", None, None),
        "3": ("granted", None, None),
        "4": ("refused", "excluded", "3"),
    }


def test_of_prizes_that_one_claim_meets_it_gets_the_better() -> None:
    words = """
    prizes:
      fixed: {pay: 600}
      share: {when: nights >= 2, pay: 10 * people}
    one of: {prizes: [fixed, share], take: better}
    """
    claims = [claim("few", people=10, nights=2), claim("many", people=100, nights=2), claim("short", people=100)]
    assert shown(settle(words, claims), "prize", "amount") == {
        "few": ("fixed", 600),
        "many": ("share", 1000),
        "short": ("fixed", 600),
    }


def test_at_least_two_of_these_sights_one_of_them_from_a_list() -> None:
    words = """
    conditions:
      sights: 'count(sights) >= 2 and (list contains(sights, "grottoes") or list contains(sights, "temple"))'
    prizes: {tour: {pay: 100}}
    """
    claims = [
        claim("one", sights=["grottoes"]),
        claim("others", sights=["mount", "wall"]),
        claim("both", sights=["mount", "temple"]),
    ]
    assert shown(settle(words, claims), "outcome", "failed") == {
        "one": ("refused", 0b01),
        "others": ("refused", 0b10),
        "both": ("granted", 0),
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
    by = {way: shown(settle(words.format(way=way), claims), "amount") for way in ("whole", "skip", "part", "share")}
    assert by == {
        "whole": {"a": 600, "b": 0, "c": 0, "d": 0},
        "skip": {"a": 600, "b": 0, "c": 400, "d": 0},
        "part": {"a": 600, "b": 400, "c": 0, "d": 0},
        "share": {"a": 375, "b": Decimal("312.50"), "c": 250, "d": Decimal("62.50")},
    }
    whole = shown(settle(words.format(way="whole"), claims), "outcome", "because", "figure", "asked")
    assert whole["b"] == ("exhausted", "budget", 400, 500)
    part = shown(settle(words.format(way="part"), claims), "outcome", "because", "figure", "asked")
    assert part["b"] == ("granted", "budget", 400, 500)


def test_a_pool_shared_in_proportion_adds_up_to_the_cent() -> None:
    words = """
    budget: 100
    when short: share
    prizes: {tour: {pay: invoice}}
    """
    found = settle(words, [claim(str(number), invoice=Decimal(700)) for number in range(3)])
    assert [row["amount"] for row in found] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


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


def test_the_same_run_claimed_twice_counts_once() -> None:
    words = """
    once per: run
    order: [done on, number]
    prizes: {train: {first: 2, pay: 100}}
    """
    claims = [claim("b", run="X1"), claim("a", run="X1"), claim("c"), claim("d"), claim("e", run="X1", people=None)]
    assert shown(settle(words, claims), "outcome", "because", "reference", "place") == {
        "a": ("granted", None, None, 1),
        "b": ("refused", "duplicate", "a", None),
        "c": ("granted", None, None, 2),
        "d": ("exhausted", "quota", None, 3),
        "e": ("refused", "duplicate", "a", None),
    }


def test_the_same_number_twice_is_granted_once() -> None:
    words = """
    prizes: {all: {pay: 100}}
    """
    found = settle(words, [claim("a"), claim("a"), claim("b")])
    assert [(row["outcome"], row["because"]) for row in found] == [
        ("granted", None),
        ("refused", "duplicate"),
        ("granted", None),
    ]


def test_a_confirmed_place_stays_and_uses_up_quota_and_money() -> None:
    words = """
    order: [done on, number]
    prizes: {train: {first: 3, pay: 100}}
    budget: 300
    """
    claims = [
        claim("early", done_on=june(1)),
        claim("next", done_on=june(2)),
        claim("paid", done_on=june(9), people=0),
        claim("late", done_on=june(10)),
    ]
    paid = [Confirmed("paid", "train", 1, Decimal(150))]
    assert shown(settle(words, claims, paid=paid), "outcome", "place", "amount", "because") == {
        "early": ("granted", 2, 100, None),
        "next": ("exhausted", 3, 0, "budget"),
        "paid": ("granted", 1, 150, "confirmed"),
        "late": ("exhausted", 4, 0, "quota"),
    }


def test_a_confirmed_place_of_a_claim_that_is_not_here_is_used_up_too() -> None:
    words = """
    order: [done on, number]
    prizes: {train: {first: 2, pay: 100}}
    """
    found = settle(words, [claim("a"), claim("b")], paid=[Confirmed("elsewhere", "train", 2, Decimal(100))])
    assert shown(found, "outcome", "place") == {"a": ("granted", 1), "b": ("exhausted", 3)}


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


def test_a_formula_that_gives_no_amount_decides_nothing() -> None:
    words = """
    prizes: {all: {pay: 100 - people}}
    """
    found = settle(words, [claim("a", people=40), claim("b", people=101)])
    assert shown(found, "outcome", "amount", "because") == {
        "a": ("granted", 60, None),
        "b": ("undetermined", 0, "amount"),
    }


def test_only_the_first_runners_up_are_told_their_place() -> None:
    words = """
    order: [number]
    prizes: {all: {first: 1, pay: 100}}
    """
    found = settle(words, [claim(f"{number:03}") for number in range(30)])
    assert [row["place"] for row in found] == [*range(1, 12), *[None] * 19]


def test_a_claim_filed_after_its_day_is_refused_where_the_award_says_so() -> None:
    words = """
    claims due: {by: 2023-06-15, field: filed at}
    prizes: {all: {pay: 100}}
    """
    on_time, late = datetime(2023, 6, 15, 23, 59, 59), datetime(2023, 6, 16)  # noqa: DTZ001
    found = settle(words, [claim("on time", filed_at=on_time), claim("late", filed_at=late)])
    assert shown(found, "outcome") == {"on time": "granted", "late": "refused"}


def test_the_atoms_tell_what_a_mask_means() -> None:
    known = terms("""
    conditions: {stay: nights >= 2}
    prizes: {a: {when: people >= 100, pay: 1}}
    """)
    row = settle(known, [claim("a", nights=1, people=None)])[0]
    assert [atom.text for atom in known.atoms.in_mask(row["failed"])] == ["nights >= 2"]
    assert [atom.text for atom in known.atoms.in_mask(row["missing"])] == ["people >= 100"]


def test_a_formula_that_is_a_choice_may_be_capped_tiered_and_banded() -> None:
    by_kind = 'if kind = "bus" then people else nights'
    for pay, amounts in (
        (f"{{of: '{by_kind}', at most: 50}}", (50, 3)),
        (f"{{of: '{by_kind} // figure', at most: 50}}", (50, 3)),
        (f"{{by: '{by_kind}', tiers: [{{from: 1, pay: 10}}, {{from: 100, pay: '{by_kind}'}}]}}", (100, 10)),
        (f"{{of: '{by_kind}', bands: [{{above: 0, rate: 1}}, {{above: 10, rate: 0.5}}]}}", (55, 3)),
    ):
        found = settle(f"prizes: {{all: {{pay: {pay}}}}}", [claim("a", kind="bus"), claim("b", nights=3)])
        assert tuple(row["amount"] for row in found) == amounts
