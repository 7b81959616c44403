"""Places confirmed before, as they are read: what cannot be is told, all of it."""

from decimal import Decimal

import pyarrow as pa
import pytest

from bridgehead.instruments.award.allocation.paid import Confirmed, confirmed
from bridgehead.primitives.errors import BridgeheadError
from tests.instruments.award.settling import Row, terms

AWARD = terms("""
order: [number]
budget: 300
prizes: {train: {first: 3, pay: 100}, bus: {pay: 50}}
""").award


def read(*rows: tuple[str, str, int | None, int]) -> tuple[Confirmed, ...]:
    columns = ("number", "prize", "place", "amount")
    dicts: list[Row] = [dict(zip(columns, row, strict=True)) for row in rows]
    schema = pa.schema(
        [("number", "string"), ("prize", "string"), ("place", "int64"), ("amount", pa.decimal128(18, 2))]
    )
    return confirmed(pa.Table.from_pylist(dicts, schema=schema), AWARD, "paid.csv")


def test_confirmed_places_are_read_as_they_stand() -> None:
    assert read(("a", "train", 2, 100), ("b", "bus", None, 50)) == (
        Confirmed("a", "train", 2, Decimal(100)),
        Confirmed("b", "bus", None, Decimal(50)),
    )


def test_each_error_has_its_example_and_all_are_told() -> None:
    with pytest.raises(BridgeheadError) as error:
        read(("a", "trian", 1, 1), ("b", "train", 4, 1), ("c", "train", 1, 1), ("c", "train", 1, 400))
    assert [(mistake.code, mistake.nearest) for mistake in error.value.mistakes] == [
        ("AW050", "train"),
        ("AW051", None),
        ("AW052", None),
        ("AW052", None),
        ("AW053", None),
    ]
