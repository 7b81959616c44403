"""Places confirmed before: they stay and use up quota and money; what cannot be read is told, all of it."""

from decimal import Decimal

import pyarrow as pa
import pytest

from bridgehead.instruments.award.allocation.paid import COLUMNS, Confirmed, confirmed
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.tables import arrow_schema
from tests.instruments.award.settling import Row, claim, june, settle, shown, terms

AWARD = terms("""
order: [number]
budget: 300
prizes: {train: {first: 3, pay: 100}, bus: {pay: 50}}
""").award


def read(*rows: tuple[str, str | None, int | None, int]) -> tuple[Confirmed, ...]:
    columns = ("number", "prize", "place", "amount")
    dicts: list[Row] = [dict(zip(columns, row, strict=True)) for row in rows]
    return confirmed(
        pa.Table.from_pylist(dicts, schema=arrow_schema(COLUMNS)), AWARD, "paid.csv", range(2, len(rows) + 2)
    )


def test_confirmed_places_are_read_as_they_stand() -> None:
    assert read(("a", "train", 2, 100), ("b", "bus", None, 50)) == (
        Confirmed("a", "train", 2, Decimal(100)),
        Confirmed("b", "bus", None, Decimal(50)),
    )


def test_each_error_has_its_example_and_all_are_told() -> None:
    with pytest.raises(BridgeheadError) as error:
        read(
            ("a", "trian", 1, 1),
            ("b", "train", 4, 1),
            ("c1", "train", 1, 1),
            ("ｃ１", "train", 1, 400),
            ("d", "bus", 1, -9),
            ("e", None, 2, 0),
        )
    found = [(mistake.code, mistake.place and mistake.place.line, mistake.nearest) for mistake in error.value.mistakes]
    assert found == [
        ("AW050", 2, "train"),
        ("AW051", 3, None),
        ("AW052", 5, None),
        ("AW052", 5, None),
        ("AW054", 6, None),
        ("AW050", 7, None),
        ("AW053", 0, None),
    ]


def test_who_comes_now_ranks_behind_those_who_have_their_rank() -> None:
    words = "rank: [people desc, number]\nprizes: [{rank: 1, pay: 500}, {rank: 2..3, pay: 100}]"
    claims = [claim("second", people=80), claim("third", people=70), claim("fourth", people=60)]
    paid = [Confirmed("second", "rank 2..3", 2, Decimal(100))]
    assert shown(settle(words, claims, paid=paid), "outcome", "place", "amount") == {
        "second": ("granted", 2, 100),
        "third": ("granted", 3, 100),
        "fourth": ("exhausted", 4, 0),
    }


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


@pytest.mark.parametrize(
    ("confirmed_as", "claimed_as"), [("Ｓ３", "S3"), ("S3", "Ｓ３"), ("S3", " S3"), ("Ｓ３", "S３")]
)
@pytest.mark.parametrize("first", ["", ", first: 2"])
def test_a_claim_is_confirmed_however_its_number_is_typed(confirmed_as: str, claimed_as: str, first: str) -> None:
    words = f"""
    order: [done on, number]
    prizes: {{train: {{pay: 100{first}}}}}
    budget: 300
    """
    claims = [claim("S1", done_on=june(1)), claim(claimed_as, done_on=june(2), people=0)]
    found = settle(words, claims, paid=[Confirmed(confirmed_as, "train", 1, Decimal(150))])
    assert shown(found, "place", "amount", "because") == {"S1": (2, 100, None), claimed_as: (1, 150, "confirmed")}


def test_of_two_claims_of_one_number_one_is_confirmed_whichever_row_comes_first() -> None:
    words = "prizes: {all: {pay: 100}}"
    claims = [claim("Ｓ３"), claim("S3"), claim("s3")]
    for rows in (claims, claims[::-1]):
        found = settle(words, rows, paid=[Confirmed("Ｓ３", "all", None, Decimal(150))])
        assert shown(found, "amount", "because") == {
            "S3": (150, "confirmed"),
            "Ｓ３": (0, "duplicate"),
            "s3": (100, None),
        }


def test_a_confirmed_place_of_a_claim_that_is_not_here_is_used_up_too() -> None:
    words = """
    order: [done on, number]
    prizes: {train: {first: 2, pay: 100}}
    """
    found = settle(words, [claim("a"), claim("b")], paid=[Confirmed("elsewhere", "train", 2, Decimal(100))])
    assert shown(found, "outcome", "place") == {"a": ("granted", 1), "b": ("exhausted", 3)}
