"""What a claim is paid: the words in YAML, made-up claims, and their amounts."""

from decimal import Decimal

from tests.instruments.award.settling import claim, settle, shown


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


def test_bands_of_a_count_pay_an_amount_for_each() -> None:
    words = """
    prizes: {group: {when: people > 0, pay: {of: people, bands: [{above: 40, rate: 200}, {above: 100, rate: 0.5}]}}}
    """
    claims = [claim(f"{people}", people=people) for people in (40, 41, 102)]
    assert shown(settle(words, claims), "outcome", "amount") == {
        "40": ("refused", 0),
        "41": ("granted", 200),
        "102": ("granted", 12_001),
    }


def test_a_formula_that_is_a_choice_may_be_capped_tiered_and_banded() -> None:
    by_kind = 'if kind = "bus" then people else nights'
    ways = {
        "capped": (f"{{of: '{by_kind}', at most: 50}}", (50, 3)),
        "with a comment": (f"{{of: '{by_kind} // figure', at most: 50}}", (50, 3)),
        "tiered": (f"{{by: '{by_kind}', tiers: [{{from: 1, pay: 10}}, {{from: 100, pay: '{by_kind}'}}]}}", (100, 10)),
        "banded": (f"{{of: '{by_kind}', bands: [{{above: 0, rate: 1}}, {{above: 10, rate: 0.5}}]}}", (55, 3)),
    }
    prizes = [f"  {way}: {{when: 'run = \"{way}\"', pay: {pay}}}" for way, (pay, _) in ways.items()]
    claims = [
        each for way in ways for each in (claim(f"{way} a", kind="bus", run=way), claim(f"{way} b", nights=3, run=way))
    ]
    amounts = shown(settle("\n".join(["prizes:", *prizes]), claims), "amount")
    assert {way: (amounts[f"{way} a"], amounts[f"{way} b"]) for way in ways} == {
        way: expected for way, (_, expected) in ways.items()
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
