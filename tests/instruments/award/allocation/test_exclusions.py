"""What is claimed twice, and prizes that exclude one another: the words in YAML, made-up claims, and which is left."""

from tests.instruments.award.settling import claim, settle, shown


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


def test_of_prizes_that_one_claim_of_a_party_meets_it_gets_the_better_too() -> None:
    words = """
    prizes:
      fixed: {pay: 600}
      share: {when: nights >= 2, pay: 10 * people}
    one of: {prizes: [fixed, share], per: organiser, take: better}
    """
    claims = [
        claim("many", people=100, nights=2),
        claim("few", people=10, nights=2),
        claim("alone", organiser="B", people=10, nights=2),
    ]
    assert shown(settle(words, claims), "outcome", "prize", "amount") == {
        "many": ("granted", "share", 1000),
        "few": ("refused", "fixed", 0),
        "alone": ("granted", "fixed", 600),
    }


def test_a_prize_that_hangs_on_a_missing_field_is_waited_for_where_it_could_pay_more() -> None:
    words = """
    prizes:
      fixed: {pay: 600}
      share: {when: nights >= 2, pay: 10 * people}
    one of: {prizes: [fixed, share], take: better}
    """
    claims = [
        claim("could be more", people=100, nights=None),
        claim("could not", people=60, nights=None),
        claim("not known", people=None, nights=2),
        claim("not met", people=None, nights=1),
    ]
    assert shown(settle(words, claims), "outcome", "prize", "amount") == {
        "could be more": ("undetermined", None, 0),
        "could not": ("granted", "fixed", 600),
        "not known": ("undetermined", None, 0),
        "not met": ("granted", "fixed", 600),
    }
