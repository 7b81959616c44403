"""Which claims meet the conditions, and for which prize: the words in YAML, made-up claims, and what became of them."""

from datetime import date, datetime

from tests.instruments.award.settling import claim, settle, shown, terms


def test_the_window_counts_both_its_ends() -> None:
    words = """
    window: {field: done on, in: '[date("2023-05-04")..date("2023-09-30")]'}
    prizes: {all: {pay: 100}}
    """
    days = [date(2023, 5, 3), date(2023, 5, 4), date(2023, 9, 30), date(2023, 10, 1)]
    found = settle(words, [claim(f"{day}", done_on=day) for day in days])
    assert [row["outcome"] for row in found] == ["refused", "granted", "granted", "refused"]


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
